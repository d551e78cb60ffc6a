/*
 * What a consent is about, as consents and notices of its withdrawal both say
 * it: the recipient, categories and purposes of a struct consent.
 */
#ifndef EENPLAN_WIRE_SCOPE_H
#define EENPLAN_WIRE_SCOPE_H

#include "eenplan/wire/consent.h"

/* The member "recipient"; nothing when it is anyone. */
void scope_encode_recipient(struct json_writer *writer,
			    const struct consent *scope);
/*
 * Read "recipient", "categories" and "purposes" of `value`, whose shape was
 * checked; leaves the other fields alone. STATUS_INVALID with `fault`.
 */
enum status scope_decode(struct arena *arena, const struct json *value,
			 struct consent *scope_out,
			 struct fault *fault) MUST_CHECK;

#endif
