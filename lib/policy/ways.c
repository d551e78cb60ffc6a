#include "eenplan/policy/ways.h"

#include "eenplan/base/clock.h"
#include "lib/policy/engine.h"
#include "lib/policy/gather.h"

enum { KEY_RULE, KEY_FIELDS, KEY_DUTIES };

struct finding {
	struct gather gather;
	uint64_t fields;
};

static void
find(void *context, const struct cells_box *box,
     const struct cells_answer *answers)
{
	struct finding *finding = context;
	uint64_t shared = answers->fields & finding->fields;

	for (size_t i = 0; i < answers->rule_count; i++) {
		const struct cells_rule *rule = &answers->rules[i];
		uint64_t key[GATHER_KEYS] = {
			[KEY_RULE] = (uint64_t)rule->number,
			[KEY_FIELDS] = rule->fields & shared,
			[KEY_DUTIES] = answers->duties};

		if (rule->is_permit && key[KEY_FIELDS] != 0)
			gather_add(&finding->gather, key, box);
	}
}

static struct ways_way
way_of(const struct policy *policy, const struct gathered *item)
{
	const struct rule *rule = &policy->ruleset.rules[item->key[KEY_RULE]];

	return (struct ways_way){.box = item->box,
				 .fields = item->key[KEY_FIELDS],
				 .duties = item->key[KEY_DUTIES],
				 .rule = rule->id,
				 .title = rule->title,
				 .file = rule->at.source->name,
				 .line = rule->at.line,
				 .basis = rule->bases,
				 .basis_count = rule->basis_count};
}

struct ways
ways_find(struct arena *arena, const struct policy *policy, int category,
	  uint64_t fields, int32_t day)
{
	struct finding finding = {.fields = fields};
	struct cells_walk walk = {.visit = find, .context = &finding};
	struct ways ways = {.count = 0};
	struct ways_way *list;
	struct cells_space *space;

	/* One policy's words are never too many. */
	if (cells_space_new(arena, policy, NULL, &space) != STATUS_OK)
		return ways;
	gather_init(&finding.gather, arena);
	walk.space = space;
	walk.within = cells_all(space, category);
	if (day != CLOCK_DAY_NONE) {
		walk.within.first_day = day;
		walk.within.last_day = day;
	}
	ways.tally = cells_walk(arena, &walk);
	gather_finish(&finding.gather);
	ways.unlisted = finding.gather.unlisted;
	ways.count = finding.gather.count;
	list = ARENA_ARRAY(arena, ways.count, struct ways_way);
	for (size_t i = 0; i < ways.count; i++)
		list[i] = way_of(policy, &finding.gather.items[i]);
	ways.list = list;
	return ways;
}
