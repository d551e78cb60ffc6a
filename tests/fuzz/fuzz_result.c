/*
 * A partner's answer that is accepted keeps every promise of its header.
 */
#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/wire/result.h"
#include "tests/fuzz/must.h"

static void
check_fragment(const struct fragment *fragment)
{
	MUST(strlen(fragment->subject) == 36);
	MUST(fragment->category != NULL && fragment->law != NULL);
	MUST(fragment->rule != NULL);
	MUST(fragment->duty_count <= LIMIT_DUTIES);
	for (const struct json *field = json_first(fragment->fields);
	     field != NULL; field = field->next) {
		MUST(field->kind == JSON_KIND_STRING);
		MUST(strlen(field->as.string) <= LIMIT_TEXT_BYTES);
	}
}

static void
check_result(const struct result *result)
{
	MUST(result->fragment_count <= LIMIT_FRAGMENTS);
	MUST(result->withheld_count <= LIMIT_FRAGMENTS);
	for (size_t at = 0; at < result->fragment_count; at++)
		check_fragment(&result->fragments[at]);
	for (size_t at = 0; at < result->withheld_count; at++) {
		const struct withheld *withheld = &result->withheld[at];

		MUST(strlen(withheld->subject) == 36);
		MUST(strcmp(withheld->reason, "refused") == 0 ||
		     strcmp(withheld->reason, "withheld") == 0);
		MUST(withheld->basis_count <= LIMIT_BASES);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text source = {(const char *)data, size};
	const struct json *value;
	struct result result;
	struct fault fault;

	fault_clear(&fault);
	if (json_read(arena, source, LIMIT_REPLY_BYTES, &value, &fault) ==
	    STATUS_OK) {
		if (result_decode(arena, value, &result, &fault) == STATUS_OK)
			check_result(&result);
		else
			MUST(fault_is_set(&fault));
	}
	arena_free(arena);
	return 0;
}
