/*
 * The letter of a loan: a person of one organisation works for another, from
 * one moment until another. The lender offers it, the borrower accepts, and
 * either of them ends it. It is about staff and never about a resident.
 */
#ifndef EENPLAN_WIRE_LOAN_LETTER_H
#define EENPLAN_WIRE_LOAN_LETTER_H

#include "eenplan/wire/letter.h"

enum loan_step { LOAN_OFFERED, LOAN_ACCEPTED, LOAN_ENDED };

struct loan_letter {
	struct letter_head head; /* its link is the loan's id */
	enum loan_step step;
	const char *person; /* user at the lender */
	const char *name;
	int64_t from_ms;
	int64_t until_ms; /* the first moment behind it */
};

/* Canonical JSON, ready to be signed. */
struct text loan_letter_encode(struct arena *arena,
			       const struct loan_letter *letter);
/*
 * STATUS_INVALID for any missing, unknown or ill-formed member: a person that
 * no user can be, a name that is no line of text, an end before the beginning.
 */
enum status loan_letter_decode(struct arena *arena, struct text payload,
			       struct loan_letter *letter_out,
			       struct fault *fault) MUST_CHECK;

#endif
