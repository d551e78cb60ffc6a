/*
 * Residents with tokens into the store of a node that is stopped.
 *
 *   fill_tokens DATABASE KEY_FILE FIRST LAST
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/bench/kit/tokens.h"

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
	tokens_must(box_key_read(argv[2], &key, &fault), fault.text);

	const struct store_settings settings = {.path = argv[1], .key = &key};

	tokens_must(store_open(&settings, STORE_WRITE, &store), "the store");
	tokens_fill(store, strtoul(argv[3], NULL, 10),
		    strtoul(argv[4], NULL, 10));
	store_close(store);
	box_key_wipe(&key);
	return 0;
}
