/*
 * Reading entries in order and growing the tree with them, as far as they are
 * sound: each line an entry, each number the next, each body its header's.
 */
#ifndef EENPLAN_DAEMON_AUDIT_WALK_H
#define EENPLAN_DAEMON_AUDIT_WALK_H

#include "daemon/audit/entry.h"
#include "daemon/audit/source.h"
#include "daemon/audit/treefile.h"
#include "eenplan/base/attributes.h"
#include "eenplan/base/status.h"
#include "eenplan/seal/merkle.h"

/* Anything but STATUS_OK ends the walk before `entry`, and is its result. */
typedef enum status walk_visitor(void *context, const struct entry *entry);

struct walk {
	struct merkle_tree tree;
	uint64_t offset; /* behind the last sound entry */
	/* for each sound entry, before the tree has it; or NULL */
	walk_visitor *visit;
	void *context;
	struct treefile *nodes; /* to grow with the tree, or NULL */
};

/*
 * Go on from `walk` until the tree has `size` entries or the log is read to
 * `end`. STATUS_TAMPERED: the entry at walk's offset isn't sound;
 * STATUS_GONE: the part of the log that had it isn't there;
 * STATUS_STORAGE: can't be read. `walk` is what came before, in any case.
 */
enum status walk_to(struct walk *walk, struct source *source, uint64_t end,
		    uint64_t size) MUST_CHECK;

/*
 * Is what stands between `offset` and `end` a write that a crash cut off: a
 * line without end, or pages that never reached the disk?
 */
bool walk_is_torn(struct source *source, uint64_t offset, uint64_t end);

#endif
