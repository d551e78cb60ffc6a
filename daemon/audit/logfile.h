/*
 * The bytes of the access log on disk: durable, or not there.
 *
 * Knows no entries. One process at a time holds it. The file's space is written
 * ahead, as NULs: a sync of bytes that overwrite them needs no change of the
 * file's size or place, and so takes half the time. No entry has a NUL, so
 * where the NULs begin the log ends; an orderly close takes them off.
 *
 * After any failed write or sync the file is suspect: it is opened again, what
 * is beyond the durable length is taken off, and its last durable bytes are
 * compared with their digest before a byte is added. A kernel that failed a
 * sync may have dropped the pages and called them clean, so what it says
 * afterwards isn't believed.
 */
#ifndef EENPLAN_DAEMON_AUDIT_LOGFILE_H
#define EENPLAN_DAEMON_AUDIT_LOGFILE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/uio.h>

#include "daemon/audit/parts.h"
#include "eenplan/base/attributes.h"
#include "eenplan/base/status.h"
#include "eenplan/seal/digest.h"

/*
 * Offsets here are those in the file that is written to; what was full before
 * it is `start` bytes.
 *
 * Invariants: 1. the first `length` bytes are on disk; 2. unless `suspect`,
 * the others, up to `size`, are NULs; 3. `tail` is the digest of the bytes from
 * `tail_offset` to `length`.
 */
struct logfile {
	int folder; /* -1 when closed, as the others */
	int lock;
	int file;
	uint64_t start;
	uint64_t length;
	uint64_t size;
	uint64_t tail_offset;
	uint8_t tail[DIGEST_BYTES];
	bool suspect;
	bool failing; /* the last append failed, and that was logged */
};

/*
 * Make the folder if it isn't there, lock it, open or make the file. All that
 * it holds counts as durable until logfile_settle says otherwise.
 * STATUS_BUSY: another process has it; STATUS_STORAGE: can't be opened;
 * STATUS_TAMPERED: as parts_list.
 */
enum status logfile_open(const char *folder,
			 struct logfile *file_out) MUST_CHECK;
/* Takes off what was written ahead, unless the file is suspect. */
void logfile_close(struct logfile *file);

/* Keep the first `length` bytes, drop the others, make that durable. */
enum status logfile_settle(struct logfile *file, uint64_t length) MUST_CHECK;

/*
 * Append all parts and make them durable. `parts` is used up.
 * STATUS_LOG_UNAVAILABLE: nothing was appended; calling again tries again.
 */
enum status logfile_append(struct logfile *file, struct iovec *parts,
			   size_t count) MUST_CHECK;

/* Bytes of the whole log, through all its files. */
uint64_t logfile_end_of(const struct logfile *file);

/*
 * Make what was written a full part, and go on in an empty file. Whatever ends
 * the process meanwhile: each durable byte stays in its place.
 * STATUS_STORAGE: all is as it was.
 */
enum status logfile_begin_part(struct logfile *file) MUST_CHECK;

/*
 * Where the content of the log's file that is open as `file` ends and the NULs
 * that were written ahead begin. STATUS_STORAGE: can't be read.
 */
enum status logfile_end(int file, uint64_t *end_out) MUST_CHECK;

/* Could something be appended now? Tries it, and takes that back. */
bool logfile_is_writable(struct logfile *file);

#endif
