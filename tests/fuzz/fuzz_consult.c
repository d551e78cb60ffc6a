/*
 * What partners say about consultations: whatever is accepted has an id and
 * words that may be shown, and says whom it is about or is about nobody.
 */
#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/wire/consult.h"
#include "eenplan/wire/statement.h"
#include "tests/fuzz/must.h"

static void
try_question(struct arena *arena, const struct json *value)
{
	struct consult_question question, again;
	const struct json *read;
	struct fault fault;
	struct buf out;

	fault_clear(&fault);
	if (consult_question_decode(arena, value, &question, &fault) !=
	    STATUS_OK) {
		MUST(fault_is_set(&fault));
		return;
	}
	MUST(!fault_is_set(&fault));
	MUST(statement_is_reason(question.text.words));
	if (question.link != NULL)
		return;
	buf_init(&out, arena, 0);
	consult_question_encode(&out, &question);
	MUST(json_read(arena, buf_text(&out), LIMIT_REQUEST_BYTES, &read,
		       &fault) == STATUS_OK);
	MUST(consult_question_decode(arena, read, &again, &fault) == STATUS_OK);
	MUST(strcmp(again.text.words, question.text.words) == 0);
	MUST(strcmp(again.id, question.id) == 0);
	MUST(strcmp(again.specialist, question.specialist) == 0);
}

static void
try_answers(struct arena *arena, const struct json *value)
{
	struct consult_answer *answers;
	struct fault fault;
	size_t count;

	fault_clear(&fault);
	if (consult_answers_decode(arena, value, &answers, &count, &fault) !=
	    STATUS_OK) {
		MUST(fault_is_set(&fault));
		return;
	}
	MUST(count <= LIMIT_CONSULT_IDS);
	for (size_t i = 0; i < count; i++) {
		MUST(statement_is_reason(answers[i].text.words));
		MUST(answers[i].answered_ms > 0);
		MUST(answers[i].minutes >= 1 &&
		     answers[i].minutes <= LIMIT_CONSULTATION_MINUTES);
	}
}

static void
try_rest(struct arena *arena, const struct json *value)
{
	const char *const *ids;
	struct fault fault;
	size_t count;
	int32_t day;

	fault_clear(&fault);
	if (consult_ids_decode(arena, value, &ids, &count, &fault) == STATUS_OK)
		MUST(count <= LIMIT_CONSULT_IDS);
	fault_clear(&fault);
	MUST((consult_due_decode(value, &day, &fault) == STATUS_OK) ==
	     !fault_is_set(&fault));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text source = {(const char *)data, size};
	const struct json *value;
	struct fault fault;

	fault_clear(&fault);
	if (json_read(arena, source, LIMIT_REQUEST_BYTES, &value, &fault) ==
	    STATUS_OK) {
		try_question(arena, value);
		try_answers(arena, value);
		try_rest(arena, value);
	}
	arena_free(arena);
	return 0;
}
