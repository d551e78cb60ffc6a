#include "daemon/exchange/lookup.h"

#include <stdio.h>

#include "eenplan/base/clock.h"

const char *
lookup_month(struct arena *arena, int64_t time_ms)
{
	char date[CLOCK_DATE_BYTES];
	clock_format_date(clock_day_of_ms(time_ms), date);
	return arena_text(arena, (struct text){date, LOOKUP_MONTH_BYTES - 1});
}

struct psi_person
lookup_person(struct arena *arena, const struct lookup_scope *scope,
	      const char *identifier)
{
	const char *info =
		arena_printf(arena, "lookup|%s|%s|%s|%s|v1", scope->asker,
			     scope->partner, scope->purpose, scope->month);
	struct psi_person person = {{0}};
	psi_person_derive(
		psi_identifier_encode(arena, scope->identifier, identifier),
		text_of(info), &person);
	return person;
}

enum status
lookup_key(const struct store *store, const char *month,
	   struct psi_scalar *key_out, struct psi_point *public_out)
{
	uint8_t seed[32];
	store_lookup_seed(store, month, seed);
	bool is_key = voprf_derive_key(PSI_VOPRF, seed, text_of(month), key_out,
				       public_out);
	wipe(seed, sizeof(seed));
	return is_key ? STATUS_OK : STATUS_CRYPTO;
}

void
lookup_reference(const uint8_t output[PSI_HASH_BYTES], const char *lookup,
		 char out[UUID_TEXT_BYTES])
{
	struct psi_person pair = {{0}};
	char info[64] = "pair";
	snprintf(info, sizeof(info), "pair%s", lookup);
	psi_person_derive((struct text){(const char *)output, PSI_HASH_BYTES},
			  text_of(info), &pair);
	uuid_of_bytes(pair.bytes, out);
}

enum status
lookup_link(struct exchange *exchange, const char *partner,
	    const char *resident, const uint8_t output[PSI_HASH_BYTES],
	    const char *lookup)
{
	char reference[UUID_TEXT_BYTES];
	lookup_reference(output, lookup, reference);
	return discover_link(exchange, partner, resident, reference);
}
