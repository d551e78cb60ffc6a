/*
 * A query that is accepted is what it says it is: written again it reads as
 * the same.
 */
#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/wire/query.h"
#include "tests/fuzz/must.h"

static enum status
read_query(struct arena *arena, struct text source, struct query *query)
{
	const struct json *value;
	struct fault fault;
	enum status status;

	fault_clear(&fault);
	status = json_read(arena, source, LIMIT_REQUEST_BYTES, &value, &fault);
	if (status == STATUS_OK)
		status = query_decode(arena, value, query, &fault);
	MUST((status == STATUS_OK) == !fault_is_set(&fault));
	return status;
}

static void
assert_same(const char *const *one, const char *const *other, size_t count)
{
	for (size_t at = 0; at < count; at++)
		MUST(strcmp(one[at], other[at]) == 0);
}

static void
assert_comes_back(struct arena *arena, const struct query *query)
{
	struct query again;
	struct buf out;
	enum status status;

	buf_init(&out, arena, 0);
	query_encode(&out, query);
	status = read_query(arena, buf_text(&out), &again);
	MUST(status == STATUS_OK);
	MUST(again.subject_count == query->subject_count);
	MUST(again.category_count == query->category_count);
	assert_same(again.subjects, query->subjects, query->subject_count);
	assert_same(again.categories, query->categories, query->category_count);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text source = {(const char *)data, size};
	struct query query;

	if (read_query(arena, source, &query) == STATUS_OK) {
		MUST(query.subject_count >= 1);
		MUST(query.subject_count <= LIMIT_SUBJECTS);
		assert_comes_back(arena, &query);
	}
	arena_free(arena);
	return 0;
}
