#include "lib/policy/cells_space.h"

#include <string.h>

static const struct {
	enum fact fact;
	enum vocabulary_list list; /* VOCABULARY_LISTS: no words */
} facts[CELLS_FACTS] = {
	[CELLS_FROM] = {FACT_FROM, VOCABULARY_DOMAIN},
	[CELLS_TO] = {FACT_TO, VOCABULARY_DOMAIN},
	[CELLS_ROLE] = {FACT_ROLE, VOCABULARY_ROLE},
	[CELLS_PURPOSE] = {FACT_PURPOSE, VOCABULARY_PURPOSE},
	[CELLS_SENSITIVITY] = {FACT_SENSITIVITY, VOCABULARY_SENSITIVITY},
	[CELLS_AGE] = {FACT_AGE, VOCABULARY_LISTS},
	[CELLS_OWNER] = {FACT_OWNER, VOCABULARY_LISTS},
};

bool
cells_set_has(const struct cells_set *set, int value)
{
	return value >= 0 && value <= CELLS_UNKNOWN &&
	       (set->bits[value / 64] >> (value % 64) & 1) != 0;
}

size_t
cells_set_count(const struct cells_set *set)
{
	size_t count = 0;

	for (size_t i = 0; i < COUNT_OF(set->bits); i++)
		count += (size_t)__builtin_popcountll(set->bits[i]);
	return count;
}

/* --- the policy's own ids, and back --- */

static uint64_t
moved(uint64_t bits, const uint8_t *to)
{
	uint64_t out = 0;

	for (; bits != 0; bits &= bits - 1)
		out |= UINT64_C(1) << to[__builtin_ctzll(bits)];
	return out;
}

uint64_t
cells_space_fields(const struct cells_side *side, int own_category,
		   uint64_t fields)
{
	return side->is_own ? fields : moved(fields, side->field[own_category]);
}

uint64_t
cells_space_duties(const struct cells_side *side, uint64_t duties)
{
	return side->is_own ? duties : moved(duties, side->duty);
}

static const uint64_t *
row_of_consent(const struct cells_side *side, size_t kind, int state)
{
	int own = side->own[VOCABULARY_CONSENT][kind];

	/* No rule of this policy can ask for a kind that it doesn't know. */
	return own < 0 ? NULL
		       : index_row(side->policy->index,
				   (enum fact)(FACT_CONSENT + own), state);
}

static const uint64_t *
row_of(const struct cells_side *side, enum cells_fact fact, int value)
{
	const struct index *index = side->policy->index;
	int own = VOCABULARY_UNKNOWN;

	if (value != CELLS_UNKNOWN)
		own = fact == CELLS_AGE ? index->age_value[value]
		      : fact == CELLS_OWNER
			      ? value
			      : side->own[facts[fact].list][value];
	return index_row(index, facts[fact].fact, own);
}

void
cells_space_rows(const struct cells_space *space, size_t step, int value,
		 const uint64_t *rows[CELLS_SIDES])
{
	for (size_t s = 0; s < space->side_count; s++)
		rows[s] = step < CELLS_FACTS
				  ? row_of(&space->sides[s],
					   (enum cells_fact)step, value)
				  : row_of_consent(&space->sides[s],
						   step - CELLS_FACTS, value);
}

/* --- what neither policy tells apart --- */

static bool
rows_are_equal(const struct cells_space *space, const uint64_t *const *one,
	       const uint64_t *const *other)
{
	for (size_t s = 0; s < space->side_count; s++) {
		size_t bytes =
			space->sides[s].policy->index->words * sizeof(uint64_t);

		if (one[s] != other[s] &&
		    (one[s] == NULL || other[s] == NULL ||
		     memcmp(one[s], other[s], bytes) != 0))
			return false;
	}
	return true;
}

static void
add_value(struct cells_space *space, size_t step, int value)
{
	struct cells_step *into = &space->steps[step];
	struct cells_stretch stretch = {.rows = {NULL}};
	size_t at = 0;

	cells_space_rows(space, step, value, stretch.rows);
	while (at < into->count &&
	       !rows_are_equal(space, into->stretches[at].rows, stretch.rows))
		at++;
	if (at == into->count)
		into->stretches[into->count++] = stretch;
	cells_set_add(&into->stretches[at].values, value);
}

static size_t
values_of(const struct cells_space *space, size_t step)
{
	if (step >= CELLS_FACTS)
		return POLICY_CONSENT_GIVEN_NAMING + 1;
	if (step == CELLS_AGE)
		return LIMIT_POLICY_AGE_YEARS + 1;
	if (step == CELLS_OWNER)
		return POLICY_OWNERS;
	return vocabulary_count(space->vocabulary, facts[step].list);
}

static void
split_facts(struct arena *arena, struct cells_space *space)
{
	space->step_count = CELLS_FACTS + vocabulary_count(space->vocabulary,
							   VOCABULARY_CONSENT);
	for (size_t step = 0; step < space->step_count; step++) {
		size_t values = values_of(space, step);

		space->steps[step].stretches =
			ARENA_ARRAY(arena, values + 1, struct cells_stretch);
		for (size_t value = 0; value < values; value++)
			add_value(space, step, (int)value);
		if (step < CELLS_FACTS)
			add_value(space, step, CELLS_UNKNOWN);
	}
}

/* --- rules that both have --- */

static bool
guards_are_equal(const struct guard *one, const struct guard *other)
{
	return memcmp(one->consent, other->consent, sizeof(one->consent)) ==
		       0 &&
	       memcmp(&one->levels, &other->levels, sizeof(one->levels)) == 0 &&
	       one->level_unknown == other->level_unknown &&
	       one->age_min == other->age_min &&
	       one->age_max == other->age_max &&
	       one->age_unknown == other->age_unknown &&
	       one->owners == other->owners;
}

static bool
scopes_are_equal(const struct scope *one, const struct scope *other,
		 size_t categories)
{
	const struct wordset *ours[] = {&one->categories, &one->from, &one->to,
					&one->roles, &one->purposes};
	const struct wordset *theirs[] = {&other->categories, &other->from,
					  &other->to, &other->roles,
					  &other->purposes};

	for (size_t i = 0; i < COUNT_OF(ours); i++)
		if (memcmp(ours[i], theirs[i], sizeof(*ours[i])) != 0)
			return false;
	return memcmp(one->fields, other->fields,
		      categories * sizeof(uint64_t)) == 0;
}

static bool
rules_are_equal(const struct rule *one, const struct rule *other,
		size_t categories)
{
	if (one->is_permit != other->is_permit ||
	    one->duties != other->duties || one->from_day != other->from_day ||
	    one->until_day != other->until_day ||
	    one->guard_count != other->guard_count ||
	    !scopes_are_equal(&one->scope, &other->scope, categories))
		return false;
	for (size_t i = 0; i < one->guard_count; i++)
		if (!guards_are_equal(&one->guards[i], &other->guards[i]))
			return false;
	return true;
}

/* Which rules of `side` the other has too; both are sorted by id. */
static bool *
find_same(struct arena *arena, const struct ruleset *ours,
	  const struct ruleset *theirs, size_t categories)
{
	bool *same = ARENA_ARRAY(arena, ours->count, bool);
	size_t other = 0;

	for (size_t i = 0; i < ours->count; i++) {
		int order = -1;

		while (other < theirs->count &&
		       (order = strcmp(theirs->rules[other].id,
				       ours->rules[i].id)) < 0)
			other++;
		same[i] = other < theirs->count && order == 0 &&
			  rules_are_equal(&ours->rules[i],
					  &theirs->rules[other], categories);
	}
	return same;
}

static void
mark_same(struct arena *arena, struct cells_side *side,
	  const struct policy *other)
{
	const struct index *index = side->policy->index;
	uint64_t *lines = ARENA_ARRAY(arena, index->words, uint64_t);
	bool *same = find_same(
		arena, &side->policy->ruleset, &other->ruleset,
		vocabulary_count(other->vocabulary, VOCABULARY_CATEGORY));

	for (size_t i = 0; i < index->words * 64; i++)
		if (index->lines[i].fields != NULL &&
		    same[index->lines[i].rule])
			lines[i / 64] |= UINT64_C(1) << (i % 64);
	side->same = lines;
}

enum status
cells_space_new(struct arena *arena, const struct policy *one,
		const struct policy *other, struct cells_space **space_out)
{
	struct cells_space *space = ARENA_NEW(arena, struct cells_space);

	space->sides[0].policy = one;
	space->sides[1].policy = other;
	space->side_count = other == NULL ? 1 : 2;
	if (!cells_space_merge(arena, space))
		return STATUS_TOO_LARGE;
	split_facts(arena, space);
	if (other != NULL && space->sides[0].is_own) {
		mark_same(arena, &space->sides[0], other);
		mark_same(arena, &space->sides[1], one);
	}
	*space_out = space;
	return STATUS_OK;
}

const struct vocabulary *
cells_vocabulary(const struct cells_space *space)
{
	return space->vocabulary;
}

struct cells_box
cells_all(const struct cells_space *space, int category)
{
	struct cells_box box = {.category = category,
				.first_day = CELLS_FIRST_DAY,
				.last_day = CELLS_LAST_DAY};

	for (size_t fact = 0; fact < CELLS_FACTS; fact++) {
		for (size_t i = 0; i < values_of(space, fact); i++)
			cells_set_add(&box.of[fact], (int)i);
		cells_set_add(&box.of[fact], CELLS_UNKNOWN);
	}
	memset(box.consent, (1U << (POLICY_CONSENT_GIVEN_NAMING + 1)) - 1,
	       sizeof(box.consent));
	return box;
}
