/*
 * Residents with tokens by which they can be found, straight into the store of
 * a node that is stopped: more of them than there are BSNs for tests.
 *
 *   fill_tokens DATABASE KEY_FILE FIRST LAST
 *
 * Number N has the same token in every store.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store/discovery.h"
#include "eenplan/base/clock.h"
#include "eenplan/seal/digest.h"
#include "eenplan/wire/link.h"

static void
must(enum status status, const char *what)
{
	if (status == STATUS_OK)
		return;
	fprintf(stderr, "fill_tokens: %s: %s\n", what, status_code(status));
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

	must(store_import(store, arena, NULL, &import, &counts, &fault),
	     "a resident");
	must(store_resident_of_origin(store, arena, person.origin, &resident),
	     "that resident");
	token_of(number, token);
	must(store_discovery_token_set(store, arena, resident.id, token, 1),
	     "a token");
	arena_free(arena);
}

int
main(int argc, char **argv)
{
	struct box_key key;
	struct fault fault = {0};
	struct store *store;

	if (argc != 5) {
		fprintf(stderr, "usage: fill_tokens DATABASE KEY_FILE FIRST "
				"LAST\n");
		return 2;
	}
	must(box_key_read(argv[2], &key, &fault), fault.text);

	const struct store_settings settings = {.path = argv[1], .key = &key};

	must(store_open(&settings, STORE_WRITE, &store), "the store");
	must(store_begin(store), "begin");
	for (size_t i = strtoul(argv[3], NULL, 10);
	     i <= strtoul(argv[4], NULL, 10); i++)
		add_resident(store, i);
	must(store_commit(store), "commit");
	store_close(store);
	box_key_wipe(&key);
	return 0;
}
