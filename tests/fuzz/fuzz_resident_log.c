/*
 * What nodes say of their logs to each other: what is accepted is within its
 * limits, tells no categories of what was asked, and is written as it was read.
 */
#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/wire/resident_log.h"
#include "tests/fuzz/must.h"

static const struct json *
read_again(struct arena *arena, const struct buf *out)
{
	const struct json *value = NULL;
	struct fault fault;

	fault_clear(&fault);
	MUST(json_read(arena, buf_text(out), LIMIT_REPLY_BYTES, &value,
		       &fault) == STATUS_OK);
	return value;
}

static void
try_question(struct arena *arena, const struct json *value)
{
	struct resident_log_question question, again;
	struct json_writer writer;
	struct fault fault;
	struct buf out;

	fault_clear(&fault);
	if (resident_log_question_decode(arena, value, &question, &fault) !=
	    STATUS_OK) {
		MUST(fault_is_set(&fault));
		return;
	}
	MUST(question.link_count >= 1 && question.link_count <= LIMIT_SUBJECTS);
	MUST(question.asked_count <= LIMIT_RECONCILE_IDS);
	MUST(question.answered_count <= LIMIT_RECONCILE_IDS);
	MUST(question.from_ms <= question.until_ms);
	buf_init(&out, arena, 0);
	json_begin(&writer, &out);
	resident_log_question_encode(&writer, &question);
	MUST(resident_log_question_decode(arena, read_again(arena, &out),
					  &again, &fault) == STATUS_OK);
	MUST(again.asked_count == question.asked_count);
	MUST(again.from_ms == question.from_ms);
}

static void
try_reply(struct arena *arena, const struct json *value)
{
	struct resident_log_reply reply, again;
	struct json_writer writer;
	struct fault fault;
	struct buf out;

	fault_clear(&fault);
	if (resident_log_reply_decode(arena, value, &reply, &fault) !=
	    STATUS_OK) {
		MUST(fault_is_set(&fault));
		return;
	}
	MUST(reply.entry_count <= LIMIT_RESIDENT_LOG_ENTRIES);
	for (size_t i = 0; i < reply.entry_count; i++)
		MUST(reply.entries[i].gave ||
		     reply.entries[i].category_count == 0);
	buf_init(&out, arena, 0);
	json_begin(&writer, &out);
	resident_log_reply_encode(&writer, &reply);
	MUST(resident_log_reply_decode(arena, read_again(arena, &out), &again,
				       &fault) == STATUS_OK);
	MUST(again.entry_count == reply.entry_count);
	MUST(again.unknown_count == reply.unknown_count);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text source = {(const char *)data, size};
	const struct json *value;
	struct fault fault;

	fault_clear(&fault);
	if (json_read(arena, source, LIMIT_REPLY_BYTES, &value, &fault) ==
	    STATUS_OK) {
		try_question(arena, value);
		try_reply(arena, value);
	}
	arena_free(arena);
	return 0;
}
