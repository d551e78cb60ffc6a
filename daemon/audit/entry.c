#include "daemon/audit/entry.h"

#include <ctype.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "daemon/audit/body.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

#define SEQ_BYTES sizeof("18446744073709551615")

#define CIPHER_LABEL  "{\"cipher\":\""
#define SEQ_LABEL     ",\"seq\":"
#define SUBJECT_LABEL ",\"subject\":\""

/*
 * The subject's key is only ever a key of HMAC: over a number it gives that
 * number's tag, and over this, which is no number, the key that seals.
 */
#define BODY_KEY_LABEL "eenplan access log body"

bool
entry_event_is_known(const char *event)
{
	static const char *const known[] = {
#define AUDIT_EVENT(name, action, meaning) name,
#include "daemon/audit/events.def"
#undef AUDIT_EVENT
	};

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (strcmp(event, known[i]) == 0)
			return true;
	return false;
}

/* What may stand in the header as it is: no escapes in JSON, no space. */
static bool
is_plain_word(struct text word)
{
	static const bool is_plain[UCHAR_MAX + 1] = {
		['0' ... '9'] = true, ['A' ... 'Z'] = true,
		['a' ... 'z'] = true, ['-'] = true,
		['.'] = true,	      ['_'] = true,
		[':'] = true,	      ['@'] = true,
	};

	if (word.length == 0 || word.length > LIMIT_NAME_BYTES)
		return false;
	for (size_t i = 0; i < word.length; i++)
		if (!is_plain[(unsigned char)word.bytes[i]])
			return false;
	return true;
}

/* `label` is all up to the word itself; see is_plain_word. */
static void
add_word(struct buf *out, const char *label, struct text word)
{
	buf_add_string(out, label);
	buf_add_text(out, word);
	buf_add_char(out, '"');
}

/* What the box can't be moved away from, and what the header has of it. */
struct binding {
	struct text whole;
	struct text words; /* "event":… up to the number */
	struct text time;  /* ,"time":…} */
};

static struct binding
binding_of(struct arena *arena, const struct entry *entry)
{
	struct buf buf;

	buf_init(&buf, arena, 256);
	add_word(&buf, "{\"event\":\"", entry->event);
	add_word(&buf, ",\"key\":\"", entry->key);
	add_word(&buf, ",\"node\":\"", entry->node);
	add_word(&buf, ",\"request\":\"", entry->request);

	size_t length = buf.length;

	add_word(&buf, ",\"time\":\"", entry->time);
	buf_add_char(&buf, '}');
	return (struct binding){
		.whole = buf_text(&buf),
		.words = {buf.bytes + 1, length - 1},
		.time = {buf.bytes + length, buf.length - length},
	};
}

static void
derive_body_key(const struct box_key *subject_key, struct box_key *key_out)
{
	digest_tag(subject_key->bytes, text_of(BODY_KEY_LABEL), key_out->bytes);
}

static enum status
seal_body(struct arena *arena, const struct audit_event *event,
	  struct text binding, struct text *body_out)
{
	struct buf plain;
	struct text box;
	struct box_key key;

	buf_init(&plain, arena, 768);
	body_encode(&plain, event);
	if (plain.length > LIMIT_AUDIT_BODY_BYTES) {
		log_error("access log entry too large", "bytes=%zu",
			  plain.length);
		return STATUS_TOO_LARGE;
	}

	derive_body_key(&event->subject.key, &key);

	enum status status =
		box_seal(arena, &key, binding, buf_text(&plain), &box);

	box_key_wipe(&key);
	if (status == STATUS_OK)
		*body_out = text_of(base64url_encode(arena, box));
	return status;
}

static void
digest_body(struct text body, char out[DIGEST_HEX_BYTES])
{
	uint8_t digest[DIGEST_BYTES];

	digest_of(&body, 1, digest);
	digest_hex(digest, out);
}

static enum status
check_words(const struct entry *entry)
{
	if (is_plain_word(entry->node) && is_plain_word(entry->request) &&
	    is_plain_word(entry->key))
		return STATUS_OK;
	log_error("access log entry refused",
		  "reason=node, request or key is no plain word");
	return STATUS_INTERNAL;
}

enum status
entry_seal(struct arena *arena, const char *node,
	   const struct audit_event *event, struct entry_draft *draft_out)
{
	char time[CLOCK_TIME_BYTES];

	if (event->event == NULL || !entry_event_is_known(event->event)) {
		log_error("access log entry refused", "unknown event=%s",
			  event->event != NULL ? event->event : "");
		return STATUS_INTERNAL;
	}
	clock_format_time(event->time_ms, time);

	const struct entry entry = {
		.event = text_of(event->event),
		.key = text_of(event->subject.key_id),
		.node = text_of(node),
		.request = text_of(event->request),
		.time = text_of(time),
	};
	enum status status = check_words(&entry);

	if (status != STATUS_OK)
		return status;

	const struct binding binding = binding_of(arena, &entry);

	status = seal_body(arena, event, binding.whole, &draft_out->body);
	if (status != STATUS_OK)
		return status;
	digest_body(draft_out->body, draft_out->cipher);
	draft_out->words = binding.words;
	draft_out->time = binding.time;
	draft_out->subject_key = event->subject.key;
	return STATUS_OK;
}

size_t
entry_room(const struct entry_draft *draft)
{
	return sizeof(CIPHER_LABEL) + DIGEST_HEX_BYTES + sizeof("\",") +
	       draft->words.length + sizeof(SEQ_LABEL) + SEQ_BYTES +
	       sizeof(SUBJECT_LABEL) + DIGEST_HEX_BYTES + sizeof("\"") +
	       draft->time.length + draft->body.length + sizeof(" \n");
}

static void
tag_seq(const struct box_key *subject_key, struct text seq,
	char out[DIGEST_HEX_BYTES])
{
	uint8_t tag[DIGEST_BYTES];

	digest_tag(subject_key->bytes, seq, tag);
	digest_hex(tag, out);
}

struct merkle_hash
entry_write(struct buf *out, const struct entry_draft *draft, uint64_t seq)
{
	char subject[DIGEST_HEX_BYTES];
	size_t start = out->length;

	add_word(out, CIPHER_LABEL, text_of(draft->cipher));
	buf_add_char(out, ',');
	buf_add_text(out, draft->words);
	buf_add_string(out, SEQ_LABEL);

	size_t number = out->length;

	buf_add_number(out, seq);
	tag_seq(&draft->subject_key,
		(struct text){out->bytes + number, out->length - number},
		subject);
	add_word(out, SUBJECT_LABEL, text_of(subject));
	buf_add_text(out, draft->time);

	struct merkle_hash leaf = merkle_leaf(
		(struct text){out->bytes + start, out->length - start});

	buf_add_char(out, ' ');
	buf_add_text(out, draft->body);
	buf_add_char(out, '\n');
	return leaf;
}

/* Moves `rest` past `expected`, if it begins with that. */
static bool
take(struct text *rest, const char *expected)
{
	size_t length = strlen(expected);

	if (rest->length < length || memcmp(rest->bytes, expected, length) != 0)
		return false;
	rest->bytes += length;
	rest->length -= length;
	return true;
}

/* Moves `rest` past `label`, a word, and the quote behind it. */
static bool
take_word(struct text *rest, const char *label, struct text *word_out)
{
	if (!take(rest, label))
		return false;

	const char *end = memchr(rest->bytes, '"', rest->length);

	if (end == NULL)
		return false;
	*word_out = (struct text){rest->bytes, (size_t)(end - rest->bytes)};
	rest->bytes += word_out->length;
	rest->length -= word_out->length;
	return is_plain_word(*word_out) && take(rest, "\"");
}

static bool
take_number(struct text *rest, const char *label, uint64_t *number_out)
{
	uint64_t number = 0;
	size_t digits = 0;

	if (!take(rest, label))
		return false;
	while (digits < rest->length &&
	       isdigit((unsigned char)rest->bytes[digits])) {
		if (__builtin_mul_overflow(number, 10, &number) ||
		    __builtin_add_overflow(number, rest->bytes[digits] - '0',
					   &number))
			return false;
		digits++;
	}
	if (digits == 0 || (digits > 1 && rest->bytes[0] == '0'))
		return false;
	rest->bytes += digits;
	rest->length -= digits;
	*number_out = number;
	return true;
}

static bool
parse_header(struct text rest, struct entry *entry)
{
	return take_word(&rest, CIPHER_LABEL, &entry->cipher) &&
	       take_word(&rest, ",\"event\":\"", &entry->event) &&
	       take_word(&rest, ",\"key\":\"", &entry->key) &&
	       take_word(&rest, ",\"node\":\"", &entry->node) &&
	       take_word(&rest, ",\"request\":\"", &entry->request) &&
	       take_number(&rest, SEQ_LABEL, &entry->seq) &&
	       take_word(&rest, SUBJECT_LABEL, &entry->subject) &&
	       take_word(&rest, ",\"time\":\"", &entry->time) &&
	       text_is(rest, "}");
}

enum status
entry_parse(struct text line, struct entry *entry_out)
{
	char cipher[DIGEST_HEX_BYTES];
	const char *space = memchr(line.bytes, ' ', line.length);

	if (space == NULL)
		return STATUS_TAMPERED;

	size_t header_length = (size_t)(space - line.bytes);

	*entry_out = (struct entry){
		.header = {line.bytes, header_length},
		.body = {space + 1, line.length - header_length - 1},
	};
	if (!parse_header(entry_out->header, entry_out))
		return STATUS_TAMPERED;
	digest_body(entry_out->body, cipher);
	return text_is(entry_out->cipher, cipher) ? STATUS_OK : STATUS_TAMPERED;
}

static bool
tag_is_of(const struct entry *entry, const struct box_key *subject_key)
{
	char number[SEQ_BYTES];
	char tag[DIGEST_HEX_BYTES];

	snprintf(number, sizeof(number), "%" PRIu64, entry->seq);
	tag_seq(subject_key, text_of(number), tag);
	return text_equals_secret(entry->subject, text_of(tag));
}

static enum status
open_body(struct arena *arena, const struct entry *entry,
	  const struct box_key *subject_key, struct text *plain_out)
{
	struct box_key key;
	struct text box;

	if (!base64url_decode(arena, entry->body, &box))
		return STATUS_TAMPERED;
	derive_body_key(subject_key, &key);

	enum status status = box_open(
		arena, &key, binding_of(arena, entry).whole, box, plain_out);

	box_key_wipe(&key);
	return status;
}

enum status
entry_open(struct arena *arena, const struct entry *entry,
	   const struct audit_subject *subject, struct audit_event *event_out)
{
	struct text plain;
	struct audit_event event = {
		.event = arena_text(arena, entry->event),
		.request = arena_text(arena, entry->request),
	};

	if (!tag_is_of(entry, &subject->key) ||
	    !clock_parse_time(arena_text(arena, entry->time), &event.time_ms))
		return STATUS_TAMPERED;
	memcpy(event.subject.key_id, subject->key_id,
	       sizeof(event.subject.key_id));

	enum status status = open_body(arena, entry, &subject->key, &plain);

	if (status == STATUS_OK)
		status = body_decode(arena, plain, &event);
	if (status == STATUS_OK)
		*event_out = event;
	return status;
}
