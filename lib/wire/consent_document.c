#include "eenplan/wire/consent_document.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/seal/digest.h"
#include "lib/wire/claims.h"
#include "lib/wire/words.h"

struct text
consent_document_encode(struct arena *arena,
			const struct consent_document *document)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	claims_encode_certificate(&writer, document->certificate);
	json_key(&writer, "consent");
	consent_encode(&writer, &document->consent);
	json_member_integer(&writer, "iat",
			    claims_seconds(document->issued_ms));
	json_member_string(&writer, "iss", document->organisation);
	json_member_string(&writer, "jti", document->id);
	json_member_string(&writer, "previous", document->previous);
	json_member_integer(&writer, "seq", document->seq);
	json_close_object(&writer);
	return buf_text(&out);
}

static enum status
check_shape(const struct json *value, struct fault *fault)
{
	const struct json *previous = json_member(value, "previous");
	const struct json_shape shape[] = {
		{"cnf", JSON_KIND_OBJECT, true, 0},
		{"consent", JSON_KIND_OBJECT, true, 0},
		{"iat", JSON_KIND_INTEGER, true, 0},
		{"iss", JSON_KIND_STRING, true, 0},
		{"jti", JSON_KIND_STRING, true, 0},
		{"previous",
		 previous != NULL && previous->kind == JSON_KIND_NULL
			 ? JSON_KIND_NULL
			 : JSON_KIND_STRING,
		 true, 0},
		{"seq", JSON_KIND_INTEGER, true, 0},
	};
	enum status status;

	status = json_check_shape(value, shape, COUNT_OF(shape), "", fault);
	return status == STATUS_OK ? claims_check_certificate(value, fault)
				   : status;
}

static bool
is_by_node(const struct json *member)
{
	return strcmp(member->key, "asked_by") == 0 ||
	       strcmp(member->key, "id") == 0 ||
	       strcmp(member->key, "recorded") == 0 ||
	       strcmp(member->key, "supersedes") == 0;
}

/* The record without what only its node may say; a record that came in. */
static const struct json *
as_stated(struct arena *arena, const struct json *record)
{
	struct json *stated = ARENA_NEW(arena, struct json);
	struct json *members =
		ARENA_ARRAY(arena, json_count(record), struct json);
	size_t count = 0;

	*stated = *record;
	for (const struct json *member = json_first(record); member != NULL;
	     member = member->next) {
		if (is_by_node(member))
			continue;
		members[count] = *member;
		members[count].next = NULL;
		if (count > 0)
			members[count - 1].next = &members[count];
		count++;
	}
	stated->as.children.first = count > 0 ? members : NULL;
	stated->as.children.count = count;
	return stated;
}

static bool
is_id(const char *string)
{
	return string != NULL && words_is_uuid(string);
}

static bool
is_id_or_null(const char *string)
{
	return string == NULL || words_is_uuid(string);
}

static enum status
decode_consent(struct arena *arena, const struct json *record,
	       struct consent *consent_out, struct fault *fault)
{
	const char *recorded = json_get_string(record, "recorded");
	enum status status = consent_decode(arena, as_stated(arena, record),
					    consent_out, fault);

	if (status != STATUS_OK)
		return status;
	consent_out->asked_by = json_get_string(record, "asked_by");
	consent_out->id = json_get_string(record, "id");
	consent_out->supersedes = json_get_string(record, "supersedes");
	if (is_id(consent_out->id) && is_id_or_null(consent_out->supersedes) &&
	    recorded != NULL &&
	    clock_parse_time(recorded, &consent_out->recorded_ms))
		return STATUS_OK;
	fault_set(fault, "/consent", "has no id, or not when it was recorded");
	return STATUS_INVALID;
}

static bool
is_digest(const char *hex)
{
	uint8_t digest[DIGEST_BYTES];

	return digest_from_hex(hex, digest);
}

/* What the shape cannot say. Names the first wrong member, or NULL. */
static const char *
find_wrong(const struct consent_document *document)
{
	if (!words_is_uuid(document->id))
		return "/jti";
	if (!words_is_thumbprint(document->certificate))
		return "/cnf/x5t#S256";
	if (document->organisation[0] == '\0')
		return "/iss";
	if (document->seq < 1)
		return "/seq";
	if (!claims_is_time(document->issued_ms))
		return "/iat";
	if ((document->seq == 1) != (document->previous == NULL) ||
	    (document->previous != NULL && !is_digest(document->previous)))
		return "/previous";
	return NULL;
}

static struct consent_document
document_of(const struct json *value)
{
	return (struct consent_document){
		.id = json_get_string(value, "jti"),
		.organisation = json_get_string(value, "iss"),
		.certificate = claims_certificate(value),
		.previous = json_get_string(value, "previous"),
		.seq = json_get_integer(value, "seq", 0),
		.issued_ms = claims_ms(json_get_integer(value, "iat", -1)),
	};
}

enum status
consent_document_decode(struct arena *arena, struct text payload,
			struct consent_document *document_out,
			struct fault *fault)
{
	const struct json *value;
	const char *wrong;
	enum status status;

	status = json_read(arena, payload, LIMIT_DOCUMENT_BYTES, &value, fault);
	if (status == STATUS_OK)
		status = check_shape(value, fault);
	if (status != STATUS_OK)
		return status;
	*document_out = document_of(value);
	status = decode_consent(arena, json_member(value, "consent"),
				&document_out->consent, fault);
	if (status != STATUS_OK)
		return status;
	wrong = find_wrong(document_out);
	if (wrong == NULL &&
	    text_equals(consent_document_encode(arena, document_out), payload))
		return STATUS_OK;
	fault_set(fault, wrong == NULL ? "" : wrong,
		  "is no value that a consent's document can have");
	return STATUS_INVALID;
}
