/*
 * What an edit of a policy newly shares, what it no longer shares, and who may
 * lead by it who might not before: exact, over every cell of both.
 */
#ifndef EENPLAN_POLICY_DIFF_H
#define EENPLAN_POLICY_DIFF_H

#include "eenplan/policy/cells.h"
#include "eenplan/policy/lead.h"

enum diff_kind {
	DIFF_NEWLY_SHARED,   /* nothing of it was shared before */
	DIFF_FIELDS_ADDED,   /* more of what was shared already */
	DIFF_DUTIES_DROPPED, /* the same fields, with less asked in return */
	DIFF_NO_LONGER_SHARED,
	DIFF_FIELDS_REMOVED,
	DIFF_DUTIES_ADDED,
	DIFF_KINDS /* how many there are */
};

struct diff_change {
	enum diff_kind kind;
	struct cells_box box;
	uint64_t fields; /* gained or lost; for duties: those they go with */
	uint64_t
		duties; /* dropped or added; for fields: those they come with */
};

enum diff_verdict { DIFF_SAME, DIFF_MORE, DIFF_LESS, DIFF_BOTH };

struct diff {
	enum diff_verdict verdict; /* of what is shared and who may lead */
	enum diff_verdict sharing; /* of what is shared alone */
	struct lead_changes leads;
	const struct vocabulary *vocabulary; /* for the ids in `changes` */
	const struct diff_change *changes;   /* by kind, then by category */
	size_t count;
	size_t unlisted; /* boxes beyond LIMIT_POLICY_BOXES */
	struct cells_tally tally;
};

/*
 * Compare `older` with `newer`: on `day`, or on every day (CLOCK_DAY_NONE).
 * The verdict is exact also when not all changes are listed. In `arena`;
 * borrows both.
 * STATUS_TOO_LARGE: their vocabularies together have too many words.
 */
enum status diff_policies(struct arena *arena, const struct policy *older,
			  const struct policy *newer, int32_t day,
			  struct diff *diff_out) MUST_CHECK;

/*
 * Only the verdict, on every day, and in bounded time. STATUS_TOO_LARGE also:
 * it takes more than LIMIT_POLICY_COMPARE_STEPS.
 */
enum status diff_briefly(const struct policy *older, const struct policy *newer,
			 enum diff_verdict *verdict_out) MUST_CHECK;

#endif
