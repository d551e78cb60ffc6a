/*
 * Finding joint clients by the very steps of two nodes, each with its store on
 * disk, but in one process: what remains of a session when nothing is sent,
 * signed, judged or logged.
 *
 *   bench_session FOLDER PEOPLE SHARED
 *
 * Prints session_s: seconds on the clock from both lists of people up to the
 * end, with a thread for each side.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/discovery/session.h"
#include "tests/bench/kit/stopwatch.h"
#include "tests/bench/kit/tokens.h"

#define SESSION "11111111-1111-4111-8111-111111111111"
#define PAGE	1000

struct side {
	struct arena *arena;
	struct store *store;
	struct session session;
	struct discovery_commitment commitment;
	struct text masked; /* its list, to be sent */
	struct text tags;   /* of the other's list */
	uint8_t nonce[DIGEST_BYTES];
	size_t shared;
	struct side *other;
};

static void
must(enum status status, const char *what)
{
	tokens_must(status, what);
}

/* --- its list: everybody --- */

static void
add_places(struct side *side, size_t people)
{
	const struct store_discovery *row = &side->session.row;
	uint32_t *places = ARENA_ARRAY(side->arena, people, uint32_t);
	struct store_candidate *found;
	const char *after = "";
	size_t count, done = 0;

	psi_shuffle(people, (size_t)row->length, places);
	do {
		must(store_discovery_candidates(side->store, side->arena,
						row->identifier, after, PAGE,
						&found, &count),
		     "candidates");
		for (size_t i = 0; i < count; i++) {
			const struct store_place place = {
				.place = places[done++],
				.resident = after = found[i].id,
				.rules = "BENCH-1",
				.consents = ""};

			must(store_place_add(side->store, row->id, &place),
			     "a place");
		}
	} while (count == PAGE);
}

static struct side
side_open(const char *folder, bool ours, size_t first, size_t people)
{
	struct side side = {.arena = arena_new()};
	struct box_key key = {{ours}};
	const struct store_settings settings = {
		.path = arena_printf(side.arena, "%s/%s.db", folder,
				     ours ? "asker" : "partner"),
		.key = &key,
	};
	const struct store_discovery row = {
		.id = SESSION,
		.partner = ours ? "thuiszorg" : "wijkteam",
		.ours = ours,
		.user = "fatima",
		.role = "coordinator",
		.purpose = "coordination",
		.mode = discovery_mode_word(DISCOVERY_MUTUAL),
		.identifier = psi_identifier_word(PSI_IDENTIFIER_TOKEN),
		.ends_ms = 1,
		.stage = "agreed",
		.people = (int64_t)people,
		.length = (int64_t)psi_padded(people),
		.their_length = (int64_t)psi_padded(people),
		.matches = -1,
	};
	struct psi_secret secret;

	must(store_open(&settings, STORE_WRITE, &side.store), "the store");
	tokens_fill(side.store, first, first + people - 1);
	must(store_begin(side.store), "begin");
	psi_secret_random(&secret);
	must(store_discovery_add(side.store, side.arena, &row, &secret),
	     "a session");
	must(session_open(side.store, side.arena, &row,
			  ours ? "wijkteam" : "thuiszorg", 1, &side.session),
	     "the session");
	add_places(&side, people);
	must(store_commit(side.store), "commit");
	return side;
}

static void
side_close(struct side *side)
{
	session_close(&side->session);
	store_close(side->store);
	arena_free(side->arena);
}

/* --- its steps --- */

static void
mask(struct side *side)
{
	while (side->session.row.masked < side->session.row.length) {
		struct arena *arena = arena_new();
		struct masking masking;

		must(masking_make(&masking, &side->session, side->store, arena),
		     "mask");
		must(store_begin(side->store), "begin");
		must(masking_keep(&masking, &side->session, side->store),
		     "keep what is masked");
		must(store_commit(side->store), "commit");
		arena_free(arena);
	}
	must(session_commit(&side->session, side->store, &side->commitment),
	     "commit to it");
	session_nonce(&side->session, side->nonce);
	must(store_list_read(side->store, side->arena, SESSION,
			     STORE_LIST_MASKED, &side->masked),
	     "the list");
}

static void
take(struct side *side)
{
	const struct side *other = side->other;
	struct fault fault = {0};

	for (int64_t first = 0; first < side->session.row.their_length;
	     first += LIMIT_DISCOVERY_PIECE) {
		const struct text points = {
			other->masked.bytes + first * PSI_POINT_BYTES,
			session_piece(first, other->session.row.length) *
				PSI_POINT_BYTES};

		must(store_begin(side->store), "begin");
		must(session_take_points(&side->session, side->store, first,
					 points, &fault),
		     fault.text);
		must(store_commit(side->store), "commit");
	}
	must(session_check_list(&side->session, side->store, &other->commitment,
				&fault),
	     fault.text);
}

static void
raise(struct side *side)
{
	struct fault fault = {0};

	for (int64_t first = 0; first < side->session.row.their_length;
	     first += LIMIT_DISCOVERY_PIECE) {
		struct arena *arena = arena_new();
		struct raising raising;

		must(raising_make(&raising, &side->session, side->store, arena,
				  first, &fault),
		     fault.text);
		must(store_begin(side->store), "begin");
		must(raising_keep(&raising, &side->session, side->store),
		     "keep what is raised");
		must(store_commit(side->store), "commit");
		arena_free(arena);
	}
	must(session_tags(&side->session, side->store, side->arena,
			  &side->tags),
	     "tags");
}

static void
join(struct side *side)
{
	struct session_match *matches;
	struct fault fault = {0};
	size_t count;

	must(session_join(&side->session, side->store, side->arena,
			  side->other->tags, &matches, &count, &fault),
	     fault.text);
	if (count != side->shared)
		must(STATUS_INTERNAL, "not whom both have");
}

static void
finish(struct side *side)
{
	const struct side *other = side->other;
	bool ours = side->session.row.ours;
	const struct discovery_nonces nonces = {
		.asker = ours ? side->nonce : other->nonce,
		.partner = ours ? other->nonce : side->nonce,
	};
	struct text openings;

	must(session_make_openings(&side->session, side->store, side->arena,
				   &nonces, &openings),
	     "openings");
	must(store_begin(side->store), "begin");
	must(store_discovery_keep_openings(side->store, side->arena, SESSION,
					   openings),
	     "keep openings");
	must(store_discovery_wipe(side->store, SESSION), "wipe");
	must(store_commit(side->store), "commit");
}

static void (*const steps[])(struct side *) = {mask, take, raise, join, finish};

struct turn {
	struct side *side;
	void (*step)(struct side *);
};

static void *
take_turn(void *context)
{
	const struct turn *turn = context;

	turn->step(turn->side);
	return NULL;
}

/* Each step by both at the same time; none begins before both are done. */
static double
run(struct side sides[2])
{
	double begun = clock_s();

	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		struct turn ours = {&sides[0], steps[i]};
		struct turn theirs = {&sides[1], steps[i]};
		pthread_t thread;

		if (pthread_create(&thread, NULL, take_turn, &theirs) != 0)
			must(STATUS_INTERNAL, "a thread");
		take_turn(&ours);
		pthread_join(thread, NULL);
	}
	return clock_s() - begun;
}

int
main(int argc, char **argv)
{
	if (argc != 4) {
		fprintf(stderr, "usage: bench_session FOLDER PEOPLE SHARED\n");
		return 2;
	}

	size_t people = strtoul(argv[2], NULL, 10);
	size_t shared = strtoul(argv[3], NULL, 10);
	struct side sides[2] = {
		side_open(argv[1], true, 1, people),
		side_open(argv[1], false, people - shared + 1, people)};

	for (size_t i = 0; i < 2; i++) {
		sides[i].shared = shared;
		sides[i].other = &sides[1 - i];
	}
	printf("session_s=%.4f\n", run(sides));
	side_close(&sides[1]);
	side_close(&sides[0]);
	return 0;
}
