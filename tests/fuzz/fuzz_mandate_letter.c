/*
 * A letter about a mandate that is accepted is written again as the same.
 */
#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/wire/mandate_letter.h"
#include "tests/fuzz/must.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text source = {(const char *)data, size};
	struct mandate_letter letter, again;
	struct fault fault = {0};
	enum status status =
		mandate_letter_decode(arena, source, &letter, &fault);
	struct text written;

	MUST((status == STATUS_OK) == !fault_is_set(&fault));
	if (status == STATUS_OK) {
		MUST((letter.document != NULL) ==
		     (letter.masked_digest == NULL));
		MUST(letter.known_count <= LIMIT_MANDATE_DOCUMENTS);
		MUST(letter.link_count <= LIMIT_MEMBERS);
		written = mandate_letter_encode(arena, &letter);
		MUST(mandate_letter_decode(arena, written, &again, &fault) ==
		     STATUS_OK);
		MUST(text_equals(written,
				 mandate_letter_encode(arena, &again)));
	}
	arena_free(arena);
	return 0;
}
