#include "daemon/plan/conference.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/policy/policy.h"
#include "leak_free.h"

#define TUESDAY 20788 /* 2026-12-01 */

static const char *const care[] = {"thuiszorg"};
static const char *const brug[] = {"ggz", "welzijn"};
static const char *const goal[] = {"goal", "agreement"};

/* Anna is linked with home care, Bert with mental health care and welfare, Noor
 * with nobody. */
struct table {
	struct arena *arena;
	struct policy *policy;
	struct conference_member members[3];
	struct store_seat seats[8];
	struct store_partner partners[8];
	struct store_topic topics[4];
	struct conference_sheet sheet;
	struct store_conference_record *records;
	size_t count;
};

static void
table_open(struct table *table)
{
	static const char *const paths[] = {"policy"};
	struct diagnostics found;

	*table = (struct table){.arena = arena_new()};
	diagnostics_init(&found, table->arena, 1);
	table->policy = policy_load_paths(paths, 1, &found);
	cr_assert_not_null(table->policy);
	table->members[0] = (struct conference_member){
		{.id = "anna"}, care, COUNT_OF(care)};
	table->members[1] = (struct conference_member){
		{.id = "bert"}, brug, COUNT_OF(brug)};
	table->members[2] = (struct conference_member){{.id = "noor"}, NULL, 0};
	table->sheet = (struct conference_sheet){
		.conference = {.id = "c1",
			       .place = "thuis",
			       .day = TUESDAY,
			       .time = "10:30"},
		.seats = table->seats,
		.partners = table->partners,
		.topics = table->topics,
		.members = table->members,
		.member_count = 3,
	};
}

static void
table_close(struct table *table)
{
	policy_free(table->policy);
	arena_free(table->arena);
}

static void
sit(struct table *table, enum conference_who who, const char *party,
    const char *law)
{
	size_t at = table->sheet.seat_count++;

	table->seats[at] = (struct store_seat){.number = (int64_t)at + 1,
					       .who = who,
					       .party = party,
					       .role = "professional",
					       .name = "Petra"};
	table->partners[at] =
		(struct store_partner){.id = law == NULL ? NULL : party,
				       .name = law == NULL ? NULL : "Zorg",
				       .domain = law};
}

static void
discuss(struct table *table, const char *resident)
{
	size_t at = table->sheet.topic_count++;

	table->topics[at] = (struct store_topic){.number = (int64_t)at + 1,
						 .resident = resident,
						 .topic = "Hulp",
						 .categories = goal,
						 .category_count = 2,
						 .law = "jeugdwet",
						 .sensitivity = "high"};
}

static void
make(struct table *table)
{
	const struct conference_host host = {
		.name = "Wijkteam",
		.law = "wmo",
		.vocabulary = policy_vocabulary(table->policy),
	};

	conference_records(table->arena, &table->sheet, &host, 7,
			   &table->records, &table->count);
}

/* The record of `what` in the file of `resident`, as text; NULL: none. */
static const char *
record_of(const struct table *table, const char *resident, const char *what)
{
	const char *origin = arena_printf(
		table->arena, CONFERENCE_ORIGIN "c1#%s/%s", what, resident);

	for (size_t i = 0; i < table->count; i++)
		if (strcmp(table->records[i].record.origin, origin) == 0) {
			cr_assert_str_eq(table->records[i].resident, resident);
			return arena_text(table->arena,
					  table->records[i].record.fields);
		}
	return NULL;
}

LEAK_FREE_TEST(conference, that_concerns_nobody_stands_nowhere)
{
	struct table table;

	table_open(&table);
	make(&table);
	cr_expect_eq(table.count, 0);
	sit(&table, CONFERENCE_USER, "fatima", NULL);
	sit(&table, CONFERENCE_NEARBY, NULL, NULL);
	sit(&table, CONFERENCE_OTHERS, "elders", "zvw");
	make(&table);
	cr_expect_eq(table.count, 0);
	table_close(&table);
}

LEAK_FREE_TEST(conference, shows_a_partner_only_where_it_is_linked)
{
	struct table table;

	table_open(&table);
	discuss(&table, "anna");
	sit(&table, CONFERENCE_OTHERS, "ggz", "ggz");
	make(&table);
	cr_expect_null(record_of(&table, "anna", "seat1"));
	cr_expect_not_null(record_of(&table, "bert", "seat1"));
	cr_expect_not_null(record_of(&table, "bert", "when"));
	cr_expect_null(record_of(&table, "noor", "when"));
	table_close(&table);
}

LEAK_FREE_TEST(conference, says_for_itself_who_was_invited_and_by_which_law)
{
	struct table table;
	const char *seat;

	table_open(&table);
	sit(&table, CONFERENCE_OTHERS, "ggz", "ggz");
	sit(&table, CONFERENCE_OTHERS, "welzijn", "welzijn");
	sit(&table, CONFERENCE_OTHERS, "ggz", "ggz");
	make(&table);
	seat = record_of(&table, "bert", "seat1");
	cr_assert_not_null(seat);
	cr_expect_not_null(strstr(seat, "\"invited\":\"ggz,welzijn\""));
	cr_expect_not_null(strstr(seat, "\"domain\":\"ggz\""));
	cr_expect_not_null(strstr(seat, "\"kind\":\"care\""));
	cr_expect_not_null(strstr(seat, "\"partner\":\"ggz\""));
	cr_expect_not_null(strstr(record_of(&table, "bert", "seat2"),
				  "\"kind\":\"support\""));
	table_close(&table);
}

LEAK_FREE_TEST(conference, closes_the_part_of_who_is_no_partner_any_more)
{
	struct table table;
	const char *seat;

	table_open(&table);
	sit(&table, CONFERENCE_OTHERS, "ggz", "ggz");
	table.partners[0] = (struct store_partner){.id = "ggz", .name = "ggz"};
	make(&table);
	seat = record_of(&table, "bert", "seat1");
	cr_expect_null(strstr(seat, "domain"));
	cr_expect_not_null(strstr(seat, "\"kind\":\"any\""));
	table_close(&table);
}

LEAK_FREE_TEST(conference, puts_a_topic_in_one_file_with_its_own_law)
{
	struct table table;
	const char *topic;

	table_open(&table);
	discuss(&table, "noor");
	discuss(&table, "anna");
	make(&table);
	topic = record_of(&table, "noor", "topic1");
	cr_assert_not_null(topic);
	cr_expect_not_null(strstr(topic, "\"categories\":\"goal,agreement\""));
	cr_expect_null(record_of(&table, "anna", "topic1"));
	cr_expect_null(record_of(&table, "noor", "topic2"));
	for (size_t i = 0; i < table.count; i++)
		if (strstr(table.records[i].record.origin, "#topic") != NULL) {
			cr_expect_str_eq(table.records[i].record.law,
					 "jeugdwet");
			cr_expect_str_eq(table.records[i].record.sensitivity,
					 "high");
		} else
			cr_expect_str_eq(table.records[i].record.law, "wmo");
	table_close(&table);
}

LEAK_FREE_TEST(conference, keeps_a_name_nearby_to_itself)
{
	struct table table;

	table_open(&table);
	sit(&table, CONFERENCE_MEMBER, "anna", NULL);
	sit(&table, CONFERENCE_NEARBY, NULL, NULL);
	make(&table);
	cr_expect_null(strstr(record_of(&table, "anna", "seat2"), "Petra"));
	cr_expect_null(strstr(record_of(&table, "anna", "seat1"), "Petra"));
	cr_expect_null(record_of(&table, "bert", "seat1"));
	table_close(&table);
}

LEAK_FREE_TEST(conference, says_who_of_the_household_was_there)
{
	struct table table;

	table_open(&table);
	sit(&table, CONFERENCE_MEMBER, "anna", NULL);
	discuss(&table, "noor");
	make(&table);
	cr_expect_null(strstr(record_of(&table, "anna", "when"), "present"));
	table.sheet.conference.state = CONFERENCE_HELD;
	table.sheet.conference.held_ms = 1;
	table.seats[0].came = STORE_CAME;
	make(&table);
	cr_expect_not_null(strstr(record_of(&table, "anna", "when"),
				  "\"present\":\"yes\",\"state\":\"held\""));
	cr_expect_not_null(strstr(record_of(&table, "noor", "when"),
				  "\"present\":\"no\""));
	cr_expect_not_null(
		strstr(record_of(&table, "anna", "seat1"), "\"came\":\"yes\""));
	table_close(&table);
}
