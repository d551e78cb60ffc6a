/*
 * The organisation's own directory (wire/directory.h). A part of the facade
 * store.h.
 */
#ifndef EENPLAN_DAEMON_STORE_DIRECTORY_H
#define EENPLAN_DAEMON_STORE_DIRECTORY_H

#include "daemon/store/store.h"
#include "eenplan/wire/directory.h"

struct store_person {
	struct directory_person person;
	unsigned shared; /* what partners may see: a bit for each field */
	int64_t changed_ms;
	const char *changed_by;
};

/* New, or in place of what there was of the same id. */
enum status store_person_put(struct store *store, struct arena *arena,
			     const struct store_person *person) MUST_CHECK;
/* STATUS_NOT_FOUND. */
enum status store_person_find(struct store *store, struct arena *arena,
			      const char *id,
			      struct store_person *person_out) MUST_CHECK;
/* STATUS_NOT_FOUND. */
enum status store_person_remove(struct store *store, const char *id) MUST_CHECK;
/* By id, at most LIMIT_DIRECTORY_PEOPLE. */
enum status store_person_list(struct store *store, struct arena *arena,
			      struct store_person **people_out,
			      size_t *count_out) MUST_CHECK;

#endif
