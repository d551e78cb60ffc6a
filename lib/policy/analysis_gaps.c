#include "eenplan/base/clock.h"
#include "lib/policy/analysis.h"

/*
 * Two permits for the same cells, of which one ends before the other begins,
 * by age or by date. What is between them is walked: if no permit applies
 * somewhere there, it was probably forgotten.
 */

/* One guard of one permit, as far as it has an end or a beginning. */
struct piece {
	const struct rule *rule;
	const struct guard *guard;
};

static struct cells_set
common_words(const struct wordset *one, const struct wordset *other)
{
	struct cells_set set = {{0}};

	for (size_t i = 0; i < WORDSET_WORDS; i++)
		set.bits[i] = one->bits[i] & other->bits[i];
	return set;
}

static uint64_t
common_fields(const struct rule *one, const struct rule *other, size_t category)
{
	return one->scope.fields[category] & other->scope.fields[category];
}

/* What both accept but for age and day; false: nothing. */
static bool
intersect(const struct analysis *analysis, const struct piece *one,
	  const struct piece *other, struct cells_box *box)
{
	const struct scope *ours = &one->rule->scope;
	const struct scope *theirs = &other->rule->scope;
	size_t kinds = vocabulary_count(analysis->policy->vocabulary,
					VOCABULARY_CONSENT);

	*box = cells_all(analysis->space, CELLS_EVERY_CATEGORY);
	box->of[CELLS_FROM] = common_words(&ours->from, &theirs->from);
	box->of[CELLS_TO] = common_words(&ours->to, &theirs->to);
	box->of[CELLS_ROLE] = common_words(&ours->roles, &theirs->roles);
	box->of[CELLS_PURPOSE] =
		common_words(&ours->purposes, &theirs->purposes);
	box->of[CELLS_SENSITIVITY] =
		common_words(&one->guard->levels, &other->guard->levels);
	box->of[CELLS_OWNER] = (struct cells_set){
		{(uint64_t)(one->guard->owners & other->guard->owners) >>
		 POLICY_OWNER_RECIPIENT}};
	for (size_t fact = 0; fact < CELLS_FACTS; fact++) {
		/* The levels of a guard go on behind the last word. */
		struct cells_set all = cells_all(analysis->space, 0).of[fact];

		for (size_t i = 0; i < COUNT_OF(all.bits); i++)
			box->of[fact].bits[i] &= all.bits[i];
		if (cells_set_count(&box->of[fact]) == 0)
			return false;
	}
	for (size_t kind = 0; kind < kinds; kind++) {
		box->consent[kind] =
			one->guard->consent[kind] & other->guard->consent[kind];
		if (box->consent[kind] == 0)
			return false;
	}
	return true;
}

/* --- is everything in a box covered by some permit? --- */

struct covering {
	uint64_t fields;
	double cells;
};

static double
volume(const struct cells_box *box)
{
	double cells = (double)box->last_day - (double)box->first_day + 1;

	for (size_t fact = 0; fact < CELLS_FACTS; fact++)
		cells *= (double)cells_set_count(&box->of[fact]);
	for (size_t kind = 0; kind < LIMIT_CONSENT_KINDS; kind++)
		cells *= __builtin_popcount(box->consent[kind]);
	return cells;
}

static void
cover(void *context, const struct cells_box *box,
      const struct cells_answer *answer)
{
	struct covering *covering = context;
	uint64_t open = covering->fields;

	for (size_t i = 0; i < answer->rule_count; i++)
		if (answer->rules[i].is_permit)
			open &= ~answer->rules[i].fields;
	if (open == 0)
		covering->cells += volume(box);
}

static bool
is_covered(const struct analysis *analysis, const struct cells_box *box,
	   uint64_t fields)
{
	struct covering covering = {.fields = fields};
	struct arena *arena = arena_new();
	struct cells_walk walk = {.space = analysis->space,
				  .within = *box,
				  .visit = cover,
				  .context = &covering};

	(void)cells_walk(arena, &walk);
	arena_free(arena);
	/* Whole numbers: no cell is so small that it could be lost. */
	return covering.cells > volume(box) - 0.5;
}

/* A category of which something in the box is permitted by nothing. */
static int
open_category(const struct analysis *analysis, const struct piece *low,
	      const struct piece *high, struct cells_box *box)
{
	size_t categories = vocabulary_count(analysis->policy->vocabulary,
					     VOCABULARY_CATEGORY);

	for (size_t i = 0; i < categories; i++) {
		uint64_t fields = common_fields(low->rule, high->rule, i);

		box->category = (int)i;
		if (fields != 0 && !is_covered(analysis, box, fields))
			return (int)i;
	}
	return VOCABULARY_UNKNOWN;
}

/* --- ages --- */

/* One day on which both are in force; false: there is none. */
static bool
common_day(const struct rule *one, const struct rule *other, int32_t *day_out)
{
	*day_out = one->from_day > other->from_day ? one->from_day
						   : other->from_day;
	return *day_out <= one->until_day && *day_out <= other->until_day;
}

static bool
check_age_gap(const struct analysis *analysis, const struct piece *low,
	      const struct piece *high)
{
	struct cells_box box;
	int32_t day;
	int category;

	if (low->guard->age_max + 1 >= high->guard->age_min ||
	    !common_day(low->rule, high->rule, &day) ||
	    !intersect(analysis, low, high, &box))
		return false;
	box.first_day = day;
	box.last_day = day;
	box.of[CELLS_AGE] = (struct cells_set){{0}};
	for (int age = low->guard->age_max + 1; age < high->guard->age_min;
	     age++)
		box.of[CELLS_AGE].bits[age / 64] |= UINT64_C(1) << (age % 64);
	category = open_category(analysis, low, high, &box);
	if (category < 0)
		return false;
	place_warning(analysis_at(analysis, high->rule->at), NULL,
		      "from the age of %d to %d nothing permits the %s that "
		      "\"%s\" permits below and \"%s\" above",
		      low->guard->age_max + 1, high->guard->age_min - 1,
		      vocabulary_word(analysis->policy->vocabulary,
				      VOCABULARY_CATEGORY, category),
		      low->rule->id, high->rule->id);
	return true;
}

/* --- dates --- */

static bool
check_date_gap(const struct analysis *analysis, const struct piece *early,
	       const struct piece *late)
{
	const struct guard *one = early->guard;
	const struct guard *other = late->guard;
	int lowest =
		one->age_min > other->age_min ? one->age_min : other->age_min;
	int highest =
		one->age_max < other->age_max ? one->age_max : other->age_max;
	char from[CLOCK_DATE_BYTES];
	char until[CLOCK_DATE_BYTES];
	struct cells_box box;
	int category;

	if (early->rule->until_day == INT32_MAX ||
	    early->rule->until_day + 1 >= late->rule->from_day ||
	    highest < lowest || !intersect(analysis, early, late, &box))
		return false;
	box.first_day = early->rule->until_day + 1;
	box.last_day = late->rule->from_day - 1;
	box.of[CELLS_AGE] = (struct cells_set){{0}};
	for (int age = lowest; age <= highest; age++)
		box.of[CELLS_AGE].bits[age / 64] |= UINT64_C(1) << (age % 64);
	category = open_category(analysis, early, late, &box);
	if (category < 0)
		return false;
	clock_format_date(box.first_day, from);
	clock_format_date(box.last_day, until);
	place_warning(analysis_at(analysis, late->rule->at), NULL,
		      "from %s until %s nothing permits the %s that \"%s\" "
		      "permits before and \"%s\" after",
		      from, until,
		      vocabulary_word(analysis->policy->vocabulary,
				      VOCABULARY_CATEGORY, category),
		      early->rule->id, late->rule->id);
	return true;
}

/* One warning for a rule is enough to look at it. */
static void
check_against(const struct analysis *analysis, const struct rule *high,
	      bool (*check)(const struct analysis *analysis,
			    const struct piece *low, const struct piece *high))
{
	const struct ruleset *rules = &analysis->policy->ruleset;

	for (size_t g = 0; g < high->guard_count; g++) {
		struct piece above = {high, &high->guards[g]};

		for (size_t i = 0; i < rules->count; i++) {
			const struct rule *low = &rules->rules[i];

			for (size_t l = 0;
			     low->is_permit && l < low->guard_count; l++)
				if (check(analysis,
					  &(struct piece){low, &low->guards[l]},
					  &above))
					return;
		}
	}
}

static bool
begins_at_an_age(const struct rule *rule)
{
	for (size_t i = 0; i < rule->guard_count; i++)
		if (rule->guards[i].age_min > 0)
			return true;
	return false;
}

/* --- the end of a rule --- */

void
analysis_end(const struct analysis *analysis, struct place at, const char *id,
	     int32_t until_day)
{
	char day[CLOCK_DATE_BYTES];

	if (until_day == INT32_MAX || analysis->day == CLOCK_DAY_NONE ||
	    until_day > analysis->day + ANALYSE_SOON_DAYS)
		return;
	clock_format_date(until_day, day);
	if (until_day < analysis->day)
		place_warning(analysis_at(analysis, at), NULL,
			      "\"%s\" ended on %s", id, day);
	else
		place_warning(analysis_at(analysis, at), NULL,
			      "\"%s\" ends on %s, in %d days", id, day,
			      until_day - analysis->day);
}

void
analysis_gaps(struct analysis *analysis)
{
	const struct ruleset *rules = &analysis->policy->ruleset;
	bool some_end = false;

	for (size_t i = 0; i < rules->count; i++) {
		analysis_end(analysis, rules->rules[i].at, rules->rules[i].id,
			     rules->rules[i].until_day);
		some_end = some_end || (rules->rules[i].is_permit &&
					rules->rules[i].until_day != INT32_MAX);
	}
	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = &rules->rules[i];

		if (!rule->is_permit)
			continue;
		if (begins_at_an_age(rule))
			check_against(analysis, rule, check_age_gap);
		if (some_end)
			check_against(analysis, rule, check_date_gap);
	}
}
