/*
 * cedar_questions COUNT SEED FILE…: a policy's Cedar form, and what it says
 * itself to random questions.
 *
 * Half of the questions are cells in which some permit applies, with one fact
 * changed now and then: there the edges of the rules are.
 *
 * Standard output: the Cedar policies, a line "----", then one line of JSON
 * for each question: category, context, fields and duties. Then "----" and how
 * many nanoseconds we took for one of them, with all that it needs: preparing
 * the asker, and all fields at once.
 */
#include <stdio.h>
#include <stdlib.h>

#include "eenplan/base/clock.h"
#include "eenplan/policy/cedar.h"
#include "eenplan/policy/cells.h"

#define LEAST_MS 200

static uint64_t state;

static unsigned
below(unsigned bound)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)((state >> 33) % bound);
}

/* Now and then unknown. */
static int
some(const struct policy *policy, enum vocabulary_list list)
{
	unsigned count =
		(unsigned)vocabulary_count(policy_vocabulary(policy), list);

	return below(12) == 0 ? VOCABULARY_UNKNOWN : (int)below(count);
}

static struct policy_asker
some_asker(const struct policy *policy)
{
	struct policy_asker asker = {.to = some(policy, VOCABULARY_DOMAIN),
				     .role = some(policy, VOCABULARY_ROLE),
				     .purpose =
					     some(policy, VOCABULARY_PURPOSE),
				     .is_sent = below(2) == 1};

	(void)clock_parse_date("2025-12-25", &asker.day);
	asker.day += (int)below(800);
	if (below(20) == 0)
		asker.day = CLOCK_DAY_NONE;
	return asker;
}

static struct policy_item
some_item(const struct policy *policy)
{
	const struct vocabulary *words = policy_vocabulary(policy);
	struct policy_item item = {
		.category = (int)below(
			(unsigned)vocabulary_count(words, VOCABULARY_CATEGORY)),
		.from = some(policy, VOCABULARY_DOMAIN),
		.sensitivity = some(policy, VOCABULARY_SENSITIVITY),
		.age_years = (int)below(26) - 2,
		.owner = (enum policy_owner)below(POLICY_OWNERS + 1)};

	/* Mostly given, or hardly anything would ever be shared. */
	for (size_t i = 0; i < vocabulary_count(words, VOCABULARY_CONSENT); i++)
		item.consent[i] = below(3) > 0
					  ? POLICY_CONSENT_GIVEN_NAMING
					  : (enum policy_consent_state)below(5);
	return item;
}

/* --- questions near the rules --- */

#define BOXES 4096

static struct cells_box boxes[BOXES];
static size_t boxes_seen;

/* Each box has the same chance to be among those that are kept. */
static void
keep(void *context, const struct cells_box *box,
     const struct cells_answer *answers)
{
	size_t at = boxes_seen < BOXES ? boxes_seen
				       : below((unsigned)boxes_seen + 1);

	(void)context;
	(void)answers;
	boxes_seen++;
	if (at < BOXES)
		boxes[at] = *box;
}

static void
gather_boxes(struct arena *arena, const struct policy *policy)
{
	struct cells_walk walk = {.visit = keep};
	struct cells_space *space;

	if (cells_space_new(arena, policy, NULL, &space) != STATUS_OK)
		return;
	walk.space = space;
	walk.within = cells_all(space, CELLS_EVERY_CATEGORY);
	(void)cells_walk(arena, &walk);
}

static int
pick(const struct cells_set *set)
{
	int value = (int)below(CELLS_UNKNOWN + 1);

	while (!cells_set_has(set, value))
		value = (value + 1) % (CELLS_UNKNOWN + 1);
	return value == CELLS_UNKNOWN ? -1 : value;
}

static void
pick_cell(const struct cells_box *box, struct policy_asker *asker,
	  struct policy_item *item)
{
	asker->to = pick(&box->of[CELLS_TO]);
	asker->role = pick(&box->of[CELLS_ROLE]);
	asker->purpose = pick(&box->of[CELLS_PURPOSE]);
	asker->is_sent = true;
	asker->day = box->first_day == CELLS_FIRST_DAY ? box->last_day
						       : box->first_day;
	item->category = box->category;
	item->from = pick(&box->of[CELLS_FROM]);
	item->sensitivity = pick(&box->of[CELLS_SENSITIVITY]);
	item->age_years = pick(&box->of[CELLS_AGE]);
	item->owner = (enum policy_owner)(pick(&box->of[CELLS_OWNER]) +
					  POLICY_OWNER_RECIPIENT);
	for (size_t kind = 0; kind < LIMIT_CONSENT_KINDS; kind++) {
		unsigned consent = below(5);

		while ((box->consent[kind] & 1U << consent) == 0)
			consent = (consent + 1) % 5;
		item->consent[kind] = (enum policy_consent_state)consent;
	}
}

static void
change_one(const struct policy *policy, struct policy_asker *asker,
	   struct policy_item *item)
{
	struct policy_asker other = some_asker(policy);
	struct policy_item another = some_item(policy);
	unsigned kind = below(LIMIT_CONSENT_KINDS);

	switch (below(10)) {
	case 0: asker->to = other.to; break;
	case 1: asker->role = other.role; break;
	case 2: asker->purpose = other.purpose; break;
	case 3: asker->day = other.day; break;
	case 4: asker->is_sent = false; break;
	case 5: item->from = another.from; break;
	case 6: item->age_years = another.age_years; break;
	case 7: item->sensitivity = another.sensitivity; break;
	case 8: item->owner = another.owner; break;
	default:
		item->consent[kind] = (enum policy_consent_state)below(5);
		break;
	}
}

struct question {
	struct policy_asker asker;
	struct policy_item item;
};

static struct question
make_question(const struct policy *policy)
{
	struct question question = {.asker = some_asker(policy),
				    .item = some_item(policy)};
	size_t kept = boxes_seen < BOXES ? boxes_seen : BOXES;

	if (kept > 0 && below(2) == 0) {
		pick_cell(&boxes[below((unsigned)kept)], &question.asker,
			  &question.item);
		if (below(2) == 0)
			change_one(policy, &question.asker, &question.item);
	}
	return question;
}

static struct policy_decision
decide(struct arena *arena, const struct policy *policy,
       const struct question *question)
{
	return policy_decide(policy_prepare(arena, policy, &question->asker),
			     &question->item);
}

static void
print_question(const struct policy *policy, const struct question *question)
{
	const struct vocabulary *words = policy_vocabulary(policy);
	struct arena *arena = arena_new();
	struct policy_decision decision = decide(arena, policy, question);
	int category = question->item.category;
	size_t fields = vocabulary_field_count(words, category);
	struct buf out;

	buf_init(&out, arena, 1024);
	buf_printf(&out, "{\"category\":\"%s\",\"all\":\"%s\",",
		   vocabulary_word(words, VOCABULARY_CATEGORY, category),
		   cells_field_names(arena, words, category,
				     UINT64_MAX >> (64 - fields)));
	buf_printf(&out, "\"fields\":\"%s\",\"duties\":\"%s\",\"context\":",
		   cells_field_names(arena, words, category, decision.fields),
		   cells_duty_names(arena, words, decision.duties));
	cedar_context(policy, &question->asker, &question->item, &out);
	buf_add_string(&out, "}");
	puts(buf_string(&out));
	arena_free(arena);
}

static double
nanoseconds(const struct policy *policy, const struct question *questions,
	    size_t count)
{
	int64_t start = clock_monotonic_ms();
	volatile uint64_t sink = 0;
	size_t done = 0;

	while (clock_monotonic_ms() - start < LEAST_MS) {
		for (size_t i = 0; i < count; i++) {
			struct arena *arena = arena_new();

			sink = sink +
			       decide(arena, policy, &questions[i]).fields;
			arena_free(arena);
		}
		done += count;
	}
	return (double)(clock_monotonic_ms() - start) * 1e6 / (double)done;
}

static struct policy *
load(struct arena *arena, const char *const *paths, size_t count)
{
	struct diagnostics found;
	struct policy *policy;
	struct buf out;

	diagnostics_init(&found, arena, 10);
	policy = policy_load_paths(paths, count, &found);
	buf_init(&out, arena, 256);
	diagnostics_print(&found, &out, false);
	fputs(buf_string(&out), stderr);
	return policy;
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct policy *policy = NULL;
	struct question *questions;
	struct buf cedar;
	size_t count;

	if (argc > 3)
		policy = load(arena, (const char *const *)argv + 3,
			      (size_t)argc - 3);
	if (!policy) {
		fputs("usage: cedar_questions COUNT SEED FILE…\n", stderr);
		arena_free(arena);
		return EXIT_FAILURE;
	}
	state = strtoull(argv[2], NULL, 10) * UINT64_C(0x9E3779B97F4A7C15) + 1;
	buf_init(&cedar, arena, 1 << 16);
	gather_boxes(arena, policy);
	cedar_export(policy, &cedar);
	puts(buf_string(&cedar));
	puts("----");
	count = strtoul(argv[1], NULL, 10);
	questions = ARENA_ARRAY(arena, count, struct question);
	for (size_t i = 0; i < count; i++) {
		questions[i] = make_question(policy);
		print_question(policy, &questions[i]);
	}
	puts("----");
	printf("%.1f\n", count > 0 ? nanoseconds(policy, questions, count) : 0);
	policy_free(policy);
	arena_free(arena);
	return EXIT_SUCCESS;
}
