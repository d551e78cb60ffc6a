#include "daemon/store/identifier.h"

#include <string.h>

#include "eenplan/psi/person.h"

bool
identifier_is_bsn(const char *identifier)
{
	return strcmp(identifier, psi_identifier_word(PSI_IDENTIFIER_BSN)) == 0;
}

const char *
identifier_read(struct query *query, struct arena *arena,
		const char *identifier, const char *resident)
{
	const struct store *store = query->store;
	struct text box = query_bytes(query, arena);
	struct text plain;

	if (box.length == 0)
		return NULL;
	if (box_open(arena,
		     identifier_is_bsn(identifier) ? &store->bsn_key
						   : &store->discovery_key,
		     text_of(resident), box, &plain) == STATUS_OK)
		return arena_text(arena, plain);
	query_fail(query, STATUS_TAMPERED, "the seal of an identifier");
	return NULL;
}
