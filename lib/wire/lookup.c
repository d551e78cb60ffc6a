#include "eenplan/wire/lookup.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "lib/wire/claims.h"
#include "lib/wire/words.h"

/* --- lists of 32 bytes --- */

static void
put_hexes(struct json_writer *writer, const char *key, const uint8_t *bytes,
	  size_t count)
{
	json_key(writer, key);
	json_open_array(writer);
	for (size_t i = 0; i < count; i++) {
		char hex[DIGEST_HEX_BYTES];

		digest_hex(bytes + i * DIGEST_BYTES, hex);
		json_put_string(writer, hex);
	}
	json_close_array(writer);
}

static bool
read_hex(const struct json *value, uint8_t out[DIGEST_BYTES])
{
	return value != NULL && value->kind == JSON_KIND_STRING &&
	       strpbrk(value->as.string, "ABCDEF") == NULL &&
	       digest_from_hex(value->as.string, out);
}

/* Of the member at `where` ("/blinded"): 1 to LIMIT_LOOKUP_RESIDENTS. */
static enum status
read_hexes(struct arena *arena, const struct json *value, const char *where,
	   uint8_t **bytes_out, size_t *count_out, struct fault *fault)
{
	const struct json *list = json_member(value, where + 1);
	size_t count = json_count(list);

	if (count < 1 || count > LIMIT_LOOKUP_RESIDENTS)
		return words_refuse(fault, where,
				    "must be as many as one look-up may have");
	*bytes_out = arena_alloc(arena, count * DIGEST_BYTES);
	*count_out = 0;
	for (const struct json *one = json_first(list); one != NULL;
	     one = one->next, (*count_out)++)
		if (!read_hex(one, *bytes_out + *count_out * DIGEST_BYTES))
			return words_refuse(fault, where,
					    "must be of 32 bytes in lower hex");
	return STATUS_OK;
}

static bool
is_month(const char *month)
{
	return strlen(month) == LOOKUP_MONTH_BYTES - 1 && month[4] == '-' &&
	       strspn(month, "0123456789") == 4 &&
	       strspn(month + 5, "0123456789") == 2;
}

static enum status
read_head(const struct json *value, struct discovery_head *head_out,
	  struct fault *fault)
{
	*head_out = (struct discovery_head){
		.session = json_get_string(value, "jti"),
		.sender = json_get_string(value, "iss"),
		.recipient = json_get_string(value, "aud"),
	};
	if (!words_is_uuid(head_out->session))
		return words_refuse(fault, "/jti",
				    "must be a UUID in lower case");
	if (!is_month(json_get_string(value, "month")))
		return words_refuse(fault, "/month",
				    "must be a month such as 2026-11");
	return STATUS_OK;
}

/* --- questions --- */

struct text
lookup_question_encode(struct arena *arena,
		       const struct lookup_question *question)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "aud", question->head.recipient);
	put_hexes(&writer, "blinded", (const uint8_t *)question->blinded,
		  question->count);
	json_member_integer(&writer, "iat",
			    claims_seconds(question->issued_ms));
	json_member_string(&writer, "identifier",
			   psi_identifier_word(question->identifier));
	json_member_string(&writer, "iss", question->head.sender);
	json_member_string(&writer, "jti", question->head.session);
	json_member_string(&writer, "law", question->law);
	json_member_string(&writer, "month", question->month);
	json_member_string(&writer, "purpose", question->purpose);
	json_member_string(&writer, "role", question->role);
	json_member_string(&writer, "sub", question->user);
	json_close_object(&writer);
	return buf_text(&out);
}

static enum status
read_question(struct arena *arena, const struct json *value,
	      struct lookup_question *question, struct fault *fault)
{
	uint8_t *bytes = NULL;
	enum status status = read_head(value, &question->head, fault);

	if (status == STATUS_OK)
		status = read_hexes(arena, value, "/blinded", &bytes,
				    &question->count, fault);
	if (status != STATUS_OK)
		return status;
	question->blinded = (const struct psi_point *)bytes;
	question->user = json_get_string(value, "sub");
	question->role = json_get_string(value, "role");
	question->purpose = json_get_string(value, "purpose");
	question->law = json_get_string(value, "law");
	question->month = json_get_string(value, "month");
	question->issued_ms = claims_ms(json_get_integer(value, "iat", -1));
	if (!psi_identifier_of_word(json_get_string(value, "identifier"),
				    &question->identifier))
		return words_refuse(fault, "/identifier",
				    "is nothing that somebody is known by");
	if (question->user[0] == '\0' || question->role[0] == '\0' ||
	    question->purpose[0] == '\0' ||
	    !claims_is_time(question->issued_ms))
		return words_refuse(fault, "",
				    "has no user, role, purpose or time");
	return STATUS_OK;
}

enum status
lookup_question_decode(struct arena *arena, struct text payload,
		       struct lookup_question *question_out,
		       struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"aud", JSON_KIND_STRING, true, 0},
		{"blinded", JSON_KIND_ARRAY, true, LIMIT_LOOKUP_RESIDENTS},
		{"iat", JSON_KIND_INTEGER, true, 0},
		{"identifier", JSON_KIND_STRING, true, 0},
		{"iss", JSON_KIND_STRING, true, 0},
		{"jti", JSON_KIND_STRING, true, 0},
		{"law", JSON_KIND_STRING, true, 0},
		{"month", JSON_KIND_STRING, true, 0},
		{"purpose", JSON_KIND_STRING, true, 0},
		{"role", JSON_KIND_STRING, true, 0},
		{"sub", JSON_KIND_STRING, true, 0},
	};
	const struct words_document document = {LIMIT_DISCOVERY_PAPER_BYTES,
						shape, COUNT_OF(shape)};
	const struct json *value;
	enum status status =
		words_read(arena, payload, &document, &value, fault);

	return status == STATUS_OK
		       ? read_question(arena, value, question_out, fault)
		       : status;
}

/* --- answers --- */

struct text
lookup_answer_encode(struct arena *arena, const struct lookup_answer *answer)
{
	struct json_writer writer;
	struct buf out;
	char hex[DIGEST_HEX_BYTES];

	digest_hex(answer->key.bytes, hex);
	buf_init(&out, arena, 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "aud", answer->head.recipient);
	put_hexes(&writer, "evaluated", (const uint8_t *)answer->evaluated,
		  answer->count);
	json_member_string(&writer, "iss", answer->head.sender);
	json_member_string(&writer, "jti", answer->head.session);
	json_member_string(&writer, "key", hex);
	json_member_string(&writer, "month", answer->month);
	put_hexes(&writer, "proof", (const uint8_t *)&answer->proof, 2);
	json_close_object(&writer);
	return buf_text(&out);
}

static enum status
read_answer(struct arena *arena, const struct json *value,
	    struct lookup_answer *answer, struct fault *fault)
{
	const struct json *proof = json_first(json_member(value, "proof"));
	uint8_t *bytes = NULL;
	enum status status = read_head(value, &answer->head, fault);

	if (status == STATUS_OK)
		status = read_hexes(arena, value, "/evaluated", &bytes,
				    &answer->count, fault);
	if (status != STATUS_OK)
		return status;
	answer->evaluated = (const struct psi_point *)bytes;
	answer->month = json_get_string(value, "month");
	if (!read_hex(json_member(value, "key"), answer->key.bytes) ||
	    !read_hex(proof, answer->proof.challenge.bytes) ||
	    !read_hex(proof->next, answer->proof.response.bytes) ||
	    proof->next->next != NULL)
		return words_refuse(fault, "/proof",
				    "must be two scalars, about a key");
	return STATUS_OK;
}

enum status
lookup_answer_decode(struct arena *arena, struct text payload,
		     struct lookup_answer *answer_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"aud", JSON_KIND_STRING, true, 0},
		{"evaluated", JSON_KIND_ARRAY, true, LIMIT_LOOKUP_RESIDENTS},
		{"iss", JSON_KIND_STRING, true, 0},
		{"jti", JSON_KIND_STRING, true, 0},
		{"key", JSON_KIND_STRING, true, 0},
		{"month", JSON_KIND_STRING, true, 0},
		{"proof", JSON_KIND_ARRAY, true, 2},
	};
	const struct words_document document = {LIMIT_DISCOVERY_PAPER_BYTES,
						shape, COUNT_OF(shape)};
	const struct json *value;
	enum status status =
		words_read(arena, payload, &document, &value, fault);

	return status == STATUS_OK
		       ? read_answer(arena, value, answer_out, fault)
		       : status;
}

/* --- claims --- */

struct lookup_tag
lookup_tag_of(const uint8_t output[PSI_HASH_BYTES])
{
	const struct text parts[] = {
		text_of("lookup-tag"),
		{(const char *)output, PSI_HASH_BYTES},
	};
	struct lookup_tag tag = {{0}};

	digest_of(parts, COUNT_OF(parts), tag.bytes);
	return tag;
}

struct text
lookup_claim_encode(struct arena *arena, const char *lookup,
		    const struct lookup_tag *tags, size_t count)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 256);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "lookup", lookup);
	put_hexes(&writer, "tags", (const uint8_t *)tags, count);
	json_close_object(&writer);
	return buf_text(&out);
}

enum status
lookup_claim_decode(struct arena *arena, const struct json *value,
		    const char **lookup_out, struct lookup_tag **tags_out,
		    size_t *count_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"lookup", JSON_KIND_STRING, true, 0},
		{"tags", JSON_KIND_ARRAY, true, LIMIT_LOOKUP_RESIDENTS},
	};
	uint8_t *bytes = NULL;
	enum status status =
		json_check_shape(value, shape, COUNT_OF(shape), "", fault);

	if (status == STATUS_OK)
		status = read_hexes(arena, value, "/tags", &bytes, count_out,
				    fault);
	if (status != STATUS_OK)
		return status;
	*tags_out = (struct lookup_tag *)bytes;
	*lookup_out = json_get_string(value, "lookup");
	return STATUS_OK;
}
