/*
 * What signed documents say alike, in the words of RFC 7519 and RFC 7800: over
 * which certificate they hold, and when, in seconds.
 */
#ifndef EENPLAN_WIRE_CLAIMS_H
#define EENPLAN_WIRE_CLAIMS_H

#include "eenplan/base/json.h"

/* The member cnf: {"x5t#S256": thumbprint}. */
void claims_encode_certificate(struct json_writer *writer,
			       const char *thumbprint);
/* Has `value` a cnf of that shape? STATUS_INVALID with `fault`. */
enum status claims_check_certificate(const struct json *value,
				     struct fault *fault) MUST_CHECK;
/* The thumbprint in the cnf of `value`, or NULL. */
const char *claims_certificate(const struct json *value);

/* Seconds of the wire; those far outside any calendar stay outside. */
int64_t claims_ms(int64_t seconds);
int64_t claims_seconds(int64_t time_ms);
/* From 1970 to the last second of 9999, after which RFC 3339 ends. */
bool claims_is_time(int64_t time_ms);

#endif
