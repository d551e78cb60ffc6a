#include "eenplan/seal/jws.h"

#include <string.h>

#include "eenplan/base/json.h"
#include "eenplan/base/limits.h"

#define SIGNATURE_BYTES 64

/* The three parts between the dots, still encoded. */
struct parts {
	struct text header;
	struct text payload;
	struct text signature;
	struct text signed_part; /* header.payload */
};

/* Keys in order, so that the header too is canonical JSON. */
static struct text
write_header(struct arena *arena, const struct jws_header *header)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, LIMIT_JWS_HEADER_BYTES);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "alg", "ES256");
	json_member_string(&writer, "kid", header->key_id);
	json_member_string(&writer, "typ", header->type);
	json_close_object(&writer);
	return buf_text(&out);
}

enum status
jws_sign(struct arena *arena, const struct seal_key *key,
	 const struct jws_header *header, struct text payload,
	 const char **jws_out)
{
	char signature[SIGNATURE_BYTES];
	struct text json = write_header(arena, header);
	char *message =
		arena_printf(arena, "%s.%s", base64url_encode(arena, json),
			     base64url_encode(arena, payload));
	enum status status =
		es256_sign(key, text_of(message), (uint8_t *)signature);

	if (status != STATUS_OK)
		return status;

	struct text raw = {signature, sizeof(signature)};
	char *jws = arena_printf(arena, "%s.%s", message,
				 base64url_encode(arena, raw));

	if (json.length > LIMIT_JWS_HEADER_BYTES ||
	    strlen(jws) > LIMIT_JWS_BYTES)
		return STATUS_TOO_LARGE;
	*jws_out = jws;
	return STATUS_OK;
}

/* Up to the first dot in `rest`, which then begins behind it. */
static bool
cut_at_dot(struct text *rest, struct text *part_out)
{
	const char *dot = memchr(rest->bytes, '.', rest->length);

	if (dot == NULL)
		return false;
	*part_out = (struct text){rest->bytes, (size_t)(dot - rest->bytes)};
	*rest = (struct text){dot + 1, rest->length - part_out->length - 1};
	return true;
}

static bool
split(struct text jws, struct parts *parts)
{
	struct text rest = jws;

	if (jws.length == 0 || jws.length > LIMIT_JWS_BYTES ||
	    !cut_at_dot(&rest, &parts->header) ||
	    !cut_at_dot(&rest, &parts->payload))
		return false;
	/* a further dot is refused with all that is not base64url */
	parts->signature = rest;
	parts->signed_part =
		(struct text){jws.bytes, jws.length - rest.length - 1};
	return true;
}

static bool
read_header(struct arena *arena, struct text encoded, struct jws_header *header)
{
	static const struct json_shape shape[] = {
		{.key = "alg", .kind = JSON_KIND_STRING, .required = true},
		{.key = "kid", .kind = JSON_KIND_STRING, .required = true},
		{.key = "typ", .kind = JSON_KIND_STRING, .required = true},
	};
	struct fault unsaid = {0};
	const struct json *json;
	struct text bytes;

	if (!base64url_decode(arena, encoded, &bytes) ||
	    json_read(arena, bytes, LIMIT_JWS_HEADER_BYTES, &json, &unsaid) !=
		    STATUS_OK ||
	    json_check_shape(json, shape, COUNT_OF(shape), "", &unsaid) !=
		    STATUS_OK ||
	    strcmp(json_get_string(json, "alg"), "ES256") != 0)
		return false;
	header->type = json_get_string(json, "typ");
	header->key_id = json_get_string(json, "kid");
	return true;
}

enum status
jws_peek_unverified(struct arena *arena, struct text jws,
		    struct jws_header *header_out, struct text *payload_out)
{
	struct parts parts;
	struct jws_header header;
	struct text payload;

	if (!split(jws, &parts) || !read_header(arena, parts.header, &header) ||
	    !base64url_decode(arena, parts.payload, &payload))
		return STATUS_STATEMENT_REFUSED;
	*header_out = header;
	*payload_out = payload;
	return STATUS_OK;
}

enum status
jws_verify(struct arena *arena, const struct seal_key *key,
	   const struct jws_header *expected, struct text jws,
	   struct text *payload_out)
{
	struct parts parts;
	struct jws_header header;
	struct text signature;
	struct text payload;

	if (!split(jws, &parts) || !read_header(arena, parts.header, &header) ||
	    strcmp(header.type, expected->type) != 0 ||
	    strcmp(header.key_id, expected->key_id) != 0 ||
	    !base64url_decode(arena, parts.signature, &signature) ||
	    !es256_verify(key, parts.signed_part, signature) ||
	    !base64url_decode(arena, parts.payload, &payload))
		return STATUS_STATEMENT_REFUSED;
	*payload_out = payload;
	return STATUS_OK;
}
