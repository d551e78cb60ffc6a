/*
 * Both sides of a session in one process, without the steps between nodes: what
 * each computes by several threads, over lists of two pieces.
 */
#include "daemon/discovery/finish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "leak_free.h"

#define SESSION "11111111-1111-4111-8111-111111111111"
#define LENGTH	(LIMIT_DISCOVERY_PIECE + PSI_PADDED_TO)
#define THREADS 4
#define PEOPLE	4

struct side {
	struct arena *arena;
	struct store *store;
	struct session session;
	struct discovery_commitment commitment;
	struct box_key key;
	char folder[64];
};

/* Number i stands at place PLACE(i), so that both pieces have somebody. */
#define PLACE(i) ((int64_t)(i)*700 + 11)

static void
add_people(struct side *side, const char *const numbers[PEOPLE])
{
	struct import_resident people[PEOPLE];
	const struct import import = {.residents = people,
				      .resident_count = PEOPLE};
	struct store_import_counts counts;
	struct fault fault = {0};
	for (size_t i = 0; i < PEOPLE; i++)
		people[i] = (struct import_resident){
			.origin = arena_printf(side->arena, "Patient/r%zu", i),
			.bsn = numbers[i],
			.birth_day = CLOCK_DAY_NONE,
		};
	cr_assert_eq(store_import(side->store, side->arena, NULL, &import,
				  &counts, &fault),
		     STATUS_OK, "%s %s", fault.where, fault.text);
}

static void
add_places(struct side *side)
{
	for (size_t i = 0; i < PEOPLE; i++) {
		struct store_resident resident;
		cr_assert_eq(store_resident_find(
				     side->store, side->arena,
				     arena_printf(side->arena, "r%zu", i),
				     &resident),
			     STATUS_OK);
		const struct store_place place = {.place = PLACE(i),
						  .resident = resident.id,
						  .rules = "NL-35a",
						  .consents = ""};
		cr_assert_eq(store_place_add(side->store, SESSION, &place),
			     STATUS_OK);
	}
}

/* `ours`: it is the asker. */
static struct side
side_open(bool ours, const char *const numbers[PEOPLE], unsigned threads)
{
	struct side side = {.arena = arena_new()};
	const struct store_discovery row = {
		.id = SESSION,
		.partner = ours ? "thuiszorg" : "wijkteam",
		.ours = ours,
		.user = "fatima",
		.role = "coordinator",
		.purpose = "coordination",
		.mode = discovery_mode_word(DISCOVERY_MUTUAL),
		.identifier = psi_identifier_word(PSI_IDENTIFIER_BSN),
		.ends_ms = 1,
		.stage = "agreed",
		.people = PEOPLE,
		.length = LENGTH,
		.their_length = LENGTH,
		.matches = -1,
	};
	struct psi_secret secret;
	strcpy(side.folder, "/tmp/eenplan-session-XXXXXX");
	cr_assert_not_null(mkdtemp(side.folder));
	const struct store_settings settings = {
		.path = arena_printf(side.arena, "%s/db", side.folder),
		.key = &side.key,
	};
	cr_assert_eq(store_open(&settings, STORE_WRITE, &side.store),
		     STATUS_OK);
	cr_assert_eq(store_begin(side.store), STATUS_OK);
	add_people(&side, numbers);
	psi_secret_random(&secret);
	cr_assert_eq(store_discovery_add(side.store, side.arena, &row, &secret),
		     STATUS_OK);
	add_places(&side);
	cr_assert_eq(store_commit(side.store), STATUS_OK);
	cr_assert_eq(session_open(side.store, side.arena, &row,
				  ours ? "wijkteam" : "thuiszorg", threads,
				  &side.session),
		     STATUS_OK);
	return side;
}

static void
side_close(struct side *side)
{
	session_close(&side->session);
	store_close(side->store);
	cr_assert_eq(
		system(arena_printf(side->arena, "rm -r %s", side->folder)), 0);
	arena_free(side->arena);
}

static void
mask_and_commit(struct side *side)
{
	struct masking masking;
	while (side->session.row.masked < LENGTH) {
		cr_assert_eq(masking_make(&masking, &side->session, side->store,
					  side->arena),
			     STATUS_OK);
		cr_assert_eq(
			masking_keep(&masking, &side->session, side->store),
			STATUS_OK);
	}
	cr_assert_eq(
		session_commit(&side->session, side->store, &side->commitment),
		STATUS_OK);
}

static struct text
masked_piece(struct side *side, int64_t first)
{
	struct text bytes;
	cr_assert_eq(store_piece_find(side->store, side->arena, SESSION,
				      STORE_LIST_MASKED, first, &bytes),
		     STATUS_OK);
	return bytes;
}

static void
take_list(struct side *side, struct side *other)
{
	struct fault fault = {0};
	for (int64_t first = 0; first < LENGTH; first += LIMIT_DISCOVERY_PIECE)
		cr_assert_eq(
			session_take_points(&side->session, side->store, first,
					    masked_piece(other, first), &fault),
			STATUS_OK, "%s", fault.text);
	cr_assert_eq(session_check_list(&side->session, side->store,
					&other->commitment, &fault),
		     STATUS_OK, "%s", fault.text);
}

static void
raise_list(struct side *side)
{
	struct fault fault = {0};
	struct raising raising;
	int64_t raised = 0;
	while (raised < LENGTH) {
		cr_assert_eq(raising_make(&raising, &side->session, side->store,
					  side->arena, raised, &fault),
			     STATUS_OK, "%s", fault.text);
		cr_assert_eq(
			raising_keep(&raising, &side->session, side->store),
			STATUS_OK);
		cr_assert_eq(session_points(&side->session, side->store,
					    STORE_LIST_RAISED, &raised),
			     STATUS_OK);
	}
	cr_expect_eq(raised, LENGTH);
}

static size_t
join(struct side *side, struct side *other, struct session_match **matches_out)
{
	struct fault fault = {0};
	struct text tags;
	size_t count;
	cr_assert_eq(
		session_tags(&other->session, other->store, side->arena, &tags),
		STATUS_OK);
	cr_assert_eq(session_join(&side->session, side->store, side->arena,
				  tags, matches_out, &count, &fault),
		     STATUS_OK, "%s", fault.text);
	return count;
}

static const char *const ours[PEOPLE] = {"999900006", "999900018", "999900067",
					 "999900031"};
static const char *const theirs[PEOPLE] = {"999900031", "999900043",
					   "999900055", "999900018"};

LEAK_FREE_TEST(session, finds_who_is_in_both_lists_by_several_threads)
{
	struct side a = side_open(true, ours, THREADS);
	struct side b = side_open(false, theirs, THREADS);
	struct session_match *at_a, *at_b;
	mask_and_commit(&a);
	mask_and_commit(&b);
	take_list(&a, &b);
	take_list(&b, &a);
	raise_list(&a);
	raise_list(&b);
	cr_assert_eq(join(&a, &b, &at_a), 2);
	cr_assert_eq(join(&b, &a, &at_b), 2);
	cr_expect_eq(at_a[0].place, PLACE(1));
	cr_expect_eq(at_a[1].place, PLACE(3));
	cr_expect_eq(at_b[0].place, PLACE(0));
	cr_expect_eq(at_b[1].place, PLACE(3));
	/* The same two, who stand the other way round there. */
	cr_expect_eq(memcmp(at_a[0].pair, at_b[1].pair, PSI_PERSON_BYTES), 0);
	cr_expect_eq(memcmp(at_a[1].pair, at_b[0].pair, PSI_PERSON_BYTES), 0);
	side_close(&b);
	side_close(&a);
}

LEAK_FREE_TEST(session, masks_the_same_by_one_thread_and_by_several)
{
	struct side a = side_open(true, ours, THREADS);
	mask_and_commit(&a);
	for (int64_t first = 0; first < LENGTH;
	     first += LIMIT_DISCOVERY_PIECE) {
		struct text masked = masked_piece(&a, first);
		struct masking masking;
		a.session.threads = 1;
		a.session.row.masked = first;
		cr_assert_eq(
			masking_make(&masking, &a.session, a.store, a.arena),
			STATUS_OK);
		cr_assert_eq(masked.length, masking.count * PSI_POINT_BYTES);
		cr_expect_eq(
			memcmp(masking.points, masked.bytes, masked.length), 0);
	}
	side_close(&a);
}

LEAK_FREE_TEST(session, names_the_first_that_is_no_point_whoever_saw_it)
{
	struct side a = side_open(true, ours, THREADS);
	struct side b = side_open(false, theirs, THREADS);
	struct fault fault = {0};
	struct raising raising;
	mask_and_commit(&b);
	struct text bytes = masked_piece(&b, 0);
	char *points = arena_text(a.arena, bytes);
	/* In the parts of three threads. */
	memset(points + 1900 * PSI_POINT_BYTES, 0, PSI_POINT_BYTES);
	memset(points + 700 * PSI_POINT_BYTES, 0xff, PSI_POINT_BYTES);
	memset(points + 1100 * PSI_POINT_BYTES, 0, PSI_POINT_BYTES);
	cr_assert_eq(session_take_points(&a.session, a.store, 0,
					 (struct text){points, bytes.length},
					 &fault),
		     STATUS_OK);
	cr_expect_eq(
		raising_make(&raising, &a.session, a.store, a.arena, 0, &fault),
		STATUS_INVALID);
	cr_expect_not_null(strstr(fault.text, "number 700 "), "%s", fault.text);
	side_close(&b);
	side_close(&a);
}

LEAK_FREE_TEST(session, commits_to_nothing_before_all_is_masked)
{
	struct side a = side_open(true, ours, THREADS);
	cr_expect_eq(session_commit(&a.session, a.store, &a.commitment),
		     STATUS_STORAGE);
	side_close(&a);
}

LEAK_FREE_TEST(session, takes_no_other_number_of_points)
{
	struct side a = side_open(true, ours, THREADS);
	struct side b = side_open(false, theirs, THREADS);
	struct fault fault = {0};
	mask_and_commit(&b);
	struct text bytes = masked_piece(&b, 0);
	bytes.length -= PSI_POINT_BYTES;
	cr_expect_eq(session_take_points(&a.session, a.store, 0, bytes, &fault),
		     STATUS_INVALID);
	cr_expect_not_null(strstr(fault.text, "must be 2048 points"), "%s",
			   fault.text);
	side_close(&b);
	side_close(&a);
}

LEAK_FREE_TEST(session, checks_no_list_of_which_a_part_is_missing)
{
	struct side a = side_open(true, ours, THREADS);
	struct side b = side_open(false, theirs, THREADS);
	struct fault fault = {0};
	mask_and_commit(&b);
	cr_assert_eq(session_take_points(&a.session, a.store, 0,
					 masked_piece(&b, 0), &fault),
		     STATUS_OK);
	cr_expect_eq(
		session_check_list(&a.session, a.store, &b.commitment, &fault),
		STATUS_CONFLICT);
	side_close(&b);
	side_close(&a);
}

/* --- finishing --- */

/* As the asker signed it; here only what it says counts. */
static const char *
closing_of(struct side *side, const uint8_t nonce[DIGEST_BYTES])
{
	struct discovery_closing closing = {
		.head = {SESSION, "wijkteam", "thuiszorg"}};
	memcpy(closing.nonce, nonce, DIGEST_BYTES);
	return arena_printf(
		side->arena, "%s.%s.AAAA",
		base64url_encode(
			side->arena,
			text_of("{\"alg\":\"ES256\",\"kid\":\"wijkteam\","
				"\"typ\":\"" DISCOVERY_CLOSING_TYPE "\"}")),
		base64url_encode(side->arena, discovery_closing_encode(
						      side->arena, &closing)));
}

static void
close_with(struct side *side, const char *jws)
{
	side->session.row.stage = "closed";
	cr_assert_eq(store_discovery_change(side->store, &side->session.row),
		     STATUS_OK);
	if (jws != NULL)
		cr_assert_eq(store_paper_add(side->store, SESSION,
					     STORE_PAPER_ASKER_CLOSING, jws,
					     text_of("certificate")),
			     STATUS_OK);
}

static bool
has_secret(struct side *side)
{
	struct psi_secret secret;
	enum status status = store_discovery_secret(side->store, side->arena,
						    SESSION, &secret);
	psi_secret_wipe(&secret);
	return status == STATUS_OK;
}

LEAK_FREE_TEST(session, is_finished_after_it_was_closed_and_once)
{
	static const uint8_t nonce[DIGEST_BYTES] = {7};
	struct side b = side_open(false, theirs, THREADS);
	struct discovery_openings openings;
	struct fault fault = {0};
	struct text text, again, masked;
	mask_and_commit(&b);
	close_with(&b, closing_of(&b, nonce));
	cr_assert(has_secret(&b));
	sessions_finish(b.store, "thuiszorg");
	cr_expect_not(has_secret(&b));
	cr_expect_eq(store_piece_find(b.store, b.arena, SESSION,
				      STORE_LIST_MASKED, 0, &masked),
		     STATUS_NOT_FOUND);
	cr_assert_eq(store_discovery_openings(b.store, b.arena, SESSION, &text),
		     STATUS_OK);
	cr_assert_eq(
		discovery_openings_decode(b.arena, text, &openings, &fault),
		STATUS_OK, "%s", fault.text);
	/* All of a list with fewer people than are drawn. */
	cr_expect_eq(openings.count, LENGTH);
	sessions_finish(b.store, "thuiszorg");
	cr_assert_eq(
		store_discovery_openings(b.store, b.arena, SESSION, &again),
		STATUS_OK);
	cr_expect(text_equals(text, again));
	side_close(&b);
}

LEAK_FREE_TEST(session, that_cannot_be_finished_is_kept_for_another_time)
{
	static const uint8_t nonce[DIGEST_BYTES] = {7};
	struct side b = side_open(false, theirs, THREADS);
	mask_and_commit(&b);
	close_with(&b, NULL);
	sessions_finish(b.store, "thuiszorg");
	cr_expect(has_secret(&b));
	/* Nor is it over with its time: nobody could audit it then. */
	cr_assert_eq(store_discoveries_expire(b.store, 2), STATUS_OK);
	cr_expect(has_secret(&b));
	close_with(&b, closing_of(&b, nonce));
	sessions_finish(b.store, "thuiszorg");
	cr_expect_not(has_secret(&b));
	side_close(&b);
}

LEAK_FREE_TEST(session, that_was_not_closed_is_not_finished)
{
	struct side b = side_open(false, theirs, THREADS);
	struct text text;
	mask_and_commit(&b);
	sessions_finish(b.store, "thuiszorg");
	cr_expect(has_secret(&b));
	cr_expect_eq(store_discovery_openings(b.store, b.arena, SESSION, &text),
		     STATUS_NOT_FOUND);
	side_close(&b);
}
