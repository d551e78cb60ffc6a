/*
 * The letter of a death, or that it was recorded by mistake. It tells what its
 * sender has recorded; the recipient lets a person find out whether it is so.
 */
#ifndef EENPLAN_WIRE_DEATH_LETTER_H
#define EENPLAN_WIRE_DEATH_LETTER_H

#include "eenplan/wire/letter.h"

struct death_letter {
	struct letter_head head;
	bool deceased;	  /* false: what was told before was a mistake */
	int64_t since_ms; /* when the sender recorded it */
};

/* Canonical JSON, ready to be signed. */
struct text death_letter_encode(struct arena *arena,
				const struct death_letter *letter);
/* STATUS_INVALID for any missing, unknown or ill-formed member. */
enum status death_letter_decode(struct arena *arena, struct text payload,
				struct death_letter *letter_out,
				struct fault *fault) MUST_CHECK;

#endif
