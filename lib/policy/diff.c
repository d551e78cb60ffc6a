#include "eenplan/policy/diff.h"

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "lib/policy/gather.h"

enum { KEY_KIND, KEY_FIELDS, KEY_DUTIES };

struct comparing {
	struct gather gather;
	bool is_more;
	bool is_less;
};

static bool
is_gain(enum diff_kind kind)
{
	return kind == DIFF_NEWLY_SHARED || kind == DIFF_FIELDS_ADDED ||
	       kind == DIFF_DUTIES_DROPPED;
}

static void
add(struct comparing *comparing, enum diff_kind kind,
    const struct cells_box *box, uint64_t fields, uint64_t duties)
{
	uint64_t key[GATHER_KEYS] = {[KEY_KIND] = kind,
				     [KEY_FIELDS] = fields,
				     [KEY_DUTIES] = duties};

	gather_add(&comparing->gather, key, box);
	if (is_gain(kind))
		comparing->is_more = true;
	else
		comparing->is_less = true;
}

static void
compare_answers(void *context, const struct cells_box *box,
		const struct cells_answer *answers)
{
	struct comparing *comparing = context;
	const struct cells_answer *older = &answers[0];
	const struct cells_answer *newer = &answers[1];
	uint64_t gained = newer->fields & ~older->fields;
	uint64_t lost = older->fields & ~newer->fields;
	uint64_t both = older->fields & newer->fields;
	uint64_t dropped = older->duties & ~newer->duties;
	uint64_t added = newer->duties & ~older->duties;

	if (gained != 0)
		add(comparing,
		    older->fields == 0 ? DIFF_NEWLY_SHARED : DIFF_FIELDS_ADDED,
		    box, gained, newer->duties);
	if (lost != 0)
		add(comparing,
		    newer->fields == 0 ? DIFF_NO_LONGER_SHARED
				       : DIFF_FIELDS_REMOVED,
		    box, lost, older->duties);
	if (both != 0 && dropped != 0)
		add(comparing, DIFF_DUTIES_DROPPED, box, both, dropped);
	if (both != 0 && added != 0)
		add(comparing, DIFF_DUTIES_ADDED, box, both, added);
}

/* By kind first: the gather has sorted the rest. */
static void
list_changes(struct arena *arena, const struct gather *gather,
	     struct diff *diff)
{
	struct diff_change *changes =
		ARENA_ARRAY(arena, gather->count, struct diff_change);

	for (uint64_t kind = 0; kind < DIFF_KINDS; kind++)
		for (size_t i = 0; i < gather->count; i++) {
			const struct gathered *item = &gather->items[i];

			if (item->key[KEY_KIND] != kind)
				continue;
			changes[diff->count++] = (struct diff_change){
				.kind = (enum diff_kind)kind,
				.box = item->box,
				.fields = item->key[KEY_FIELDS],
				.duties = item->key[KEY_DUTIES]};
		}
	diff->changes = changes;
}

static enum diff_verdict
verdict_of(const struct comparing *comparing)
{
	if (comparing->is_more)
		return comparing->is_less ? DIFF_BOTH : DIFF_MORE;
	return comparing->is_less ? DIFF_LESS : DIFF_SAME;
}

/* Whoever may newly lead has more by the edit, as who is shown more. */
static void
add_leads(struct comparing *comparing, const struct lead_changes *leads)
{
	for (size_t i = 0; i < leads->count; i++) {
		if (leads->items[i].is_gain)
			comparing->is_more = true;
		else
			comparing->is_less = true;
	}
}

enum status
diff_policies(struct arena *arena, const struct policy *older,
	      const struct policy *newer, int32_t day, struct diff *diff_out)
{
	struct comparing comparing = {.is_more = false};
	struct cells_walk walk = {.only_changes = true,
				  .visit = compare_answers,
				  .context = &comparing};
	struct cells_space *space;
	enum status status = cells_space_new(arena, older, newer, &space);

	if (status != STATUS_OK)
		return status;
	gather_init(&comparing.gather, arena);
	walk.space = space;
	walk.within = cells_all(space, CELLS_EVERY_CATEGORY);
	if (day != CLOCK_DAY_NONE) {
		walk.within.first_day = day;
		walk.within.last_day = day;
	}
	*diff_out = (struct diff){.vocabulary = cells_vocabulary(space),
				  .tally = cells_walk(arena, &walk)};
	gather_finish(&comparing.gather);
	diff_out->unlisted = comparing.gather.unlisted;
	diff_out->sharing = verdict_of(&comparing);
	diff_out->leads =
		lead_compare(arena, older, newer, diff_out->vocabulary,
			     walk.within.first_day, walk.within.last_day);
	add_leads(&comparing, &diff_out->leads);
	diff_out->verdict = verdict_of(&comparing);
	list_changes(arena, &comparing.gather, diff_out);
	return STATUS_OK;
}

enum status
diff_briefly(const struct policy *older, const struct policy *newer,
	     enum diff_verdict *verdict_out)
{
	struct arena *arena = arena_new();
	struct comparing comparing = {.is_more = false};
	struct cells_walk walk = {.only_changes = true,
				  .most_steps = LIMIT_POLICY_COMPARE_STEPS,
				  .visit = compare_answers,
				  .context = &comparing};
	struct lead_changes leads;
	struct cells_space *space;
	enum status status = cells_space_new(arena, older, newer, &space);

	if (status == STATUS_OK) {
		gather_init(&comparing.gather, arena);
		walk.space = space;
		walk.within = cells_all(space, CELLS_EVERY_CATEGORY);
		if (cells_walk(arena, &walk).is_cut)
			status = STATUS_TOO_LARGE;
		leads = lead_compare(arena, older, newer,
				     cells_vocabulary(space), CELLS_FIRST_DAY,
				     CELLS_LAST_DAY);
		add_leads(&comparing, &leads);
		*verdict_out = verdict_of(&comparing);
	}
	arena_free(arena);
	return status;
}
