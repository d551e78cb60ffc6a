/*
 * The head of a letter, for the codecs of its kinds.
 */
#ifndef EENPLAN_WIRE_LETTER_HEAD_H
#define EENPLAN_WIRE_LETTER_HEAD_H

#include "eenplan/wire/letter.h"

/*
 * A letter that is no longer than a notice, with these members: "aud", "iss",
 * "jti" and "sub", which are its head, among them. STATUS_INVALID.
 */
enum status letter_read(struct arena *arena, struct text payload,
			const struct json_shape *shape, size_t count,
			const struct json **value_out,
			struct letter_head *head_out,
			struct fault *fault) MUST_CHECK;

/* Reads aud, iss, jti and sub of a value. STATUS_INVALID with `fault`. */
enum status letter_head_read(const struct json *value,
			     struct letter_head *head_out,
			     struct fault *fault) MUST_CHECK;

/*
 * The time in member `where`, a path such as "/since". STATUS_INVALID with
 * `fault`.
 */
enum status letter_read_time(const struct json *value, const char *where,
			     int64_t *time_ms_out,
			     struct fault *fault) MUST_CHECK;

#endif
