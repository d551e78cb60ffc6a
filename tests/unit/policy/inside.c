#include "inside.h"

#include "eenplan/base/clock.h"

static bool
word_is_in(const struct vocabulary *vocabulary, const struct cells_set *set,
	   const struct policy *policy, enum vocabulary_list list, int id)
{
	const struct vocabulary *own = policy_vocabulary(policy);

	if (id < 0 || (size_t)id >= vocabulary_count(own, list))
		return cells_set_has(set, CELLS_UNKNOWN);
	return cells_set_has(set,
			     vocabulary_find(vocabulary, list,
					     vocabulary_word(own, list, id)));
}

static int
effective_purpose(const struct policy *policy, const struct policy_asker *asker)
{
	/* The fixture's only purpose that is sent. */
	int sent = vocabulary_find(policy_vocabulary(policy),
				   VOCABULARY_PURPOSE, "handover");

	return !asker->is_sent && asker->purpose == sent ? VOCABULARY_UNKNOWN
							 : asker->purpose;
}

bool
inside(const struct vocabulary *vocabulary, const struct cells_box *box,
       const struct policy *policy, const struct policy_asker *asker,
       const struct policy_item *item)
{
	const struct vocabulary *own = policy_vocabulary(policy);
	int age = item->age_years < 0 ? CELLS_UNKNOWN : item->age_years;
	int owner = item->owner == POLICY_OWNER_UNKNOWN
			    ? CELLS_UNKNOWN
			    : (int)(item->owner - POLICY_OWNER_RECIPIENT);
	size_t kinds = vocabulary_count(own, VOCABULARY_CONSENT);

	if (item->category < 0 ||
	    box->category !=
		    vocabulary_find(vocabulary, VOCABULARY_CATEGORY,
				    vocabulary_word(own, VOCABULARY_CATEGORY,
						    item->category)))
		return false;
	for (size_t kind = 0; kind < kinds; kind++) {
		int id = vocabulary_find(
			vocabulary, VOCABULARY_CONSENT,
			vocabulary_word(own, VOCABULARY_CONSENT, (int)kind));

		if ((box->consent[id] & 1U << item->consent[kind]) == 0)
			return false;
	}
	return box->first_day <= asker->day && asker->day <= box->last_day &&
	       cells_set_has(&box->of[CELLS_AGE], age) &&
	       cells_set_has(&box->of[CELLS_OWNER], owner) &&
	       word_is_in(vocabulary, &box->of[CELLS_FROM], policy,
			  VOCABULARY_DOMAIN, item->from) &&
	       word_is_in(vocabulary, &box->of[CELLS_TO], policy,
			  VOCABULARY_DOMAIN, asker->to) &&
	       word_is_in(vocabulary, &box->of[CELLS_ROLE], policy,
			  VOCABULARY_ROLE, asker->role) &&
	       word_is_in(vocabulary, &box->of[CELLS_PURPOSE], policy,
			  VOCABULARY_PURPOSE,
			  effective_purpose(policy, asker)) &&
	       word_is_in(vocabulary, &box->of[CELLS_SENSITIVITY], policy,
			  VOCABULARY_SENSITIVITY, item->sensitivity);
}

struct fixture
inside_policy(const struct generated *rules, size_t without)
{
	struct arena *arena = arena_new();
	struct buf text;

	buf_init(&text, arena, 4096);
	buf_add_string(&text, "policy test version 1\n");
	for (size_t i = 0; i < rules->count; i++)
		if (i != without)
			buf_add_string(&text, rules->texts[i]);

	struct fixture fixture = fixture_load(buf_string(&text));

	cr_assert(fixture.policy != NULL, "%s", fixture_mistakes(&fixture));
	arena_free(arena);
	return fixture;
}
