#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/seal/jcs.h"
#include "eenplan/seal/jws.h"
#include "eenplan/wire/receipt.h"

/*
 * A receipt of a thousand records is long: what is signed stands there once, in
 * the clear, and the JWS goes without it (RFC 7515, appendix F).
 */
static const char *
without_payload(struct arena *arena, const char *jws)
{
	const char *payload = strchr(jws, '.');
	const char *signature = strrchr(jws, '.');

	return arena_printf(arena, "%.*s.%s", (int)(payload - jws), jws,
			    signature);
}

/* NULL: it isn't one that goes without. */
static const char *
with_payload(struct arena *arena, const char *jws, struct text payload)
{
	const char *gap = strstr(jws, "..");

	return gap == NULL ? NULL
			   : arena_printf(arena, "%.*s.%s.%s", (int)(gap - jws),
					  jws, base64url_encode(arena, payload),
					  gap + 2);
}

void
receipt_file_encode(struct json_writer *writer, struct arena *arena,
		    struct text certificate, const char *jws,
		    struct text payload)
{
	json_member_string(writer, "certificate",
			   base64url_encode(arena, certificate));
	json_member_string(writer, "jws", without_payload(arena, jws));
	json_key(writer, "receipt");
	json_put_raw(writer, payload);
}

enum status
receipt_file_decode(struct arena *arena, struct text source,
		    struct receipt_file *file_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"certificate", JSON_KIND_STRING, true,
		 2 * LIMIT_CERTIFICATE_BYTES},
		{"jws", JSON_KIND_STRING, true, LIMIT_RECEIPT_SEAL_BYTES},
		{"receipt", JSON_KIND_OBJECT, true, 0},
	};
	const struct json *value;
	struct buf stated;
	enum status status =
		json_read(arena, source, LIMIT_RECEIPT_BYTES, &value, fault);

	if (status == STATUS_OK)
		status = json_check_shape(value, shape, COUNT_OF(shape), "",
					  fault);
	if (status != STATUS_OK)
		return status;
	if (!base64url_decode(arena,
			      text_of(json_get_string(value, "certificate")),
			      &file_out->certificate)) {
		fault_set(fault, "/certificate", "isn't base64url");
		return STATUS_INVALID;
	}
	buf_init(&stated, arena, 4096);
	jcs_write(&stated, json_member(value, "receipt"));
	file_out->stated = buf_text(&stated);
	file_out->jws = with_payload(arena, json_get_string(value, "jws"),
				     file_out->stated);
	if (file_out->jws != NULL)
		return STATUS_OK;
	fault_set(fault, "/jws", "isn't a JWS without its payload");
	return STATUS_INVALID;
}

/* The signature alone: is it by the key of `certificate`? */
static enum receipt_verdict
check_signature(struct arena *arena, const struct receipt_file *file,
		struct text certificate, const char *thumbprint,
		struct text *payload_out)
{
	const struct jws_header expected = {.type = RECEIPT_TYPE,
					    .key_id = thumbprint};
	struct text jws = text_of(file->jws);
	struct jws_header header;
	struct seal_key *key;
	enum status status;

	if (jws_peek_unverified(arena, jws, &header, payload_out) !=
		    STATUS_OK ||
	    strcmp(header.type, RECEIPT_TYPE) != 0)
		return RECEIPT_NO_RECEIPT;
	if (strcmp(header.key_id, thumbprint) != 0)
		return RECEIPT_BY_ANOTHER;
	if (seal_key_of_certificate(certificate, &key) != STATUS_OK)
		return RECEIPT_OF_NO_NODE;
	status = jws_verify(arena, key, &expected, jws, payload_out);
	seal_key_free(key);
	return status == STATUS_OK ? RECEIPT_SOUND : RECEIPT_ALTERED;
}

enum receipt_verdict
receipt_verify(struct arena *arena, const struct receipt_file *file,
	       struct text certificate, struct receipt *receipt_out,
	       struct identity *signer_out)
{
	struct fault unsaid = {0};
	struct identity signer;
	struct receipt receipt;
	struct text payload;
	enum receipt_verdict verdict;

	if (identity_of_certificate(certificate, &signer) != STATUS_OK ||
	    signer.kind != IDENTITY_ORGANISATION)
		return RECEIPT_OF_NO_NODE;
	verdict = check_signature(arena, file, certificate, signer.thumbprint,
				  &payload);
	if (verdict != RECEIPT_SOUND)
		return verdict;
	if (receipt_decode(arena, payload, &receipt, &unsaid) != STATUS_OK)
		return RECEIPT_NO_RECEIPT;
	if (strcmp(receipt.organisation, signer.organisation) != 0 ||
	    strcmp(receipt.certificate, signer.thumbprint) != 0)
		return RECEIPT_NAMES_OTHER;
	*receipt_out = receipt;
	*signer_out = signer;
	return RECEIPT_SOUND;
}
