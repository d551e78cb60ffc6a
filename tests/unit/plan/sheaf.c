#include "sheaf.h"

#include <stdlib.h>
#include <string.h>

#include "eenplan/base/strings.h"
#include "leak_free.h"

struct mandate_chain
sheaf_read(const struct sheaf *sheaf)
{
	struct mandate_chain chain;

	cr_assert_eq(mandate_chain_read(sheaf->arena, sheaf->entries,
					sheaf->count, &chain),
		     STATUS_OK);
	return chain;
}

/* The link of two organisations, whichever comes first. */
static const char *
voucher(struct arena *arena, const char *one, const char *other)
{
	bool in_order = strcmp(one, other) < 0;

	return mandate_voucher(arena, SHEAF_PLAN,
			       arena_printf(arena, "%s-%s",
					    in_order ? one : other,
					    in_order ? other : one));
}

static void
seat_all(struct arena *arena, struct mandate *mandate, const char *links)
{
	const char **circle = ARENA_ARRAY(arena, LIMIT_PARTNERS, const char *);
	char *rest = arena_string(arena, links);

	mandate->circle_count = 0;

	for (char *one = strsep(&rest, ","); one != NULL;
	     one = strsep(&rest, ",")) {
		if (*one == '\0' || strcmp(one, mandate->organisation) == 0)
			continue;
		circle[mandate->circle_count++] = mandate_seat(
			arena, voucher(arena, mandate->organisation, one), one);
	}
	qsort(circle, mandate->circle_count, sizeof(*circle), strings_order);
	mandate->circle = circle;
}

static void
fill(struct arena *arena, const struct mandate_chain *chain,
     struct mandate *mandate, const char *links)
{
	struct mandate_tally tally;

	switch (mandate->kind) {
	case MANDATE_GENESIS:
	case MANDATE_ACCEPTANCE: break;
	case MANDATE_APPOINTMENT:
		tally = mandate_chain_tally(arena, chain,
					    mandate->organisation);
		mandate->votes = tally.votes;
		mandate->vote_count = tally.count;
		break;
	case MANDATE_VOTE:
		if (chain->voters != NULL)
			mandate->voucher =
				voucher(arena, chain->voters->organisation,
					mandate->organisation);
		else
			mandate->voucher = voucher(arena, "none", "none");
		return;
	case MANDATE_OFFER:
	case MANDATE_DECLINED:
	case MANDATE_LAID_DOWN: return;
	}
	mandate->name = mandate->organisation;
	seat_all(arena, mandate, links);
}

struct mandate
sheaf_next(const struct sheaf *sheaf, struct mandate mandate, const char *links)
{
	struct mandate_chain chain = sheaf_read(sheaf);

	mandate.plan = SHEAF_PLAN;
	if (mandate.from_ms == 0)
		mandate.from_ms = 1795255200000;
	if (mandate.seq == 0) {
		mandate.seq = chain.next_seq;
		mandate.previous = chain.tips;
		mandate.previous_count = chain.tip_count;
	}
	if (mandate.kind == MANDATE_GENESIS) {
		mandate.seq = 1;
		mandate.previous_count = 0;
	}
	fill(sheaf->arena, &chain, &mandate, links);
	return mandate;
}

const char *
sheaf_add(struct sheaf *sheaf, struct mandate mandate, const char *links)
{
	struct mandate next = sheaf_next(sheaf, mandate, links);
	char *digest = arena_alloc(sheaf->arena, DIGEST_HEX_BYTES);

	mandate_digest(mandate_encode(sheaf->arena, &next), digest);
	sheaf->entries[sheaf->count++] =
		(struct mandate_entry){.mandate = next, .digest = digest};
	return digest;
}
