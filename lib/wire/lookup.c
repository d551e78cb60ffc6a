#include "eenplan/wire/lookup.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "lib/wire/claims.h"
#include "lib/wire/discovery_paper.h"
#include "lib/wire/hex.h"
#include "lib/wire/words.h"

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
		if (!hex_read(one, *bytes_out + *count_out * DIGEST_BYTES))
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
check_month(const struct json *value, struct fault *fault)
{
	return is_month(json_get_string(value, "month"))
		       ? STATUS_OK
		       : words_refuse(fault, "/month",
				      "must be a month such as 2026-11");
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
	hex_put_all(&writer, "blinded", (const uint8_t *)question->blinded,
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
	enum status status = check_month(value, fault);

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
	const struct json *value;
	enum status status =
		discovery_paper_read(arena, payload, shape, COUNT_OF(shape),
				     &value, &question_out->head, fault);

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

	buf_init(&out, arena, 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "aud", answer->head.recipient);
	hex_put_all(&writer, "evaluated", (const uint8_t *)answer->evaluated,
		    answer->count);
	json_member_string(&writer, "iss", answer->head.sender);
	json_member_string(&writer, "jti", answer->head.session);
	hex_put_member(&writer, "key", answer->key.bytes);
	json_member_string(&writer, "month", answer->month);
	hex_put_all(&writer, "proof", (const uint8_t *)&answer->proof, 2);
	json_close_object(&writer);
	return buf_text(&out);
}

static enum status
read_answer(struct arena *arena, const struct json *value,
	    struct lookup_answer *answer, struct fault *fault)
{
	const struct json *proof = json_first(json_member(value, "proof"));
	uint8_t *bytes = NULL;
	enum status status = check_month(value, fault);

	if (status == STATUS_OK)
		status = read_hexes(arena, value, "/evaluated", &bytes,
				    &answer->count, fault);
	if (status != STATUS_OK)
		return status;
	answer->evaluated = (const struct psi_point *)bytes;
	answer->month = json_get_string(value, "month");
	if (!hex_read(json_member(value, "key"), answer->key.bytes) ||
	    !hex_read(proof, answer->proof.challenge.bytes) ||
	    !hex_read(proof->next, answer->proof.response.bytes) ||
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
	const struct json *value;
	enum status status =
		discovery_paper_read(arena, payload, shape, COUNT_OF(shape),
				     &value, &answer_out->head, fault);

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
	hex_put_all(&writer, "tags", (const uint8_t *)tags, count);
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
