/*
 * What is exported is imported again as the same records: for random ones, and
 * for every Consent of ../shared/data/fhir-r4.
 */
#include <dirent.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/random.h"
#include "eenplan/wire/fhir_export.h"
#include "reading.h"
#include "shared.h"

#define PATIENT "Patient/p1"
#define ROUNDS	400

static uint64_t seed = 20261122;

/* xorshift64*: the same numbers in every run. */
static unsigned
pick(unsigned below)
{
	seed ^= seed >> 12;
	seed ^= seed << 25;
	seed ^= seed >> 27;
	return (unsigned)((seed * 2685821657736338717ULL) >> 33) % below;
}

static const char *
maybe(const char *string)
{
	return pick(2) == 0 ? NULL : string;
}

static const char *const categories[] = {"goal", "agreement", "contact",
					 "diagnosis"};
static const char *const purposes[] = {"coordination", "treatment",
				       "assessment"};

static void
pick_giver(struct consent *consent)
{
	static const char *const givers[] = {"RelatedPerson/r1", "mother",
					     "RelatedPerson/not an id"};

	consent->given_by = "self";
	if (pick(2) == 0)
		return;
	consent->given_by = "representative";
	consent->giver = maybe(givers[pick(COUNT_OF(givers))]);
	consent->ground = consent->giver == NULL ? "mentor" : maybe("custody");
}

static void
pick_scope(struct consent *consent)
{
	static const char *const recipients[] = {
		[CONSENT_TO_ANYONE] = NULL,
		[CONSENT_TO_DOMAIN] = "wmo",
		[CONSENT_TO_ROLE] = "coordinator",
		[CONSENT_TO_ORGANISATION] = "00000099000000001000",
	};
	static const char *const kinds[] = {"share", "secrecy_waiver",
					    "consultable", "help", "written"};

	consent->kind = kinds[pick(COUNT_OF(kinds))];
	consent->recipient_kind = (enum consent_recipient)pick(4);
	consent->recipient = recipients[consent->recipient_kind];
	consent->categories = categories + pick(2);
	consent->category_count = pick(4);
	consent->purposes = purposes;
	consent->purpose_count = pick(4);
	consent->from_day = pick(2) == 0 ? CLOCK_DAY_NONE : 20000;
	consent->until_day =
		pick(2) == 0 ? CLOCK_DAY_NONE : 20000 + (int32_t)pick(400);
}

static struct consent
pick_consent(struct arena *arena)
{
	char *id = arena_alloc(arena, UUID_TEXT_BYTES);
	struct consent consent = {
		.id = id,
		.state = (enum consent_state)pick(4),
		.asked = maybe("in person; \"thuis\" \xE2\x82\xAC"),
		.text_version = maybe("2026-1"),
		.evidence = maybe("shelf 3, map 12"),
		.recorded_ms = 1795255200000 + pick(1000000),
	};

	random_uuid(id);
	pick_giver(&consent);
	pick_scope(&consent);
	return consent;
}

static const char *
exported(struct arena *arena, const struct consent *consents, size_t count)
{
	const struct fhir_export export = {.resident = PATIENT,
					   .made_ms = 1895255200000,
					   .consents = consents,
					   .count = count};
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 4096);
	json_begin(&writer, &out);
	fhir_export_write(&writer, &export);
	return buf_string(&out);
}

/* As a record says it, but for what only its own node says. */
static const char *
stated(struct arena *arena, struct consent consent)
{
	struct json_writer writer;
	struct buf out;

	consent.id = NULL;
	consent.supersedes = NULL;
	consent.resident = PATIENT;
	buf_init(&out, arena, 512);
	json_begin(&writer, &out);
	consent_encode(&writer, &consent);
	return buf_string(&out);
}

/* Imports are in the order of their names. */
static const struct import_consent *
item_of(const struct import *import, const char *origin)
{
	for (size_t at = 0; at < import->consent_count; at++)
		if (strcmp(import->consents[at].origin, origin) == 0)
			return &import->consents[at];
	return NULL;
}

static void
expect_same_again(struct arena *arena, const struct consent *consents,
		  size_t count, const char *about)
{
	const char *source = exported(arena, consents, count);
	struct import import;
	struct fault fault;

	cr_assert_eq(reading_fhir(arena, reading_json(arena, source), &import,
				  &fault),
		     STATUS_OK, "%s: %s %s", about, fault.where, fault.text);
	cr_assert_eq(import.consent_count, count, "%s", about);
	for (size_t at = 0; at < count; at++) {
		const struct import_consent *item =
			item_of(&import, arena_printf(arena, "Consent/%s",
						      consents[at].id));

		cr_assert_not_null(item, "%s", about);
		cr_expect_str_eq(item->resident, PATIENT);
		cr_expect_str_eq(stated(arena, item->consent),
				 stated(arena, consents[at]), "%s: %s", about,
				 stated(arena, item->consent));
	}
}

LEAK_FREE_TEST(fhir_export, of_random_records_imports_as_the_same_records)
{
	for (size_t round = 0; round < ROUNDS; round++) {
		struct arena *arena = arena_new();
		struct consent consents[3];
		size_t count = 1 + pick(COUNT_OF(consents));

		for (size_t at = 0; at < count; at++)
			consents[at] = pick_consent(arena);
		expect_same_again(arena, consents, count, "random");
		arena_free(arena);
	}
}

static void
expect_example_again(struct arena *arena, const char *path)
{
	struct text text = shared_read(arena, path);
	struct consent *consents;
	struct import import;
	struct fault fault;

	cr_assert_eq(reading_fhir(arena,
				  reading_json(arena, arena_text(arena, text)),
				  &import, &fault),
		     STATUS_OK, "%s", path);
	consents = ARENA_ARRAY(arena, import.consent_count, struct consent);
	for (size_t at = 0; at < import.consent_count; at++) {
		char *id = arena_alloc(arena, UUID_TEXT_BYTES);

		random_uuid(id);
		consents[at] = import.consents[at].consent;
		consents[at].id = id;
		/* as its import would say when it was recorded */
		consents[at].recorded_ms = 1795255200000;
	}
	expect_same_again(arena, consents, import.consent_count, path);
}

LEAK_FREE_TEST(fhir_export, of_every_shared_consent_imports_as_the_same_records)
{
	struct arena *arena = arena_new();
	const char *folder;
	struct dirent *entry;
	size_t seen = 0;
	DIR *files;

	(void)shared_or_skip(arena, "data/fhir-r4/Goal-example.json");
	folder = shared_path(arena, "data/fhir-r4");
	files = opendir(folder);
	while ((entry = readdir(files)) != NULL) {
		if (strncmp(entry->d_name, "Consent-", 8) != 0)
			continue;
		expect_example_again(arena, arena_printf(arena, "%s/%s", folder,
							 entry->d_name));
		seen++;
	}
	closedir(files);
	cr_expect_geq(seen, 12);
	arena_free(arena);
}

LEAK_FREE_TEST(fhir_export, of_nothing_is_a_bundle_without_entries)
{
	struct arena *arena = arena_new();

	cr_expect_str_eq(exported(arena, NULL, 0),
			 "{\"resourceType\":\"Bundle\",\"timestamp\":"
			 "\"2030-01-21T19:46:40.000Z\",\"type\":"
			 "\"collection\"}");
	arena_free(arena);
}

LEAK_FREE_TEST(fhir_export, says_of_an_unknown_consent_nothing_that_permits)
{
	struct arena *arena = arena_new();
	struct consent consent = {.id = UUID_ONE,
				  .given_by = "self",
				  .kind = "share",
				  .from_day = CLOCK_DAY_NONE,
				  .until_day = CLOCK_DAY_NONE,
				  .recorded_ms = 1};
	const char *source = exported(arena, &consent, 1);

	cr_expect_null(strstr(source, "permit"));
	cr_expect_null(strstr(source, "\"active\""));
	consent.state = CONSENT_WITHDRAWN;
	cr_expect_null(strstr(exported(arena, &consent, 1), "\"active\""));
	arena_free(arena);
}
