#include "daemon/audit/audit.h"

#include <semaphore.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/audit/entry.h"
#include "daemon/audit/source.h"
#include "daemon/audit/walk.h"
#include "daemon/audit/writer.h"
#include "eenplan/base/log.h"

struct audit {
	struct audit_settings settings;
	struct writer writer;
};

/*
 * The head that is there, or a first one for a log that has no entries yet:
 * entries without a head are entries whose head was taken away.
 */
static enum status
read_or_make_head(const struct audit_settings *settings,
		  const struct logfile *file, struct head *head_out)
{
	enum status status = head_read(settings, file->folder, head_out);

	if (status == STATUS_NOT_FOUND) {
		if (logfile_end_of(file) > 0)
			return STATUS_TAMPERED;
		*head_out = (struct head){.offset = 0};
		merkle_init(&head_out->tree);
		return head_write(settings, file->folder, head_out);
	}
	if (status == STATUS_OK && head_out->offset > logfile_end_of(file)) {
		log_error("access log was cut off",
			  "entries=%llu bytes=%llu left=%llu",
			  (unsigned long long)head_out->tree.size,
			  (unsigned long long)head_out->offset,
			  (unsigned long long)logfile_end_of(file));
		return STATUS_TAMPERED;
	}
	return status;
}

static enum status
refuse(const struct walk *walk, const char *why)
{
	log_error("access log was altered", "first bad entry=%llu why=\"%s\"",
		  (unsigned long long)walk->tree.size, why);
	return STATUS_TAMPERED;
}

static enum status
refuse_entry(const struct walk *walk, enum status why)
{
	return refuse(walk, why == STATUS_GONE
				    ? "the part of the log that has it isn't "
				      "there: put it back"
				    : "it isn't sound");
}

/* From the beginning of the log on: it must lead to what the head says. */
static enum status
make_nodes(struct treefile *nodes, struct source *source,
	   const struct head *head)
{
	struct walk walk = {.nodes = nodes};

	merkle_init(&walk.tree);
	treefile_restart(nodes);
	log_info("access log's tree made anew", "entries=%llu",
		 (unsigned long long)head->tree.size);

	enum status status =
		walk_to(&walk, source, head->offset, head->tree.size);
	struct merkle_hash here = merkle_root(&walk.tree);
	struct merkle_hash there = merkle_root(&head->tree);

	if (status == STATUS_TAMPERED || status == STATUS_GONE)
		return refuse_entry(&walk, status);
	if (status == STATUS_OK &&
	    memcmp(here.bytes, there.bytes, sizeof(here.bytes)) != 0)
		return refuse(&(struct walk){.offset = 0},
			      "this or a later one isn't what the signed head "
			      "was made for");
	return status;
}

/* Replays what came after the head; takes off what a crash cut off. */
static enum status
rebuild(struct writer *writer, struct source *source)
{
	struct logfile *file = &writer->file;
	struct head head;
	enum status status = read_or_make_head(writer->settings, file, &head);

	if (status == STATUS_OK)
		status = treefile_open(file->folder, &writer->nodes);
	if (status == STATUS_OK && !treefile_resume(&writer->nodes, &head.tree))
		status = make_nodes(&writer->nodes, source, &head);
	if (status != STATUS_OK)
		return status;

	struct walk walk = {.tree = head.tree,
			    .offset = head.offset,
			    .nodes = &writer->nodes};

	status = walk_to(&walk, source, source->end, UINT64_MAX);
	if (status == STATUS_TAMPERED && walk.offset >= file->start &&
	    walk_is_torn(source, walk.offset, source->end)) {
		log_warning("access log repaired",
			    "entries=%llu torn bytes=%llu",
			    (unsigned long long)walk.tree.size,
			    (unsigned long long)(source->end - walk.offset));
		status = STATUS_OK;
	}
	if (status == STATUS_TAMPERED || status == STATUS_GONE)
		return refuse_entry(&walk, status);
	if (status == STATUS_OK)
		status = treefile_sync(&writer->nodes);
	if (status != STATUS_OK)
		return status;
	writer->tree = walk.tree;
	writer->head_size = head.tree.size;
	return logfile_settle(file, walk.offset - file->start);
}

static enum status
read_and_rebuild(struct writer *writer)
{
	struct source source;
	enum status status = source_open(writer->settings->folder, &source);

	if (status != STATUS_OK)
		return status;
	status = source_settle(&source);
	if (status == STATUS_OK)
		status = rebuild(writer, &source);
	source_close(&source);
	return status;
}

enum status
audit_open(const struct audit_settings *settings, struct audit **audit_out)
{
	struct audit *audit = calloc(1, sizeof(*audit));

	if (audit == NULL)
		return STATUS_INTERNAL;
	audit->settings = *settings;
	audit->writer.settings = &audit->settings;
	audit->writer.nodes.file = -1;

	enum status status =
		logfile_open(settings->folder, &audit->writer.file);

	if (status != STATUS_OK)
		goto free_it;
	status = read_and_rebuild(&audit->writer);
	if (status == STATUS_OK)
		status = writer_start(&audit->writer);
	if (status == STATUS_OK) {
		*audit_out = audit;
		return STATUS_OK;
	}
	log_error("access log can't be opened", "status=%s",
		  status_code(status));
	treefile_close(&audit->writer.nodes);
	logfile_close(&audit->writer.file);
free_it:
	free(audit);
	return status;
}

void
audit_close(struct audit *audit)
{
	if (audit == NULL)
		return;
	writer_stop(&audit->writer);
	treefile_close(&audit->writer.nodes);
	logfile_close(&audit->writer.file);
	free(audit);
}

/* Everything that needs no number; nothing is queued if one can't be sealed. */
static enum status
seal_all(const struct audit *audit, const struct audit_event *events,
	 struct entry_draft *drafts, struct submission *submission)
{
	for (size_t i = 0; i < submission->count; i++) {
		enum status status =
			entry_seal(submission->arena, audit->settings.node,
				   &events[i], &drafts[i]);

		if (status != STATUS_OK)
			return status;
		submission->room += entry_room(&drafts[i]);
	}
	return STATUS_OK;
}

static void
write_all(struct submission *submission, struct entry_draft *drafts)
{
	struct buf lines;

	buf_init(&lines, submission->arena, submission->room);
	for (size_t i = 0; i < submission->count; i++) {
		submission->leaves[i] =
			entry_write(&lines, &drafts[i], submission->seq + i);
		box_key_wipe(&drafts[i].subject_key);
	}
	submission->lines = buf_text(&lines);
}

void
audit_submit(struct audit *audit, const struct audit_event *events,
	     size_t count, audit_done *done, void *context)
{
	if (count == 0) {
		done(context, STATUS_OK);
		return;
	}

	struct arena *arena = arena_new();
	struct submission *submission = ARENA_NEW(arena, struct submission);
	struct entry_draft *drafts =
		ARENA_ARRAY(arena, count, struct entry_draft);

	*submission = (struct submission){
		.arena = arena,
		.count = count,
		.leaves = ARENA_ARRAY(arena, count, struct merkle_hash),
		.done = done,
		.context = context,
	};

	enum status status = seal_all(audit, events, drafts, submission);

	if (status == STATUS_OK)
		status = writer_enter(&audit->writer, submission);
	if (status != STATUS_OK) {
		arena_free(arena);
		done(context, status);
		return;
	}
	write_all(submission, drafts);
	writer_ready(&audit->writer, submission);
}

struct waiter {
	sem_t done;
	enum status result;
};

static void
wake(void *context, enum status result)
{
	struct waiter *waiter = context;

	waiter->result = result;
	sem_post(&waiter->done);
}

enum status
audit_append(struct audit *audit, const struct audit_event *events,
	     size_t count)
{
	struct waiter waiter;

	sem_init(&waiter.done, 0, 0);
	audit_submit(audit, events, count, wake, &waiter);
	while (sem_wait(&waiter.done) != 0)
		continue;
	sem_destroy(&waiter.done);
	return waiter.result;
}

void
audit_hold(struct audit *audit, size_t enough)
{
	writer_hold(&audit->writer, enough);
}

void
audit_release(struct audit *audit)
{
	writer_release(&audit->writer);
}

bool
audit_is_writable(struct audit *audit)
{
	return atomic_load(&audit->writer.writable);
}
