/*
 * An ask statement that is accepted is what it says it is: written again it
 * reads as the same, and an emergency has a reason and nothing else has.
 */
#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/wire/statement.h"
#include "tests/fuzz/must.h"

static enum status
read_statement(struct arena *arena, struct text source,
	       struct statement *statement)
{
	struct fault fault;
	enum status status;

	fault_clear(&fault);
	status = statement_decode(arena, source, statement, &fault);
	MUST((status == STATUS_OK) == !fault_is_set(&fault));
	return status;
}

static void
assert_comes_back(struct arena *arena, const struct statement *statement)
{
	struct text text = statement_encode(arena, statement);
	struct statement again;

	MUST(read_statement(arena, text, &again) == STATUS_OK);
	MUST(text_equals(statement_encode(arena, &again), text));
	MUST((statement->reason == NULL) == (again.reason == NULL));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text source = {(const char *)data, size};
	struct statement statement;

	if (read_statement(arena, source, &statement) == STATUS_OK) {
		bool is_emergency =
			strcmp(statement.purpose, STATEMENT_EMERGENCY) == 0;

		MUST(is_emergency == (statement.reason != NULL));
		MUST(!is_emergency || statement_is_reason(statement.reason));
		MUST(statement.expires_ms > statement.issued_ms);
		assert_comes_back(arena, &statement);
	}
	arena_free(arena);
	return 0;
}
