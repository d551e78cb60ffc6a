#include "eenplan/policy/matrix.h"

#include <string.h>

#include "lib/policy/engine.h"

/* One category at a time: a role and a purpose have a place of their own. */
struct drawing {
	struct arena *arena;
	const struct policy *policy;
	size_t roles;
	size_t purposes;
	size_t rule_words;
	struct matrix_entry *places; /* by role, then purpose */
	uint64_t *rules;	     /* by place, a bit for each rule */
};

static unsigned
kinds_needed(const struct cells_box *box)
{
	unsigned kinds = 0;

	for (size_t kind = 0; kind < LIMIT_CONSENT_KINDS; kind++)
		if ((box->consent[kind] & 1U << POLICY_CONSENT_UNKNOWN) == 0)
			kinds |= 1U << kind;
	return kinds;
}

static void
unite(struct cells_set *set, const struct cells_set *other)
{
	for (size_t i = 0; i < COUNT_OF(set->bits); i++)
		set->bits[i] |= other->bits[i];
}

static void
add_to_place(struct drawing *drawing, size_t place, const struct cells_box *box,
	     const struct cells_answer *answer)
{
	struct matrix_entry *entry = &drawing->places[place];
	unsigned kinds = kinds_needed(box);

	entry->fields |= answer->fields;
	if (kinds == 0)
		entry->freely |= answer->fields;
	entry->kinds = (uint8_t)(entry->kinds | kinds);
	unite(&entry->from, &box->of[CELLS_FROM]);
	unite(&entry->to, &box->of[CELLS_TO]);
	for (size_t i = 0; i < answer->rule_count; i++) {
		const struct cells_rule *rule = &answer->rules[i];
		size_t number = (size_t)rule->number;

		if (rule->is_permit && (rule->fields & answer->fields) != 0)
			drawing->rules[place * drawing->rule_words +
				       number / 64] |= UINT64_C(1)
						       << (number % 64);
	}
}

static void
draw(void *context, const struct cells_box *box,
     const struct cells_answer *answers)
{
	struct drawing *drawing = context;

	if (answers->fields == 0)
		return;
	for (size_t role = 0; role < drawing->roles; role++) {
		if (!cells_set_has(&box->of[CELLS_ROLE], (int)role))
			continue;
		for (size_t purpose = 0; purpose < drawing->purposes; purpose++)
			if (cells_set_has(&box->of[CELLS_PURPOSE],
					  (int)purpose))
				add_to_place(drawing,
					     role * drawing->purposes + purpose,
					     box, answers);
	}
}

static void
name_rules(struct drawing *drawing, size_t place, struct matrix_entry *entry)
{
	const uint64_t *bits = drawing->rules + place * drawing->rule_words;
	size_t count = 0;
	const char **names;

	for (size_t word = 0; word < drawing->rule_words; word++)
		count += (size_t)__builtin_popcountll(bits[word]);
	names = ARENA_ARRAY(drawing->arena, count, const char *);
	for (size_t i = 0; i < drawing->policy->ruleset.count; i++)
		if ((bits[i / 64] >> (i % 64) & 1) != 0)
			names[entry->rule_count++] =
				drawing->policy->ruleset.rules[i].id;
	entry->rules = names;
}

/* The places that have something, behind the entries that are there. */
static void
take_places(struct drawing *drawing, int category, struct buf *entries)
{
	size_t places = drawing->roles * drawing->purposes;

	for (size_t place = 0; place < places; place++) {
		struct matrix_entry entry = drawing->places[place];

		if (entry.fields == 0)
			continue;
		entry.category = category;
		entry.role = (int)(place / drawing->purposes);
		entry.purpose = (int)(place % drawing->purposes);
		name_rules(drawing, place, &entry);
		buf_add(entries, &entry, sizeof(entry));
	}
	memset(drawing->places, 0, places * sizeof(*drawing->places));
	memset(drawing->rules, 0,
	       places * drawing->rule_words * sizeof(uint64_t));
}

static void
list_rules(struct arena *arena, const struct policy *policy,
	   struct matrix *matrix)
{
	size_t count = policy->ruleset.count;
	struct matrix_rule *rules =
		ARENA_ARRAY(arena, count, struct matrix_rule);

	for (size_t i = 0; i < count; i++) {
		const struct rule *rule = &policy->ruleset.rules[i];

		rules[i] =
			(struct matrix_rule){.id = rule->id,
					     .title = rule->title,
					     .file = rule->at.source->name,
					     .line = rule->at.line,
					     .is_permit = rule->is_permit,
					     .fields = rule->scope.fields,
					     .basis = rule->bases,
					     .basis_count = rule->basis_count};
	}
	matrix->rules = rules;
	matrix->rule_count = count;
}

static void
draw_categories(struct drawing *drawing, const struct cells_space *space,
		int32_t day, struct matrix *matrix)
{
	struct cells_walk walk = {
		.space = space, .visit = draw, .context = drawing};
	int own = vocabulary_find(drawing->policy->vocabulary,
				  VOCABULARY_DOMAIN, "own");
	size_t categories = vocabulary_count(drawing->policy->vocabulary,
					     VOCABULARY_CATEGORY);
	struct arena *scratch = arena_new();
	struct matrix_entry *copy;
	struct buf entries;

	buf_init(&entries, scratch, 4096);
	for (size_t i = 0; i < categories; i++) {
		walk.within = cells_all(space, (int)i);
		walk.within.first_day = day;
		walk.within.last_day = day;
		if (own >= 0)
			walk.within.of[CELLS_TO].bits[own / 64] &=
				~(UINT64_C(1) << (own % 64));

		struct cells_tally tally = cells_walk(scratch, &walk);

		matrix->tally.cells += tally.cells;
		matrix->tally.boxes += tally.boxes;
		take_places(drawing, (int)i, &entries);
	}
	/* A growing buffer is aligned for bytes only. */
	matrix->entry_count = entries.length / sizeof(struct matrix_entry);
	copy = ARENA_ARRAY(drawing->arena, matrix->entry_count,
			   struct matrix_entry);
	if (entries.length > 0)
		memcpy(copy, entries.bytes, entries.length);
	matrix->entries = copy;
	arena_free(scratch);
}

struct matrix
matrix_of(struct arena *arena, const struct policy *policy, int32_t day)
{
	struct matrix matrix = {.entry_count = 0};
	struct drawing drawing = {
		.arena = arena,
		.policy = policy,
		.roles = vocabulary_count(policy->vocabulary, VOCABULARY_ROLE),
		.purposes = vocabulary_count(policy->vocabulary,
					     VOCABULARY_PURPOSE),
		.rule_words = (policy->ruleset.count + 63) / 64};
	size_t places = drawing.roles * drawing.purposes;
	struct cells_space *space;

	list_rules(arena, policy, &matrix);
	drawing.places = ARENA_ARRAY(arena, places, struct matrix_entry);
	drawing.rules =
		ARENA_ARRAY(arena, places * drawing.rule_words, uint64_t);
	/* One policy's words are never too many. */
	if (cells_space_new(arena, policy, NULL, &space) == STATUS_OK)
		draw_categories(&drawing, space, day, &matrix);
	return matrix;
}
