/*
 * The roots of all complete subtrees, in the file `access.tree`, so that a
 * proof about a log of any size is a few readings.
 *
 * In the order in which they come to be: a leaf, and behind it the subtrees
 * that it ends. All of it follows from the log, so it is never believed, only
 * compared: what it lacks or has wrong, a start makes anew.
 */
#ifndef EENPLAN_DAEMON_AUDIT_TREEFILE_H
#define EENPLAN_DAEMON_AUDIT_TREEFILE_H

#include "eenplan/base/attributes.h"
#include "eenplan/base/status.h"
#include "eenplan/seal/merkle.h"

#define TREEFILE_NAME "access.tree"

/* Invariant: what isn't in the file yet is in `waiting`. */
struct treefile {
	int file;
	uint64_t written; /* hashes */
	struct merkle_hash *waiting;
	size_t waiting_count;
	size_t waiting_room;
};

/* Open or make it. `folder` is the open folder. STATUS_STORAGE. */
enum status treefile_open(int folder, struct treefile *treefile_out) MUST_CHECK;
/* The same for reading alone. */
enum status treefile_open_to_read(int folder,
				  struct treefile *treefile_out) MUST_CHECK;
void treefile_close(struct treefile *treefile);

/*
 * Does it have `tree`? Then it goes on behind it. False also where it can't be
 * read.
 */
bool treefile_resume(struct treefile *treefile, const struct merkle_tree *tree);
/* Go on from an empty tree. */
void treefile_restart(struct treefile *treefile);
/* Append to `tree`, and keep what comes to be by it. */
void treefile_grow(struct treefile *treefile, struct merkle_tree *tree,
		   struct merkle_hash leaf);
/* Write what waits; what can't be written waits on. */
enum status treefile_flush(struct treefile *treefile) MUST_CHECK;
/* Have what was written on the disk. */
enum status treefile_sync(struct treefile *treefile) MUST_CHECK;

/* A merkle_node_source over a `struct treefile_reading`. */
struct treefile_reading {
	const struct treefile *treefile;
	bool failed; /* something isn't there: the result means nothing */
};
struct merkle_hash treefile_node(void *reading, unsigned level, uint64_t index);

#endif
