/*
 * Finding joint clients, in one process: what one side computes for a list,
 * next to the group operations that it can't do without, and by two threads
 * next to one.
 *
 *   bench_discovery PLACES ROUNDS
 *
 * Prints key=value lines. alone_s and side_s are seconds of processor time of
 * the operations alone (for each place two multiplications and a hash to the
 * group) and of a side, block for block in turns, so that what else the machine
 * does hits both. one_s and two_s are seconds on the clock of a side by one
 * thread and by two, alone_one_s and alone_two_s the same of the operations
 * alone: what those don't gain, no side can. The former are sums of all rounds,
 * the latter the best of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "daemon/discovery/crew.h"
#include "eenplan/psi/bulk.h"
#include "tests/bench/kit/stopwatch.h"

#define HALF  2 /* of the two lists, the part that is the same */
#define BLOCK 256

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

static void
alone_part(void *context, size_t first, size_t end)
{
	const struct psi_scalar *scalar = context;
	struct psi_point point, out;

	for (size_t i = first; i < end; i++) {
		const struct text input = {(const char *)&i, sizeof(i)};

		psi_hash_to_point(PSI_OPRF, &input, 1, &point);
		if (!psi_point_multiply(scalar, &point, &out) ||
		    !psi_point_multiply(scalar, &out, &out))
			abort();
	}
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
	struct psi_entry entries[BLOCK];

	while (first < end) {
		size_t count = end - first < BLOCK ? end - first : BLOCK;

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
	for (size_t i = first; i < end; i++)
		sides[0]->tags[i] = psi_tag_of(&sides[0]->raised[i]);
}

static struct merkle_hash
root_of(const struct psi_point *points, size_t count)
{
	struct merkle_tree tree;

	merkle_init(&tree);
	for (size_t i = 0; i < count; i++)
		merkle_append(&tree, merkle_leaf((struct text){
					     (const char *)points[i].bytes,
					     PSI_POINT_BYTES}));
	return merkle_root(&tree);
}

/* What we commit to, and what they did. */
static void
grow_trees(const struct side *side, const struct side *other)
{
	struct merkle_tree inputs;

	merkle_init(&inputs);
	for (size_t i = 0; i < side->length; i++)
		merkle_append(&inputs, side->inputs[i]);
	(void)merkle_root(&inputs);
	(void)root_of(side->points, side->length);
	(void)root_of(other->points, other->length);
}

static size_t
find_matches(const struct side *side, const struct side *other)
{
	struct arena *arena = arena_new();
	size_t count;
	struct psi_match *matches =
		ARENA_ARRAY(arena, side->length, struct psi_match);

	if (!psi_join(arena, other->tags, side->length, side->tags,
		      other->length, matches, &count))
		abort();
	arena_free(arena);
	return count;
}

/* From the list of people up to whom both have: seconds on the clock. */
static double
one_side(struct side *side, struct side *other, unsigned threads)
{
	struct side *sides[] = {side, other};
	double begun = clock_s();

	crew_run(threads, mask_part, side, side->length);
	grow_trees(side, other);
	crew_run(threads, raise_part, sides, other->length);
	(void)find_matches(side, other);
	return clock_s() - begun;
}

/* The same here, of processor time, beside the operations alone; adds. */
static void
one_side_beside(struct side *side, struct side *other, double *alone_out,
		double *side_out)
{
	struct side *sides[] = {side, other};
	double at[4];

	for (size_t i = 0; i < side->length; i += BLOCK) {
		size_t end =
			i + BLOCK < side->length ? i + BLOCK : side->length;

		at[0] = processor_s();
		alone_part(&side->secret.scalar, i, end);
		at[1] = processor_s();
		mask_part(side, i, end);
		raise_part(sides, i, end);
		at[2] = processor_s();
		*alone_out += at[1] - at[0];
		*side_out += at[2] - at[1];
	}
	at[2] = processor_s();
	grow_trees(side, other);
	(void)find_matches(side, other);
	at[3] = processor_s();
	*side_out += at[3] - at[2];
}

static double
alone_by(unsigned threads, struct psi_scalar *scalar, size_t count)
{
	double begun = clock_s();

	crew_run(threads, alone_part, scalar, count);
	return clock_s() - begun;
}

static double
least(double one, double other)
{
	return one == 0 || other < one ? other : one;
}

static void
print_beside(struct side *a, struct side *b, unsigned long rounds)
{
	double alone = 0, side = 0;

	for (unsigned long round = 0; round < rounds; round++)
		one_side_beside(a, b, &alone, &side);
	printf("alone_s=%.4f\nside_s=%.4f\n", alone, side);
}

static void
print_by_two(struct side *a, struct side *b, unsigned long rounds)
{
	double side[2] = {0}, alone[2] = {0};

	for (unsigned long round = 0; round < rounds; round++)
		for (unsigned i = 0; i < 2; i++) {
			side[i] = least(side[i], one_side(a, b, i + 1));
			alone[i] = least(
				alone[i],
				alone_by(i + 1, &a->secret.scalar, a->length));
		}
	printf("one_s=%.4f\ntwo_s=%.4f\n", side[0], side[1]);
	printf("alone_one_s=%.4f\nalone_two_s=%.4f\n", alone[0], alone[1]);
}

int
main(int argc, char **argv)
{
	size_t length = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000;
	unsigned long rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
	struct psi_scalar warm;

	/* The libraries' own memory is no place's. */
	psi_scalar_random(&warm);
	(void)alone_by(2, &warm, 2);

	long before = peak_bytes();
	struct side a = side_new(length, 0);
	struct side b = side_new(length, length / HALF);
	struct side *back[] = {&b, &a};

	/* The other side's part, which isn't measured. */
	mask_part(&b, 0, length);
	mask_part(&a, 0, length);
	raise_part(back, 0, length);
	printf("places=%zu\n", length);
	print_beside(&a, &b, rounds);
	print_by_two(&a, &b, rounds);
	if (find_matches(&a, &b) != length - length / HALF) {
		fprintf(stderr, "bench_discovery: not whom both have\n");
		return 1;
	}
	/* Both sides are here. */
	printf("bytes_per_place=%.0f\n",
	       (double)(peak_bytes() - before) / (2.0 * (double)length));
	side_free(&a);
	side_free(&b);
	return 0;
}
