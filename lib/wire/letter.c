#include "eenplan/wire/letter.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/seal/digest.h"
#include "lib/wire/letter_head.h"
#include "lib/wire/words.h"

static const struct {
	const char *word, *type;
} kinds[] = {
#define LETTER_KIND(NAME, name, type) [LETTER_KIND_##NAME] = {#name, (type)},
#include "eenplan/wire/letter.def"
};

static const char *const outcomes[] = {
#define LETTER_OUTCOME(NAME, word, sentence) [LETTER_##NAME] = (word),
#include "eenplan/wire/letter.def"
};

static const char *const whys[] = {
#define LETTER_WHY(NAME, word, sentence) [LETTER_##NAME] = (word),
#include "eenplan/wire/letter.def"
};

static const struct {
	const char *word, *sentence;
} sentences[] = {
#define LETTER_OUTCOME(NAME, word, sentence) {(word), (sentence)},
#define LETTER_WHY(NAME, word, sentence)     {(word), (sentence)},
#include "eenplan/wire/letter.def"
};

const char *
letter_kind_word(enum letter_kind kind)
{
	return kinds[kind].word;
}

const char *
letter_kind_type(enum letter_kind kind)
{
	return kinds[kind].type;
}

bool
letter_kind_of_word(const char *word, enum letter_kind *kind_out)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		if (strcmp(kinds[i].word, word) != 0)
			continue;
		*kind_out = (enum letter_kind)i;
		return true;
	}
	return false;
}

bool
letter_kind_of_type(const char *type, enum letter_kind *kind_out)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		if (strcmp(kinds[i].type, type) != 0)
			continue;
		*kind_out = (enum letter_kind)i;
		return true;
	}
	return false;
}

const char *
letter_why_word(enum letter_why why)
{
	return whys[why];
}

const char *
letter_outcome_word(enum letter_outcome outcome)
{
	return outcomes[outcome];
}

bool
letter_outcome_of_word(const char *word, enum letter_outcome *outcome_out)
{
	size_t place;

	if (!words_find(outcomes, COUNT_OF(outcomes), word, &place))
		return false;
	*outcome_out = (enum letter_outcome)place;
	return true;
}

const char *
letter_sentence(const char *word)
{
	for (size_t i = 0; i < COUNT_OF(sentences); i++)
		if (strcmp(sentences[i].word, word) == 0)
			return sentences[i].sentence;
	return word;
}

/* --- heads --- */

static bool
is_empty(const char *string)
{
	return string == NULL || string[0] == '\0';
}

/* What letters and confirmations both begin with. */
static enum status
check_envelope(const struct json *value, struct fault *fault)
{
	const char *id = json_get_string(value, "jti");

	if (id == NULL || !words_is_uuid(id))
		return words_refuse(fault, "/jti",
				    "must be a UUID in lower case");
	if (is_empty(json_get_string(value, "iss")))
		return words_refuse(fault, "/iss", "must not be empty");
	if (is_empty(json_get_string(value, "aud")))
		return words_refuse(fault, "/aud", "must not be empty");
	return STATUS_OK;
}

enum status
letter_head_read(const struct json *value, struct letter_head *head_out,
		 struct fault *fault)
{
	enum status status = check_envelope(value, fault);

	if (status != STATUS_OK)
		return status;
	*head_out = (struct letter_head){
		.id = json_get_string(value, "jti"),
		.sender = json_get_string(value, "iss"),
		.recipient = json_get_string(value, "aud"),
		.link = json_get_string(value, "sub"),
	};
	if (head_out->link != NULL && words_is_uuid(head_out->link))
		return STATUS_OK;
	return words_refuse(fault, "/sub", "must be a UUID in lower case");
}

enum status
letter_head_decode(struct arena *arena, struct text payload,
		   struct letter_head *head_out, struct fault *fault)
{
	const struct json *value;
	enum status status =
		json_read(arena, payload, LIMIT_NOTICE_BYTES, &value, fault);

	if (status == STATUS_OK && value->kind != JSON_KIND_OBJECT)
		return words_refuse(fault, "", "must be an object");
	return status == STATUS_OK ? letter_head_read(value, head_out, fault)
				   : status;
}

enum status
letter_read(struct arena *arena, struct text payload,
	    const struct json_shape *shape, size_t count,
	    const struct json **value_out, struct letter_head *head_out,
	    struct fault *fault)
{
	const struct words_document document = {LIMIT_NOTICE_BYTES, shape,
						count};
	enum status status =
		words_read(arena, payload, &document, value_out, fault);

	return status == STATUS_OK
		       ? letter_head_read(*value_out, head_out, fault)
		       : status;
}

enum status
letter_read_time(const struct json *value, const char *where,
		 int64_t *time_ms_out, struct fault *fault)
{
	const char *time = json_get_string(value, where + 1);

	if (time != NULL && clock_parse_time(time, time_ms_out) &&
	    *time_ms_out > 0)
		return STATUS_OK;
	return words_refuse(fault, where,
			    "must be a time such as 2026-11-21T10:00:00.000Z");
}

/* --- confirmations --- */

struct text
confirmation_encode(struct arena *arena,
		    const struct confirmation *confirmation)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 256);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "aud", confirmation->recipient);
	json_member_string_if(&writer, "detail", confirmation->detail);
	json_member_string(&writer, "digest", confirmation->digest);
	json_member_time(&writer, "handled", confirmation->handled_ms);
	json_member_string(&writer, "iss", confirmation->sender);
	json_member_string(&writer, "jti", confirmation->id);
	json_member_string_if(&writer, "outcome", confirmation->outcome);
	json_member_string_if(&writer, "receipt", confirmation->receipt);
	json_close_object(&writer);
	return buf_text(&out);
}

static bool
is_digest(const char *hex)
{
	return strlen(hex) == DIGEST_HEX_BYTES - 1 &&
	       strspn(hex, "0123456789abcdef") == DIGEST_HEX_BYTES - 1;
}

static enum status
decode_decision(const struct json *value, struct confirmation *confirmation,
		struct fault *fault)
{
	enum letter_outcome outcome;

	confirmation->outcome = json_get_string(value, "outcome");
	confirmation->detail = json_get_string(value, "detail");
	confirmation->receipt = json_get_string(value, "receipt");
	if (confirmation->outcome != NULL &&
	    !letter_outcome_of_word(confirmation->outcome, &outcome))
		return words_refuse(fault, "/outcome",
				    "is no outcome that a letter can have");
	if (confirmation->receipt != NULL && !is_digest(confirmation->receipt))
		return words_refuse(fault, "/receipt",
				    "must be a SHA-256 in lower hex");
	return STATUS_OK;
}

enum status
confirmation_decode(struct arena *arena, struct text payload,
		    struct confirmation *confirmation_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"aud", JSON_KIND_STRING, true, 0},
		{"detail", JSON_KIND_STRING, false, 0},
		{"digest", JSON_KIND_STRING, true, 0},
		{"handled", JSON_KIND_STRING, true, 0},
		{"iss", JSON_KIND_STRING, true, 0},
		{"jti", JSON_KIND_STRING, true, 0},
		{"outcome", JSON_KIND_STRING, false, 0},
		{"receipt", JSON_KIND_STRING, false, 0},
	};
	const struct words_document document = {LIMIT_NOTICE_BYTES, shape,
						COUNT_OF(shape)};
	const struct json *value;
	enum status status =
		words_read(arena, payload, &document, &value, fault);

	if (status == STATUS_OK)
		status = check_envelope(value, fault);
	if (status != STATUS_OK)
		return status;
	*confirmation_out = (struct confirmation){
		.id = json_get_string(value, "jti"),
		.sender = json_get_string(value, "iss"),
		.recipient = json_get_string(value, "aud"),
		.digest = json_get_string(value, "digest"),
	};
	if (!is_digest(confirmation_out->digest))
		return words_refuse(fault, "/digest",
				    "must be a SHA-256 in lower hex");
	status = decode_decision(value, confirmation_out, fault);
	return status == STATUS_OK
		       ? letter_read_time(value, "/handled",
					  &confirmation_out->handled_ms, fault)
		       : status;
}
