#include "lib/policy/prove.h"

#include <string.h>

#include "lib/policy/box.h"
#include "lib/policy/phrase.h"

/* What a comparison of boxes costs beside one of words. */
#define BOX_STEPS 8

/* A part of what is claimed, and the first forbid that it wasn't cut by. */
struct open_box {
	struct box box;
	size_t next;
};

struct prover {
	struct arena *arena; /* for one never */
	const struct vocabulary *vocabulary;
	const struct ruleset *ruleset;
	const struct never *never;
	const struct rule **permits; /* that concern the never */
	size_t permit_count;
	const struct rule **rules; /* the forbids that do */
	size_t rule_count;
	struct box *forbids; /* their guards, about one category */
	size_t forbid_count;
	size_t forbid_room;
	struct open_box *open;
	size_t open_count;
	size_t open_room;
	size_t steps_left;
};

enum finding { FINDING_TRUE, FINDING_FALSE, FINDING_TOO_MUCH };

static bool
sets_meet(const struct wordset *one, const struct wordset *other)
{
	struct wordset common = *one;

	wordset_intersect(&common, other);
	return !wordset_is_empty(&common);
}

static bool
askers_meet(const struct scope *one, const struct scope *other)
{
	return sets_meet(&one->categories, &other->categories) &&
	       sets_meet(&one->from, &other->from) &&
	       sets_meet(&one->to, &other->to) &&
	       sets_meet(&one->roles, &other->roles) &&
	       sets_meet(&one->purposes, &other->purposes);
}

static bool
fields_meet(const struct scope *one, const struct scope *other, int category)
{
	return (one->fields[category] & other->fields[category]) != 0;
}

/* False: the proof takes more than its share. */
static bool
spend(struct prover *prover, size_t steps)
{
	bool is_there = prover->steps_left >= steps;

	prover->steps_left = is_there ? prover->steps_left - steps : 0;
	return is_there;
}

static struct box
box_of_rule(const struct rule *rule, size_t guard, int category)
{
	struct box box = box_of(&rule->scope, &rule->guards[guard], category);

	box.first_day = rule->from_day;
	box.last_day = rule->until_day;
	return box;
}

/* The rules that have anything to do with the never. */
static void
gather_rules(struct prover *prover)
{
	const struct ruleset *ruleset = prover->ruleset;

	prover->permits =
		ARENA_ARRAY(prover->arena, ruleset->count, const struct rule *);
	prover->rules =
		ARENA_ARRAY(prover->arena, ruleset->count, const struct rule *);
	for (size_t i = 0; i < ruleset->count; i++) {
		const struct rule *rule = &ruleset->rules[i];

		if (!askers_meet(&rule->scope, &prover->never->scope))
			continue;
		if (rule->is_permit) {
			prover->permits[prover->permit_count++] = rule;
		} else {
			prover->rules[prover->rule_count++] = rule;
			prover->forbid_room += rule->guard_count;
		}
	}
}

/* False: the proof takes more than its share. */
static bool
gather_forbids(struct prover *prover, int category)
{
	if (!spend(prover, prover->forbid_room * BOX_STEPS))
		return false;
	if (prover->forbids == NULL)
		prover->forbids = ARENA_ARRAY(prover->arena,
					      prover->forbid_room, struct box);
	prover->forbid_count = 0;
	for (size_t i = 0; i < prover->rule_count; i++) {
		const struct rule *rule = prover->rules[i];

		if (!fields_meet(&rule->scope, &prover->never->scope, category))
			continue;
		for (size_t guard = 0; guard < rule->guard_count; guard++)
			prover->forbids[prover->forbid_count++] =
				box_of_rule(rule, guard, category);
	}
	return true;
}

/* --- what the forbids leave --- */

static void
push(struct prover *prover, const struct box *box, size_t next)
{
	if (prover->open_count == prover->open_room) {
		size_t room = 2 * prover->open_room + 64;
		struct open_box *more =
			ARENA_ARRAY(prover->arena, room, struct open_box);

		if (prover->open_count > 0)
			memcpy(more, prover->open,
			       prover->open_count * sizeof(*more));
		prover->open = more;
		prover->open_room = room;
	}
	prover->open[prover->open_count++] =
		(struct open_box){.box = *box, .next = next};
}

static bool
is_covered(const struct prover *prover, const struct open_box *open)
{
	for (size_t i = open->next; i < prover->forbid_count; i++)
		if (box_is_within(&open->box, &prover->forbids[i]))
			return true;
	return false;
}

/* Cut `open` by the first forbid that it meets; false if it meets none. */
static bool
cut(struct prover *prover, const struct open_box *open)
{
	struct box pieces[BOX_PIECES];
	size_t count;

	for (size_t i = open->next; i < prover->forbid_count; i++) {
		if (!box_meets(&open->box, &prover->forbids[i]))
			continue;
		count = box_subtract(&open->box, &prover->forbids[i], pieces);
		for (size_t piece = 0; piece < count; piece++)
			push(prover, &pieces[piece], i + 1);
		return true;
	}
	return false;
}

/* Do the forbids cover all of `box`? If not, it becomes a part they leave. */
static enum finding
find_rest(struct prover *prover, struct box *box)
{
	prover->open_count = 0;
	push(prover, box, 0);
	while (prover->open_count > 0) {
		struct open_box open = prover->open[--prover->open_count];

		if (!spend(prover, BOX_STEPS * (2 * prover->forbid_count + 1)))
			return FINDING_TOO_MUCH;
		if (is_covered(prover, &open) || cut(prover, &open))
			continue;
		*box = open.box;
		return FINDING_FALSE;
	}
	return FINDING_TRUE;
}

/* --- the counterexample in words --- */

/* Unknown if that makes no difference, so that the words leave it out. */
static int
pick(const struct values *values, size_t count)
{
	int first = VOCABULARY_UNKNOWN;
	size_t found = 0;

	for (size_t value = count; value-- > 0;) {
		if (!values_have(values, value))
			continue;
		first = (int)value;
		found++;
	}
	return found == count && values_have(values, BOX_UNKNOWN)
		       ? VOCABULARY_UNKNOWN
		       : first;
}

static enum policy_consent_state
pick_consent(const struct values *values)
{
	static const enum policy_consent_state likely[] = {
		POLICY_CONSENT_GIVEN, POLICY_CONSENT_GIVEN_NAMING,
		POLICY_CONSENT_REFUSED, POLICY_CONSENT_WITHDRAWN};
	size_t found = 0;

	for (size_t i = 0; i < COUNT_OF(likely); i++)
		found += values_have(values, likely[i]);
	if (found < COUNT_OF(likely) ||
	    !values_have(values, POLICY_CONSENT_UNKNOWN))
		for (size_t i = 0; i < COUNT_OF(likely); i++)
			if (values_have(values, likely[i]))
				return likely[i];
	return POLICY_CONSENT_UNKNOWN;
}

static const char *
cell_in_words(const struct prover *prover, const struct box *box, int category)
{
	const struct vocabulary *words = prover->vocabulary;
	const struct values *sides = box->sides;
	struct policy_asker asker = {
		.to = pick(&sides[SIDE_TO], LIMIT_VOCABULARY_WORDS),
		.role = pick(&sides[SIDE_ROLE], LIMIT_VOCABULARY_WORDS),
		.purpose = pick(&sides[SIDE_PURPOSE], LIMIT_VOCABULARY_WORDS),
		.day = box->first_day};
	struct policy_item item = {
		.category = category,
		.from = pick(&sides[SIDE_FROM], LIMIT_VOCABULARY_WORDS),
		.sensitivity =
			pick(&sides[SIDE_LEVEL],
			     vocabulary_count(words, VOCABULARY_SENSITIVITY)),
		.age_years = pick(&sides[SIDE_AGE], LIMIT_POLICY_AGE_YEARS + 1),
		.owner = (enum policy_owner)(
			pick(&sides[SIDE_OWNER], POLICY_OWNERS) +
			POLICY_OWNER_RECIPIENT),
	};

	for (size_t kind = 0; kind < LIMIT_CONSENT_KINDS; kind++)
		item.consent[kind] = pick_consent(&sides[SIDE_CONSENT + kind]);
	return phrase_case(prover->arena, words, &asker, &item,
			   VOCABULARY_ENGLISH);
}

static void
report_false(const struct prover *prover, const struct rule *rule,
	     const struct box *box, int category)
{
	place_error(prover->never->at,
		    arena_printf(prover->arena, "for example %s",
				 cell_in_words(prover, box, category)),
		    "this claim is false: the rule \"%s\" (%s:%u) permits it",
		    rule->id, rule->at.source->name, rule->at.line);
}

/* --- one claim --- */

static enum finding
try_permit(struct prover *prover, const struct rule *rule,
	   const struct guard *claimed, int category)
{
	struct box claim = box_of(&prover->never->scope, claimed, category);

	for (size_t guard = 0; guard < rule->guard_count; guard++) {
		struct box box = box_of_rule(rule, guard, category);
		enum finding finding;

		if (!box_intersect(&box, &claim))
			continue;
		finding = find_rest(prover, &box);
		if (finding == FINDING_FALSE)
			report_false(prover, rule, &box, category);
		if (finding != FINDING_TRUE)
			return finding;
	}
	return FINDING_TRUE;
}

static enum finding
try_category(struct prover *prover, const struct guard *claimed, int category)
{
	bool has_forbids = false;

	if (!spend(prover, prover->permit_count))
		return FINDING_TOO_MUCH;
	for (size_t i = 0; i < prover->permit_count; i++) {
		const struct rule *rule = prover->permits[i];
		enum finding finding;

		if (!fields_meet(&rule->scope, &prover->never->scope, category))
			continue;
		if (!has_forbids && !gather_forbids(prover, category))
			return FINDING_TOO_MUCH;
		has_forbids = true;
		finding = try_permit(prover, rule, claimed, category);
		if (finding != FINDING_TRUE)
			return finding;
	}
	return FINDING_TRUE;
}

static enum finding
try_never(struct prover *prover)
{
	const struct scope *scope = &prover->never->scope;
	size_t categories =
		vocabulary_count(prover->vocabulary, VOCABULARY_CATEGORY);
	size_t levels =
		vocabulary_count(prover->vocabulary, VOCABULARY_SENSITIVITY);
	struct rule claim = {.scope = *scope};

	if (!guard_expand(prover->arena, &claim, levels))
		return FINDING_TOO_MUCH;
	gather_rules(prover);
	for (size_t guard = 0; guard < claim.guard_count; guard++)
		for (size_t category = 0; category < categories; category++) {
			enum finding finding = FINDING_TRUE;

			if (scope->fields[category] != 0)
				finding = try_category(prover,
						       &claim.guards[guard],
						       (int)category);
			if (finding != FINDING_TRUE)
				return finding;
		}
	return FINDING_TRUE;
}

void
prove_nevers(const struct vocabulary *vocabulary, const struct ruleset *ruleset)
{
	size_t steps_left = LIMIT_POLICY_PROOF_STEPS;

	for (size_t i = 0; i < ruleset->never_count; i++) {
		struct arena *arena = arena_new();
		struct prover prover = {.arena = arena,
					.vocabulary = vocabulary,
					.ruleset = ruleset,
					.never = &ruleset->nevers[i],
					.steps_left = steps_left};

		if (try_never(&prover) == FINDING_TOO_MUCH)
			place_error(prover.never->at, "make several of it",
				    "this claim is too involved to be proved");
		steps_left = prover.steps_left;
		arena_free(arena);
	}
}
