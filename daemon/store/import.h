/*
 * What the files of the import share.
 *
 * What has an origin that is known here is compared and updated; what a
 * source no longer says is taken away. Every word is checked against the
 * vocabulary first, since an objection whose category is misspelt would
 * otherwise object to nothing.
 */
#ifndef EENPLAN_DAEMON_STORE_IMPORT_H
#define EENPLAN_DAEMON_STORE_IMPORT_H

#include "daemon/store/query.h"

struct import_run {
	struct store *store;
	struct arena *arena;
	const struct vocabulary *vocabulary;
	const struct import *import;
	struct store_import_counts *counts;
	struct fault *fault;
	int64_t now_ms;
};

enum status import_residents(struct import_run *run) MUST_CHECK;
enum status import_households(struct import_run *run) MUST_CHECK;
enum status import_records(struct import_run *run) MUST_CHECK;
enum status import_consents(struct import_run *run) MUST_CHECK;
enum status import_circumstances(struct import_run *run) MUST_CHECK;

/*
 * The local id of the resident whose `origin` the resource at `where` names.
 * STATUS_INVALID with a fault: not here.
 */
enum status import_resolve(struct import_run *run, const char *where,
			   const char *origin, const char **id_out) MUST_CHECK;
/*
 * A handle from an origin's id ("Patient/p1" → "p1"), or that with a number
 * ("p1-2") where another has it. `taken_query` finds the row that has one.
 */
enum status import_handle(struct import_run *run, const char *origin,
			  enum query_name taken_query,
			  const char **handle_out) MUST_CHECK;
/* Is `word` in `list`? STATUS_INVALID with a fault at `where` if not. */
enum status import_check_word(struct import_run *run, const char *where,
			      enum vocabulary_list list,
			      const char *word) MUST_CHECK;
/* Is there an origin, and is it one? Else STATUS_INVALID with a fault. */
enum status import_check_origin(struct import_run *run,
				const char *origin) MUST_CHECK;
/* Both NULL, or the same. */
bool import_same_text(const char *one, const char *other);

#endif
