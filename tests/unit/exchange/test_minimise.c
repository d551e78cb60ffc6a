#include "exchange/world.h"

#include <string.h>

#include "eenplan/wire/result.h"
#include "leak_free.h"

#define NOTHING "{\"fragments\":[],\"withheld\":[]}"

static const char *const goal[] = {"goal"};
static const char *const involvement[] = {"involvement"};

static bool
has(const char *text, const char *part)
{
	return strstr(text, part) != NULL;
}

/* Both consents, to everything. */
static const struct consent *
all_given(struct world *world)
{
	struct consent *consents = ARENA_ARRAY(world->arena, 2, struct consent);
	consents[0] = world_consent("share", CONSENT_GIVEN);
	consents[1] = world_consent("secrecy_waiver", CONSENT_GIVEN);
	return consents;
}

static struct result
decoded(struct world *world, const char *bytes)
{
	const struct json *value;
	struct result result;
	struct fault fault = {0};
	cr_assert_eq(json_read(world->arena, text_of(bytes), 1 << 20, &value,
			       &fault),
		     STATUS_OK, "%s", fault.text);
	cr_assert_eq(result_decode(world->arena, value, &result, &fault),
		     STATUS_OK, "%s", fault.text);
	return result;
}

LEAK_FREE_TEST(minimise, drops_fields_that_the_decision_does_not_name)
{
	struct world world = world_open(&world_coordinator);
	const struct record record =
		world_record(&world, "informal_support", "welzijn",
			     "{\"availability\":\"Monday\",\"name\":\"Carer\","
			     "\"phone\":\"06\",\"role\":\"neighbour\","
			     "\"unheard_of\":\"x\"}");
	struct subject subject =
		world_subject(&world, &record, 1, all_given(&world), 2);
	const char *bytes = world_cut_one(&world, &subject);
	cr_assert(has(bytes, "\"fields\":{\"availability\":\"Monday\","
			     "\"role\":\"neighbour\"}"),
		  "%s", bytes);
	world_close(&world);
}

LEAK_FREE_TEST(minimise, makes_no_fragment_of_a_record_without_permitted_field)
{
	struct world world = world_open(&world_coordinator);
	const struct record record =
		world_record(&world, "informal_support", "welzijn",
			     "{\"name\":\"Carer\",\"phone\":\"06\"}");
	struct subject subject =
		world_subject(&world, &record, 1, all_given(&world), 2);
	cr_assert_str_eq(world_cut_one(&world, &subject), NOTHING);
	world_close(&world);
}

LEAK_FREE_TEST(minimise,
	       says_nothing_of_a_law_or_category_that_it_does_not_know)
{
	struct world world = world_open(&world_coordinator);
	const struct record records[] = {
		world_record(&world, "goal", "zwv", "{\"text\":\"x\"}"),
		world_record(&world, "gaol", "zvw", "{\"text\":\"x\"}"),
	};
	struct subject subject =
		world_subject(&world, records, 2, all_given(&world), 2);
	cr_assert_str_eq(world_cut_one(&world, &subject), NOTHING);
	world_close(&world);
}

/* The oracle: whoever may not know of an involvement sees the same bytes. */
LEAK_FREE_TEST(minimise, leaves_no_trace_of_whom_nothing_may_be_said)
{
	struct world world = world_open(&world_coordinator);
	const struct record zvw =
		world_record(&world, "goal", "zvw", "{\"text\":\"x\"}");
	const struct record ggz =
		world_record(&world, "goal", "ggz", "{\"text\":\"x\"}");
	const struct consent refused = world_consent("share", CONSENT_REFUSED);
	const struct consent given = world_consent("share", CONSENT_GIVEN);
	struct subject subjects[] = {
		world_subject(&world, NULL, 0, NULL, 0), /* unknown */
		world_subject(&world, NULL, 0, NULL, 0), /* no records */
		world_subject(&world, &zvw, 1, NULL, 0), /* nobody was asked */
		world_subject(&world, &zvw, 1, &refused, 1), /* refused */
		world_subject(&world, &ggz, 1, &given, 1),   /* forbidden */
		world_subject(&world, &zvw, 1, all_given(&world), 2), /* died */
	};
	subjects[0].known = false;
	subjects[5].resident.deceased = true;
	for (size_t i = 0; i < COUNT_OF(subjects); i++)
		cr_assert_str_eq(world_cut_one(&world, &subjects[i]), NOTHING,
				 "row %zu", i);
	cr_assert_str_eq(arena_text(world.arena,
				    parcel_text(world_cut(&world, subjects,
							  COUNT_OF(subjects)))),
			 NOTHING, "nor do many");
	world_close(&world);
}

LEAK_FREE_TEST(minimise, never_mentions_what_no_consent_can_open)
{
	struct world world = world_open(&world_coordinator);
	const struct record records[] = {
		world_record(&world, "judicial", "zvw", "{\"text\":\"x\"}"),
		world_record(&world, "treatment_note", "zvw",
			     "{\"text\":\"x\"}"),
	};
	struct subject subject =
		world_subject(&world, records, 2, all_given(&world), 2);
	cr_assert_str_eq(world_cut_one(&world, &subject), NOTHING);
	world_close(&world);
}

LEAK_FREE_TEST(minimise, tells_what_is_withheld_where_involvement_is_known)
{
	struct world world = world_open(&world_coordinator);
	const struct record record =
		world_record(&world, "diagnosis", "zvw", "{\"text\":\"x\"}");
	struct subject subject =
		world_subject(&world, &record, 1, all_given(&world), 2);
	struct result result = decoded(&world, world_cut_one(&world, &subject));
	cr_assert_eq(result.fragment_count, 0);
	cr_assert_eq(result.withheld_count, 1);
	cr_assert_str_eq(result.withheld[0].category, "diagnosis");
	cr_assert_str_eq(result.withheld[0].law, "zvw");
	cr_assert_str_eq(result.withheld[0].reason, "withheld");
	cr_assert_gt(result.withheld[0].basis_count, 0);
	world_close(&world);
}

LEAK_FREE_TEST(minimise, tells_each_law_of_a_withheld_category_once)
{
	struct world world = world_open(&world_coordinator);
	struct record records[] = {
		world_record(&world, "diagnosis", "ggz", "{\"text\":\"a\"}"),
		world_record(&world, "diagnosis", "zvw", "{\"text\":\"b\"}"),
		world_record(&world, "diagnosis", "zvw", "{\"text\":\"c\"}"),
		world_record(&world, "diagnosis", "wlz", "{\"text\":\"d\"}"),
		world_record(&world, "diagnosis", "zvw", "{\"text\":\"e\"}"),
	};
	records[4].sensitivity = "high";
	struct subject subject =
		world_subject(&world, records, 5, all_given(&world), 2);
	struct parcel *parcel = world_cut(&world, &subject, 1);
	struct result result =
		decoded(&world, arena_text(world.arena, parcel_text(parcel)));
	cr_assert_eq(result.withheld_count, 2, "ggz may not be known of");
	cr_assert_str_eq(result.withheld[0].law, "zvw");
	cr_assert_str_eq(result.withheld[1].law, "wlz");
	cr_assert_eq(parcel_account(parcel, 0)->withheld_count, 1,
		     "the log has the category once");
	world_close(&world);
}

LEAK_FREE_TEST(minimise, shows_the_group_of_a_masked_source_and_the_duty)
{
	struct world world = world_open(&world_coordinator);
	const struct record records[] = {
		world_record(&world, "agreement", "ggz", "{\"text\":\"x\"}"),
		world_record(&world, "involvement", "ggz",
			     "{\"organisation\":\"GGZ De Brug\","
			     "\"worker\":\"Sam\"}"),
	};
	const struct consent consents[] = {
		world_consent_naming("share", involvement),
		world_consent("secrecy_waiver", CONSENT_GIVEN)};
	struct subject subject = world_subject(&world, records, 2, consents, 2);
	const char *bytes = world_cut_one(&world, &subject);
	struct result result = decoded(&world, bytes);
	cr_assert_eq(result.fragment_count, 1);
	cr_assert_str_eq(result.fragments[0].law, "care");
	bool masks = false;
	for (size_t i = 0; i < result.fragments[0].duty_count; i++)
		masks = masks ||
			strcmp(result.fragments[0].duties[i], "mask_kind") == 0;
	cr_assert(masks);
	cr_assert_eq(result.withheld_count, 1, "the agreement: %s", bytes);
	cr_assert_str_eq(result.withheld[0].law, "care");
	cr_assert_not(has(bytes, "ggz"), "%s", bytes);
	cr_assert_not(has(bytes, "GGZ"), "%s", bytes);
	world_close(&world);
}

LEAK_FREE_TEST(minimise, cuts_only_the_wanted_categories)
{
	struct world world = world_open(&world_coordinator);
	const struct record records[] = {
		world_record(&world, "agreement", "zvw", "{\"text\":\"a\"}"),
		world_record(&world, "diagnosis", "zvw", "{\"text\":\"d\"}"),
		world_record(&world, "goal", "zvw", "{\"text\":\"g\"}"),
	};
	struct subject subject =
		world_subject(&world, records, 3, all_given(&world), 2);
	const struct verdict verdict = world_judge(&world, &subject);
	struct parcel *parcel = minimise(world.arena, world.policy,
					 world.prepared, &verdict, 1, goal, 1);
	const char *bytes = arena_text(world.arena, parcel_text(parcel));
	struct result result = decoded(&world, bytes);
	cr_assert_eq(result.fragment_count, 1);
	cr_assert_str_eq(result.fragments[0].category, "goal");
	cr_assert_eq(result.withheld_count, 0, "%s", bytes);
	cr_assert_eq(parcel_account(parcel, 0)->shared_count, 1);
	cr_assert_eq(parcel_account(parcel, 0)->withheld_count, 0);
	world_close(&world);
}

LEAK_FREE_TEST(minimise, gives_the_log_an_account_of_each_subject)
{
	struct world world = world_open(&world_coordinator);
	const struct record records[] = {
		world_record(&world, "goal", "zvw", "{\"text\":\"a\"}"),
		world_record(&world, "goal", "zvw", "{\"text\":\"b\"}"),
		world_record(&world, "judicial", "zvw", "{\"text\":\"c\"}"),
	};
	struct subject subjects[] = {
		world_subject(&world, NULL, 0, NULL, 0),
		world_subject(&world, records, 3, all_given(&world), 2),
	};
	subjects[0].known = false;
	struct parcel *parcel = world_cut(&world, subjects, 2);
	const struct parcel_account *unknown = parcel_account(parcel, 0);
	const struct parcel_account *anna = parcel_account(parcel, 1);
	cr_assert_eq(unknown->shared_count + unknown->withheld_count, 0);
	cr_assert_eq(anna->shared_count, 1);
	cr_assert_str_eq(anna->shared[0], "goal");
	cr_assert_eq(anna->withheld_count, 1,
		     "the log knows, the wire doesn't");
	cr_assert_str_eq(anna->withheld[0], "judicial");
	cr_assert_eq(anna->rule_count, 2);
	cr_assert_str_eq(anna->rules[0], "NL-05a");
	cr_assert_str_eq(anna->rules[1], "NL-28");
	cr_assert_str_eq(anna->cell_rules[0], "NL-05a", "both goals");
	cr_assert_str_eq(anna->cell_rules[1], "NL-28");
	world_close(&world);
}

LEAK_FREE_TEST(minimise, gives_bytes_that_a_partner_reads_back)
{
	struct world world = world_open(&world_coordinator);
	const struct record record = world_record(
		&world, "goal", "zvw",
		"{\"text\":\"\\\"quoted\\\" \\u20ac\",\"due\":\"2026-12-01\"}");
	struct subject subject =
		world_subject(&world, &record, 1, all_given(&world), 2);
	struct result result = decoded(&world, world_cut_one(&world, &subject));
	cr_assert_eq(result.fragment_count, 1);
	const struct fragment *fragment = &result.fragments[0];
	cr_assert_str_eq(fragment->subject, ANNA);
	cr_assert_str_eq(fragment->rule, "NL-05a");
	cr_assert_str_eq(json_get_string(fragment->fields, "text"),
			 "\"quoted\" \u20ac");
	cr_assert_str_eq(json_get_string(fragment->fields, "due"),
			 "2026-12-01");
	world_close(&world);
}

/* The id of an entry is our own: it is for who may change it. */
LEAK_FREE_TEST(minimise, gives_the_id_of_an_entry_to_our_own_users_only)
{
	struct world world = world_open(&world_coordinator);
	struct record record =
		world_record(&world, "goal", "wmo", "{\"text\":\"x\"}");
	record.origin = "Entry/an-id";
	record.id = "an-id";
	struct subject subject =
		world_subject(&world, &record, 1, all_given(&world), 2);
	const char *bytes = world_cut_one(&world, &subject);
	cr_assert(has(bytes, "\"text\":\"x\""), "%s", bytes);
	cr_expect_not(has(bytes, "an-id"), "%s", bytes);
	world_close(&world);

	struct asker own = world_coordinator;
	own.domain = "own";
	world = world_open(&own);
	record = world_record(&world, "goal", "wmo", "{\"text\":\"x\"}");
	record.origin = "Entry/an-id";
	record.id = "an-id";
	subject = world_subject(&world, &record, 1, NULL, 0);
	bytes = world_cut_one(&world, &subject);
	cr_expect(has(bytes, "\"record\":\"an-id\""), "%s", bytes);
	record.origin = "Goal/g1";
	cr_expect_not(has(world_cut_one(&world, &subject), "an-id"));
	world_close(&world);
}
