/*
 * Entries of the plan that people write at this node: records like those that
 * are imported, with every version kept. A part of the facade store.h.
 */
#ifndef EENPLAN_DAEMON_STORE_ENTRIES_H
#define EENPLAN_DAEMON_STORE_ENTRIES_H

#include "daemon/store/store.h"

struct store_entry {
	const char *resident; /* local id */
	struct record record; /* as it is now; `concerns` are local ids */
};

/* One version: the whole entry as it was from then on. */
struct store_entry_version {
	int64_t changed_ms;
	const char *user; /* who wrote it, by id */
	const char *what; /* "add", "change", "close" */
	struct text fields;
};

/*
 * In the caller's transaction, with its first version. Takes everything of the
 * record but its origin. STATUS_TOO_LARGE: the resident has the largest number
 * of records already.
 */
enum status store_entry_add(struct store *store, struct arena *arena,
			    const struct store_entry *entry,
			    const char *user) MUST_CHECK;
/* By id, or by its beginning. STATUS_NOT_FOUND, also for what was imported;
 * STATUS_AMBIGUOUS. */
enum status store_entry_find(struct store *store, struct arena *arena,
			     const char *name,
			     struct store_entry *entry_out) MUST_CHECK;
/* The entry as it is from now on: `what` was done to it. */
enum status store_entry_change(struct store *store, struct arena *arena,
			       const struct store_entry *entry,
			       const char *user, const char *what) MUST_CHECK;
/* Oldest first. */
enum status store_entry_versions(struct store *store, struct arena *arena,
				 const char *entry,
				 struct store_entry_version **versions_out,
				 size_t *count_out) MUST_CHECK;

#endif
