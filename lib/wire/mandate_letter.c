#include "eenplan/wire/mandate_letter.h"

#include "eenplan/base/limits.h"
#include "eenplan/seal/digest.h"
#include "lib/wire/letter_head.h"
#include "lib/wire/words.h"

static void
encode_mask(struct json_writer *writer, const struct mandate_letter *letter)
{
	json_open_object(writer);
	json_member_string(writer, "digest", letter->masked_digest);
	json_member_string(writer, "group", letter->masked_group);
	json_member_string(writer, "kind",
			   mandate_kind_word(letter->masked.kind));
	json_member_strings(writer, "previous", letter->masked.previous,
			    letter->masked.previous_count);
	json_member_integer(writer, "seq", letter->masked.seq);
	json_close_object(writer);
}

struct text
mandate_letter_encode(struct arena *arena, const struct mandate_letter *letter)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 4096);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "aud", letter->head.recipient);
	if (letter->document != NULL)
		json_member_string(
			&writer, "certificate",
			base64url_encode(arena, letter->certificate));
	json_member_string_if(&writer, "document", letter->document);
	json_member_string(&writer, "iss", letter->head.sender);
	json_member_string(&writer, "jti", letter->head.id);
	json_member_strings(&writer, "known", letter->known,
			    letter->known_count);
	json_member_strings(&writer, "links", letter->links,
			    letter->link_count);
	if (letter->document == NULL) {
		json_key(&writer, "masked");
		encode_mask(&writer, letter);
	}
	json_member_string(&writer, "plan", letter->plan);
	json_member_string(&writer, "sub", letter->head.link);
	json_close_object(&writer);
	return buf_text(&out);
}

static enum status
decode_document(struct arena *arena, const struct json *value,
		struct mandate_letter *letter, struct fault *fault)
{
	const char *certificate = json_get_string(value, "certificate");

	letter->document = json_get_string(value, "document");
	if (json_member(value, "masked") != NULL)
		return words_refuse(fault, "/masked",
				    "doesn't go with a document");
	if (certificate != NULL &&
	    base64url_decode(arena, text_of(certificate), &letter->certificate))
		return STATUS_OK;
	return words_refuse(fault, "/certificate",
			    "must be the base64url of the certificate that "
			    "signed the document");
}

static enum status
decode_digests(struct arena *arena, const struct json *list, const char *where,
	       const char *const **digests_out, size_t *count_out,
	       struct fault *fault)
{
	const struct words_rule rule = {.where = where,
					.max_count = LIMIT_MANDATE_DOCUMENTS};
	enum status status =
		words_decode(arena, list, &rule, digests_out, count_out, fault);

	for (size_t i = 0; status == STATUS_OK && i < *count_out; i++) {
		uint8_t digest[DIGEST_BYTES];
		if (!digest_from_hex((*digests_out)[i], digest))
			return words_refuse(fault, where,
					    "must be SHA-256 digests in lower "
					    "hex");
	}
	return status;
}

static enum status
decode_masked(struct arena *arena, const struct json *masked,
	      struct mandate_letter *letter, struct fault *fault)
{
	struct mandate *mandate = &letter->masked;
	enum status status = decode_digests(
		arena, json_member(masked, "previous"), "/masked/previous",
		&mandate->previous, &mandate->previous_count, fault);
	uint8_t digest[DIGEST_BYTES];

	letter->masked_digest = json_get_string(masked, "digest");
	letter->masked_group = json_get_string(masked, "group");
	mandate->plan = letter->plan;
	mandate->seq = json_get_integer(masked, "seq", 0);
	if (status != STATUS_OK)
		return status;
	if (digest_from_hex(letter->masked_digest, digest) &&
	    mandate_kind_of_word(json_get_string(masked, "kind"),
				 &mandate->kind) &&
	    letter->masked_group[0] != '\0' && mandate->seq >= 1)
		return STATUS_OK;
	return words_refuse(fault, "/masked",
			    "is nothing that can be said of a document");
}

static enum status
decode_mask(struct arena *arena, const struct json *value,
	    struct mandate_letter *letter, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"digest", JSON_KIND_STRING, true, 0},
		{"group", JSON_KIND_STRING, true, 0},
		{"kind", JSON_KIND_STRING, true, 0},
		{"previous", JSON_KIND_ARRAY, true, LIMIT_MANDATE_TIPS},
		{"seq", JSON_KIND_INTEGER, true, 0},
	};
	const struct json *masked = json_member(value, "masked");
	enum status status;

	if (masked == NULL || json_member(value, "certificate") != NULL)
		return words_refuse(fault, "",
				    "must have a document and its certificate, "
				    "or be masked");
	status = json_check_shape(masked, shape, COUNT_OF(shape), "/masked",
				  fault);
	return status == STATUS_OK ? decode_masked(arena, masked, letter, fault)
				   : status;
}

static enum status
decode_members(struct arena *arena, const struct json *value,
	       struct mandate_letter *letter, struct fault *fault)
{
	const struct words_rule links = {
		.where = "/links", .max_count = LIMIT_MEMBERS, .uuids = true};
	enum status status;

	*letter = (struct mandate_letter){
		.plan = json_get_string(value, "plan"),
	};
	status = letter_head_read(value, &letter->head, fault);
	if (status == STATUS_OK && !words_is_uuid(letter->plan))
		return words_refuse(fault, "/plan",
				    "must be a UUID in lower case");
	if (status == STATUS_OK)
		status = words_decode(arena, json_member(value, "links"),
				      &links, &letter->links,
				      &letter->link_count, fault);
	if (status == STATUS_OK)
		status = decode_digests(arena, json_member(value, "known"),
					"/known", &letter->known,
					&letter->known_count, fault);
	if (status != STATUS_OK)
		return status;
	return json_member(value, "document") != NULL
		       ? decode_document(arena, value, letter, fault)
		       : decode_mask(arena, value, letter, fault);
}

enum status
mandate_letter_decode(struct arena *arena, struct text payload,
		      struct mandate_letter *letter_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"aud", JSON_KIND_STRING, true, 0},
		{"certificate", JSON_KIND_STRING, false,
		 LIMIT_CERTIFICATE_BYTES},
		{"document", JSON_KIND_STRING, false, LIMIT_NOTICE_BYTES},
		{"iss", JSON_KIND_STRING, true, 0},
		{"jti", JSON_KIND_STRING, true, 0},
		{"known", JSON_KIND_ARRAY, true, LIMIT_MANDATE_DOCUMENTS},
		{"links", JSON_KIND_ARRAY, true, LIMIT_MEMBERS},
		{"masked", JSON_KIND_OBJECT, false, 0},
		{"plan", JSON_KIND_STRING, true, 0},
		{"sub", JSON_KIND_STRING, true, 0},
	};
	const struct words_document document = {LIMIT_NOTICE_BYTES, shape,
						COUNT_OF(shape)};
	const struct json *value;
	enum status status =
		words_read(arena, payload, &document, &value, fault);

	return status == STATUS_OK
		       ? decode_members(arena, value, letter_out, fault)
		       : status;
}
