/*
 * The one thread that makes entries durable, a group at a time.
 *
 * A submission gets its numbers when it enters the queue, and its owner then
 * writes its lines on its own thread: the writer only joins, syncs, and grows
 * the tree. When a group fails, all that was numbered after it fails with it,
 * so that a number is never skipped.
 */
#ifndef EENPLAN_DAEMON_AUDIT_WRITER_H
#define EENPLAN_DAEMON_AUDIT_WRITER_H

#include <pthread.h>
#include <stdatomic.h>

#include "daemon/audit/head.h"
#include "daemon/audit/logfile.h"
#include "daemon/audit/treefile.h"
#include "eenplan/base/limits.h"

/* Entries of one caller; lives in its own arena, which the writer frees. */
struct submission {
	struct submission *next;
	struct arena *arena;
	size_t count;
	size_t room;  /* the most bytes that `lines` can have */
	uint64_t seq; /* of the first */
	struct text lines;
	struct merkle_hash *leaves;
	bool ready;
	audit_done *done;
	void *context;
};

struct queue {
	struct submission *first;
	struct submission *last;
};

/*
 * Invariants: 1. next_seq is tree.size plus the entries in `queue` and in the
 * group under way; 2. the queue is in the order of the numbers; 3. only the
 * writer's thread touches `file`, `tree`, `nodes` and the head.
 */
struct writer {
	const struct audit_settings *settings;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	struct queue queue; /* … guarded by `mutex` from here */
	size_t waiting;	    /* entries in `queue` */
	size_t waiting_bytes;
	uint64_t next_seq;
	unsigned holders; /* threads that hold the group */
	size_t enough;	  /* entries, of which they said so */
	bool failing;	  /* the writer waits for each that is ready */
	bool stopping;	  /* … to here */
	atomic_bool writable;
	pthread_t thread;
	struct logfile file;
	struct merkle_tree tree;
	struct treefile nodes;
	uint64_t head_size;  /* what the last head covers */
	int64_t head_due_ms; /* monotonic */
	struct iovec parts[LIMIT_AUDIT_GROUP];
};

/* `file`, `tree` and `settings` are set. STATUS_INTERNAL: no thread. */
enum status writer_start(struct writer *writer) MUST_CHECK;
/* Commit what waits, write a head, join. Nobody may submit any more. */
void writer_stop(struct writer *writer);

/*
 * Put `submission` in the queue and number it. Its owner must then fill
 * `lines` and `leaves` and call writer_ready. STATUS_BUSY: it was not queued.
 */
enum status writer_enter(struct writer *writer,
			 struct submission *submission) MUST_CHECK;
void writer_ready(struct writer *writer, struct submission *submission);

/* See audit_hold. */
void writer_hold(struct writer *writer, size_t enough);
void writer_release(struct writer *writer);

#endif
