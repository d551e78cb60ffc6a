/*
 * The property that all of this exists for, over random files and askers: what
 * leaves is exactly what the policy permits, field by field. Judged again here
 * by the slow engine and the plain consent rule, which share no code with the
 * fast ones.
 */
#include "daemon/consent/hearing.h"
#include "eenplan/wire/conference.h"
#include "exchange/world.h"

#include <stdio.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/wire/result.h"
#include "leak_free.h"

#define RECORDS	 20
#define ROUNDS	 5000 /* 10⁵ records */
#define CONSENTS 6

struct dice {
	uint64_t state;
};

static unsigned
roll(struct dice *dice, unsigned bound)
{
	dice->state = dice->state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(dice->state >> 33) % bound;
}

static const char *
any_word(struct dice *dice, const struct vocabulary *vocabulary,
	 enum vocabulary_list list)
{
	unsigned count = (unsigned)vocabulary_count(vocabulary, list);
	return vocabulary_word(vocabulary, list, (int)roll(dice, count));
}

/* Every field of the category, each with a value that says which it is. */
static struct record
random_record(struct dice *dice, const struct world *world, unsigned number)
{
	const struct vocabulary *vocabulary = world->vocabulary;
	const char *category = any_word(dice, vocabulary, VOCABULARY_CATEGORY);
	int id = vocabulary_find(vocabulary, VOCABULARY_CATEGORY, category);
	struct buf fields;
	buf_init(&fields, world->arena, 256);
	for (size_t i = 0; i < vocabulary_field_count(vocabulary, id); i++)
		buf_printf(&fields, "%s\"%s\":\"%u.%zu\"", i == 0 ? "{" : ",",
			   vocabulary_field_word(vocabulary, id, (int)i),
			   number, i);
	buf_add_string(&fields, "}");
	struct record record = world_record(
		world, category, any_word(dice, vocabulary, VOCABULARY_DOMAIN),
		buf_string(&fields));
	unsigned level = roll(dice, 8);
	record.sensitivity = level == 0	  ? "high"
			     : level == 1 ? "unheard_of"
					  : "normal";
	return record;
}

static struct consent
random_consent(struct dice *dice, const struct world *world, unsigned number)
{
	struct consent consent = world_consent(
		any_word(dice, world->vocabulary, VOCABULARY_CONSENT),
		roll(dice, 3) == 0 ? (enum consent_state)roll(dice, 4)
				   : CONSENT_GIVEN);
	consent.id = arena_printf(world->arena, "c%u", number);
	if (roll(dice, 3) == 0) {
		const char **named = ARENA_NEW(world->arena, const char *);
		*named = any_word(dice, world->vocabulary, VOCABULARY_CATEGORY);
		consent.categories = named;
		consent.category_count = 1;
	}
	if (roll(dice, 4) == 0) {
		consent.recipient_kind = CONSENT_TO_DOMAIN;
		consent.recipient =
			any_word(dice, world->vocabulary, VOCABULARY_DOMAIN);
	}
	return consent;
}

static struct policy_item
item_of(const struct world *world, const struct subject *subject,
	const struct record *record)
{
	const struct vocabulary *vocabulary = world->vocabulary;
	struct arena *arena = world->arena;
	const struct consent_question question = {
		.organisation = world->asker.organisation,
		.domain = world->asker.domain,
		.role = world->asker.role,
		.purpose = world->asker.purpose,
		.day = TODAY,
	};
	struct consent_facts facts;
	struct policy_item item = {
		.category = vocabulary_find(vocabulary, VOCABULARY_CATEGORY,
					    record->category),
		.from = vocabulary_find(vocabulary, VOCABULARY_DOMAIN,
					record->law),
		.sensitivity =
			vocabulary_find(vocabulary, VOCABULARY_SENSITIVITY,
					record->sensitivity),
		.age_years =
			clock_age_years(subject->resident.birth_day, TODAY),
	};
	consent_hearing_facts(
		consent_hearing_new(arena, subject->consents, &question),
		item.category, &facts);
	memcpy(item.consent, facts.state, sizeof(item.consent));
	return item;
}

/* What may leave of each record, as the slow way has it. */
static size_t
allow(const struct world *world, const struct subject *subject,
      uint64_t allowed_out[RECORDS])
{
	size_t count = 0;
	for (size_t i = 0; i < RECORDS; i++) {
		const struct policy_item item =
			item_of(world, subject, &subject->records[i]);
		struct policy_decision decision = policy_decide_naively(
			world->policy, &world->ids, &item);
		/* Words by chance invite nobody: see test_seat.c. */
		if (strcmp(subject->records[i].category, CONFERENCE_CATEGORY) ==
		    0)
			decision.fields = 0;
		allowed_out[i] = decision.fields;
		count += (size_t)__builtin_popcountll(decision.fields);
	}
	return count;
}

/* Every field in the parcel must be allowed; counts them. */
static size_t
check_fragments(const struct world *world, const struct subject *subject,
		const uint64_t allowed[RECORDS])
{
	const struct json *value;
	struct result result;
	size_t count = 0;
	cr_assert_eq(json_read(world->arena,
			       text_of(world_cut_one(world, subject)), 1 << 20,
			       &value, NULL),
		     STATUS_OK);
	cr_assert_eq(result_decode(world->arena, value, &result, NULL),
		     STATUS_OK);
	for (size_t i = 0; i < result.fragment_count; i++) {
		const struct fragment *fragment = &result.fragments[i];
		for (const struct json *field = json_first(fragment->fields);
		     field != NULL; field = field->next, count++) {
			unsigned record, bit;
			cr_assert_eq(sscanf(field->as.string, "%u.%u", &record,
					    &bit),
				     2);
			cr_assert(allowed[record] >> bit & 1, "%s of %s left",
				  field->key, fragment->category);
			cr_assert_str_eq(fragment->category,
					 subject->records[record].category);
		}
	}
	return count;
}

static size_t
play(struct dice *dice)
{
	static const char *const roles[] = {"coordinator", "consultant",
					    "professional", "nurse",
					    "volunteer"};
	static const char *const purposes[] = {"coordination", "assessment",
					       "treatment", "handover",
					       "delivery"};
	static const char *const domains[] = {"wmo", "zvw", "welzijn", "own",
					      "insurer"};
	struct asker asker = world_coordinator;
	asker.role = roles[roll(dice, COUNT_OF(roles))];
	asker.purpose = purposes[roll(dice, COUNT_OF(purposes))];
	asker.domain = domains[roll(dice, COUNT_OF(domains))];
	struct world world = world_open(&asker);
	size_t left = 0;
	for (unsigned round = 0; round < ROUNDS / 50; round++) {
		struct record records[RECORDS];
		struct consent consents[CONSENTS];
		uint64_t allowed[RECORDS];
		for (unsigned i = 0; i < RECORDS; i++)
			records[i] = random_record(dice, &world, i);
		for (unsigned i = 0; i < CONSENTS; i++)
			consents[i] = random_consent(dice, &world, i);
		struct subject subject = world_subject(&world, records, RECORDS,
						       consents, CONSENTS);
		size_t may = allow(&world, &subject, allowed);
		size_t leaves = check_fragments(&world, &subject, allowed);
		cr_assert_eq(leaves, may, "nothing permitted is dropped");
		left += leaves;
	}
	world_close(&world);
	return left;
}

LEAK_FREE_TEST(least, leaves_exactly_what_the_policy_permits)
{
	struct dice dice = {20261121};
	size_t left = 0;
	for (unsigned game = 0; game < 50; game++)
		left += play(&dice);
	cr_assert_gt(left, 10000, "or the games prove nothing");
}
