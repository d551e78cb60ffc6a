/*
 * The files that the access log is in: `access.log`, to which it is written,
 * and before it the parts that were full and are only read any more.
 *
 * Offsets count through all of them. A part's name has that of its first byte,
 * "access.log.000000268435460", so each says by itself where it belongs, and
 * all but the newest can be kept elsewhere while the node runs.
 */
#ifndef EENPLAN_DAEMON_AUDIT_PARTS_H
#define EENPLAN_DAEMON_AUDIT_PARTS_H

#include <stddef.h>
#include <stdint.h>

#include "eenplan/base/attributes.h"
#include "eenplan/base/status.h"

#define PARTS_CURRENT	 "access.log"
#define PARTS_NAME_BYTES 32

struct part {
	uint64_t start;
	uint64_t end; /* the first byte behind it */
};

/* Full parts, in order. Without one in which the next one's bytes begin. */
struct parts {
	struct part *items;
	size_t count;
};

/* The name of the full part that begins at `start`. */
void parts_name(uint64_t start, char out[PARTS_NAME_BYTES]);
/*
 * Those that are in the open folder. STATUS_STORAGE: it can't be read;
 * STATUS_TAMPERED: a part has more bytes than there are before the next one.
 */
enum status parts_list(int folder, struct parts *parts_out) MUST_CHECK;
void parts_clear(struct parts *parts);
/* Where PARTS_CURRENT begins: behind the newest full part. */
uint64_t parts_end(const struct parts *parts);

#endif
