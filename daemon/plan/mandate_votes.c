#include "daemon/plan/mandate_votes.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/base/strings.h"

/* Which seat of the circle it is; their number: none. */
static size_t
seat_of(const struct mandate *vote, const struct mandate *voters)
{
	struct arena *arena = arena_new();
	const char *seat =
		mandate_seat(arena, vote->voucher, vote->organisation);
	size_t at = 0;

	while (at < voters->circle_count &&
	       strcmp(voters->circle[at], seat) != 0)
		at++;
	arena_free(arena);
	return at;
}

static const struct mandate_entry *
find(const struct mandate_entry *entries, size_t count, const char *digest)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(entries[i].digest, digest) == 0)
			return &entries[i];
	return NULL;
}

static bool
is_vote_for(const struct mandate *vote, const char *candidate,
	    const char *const *previous, size_t previous_count)
{
	return vote->kind == MANDATE_VOTE &&
	       strcmp(vote->successor, candidate) == 0 &&
	       strings_equal(vote->previous, vote->previous_count, previous,
			     previous_count);
}

bool
mandate_votes_appoint(const struct mandate_entry *entries, size_t count,
		      const struct mandate *appointment,
		      const struct mandate *voters)
{
	bool taken[LIMIT_PARTNERS] = {false};

	if (voters == NULL)
		return false;
	for (size_t i = 0; i < appointment->vote_count; i++) {
		const struct mandate_entry *entry =
			find(entries, count, appointment->votes[i]);
		size_t seat;
		/* One that may not be seen here is taken as it is named. */
		if (entry != NULL && entry->is_masked &&
		    entry->mandate.kind == MANDATE_VOTE)
			continue;
		if (entry == NULL || entry->is_masked ||
		    !is_vote_for(&entry->mandate, appointment->organisation,
				 appointment->previous,
				 appointment->previous_count))
			return false;
		seat = seat_of(&entry->mandate, voters);
		if (seat == voters->circle_count || taken[seat])
			return false;
		taken[seat] = true;
	}
	return 2 * appointment->vote_count > voters->circle_count;
}

struct mandate_tally
mandate_chain_tally(struct arena *arena, const struct mandate_chain *chain,
		    const char *candidate)
{
	struct mandate_tally tally = {0};
	bool taken[LIMIT_PARTNERS] = {false};

	if (chain->voters == NULL)
		return tally;
	tally.seats = chain->voters->circle_count;
	tally.votes = ARENA_ARRAY(arena, tally.seats + 1, const char *);
	/* Entries of one seq are in the order of their digests. */
	for (size_t i = 0; i < chain->count; i++) {
		const struct mandate *vote = &chain->entries[i].mandate;
		size_t seat;
		if (chain->fates[i] != MANDATE_IS_VOTE ||
		    chain->entries[i].is_masked ||
		    !is_vote_for(vote, candidate, chain->tips,
				 chain->tip_count))
			continue;
		seat = seat_of(vote, chain->voters);
		if (seat == tally.seats || taken[seat])
			continue;
		taken[seat] = true;
		tally.votes[tally.count++] = chain->entries[i].digest;
	}
	return tally;
}

bool
mandate_tally_is_majority(const struct mandate_tally *tally)
{
	return 2 * tally->count > tally->seats;
}
