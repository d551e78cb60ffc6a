/*
 * What a partner answers: fragments, and what it may say about the rest.
 *
 * {"fragments":[{"category","duties":[…],"fields":{…},"law","record","rule",
 *                "subject"}],
 *  "withheld":[{"basis":[…],"category","law","reason","subject"}]}
 *
 * `record` is only there when a node answers its own users, of what they wrote.
 * `law` is a domain ("zvw"), or a group ("care") under the duty mask_kind.
 * A subject of which nothing may be said appears in neither list, whether it
 * is unknown, unlinked, refused or forbidden.
 */
#ifndef EENPLAN_WIRE_RESULT_H
#define EENPLAN_WIRE_RESULT_H

#include "eenplan/base/json.h"

struct fragment {
	const char *subject; /* link reference */
	const char *category;
	const char *law;
	const char *rule; /* id of the first permitting rule */
	const char *const *duties;
	size_t duty_count;
	const struct json *fields;
	const char *record; /* id of an entry of our own node, for our own
			       users; NULL for anything else */
};

/* reason: "withheld" (policy or unknown consent), "refused" (by the resident)
 */
struct withheld {
	const char *subject;
	const char *category;
	const char *law;
	const char *reason;
	const char *const *basis;
	size_t basis_count;
};

struct result {
	const struct fragment *fragments;
	size_t fragment_count;
	const struct withheld *withheld;
	size_t withheld_count;
};

/* Only decoding here: fragments are made by the exchange's minimise alone. */
enum status result_decode(struct arena *arena, const struct json *value,
			  struct result *result_out,
			  struct fault *fault) MUST_CHECK;

#endif
