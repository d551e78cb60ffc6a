/*
 * Canonical JSON: the one byte string of a value (RFC 8785, JCS).
 */
#ifndef EENPLAN_SEAL_JCS_H
#define EENPLAN_SEAL_JCS_H

#include "eenplan/base/buf.h"
#include "eenplan/base/json.h"

/* Append the canonical form of `value`: keys sorted by UTF-16 code units. */
void jcs_write(struct buf *out, const struct json *value);

/*
 * Is every number in `value` an integer within ±(2^53−1)? What we sign holds
 * no others (PROTOCOLS: decimals travel as strings).
 */
bool jcs_may_be_signed(const struct json *value);

#endif
