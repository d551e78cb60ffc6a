/*
 * Random schedules: organisations that act as far as they may by what they
 * have, a network that loses, repeats and reorders, nodes that end and start
 * again, and some that come back from an older copy of their records.
 */
#include <stdlib.h>
#include <string.h>

#include "leak_free.h"
#include "sheaf.h"

#define NODES	  4
#define STEPS	  60
#define SCHEDULES 400

static const char *const names[NODES] = {"wijkteam", "thuiszorg", "ggz",
					 "welzijn"};
#define ALL "wijkteam,thuiszorg,ggz,welzijn"

struct world {
	struct arena *arena;
	struct sheaf nodes[NODES];
	struct sheaf copies[NODES]; /* yesterday's */
	int64_t now_ms;
	bool restores;
};

static void
take(struct sheaf *sheaf, const struct mandate_entry *entry)
{
	for (size_t i = 0; i < sheaf->count; i++)
		if (strcmp(sheaf->entries[i].digest, entry->digest) == 0)
			return;
	sheaf->entries[sheaf->count++] = *entry;
}

/* Who begins, and who says what else: only what the node itself would sign. */
static void
act(struct world *world, size_t who)
{
	static const enum mandate_kind kinds[] = {
		MANDATE_OFFER,	    MANDATE_OFFER,	MANDATE_ACCEPTANCE,
		MANDATE_ACCEPTANCE, MANDATE_DECLINED,	MANDATE_LAID_DOWN,
		MANDATE_VOTE,	    MANDATE_APPOINTMENT};
	struct sheaf *sheaf = &world->nodes[who];
	struct mandate_chain chain = sheaf_read(sheaf);
	struct mandate mandate = {
		.kind = kinds[(size_t)rand() % COUNT_OF(kinds)],
		.organisation = names[who],
		.from_ms = ++world->now_ms,
		.successor = NULL,
	};
	struct fault fault = {0};

	if (mandate.kind == MANDATE_LAID_DOWN && rand() % 4 != 0)
		return;
	if (chain.standing == MANDATE_NOBODY && who == 0)
		mandate.kind = MANDATE_GENESIS;
	if (mandate.kind == MANDATE_OFFER || mandate.kind == MANDATE_VOTE)
		mandate.successor = names[(size_t)rand() % NODES];
	if (mandate.kind == MANDATE_VOTE)
		mandate.consent = "c";
	mandate = sheaf_next(sheaf, mandate, ALL);
	if (mandate_chain_check(world->arena, &chain, &mandate, &fault) ==
	    STATUS_OK)
		sheaf_add(sheaf, mandate, ALL);
}

/* Some of what one has, to another, in any order and more than once. */
static void
send(struct world *world, size_t from, size_t to)
{
	const struct sheaf *sheaf = &world->nodes[from];

	for (size_t i = 0; i < 2 * sheaf->count; i++)
		if (rand() % 2 == 0)
			take(&world->nodes[to],
			     &sheaf->entries[(size_t)rand() % sheaf->count]);
}

static void
step(struct world *world)
{
	size_t who = (size_t)rand() % NODES;

	switch (rand() % (world->restores ? 8 : 6)) {
	case 6: world->copies[who] = world->nodes[who]; return;
	case 7: world->nodes[who] = world->copies[who]; return;
	case 0:
	case 1: act(world, who); return;
	default: send(world, who, (size_t)rand() % NODES);
	}
}

static void
shuffle(struct sheaf *sheaf)
{
	for (size_t i = sheaf->count; i > 1; i--) {
		size_t other = (size_t)rand() % i;
		struct mandate_entry entry = sheaf->entries[i - 1];
		sheaf->entries[i - 1] = sheaf->entries[other];
		sheaf->entries[other] = entry;
	}
}

static void
expect_same(const struct sheaf *one, const struct sheaf *other)
{
	struct mandate_chain first = sheaf_read(one),
			     second = sheaf_read(other);

	cr_assert_eq(first.standing, second.standing);
	cr_assert_eq(first.tip_count, second.tip_count);
	cr_assert_eq(first.count, second.count);
	for (size_t i = 0; i < first.tip_count; i++)
		cr_assert_str_eq(first.tips[i], second.tips[i]);
	for (size_t i = 0; i < first.count; i++)
		cr_assert_eq(first.fates[i], second.fates[i]);
	cr_assert_eq(first.held_by == NULL, second.held_by == NULL);
	if (first.held_by != NULL)
		cr_assert_str_eq(first.held_by->organisation,
				 second.held_by->organisation);
}

/*
 * Two documents that count and make coordinators at one seq: only where a
 * majority has joined what had come apart, or nobody holds it.
 */
static void
expect_no_silent_fork(const struct sheaf *sheaf)
{
	struct mandate_chain chain = sheaf_read(sheaf);
	bool has_appointment = false, has_end = false, is_forked = false;

	for (size_t i = 0; i < chain.count; i++) {
		enum mandate_kind kind = chain.entries[i].mandate.kind;
		if (chain.fates[i] != MANDATE_COUNTS)
			continue;
		has_appointment |= kind == MANDATE_APPOINTMENT;
		has_end |= kind == MANDATE_LAID_DOWN;
		for (size_t j = 0; j < i; j++)
			is_forked |= chain.fates[j] == MANDATE_COUNTS &&
				     chain.entries[j].mandate.seq ==
					     chain.entries[i].mandate.seq;
	}
	if (is_forked && chain.held_by != NULL)
		cr_assert(has_appointment || has_end,
			  "a fork came to a holder by itself");
}

static void
run(unsigned seed, bool restores, unsigned *conflicts)
{
	struct arena *arena = arena_new();
	struct world *world = ARENA_NEW(arena, struct world);
	struct sheaf *all = ARENA_NEW(arena, struct sheaf);

	srand(seed);
	world->arena = arena;
	world->now_ms = 1795255200000;
	world->restores = restores;
	all->arena = arena;
	for (size_t i = 0; i < NODES; i++)
		world->nodes[i].arena = world->copies[i].arena = arena;
	for (unsigned i = 0; i < STEPS; i++)
		step(world);
	for (size_t i = 0; i < NODES; i++) {
		struct mandate_chain chain = sheaf_read(&world->nodes[i]);
		*conflicts += chain.standing == MANDATE_CONFLICT;
		expect_no_silent_fork(&world->nodes[i]);
		for (size_t e = 0; e < world->nodes[i].count; e++)
			take(all, &world->nodes[i].entries[e]);
	}
	expect_no_silent_fork(all);
	world->nodes[0] = *all;
	shuffle(&world->nodes[0]);
	expect_same(all, &world->nodes[0]);
	arena_free(arena);
}

LEAK_FREE_TEST(mandate_properties, same_documents_say_the_same_in_any_order)
{
	unsigned conflicts = 0;

	for (unsigned seed = 1; seed <= SCHEDULES; seed++)
		run(seed, true, &conflicts);
	/* Else the schedules tried nothing. */
	cr_expect_gt(conflicts, 0);
}

static struct mandate
next_of_kind(const struct world *world, size_t who, enum mandate_kind kind)
{
	return sheaf_next(
		&world->nodes[who],
		(struct mandate){.kind = kind,
				 .organisation = names[who],
				 .successor = names[(who + 1) % NODES],
				 .from_ms = world->now_ms + 1},
		ALL);
}

/* Hand-overs alone, and nodes that keep what they signed: never a conflict. */
static void
run_hand_overs(unsigned seed, size_t *longest)
{
	static const enum mandate_kind kinds[] = {
		MANDATE_OFFER, MANDATE_ACCEPTANCE, MANDATE_DECLINED};
	struct arena *arena = arena_new();
	struct world *world = ARENA_NEW(arena, struct world);

	srand(seed);
	world->arena = arena;
	world->now_ms = 1795255200000;
	for (size_t i = 0; i < NODES; i++)
		world->nodes[i].arena = arena;
	sheaf_add(&world->nodes[0],
		  (struct mandate){.kind = MANDATE_GENESIS,
				   .organisation = names[0]},
		  ALL);
	for (unsigned i = 0; i < STEPS; i++) {
		size_t who = (size_t)rand() % NODES;
		struct mandate_chain chain = sheaf_read(&world->nodes[who]);
		struct mandate next = next_of_kind(
			world, who, kinds[(size_t)rand() % COUNT_OF(kinds)]);
		struct fault fault = {0};
		if (world->nodes[who].count > 0)
			send(world, who, (size_t)rand() % NODES);
		world->now_ms++;
		if (mandate_chain_check(arena, &chain, &next, &fault) ==
		    STATUS_OK)
			sheaf_add(&world->nodes[who], next, ALL);
	}
	for (size_t i = 0; i < NODES; i++) {
		struct mandate_chain chain = sheaf_read(&world->nodes[i]);
		cr_assert_neq(chain.standing, MANDATE_CONFLICT, "seed %u",
			      seed);
		*longest = chain.count > *longest ? chain.count : *longest;
	}
	arena_free(arena);
}

LEAK_FREE_TEST(mandate_properties, honest_hand_overs_never_come_apart)
{
	size_t longest = 0;

	for (unsigned seed = 1; seed <= SCHEDULES; seed++)
		run_hand_overs(seed, &longest);
	cr_expect_gt(longest, 6);
}
