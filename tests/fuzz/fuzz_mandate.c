/*
 * A document of a mandate that is accepted is written again byte for byte, and
 * has what its kind must have.
 */
#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/wire/mandate.h"
#include "tests/fuzz/must.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text source = {(const char *)data, size};
	struct mandate mandate;
	struct fault fault = {0};

	if (mandate_decode(arena, source, &mandate, &fault) == STATUS_OK) {
		MUST(text_equals(mandate_encode(arena, &mandate), source));
		MUST(mandate.seq >= 1 && mandate.from_ms > 0);
		MUST(mandate.previous_count <= LIMIT_MANDATE_TIPS);
		MUST(mandate.circle_count <= LIMIT_PARTNERS);
		MUST(mandate.vote_count <= LIMIT_PARTNERS);
		MUST((mandate.seq == 1) == (mandate.previous_count == 0));
		MUST(mandate.kind != MANDATE_VOTE ||
		     (mandate.successor != NULL && mandate.voucher != NULL));
	} else {
		MUST(fault_is_set(&fault));
	}
	arena_free(arena);
	return 0;
}
