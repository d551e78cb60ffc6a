/*
 * The letter of a withdrawal: consent to share from its sender no longer
 * holds. It says what by its scope, and of whom by the link reference: no name,
 * no number, no local id.
 */
#ifndef EENPLAN_WIRE_NOTICE_H
#define EENPLAN_WIRE_NOTICE_H

#include "eenplan/wire/consent.h"
#include "eenplan/wire/letter.h"

struct notice {
	struct letter_head head;
	int64_t since_ms; /* in force since */
	/* Its kind, state (refused or withdrawn), recipient, categories and
	 * purposes; nothing else of it. */
	struct consent scope;
};

/* Canonical JSON, ready to be signed. */
struct text notice_encode(struct arena *arena, const struct notice *notice);
/* STATUS_INVALID for any missing, unknown or ill-formed member. */
enum status notice_decode(struct arena *arena, struct text payload,
			  struct notice *notice_out,
			  struct fault *fault) MUST_CHECK;

#endif
