/*
 * Base64url into storage of the caller's own.
 */
#ifndef EENPLAN_SEAL_BASE64URL_H
#define EENPLAN_SEAL_BASE64URL_H

#include "eenplan/base/text.h"

/* How many characters `length` bytes become, without a NUL. */
#define BASE64URL_LENGTH(length) (((length)*4 + 2) / 3)

/* Write `bytes` and a NUL. */
void base64url_put(struct text bytes, char *out);

#endif
