#include "daemon/audit/writer.h"

#include <time.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/log.h"

static void
queue_add(struct queue *queue, struct submission *submission)
{
	submission->next = NULL;
	if (queue->last != NULL)
		queue->last->next = submission;
	else
		queue->first = submission;
	queue->last = submission;
}

static struct submission *
queue_take(struct queue *queue)
{
	struct submission *first = queue->first;

	queue->first = first->next;
	if (queue->first == NULL)
		queue->last = NULL;
	return first;
}

enum status
writer_enter(struct writer *writer, struct submission *submission)
{
	enum status status = STATUS_BUSY;

	pthread_mutex_lock(&writer->mutex);
	if (submission->count <= LIMIT_AUDIT_WAITING - writer->waiting &&
	    submission->room <=
		    LIMIT_AUDIT_WAITING_BYTES - writer->waiting_bytes) {
		submission->seq = writer->next_seq;
		writer->next_seq += submission->count;
		writer->waiting += submission->count;
		writer->waiting_bytes += submission->room;
		queue_add(&writer->queue, submission);
		status = STATUS_OK;
	}
	pthread_mutex_unlock(&writer->mutex);
	return status;
}

/* Is there a group, and nobody who has more for it? */
static bool
is_due(const struct writer *writer)
{
	return writer->queue.first != NULL && writer->queue.first->ready &&
	       (writer->holders == 0 || writer->stopping ||
		writer->waiting >= writer->enough);
}

void
writer_ready(struct writer *writer, struct submission *submission)
{
	bool wake;

	pthread_mutex_lock(&writer->mutex);
	submission->ready = true;
	wake = writer->failing || is_due(writer);
	pthread_mutex_unlock(&writer->mutex);
	if (wake)
		pthread_cond_signal(&writer->changed);
}

void
writer_hold(struct writer *writer, size_t enough)
{
	pthread_mutex_lock(&writer->mutex);
	writer->holders++;
	writer->enough =
		enough < LIMIT_AUDIT_GATHER ? enough : LIMIT_AUDIT_GATHER;
	pthread_mutex_unlock(&writer->mutex);
}

void
writer_release(struct writer *writer)
{
	bool wake;

	pthread_mutex_lock(&writer->mutex);
	writer->holders--;
	wake = is_due(writer);
	pthread_mutex_unlock(&writer->mutex);
	if (wake)
		pthread_cond_signal(&writer->changed);
}

static void
finish(struct writer *writer, struct queue *group, enum status result)
{
	const struct audit_settings *settings = writer->settings;

	if (settings->group_begins != NULL)
		settings->group_begins();
	while (group->first != NULL) {
		struct submission *submission = queue_take(group);
		audit_done *done = submission->done;
		void *context = submission->context;

		arena_free(submission->arena);
		done(context, result);
	}
	if (settings->group_ends != NULL)
		settings->group_ends();
}

static void
take_one(struct writer *writer, struct queue *group)
{
	struct submission *submission = queue_take(&writer->queue);

	writer->waiting -= submission->count;
	writer->waiting_bytes -= submission->room;
	queue_add(group, submission);
}

/* Everything that is ready, in order, up to the limits of a group. */
static void
take_group(struct writer *writer, struct queue *group)
{
	size_t entries = 0;
	size_t bytes = 0;

	while (writer->queue.first != NULL && writer->queue.first->ready &&
	       entries < LIMIT_AUDIT_GROUP && bytes < LIMIT_AUDIT_GROUP_BYTES) {
		entries += writer->queue.first->count;
		bytes += writer->queue.first->lines.length;
		take_one(writer, group);
	}
}

/*
 * What was numbered after a group that failed can't be appended any more: it
 * fails as well, and the numbers start again behind the tree.
 */
static void
take_stale(struct writer *writer, struct queue *stale)
{
	pthread_mutex_lock(&writer->mutex);
	while (writer->queue.first != NULL)
		take_one(writer, stale);
	writer->next_seq = writer->tree.size;
	writer->failing = true; /* wake us for each of these */
	for (const struct submission *at = stale->first; at != NULL;
	     at = at->next)
		while (!at->ready)
			pthread_cond_wait(&writer->changed, &writer->mutex);
	writer->failing = false;
	pthread_mutex_unlock(&writer->mutex);
}

static enum status
append(struct writer *writer, const struct queue *group)
{
	size_t count = 0;

	for (const struct submission *at = group->first; at != NULL;
	     at = at->next)
		writer->parts[count++] = (struct iovec){
			/* pwritev(2) takes it so, and only reads. */
			.iov_base = (void *)(uintptr_t)at->lines.bytes,
			.iov_len = at->lines.length,
		};
	return logfile_append(&writer->file, writer->parts, count);
}

static void
grow_tree(struct writer *writer, const struct queue *group)
{
	for (const struct submission *at = group->first; at != NULL;
	     at = at->next)
		for (size_t i = 0; i < at->count; i++)
			treefile_grow(&writer->nodes, &writer->tree,
				      at->leaves[i]);
	/* The next head waits for them; until then nobody asks for them. */
	if (writer->nodes.waiting_count >= LIMIT_AUDIT_TREE_WAITING)
		(void)!treefile_flush(&writer->nodes);
}

static void
commit(struct writer *writer, struct queue *group)
{
	enum status status = append(writer, group);

	atomic_store(&writer->writable, status == STATUS_OK);
	if (status == STATUS_OK) {
		grow_tree(writer, group);
		finish(writer, group, STATUS_OK);
		return;
	}

	struct queue stale = {NULL, NULL};

	take_stale(writer, &stale);
	finish(writer, group, status);
	finish(writer, &stale, status);
}

static bool
head_is_old(const struct writer *writer)
{
	return writer->tree.size != writer->head_size;
}

/* Not vital: until the next one, a start has a little more to replay. */
static void
renew_head(struct writer *writer)
{
	const struct head head = {writer->tree, logfile_end_of(&writer->file)};
	/* The tree first: a start then needn't make it anew. What can't be
	 * written waits, and the head with it. */
	enum status status = treefile_sync(&writer->nodes);

	if (status == STATUS_OK)
		status = head_write(writer->settings, writer->file.folder,
				    &head);

	if (status == STATUS_OK)
		writer->head_size = writer->tree.size;
	else
		log_warning("access log head can't be written", "status=%s",
			    status_code(status));
}

/* Not vital: a log that is in one file is a log. */
static void
begin_part_if_full(struct writer *writer)
{
	uint64_t full = writer->settings->part_bytes;

	if (full == 0 || writer->file.length < full ||
	    !atomic_load(&writer->writable))
		return;
	if (logfile_begin_part(&writer->file) == STATUS_OK)
		log_info("access log goes on in a new file",
			 "entries=%llu bytes=%llu",
			 (unsigned long long)writer->tree.size,
			 (unsigned long long)writer->file.start);
}

/* What is done once a second: the head, trying whether there is room, and
 * whether the file is full. */
static void
keep(struct writer *writer)
{
	int64_t now_ms = clock_monotonic_ms();

	if (now_ms < writer->head_due_ms)
		return;
	writer->head_due_ms = now_ms + LIMIT_AUDIT_HEAD_MS;
	if (!atomic_load(&writer->writable) &&
	    logfile_is_writable(&writer->file))
		atomic_store(&writer->writable, true);
	if (head_is_old(writer) && atomic_load(&writer->writable))
		renew_head(writer);
	begin_part_if_full(writer);
}

/* Until there may be a group, or until it is time to keep things. */
static void
wait_a_turn(struct writer *writer)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += LIMIT_AUDIT_HEAD_MS / 1000;
	pthread_cond_timedwait(&writer->changed, &writer->mutex, &until);
}

/* False when all is done and the writer may end. */
static bool
next_group(struct writer *writer, struct queue *group)
{
	bool go_on;

	pthread_mutex_lock(&writer->mutex);
	go_on = !writer->stopping || writer->queue.first != NULL;
	if (go_on && !is_due(writer))
		wait_a_turn(writer);
	if (is_due(writer))
		take_group(writer, group);
	pthread_mutex_unlock(&writer->mutex);
	return go_on;
}

static void *
run(void *context)
{
	struct writer *writer = context;
	struct queue group = {NULL, NULL};

	while (next_group(writer, &group)) {
		if (group.first != NULL) {
			commit(writer, &group);
		}
		keep(writer);
	}
	if (head_is_old(writer))
		renew_head(writer);
	return NULL;
}

enum status
writer_start(struct writer *writer)
{
	pthread_condattr_t monotonic;

	writer->next_seq = writer->tree.size;
	writer->head_due_ms = clock_monotonic_ms() + LIMIT_AUDIT_HEAD_MS;
	atomic_store(&writer->writable, true);
	pthread_mutex_init(&writer->mutex, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&writer->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
	if (pthread_create(&writer->thread, NULL, run, writer) == 0)
		return STATUS_OK;
	log_error("access log's writer can't be started", NULL);
	pthread_cond_destroy(&writer->changed);
	pthread_mutex_destroy(&writer->mutex);
	return STATUS_INTERNAL;
}

void
writer_stop(struct writer *writer)
{
	pthread_mutex_lock(&writer->mutex);
	writer->stopping = true;
	pthread_cond_signal(&writer->changed);
	pthread_mutex_unlock(&writer->mutex);
	pthread_join(writer->thread, NULL);
	pthread_cond_destroy(&writer->changed);
	pthread_mutex_destroy(&writer->mutex);
}
