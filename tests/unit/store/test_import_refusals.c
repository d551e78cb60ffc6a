#include <stddef.h>
#include <string.h>

#include "eenplan/base/limits.h"
#include "fixture.h"

/* Import it and expect a refusal about `where` that says `part`. */
static void
expect_refused(struct fixture *f, struct store *store,
	       const struct import *import, const char *where, const char *part)
{
	struct store_import_counts counts;
	struct fault fault;
	struct store_household *households;
	size_t count;

	cr_expect_eq(fixture_import(f, store, import, &counts, &fault),
		     STATUS_INVALID, "%s", part);
	cr_expect_str_eq(fault.where, where);
	cr_expect_not_null(strstr(fault.text, part), "%s", fault.text);
	cr_expect_eq(store_household_list(store, f->arena, &households, &count),
		     STATUS_OK);
	cr_expect_eq(count, 0, "something of it was kept");
}

LEAK_FREE_TEST(import, refuses_a_reference_to_nobody)
{
	struct fixture f;
	struct store *store;
	struct import import;

	fixture_init(&f);
	store = fixture_open(&f, STORE_WRITE);
	import = fixture_household(&f);
	import.resident_count = 1;
	expect_refused(&f, store, &import, "Group/h1", "Patient/otto");
	import.household_count = 0;
	expect_refused(&f, store, &import, "Goal/g2", "Patient/otto");
	import.record_count = 0;
	import.residents++;
	expect_refused(&f, store, &import, "Consent/c1", "Patient/mirjam");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(import, refuses_words_that_the_vocabulary_has_not)
{
	static const struct {
		size_t offset;
		const char *word, *says;
	} rows[] = {
		{offsetof(struct record, category), "gaol",
		 "category \"gaol\""},
		{offsetof(struct record, law), "wwz", "law \"wwz\""},
		{offsetof(struct record, sensitivity), "low", "sensitivity"},
		{offsetof(struct record, category), NULL, "needs a category"},
		{offsetof(struct record, law), "Reuma sinds 2010",
		 "needs a law"},
	};
	struct fixture f;
	struct store *store;

	fixture_init(&f);
	store = fixture_open(&f, STORE_WRITE);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct import import = fixture_household(&f);
		struct import_record record = import.records[0];

		*(const char **)((char *)&record.record + rows[i].offset) =
			rows[i].word;
		import.records = &record;
		import.record_count = 1;
		expect_refused(&f, store, &import, "Goal/g1", rows[i].says);
	}
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(import, refuses_a_field_that_its_category_has_not)
{
	struct fixture f;
	struct store *store;
	struct import import;
	struct import_record record;

	fixture_init(&f);
	store = fixture_open(&f, STORE_WRITE);
	import = fixture_household(&f);
	record.resident = "Patient/otto";
	record.record = fixture_record(&f, "Task/t9", "agreement",
				       "{\"owner\":\"x\",\"due\":\"y\"}");
	import.records = &record;
	import.record_count = 1;
	expect_refused(&f, store, &import, "Task/t9", "\"due\"");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(import, refuses_a_consent_with_an_unknown_word)
{
	static const char *const unknown[] = {"gaol"};
	struct fixture f;
	struct store *store;
	struct import import;
	struct import_consent consent;

	fixture_init(&f);
	store = fixture_open(&f, STORE_WRITE);
	import = fixture_household(&f);
	consent = import.consents[0];
	import.consents = &consent;
	consent.consent.categories = unknown;
	consent.consent.category_count = 1;
	expect_refused(&f, store, &import, "Consent/c1", "category \"gaol\"");
	consent.consent.category_count = 0;
	consent.consent.purposes = unknown;
	consent.consent.purpose_count = 1;
	expect_refused(&f, store, &import, "Consent/c1", "purpose \"gaol\"");
	consent.consent.purpose_count = 0;
	consent.consent.recipient = "gaol";
	expect_refused(&f, store, &import, "Consent/c1", "law \"gaol\"");
	consent.consent.recipient_kind = CONSENT_TO_ROLE;
	expect_refused(&f, store, &import, "Consent/c1", "role \"gaol\"");
	consent.consent.recipient_kind = CONSENT_TO_ORGANISATION;
	consent.consent.recipient = NULL;
	expect_refused(&f, store, &import, "Consent/c1", "organisation");
	consent.consent.recipient_kind = CONSENT_TO_ANYONE;
	consent.consent.given_by = NULL;
	expect_refused(&f, store, &import, "Consent/c1", "who gave it");
	consent.consent.kind = "shear";
	expect_refused(&f, store, &import, "Consent/c1", "kind of consent");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(import, refuses_one_origin_twice)
{
	struct fixture f;
	struct store *store;
	struct import import;
	struct import_record records[2];

	fixture_init(&f);
	store = fixture_open(&f, STORE_WRITE);
	import = fixture_household(&f);
	records[0] = import.records[3];
	records[1] = import.records[3];
	import.records = records;
	import.record_count = 2;
	expect_refused(&f, store, &import, "Goal/g2", "twice");
	records[1].record.origin = NULL;
	expect_refused(&f, store, &import, "", "needs an id");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(import, refuses_a_member_twice)
{
	static const struct import_member twice[] = {{"Patient/otto", NULL},
						     {"Patient/otto", "zoon"}};
	struct fixture f;
	struct store *store;
	struct import import;
	struct import_household household;

	fixture_init(&f);
	store = fixture_open(&f, STORE_WRITE);
	import = fixture_household(&f);
	household = import.households[0];
	household.members = twice;
	import.households = &household;
	expect_refused(&f, store, &import, "Group/h1", "twice");
	household.member_count = LIMIT_MEMBERS + 1;
	expect_refused(&f, store, &import, "Group/h1", "more than 64");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(import, refuses_more_records_than_an_answer_holds)
{
	size_t count = LIMIT_RECORDS_PER_RESIDENT + 1;
	struct fixture f;
	struct store *store;
	struct import import;
	struct import_record *records;

	fixture_init(&f);
	store = fixture_open(&f, STORE_WRITE);
	import = fixture_household(&f);
	records = ARENA_ARRAY(f.arena, count, struct import_record);
	for (size_t i = 0; i < count; i++) {
		records[i] = import.records[3];
		records[i].record.origin =
			arena_printf(f.arena, "Goal/g%05zu", i);
	}
	import.records = records;
	import.record_count = count;
	expect_refused(&f, store, &import, "Goal/g00000", "more than 4096");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(import, names_no_person_in_its_faults)
{
	struct fixture f;
	struct store *store;
	struct import import;
	struct store_import_counts counts;
	struct fault fault;
	struct import_record record;

	fixture_init(&f);
	fixture_catch_log(&f);
	store = fixture_filled(&f);
	import = fixture_household(&f);
	record = import.records[0];
	record.record.category = "Mirjam heeft reuma";
	import.records = &record;
	import.record_count = 1;
	cr_expect_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_INVALID);
	cr_expect_null(strstr(fault.text, "Mirjam"));
	cr_expect_null(strstr(fixture_log(&f), "Mirjam"));
	store_close(store);
	fixture_clear(&f);
}
