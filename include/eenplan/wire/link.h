/*
 * Link tokens: how two nodes come to mean the same resident without a number.
 *
 * A token is 128 random bits, shown as XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XC: 26
 * symbols of Crockford's base 32 and the check symbol C of the same alphabet.
 * C shows any one wrong symbol and any two that changed places. Case, spaces
 * and hyphens don't matter when reading; I and L read as 1, O as 0.
 */
#ifndef EENPLAN_WIRE_LINK_H
#define EENPLAN_WIRE_LINK_H

#include "eenplan/base/json.h"

#define LINK_TOKEN_BYTES      16
#define LINK_TOKEN_TEXT_BYTES sizeof("XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XC")

void link_token_print(const uint8_t token[LINK_TOKEN_BYTES],
		      char out[LINK_TOKEN_TEXT_BYTES]);
/* False: wrong length, a wrong symbol, or the check symbol doesn't fit. */
bool link_token_read(const char *string, uint8_t token_out[LINK_TOKEN_BYTES]);

/* What the accepting node sends: {"link":"<uuid it made>","token":"…"}. */
struct link_request {
	const char *link; /* the link reference, made by the accepting node */
	uint8_t token[LINK_TOKEN_BYTES];
};
void link_request_encode(struct buf *out, const struct link_request *request);
enum status link_request_decode(const struct json *value,
				struct link_request *request_out,
				struct fault *fault) MUST_CHECK;

#endif
