/*
 * Proofs about the log, made beside a running writer: that an entry is in it,
 * and that it begins with what it was. Of what its signed head covers.
 */
#ifndef EENPLAN_DAEMON_AUDIT_PROOF_H
#define EENPLAN_DAEMON_AUDIT_PROOF_H

#include "daemon/audit/audit.h"

/* How large the log is, by its last head. As head_read. */
enum status audit_head(const struct audit_settings *settings,
		       uint64_t *size_out,
		       struct merkle_hash *root_out) MUST_CHECK;

/* The log's tree, to ask it more than once. */
struct audit_tree;

/* STATUS_STORAGE. */
enum status audit_tree_open(const struct audit_settings *settings,
			    struct audit_tree **tree_out) MUST_CHECK;
/* Takes NULL. */
void audit_tree_close(struct audit_tree *tree);
/*
 * STATUS_STORAGE: the tree doesn't have what the log has, as after a disk that
 * was full; a start makes it anew.
 */
enum status audit_tree_root(const struct audit_tree *tree, uint64_t size,
			    struct merkle_hash *root_out) MUST_CHECK;
enum status audit_tree_inclusion(const struct audit_tree *tree, uint64_t seq,
				 uint64_t size,
				 struct merkle_hash proof[MERKLE_PEAKS_MAX],
				 size_t *count_out) MUST_CHECK;
enum status audit_tree_consistency(
	const struct audit_tree *tree, uint64_t old_size, uint64_t new_size,
	struct merkle_hash proof[2 * MERKLE_PEAKS_MAX],
	size_t *count_out) MUST_CHECK;

/*
 * The readable part of entry `seq`, which is its leaf; in `arena`.
 * STATUS_NOT_FOUND: there aren't so many. STATUS_TAMPERED: it isn't sound.
 */
enum status audit_header(const struct audit_settings *settings,
			 struct arena *arena, uint64_t seq,
			 struct text *header_out) MUST_CHECK;

#endif
