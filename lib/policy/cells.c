#include "eenplan/policy/cells.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "lib/policy/cells_space.h"

/*
 * From fact to fact the walk keeps the lines that can still apply, of each
 * policy. Values that leave the same lines go on as one, so the further the
 * walk is, the fewer boxes there are to tell apart.
 */

/* The lines that are left of one policy. */
struct left {
	struct live *live;
	size_t count;
};

/* Values of one fact that leave the same lines. */
struct branch {
	struct cells_set values;
	struct left sides[CELLS_SIDES];
};

/* Room for the branches of one fact; they are used one after another. */
struct level {
	struct branch *branches;
	size_t count;
};

struct walker {
	const struct cells_walk *walk;
	const struct cells_space *space;
	struct level levels[CELLS_STEPS];
	struct cells_box box;
	struct left now[CELLS_SIDES];
	int own_category[CELLS_SIDES];
	/* One box: the rules of each policy that apply there. */
	struct cells_rule *rules[CELLS_SIDES];
	int32_t *bounds;
	size_t bound_count;
	struct cells_tally tally;
};

static const struct index *
index_of(const struct walker *walker, size_t side)
{
	return walker->space->sides[side].policy->index;
}

/* --- which lines are left --- */

static struct left
narrow(const struct left *before, const uint64_t *row, struct live *room)
{
	struct left after = {.live = room};

	for (size_t i = 0; i < before->count; i++) {
		struct live live = before->live[i];

		if (row != NULL)
			live.bits &= row[live.word];
		if (live.bits != 0)
			room[after.count++] = live;
	}
	return after;
}

static bool
left_is_equal(const struct left *one, const struct left *other)
{
	return one->count == other->count &&
	       (one->count == 0 ||
		memcmp(one->live, other->live,
		       one->count * sizeof(*one->live)) == 0);
}

static bool
has_permit(const struct walker *walker, const struct left *left, size_t side)
{
	/* Words are in order, and permits are behind the forbids. */
	return left->count > 0 && left->live[left->count - 1].word >=
					  index_of(walker, side)->forbid_words;
}

static bool
has_change(const struct walker *walker, const struct left *left, size_t side)
{
	const uint64_t *same = walker->space->sides[side].same;

	for (size_t i = 0; i < left->count; i++)
		if (same == NULL ||
		    (left->live[i].bits & ~same[left->live[i].word]) != 0)
			return true;
	return false;
}

/* Can anything below be of interest? */
static bool
is_wanted(const struct walker *walker, const struct left *sides)
{
	bool has_rules = false;
	bool changes = !walker->walk->only_changes;

	for (size_t s = 0; s < walker->space->side_count; s++) {
		has_rules = has_rules ||
			    (walker->walk->with_forbids
				     ? sides[s].count > 0
				     : has_permit(walker, &sides[s], s));
		changes = changes || has_change(walker, &sides[s], s);
	}
	return has_rules && changes;
}

/* --- one box --- */

/*
 * The lines of one side on the days from `day` on, as rules; each once, since
 * the lines of one rule are neighbours.
 */
static size_t
list_rules(struct walker *walker, size_t side, int32_t day)
{
	const struct cells_side *view = &walker->space->sides[side];
	const struct left *left = &walker->now[side];
	struct cells_rule *rules = walker->rules[side];
	int category = walker->own_category[side];
	size_t count = 0;

	for (size_t i = 0; i < left->count; i++) {
		uint64_t bits = left->live[i].bits;

		while (bits != 0) {
			const struct line *line = engine_take_line(
				view->policy->index, left->live[i].word, &bits);
			int number = (int)line->rule;

			walker->tally.steps++;

			const struct rule *rule =
				&view->policy->ruleset.rules[number];

			if (!rule_is_in_force(rule, day) ||
			    (count > 0 && rules[count - 1].number == number))
				continue;
			rules[count++] = (struct cells_rule){
				.number = number,
				.is_permit = rule->is_permit,
				.fields = cells_space_fields(
					view, category, line->fields[category]),
				.duties =
					cells_space_duties(view, line->duties)};
		}
	}
	return count;
}

static struct cells_answer
answer_of(const struct cells_rule *rules, size_t count)
{
	struct cells_answer answer = {.rules = rules, .rule_count = count};
	uint64_t forbidden = 0;

	for (size_t i = 0; i < count; i++) {
		if (!rules[i].is_permit) {
			forbidden |= rules[i].fields;
		} else if ((rules[i].fields & ~forbidden) != 0) {
			answer.fields |= rules[i].fields & ~forbidden;
			answer.duties |= rules[i].duties;
		}
	}
	return answer;
}

static void
visit(struct walker *walker, int32_t first_day, int32_t last_day)
{
	struct cells_answer answers[CELLS_SIDES] = {{0}};
	bool is_wanted_here = false;

	for (size_t s = 0; s < walker->space->side_count; s++) {
		size_t count = list_rules(walker, s, first_day);
		const struct cells_rule *rules = walker->rules[s];

		answers[s] = answer_of(rules, count);
		is_wanted_here = is_wanted_here ||
				 (count > 0 && (walker->walk->with_forbids ||
						rules[count - 1].is_permit));
	}
	if (!is_wanted_here)
		return;
	walker->box.first_day = first_day;
	walker->box.last_day = last_day;
	walker->tally.boxes++;
	walker->walk->visit(walker->walk->context, &walker->box, answers);
}

/* --- the days --- */

static int
compare_days(const void *one_day, const void *other_day)
{
	const int32_t *one = one_day;
	const int32_t *other = other_day;

	return (*one > *other) - (*one < *other);
}

static void
add_bound(struct walker *walker, int32_t day)
{
	const struct cells_box *within = &walker->walk->within;

	if (day > within->first_day && day <= within->last_day)
		walker->bounds[walker->bound_count++] = day;
}

/* The first days on which another set of the rules left is in force. */
static void
gather_bounds(struct walker *walker)
{
	walker->bound_count = 0;
	for (size_t s = 0; s < walker->space->side_count; s++) {
		const struct policy *policy = walker->space->sides[s].policy;
		const struct left *left = &walker->now[s];

		for (size_t i = 0; i < left->count; i++) {
			uint64_t bits = left->live[i].bits;

			while (bits != 0) {
				walker->tally.steps++;

				const struct rule *rule =
					&policy->ruleset.rules
						 [engine_take_line(
							  policy->index,
							  left->live[i].word,
							  &bits)
							  ->rule];

				add_bound(walker, rule->from_day);
				if (rule->until_day != INT32_MAX)
					add_bound(walker, rule->until_day + 1);
			}
		}
	}
	if (walker->bound_count > 1)
		qsort(walker->bounds, walker->bound_count,
		      sizeof(*walker->bounds), compare_days);
}

static void
walk_days(struct walker *walker)
{
	const struct cells_box *within = &walker->walk->within;
	int32_t first = within->first_day;

	gather_bounds(walker);
	for (size_t i = 0; i < walker->bound_count; i++) {
		if (walker->bounds[i] == first)
			continue;
		visit(walker, first, walker->bounds[i] - 1);
		first = walker->bounds[i];
	}
	visit(walker, first, within->last_day);
	if (walker->walk->with_forbids && within->first_day == CELLS_FIRST_DAY)
		visit(walker, CLOCK_DAY_NONE, CLOCK_DAY_NONE);
}

/* --- the facts --- */

static bool
keep_within(const struct walker *walker, size_t step,
	    const struct cells_set *values, struct cells_set *kept)
{
	const struct cells_box *within = &walker->walk->within;
	uint64_t any = 0;

	*kept = *values;
	if (step >= CELLS_FACTS) {
		kept->bits[0] &= within->consent[step - CELLS_FACTS];
		return kept->bits[0] != 0;
	}
	for (size_t i = 0; i < COUNT_OF(kept->bits); i++) {
		kept->bits[i] &= within->of[step].bits[i];
		any |= kept->bits[i];
	}
	return any != 0;
}

static void
add_branch(struct walker *walker, struct level *level,
	   const struct cells_stretch *stretch, const struct cells_set *values)
{
	struct branch *branch = &level->branches[level->count];
	size_t sides = walker->space->side_count;

	for (size_t s = 0; s < sides; s++) {
		walker->tally.steps += walker->now[s].count;
		branch->sides[s] = narrow(&walker->now[s], stretch->rows[s],
					  branch->sides[s].live);
	}
	if (!is_wanted(walker, branch->sides))
		return;
	branch->values = *values;
	for (size_t i = 0; i < level->count; i++) {
		struct branch *like = &level->branches[i];
		bool is_equal = true;

		walker->tally.steps++;
		for (size_t s = 0; s < sides; s++)
			is_equal = is_equal && left_is_equal(&like->sides[s],
							     &branch->sides[s]);
		if (!is_equal)
			continue;
		for (size_t w = 0; w < COUNT_OF(values->bits); w++)
			like->values.bits[w] |= values->bits[w];
		return;
	}
	level->count++;
}

static void
set_values(struct walker *walker, size_t step, const struct cells_set *values)
{
	if (step < CELLS_FACTS)
		walker->box.of[step] = *values;
	else
		walker->box.consent[step - CELLS_FACTS] =
			(uint8_t)values->bits[0];
}

/* Some policies' cells can't be told apart in any bearable time. */
static bool
is_used_up(struct walker *walker)
{
	size_t most = walker->walk->most_steps;

	walker->tally.is_cut = most != 0 && walker->tally.steps > most;
	return walker->tally.is_cut;
}

static void
walk_facts(struct walker *walker, size_t step)
{
	const struct cells_step *values = &walker->space->steps[step];
	struct level *level = &walker->levels[step];
	struct left before[CELLS_SIDES];
	struct cells_set kept;

	if (step == walker->space->step_count) {
		walk_days(walker);
		return;
	}
	level->count = 0;
	if (is_used_up(walker))
		return;
	for (size_t i = 0; i < values->count; i++)
		if (keep_within(walker, step, &values->stretches[i].values,
				&kept))
			add_branch(walker, level, &values->stretches[i], &kept);
	memcpy(before, walker->now, sizeof(before));
	for (size_t i = 0; i < level->count; i++) {
		memcpy(walker->now, level->branches[i].sides, sizeof(before));
		set_values(walker, step, &level->branches[i].values);
		walk_facts(walker, step + 1);
	}
	memcpy(walker->now, before, sizeof(before));
}

/* --- all of it --- */

static void
walk_category(struct walker *walker, int category, struct left *room)
{
	const struct cells_space *space = walker->space;

	walker->box = walker->walk->within;
	walker->box.category = category;
	for (size_t s = 0; s < space->side_count; s++) {
		const struct cells_side *side = &space->sides[s];
		const struct index *index = side->policy->index;
		int own = side->own[VOCABULARY_CATEGORY][category];
		const uint64_t *row = index_row(index, FACT_CATEGORY, own);

		assert(room[s].live != NULL);
		walker->own_category[s] = own;
		walker->now[s] = (struct left){.live = room[s].live};
		/* Who doesn't know the category shares nothing of it. */
		for (size_t word = 0; word < index->words && own >= 0; word++)
			if (row[word] != 0)
				walker->now[s].live[walker->now[s].count++] =
					(struct live){.word = word,
						      .bits = row[word]};
	}
	if (is_wanted(walker, walker->now))
		walk_facts(walker, 0);
}

static void
make_room(struct arena *arena, struct walker *walker, struct left *first)
{
	const struct cells_space *space = walker->space;
	size_t bounds = 0;

	for (size_t step = 0; step < space->step_count; step++)
		walker->levels[step].branches = ARENA_ARRAY(
			arena, space->steps[step].count + 1, struct branch);
	for (size_t s = 0; s < space->side_count; s++) {
		const struct policy *policy = space->sides[s].policy;
		size_t words = policy->index->words;

		bounds += 2 * words * 64;
		walker->rules[s] = ARENA_ARRAY(arena, policy->ruleset.count,
					       struct cells_rule);
		first[s].live = ARENA_ARRAY(arena, words, struct live);
		for (size_t step = 0; step < space->step_count; step++)
			for (size_t i = 0; i <= space->steps[step].count; i++)
				walker->levels[step].branches[i].sides[s].live =
					ARENA_ARRAY(arena, words, struct live);
	}
	walker->bounds = ARENA_ARRAY(arena, bounds, int32_t);
}

/* How many cells there are within, between the bounds of all rules. */
static double
count_cells(struct walker *walker)
{
	const struct cells_walk *walk = walker->walk;
	const struct cells_space *space = walker->space;
	double cells = walk->within.category == CELLS_EVERY_CATEGORY
			       ? (double)vocabulary_count(space->vocabulary,
							  VOCABULARY_CATEGORY)
			       : 1;
	size_t ages = 0;
	struct cells_set kept;

	for (size_t i = 0; i < space->steps[CELLS_AGE].count; i++)
		ages += keep_within(
			walker, CELLS_AGE,
			&space->steps[CELLS_AGE].stretches[i].values, &kept);
	for (size_t fact = 0; fact < CELLS_FACTS; fact++)
		cells *= fact == CELLS_AGE ? (double)ages
					   : (double)cells_set_count(
						     &walk->within.of[fact]);
	for (size_t kind = 0; kind < space->step_count - CELLS_FACTS; kind++)
		cells *= __builtin_popcount(walk->within.consent[kind]);
	walker->bound_count = 0;
	for (size_t s = 0; s < space->side_count; s++) {
		const struct ruleset *rules = &space->sides[s].policy->ruleset;

		for (size_t i = 0; i < rules->count; i++) {
			add_bound(walker, rules->rules[i].from_day);
			if (rules->rules[i].until_day != INT32_MAX)
				add_bound(walker,
					  rules->rules[i].until_day + 1);
		}
	}
	if (walker->bound_count > 1)
		qsort(walker->bounds, walker->bound_count,
		      sizeof(*walker->bounds), compare_days);

	size_t days = 1;

	for (size_t i = 0; i < walker->bound_count; i++)
		days += i == 0 || walker->bounds[i] != walker->bounds[i - 1];
	return cells * (double)days;
}

struct cells_tally
cells_walk(struct arena *arena, const struct cells_walk *walk)
{
	struct walker walker = {.walk = walk, .space = walk->space};
	struct left first[CELLS_SIDES] = {{0}};
	size_t categories =
		vocabulary_count(walk->space->vocabulary, VOCABULARY_CATEGORY);

	make_room(arena, &walker, first);
	walker.tally.cells = count_cells(&walker);
	for (size_t i = 0; i < categories; i++)
		if (walk->within.category == CELLS_EVERY_CATEGORY ||
		    walk->within.category == (int)i)
			walk_category(&walker, (int)i, first);
	return walker.tally;
}
