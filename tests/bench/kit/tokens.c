#include "tests/bench/kit/tokens.h"

#include <stdio.h>
#include <stdlib.h>

#include "eenplan/base/clock.h"
#include "eenplan/seal/digest.h"
#include "eenplan/wire/link.h"

void
tokens_must(enum status status, const char *what)
{
	if (status == STATUS_OK)
		return;
	fprintf(stderr, "%s: %s\n", what, status_code(status));
	exit(1);
}

static void
token_of(size_t number, char token_out[LINK_TOKEN_TEXT_BYTES])
{
	const struct text name = {(const char *)&number, sizeof(number)};
	uint8_t digest[DIGEST_BYTES];

	_Static_assert(LINK_TOKEN_BYTES <= DIGEST_BYTES, "enough of it");
	digest_of(&name, 1, digest);
	link_token_print(digest, token_out);
}

static void
add_resident(struct store *store, size_t number)
{
	struct arena *arena = arena_new();
	struct import_resident person = {
		.origin = arena_printf(arena, "Patient/r%zu", number),
		.birth_day = CLOCK_DAY_NONE,
	};
	const struct import import = {.residents = &person,
				      .resident_count = 1};
	struct store_import_counts counts;
	struct store_resident resident;
	struct fault fault = {0};
	char token[LINK_TOKEN_TEXT_BYTES];

	tokens_must(store_import(store, arena, NULL, &import, &counts, &fault),
		    "a resident");
	tokens_must(store_resident_of_origin(store, arena, person.origin,
					     &resident),
		    "that resident");
	token_of(number, token);
	tokens_must(
		store_discovery_token_set(store, arena, resident.id, token, 1),
		"a token");
	arena_free(arena);
}

void
tokens_fill(struct store *store, size_t first, size_t last)
{
	tokens_must(store_begin(store), "begin");
	for (size_t i = first; i <= last; i++)
		add_resident(store, i);
	tokens_must(store_commit(store), "commit");
}
