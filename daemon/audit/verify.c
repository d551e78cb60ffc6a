#include <inttypes.h>
#include <string.h>

#include "daemon/audit/audit.h"
#include "daemon/audit/head.h"
#include "daemon/audit/source.h"
#include "daemon/audit/walk.h"
#include "eenplan/base/limits.h"

static void
blame(struct audit_report *report, uint64_t seq, const char *fault)
{
	report->intact = false;
	report->first_bad = seq;
	report->fault = fault;
}

/* The first entry of the first complete subtree that differs. */
static uint64_t
first_difference(const struct merkle_tree *one, const struct merkle_tree *other)
{
	uint64_t first = 0;
	uint64_t rest = one->size;

	for (unsigned i = 0; i < one->peak_count; i++) {
		uint64_t span = UINT64_C(1) << (63 - __builtin_clzll(rest));

		if (memcmp(one->peaks[i].bytes, other->peaks[i].bytes,
			   DIGEST_BYTES) != 0)
			return first;
		first += span;
		rest -= span;
	}
	return first;
}

static void
compare_with_head(struct arena *arena, const struct walk *walk,
		  const struct head *head, struct audit_report *report)
{
	uint64_t first;

	if (walk->tree.size < head->tree.size) {
		blame(report, walk->tree.size,
		      arena_printf(arena,
				   "the signed head covers %" PRIu64
				   " entries, but only %" PRIu64 " are there",
				   head->tree.size, walk->tree.size));
		return;
	}
	first = first_difference(&head->tree, &walk->tree);
	if (first < head->tree.size)
		blame(report, first,
		      arena_printf(arena,
				   "entry %" PRIu64 " or one after it isn't "
				   "what the signed head was made for",
				   first));
	else if (walk->offset != head->offset)
		blame(report, first, "the signed head covers other bytes");
}

static void
blame_entry(struct arena *arena, struct audit_report *report, uint64_t seq)
{
	blame(report, seq,
	      arena_printf(arena,
			   "entry %" PRIu64 " is damaged or altered, "
			   "or isn't number %" PRIu64,
			   seq, seq));
}

static void
blame_part(struct arena *arena, struct audit_report *report,
	   const struct walk *walk)
{
	uint64_t seq = walk->tree.size;

	blame(report, seq,
	      arena_printf(arena,
			   "entry %" PRIu64 " isn't there: the part of the log "
			   "that has it, from byte %" PRIu64
			   " on, is missing or was cut off",
			   seq, walk->offset));
}

/* What is counted on the way, for a watch. */
struct count {
	const struct audit_watch *watch;
	struct audit_report *report;
	struct arena *arena;
	const struct walk *walk;
	size_t marks; /* that were passed */
	uint64_t end; /* bytes to read */
	uint64_t done;
	uint64_t told; /* of `done` */
	/* the last answers: many entries share a key */
	struct count_answer {
		char key_id[UUID_TEXT_BYTES];
		enum status status;
	} answers[LIMIT_AUDIT_KEYS_KEPT];
};

static void
count_bytes(struct count *count, const struct entry *entry)
{
	count->done += entry->header.length + entry->body.length + 2;
	if (count->done - count->told < LIMIT_AUDIT_PROGRESS_BYTES)
		return;
	count->told = count->done;
	count->watch->progress(count->watch->context, count->done, count->end);
}

static enum status
ask_for_key(struct count *count, struct text key)
{
	struct count_answer *answer;
	uint64_t hash;

	if (key.length != UUID_TEXT_BYTES - 1)
		return STATUS_NOT_FOUND;
	memcpy(&hash, key.bytes, sizeof(hash));
	answer = &count->answers[hash % LIMIT_AUDIT_KEYS_KEPT];
	if (!text_is(key, answer->key_id)) {
		memcpy(answer->key_id, key.bytes, key.length);
		answer->status = count->watch->find_key(count->watch->context,
							answer->key_id);
	}
	return answer->status;
}

/* What others saw of the log, at the size that it has now. */
static void
compare_with_marks(struct count *count)
{
	const struct audit_watch *watch = count->watch;
	uint64_t size = count->walk->tree.size;

	for (; count->marks < watch->mark_count &&
	       watch->marks[count->marks].size <= size;
	     count->marks++) {
		const struct audit_mark *mark = &watch->marks[count->marks];
		struct merkle_hash root = merkle_root(&count->walk->tree);

		if (mark->size < size || !count->report->intact ||
		    memcmp(root.bytes, mark->root.bytes, sizeof(root.bytes)) ==
			    0)
			continue;
		blame(count->report, mark->size - 1,
		      arena_printf(count->arena,
				   "entry %" PRIu64 " or one before it isn't "
				   "what %s cosigned",
				   mark->size - 1, mark->who));
	}
}

/* Somebody saw more than there is. */
static void
compare_size(struct count *count)
{
	const struct audit_watch *watch = count->watch;
	uint64_t size = count->walk->tree.size;

	if (!count->report->intact || count->marks >= watch->mark_count)
		return;
	blame(count->report, size,
	      arena_printf(count->arena,
			   "%s cosigned %" PRIu64 " entries, but only %" PRIu64
			   " are there",
			   watch->marks[watch->mark_count - 1].who,
			   watch->marks[watch->mark_count - 1].size, size));
}

static enum status
count_entry(void *context, const struct entry *entry)
{
	struct count *count = context;
	struct audit_report *report = count->report;

	compare_with_marks(count);

	enum status status = ask_for_key(count, entry->key);

	if (status == STATUS_NOT_FOUND && report->unknown++ == 0)
		report->first_unknown = entry->seq;
	if (status == STATUS_GONE)
		report->erased++;
	if (status != STATUS_OK && status != STATUS_GONE &&
	    status != STATUS_NOT_FOUND)
		return status;
	count_bytes(count, entry);
	return STATUS_OK;
}

/* First what the head covers, then what came after it. */
static enum status
check(struct arena *arena, struct source *source, const struct head *head,
      const struct audit_watch *watch, struct audit_report *report)
{
	struct count count = {
		.watch = watch,
		.report = report,
		.arena = arena,
		.end = source->end,
	};
	struct walk walk = {
		.visit = watch != NULL ? count_entry : NULL,
		.context = &count,
	};

	count.walk = &walk;

	merkle_init(&walk.tree);

	enum status status =
		walk_to(&walk, source, source->end, head->tree.size);

	if (status == STATUS_OK && report->intact)
		compare_with_head(arena, &walk, head, report);
	if (status == STATUS_OK && report->intact)
		status = walk_to(&walk, source, source->end, UINT64_MAX);
	if (status == STATUS_TAMPERED &&
	    (walk.tree.size < head->tree.size ||
	     !walk_is_torn(source, walk.offset, source->end)))
		blame_entry(arena, report, walk.tree.size);
	if (status == STATUS_GONE)
		blame_part(arena, report, &walk);

	if (watch != NULL && status == STATUS_OK) {
		compare_with_marks(&count);
		compare_size(&count);
	}

	const struct merkle_hash root = merkle_root(&walk.tree);

	report->entries = walk.tree.size;
	digest_hex(root.bytes, report->root);
	return status == STATUS_TAMPERED || status == STATUS_GONE ? STATUS_OK
								  : status;
}

/* A log without a believable head is read to its end, and isn't intact. */
static enum status
read_head(const struct audit_settings *settings, const struct source *source,
	  struct head *head_out, struct audit_report *report)
{
	enum status status = head_read(settings, source->folder, head_out);

	if (status == STATUS_OK) {
		report->head_is_signed = true;
		report->head_entries = head_out->tree.size;
		return STATUS_OK;
	}
	if (status != STATUS_NOT_FOUND && status != STATUS_TAMPERED)
		return status;
	blame(report, 0,
	      status == STATUS_NOT_FOUND
		      ? "the signed head is missing"
		      : "the head isn't signed by this node");
	*head_out = (struct head){.tree.size = UINT64_MAX};
	return STATUS_OK;
}

static enum status
verify_once(const struct audit_settings *settings, struct arena *arena,
	    const struct audit_watch *watch, struct audit_report *report)
{
	struct source source;
	struct head head;

	*report = (struct audit_report){.intact = true};

	enum status status = source_open(settings->folder, &source);

	if (status != STATUS_OK)
		return status;
	status = read_head(settings, &source, &head, report);
	if (status == STATUS_OK)
		status = source_settle(&source);
	if (status == STATUS_OK)
		status = check(arena, &source, &head, watch, report);
	source_close(&source);
	return status;
}

/*
 * A writer that fails takes a group back that this may just have been reading,
 * so what looks bad is read once more before it is called so.
 */
enum status
audit_verify(const struct audit_settings *settings, struct arena *arena,
	     const struct audit_watch *watch, struct audit_report *report_out)
{
	enum status status = verify_once(settings, arena, watch, report_out);

	if (status != STATUS_OK || !report_out->intact)
		status = verify_once(settings, arena, watch, report_out);
	return status;
}
