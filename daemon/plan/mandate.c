#include "daemon/plan/mandate.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/plan/mandate_votes.h"
#include "eenplan/base/limits.h"

#define WORD_BITS 64
#define WORDS	  (LIMIT_MANDATE_DOCUMENTS / WORD_BITS)
#define NONE	  SIZE_MAX

/* A set of places. */
struct places {
	uint64_t bits[WORDS];
};

static bool
has(const struct places *places, size_t at)
{
	return places->bits[at / WORD_BITS] >> (at % WORD_BITS) & 1;
}

static void
add(struct places *places, size_t at)
{
	places->bits[at / WORD_BITS] |= UINT64_C(1) << (at % WORD_BITS);
}

/*
 * What is known of the document at each place. Invariant: `lineage` is empty
 * unless it is attached, and then has itself and all that it follows.
 */
struct node {
	bool is_attached;
	bool is_set_aside;
	bool is_followed; /* by one that isn't set aside */
	size_t held_by;	  /* by which its line has a coordinator; NONE */
	struct places lineage;
};

struct reading {
	const struct mandate_entry *entries;
	struct node *nodes;
	size_t count;
};

static const struct mandate *
mandate_at(const struct reading *reading, size_t at)
{
	return &reading->entries[at].mandate;
}

static bool
is_masked(const struct reading *reading, size_t at)
{
	return reading->entries[at].is_masked;
}

/* Does it make its signer the coordinator? */
static bool
makes_coordinator(enum mandate_kind kind)
{
	switch (kind) {
	case MANDATE_GENESIS:
	case MANDATE_ACCEPTANCE:
	case MANDATE_APPOINTMENT: return true;
	case MANDATE_OFFER:
	case MANDATE_DECLINED:
	case MANDATE_LAID_DOWN:
	case MANDATE_VOTE: break;
	}
	return false;
}

static size_t
find(const struct reading *reading, const char *digest)
{
	for (size_t i = 0; i < reading->count; i++)
		if (strcmp(reading->entries[i].digest, digest) == 0)
			return i;
	return NONE;
}

/* --- what follows what --- */

/* What all of `places` follow or are. */
static struct places
common_lineage(const struct reading *reading, const size_t *places,
	       size_t count)
{
	struct places common = {{0}};

	if (count == 0)
		return common;
	common = reading->nodes[places[0]].lineage;
	for (size_t i = 1; i < count; i++)
		for (size_t w = 0; w < WORDS; w++)
			common.bits[w] &=
				reading->nodes[places[i]].lineage.bits[w];
	return common;
}

/* The last coordinator's that nobody disputes: its circle votes. */
static const struct mandate *
find_voters(const struct reading *reading, const size_t *places, size_t count)
{
	struct places common = common_lineage(reading, places, count);

	for (size_t at = reading->count; at-- > 0;)
		if (has(&common, at) &&
		    makes_coordinator(mandate_at(reading, at)->kind))
			return is_masked(reading, at) ? NULL
						      : mandate_at(reading, at);
	return NULL;
}

static bool
holds(const struct reading *reading, size_t at, const char *organisation)
{
	size_t held_by = reading->nodes[at].held_by;

	return held_by != NONE && !is_masked(reading, held_by) &&
	       strcmp(mandate_at(reading, held_by)->organisation,
		      organisation) == 0;
}

static bool
all_hold(const struct reading *reading, const size_t *previous, size_t count,
	 const char *organisation)
{
	for (size_t i = 0; i < count; i++)
		if (!holds(reading, previous[i], organisation))
			return false;
	return true;
}

/* An offer stands until its successor answers: nothing is offered twice. */
static bool
may_offer(const struct reading *reading, size_t previous,
	  const struct mandate *offer)
{
	return holds(reading, previous, offer->organisation) &&
	       strcmp(offer->successor, offer->organisation) != 0 &&
	       mandate_at(reading, previous)->kind != MANDATE_OFFER;
}

static bool
may_answer(const struct reading *reading, size_t previous,
	   const struct mandate *answer)
{
	const struct mandate *offer = mandate_at(reading, previous);

	return offer->kind == MANDATE_OFFER &&
	       (is_masked(reading, previous) ||
		strcmp(offer->successor, answer->organisation) == 0);
}

/* May its signer say this, after `previous`, which are all attached? */
static bool
keeps_rules(const struct reading *reading, const struct mandate *mandate,
	    const size_t *previous)
{
	size_t count = mandate->previous_count;

	switch (mandate->kind) {
	case MANDATE_GENESIS:
	case MANDATE_VOTE: return true;
	case MANDATE_OFFER:
		return count == 1 && may_offer(reading, previous[0], mandate);
	case MANDATE_ACCEPTANCE:
	case MANDATE_DECLINED:
		return count == 1 && may_answer(reading, previous[0], mandate);
	case MANDATE_LAID_DOWN:
		return all_hold(reading, previous, count,
				mandate->organisation);
	case MANDATE_APPOINTMENT:
		return mandate_votes_appoint(
			reading->entries, reading->count, mandate,
			find_voters(reading, previous, count));
	}
	return false;
}

/* Places of what `mandate` follows, if all of it is here and attached. */
static bool
find_previous(const struct reading *reading, const struct mandate *mandate,
	      size_t *previous_out)
{
	int64_t seq = 0;

	if (mandate->previous_count > LIMIT_MANDATE_TIPS ||
	    (mandate->kind == MANDATE_GENESIS) !=
		    (mandate->previous_count == 0))
		return false;
	for (size_t i = 0; i < mandate->previous_count; i++) {
		size_t at = find(reading, mandate->previous[i]);
		if (at == NONE || !reading->nodes[at].is_attached ||
		    mandate_at(reading, at)->kind == MANDATE_VOTE)
			return false;
		if (mandate_at(reading, at)->seq > seq)
			seq = mandate_at(reading, at)->seq;
		previous_out[i] = at;
	}
	return mandate->seq == seq + 1;
}

/* Those before it, by seq, have been seen. */
static void
attach(struct reading *reading, size_t at)
{
	const struct mandate *mandate = mandate_at(reading, at);
	struct node *node = &reading->nodes[at];
	size_t previous[LIMIT_MANDATE_TIPS] = {0};

	node->held_by = NONE;
	if (!find_previous(reading, mandate, previous) ||
	    (!is_masked(reading, at) &&
	     !keeps_rules(reading, mandate, previous)))
		return;
	node->is_attached = true;
	add(&node->lineage, at);
	for (size_t i = 0; i < mandate->previous_count; i++)
		for (size_t w = 0; w < WORDS; w++)
			node->lineage.bits[w] |=
				reading->nodes[previous[i]].lineage.bits[w];
	if (makes_coordinator(mandate->kind))
		node->held_by = at;
	else if (mandate->kind == MANDATE_OFFER ||
		 mandate->kind == MANDATE_DECLINED)
		node->held_by = reading->nodes[previous[0]].held_by;
}

/* --- what a majority has decided --- */

static bool
is_in_chain(const struct reading *reading, size_t at)
{
	return reading->nodes[at].is_attached &&
	       mandate_at(reading, at)->kind != MANDATE_VOTE;
}

/*
 * An appointment sets aside what neither led to it nor follows it; but never
 * another appointment, or what follows that: two majorities are a conflict.
 */
static bool
sets_aside(const struct reading *reading, size_t appointment, size_t at)
{
	const struct places *one = &reading->nodes[appointment].lineage;
	const struct places *other = &reading->nodes[at].lineage;

	if (has(one, at) || has(other, appointment))
		return false;
	for (size_t i = 0; i < reading->count; i++)
		if (has(other, i) && !has(one, i) &&
		    mandate_at(reading, i)->kind == MANDATE_APPOINTMENT)
			return false;
	return true;
}

static void
set_aside(struct reading *reading)
{
	for (size_t i = 0; i < reading->count; i++) {
		if (!is_in_chain(reading, i) ||
		    mandate_at(reading, i)->kind != MANDATE_APPOINTMENT)
			continue;
		for (size_t at = 0; at < reading->count; at++)
			if (is_in_chain(reading, at) &&
			    sets_aside(reading, i, at))
				reading->nodes[at].is_set_aside = true;
	}
}

static void
mark_followed(struct reading *reading)
{
	for (size_t i = 0; i < reading->count; i++) {
		const struct mandate *mandate = mandate_at(reading, i);
		if (!is_in_chain(reading, i) || reading->nodes[i].is_set_aside)
			continue;
		for (size_t p = 0; p < mandate->previous_count; p++)
			reading->nodes[find(reading, mandate->previous[p])]
				.is_followed = true;
	}
}

/* --- what it comes to --- */

/* By digest, as documents name them. */
static void
sort_tips(const struct reading *reading, size_t *tips, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		for (size_t j = i;
		     j > 0 && strcmp(reading->entries[tips[j - 1]].digest,
				     reading->entries[tips[j]].digest) > 0;
		     j--) {
			size_t tip = tips[j];
			tips[j] = tips[j - 1];
			tips[j - 1] = tip;
		}
	}
}

/*
 * Where the set ends: what somebody claims; if nobody does, where it was laid
 * down. One who lays down their claim leaves the others'.
 */
static size_t *
find_tips(struct arena *arena, const struct reading *reading, size_t *count_out)
{
	size_t *tips = ARENA_ARRAY(arena, reading->count + 1, size_t);
	bool is_claimed = false;
	size_t count = 0;

	for (size_t i = 0; i < reading->count; i++) {
		const struct node *node = &reading->nodes[i];
		if (!is_in_chain(reading, i) || node->is_set_aside ||
		    node->is_followed || (is_claimed && node->held_by == NONE))
			continue;
		if (!is_claimed && node->held_by != NONE) {
			is_claimed = true;
			count = 0;
		}
		tips[count++] = i;
	}
	sort_tips(reading, tips, count);
	*count_out = count;
	return tips;
}

static enum mandate_standing
standing_of(const struct reading *reading, const size_t *tips, size_t count)
{
	if (count == 0)
		return MANDATE_NOBODY;
	if (reading->nodes[tips[0]].held_by == NONE)
		return MANDATE_VACANT;
	if (count > 1)
		return MANDATE_CONFLICT;
	if (is_masked(reading, reading->nodes[tips[0]].held_by))
		return MANDATE_MASKED;
	return mandate_at(reading, tips[0])->kind == MANDATE_OFFER
		       ? MANDATE_OFFERED
		       : MANDATE_HELD;
}

static void
tell_tips(struct arena *arena, const struct reading *reading,
	  const size_t *tips, struct mandate_chain *chain)
{
	chain->tips = ARENA_ARRAY(arena, chain->tip_count + 1, const char *);
	chain->claims = ARENA_ARRAY(arena, chain->tip_count + 1,
				    const struct mandate *);
	chain->next_seq = 1;
	for (size_t i = 0; i < chain->tip_count; i++) {
		const struct mandate *tip = mandate_at(reading, tips[i]);
		size_t held_by = reading->nodes[tips[i]].held_by;
		chain->tips[i] = reading->entries[tips[i]].digest;
		chain->claims[i] =
			held_by == NONE ? NULL : mandate_at(reading, held_by);
		if (tip->seq >= chain->next_seq)
			chain->next_seq = tip->seq + 1;
	}
	chain->voters = find_voters(reading, tips, chain->tip_count);
	if (chain->standing == MANDATE_HELD ||
	    chain->standing == MANDATE_OFFERED)
		chain->held_by = chain->claims[0];
	if (chain->tip_count == 1 && !is_masked(reading, tips[0]) &&
	    mandate_at(reading, tips[0])->kind == MANDATE_OFFER)
		chain->offer = mandate_at(reading, tips[0]);
}

static void
tell_fates(struct arena *arena, const struct reading *reading,
	   struct mandate_chain *chain)
{
	enum mandate_fate *fates =
		ARENA_ARRAY(arena, reading->count + 1, enum mandate_fate);

	for (size_t i = 0; i < reading->count; i++) {
		const struct node *node = &reading->nodes[i];
		if (!node->is_attached)
			fates[i] = MANDATE_WAITS;
		else if (mandate_at(reading, i)->kind == MANDATE_VOTE)
			fates[i] = MANDATE_IS_VOTE;
		else
			fates[i] = node->is_set_aside ? MANDATE_SET_ASIDE
						      : MANDATE_COUNTS;
	}
	chain->fates = fates;
}

static int
by_seq(const void *one, const void *other)
{
	const struct mandate_entry *a = one, *b = other;

	int order = strcmp(a->digest, b->digest);

	if (a->mandate.seq != b->mandate.seq)
		return a->mandate.seq < b->mandate.seq ? -1 : 1;
	/* A document before its mask, which then says nothing new. */
	return order != 0 ? order : (int)a->is_masked - (int)b->is_masked;
}

/* In order, each once. */
static struct reading
sort(struct arena *arena, const struct mandate_entry *entries, size_t count)
{
	struct mandate_entry *sorted =
		ARENA_ARRAY(arena, count + 1, struct mandate_entry);
	size_t kept = 0;

	if (count > 0)
		memcpy(sorted, entries, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), by_seq);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 ||
		    strcmp(sorted[kept - 1].digest, sorted[i].digest) != 0)
			sorted[kept++] = sorted[i];
	return (struct reading){
		.entries = sorted,
		.nodes = ARENA_ARRAY(arena, kept + 1, struct node),
		.count = kept,
	};
}

enum status
mandate_chain_read(struct arena *arena, const struct mandate_entry *entries,
		   size_t count, struct mandate_chain *chain_out)
{
	struct reading reading;
	size_t *tips;

	if (count > LIMIT_MANDATE_DOCUMENTS)
		return STATUS_TOO_LARGE;
	reading = sort(arena, entries, count);
	for (size_t i = 0; i < reading.count; i++)
		attach(&reading, i);
	set_aside(&reading);
	mark_followed(&reading);
	*chain_out = (struct mandate_chain){.entries = reading.entries,
					    .count = reading.count};
	tips = find_tips(arena, &reading, &chain_out->tip_count);
	chain_out->standing = standing_of(&reading, tips, chain_out->tip_count);
	tell_tips(arena, &reading, tips, chain_out);
	tell_fates(arena, &reading, chain_out);
	return STATUS_OK;
}
