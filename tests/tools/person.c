/*
 * Print what somebody is derived to, as 64 hex digits: for comparing with
 * another program's.
 *
 *   person bsn|token VALUE INFO
 */
#include <stdio.h>

#include "eenplan/psi/person.h"
#include "eenplan/seal/digest.h"
#include "tests/tools/kit/tool.h"

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	enum psi_identifier identifier;
	struct psi_person person;
	char hex[DIGEST_HEX_BYTES];
	if (argc != 4 || !psi_identifier_of_word(argv[1], &identifier))
		tool_misuse("person bsn|token VALUE INFO");
	psi_person_derive(psi_identifier_encode(arena, identifier, argv[2]),
			  text_of(argv[3]), &person);
	digest_hex(person.bytes, hex);
	puts(hex);
	arena_free(arena);
	return 0;
}
