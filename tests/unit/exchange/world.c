#include "exchange/world.h"

#include <criterion/criterion.h>

#include "eenplan/base/clock.h"

const struct asker world_coordinator = {
	.organisation = "wijkteam",
	.domain = "wmo",
	.user = "fatima",
	.role = "coordinator",
	.purpose = "coordination",
	.day = TODAY,
};

static struct world
world_of(struct policy *policy, struct arena *arena, const struct asker *asker)
{
	struct world world = {.arena = arena,
			      .policy = policy,
			      .vocabulary = policy_vocabulary(policy),
			      .asker = *asker};
	struct fault fault = {0};
	cr_assert_eq(judge_asker(world.vocabulary, asker, &world.ids, &fault),
		     STATUS_OK, "%s %s", fault.where, fault.text);
	world.prepared = policy_prepare(arena, policy, &world.ids);
	return world;
}

struct world
world_open(const struct asker *asker)
{
	static const char *const paths[] = {"policy"};
	struct arena *arena = arena_new();
	struct diagnostics found;
	diagnostics_init(&found, arena, 10);
	struct policy *policy = policy_load_paths(paths, 1, &found);
	cr_assert(policy != NULL, "run from the root of the repository");
	return world_of(policy, arena, asker);
}

struct world
world_open_text(const char *vocabulary, const char *rules,
		const struct asker *asker)
{
	const struct policy_source sources[] = {
		{"small.vocabulary", text_of(vocabulary)},
		{"small.policy", text_of(rules)},
	};
	struct arena *arena = arena_new();
	struct diagnostics found;
	struct buf out;
	diagnostics_init(&found, arena, 10);
	struct policy *policy = policy_load(sources, 2, &found);
	buf_init(&out, arena, 256);
	diagnostics_print(&found, &out, false);
	cr_assert(policy != NULL, "%s", buf_string(&out));
	return world_of(policy, arena, asker);
}

void
world_close(struct world *world)
{
	policy_free(world->policy);
	arena_free(world->arena);
}

struct record
world_record(const struct world *world, const char *category, const char *law,
	     const char *fields)
{
	struct record record = {.id = "00000000-0000-4000-8000-000000000001",
				.category = category,
				.law = law,
				.sensitivity = "normal"};
	const struct json *object;
	cr_assert_eq(
		json_read(world->arena, text_of(fields), 4096, &object, NULL),
		STATUS_OK);
	record_set_fields(world->arena, &record, object);
	return record;
}

struct consent
world_consent(const char *kind, enum consent_state state)
{
	return (struct consent){.id = kind,
				.resident = "anna",
				.given_by = "self",
				.kind = kind,
				.from_day = CLOCK_DAY_NONE,
				.until_day = CLOCK_DAY_NONE,
				.state = state};
}

struct consent
world_consent_naming(const char *kind, const char *const *category)
{
	struct consent consent = world_consent(kind, CONSENT_GIVEN);
	consent.categories = category;
	consent.category_count = 1;
	return consent;
}

struct subject
world_subject(const struct world *world, const struct record *records,
	      size_t record_count, const struct consent *consents,
	      size_t consent_count)
{
	struct circumstances *adult =
		ARENA_NEW(world->arena, struct circumstances);
	adult->birth_day = TODAY - 45 * 366;
	return (struct subject){
		.reference = ANNA,
		.known = true,
		.resident = {.id = "anna", .birth_day = TODAY - 45 * 366},
		.records = records,
		.record_count = record_count,
		.consents = consent_file_new(world->arena, world->vocabulary,
					     adult, consents, consent_count),
	};
}

struct verdict
world_judge(const struct world *world, const struct subject *subject)
{
	return judge(world->arena, world->policy, world->prepared,
		     &world->asker, subject);
}

struct parcel *
world_cut(const struct world *world, const struct subject *subjects,
	  size_t count)
{
	struct verdict *verdicts =
		ARENA_ARRAY(world->arena, count, struct verdict);
	for (size_t i = 0; i < count; i++)
		verdicts[i] = world_judge(world, &subjects[i]);
	return minimise(world->arena, world->policy, world->prepared, verdicts,
			count, NULL, 0);
}

const char *
world_cut_one(const struct world *world, const struct subject *subject)
{
	return arena_text(world->arena,
			  parcel_text(world_cut(world, subject, 1)));
}
