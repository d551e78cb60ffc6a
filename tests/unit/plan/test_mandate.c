#include "daemon/plan/mandate.h"

#include <string.h>

#include "leak_free.h"
#include "sheaf.h"

#define A   "wijkteam"
#define B   "thuiszorg"
#define C   "ggz"
#define D   "welzijn"
#define ALL A "," B "," C "," D

#define GENESIS_OF(who)                                                        \
	((struct mandate){.kind = MANDATE_GENESIS, .organisation = (who)})
#define OFFER_OF(who, to)                                                      \
	((struct mandate){.kind = MANDATE_OFFER,                               \
			  .organisation = (who),                               \
			  .successor = (to)})
#define ACCEPTANCE_OF(who)                                                     \
	((struct mandate){.kind = MANDATE_ACCEPTANCE, .organisation = (who)})
#define DECLINED_OF(who)                                                       \
	((struct mandate){.kind = MANDATE_DECLINED, .organisation = (who)})
#define LAID_DOWN_OF(who)                                                      \
	((struct mandate){.kind = MANDATE_LAID_DOWN, .organisation = (who)})
#define VOTE_OF(who, to)                                                       \
	((struct mandate){.kind = MANDATE_VOTE,                                \
			  .organisation = (who),                               \
			  .successor = (to),                                   \
			  .consent = "c"})
#define APPOINTMENT_OF(who)                                                    \
	((struct mandate){.kind = MANDATE_APPOINTMENT, .organisation = (who)})

static struct sheaf
begin(void)
{
	struct sheaf sheaf = {.arena = arena_new()};

	sheaf_add(&sheaf, GENESIS_OF(A), ALL);
	return sheaf;
}

static void
end(struct sheaf *sheaf)
{
	arena_free(sheaf->arena);
}

static void
expect_held(const struct sheaf *sheaf, const char *organisation)
{
	struct mandate_chain chain = sheaf_read(sheaf);

	cr_assert(chain.held_by != NULL, "nobody holds it: %s",
		  mandate_standing_word(chain.standing));
	cr_expect_str_eq(chain.held_by->organisation, organisation);
}

static void
expect_refused(const struct sheaf *sheaf, struct mandate mandate,
	       const char *because)
{
	struct mandate_chain chain = sheaf_read(sheaf);
	struct mandate next = sheaf_next(sheaf, mandate, ALL);
	struct fault fault = {0};

	cr_expect_eq(mandate_chain_check(sheaf->arena, &chain, &next, &fault),
		     STATUS_CONFLICT, "not refused: %s", because);
	cr_expect(strstr(fault.text, because) != NULL, "%s, not: %s",
		  fault.text, because);
}

/* It may stand in the set, but nothing comes of it. */
static void
expect_ignored(struct sheaf *sheaf, struct mandate mandate)
{
	struct mandate_chain before = sheaf_read(sheaf), after;

	sheaf_add(sheaf, mandate, ALL);
	after = sheaf_read(sheaf);
	cr_expect_eq(after.standing, before.standing, "%s",
		     mandate_standing_word(after.standing));
	cr_expect_eq(after.tip_count, before.tip_count);
	cr_expect_eq(after.next_seq, before.next_seq);
	sheaf->count--;
}

LEAK_FREE_TEST(mandate, refuses_a_second_coordinator)
{
	struct sheaf sheaf = begin();

	expect_refused(&sheaf, GENESIS_OF(B), "can have only one");
	expect_refused(&sheaf, GENESIS_OF(A), "can have only one");
	end(&sheaf);
}

LEAK_FREE_TEST(mandate, refuses_an_offer_by_who_does_not_hold_it)
{
	struct sheaf sheaf = begin();

	expect_refused(&sheaf, OFFER_OF(B, C), "another organisation");
	expect_ignored(&sheaf, OFFER_OF(B, C));
	expect_refused(&sheaf, OFFER_OF(A, A), "your own organisation");
	expect_ignored(&sheaf, OFFER_OF(A, A));
	end(&sheaf);
}

LEAK_FREE_TEST(mandate, refuses_a_hand_over_that_nobody_offered)
{
	struct sheaf sheaf = begin();

	expect_refused(&sheaf, ACCEPTANCE_OF(B), "nobody has offered");
	expect_ignored(&sheaf, ACCEPTANCE_OF(B));
	end(&sheaf);
}

LEAK_FREE_TEST(mandate, refuses_an_answer_by_another_than_the_successor)
{
	struct sheaf sheaf = begin();

	sheaf_add(&sheaf, OFFER_OF(A, B), ALL);
	expect_refused(&sheaf, ACCEPTANCE_OF(C), "offered to another");
	expect_ignored(&sheaf, ACCEPTANCE_OF(C));
	expect_refused(&sheaf, DECLINED_OF(C), "offered to another");
	expect_ignored(&sheaf, DECLINED_OF(C));
	expect_refused(&sheaf, ACCEPTANCE_OF(A), "your own organisation");
	end(&sheaf);
}

LEAK_FREE_TEST(mandate, refuses_a_second_offer_until_the_first_is_answered)
{
	struct sheaf sheaf = begin();

	sheaf_add(&sheaf, OFFER_OF(A, B), ALL);
	expect_refused(&sheaf, OFFER_OF(A, C), "stands until");
	expect_ignored(&sheaf, OFFER_OF(A, C));
	sheaf_add(&sheaf, DECLINED_OF(B), ALL);
	expect_refused(&sheaf, ACCEPTANCE_OF(B), "nobody has offered");
	sheaf_add(&sheaf, OFFER_OF(A, C), ALL);
	cr_expect_eq(sheaf_read(&sheaf).standing, MANDATE_OFFERED);
	end(&sheaf);
}

LEAK_FREE_TEST(mandate, refuses_a_seq_or_a_predecessor_that_is_not_the_last)
{
	struct sheaf sheaf = begin();
	const char *first = sheaf.entries[0].digest;
	struct mandate offer = OFFER_OF(A, B);

	offer.previous = &first;
	offer.previous_count = 1;
	offer.seq = 3;
	expect_ignored(&sheaf, offer);
	first = "0000000000000000000000000000000000000000000000000000000000000"
		"000";
	offer.seq = 2;
	expect_ignored(&sheaf, offer);
	end(&sheaf);
}

LEAK_FREE_TEST(mandate,
	       passes_from_the_holder_to_the_named_successor_at_its_word)
{
	struct sheaf sheaf = begin();

	expect_held(&sheaf, A);
	sheaf_add(&sheaf, OFFER_OF(A, B), ALL);
	expect_held(&sheaf, A);
	sheaf_add(&sheaf, ACCEPTANCE_OF(B), ALL);
	expect_held(&sheaf, B);
	expect_refused(&sheaf, OFFER_OF(A, C), "another organisation");
	sheaf_add(&sheaf, OFFER_OF(B, A), ALL);
	sheaf_add(&sheaf, ACCEPTANCE_OF(A), ALL);
	expect_held(&sheaf, A);
	cr_expect_eq(sheaf_read(&sheaf).next_seq, 6);
	end(&sheaf);
}

/* The holder's node came back from yesterday's database, and offers again. */
static struct sheaf
come_apart(void)
{
	struct sheaf sheaf = begin();
	struct mandate other = OFFER_OF(A, C);
	/* not inside the sheaf, which moves when it is returned */
	const char **first = ARENA_ARRAY(sheaf.arena, 1, const char *);

	*first = sheaf.entries[0].digest;
	other.seq = 2;
	other.previous = first;
	other.previous_count = 1;
	sheaf_add(&sheaf, OFFER_OF(A, B), ALL);
	sheaf_add(&sheaf, ACCEPTANCE_OF(B), ALL);
	sheaf_add(&sheaf, other, ALL);
	return sheaf;
}

LEAK_FREE_TEST(mandate, shows_two_documents_of_one_seq_and_nobody_acts)
{
	struct sheaf sheaf = come_apart();
	struct mandate_chain chain = sheaf_read(&sheaf);

	cr_expect_eq(chain.standing, MANDATE_CONFLICT);
	cr_expect_null(chain.held_by);
	cr_expect_null(chain.offer);
	cr_expect_eq(chain.tip_count, 2);
	expect_refused(&sheaf, OFFER_OF(A, D), "come apart");
	expect_refused(&sheaf, OFFER_OF(B, D), "come apart");
	expect_refused(&sheaf, ACCEPTANCE_OF(C), "come apart");
	expect_refused(&sheaf, GENESIS_OF(D), "come apart");
	end(&sheaf);
}

LEAK_FREE_TEST(mandate, leaves_the_other_claim_when_one_is_laid_down)
{
	struct sheaf sheaf = come_apart();
	struct mandate end_of_a = LAID_DOWN_OF(A);

	end_of_a.seq = 3;
	end_of_a.previous = &sheaf.entries[3].digest;
	end_of_a.previous_count = 1;
	sheaf_add(&sheaf, end_of_a, ALL);
	expect_held(&sheaf, B);
	end(&sheaf);
}

LEAK_FREE_TEST(mandate, needs_more_than_half_of_the_seats_to_appoint)
{
	struct sheaf sheaf = come_apart();

	expect_refused(&sheaf, APPOINTMENT_OF(D), "more than half");
	sheaf_add(&sheaf, VOTE_OF(D, D), ALL);
	expect_refused(&sheaf, VOTE_OF(D, C), "voted already");
	expect_refused(&sheaf, APPOINTMENT_OF(D), "more than half");
	expect_ignored(&sheaf, APPOINTMENT_OF(D));
	sheaf_add(&sheaf, VOTE_OF(C, D), ALL);
	expect_refused(&sheaf, APPOINTMENT_OF(C), "more than half");
	sheaf_add(&sheaf, APPOINTMENT_OF(D), ALL);
	expect_held(&sheaf, D);
	cr_expect_eq(sheaf_read(&sheaf).tip_count, 1);
	end(&sheaf);
}

LEAK_FREE_TEST(mandate,
	       gives_no_seat_to_who_was_not_linked_nor_a_second_to_who_was)
{
	struct sheaf sheaf = {.arena = arena_new()};
	struct mandate_chain chain;
	struct mandate_tally tally;
	struct mandate again = VOTE_OF(B, B);

	sheaf_add(&sheaf, GENESIS_OF(A), B "," C);
	sheaf_add(&sheaf, LAID_DOWN_OF(A), ALL);
	expect_refused(&sheaf, VOTE_OF(D, D), "no vote");
	expect_refused(&sheaf, VOTE_OF(A, D), "no vote");
	sheaf_add(&sheaf, VOTE_OF(D, B), ALL);
	sheaf_add(&sheaf, VOTE_OF(B, B), ALL);
	again.from_ms = 1795255200999;
	sheaf_add(&sheaf, again, ALL);
	chain = sheaf_read(&sheaf);
	tally = mandate_chain_tally(sheaf.arena, &chain, B);
	cr_expect_eq(tally.seats, 2);
	cr_expect_eq(tally.count, 1);
	cr_expect_not(mandate_tally_is_majority(&tally));
	expect_refused(&sheaf, APPOINTMENT_OF(B), "more than half");
	end(&sheaf);
}

LEAK_FREE_TEST(mandate, ignores_an_appointment_that_counts_one_seat_twice)
{
	struct sheaf sheaf = {.arena = arena_new()};
	struct mandate again = VOTE_OF(B, B), forged = APPOINTMENT_OF(B);
	const char *votes[2];

	sheaf_add(&sheaf, GENESIS_OF(A), B "," C "," D);
	sheaf_add(&sheaf, LAID_DOWN_OF(A), ALL);
	votes[0] = sheaf_add(&sheaf, VOTE_OF(B, B), ALL);
	again.from_ms = 1795255200999;
	votes[1] = sheaf_add(&sheaf, again, ALL);
	forged = sheaf_next(&sheaf, forged, ALL);
	forged.votes = votes;
	forged.vote_count = 2;
	sheaf.entries[sheaf.count++] =
		(struct mandate_entry){.mandate = forged, .digest = "f"};
	cr_expect_eq(sheaf_read(&sheaf).standing, MANDATE_VACANT);
	end(&sheaf);
}

LEAK_FREE_TEST(mandate, sets_aside_what_a_majority_did_not_choose_and_says_so)
{
	struct sheaf sheaf = come_apart();
	struct mandate_chain chain;
	size_t aside = 0;
	struct mandate late = ACCEPTANCE_OF(C);

	sheaf_add(&sheaf, VOTE_OF(D, B), ALL);
	sheaf_add(&sheaf, VOTE_OF(B, B), ALL);
	sheaf_add(&sheaf, APPOINTMENT_OF(B), ALL);
	/* C hadn't heard of it, and accepts what it was offered. */
	late.seq = 3;
	late.previous = &sheaf.entries[3].digest;
	late.previous_count = 1;
	sheaf_add(&sheaf, late, ALL);
	expect_held(&sheaf, B);
	chain = sheaf_read(&sheaf);
	for (size_t i = 0; i < chain.count; i++)
		aside += chain.fates[i] == MANDATE_SET_ASIDE;
	cr_expect_eq(aside, 1);
	end(&sheaf);
}

LEAK_FREE_TEST(mandate, shows_two_majorities_as_a_conflict)
{
	struct sheaf sheaf = {.arena = arena_new()};
	struct mandate second = VOTE_OF(B, C), other;

	sheaf_add(&sheaf, GENESIS_OF(A), B "," C);
	sheaf_add(&sheaf, LAID_DOWN_OF(A), ALL);
	sheaf_add(&sheaf, VOTE_OF(B, B), ALL);
	sheaf_add(&sheaf, VOTE_OF(C, B), ALL);
	second.from_ms = 1795255200999;
	sheaf_add(&sheaf, second, ALL);
	second.organisation = C;
	sheaf_add(&sheaf, second, ALL);
	other = sheaf_next(&sheaf, APPOINTMENT_OF(C), ALL);
	sheaf_add(&sheaf, APPOINTMENT_OF(B), ALL);
	expect_held(&sheaf, B);
	sheaf.entries[sheaf.count++] =
		(struct mandate_entry){.mandate = other, .digest = "f"};
	cr_expect_eq(sheaf_read(&sheaf).standing, MANDATE_CONFLICT);
	end(&sheaf);
}

LEAK_FREE_TEST(mandate,
	       says_nothing_of_what_follows_documents_that_are_not_here)
{
	struct sheaf sheaf = begin();
	struct mandate_chain chain;

	sheaf_add(&sheaf, OFFER_OF(A, B), ALL);
	sheaf_add(&sheaf, ACCEPTANCE_OF(B), ALL);
	sheaf.entries[1] = sheaf.entries[2];
	sheaf.count = 2;
	expect_held(&sheaf, A);
	chain = sheaf_read(&sheaf);
	cr_expect_eq(chain.fates[1], MANDATE_WAITS);
	end(&sheaf);
}

LEAK_FREE_TEST(mandate, refuses_more_documents_than_a_plan_can_have)
{
	struct arena *arena = arena_new();
	struct mandate_entry *entries = ARENA_ARRAY(
		arena, LIMIT_MANDATE_DOCUMENTS + 1, struct mandate_entry);
	struct mandate_chain chain;

	cr_expect_eq(mandate_chain_read(arena, entries,
					LIMIT_MANDATE_DOCUMENTS + 1, &chain),
		     STATUS_TOO_LARGE);
	arena_free(arena);
}

/* As a node has it that may not know whom it names. */
static void
mask(struct sheaf *sheaf, size_t at)
{
	struct mandate_entry *entry = &sheaf->entries[at];
	struct mandate known = {.kind = entry->mandate.kind,
				.plan = entry->mandate.plan,
				.seq = entry->mandate.seq,
				.previous = entry->mandate.previous,
				.previous_count =
					entry->mandate.previous_count};

	entry->mandate = known;
	entry->is_masked = true;
}

LEAK_FREE_TEST(mandate, says_that_another_coordinates_who_may_not_be_known)
{
	struct sheaf sheaf = begin();
	struct mandate_chain chain;

	sheaf_add(&sheaf, OFFER_OF(A, B), ALL);
	sheaf_add(&sheaf, ACCEPTANCE_OF(B), ALL);
	mask(&sheaf, 1);
	mask(&sheaf, 2);
	chain = sheaf_read(&sheaf);
	cr_expect_eq(chain.standing, MANDATE_MASKED);
	cr_expect_null(chain.held_by);
	expect_refused(&sheaf, OFFER_OF(A, C), "may not know");
	expect_refused(&sheaf, ACCEPTANCE_OF(C), "may not know");
	expect_refused(&sheaf, GENESIS_OF(C), "may not know");
	expect_ignored(&sheaf, OFFER_OF(A, C));
	end(&sheaf);
}

LEAK_FREE_TEST(mandate, goes_on_behind_documents_that_may_not_be_seen)
{
	struct sheaf sheaf = begin();

	sheaf_add(&sheaf, OFFER_OF(A, B), ALL);
	sheaf_add(&sheaf, ACCEPTANCE_OF(B), ALL);
	sheaf_add(&sheaf, OFFER_OF(B, A), ALL);
	sheaf_add(&sheaf, ACCEPTANCE_OF(A), ALL);
	sheaf_add(&sheaf, OFFER_OF(A, C), ALL);
	mask(&sheaf, 1);
	mask(&sheaf, 2);
	mask(&sheaf, 3);
	expect_held(&sheaf, A);
	sheaf_add(&sheaf, ACCEPTANCE_OF(C), ALL);
	expect_held(&sheaf, C);
	end(&sheaf);
}
