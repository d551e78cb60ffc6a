/*
 * A decision by the compiled policy beside a linear scan of the same rules,
 * over realistic rules in the words of the shipped vocabulary.
 *
 *   bench_policy [VOCABULARY]      one line for 10, 100, 1000, 10000 rules
 *   bench_policy --print COUNT [VOCABULARY]
 *                                  those rules, for other engines
 *
 * All decide the same random questions, whose answers are compared first:
 *
 *   decide   interned facts, the request prepared: as for one more record
 *   request  the same, and the preparing, shared by the ITEMS of a request
 *   words    the same, and looking up every word, and each field of the
 *            category held against the field mask
 *   reason   decide, and the rule, its articles and what is missing in words
 *   linear   every rule and condition as it is written
 *
 * "load ms" reads and checks the files' bytes; "diff ms" compares with another
 * policy of as many rules over all cells.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/policy/diff.h"
#include "tests/bench/kit/rules.h"

#define REQUESTS 256
#define ITEMS	 32
#define LEAST_MS 400

struct request {
	struct policy_asker asker;
	const struct policy_prepared *prepared;
	struct policy_item items[ITEMS];
};

static struct text
read_file(struct arena *arena, const char *path)
{
	char *bytes = arena_alloc(arena, LIMIT_POLICY_FILE_BYTES);
	FILE *file = fopen(path, "r");
	struct text text = {bytes, 0};

	if (file == NULL) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	text.length = fread(bytes, 1, LIMIT_POLICY_FILE_BYTES, file);
	fclose(file);
	return text;
}

static struct policy *
load(struct arena *arena, struct text vocabulary, struct text rules)
{
	const struct policy_source sources[] = {{"nl.vocabulary", vocabulary},
						{"bench.policy", rules}};
	struct diagnostics found;
	struct buf out;
	struct policy *policy;

	diagnostics_init(&found, arena, 10);
	policy = policy_load(sources, rules.bytes == NULL ? 1 : 2, &found);
	buf_init(&out, arena, 256);
	diagnostics_print(&found, &out, false);
	fputs(buf_string(&out), stderr);
	if (policy == NULL)
		exit(EXIT_FAILURE);
	return policy;
}

/* `count` rules as officers write them. */
static struct text
generate(struct arena *arena, struct text vocabulary, size_t count)
{
	struct policy *bare = load(arena, vocabulary, (struct text){0});
	struct text rules = rules_write(arena, policy_vocabulary(bare), count);

	policy_free(bare);
	return rules;
}

static int
some_id(const struct policy *policy, enum vocabulary_list list)
{
	return (int)rules_below(
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
			item->sensitivity = (int)rules_below(2);
			item->age_years = (int)rules_below(100);
			for (size_t kind = 0; kind < 3; kind++)
				item->consent[kind] =
					rules_below(100) < 60
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

/* A word of the question, as a message has it. */
static int
look_up(const struct vocabulary *words, enum vocabulary_list list, int id)
{
	return vocabulary_find(words, list, vocabulary_word(words, list, id));
}

/* How many of the category's fields, by their names, may leave. */
static uint64_t
mask(const struct vocabulary *words, int category, uint64_t fields)
{
	size_t count = vocabulary_field_count(words, category);
	uint64_t left = 0;

	for (size_t i = 0; i < count; i++) {
		const char *word =
			vocabulary_field_word(words, category, (int)i);
		int field =
			vocabulary_field_find(words, category, text_of(word));

		left = left * 2 + (fields >> field & 1);
	}
	return left;
}

static uint64_t
decide_words(const struct policy *policy, const struct request *request)
{
	const struct vocabulary *words = policy_vocabulary(policy);
	const struct policy_asker *asked = &request->asker;
	const struct policy_asker asker = {
		.to = look_up(words, VOCABULARY_DOMAIN, asked->to),
		.role = look_up(words, VOCABULARY_ROLE, asked->role),
		.purpose = look_up(words, VOCABULARY_PURPOSE, asked->purpose),
		.day = asked->day};
	struct arena *arena = arena_new();
	const struct policy_prepared *prepared =
		policy_prepare(arena, policy, &asker);
	uint64_t sum = 0;

	for (size_t i = 0; i < ITEMS; i++) {
		struct policy_item item = request->items[i];

		item.category =
			look_up(words, VOCABULARY_CATEGORY, item.category);
		item.from = look_up(words, VOCABULARY_DOMAIN, item.from);
		item.sensitivity = look_up(words, VOCABULARY_SENSITIVITY,
					   item.sensitivity);
		sum += mask(words, item.category,
			    policy_decide(prepared, &item).fields);
	}
	arena_free(arena);
	return sum;
}

static uint64_t
decide_reason(const struct policy *policy, const struct request *request)
{
	struct arena *arena = arena_new();
	uint64_t sum = 0;

	(void)policy;
	for (size_t i = 0; i < ITEMS; i++) {
		const struct policy_item *item = &request->items[i];
		struct policy_decision decision =
			policy_decide(request->prepared, item);
		struct policy_reason reason = policy_explain(
			arena, request->prepared, item, &decision);

		sum += reason.missing_count + reason.basis_count;
	}
	arena_free(arena);
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

/* The least of a few times, in milliseconds. */
static double
load_ms(struct text vocabulary, struct text rules)
{
	int64_t least = INT64_MAX;

	for (size_t i = 0; i < 5; i++) {
		struct arena *arena = arena_new();
		int64_t start = clock_monotonic_ms();
		struct policy *policy = load(arena, vocabulary, rules);
		int64_t took = clock_monotonic_ms() - start;

		if (took < least)
			least = took;
		policy_free(policy);
		arena_free(arena);
	}
	return (double)least;
}

static int64_t
diff_ms(struct text vocabulary, const struct policy *policy, size_t count)
{
	struct arena *arena = arena_new();
	struct policy *other =
		load(arena, vocabulary, generate(arena, vocabulary, count));
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
measure(struct text vocabulary, size_t count)
{
	struct arena *arena = arena_new();
	struct text rules = generate(arena, vocabulary, count);
	struct policy *policy = load(arena, vocabulary, rules);
	struct request *requests = make_requests(arena, policy);
	bool agree = true;

	for (size_t i = 0; i < REQUESTS; i++)
		agree = agree && decide_request(policy, &requests[i]) ==
					 decide_linear(policy, &requests[i]);

	double decide = nanoseconds(decide_prepared, policy, requests);
	double linear = nanoseconds(decide_linear, policy, requests);

	printf("%6zu %9.1f %10.1f %9.1f %9.1f %10.1f %7.1f %8.3f %8.0f %8lld"
	       "  %s\n",
	       count, decide, nanoseconds(decide_request, policy, requests),
	       nanoseconds(decide_words, policy, requests),
	       nanoseconds(decide_reason, policy, requests), linear,
	       linear / decide, decide / (double)count,
	       load_ms(vocabulary, rules),
	       (long long)diff_ms(vocabulary, policy, count),
	       agree ? "same answers" : "DIFFERENT ANSWERS");
	fflush(stdout);
	policy_free(policy);
	arena_free(arena);
	return agree;
}

static void
print_rules(struct text vocabulary, const char *count)
{
	struct arena *arena = arena_new();
	struct text rules =
		generate(arena, vocabulary, strtoul(count, NULL, 10));

	fwrite(rules.bytes, 1, rules.length, stdout);
	arena_free(arena);
}

int
main(int argc, char **argv)
{
	static const size_t counts[] = {10, 100, 1000, 10000};
	bool prints = argc > 2 && strcmp(argv[1], "--print") == 0;
	int first = prints ? 3 : 1;
	struct arena *arena = arena_new();
	struct text vocabulary = read_file(
		arena, argc > first ? argv[first] : "policy/nl.vocabulary");
	bool agree = true;

	if (prints) {
		print_rules(vocabulary, argv[2]);
		arena_free(arena);
		return EXIT_SUCCESS;
	}
	printf("%6s %9s %10s %9s %9s %10s %7s %8s %8s %8s\n", "rules",
	       "decide ns", "request ns", "words ns", "reason ns", "linear ns",
	       "ratio", "ns/rule", "load ms", "diff ms");
	for (size_t i = 0; i < COUNT_OF(counts); i++)
		agree = measure(vocabulary, counts[i]) && agree;
	arena_free(arena);
	return agree ? EXIT_SUCCESS : EXIT_FAILURE;
}
