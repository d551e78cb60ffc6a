#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store/emergencies.h"
#include "daemon/store/letters.h"
#include "fixture.h"

/* As the program of that version left it, under the key 0x5A…5A. */
#define VERSION_1 "tests/fixtures/store/version-1.sql"

static void
load_version_1(const struct fixture *fixture)
{
	static char sql[32768];
	FILE *file = fopen(VERSION_1, "r");

	cr_assert_not_null(file, "run this from the root of the repository");
	sql[fread(sql, 1, sizeof(sql) - 1, file)] = '\0';
	fclose(file);
	fixture_sql(fixture, sql);
}

LEAK_FREE_TEST(schema, refuses_one_that_is_newer_than_the_program)
{
	struct fixture f;

	fixture_init(&f);
	fixture_catch_log(&f);
	store_close(fixture_open(&f, STORE_WRITE));
	fixture_sql(&f, "INSERT INTO schema_step VALUES (9999, 0)");
	cr_expect_eq(fixture_try(&f, STORE_WRITE), STATUS_STORAGE);
	cr_expect_eq(fixture_try(&f, STORE_READ), STATUS_STORAGE);
	cr_expect_not_null(strstr(fixture_log(&f), "database=9999"));
	cr_expect_not_null(
		strstr(fixture_log(&f), "install the program that made it"));
	fixture_clear(&f);
}

LEAK_FREE_TEST(schema, refuses_an_older_one_for_reading)
{
	struct fixture f;

	fixture_init(&f);
	fixture_catch_log(&f);
	load_version_1(&f);
	cr_expect_eq(fixture_try(&f, STORE_READ), STATUS_STORAGE);
	cr_expect_not_null(strstr(fixture_log(&f), "database=1"));
	fixture_clear(&f);
}

LEAK_FREE_TEST(schema, leaves_the_old_version_when_a_step_fails)
{
	struct fixture f;

	fixture_init(&f);
	fixture_catch_log(&f);
	load_version_1(&f);
	/* in the way of a table of step 3, not of the one before */
	fixture_sql(&f, "CREATE TABLE staff (id TEXT)");
	cr_expect_eq(fixture_try(&f, STORE_WRITE), STATUS_STORAGE);
	cr_expect_not_null(strstr(fixture_log(&f), "can't be migrated"));
	/* step 3 left nothing, not even what came before the failure */
	fixture_sql(&f, "DROP TABLE staff; CREATE TABLE probe AS"
			" SELECT COUNT(*) AS n FROM sqlite_master"
			" WHERE name = 'link'");
	fixture_sql(&f, "CREATE UNIQUE INDEX one ON probe (n);"
			"INSERT INTO probe VALUES (1)");
	fixture_sql(&f, "DROP TABLE probe");
	cr_expect_eq(fixture_try(&f, STORE_WRITE), STATUS_OK);
	fixture_clear(&f);
}

LEAK_FREE_TEST(schema, brings_version_1_up_and_keeps_what_is_in_it)
{
	struct fixture f;
	struct store *store;
	struct store_resident resident;
	struct store_household household;
	struct record *records;
	struct consent *consents;
	size_t count;
	char *bsn;

	fixture_init(&f);
	load_version_1(&f);
	store = fixture_open(&f, STORE_WRITE);
	cr_assert_eq(store_resident_find(store, f.arena, "mirjam", &resident),
		     STATUS_OK);
	cr_expect_str_eq(resident.name, "Mirjam Verzonnen");
	cr_expect_eq(store_resident_bsn(store, f.arena, resident.id, &bsn),
		     STATUS_OK);
	cr_expect_str_eq(bsn, "999912340");
	cr_expect_eq(
		store_records(store, f.arena, resident.id, &records, &count),
		STATUS_OK);
	cr_expect_eq(count, 3);
	cr_expect_eq(store_consents(store, f.arena, resident.id, true,
				    &consents, &count),
		     STATUS_OK);
	cr_expect_eq(count, 0);
	cr_expect_eq(store_household_find(store, f.arena, "h1", &household),
		     STATUS_OK);
	cr_expect_eq(household.member_count, 2);
	store_close(store);
	cr_expect_eq(fixture_try(&f, STORE_READ), STATUS_OK);
	fixture_clear(&f);
}

/*
 * What each step of the schema did, undone: a database goes back to a version
 * by undoing every later one. A new step adds its own, and its name to the
 * first of these lists.
 */
#define WITHOUT_24 "DROP TABLE reconciled; DROP TABLE orphan;"
#define WITHOUT_23 "ALTER TABLE staff DROP COLUMN contact;"
#define WITHOUT_22                                                             \
	"ALTER TABLE consent DROP COLUMN conference;"                          \
	"DROP TABLE conference_topic; DROP TABLE conference_seat;"             \
	"DROP TABLE conference;"
#define WITHOUT_21                                                             \
	"DROP TABLE lookup_tag; DROP TABLE lookup_key; DROP TABLE lookup;"
#define WITHOUT_20                                                             \
	"DROP TABLE discovery_token; DROP TABLE discovery_match;"              \
	"DROP TABLE discovery_piece; DROP TABLE discovery_place;"              \
	"DROP TABLE discovery_paper; DROP TABLE discovery;"                    \
	"ALTER TABLE partner DROP COLUMN identifiers;"
#define WITHOUT_19 "DROP TABLE log_peer;"
#define WITHOUT_18                                                             \
	"DROP TABLE person; ALTER TABLE partner DROP COLUMN shown_nobody;"
#define WITHOUT_17 "DROP TABLE loan;"
#define WITHOUT_16                                                             \
	"DROP INDEX resident_log_key_ms; DROP TABLE past_log_key;"             \
	"ALTER TABLE resident DROP COLUMN log_key_ms;"
#define WITHOUT_15                                                             \
	"DROP INDEX notice_news;"                                              \
	"ALTER TABLE notice DROP COLUMN seen_ms;"                              \
	"ALTER TABLE notice DROP COLUMN seen_by;"
#define WITHOUT_14                                                             \
	"DROP TABLE report_set; DROP TABLE cohort_member; DROP TABLE cohort;"
#define WITHOUT_13 "DROP TABLE hours_line; DROP TABLE consultation;"
#define WITHOUT_12                                                             \
	"DROP TABLE mandate; DROP TABLE mandate_plan;"                         \
	"DROP TABLE mandate_masked;"
#define WITHOUT_11 "DROP TABLE entry_version;"
#define WITHOUT_10                                                             \
	"DROP INDEX resident_review; DROP INDEX record_asked;"                 \
	"DROP INDEX consent_until;"                                            \
	"ALTER TABLE resident DROP COLUMN review_day;"                         \
	"ALTER TABLE record DROP COLUMN asked_day;"
#define WITHOUT_9 "DROP TABLE emergency_given; DROP TABLE emergency;"
#define WITHOUT_8                                                              \
	"CREATE TABLE before AS SELECT * FROM letter;"                         \
	"DROP TABLE letter;"                                                   \
	"CREATE TABLE letter (id TEXT NOT NULL PRIMARY KEY,"                   \
	" partner TEXT NOT NULL, kind TEXT NOT NULL,"                          \
	" resident TEXT NOT NULL REFERENCES resident (id),"                    \
	" consent TEXT NOT NULL REFERENCES consent (id),"                      \
	" content TEXT NOT NULL, written_ms BIGINT NOT NULL,"                  \
	" begun_ms BIGINT NOT NULL, tries BIGINT NOT NULL,"                    \
	" next_ms BIGINT NOT NULL, confirmed_ms BIGINT NOT NULL,"              \
	" confirmation TEXT, why TEXT);"                                       \
	"INSERT INTO letter SELECT id, partner, kind, resident, about,"        \
	" content, written_ms, begun_ms, tries, next_ms, confirmed_ms,"        \
	" confirmation, why FROM before; DROP TABLE before;"                   \
	"CREATE INDEX letter_next ON letter (next_ms);"                        \
	"CREATE INDEX letter_resident ON letter (resident);"                   \
	"ALTER TABLE notice DROP COLUMN kind;"                                 \
	"ALTER TABLE notice DROP COLUMN jws;"                                  \
	"ALTER TABLE notice DROP COLUMN outcome;"                              \
	"ALTER TABLE notice DROP COLUMN detail;"                               \
	"ALTER TABLE notice DROP COLUMN receipt;"                              \
	"ALTER TABLE consent DROP COLUMN source;"                              \
	"ALTER TABLE consent DROP COLUMN asked_by;"                            \
	"DROP TABLE consent_thread;"                                           \
	"ALTER TABLE partner DROP COLUMN consents;"                            \
	"ALTER TABLE link DROP COLUMN held_ms;"
#define WITHOUT_7 "DROP TABLE consent_document; DROP TABLE node_certificate;"
#define WITHOUT_6 "DROP TABLE letter; DROP TABLE notice;"
#define WITHOUT_5                                                              \
	"DROP TABLE circumstance;"                                             \
	"ALTER TABLE consent DROP COLUMN giver;"                               \
	"ALTER TABLE record DROP COLUMN concerns;"
#define WITHOUT_4 "DROP TABLE policy; DROP TABLE policy_file;"

#define BACK_TO_8                                                              \
	WITHOUT_24 WITHOUT_23 WITHOUT_22 WITHOUT_21 WITHOUT_20 WITHOUT_19      \
		WITHOUT_18 WITHOUT_17 WITHOUT_16 WITHOUT_15 WITHOUT_14         \
			WITHOUT_13 WITHOUT_12 WITHOUT_11 WITHOUT_10 WITHOUT_9
#define BACK_TO_7 BACK_TO_8 WITHOUT_8
#define BACK_TO_3 BACK_TO_7 WITHOUT_7 WITHOUT_6 WITHOUT_5 WITHOUT_4

#define FORGET_AFTER(version)                                                  \
	"DELETE FROM schema_step WHERE version > " #version

LEAK_FREE_TEST(schema, brings_version_3_up_and_keeps_what_is_in_it)
{
	struct fixture f;
	struct store_policy policy;
	struct store_user user;
	const struct store_user fg = {.id = "fg", .roles = NULL};

	fixture_init(&f);
	struct store *store = fixture_filled(&f);
	cr_assert_eq(store_users_set(store, &fg, 1), STATUS_OK);
	store_close(store);
	fixture_sql(&f, BACK_TO_3 FORGET_AFTER(3));
	fixture_catch_log(&f);
	cr_expect_eq(fixture_try(&f, STORE_READ), STATUS_STORAGE);
	store = fixture_open(&f, STORE_WRITE);
	cr_expect_not_null(strstr(fixture_log(&f), "version=4"));
	cr_expect_eq(store_policy_in_force(store, f.arena, &policy),
		     STATUS_NOT_FOUND);
	cr_expect_eq(store_user_find(store, f.arena, "fg", &user), STATUS_OK);
	cr_expect_gt(fixture_record_count(
			     store, fixture_resident(&f, store, "mirjam")),
		     0);
	store_close(store);
	fixture_clear(&f);
}

#define WAITING	  "11111111-1111-4111-8111-111111111111"
#define CONFIRMED "22222222-2222-4222-8222-222222222222"

/* One that waits and one that was confirmed, and one that came in. */
static void
write_and_take_letters(struct fixture *f, struct store *store)
{
	const char *resident = fixture_resident(f, store, "mirjam");
	struct store_letter letter = {.id = CONFIRMED,
				      .partner = "wijkteam",
				      .kind = "withdrawal",
				      .resident = resident,
				      .content = "{}",
				      .written_ms = 5};
	const struct store_letter_answer answer = {.confirmed_ms = 6,
						   .confirmation = "a.b.c"};
	const struct store_notice notice = {.partner = "ggz",
					    .id = WAITING,
					    .kind = "withdrawal",
					    .digest = "",
					    .content = "{}",
					    .resident = resident,
					    .handled_ms = 7};
	struct consent *consents;
	size_t count;

	cr_assert_eq(store_consents(store, f->arena, resident, true, &consents,
				    &count),
		     STATUS_OK);
	letter.about = consents[0].id;
	cr_assert_eq(store_letter_put(store, &letter), STATUS_OK);
	cr_assert_eq(store_letter_confirm(store, &letter, &answer), STATUS_OK);
	letter.id = WAITING;
	cr_assert_eq(store_letter_put(store, &letter), STATUS_OK);
	cr_assert_eq(store_notice_add(store, &notice), STATUS_OK);
}

LEAK_FREE_TEST(schema, keeps_the_letters_of_version_7)
{
	struct fixture f;
	struct store *store;
	struct store_letter *letters;
	struct store_notice notice;
	size_t count;

	fixture_init(&f);
	store = fixture_filled(&f);
	write_and_take_letters(&f, store);
	store_close(store);
	fixture_sql(&f, BACK_TO_7 FORGET_AFTER(7));
	store = fixture_open(&f, STORE_WRITE);
	cr_assert_eq(store_letters(store, f.arena, true, &letters, &count),
		     STATUS_OK);
	cr_assert_eq(count, 2);
	cr_expect_str_eq(letters[0].id, WAITING);
	cr_expect_eq(letters[0].next_ms, 5);
	cr_expect_not_null(letters[0].about);
	cr_expect_str_eq(letters[1].confirmation, "a.b.c");
	cr_expect_null(letters[1].outcome);
	cr_assert_eq(store_notice_find(store, f.arena, "ggz", WAITING, &notice),
		     STATUS_OK);
	cr_expect_str_eq(notice.kind, "withdrawal");
	cr_expect_null(notice.jws);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(schema, brings_version_8_up_and_has_no_emergencies_yet)
{
	struct fixture f;
	int64_t waiting;

	fixture_init(&f);
	store_close(fixture_filled(&f));
	fixture_sql(&f, BACK_TO_8 FORGET_AFTER(8));
	cr_expect_eq(fixture_try(&f, STORE_READ), STATUS_STORAGE);
	struct store *store = fixture_open(&f, STORE_WRITE);
	cr_expect_eq(store_emergency_count_waiting(store, &waiting), STATUS_OK);
	cr_expect_eq(waiting, 0);
	cr_expect_gt(fixture_record_count(
			     store, fixture_resident(&f, store, "mirjam")),
		     0);
	store_close(store);
	fixture_clear(&f);
}
