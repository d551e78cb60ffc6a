#include <stdlib.h>
#include <string.h>

#include "lib/policy/index.h"

#define CONSENT_STATES (POLICY_CONSENT_GIVEN_NAMING + 1)

/* One guard of one rule, on its way to become a line. */
struct draft {
	const struct rule *rule;
	const struct guard *guard;
	uint32_t number; /* of the rule */
};

static int
compare_sets(const struct wordset *one, const struct wordset *other)
{
	return memcmp(one, other, sizeof(*one));
}

static int
compare_drafts(const void *one_draft, const void *other_draft)
{
	const struct draft *one = one_draft;
	const struct draft *other = other_draft;
	const struct scope *ours = &one->rule->scope;
	const struct scope *theirs = &other->rule->scope;
	int order = one->rule->is_permit - other->rule->is_permit;

	if (order == 0)
		order = compare_sets(&ours->to, &theirs->to);
	if (order == 0)
		order = compare_sets(&ours->roles, &theirs->roles);
	if (order == 0)
		order = compare_sets(&ours->purposes, &theirs->purposes);
	if (order == 0)
		order = (one->number > other->number) -
			(one->number < other->number);
	if (order == 0)
		order = (one->guard > other->guard) -
			(one->guard < other->guard);
	return order;
}

static struct draft *
draft_lines(struct arena *arena, const struct ruleset *ruleset,
	    size_t *count_out)
{
	size_t count = 0;
	struct draft *drafts;

	for (size_t i = 0; i < ruleset->count; i++)
		count += ruleset->rules[i].guard_count;
	drafts = ARENA_ARRAY(arena, count, struct draft);
	*count_out = 0;
	for (size_t i = 0; i < ruleset->count; i++)
		for (size_t g = 0; g < ruleset->rules[i].guard_count; g++)
			drafts[(*count_out)++] = (struct draft){
				.rule = &ruleset->rules[i],
				.guard = &ruleset->rules[i].guards[g],
				.number = (uint32_t)i};
	if (count > 1)
		qsort(drafts, count, sizeof(*drafts), compare_drafts);
	return drafts;
}

/* --- the tables --- */

static void
make_table(struct arena *arena, struct index *index, enum fact fact,
	   size_t values)
{
	index->tables[fact].values = values;
	index->tables[fact].rows =
		ARENA_ARRAY(arena, (values + 1) * index->words, uint64_t);
}

/* Number the stretches of age that no rule tells apart. */
static size_t
split_ages(struct index *index, const struct draft *drafts, size_t count)
{
	bool begins[LIMIT_POLICY_AGE_YEARS + 2] = {false};
	uint8_t value = 0;

	for (size_t i = 0; i < count; i++) {
		begins[drafts[i].guard->age_min] = true;
		begins[drafts[i].guard->age_max + 1] = true;
	}
	for (size_t age = 0; age <= LIMIT_POLICY_AGE_YEARS; age++) {
		value = (uint8_t)(value + (age > 0 && begins[age]));
		index->age_value[age] = value;
	}
	return (size_t)value + 1;
}

static void
make_tables(struct arena *arena, struct index *index,
	    const struct vocabulary *vocabulary, size_t age_values)
{
	static const struct {
		enum fact fact;
		enum vocabulary_list list;
	} lists[] = {
		{FACT_TO, VOCABULARY_DOMAIN},
		{FACT_ROLE, VOCABULARY_ROLE},
		{FACT_PURPOSE, VOCABULARY_PURPOSE},
		{FACT_CATEGORY, VOCABULARY_CATEGORY},
		{FACT_FROM, VOCABULARY_DOMAIN},
		{FACT_SENSITIVITY, VOCABULARY_SENSITIVITY},
	};

	for (size_t i = 0; i < COUNT_OF(lists); i++)
		make_table(arena, index, lists[i].fact,
			   vocabulary_count(vocabulary, lists[i].list));
	make_table(arena, index, FACT_AGE, age_values);
	make_table(arena, index, FACT_OWNER, POLICY_OWNERS);
	for (size_t kind = 0; kind < LIMIT_CONSENT_KINDS; kind++)
		make_table(arena, index, (enum fact)(FACT_CONSENT + kind),
			   CONSENT_STATES);
}

static void
mark(struct index *index, enum fact fact, size_t value, size_t line)
{
	index->tables[fact].rows[value * index->words + line / 64] |=
		UINT64_C(1) << (line % 64);
}

/* An unknown word is in no list of a permit and in every list of a forbid. */
static void
mark_set(struct index *index, enum fact fact, const struct wordset *set,
	 bool accepts_unknown, size_t line)
{
	size_t values = index->tables[fact].values;

	for (size_t value = 0; value < values; value++)
		if (wordset_has(set, (int)value))
			mark(index, fact, value, line);
	if (accepts_unknown)
		mark(index, fact, values, line);
}

static void
mark_age(struct index *index, const struct guard *guard, size_t line)
{
	for (int age = guard->age_min; age <= guard->age_max; age++)
		mark(index, FACT_AGE, index->age_value[age], line);
	if (guard->age_unknown)
		mark(index, FACT_AGE, index->tables[FACT_AGE].values, line);
}

static void
mark_owner(struct index *index, const struct guard *guard, size_t line)
{
	static const enum policy_owner owners[] = {POLICY_OWNER_RECIPIENT,
						   POLICY_OWNER_OTHER,
						   POLICY_OWNER_UNKNOWN};

	for (size_t value = 0; value < COUNT_OF(owners); value++)
		if ((guard->owners & GUARD_OWNER(owners[value])) != 0)
			mark(index, FACT_OWNER, value, line);
}

/* "unknown" is a state of its own; the row behind the last one is the same. */
static void
mark_consent(struct index *index, const struct guard *guard, size_t kind,
	     size_t line)
{
	enum fact fact = (enum fact)(FACT_CONSENT + kind);

	for (size_t state = 0; state < CONSENT_STATES; state++)
		if ((guard->consent[kind] & GUARD_STATE(state)) != 0)
			mark(index, fact, state, line);
	if ((guard->consent[kind] & GUARD_STATE(POLICY_CONSENT_UNKNOWN)) != 0)
		mark(index, fact, CONSENT_STATES, line);
}

static void
add_line(struct index *index, const struct draft *draft, size_t line)
{
	const struct scope *scope = &draft->rule->scope;
	const struct guard *guard = draft->guard;
	bool unknown = !draft->rule->is_permit;

	index->lines[line] = (struct line){.fields = scope->fields,
					   .duties = draft->rule->duties,
					   .rule = draft->number};
	mark_set(index, FACT_TO, &scope->to, unknown, line);
	mark_set(index, FACT_ROLE, &scope->roles, unknown, line);
	mark_set(index, FACT_PURPOSE, &scope->purposes, unknown, line);
	mark_set(index, FACT_CATEGORY, &scope->categories, unknown, line);
	mark_set(index, FACT_FROM, &scope->from, unknown, line);
	mark_set(index, FACT_SENSITIVITY, &guard->levels, guard->level_unknown,
		 line);
	mark_age(index, guard, line);
	mark_owner(index, guard, line);
	for (size_t kind = 0; kind < LIMIT_CONSENT_KINDS; kind++)
		mark_consent(index, guard, kind, line);
}

/* A fact whose rows are all alike tells no lines apart: nobody need ask. */
static bool
rows_differ(const struct index *index, enum fact fact)
{
	const struct table *table = &index->tables[fact];
	size_t bytes = index->words * sizeof(uint64_t);

	for (size_t row = 1; row <= table->values; row++)
		if (memcmp(table->rows, table->rows + row * index->words,
			   bytes) != 0)
			return true;
	return false;
}

struct index *
index_build(struct arena *arena, const struct vocabulary *vocabulary,
	    const struct ruleset *ruleset)
{
	struct index *index = ARENA_NEW(arena, struct index);
	size_t count;
	struct draft *drafts = draft_lines(arena, ruleset, &count);
	size_t forbids = 0;

	while (forbids < count && !drafts[forbids].rule->is_permit)
		forbids++;
	index->forbid_words = (forbids + 63) / 64;
	index->words = index->forbid_words + (count - forbids + 63) / 64;
	index->lines = ARENA_ARRAY(arena, index->words * 64, struct line);
	make_tables(arena, index, vocabulary, split_ages(index, drafts, count));
	for (size_t i = 0; i < count; i++)
		add_line(index, &drafts[i],
			 i < forbids ? i
				     : index->forbid_words * 64 + i - forbids);
	for (size_t fact = FACT_CATEGORY; fact < FACTS; fact++)
		if (rows_differ(index, (enum fact)fact))
			index->asked[index->asked_count++] = (uint8_t)fact;
	return index;
}
