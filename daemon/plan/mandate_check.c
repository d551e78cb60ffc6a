/*
 * What a user may sign next, and why not. That it would count is then tried
 * with the rules themselves.
 */
#include <string.h>

#include "daemon/plan/mandate.h"

static const char *const standing_words[] = {
	[MANDATE_NOBODY] = "nobody",   [MANDATE_HELD] = "held",
	[MANDATE_OFFERED] = "offered", [MANDATE_VACANT] = "vacant",
	[MANDATE_MASKED] = "masked",   [MANDATE_CONFLICT] = "conflict",
};

static const char *const fate_words[] = {
	[MANDATE_COUNTS] = "counts",
	[MANDATE_IS_VOTE] = "vote",
	[MANDATE_SET_ASIDE] = "set-aside",
	[MANDATE_WAITS] = "waits",
};

const char *
mandate_standing_word(enum mandate_standing standing)
{
	return standing_words[standing];
}

const char *
mandate_fate_word(enum mandate_fate fate)
{
	return fate_words[fate];
}

#define COME_APART                                                             \
	N_("this plan has come apart: several claim it, so none of them "      \
	   "acts; vote with 'eenplan coordinator vacancy'")
#define NOT_KNOWN                                                              \
	N_("an organisation that yours may not know coordinates this plan: "   \
	   "ask who brought you into it")
#define NOT_OURS                                                               \
	N_("another organisation coordinates this plan, and only it can do "   \
	   "that")

static bool
is_ours(const struct mandate_chain *chain, const char *organisation)
{
	return chain->held_by != NULL &&
	       strcmp(chain->held_by->organisation, organisation) == 0;
}

static const char *
why_no_genesis(const struct mandate_chain *chain)
{
	switch (chain->standing) {
	case MANDATE_NOBODY: return NULL;
	case MANDATE_HELD:
	case MANDATE_OFFERED:
		return N_("this plan has a coordinator, and can have only one: "
			  "ask that organisation to offer it to yours");
	case MANDATE_VACANT:
		return N_("the last coordinator has laid it down: the linked "
			  "organisations vote, with 'eenplan coordinator "
			  "vacancy'");
	case MANDATE_MASKED: return NOT_KNOWN;
	case MANDATE_CONFLICT: return COME_APART;
	}
	return "";
}

static const char *
why_no_offer(const struct mandate_chain *chain, const struct mandate *offer)
{
	if (chain->standing == MANDATE_CONFLICT)
		return COME_APART;
	if (chain->standing == MANDATE_MASKED)
		return NOT_KNOWN;
	if (chain->held_by == NULL)
		return N_("nobody coordinates this plan, so nobody can hand it "
			  "over: take it with 'eenplan coordinator accept'");
	if (!is_ours(chain, offer->organisation))
		return NOT_OURS;
	if (strcmp(offer->successor, offer->organisation) == 0)
		return N_(
			"your own organisation coordinates this plan already");
	if (chain->offer != NULL)
		return N_("it is offered already, and an offer stands until it "
			  "is accepted or declined: see 'eenplan coordinator "
			  "show'");
	return NULL;
}

static const char *
why_no_answer(const struct mandate_chain *chain, const char *organisation)
{
	if (chain->standing == MANDATE_CONFLICT)
		return COME_APART;
	if (is_ours(chain, organisation))
		return N_(
			"your own organisation coordinates this plan already");
	if (chain->standing == MANDATE_MASKED && chain->offer == NULL)
		return NOT_KNOWN;
	if (chain->offer == NULL)
		return N_(
			"nobody has offered this plan to your organisation: "
			"ask its coordinator for 'eenplan coordinator offer'");
	if (strcmp(chain->offer->successor, organisation) != 0)
		return N_("it is offered to another organisation, and only "
			  "that one can answer");
	return NULL;
}

static const char *
why_no_end(const struct mandate_chain *chain, const char *organisation)
{
	for (size_t i = 0; i < chain->tip_count; i++)
		if (chain->claims[i] == NULL ||
		    chain->claims[i]->organisation == NULL ||
		    strcmp(chain->claims[i]->organisation, organisation) != 0)
			return NOT_OURS;
	return chain->tip_count == 0 ? N_("nobody coordinates this plan")
				     : NULL;
}

static bool
has_voted(const struct mandate_chain *chain, const char *organisation)
{
	for (size_t i = 0; i < chain->count; i++) {
		const struct mandate *vote = &chain->entries[i].mandate;
		if (chain->fates[i] == MANDATE_IS_VOTE &&
		    !chain->entries[i].is_masked &&
		    vote->seq == chain->next_seq &&
		    strcmp(vote->organisation, organisation) == 0)
			return true;
	}
	return false;
}

static const char *
why_no_vote(const struct mandate_chain *chain, const struct mandate *vote)
{
	if (chain->voters == NULL)
		return N_("nobody can vote about this plan here: its beginning "
			  "is disputed, or may not be known to your "
			  "organisation");
	if (has_voted(chain, vote->organisation))
		return N_("your organisation has voted already");
	return NULL;
}

static const char *
why_not(const struct mandate_chain *chain, const struct mandate *mandate)
{
	switch (mandate->kind) {
	case MANDATE_GENESIS: return why_no_genesis(chain);
	case MANDATE_OFFER: return why_no_offer(chain, mandate);
	case MANDATE_ACCEPTANCE:
	case MANDATE_DECLINED:
		return why_no_answer(chain, mandate->organisation);
	case MANDATE_LAID_DOWN: return why_no_end(chain, mandate->organisation);
	case MANDATE_VOTE: return why_no_vote(chain, mandate);
	case MANDATE_APPOINTMENT: break; /* the votes themselves say */
	}
	return NULL;
}

/* With one more, is it the end, or a vote with a seat? */
static bool
would_count(struct arena *arena, const struct mandate_chain *chain,
	    const struct mandate *mandate)
{
	struct mandate_entry *entries =
		ARENA_ARRAY(arena, chain->count + 1, struct mandate_entry);
	struct mandate_chain after;
	struct mandate_tally tally;
	char *digest = arena_alloc(arena, DIGEST_HEX_BYTES);

	if (chain->count > 0)
		memcpy(entries, chain->entries,
		       chain->count * sizeof(*entries));
	mandate_digest(mandate_encode(arena, mandate), digest);
	entries[chain->count] =
		(struct mandate_entry){.mandate = *mandate, .digest = digest};
	if (mandate_chain_read(arena, entries, chain->count + 1, &after) !=
	    STATUS_OK)
		return false;
	if (mandate->kind != MANDATE_VOTE)
		return after.tip_count == 1 &&
		       strcmp(after.tips[0], digest) == 0;
	tally = mandate_chain_tally(arena, &after, mandate->successor);
	for (size_t i = 0; i < tally.count; i++)
		if (strcmp(tally.votes[i], digest) == 0)
			return true;
	return false;
}

static const char *
why_it_breaks(const struct mandate *mandate)
{
	switch (mandate->kind) {
	case MANDATE_VOTE:
		return N_("your organisation has no vote: it wasn't linked "
			  "with the last coordinator when that one began");
	case MANDATE_APPOINTMENT:
		return N_("fewer than more than half of the linked "
			  "organisations have voted for yours");
	case MANDATE_GENESIS:
	case MANDATE_OFFER:
	case MANDATE_ACCEPTANCE:
	case MANDATE_DECLINED:
	case MANDATE_LAID_DOWN: break;
	}
	return N_("this plan has as many documents as it can have");
}

enum status
mandate_chain_check(struct arena *arena, const struct mandate_chain *chain,
		    const struct mandate *mandate, struct fault *fault)
{
	const char *why = why_not(chain, mandate);

	if (why == NULL && !would_count(arena, chain, mandate))
		why = why_it_breaks(mandate);
	if (why == NULL)
		return STATUS_OK;
	fault_say(fault, "/household", why);
	return STATUS_CONFLICT;
}
