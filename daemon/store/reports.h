/*
 * What reports over many are counted from, and what was given out: sets of
 * tags, by which nobody can be found. And cohorts: the residents of a pilot. A
 * part of the facade store.h.
 */
#ifndef EENPLAN_DAEMON_STORE_REPORTS_H
#define EENPLAN_DAEMON_STORE_REPORTS_H

#include "daemon/store/store.h"

/* --- cohorts --- */

struct store_cohort {
	const char *name;
	int64_t cap; /* the most residents */
	int64_t count;
	const char *made_by; /* user */
	int64_t made_ms;
};

/* STATUS_CONFLICT: there is one of that name. */
enum status store_cohort_make(struct store *store,
			      const struct store_cohort *cohort) MUST_CHECK;
enum status store_cohort_find(struct store *store, struct arena *arena,
			      const char *name,
			      struct store_cohort *cohort_out) MUST_CHECK;
enum status store_cohort_list(struct store *store, struct arena *arena,
			      struct store_cohort **cohorts_out,
			      size_t *count_out) MUST_CHECK;
/*
 * STATUS_TOO_LARGE: it is full. STATUS_CONFLICT: the resident is in it. Both in
 * the caller's transaction, so that two at once can't fill it twice.
 */
enum status store_cohort_add(struct store *store, struct arena *arena,
			     const char *cohort, const char *resident,
			     int64_t now_ms) MUST_CHECK;

/* Ids of residents. */
enum status store_cohort_members(struct store *store, struct arena *arena,
				 const char *cohort, const char ***ids_out,
				 size_t *count_out) MUST_CHECK;

/* --- reports --- */

struct store_report_row {
	uint64_t resident, record; /* tags; the latter changes with the record
				      and what it says */
	const char *category;
	struct text fields;
};

/* Of all residents, or those of `cohort`; one resident's after another's. */
enum status store_report_rows(struct store *store, struct arena *arena,
			      const char *cohort,
			      struct store_report_row **rows_out,
			      size_t *count_out) MUST_CHECK;

/* A line of a ledger of hours, as of one record. About nobody: as of somebody
 * of whom there is nothing else. */
struct store_report_hours {
	uint64_t resident, record; /* tags */
	int64_t minutes, booked_ms;
	bool is_consultation;
};

/* Of all specialists; with `cohort`, what was about its residents. */
enum status store_report_hours(struct store *store, struct arena *arena,
			       const char *cohort,
			       struct store_report_hours **hours_out,
			       size_t *count_out) MUST_CHECK;

/* What a figure that was given out stood on, as its giver packed it. */
enum status store_report_sets(struct store *store, struct arena *arena,
			      const char *measure, const char *law,
			      struct text **sets_out,
			      size_t *count_out) MUST_CHECK;
/* The same of all laws, or of whatever else stands in the place of a law. */
struct store_report_set {
	const char *law;
	struct text set;
};
enum status store_report_sets_of_measure(struct store *store,
					 struct arena *arena,
					 const char *measure,
					 struct store_report_set **sets_out,
					 size_t *count_out) MUST_CHECK;
/* Kept once, however often it is given out. */
enum status store_report_set_add(struct store *store, const char *measure,
				 const char *law, struct text set,
				 int64_t now_ms) MUST_CHECK;

/* The tag of a resident by id, and of a record of theirs, as rows have it. */
uint64_t store_report_tag(const struct store *store, const char *resident);
uint64_t store_report_record_tag(const struct store *store, const char *record,
				 struct text fields);

#endif
