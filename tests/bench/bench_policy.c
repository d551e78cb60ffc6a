/*
 * A decision by the compiled policy beside a linear scan of the same rules,
 * over realistic rules in the words of the shipped vocabulary.
 *
 *   bench_policy [VOCABULARY]      one line for 10, 100, 1000, 10000 rules
 *
 * Both decide the same random questions with interned facts. "decide" has the
 * requests prepared, as for the records of one household; "request" prepares
 * each in the measured time, for ITEMS records. Answers are compared first.
 * "diff ms" compares the policy with another of as many rules over all cells.
 */
#include <stdio.h>
#include <stdlib.h>

#include "eenplan/base/clock.h"
#include "eenplan/policy/diff.h"

#define REQUESTS 256
#define ITEMS	 32
#define LEAST_MS 400

struct request {
	struct policy_asker asker;
	const struct policy_prepared *prepared;
	struct policy_item items[ITEMS];
};

static uint64_t state = 88172645463325252ULL;

static unsigned
below(unsigned bound)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)((state >> 33) % bound);
}

static const char *
some(const struct vocabulary *words, enum vocabulary_list list)
{
	return vocabulary_word(
		words, list,
		(int)below((unsigned)vocabulary_count(words, list)));
}

static void
add_two(struct buf *out, const struct vocabulary *words, const char *keyword,
	enum vocabulary_list list)
{
	buf_printf(out, " %s %s, %s", keyword, some(words, list),
		   some(words, list));
}

static void
add_conditions(struct buf *out)
{
	static const char *const conditions[] = {
		" and consent secrecy_waiver is given",
		" and sensitivity is at most normal", " and age is at least 16",
		" and consent consultable is given"};

	buf_add_string(out, " when consent share is given");
	for (size_t i = 0; i < COUNT_OF(conditions); i++)
		if (below(100) < 35)
			buf_add_string(out, conditions[i]);
}

static void
add_rule(struct buf *out, const struct vocabulary *words, size_t number)
{
	const char *category = some(words, VOCABULARY_CATEGORY);
	int id = vocabulary_find(words, VOCABULARY_CATEGORY, category);
	bool is_permit = below(100) < 85;

	buf_printf(out, "rule R-%05zu \"a rule\"\n %s %s", number,
		   is_permit ? "permit" : "forbid", category);
	if (is_permit)
		buf_printf(out, " fields %s, %s",
			   vocabulary_field_word(words, id, 0),
			   vocabulary_field_word(words, id, 1));
	add_two(out, words, "from", VOCABULARY_DOMAIN);
	add_two(out, words, "to", VOCABULARY_DOMAIN);
	add_two(out, words, "as", VOCABULARY_ROLE);
	add_two(out, words, "for", VOCABULARY_PURPOSE);
	add_conditions(out);
	buf_printf(out, " basis \"%s\" valid from 2026-01-01\n",
		   some(words, VOCABULARY_BASIS));
}

static struct policy *
load(struct arena *arena, const char *vocabulary, const char *rules)
{
	struct diagnostics found;
	const char *paths[] = {vocabulary, rules};
	struct buf out;
	struct policy *policy;

	diagnostics_init(&found, arena, 10);
	policy = policy_load_paths(paths, rules == NULL ? 1 : 2, &found);
	buf_init(&out, arena, 256);
	diagnostics_print(&found, &out, false);
	fputs(buf_string(&out), stderr);
	if (policy == NULL)
		exit(EXIT_FAILURE);
	return policy;
}

/* A policy of `count` rules, by way of a file as officers have them. */
static struct policy *
generate(struct arena *arena, const char *vocabulary, size_t count)
{
	struct policy *bare = load(arena, vocabulary, NULL);
	char path[] = "/tmp/bench-policy-XXXXXX";
	struct policy *policy;
	struct buf out;
	FILE *file;

	buf_init(&out, arena, 1 << 16);
	buf_add_string(&out, "policy bench version 1\n");
	for (size_t i = 0; i < count; i++)
		add_rule(&out, policy_vocabulary(bare), i);
	policy_free(bare);
	file = fdopen(mkstemp(path), "w");
	if (file == NULL || fputs(buf_string(&out), file) < 0 ||
	    fclose(file) != 0) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	policy = load(arena, vocabulary, path);
	remove(path);
	return policy;
}

static int
some_id(const struct policy *policy, enum vocabulary_list list)
{
	return (int)below(
		(unsigned)vocabulary_count(policy_vocabulary(policy), list));
}

static struct request *
make_requests(struct arena *arena, const struct policy *policy)
{
	struct request *requests = ARENA_ARRAY(arena, REQUESTS, struct request);

	for (size_t i = 0; i < REQUESTS; i++) {
		struct request *request = &requests[i];

		request->asker = (struct policy_asker){
			.to = some_id(policy, VOCABULARY_DOMAIN),
			.role = some_id(policy, VOCABULARY_ROLE),
			.purpose = some_id(policy, VOCABULARY_PURPOSE),
			.day = 20600};
		request->prepared =
			policy_prepare(arena, policy, &request->asker);
		for (size_t r = 0; r < ITEMS; r++) {
			struct policy_item *item = &request->items[r];

			item->category = some_id(policy, VOCABULARY_CATEGORY);
			item->from = some_id(policy, VOCABULARY_DOMAIN);
			item->sensitivity = (int)below(2);
			item->age_years = (int)below(100);
			for (size_t kind = 0; kind < 3; kind++)
				item->consent[kind] =
					below(100) < 60
						? POLICY_CONSENT_GIVEN
						: POLICY_CONSENT_UNKNOWN;
		}
	}
	return requests;
}

/* Every decision of one request, folded so that none can be left out. */
static uint64_t
decide_all(const struct policy_prepared *prepared,
	   const struct request *request)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < ITEMS; i++) {
		struct policy_decision decision =
			policy_decide(prepared, &request->items[i]);

		sum = sum * 31 + decision.fields + (uint64_t)decision.rule;
	}
	return sum;
}

static uint64_t
decide_prepared(const struct policy *policy, const struct request *request)
{
	(void)policy;
	return decide_all(request->prepared, request);
}

static uint64_t
decide_request(const struct policy *policy, const struct request *request)
{
	struct arena *arena = arena_new();
	uint64_t sum = decide_all(
		policy_prepare(arena, policy, &request->asker), request);

	arena_free(arena);
	return sum;
}

static uint64_t
decide_linear(const struct policy *policy, const struct request *request)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < ITEMS; i++) {
		struct policy_decision decision = policy_decide_naively(
			policy, &request->asker, &request->items[i]);

		sum = sum * 31 + decision.fields + (uint64_t)decision.rule;
	}
	return sum;
}

static double
nanoseconds(uint64_t (*decide)(const struct policy *policy,
			       const struct request *request),
	    const struct policy *policy, const struct request *requests)
{
	int64_t start = clock_monotonic_ms();
	int64_t took = 0;
	size_t done = 0;
	volatile uint64_t sink = 0;

	while (took < LEAST_MS) {
		for (size_t i = 0; i < 8; i++)
			sink = sink +
			       decide(policy, &requests[done++ % REQUESTS]);
		took = clock_monotonic_ms() - start;
	}
	return (double)took * 1e6 / ((double)done * ITEMS);
}

static int64_t
diff_ms(const char *vocabulary, const struct policy *policy, size_t count)
{
	struct arena *arena = arena_new();
	struct policy *other = generate(arena, vocabulary, count);
	int64_t start = clock_monotonic_ms();
	struct diff diff;
	bool is_different = diff_policies(arena, policy, other, CLOCK_DAY_NONE,
					  &diff) == STATUS_OK &&
			    diff.verdict != DIFF_SAME;
	int64_t took = clock_monotonic_ms() - start;

	policy_free(other);
	arena_free(arena);
	return is_different ? took : -1;
}

static bool
measure(const char *vocabulary, size_t count)
{
	struct arena *arena = arena_new();
	int64_t start = clock_monotonic_ms();
	struct policy *policy = generate(arena, vocabulary, count);
	int64_t load_ms = clock_monotonic_ms() - start;
	struct request *requests = make_requests(arena, policy);
	bool agree = true;

	for (size_t i = 0; i < REQUESTS; i++)
		agree = agree && decide_request(policy, &requests[i]) ==
					 decide_linear(policy, &requests[i]);

	double prepared = nanoseconds(decide_prepared, policy, requests);
	double request = nanoseconds(decide_request, policy, requests);
	double linear = nanoseconds(decide_linear, policy, requests);

	printf("%7zu %10.1f %10.1f %10.1f %7.1f %8lld %8lld  %s\n", count,
	       prepared, request, linear, linear / prepared, (long long)load_ms,
	       (long long)diff_ms(vocabulary, policy, count),
	       agree ? "same answers" : "DIFFERENT ANSWERS");
	policy_free(policy);
	arena_free(arena);
	return agree;
}

int
main(int argc, char **argv)
{
	const char *vocabulary = argc > 1 ? argv[1] : "policy/nl.vocabulary";
	static const size_t counts[] = {10, 100, 1000, 10000};
	bool agree = true;

	printf("%7s %10s %10s %10s %7s %8s %8s\n", "rules", "decide ns",
	       "request ns", "linear ns", "ratio", "load ms", "diff ms");
	for (size_t i = 0; i < COUNT_OF(counts); i++)
		agree = measure(vocabulary, counts[i]) && agree;
	return agree ? EXIT_SUCCESS : EXIT_FAILURE;
}
