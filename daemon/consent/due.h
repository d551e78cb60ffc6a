/*
 * Which consents of a resident have to be asked again, and why. Pure.
 *
 * A consent is due when nobody gives any more what it gives: after its last
 * day, or because the one who gave it may no longer give it alone. What is
 * given anew isn't due, nor is what somebody objects to: that was answered.
 * What is about another organisation's records is heard apart, for each of
 * them: one doesn't answer for the other.
 */
#ifndef EENPLAN_DAEMON_CONSENT_DUE_H
#define EENPLAN_DAEMON_CONSENT_DUE_H

#include "daemon/consent/file.h"

enum consent_due_why {
	CONSENT_DUE_ENDS,  /* soon: `day` is its last */
	CONSENT_DUE_ENDED, /* lately: `day` was its last */
	CONSENT_DUE_GIVER, /* from `day` on it isn't enough: see `rule` */
};

struct consent_due {
	const struct consent *consent;
	enum consent_due_why why;
	int32_t day;
	struct giver_rule rule; /* who may give it from then on */
};

/* The records on file, as consent_file_new was given them. */
struct consent_due_question {
	const struct consent_file *file;
	const struct consent *records;
	size_t count;
	int32_t day;
	int32_t within_days; /* before and after a last day; at least 0 */
};

/* In the order of the records. None of somebody who has died. */
size_t consent_due_list(struct arena *arena,
			const struct consent_due_question *question,
			struct consent_due **due_out);
/*
 * The first day after the question's on which another list of `giver` can come
 * of the same records: INT32_MAX for never. Last days to come are not meant.
 */
int32_t consent_due_review(const struct consent_due_question *question);

/* "ends", "ended", "giver" */
const char *consent_due_word(enum consent_due_why why);

#endif
