#include "fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/store/driver.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/json.h"

static const char vocabulary_text[] =
	"vocabulary small version 1\n"
	"domains\n  zvw\n  wmo\n  welzijn\n"
	"roles\n  coordinator\n  volunteer\n"
	"purposes\n  coordination\n  assessment\n"
	"sensitivity levels\n  normal\n  high\n"
	"consent kinds\n  share\n  secrecy_waiver\n"
	"category goal\n  text personal\n  due plain\n"
	"category agreement\n  text personal\n  owner plain\n"
	"category diagnosis\n  text special\n"
	"category involvement\n  role personal\n  asked personal\n";

void
fixture_init(struct fixture *fixture)
{
	struct policy_source source = {"small.vocabulary",
				       text_of(vocabulary_text)};
	struct diagnostics found;

	*fixture = (struct fixture){.arena = arena_new()};
	strcpy(fixture->folder, "/tmp/eenplan-store-XXXXXX");
	cr_assert_not_null(mkdtemp(fixture->folder));
	snprintf(fixture->path, sizeof(fixture->path), "%s/store.db",
		 fixture->folder);
	memset(fixture->key.bytes, 0x5A, sizeof(fixture->key.bytes));
	diagnostics_init(&found, fixture->arena, 10);
	fixture->policy = policy_load(&source, 1, &found);
	cr_assert_not_null(fixture->policy);
	fixture->vocabulary = policy_vocabulary(fixture->policy);
}

void
fixture_clear(struct fixture *fixture)
{
	DIR *folder;
	struct dirent *entry;

	chmod(fixture->folder, 0700);
	folder = opendir(fixture->folder);
	while (folder != NULL && (entry = readdir(folder)) != NULL)
		if (entry->d_name[0] != '.')
			unlinkat(dirfd(folder), entry->d_name, 0);
	if (folder != NULL)
		closedir(folder);
	rmdir(fixture->folder);
	policy_free(fixture->policy);
	arena_free(fixture->arena);
}

struct store_settings
fixture_settings(const struct fixture *fixture)
{
	return (struct store_settings){.path = fixture->path,
				       .key = &fixture->key};
}

struct store *
fixture_open(const struct fixture *fixture, enum store_mode mode)
{
	struct store_settings settings = fixture_settings(fixture);
	struct store *store = NULL;

	cr_assert_eq(store_open(&settings, mode, &store), STATUS_OK);
	return store;
}

enum status
fixture_try(const struct fixture *fixture, enum store_mode mode)
{
	struct store_settings settings = fixture_settings(fixture);
	struct store *store = NULL;
	enum status status = store_open(&settings, mode, &store);

	store_close(store);
	return status;
}

void
fixture_sql(const struct fixture *fixture, const char *sql)
{
	struct driver_connection *connection;

	cr_assert_eq(sqlite_driver.open(fixture->path, true, &connection),
		     STATUS_OK);
	cr_assert_eq(sqlite_driver.execute(connection, sql), STATUS_OK);
	sqlite_driver.close(connection);
}

struct record
fixture_record(struct fixture *fixture, const char *origin,
	       const char *category, const char *fields)
{
	struct record record = {.origin = origin,
				.category = category,
				.law = "zvw",
				.sensitivity = "normal",
				.changed_ms = 1767225600000};
	const struct json *object;

	cr_assert_eq(
		json_read(fixture->arena, text_of(fields), 4096, &object, NULL),
		STATUS_OK);
	record_set_fields(fixture->arena, &record, object);
	return record;
}

struct consent
fixture_consent(struct fixture *fixture, const char *resident,
		const char *supersedes)
{
	char id[UUID_TEXT_BYTES];

	random_uuid(id);
	return (struct consent){.id = arena_string(fixture->arena, id),
				.resident = resident,
				.given_by = "self",
				.kind = "share",
				.from_day = CLOCK_DAY_NONE,
				.until_day = CLOCK_DAY_NONE,
				.state = CONSENT_GIVEN,
				.supersedes = supersedes,
				.recorded_ms = clock_now_ms()};
}

static struct import_consent *
make_consents(struct fixture *fixture)
{
	static const char *const categories[] = {"goal", "agreement"};
	struct import_consent *consents =
		ARENA_ARRAY(fixture->arena, 1, struct import_consent);

	consents[0].origin = "Consent/c1";
	consents[0].resident = "Patient/mirjam";
	consents[0].consent = fixture_consent(fixture, NULL, NULL);
	consents[0].consent.id = NULL;
	consents[0].consent.recipient_kind = CONSENT_TO_DOMAIN;
	consents[0].consent.recipient = "wmo";
	consents[0].consent.categories = categories;
	consents[0].consent.category_count = 2;
	return consents;
}

static struct import_record *
make_records(struct fixture *fixture)
{
	static const struct {
		const char *resident, *origin, *category, *fields;
	} rows[] = {
		{"Patient/mirjam", "Goal/g1", "goal",
		 "{\"text\":\"Weer zelf koken\",\"due\":\"2026-09-01\"}"},
		{"Patient/mirjam", "Goal/g1#diagnosis", "diagnosis",
		 "{\"text\":\"reuma\"}"},
		{"Patient/mirjam", "Task/t1", "agreement",
		 "{\"owner\":\"wijkteam\",\"text\":\"Belt op maandag\"}"},
		{"Patient/otto", "Goal/g2", "goal",
		 "{\"text\":\"Naar de moestuin\"}"},
	};
	struct import_record *records = ARENA_ARRAY(
		fixture->arena, COUNT_OF(rows), struct import_record);

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		records[i].resident = rows[i].resident;
		records[i].record =
			fixture_record(fixture, rows[i].origin,
				       rows[i].category, rows[i].fields);
	}
	return records;
}

struct import
fixture_household(struct fixture *fixture)
{
	static const struct import_member members[] = {
		{"Patient/otto", "partner"}, {"Patient/mirjam", NULL}};
	struct import_resident *residents =
		ARENA_ARRAY(fixture->arena, 2, struct import_resident);
	struct import_household *household =
		ARENA_NEW(fixture->arena, struct import_household);

	residents[0] = (struct import_resident){.origin = "Patient/mirjam",
						.name = "Mirjam Verzonnen",
						.bsn = "999912340",
						.birth_day = -7000};
	residents[1] = (struct import_resident){.origin = "Patient/otto",
						.name = "Otto Verzonnen",
						.birth_day = CLOCK_DAY_NONE};
	*household = (struct import_household){
		.origin = "Group/h1",
		.name = "Huishouden Verzonnen",
		.coordinator_name = "Sanne Regisseur",
		.coordinator_organisation = "Wijkteam",
		.members = members,
		.member_count = 2};
	return (struct import){.residents = residents,
			       .resident_count = 2,
			       .households = household,
			       .household_count = 1,
			       .records = make_records(fixture),
			       .record_count = 4,
			       .consents = make_consents(fixture),
			       .consent_count = 1};
}

enum status
fixture_import(struct fixture *fixture, struct store *store,
	       const struct import *import,
	       struct store_import_counts *counts_out, struct fault *fault)
{
	enum status status;

	fault_clear(fault);
	cr_assert_eq(store_begin(store), STATUS_OK);
	status = store_import(store, fixture->arena, fixture->vocabulary,
			      import, counts_out, fault);
	if (status == STATUS_OK)
		return store_commit(store);
	store_rollback(store);
	return status;
}

struct store *
fixture_filled(struct fixture *fixture)
{
	struct store *store = fixture_open(fixture, STORE_WRITE);
	struct import import = fixture_household(fixture);
	struct store_import_counts counts;
	struct fault fault;

	cr_assert_eq(fixture_import(fixture, store, &import, &counts, &fault),
		     STATUS_OK, "%s: %s", fault.where, fault.text);
	return store;
}

const char *
fixture_resident(struct fixture *fixture, struct store *store,
		 const char *handle)
{
	struct store_resident resident;

	cr_assert_eq(
		store_resident_find(store, fixture->arena, handle, &resident),
		STATUS_OK);
	return resident.id;
}

size_t
fixture_record_count(struct store *store, const char *resident)
{
	struct arena *arena = arena_new();
	struct record *records;
	size_t count;

	cr_assert_eq(store_records(store, arena, resident, &records, &count),
		     STATUS_OK);
	arena_free(arena);
	return count;
}

size_t
fixture_consent_count(struct store *store, const char *resident,
		      bool superseded_too)
{
	struct arena *arena = arena_new();
	struct consent *consents;
	size_t count;

	cr_assert_eq(store_consents(store, arena, resident, superseded_too,
				    &consents, &count),
		     STATUS_OK);
	arena_free(arena);
	return count;
}

static void
log_path(const struct fixture *fixture, char path[96])
{
	snprintf(path, 96, "%s/log", fixture->folder);
}

void
fixture_catch_log(struct fixture *fixture)
{
	char path[96];
	int file;

	log_path(fixture, path);
	file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_APPEND, 0666);
	cr_assert_geq(file, 0);
	dup2(file, STDERR_FILENO);
	close(file);
}

const char *
fixture_log(struct fixture *fixture)
{
	char path[96];
	char *text = arena_alloc(fixture->arena, 16384);
	FILE *file;

	log_path(fixture, path);
	file = fopen(path, "r");
	cr_assert_not_null(file);
	text[fread(text, 1, 16383, file)] = '\0';
	fclose(file);
	return text;
}
