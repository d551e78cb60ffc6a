/*
 * Entries of our access log as the lines of a resident's statement. Pure: no
 * log, no store.
 *
 * What a line leaves out, it leaves out here, so that no form of it (text,
 * JSON, FHIR) has it: partners that the resident isn't linked with, who may be
 * there for somebody else of the household; and in what is given away, who is
 * no worker of ours, and words in which somebody explained what they did.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_DISCLOSURE_LINES_H
#define EENPLAN_DAEMON_EXCHANGE_DISCLOSURE_LINES_H

#include "daemon/audit/audit.h"
#include "eenplan/wire/disclosure.h"
#include "eenplan/wire/resident_log.h"

/* For whom lines are made. */
struct disclosure_view {
	const char *self; /* our organisation */
	bool is_handout;
	bool with_reasons;	   /* also in what is given away */
	const char *const *linked; /* partners, for this resident */
	size_t linked_count;
};

/*
 * The line of `event`; `arena` gets copies of all that it has. Names, articles,
 * consents and the judgement of an emergency are for the caller to look up.
 */
void disclosure_line_of(struct arena *arena, const struct disclosure_view *view,
			uint64_t seq, const struct audit_event *event,
			struct disclosure_line *line_out);
/*
 * The line of what only `partner` tells: not in our log, or there about
 * somebody else. Borrows both.
 */
void disclosure_line_of_theirs(struct arena *arena,
			       const struct disclosure_view *view,
			       const char *partner,
			       const struct resident_log_entry *entry,
			       enum disclosure_match match,
			       struct disclosure_line *line_out);

#endif
