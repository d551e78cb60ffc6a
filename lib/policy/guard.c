#include "lib/policy/guard.h"

#include <string.h>

#include "lib/policy/rule.h"

#define STATE_KNOWN                                                            \
	(GUARD_STATE(POLICY_CONSENT_REFUSED) |                                 \
	 GUARD_STATE(POLICY_CONSENT_WITHDRAWN) |                               \
	 GUARD_STATE(POLICY_CONSENT_GIVEN) |                                   \
	 GUARD_STATE(POLICY_CONSENT_GIVEN_NAMING))
#define STATE_ANY (GUARD_STATE(POLICY_CONSENT_UNKNOWN) | STATE_KNOWN)
#define OWNER_KNOWN                                                            \
	(GUARD_OWNER(POLICY_OWNER_RECIPIENT) | GUARD_OWNER(POLICY_OWNER_OTHER))
#define OWNER_ANY (GUARD_OWNER(POLICY_OWNER_UNKNOWN) | OWNER_KNOWN)

struct guard
guard_open(size_t level_count)
{
	struct guard guard = {
		.levels = wordset_first(level_count),
		.level_unknown = true,
		.age_max = LIMIT_POLICY_AGE_YEARS,
		.age_unknown = true,
		.owners = OWNER_ANY,
	};

	memset(guard.consent, STATE_ANY, sizeof(guard.consent));
	return guard;
}

static uint8_t
states_of(enum keyword test)
{
	if (test == KEYWORD_UNKNOWN)
		return GUARD_STATE(POLICY_CONSENT_UNKNOWN);
	if (test == KEYWORD_REFUSED)
		return GUARD_STATE(POLICY_CONSENT_REFUSED);
	if (test == KEYWORD_WITHDRAWN)
		return GUARD_STATE(POLICY_CONSENT_WITHDRAWN);
	if (test == KEYWORD_NAMES_CATEGORY)
		return GUARD_STATE(POLICY_CONSENT_GIVEN_NAMING);
	return GUARD_STATE(POLICY_CONSENT_GIVEN) |
	       GUARD_STATE(POLICY_CONSENT_GIVEN_NAMING);
}

static bool
narrow_consent(struct guard *guard, const struct condition *condition,
	       bool is_unless, bool is_permit)
{
	uint8_t *states = &guard->consent[condition->kind];
	bool *asks_unknown = &guard->asks_unknown[condition->kind];
	unsigned accepted = states_of(condition->test);

	if (is_unless)
		accepted = STATE_ANY & ~accepted;
	if (condition->test == KEYWORD_UNKNOWN)
		*asks_unknown = true;
	else if (is_permit)
		accepted &= STATE_KNOWN;
	else
		accepted |= GUARD_STATE(POLICY_CONSENT_UNKNOWN);
	*states = (uint8_t)(*states & accepted);
	return (*states & (*asks_unknown ? STATE_ANY : STATE_KNOWN)) != 0;
}

static bool
narrow_level(struct guard *guard, const struct condition *condition,
	     bool is_unless)
{
	size_t low = 0;
	size_t high = LIMIT_VOCABULARY_WORDS; /* behind the last */

	if (condition->test != KEYWORD_AT_MOST &&
	    condition->test != KEYWORD_BELOW)
		low = (size_t)condition->value;
	if (condition->test != KEYWORD_AT_LEAST)
		high = (size_t)condition->value +
		       (condition->test != KEYWORD_BELOW);

	struct wordset accepted = wordset_first(high);
	struct wordset lower = wordset_first(low);

	wordset_subtract(&accepted, &lower);
	if (is_unless)
		wordset_subtract(&guard->levels, &accepted);
	else
		wordset_intersect(&guard->levels, &accepted);
	return !wordset_is_empty(&guard->levels);
}

static bool
narrow_age(struct guard *guard, const struct condition *condition,
	   bool is_unless)
{
	bool is_lower_bound =
		(condition->test == KEYWORD_AT_LEAST) != is_unless;
	int years = condition->value;

	/* "unless below 16" is "at least 16"; "unless at most 15" too. */
	if (is_lower_bound) {
		years += condition->test == KEYWORD_AT_MOST;
		if (guard->age_min < years)
			guard->age_min = years;
	} else {
		years -= condition->test != KEYWORD_AT_MOST;
		if (guard->age_max > years)
			guard->age_max = years;
	}
	return guard->age_min <= guard->age_max;
}

static bool
narrow_owner(struct guard *guard, const struct condition *condition,
	     bool is_unless, bool is_permit)
{
	bool wants_recipient =
		(condition->test == KEYWORD_THE_RECIPIENT) != is_unless;
	unsigned accepted = wants_recipient
				    ? GUARD_OWNER(POLICY_OWNER_RECIPIENT)
				    : GUARD_OWNER(POLICY_OWNER_OTHER);

	if (!is_permit)
		accepted |= GUARD_OWNER(POLICY_OWNER_UNKNOWN);
	guard->owners = (uint8_t)(guard->owners & accepted);
	return (guard->owners & OWNER_KNOWN) != 0;
}

void
guard_narrow(struct guard *guard, const struct condition *condition,
	     bool is_unless, bool is_permit)
{
	bool accepts;

	is_unless = is_unless != condition->is_negated;
	if (condition->fact == KEYWORD_CONSENT) {
		accepts =
			narrow_consent(guard, condition, is_unless, is_permit);
	} else if (condition->fact == KEYWORD_SENSITIVITY) {
		guard->level_unknown = guard->level_unknown && !is_permit;
		accepts = narrow_level(guard, condition, is_unless);
	} else if (condition->fact == KEYWORD_OWNER) {
		accepts = narrow_owner(guard, condition, is_unless, is_permit);
	} else {
		guard->age_unknown = guard->age_unknown && !is_permit;
		accepts = narrow_age(guard, condition, is_unless);
	}
	guard->is_idle = guard->is_idle || !accepts;
}

bool
guard_lets(const struct guard *guard, const struct policy_item *item)
{
	int age = item->age_years > LIMIT_POLICY_AGE_YEARS
			  ? LIMIT_POLICY_AGE_YEARS
			  : item->age_years;

	for (size_t kind = 0; kind < LIMIT_CONSENT_KINDS; kind++)
		if ((guard->consent[kind] & GUARD_STATE(item->consent[kind])) ==
		    0)
			return false;
	if (item->sensitivity < 0
		    ? !guard->level_unknown
		    : !wordset_has(&guard->levels, item->sensitivity))
		return false;
	if ((guard->owners & GUARD_OWNER(item->owner)) == 0)
		return false;
	return age < 0 ? guard->age_unknown
		       : guard->age_min <= age && age <= guard->age_max;
}

/* The guards of a rule while it is expanded. */
struct expansion {
	struct guard guards[LIMIT_POLICY_ALTERNATIVES];
	size_t count;
	bool is_permit;
};

/* False: there is no room. */
static bool
keep(struct expansion *expansion, const struct guard *guard)
{
	if (guard->is_idle && expansion->is_permit)
		return true;
	if (expansion->count == LIMIT_POLICY_ALTERNATIVES)
		return false;
	expansion->guards[expansion->count++] = *guard;
	return true;
}

/* Every guard, narrowed by all conditions of a "when". */
static bool
narrow_all(struct expansion *expansion, const struct expansion *before,
	   const struct group *group)
{
	bool has_room = true;

	for (size_t i = 0; i < before->count && has_room; i++) {
		struct guard guard = before->guards[i];

		for (size_t c = 0; c < group->count; c++)
			guard_narrow(&guard, &group->conditions[c], false,
				     expansion->is_permit);
		has_room = keep(expansion, &guard);
	}
	return has_room;
}

/* Every guard, once for each condition of an "unless" that may fail. */
static bool
split_all(struct expansion *expansion, const struct expansion *before,
	  const struct group *group)
{
	bool has_room = true;

	for (size_t i = 0; i < before->count; i++)
		for (size_t c = 0; c < group->count && has_room; c++) {
			struct guard guard = before->guards[i];

			guard_narrow(&guard, &group->conditions[c], true,
				     expansion->is_permit);
			has_room = keep(expansion, &guard);
		}
	return has_room;
}

bool
guard_expand(struct arena *arena, struct rule *rule, size_t level_count)
{
	struct expansion now = {.guards = {guard_open(level_count)},
				.count = 1,
				.is_permit = rule->is_permit};

	for (size_t i = 0; i < rule->scope.group_count; i++) {
		const struct group *group = &rule->scope.groups[i];
		struct expansion before = now;

		now.count = 0;
		if (!(group->is_unless ? split_all(&now, &before, group)
				       : narrow_all(&now, &before, group)))
			return false;
	}
	rule->guards = ARENA_ARRAY(arena, now.count, struct guard);
	rule->guard_count = now.count;
	for (size_t i = 0; i < now.count; i++)
		rule->guards[i] = now.guards[i];
	return true;
}
