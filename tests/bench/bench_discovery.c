/*
 * Finding joint clients, in one process: what one side computes for a list,
 * next to the group operations that it can't do without, and by two threads
 * next to one.
 *
 *   bench_discovery PLACES
 *
 * Prints key=value lines: seconds of the operations alone (twice a
 * multiplication and once a hash to the group for each place) and of a side,
 * both the best of ROUNDS in turns; and bytes of memory for each place.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "daemon/discovery/crew.h"
#include "eenplan/psi/bulk.h"

#define ROUNDS 3
#define HALF   2 /* of the two lists, the part that is the same */

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static long
peak_bytes(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss * 1024;
}

/* One side's lists. */
struct side {
	struct psi_secret secret;
	size_t length;
	size_t first; /* number of its first person */
	struct psi_point *points, *raised;
	struct merkle_hash *inputs;
	struct psi_tag *tags;
};

static void *
take(size_t count, size_t size)
{
	void *all = calloc(count, size);

	if (all == NULL)
		abort();
	return all;
}

static struct side
side_new(size_t length, size_t first)
{
	struct side side = {
		.length = length,
		.first = first,
		.points = take(length, sizeof(struct psi_point)),
		.raised = take(length, sizeof(struct psi_point)),
		.inputs = take(length, sizeof(struct merkle_hash)),
		.tags = take(length, sizeof(struct psi_tag)),
	};

	psi_secret_random(&side.secret);
	return side;
}

static void
side_free(struct side *side)
{
	free(side->points);
	free(side->raised);
	free(side->inputs);
	free(side->tags);
}

/* --- what can't be done without --- */

static double
operations_alone(size_t count)
{
	struct psi_scalar scalar;
	struct psi_point point, out;
	double begun = seconds();

	psi_scalar_random(&scalar);
	for (size_t i = 0; i < count; i++) {
		const struct text input = {(const char *)&i, sizeof(i)};

		psi_hash_to_point(PSI_OPRF, &input, 1, &point);
		if (!psi_point_multiply(&scalar, &point, &out) ||
		    !psi_point_multiply(&scalar, &out, &out))
			abort();
	}
	return seconds() - begun;
}

/* --- what a side does --- */

static void
derive(struct psi_entry *entry, size_t number)
{
	char identifier[80];

	snprintf(identifier, sizeof(identifier),
		 "{\"landCode\":\"NL\",\"type\":\"BSN\",\"value\":\"%09zu\"}",
		 number);
	psi_person_derive(text_of(identifier),
			  text_of("psi|wijkteam|thuiszorg|coordination|"
				  "11111111-1111-4111-8111-111111111111|v1"),
			  &entry->person);
	entry->is_person = true;
}

static void
mask_part(void *context, size_t first, size_t end)
{
	struct side *side = context;
	struct psi_entry entries[256];

	while (first < end) {
		size_t count = end - first < 256 ? end - first : 256;

		for (size_t i = 0; i < count; i++)
			derive(&entries[i], side->first + first + i);
		psi_mask(&side->secret, first, entries, count,
			 side->points + first, side->inputs + first);
		first += count;
	}
}

static void
raise_part(void *context, size_t first, size_t end)
{
	struct side **sides = context;
	size_t bad;

	if (!psi_raise(&sides[0]->secret, sides[1]->points + first, end - first,
		       sides[0]->raised + first, &bad))
		abort();
}

static void
by_crew(unsigned threads, crew_work *work, void *context, size_t count)
{
	struct crew crew;

	crew_begin(&crew, threads, work, context, count);
	crew_end(&crew);
}

static void
grow_trees(const struct side *side)
{
	struct merkle_tree points, inputs;

	merkle_init(&points);
	merkle_init(&inputs);
	for (size_t i = 0; i < side->length; i++) {
		merkle_append(&points, merkle_leaf((struct text){
					       (char *)side->points[i].bytes,
					       PSI_POINT_BYTES}));
		merkle_append(&inputs, side->inputs[i]);
	}
	(void)merkle_root(&points);
	(void)merkle_root(&inputs);
}

/* From the list of people up to whom both have. */
static double
one_side(struct side *side, struct side *other, unsigned threads,
	 size_t *matches_out)
{
	struct side *sides[] = {side, other};
	struct arena *arena = arena_new();
	struct psi_match *matches =
		ARENA_ARRAY(arena, side->length, struct psi_match);
	double begun = seconds();

	by_crew(threads, mask_part, side, side->length);
	grow_trees(side);  /* what we commit to, */
	grow_trees(other); /* and what they did */
	by_crew(threads, raise_part, sides, other->length);
	for (size_t i = 0; i < other->length; i++)
		side->tags[i] = psi_tag_of(&side->raised[i]);
	if (!psi_join(arena, other->tags, side->length, side->tags,
		      other->length, matches, matches_out))
		abort();

	double spent = seconds() - begun;

	arena_free(arena);
	return spent;
}

static double
least(double one, double other)
{
	return one == 0 || other < one ? other : one;
}

int
main(int argc, char **argv)
{
	size_t length = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000;
	double alone = 0, side = 0, two = 0;
	long before = peak_bytes();
	struct side a = side_new(length, 0);
	struct side b = side_new(length, length / HALF);
	struct side *back[] = {&b, &a};
	size_t matches = 0;

	/* The other side's part, which isn't measured. */
	mask_part(&b, 0, length);
	mask_part(&a, 0, length);
	raise_part(back, 0, length);
	for (size_t i = 0; i < length; i++)
		b.tags[i] = psi_tag_of(&b.raised[i]);
	for (int round = 0; round < ROUNDS; round++) {
		alone = least(alone, operations_alone(length));
		side = least(side, one_side(&a, &b, 1, &matches));
		two = least(two, one_side(&a, &b, 2, &matches));
	}
	if (matches != length - length / HALF) {
		fprintf(stderr, "bench_discovery: %zu matches\n", matches);
		return 1;
	}
	printf("places=%zu\nalone_s=%.4f\nside_s=%.4f\ntwo_s=%.4f\n", length,
	       alone, side, two);
	/* Both sides are here. */
	printf("bytes_per_place=%.0f\n",
	       (double)(peak_bytes() - before) / (2.0 * (double)length));
	side_free(&a);
	side_free(&b);
	return 0;
}
