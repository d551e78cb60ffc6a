/*
 * The header Accept-Language of anybody: read to its end and no further, as one
 * of the tongues that there are; and what is put before it in another language
 * than ours changes nothing.
 */
#include "eenplan/base/arena.h"
#include "eenplan/base/tongue.h"
#include "tests/fuzz/must.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *header =
		arena_text(arena, (struct text){(const char *)data, size});
	enum tongue tongue = tongue_of_header(header);

	MUST(tongue == TONGUE_OF_PROCESS || tongue == TONGUE_DUTCH);
	MUST(tongue_of_header(arena_printf(arena, "de;q=0.3, %s", header)) ==
	     tongue);
	arena_free(arena);
	return 0;
}
