/*
 * The signed checkpoint `access.head`: how large the log was, and its root.
 *
 * A JWS ("head+jws") over canonical JSON {node, offset, peaks, root, size,
 * time}. There is one from the first start on, so that a log without a head
 * is a log whose head was taken away.
 */
#ifndef EENPLAN_DAEMON_AUDIT_HEAD_H
#define EENPLAN_DAEMON_AUDIT_HEAD_H

#include "daemon/audit/audit.h"

#define HEAD_NAME "access.head"

struct head {
	struct merkle_tree tree;
	uint64_t offset; /* bytes of the log that it covers */
};

/*
 * Sign `head` and put it in the place of the one before, atomically.
 * `folder` is the open folder. STATUS_STORAGE: the one before is still there.
 */
enum status head_write(const struct audit_settings *settings, int folder,
		       const struct head *head) MUST_CHECK;
/*
 * STATUS_NOT_FOUND: there is none; STATUS_STORAGE: can't be read;
 * STATUS_TAMPERED: not signed with our key nor the earlier one, of another
 * node, or its peaks don't give its root.
 */
enum status head_read(const struct audit_settings *settings, int folder,
		      struct head *head_out) MUST_CHECK;

#endif
