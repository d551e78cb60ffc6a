#include "lib/policy/engine.h"

int
engine_purpose(const struct policy *policy, const struct policy_asker *asker)
{
	return !asker->is_sent && wordset_has(&policy->vocabulary->sent,
					      asker->purpose)
		       ? VOCABULARY_UNKNOWN
		       : asker->purpose;
}

/* Without the lines whose rule isn't in force on `day`. */
static uint64_t
drop_lapsed(const struct policy *policy, size_t word, uint64_t bits,
	    int32_t day)
{
	uint64_t kept = 0;

	for (uint64_t left = bits; left != 0; left &= left - 1) {
		size_t line = word * 64 + (size_t)__builtin_ctzll(left);
		uint32_t rule = policy->index->lines[line].rule;

		if (rule_is_in_force(&policy->ruleset.rules[rule], day))
			kept |= left & -left;
	}
	return kept;
}

struct policy_prepared *
policy_prepare(struct arena *arena, const struct policy *policy,
	       const struct policy_asker *asker)
{
	const struct index *index = policy->index;
	const uint64_t *to = index_row(index, FACT_TO, asker->to);
	const uint64_t *role = index_row(index, FACT_ROLE, asker->role);
	const uint64_t *purpose =
		index_row(index, FACT_PURPOSE, engine_purpose(policy, asker));
	struct policy_prepared *prepared = arena_alloc(
		arena, sizeof(*prepared) + index->words * sizeof(struct live));

	prepared->policy = policy;
	prepared->asker = *asker;
	for (size_t word = 0; word < index->words; word++) {
		uint64_t bits = drop_lapsed(
			policy, word, to[word] & role[word] & purpose[word],
			asker->day);

		if (bits == 0)
			continue;
		prepared->live[prepared->count++] =
			(struct live){.word = word, .bits = bits};
		if (word < index->forbid_words)
			prepared->forbid_count++;
	}
	return prepared;
}

static int
value_of(const struct index *index, enum fact fact,
	 const struct policy_item *item)
{
	if (fact == FACT_CATEGORY)
		return item->category;
	if (fact == FACT_FROM)
		return item->from;
	if (fact == FACT_SENSITIVITY)
		return item->sensitivity;
	if (fact == FACT_AGE)
		return item->age_years < 0 ? VOCABULARY_UNKNOWN
		       : item->age_years > LIMIT_POLICY_AGE_YEARS
			       ? index->age_value[LIMIT_POLICY_AGE_YEARS]
			       : index->age_value[item->age_years];
	if (fact == FACT_OWNER)
		return (int)item->owner - POLICY_OWNER_RECIPIENT;
	return (int)item->consent[fact - FACT_CONSENT];
}

bool
engine_rows(const struct index *index, const struct policy_item *item,
	    struct rows *rows_out)
{
	size_t categories = index->tables[FACT_CATEGORY].values;

	if (item->category < 0 || (size_t)item->category >= categories)
		return false;
	rows_out->count = index->asked_count;
	for (size_t i = 0; i < index->asked_count; i++) {
		enum fact fact = (enum fact)index->asked[i];

		rows_out->of[i] =
			index_row(index, fact, value_of(index, fact, item));
	}
	return true;
}

int
engine_next_rule(const struct policy_prepared *prepared,
		 const struct policy_item *item, bool is_permit,
		 uint64_t fields, int after)
{
	const struct index *index = prepared->policy->index;
	size_t end = is_permit ? prepared->count : prepared->forbid_count;
	int next = -1;
	struct rows rows;

	if (!engine_rows(index, item, &rows))
		return -1;
	for (size_t i = is_permit ? prepared->forbid_count : 0; i < end; i++) {
		const struct live *live = &prepared->live[i];
		uint64_t left = engine_match(live, &rows);

		while (left != 0) {
			const struct line *line =
				engine_take_line(index, live->word, &left);
			int rule = (int)line->rule;

			if (rule > after && (next < 0 || rule < next) &&
			    (line->fields[item->category] & fields) != 0)
				next = rule;
		}
	}
	return next;
}

int
engine_next_deciding(const struct policy_prepared *prepared,
		     const struct policy_item *item,
		     const struct policy_decision *decision, int after)
{
	switch (decision->verdict) {
	case POLICY_PERMIT:
		return engine_next_rule(prepared, item, true, decision->fields,
					after);
	case POLICY_FORBIDDEN:
		return engine_next_rule(prepared, item, false, UINT64_MAX,
					after);
	case POLICY_NOTHING_PERMITS: return -1;
	}
	return -1;
}

static uint64_t
forbidden_fields(const struct policy_prepared *prepared,
		 const struct rows *rows, int category)
{
	const struct index *index = prepared->policy->index;
	uint64_t forbidden = 0;

	for (size_t i = 0; i < prepared->forbid_count; i++) {
		const struct live *live = &prepared->live[i];
		uint64_t left = engine_match(live, rows);

		while (left != 0)
			forbidden |= engine_take_line(index, live->word, &left)
					     ->fields[category];
	}
	return forbidden;
}

/* What the permits give beside `forbidden`; all that they list is returned. */
static uint64_t
gather_permits(const struct policy_prepared *prepared, const struct rows *rows,
	       int category, uint64_t forbidden,
	       struct policy_decision *decision)
{
	const struct index *index = prepared->policy->index;
	uint64_t listed = 0;

	for (size_t i = prepared->forbid_count; i < prepared->count; i++) {
		const struct live *live = &prepared->live[i];
		uint64_t left = engine_match(live, rows);

		while (left != 0) {
			const struct line *line =
				engine_take_line(index, live->word, &left);
			uint64_t open = line->fields[category] & ~forbidden;

			listed |= line->fields[category];
			if (open == 0)
				continue;
			decision->fields |= open;
			decision->duties |= line->duties;
			if (decision->rule < 0 ||
			    (int)line->rule < decision->rule)
				decision->rule = (int)line->rule;
		}
	}
	return listed;
}

struct policy_decision
policy_decide(const struct policy_prepared *prepared,
	      const struct policy_item *item)
{
	const struct policy *policy = prepared->policy;
	struct policy_decision decision = {.rule = -1};
	struct rows rows;

	if (prepared->count == 0 || !engine_rows(policy->index, item, &rows))
		return decision;

	uint64_t forbidden = forbidden_fields(prepared, &rows, item->category);
	uint64_t listed = gather_permits(prepared, &rows, item->category,
					 forbidden, &decision);

	if (decision.fields != 0) {
		decision.verdict = POLICY_PERMIT;
		return decision;
	}
	if (listed == 0)
		listed = lexicon_all_fields(policy->vocabulary, item->category);
	if (forbidden != 0 && (listed & ~forbidden) == 0) {
		decision.verdict = POLICY_FORBIDDEN;
		decision.rule =
			engine_next_rule(prepared, item, false, listed, -1);
	}
	return decision;
}
