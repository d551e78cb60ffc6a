/*
 * What the documents of looking for joint clients and of desk look-ups have
 * alike: their size, and the head that each begins with.
 */
#ifndef EENPLAN_WIRE_DISCOVERY_PAPER_H
#define EENPLAN_WIRE_DISCOVERY_PAPER_H

#include "eenplan/base/json.h"
#include "eenplan/wire/discovery.h"

/* A document with these members: "aud", "iss" and "jti" are among them. */
enum status discovery_paper_read(struct arena *arena, struct text payload,
				 const struct json_shape *shape, size_t count,
				 const struct json **value_out,
				 struct discovery_head *head_out,
				 struct fault *fault) MUST_CHECK;

#endif
