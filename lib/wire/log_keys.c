#include "eenplan/wire/log_keys.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/seal/jws.h"

#define KEYS_TYPE "log-keys+jws"
#define ORIGIN	  "urn:eenplan:org:"
#define WITNESS	  "/witness"

const char *
log_keys_origin(struct arena *arena, const char *node)
{
	return arena_printf(arena, ORIGIN "%s", node);
}

const char *
log_keys_cosigner(struct arena *arena, const char *node)
{
	return arena_printf(arena, ORIGIN "%s" WITNESS, node);
}

const char *
log_keys_cosigner_node(struct arena *arena, const char *name)
{
	size_t origin = strlen(ORIGIN), witness = strlen(WITNESS);
	size_t length = strlen(name);

	if (length <= origin + witness || strncmp(name, ORIGIN, origin) != 0 ||
	    strcmp(name + length - witness, WITNESS) != 0)
		return NULL;
	return arena_text(
		arena, (struct text){name + origin, length - origin - witness});
}

static struct text
encode(struct arena *arena, const struct log_keys *keys)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 512);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "cosigner",
			   note_verifier_print(arena, &keys->cosigner));
	json_member_string(&writer, "log",
			   note_verifier_print(arena, &keys->log));
	json_member_string(&writer, "node", keys->node);
	json_member_time(&writer, "time", keys->time_ms);
	json_close_object(&writer);
	return buf_text(&out);
}

enum status
log_keys_sign(struct arena *arena, struct signer *signer,
	      const struct log_keys *keys, struct json_writer *writer)
{
	struct signing signing;
	struct log_keys_file file;
	enum status status;

	signing_begin(signer, arena, &signing);
	file.certificate = signing.certificate;
	status = signing_sign(&signing, arena, KEYS_TYPE, encode(arena, keys),
			      &file.jws);
	signing_end(&signing);
	if (status == STATUS_OK)
		log_keys_file_write(writer, arena, &file);
	return status;
}

void
log_keys_file_write(struct json_writer *writer, struct arena *arena,
		    const struct log_keys_file *file)
{
	json_open_object(writer);
	json_member_string(writer, "certificate",
			   base64url_encode(arena, file->certificate));
	json_member_string(writer, "jws", file->jws);
	json_close_object(writer);
}

enum status
log_keys_file_read(struct arena *arena, const struct json *json,
		   struct log_keys_file *file_out)
{
	static const struct json_shape shape[] = {
		{"certificate", JSON_KIND_STRING, true,
		 LIMIT_CERTIFICATE_BYTES},
		{"jws", JSON_KIND_STRING, true, LIMIT_STATEMENT_BYTES},
	};
	enum status status =
		json_check_shape(json, shape, COUNT_OF(shape), "", NULL);

	if (status != STATUS_OK)
		return STATUS_INVALID;
	file_out->jws = json_get_string(json, "jws");
	return base64url_decode(arena,
				text_of(json_get_string(json, "certificate")),
				&file_out->certificate)
		       ? STATUS_OK
		       : STATUS_INVALID;
}

/* A key for each use, under the name that the node has there. */
static bool
read_verifier(const struct json *json, const char *key, enum note_kind kind,
	      const char *name, struct note_verifier *out)
{
	return note_verifier_read(text_of(json_get_string(json, key)), out) &&
	       out->kind == kind && strcmp(out->name, name) == 0;
}

static bool
decode(struct arena *arena, struct text payload, struct log_keys *keys)
{
	static const struct json_shape shape[] = {
		{"cosigner", JSON_KIND_STRING, true, LIMIT_STATEMENT_BYTES},
		{"log", JSON_KIND_STRING, true, LIMIT_STATEMENT_BYTES},
		{"node", JSON_KIND_STRING, true, 0},
		{"time", JSON_KIND_STRING, true, 0},
	};
	const struct json *json;

	if (json_read(arena, payload, LIMIT_STATEMENT_BYTES, &json, NULL) !=
		    STATUS_OK ||
	    json_check_shape(json, shape, COUNT_OF(shape), "", NULL) !=
		    STATUS_OK)
		return false;
	keys->node = json_get_string(json, "node");
	return identity_is_organisation_name(keys->node) &&
	       read_verifier(json, "log", NOTE_SIGNATURE,
			     log_keys_origin(arena, keys->node), &keys->log) &&
	       read_verifier(json, "cosigner", NOTE_COSIGNATURE,
			     log_keys_cosigner(arena, keys->node),
			     &keys->cosigner) &&
	       clock_parse_time(json_get_string(json, "time"), &keys->time_ms);
}

enum status
log_keys_accept(struct arena *arena, const struct log_keys_file *file,
		struct log_keys *keys_out, struct identity *identity_out)
{
	struct seal_key *key;
	struct text payload;

	if (identity_of_certificate(file->certificate, identity_out) !=
		    STATUS_OK ||
	    identity_out->kind != IDENTITY_ORGANISATION ||
	    seal_key_of_certificate(file->certificate, &key) != STATUS_OK)
		return STATUS_STATEMENT_REFUSED;

	const struct jws_header header = {KEYS_TYPE, identity_out->thumbprint};
	enum status status =
		jws_verify(arena, key, &header, text_of(file->jws), &payload);

	seal_key_free(key);
	if (status != STATUS_OK || !decode(arena, payload, keys_out) ||
	    strcmp(keys_out->node, identity_out->organisation) != 0)
		return STATUS_STATEMENT_REFUSED;
	return STATUS_OK;
}
