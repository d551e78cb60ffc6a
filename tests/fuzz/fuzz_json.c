/*
 * The strict JSON reader: it accepts what Jansson accepts and reads the same;
 * what it read, written canonically, reads back to the same canonical bytes.
 */
#include "eenplan/base/limits.h"
#include "eenplan/seal/jcs.h"
#include "tests/fuzz/json_judge.h"
#include "tests/fuzz/must.h"

static struct text
canonical(struct arena *arena, const struct json *value)
{
	struct buf out;

	buf_init(&out, arena, 0);
	jcs_write(&out, value);
	MUST(text_is_utf8(buf_text(&out)));
	return buf_text(&out);
}

static struct text
written(struct arena *arena, const struct json *value)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 0);
	json_begin(&writer, &out);
	json_put_value(&writer, value);
	return buf_text(&out);
}

static struct text
canonical_again(struct arena *arena, struct text source)
{
	const struct json *value;

	MUST(json_read(arena, source, LIMIT_REPLY_BYTES, &value, NULL) ==
	     STATUS_OK);
	return canonical(arena, value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text source = {(const char *)data, size};
	struct fault fault = {0};
	const struct json *value = NULL;
	enum status status =
		json_read(arena, source, LIMIT_REQUEST_BYTES, &value, &fault);

	MUST((status == STATUS_OK) == (value != NULL));
	MUST((status == STATUS_OK) == !fault_is_set(&fault));
	MUST(text_is_utf8(text_of(fault.text)));
	if (status != STATUS_TOO_LARGE)
		MUST(judge_agrees(source, value, &fault));
	if (status == STATUS_OK) {
		struct text once = canonical(arena, value);

		MUST(text_equals(once, canonical_again(arena, once)));
		MUST(text_equals(
			once, canonical_again(arena, written(arena, value))));
	}
	arena_free(arena);
	return 0;
}
