/*
 * Every example of HL7's R4 set in ../shared/data/fhir-r4: what becomes of it,
 * and that none of its free text can be shared.
 */
#include <stdio.h>

#include "leaks.h"
#include "reading.h"
#include "shared.h"

#define FOLDER "data/fhir-r4/"

static const struct {
	const char *file;
	const char *outcome; /* counts by category, or the fault */
} examples[] = {
#include "fhir_examples.def"
};

struct tally {
	const char *word;
	unsigned count;
};

static void
count(struct tally *tallies, size_t room, const char *word)
{
	size_t at = 0;

	while (at < room && tallies[at].word != NULL &&
	       strcmp(tallies[at].word, word) != 0)
		at++;
	cr_assert_lt(at, room);
	tallies[at].word = word;
	tallies[at].count++;
}

/* "plan 1, treatment_note 2, no subject 1", in the order of appearance. */
static const char *
describe(struct arena *arena, const struct import *import)
{
	struct tally tallies[32] = {{NULL, 0}};
	struct buf out;

	for (size_t at = 0; at < import->record_count; at++)
		count(tallies, COUNT_OF(tallies),
		      import->records[at].record.category);
	for (size_t at = 0; at < import->consent_count; at++)
		count(tallies, COUNT_OF(tallies),
		      arena_printf(
			      arena, "consent %s",
			      consent_state_word(
				      import->consents[at].consent.state)));
	for (size_t at = 0; at < import->note_count; at++)
		if (strcmp(import->notes[at].why,
			   "doesn't say which Patient it is about") == 0)
			count(tallies, COUNT_OF(tallies), "no subject");
	buf_init(&out, arena, 64);
	for (size_t at = 0; at < COUNT_OF(tallies); at++)
		if (tallies[at].word != NULL)
			buf_printf(&out, "%s%s %u", at > 0 ? ", " : "",
				   tallies[at].word, tallies[at].count);
	return buf_string(&out);
}

static void
check_example(struct arena *arena, const char *file, const char *outcome)
{
	const char *path =
		shared_path(arena, arena_printf(arena, FOLDER "%s", file));
	struct text text = shared_read(arena, path);
	const struct json *document;
	struct import import = {0};
	struct fault fault;
	const char *leaked;

	fault_clear(&fault);
	cr_assert_eq(
		json_read(arena, text, LIMIT_IMPORT_BYTES, &document, &fault),
		STATUS_OK, "%s: %s", file, fault.text);
	if (reading_fhir(arena, document, &import, &fault) != STATUS_OK) {
		cr_expect_str_eq(fault.text, outcome, "%s: %s", file,
				 fault.text);
		return;
	}
	cr_expect_str_eq(describe(arena, &import), outcome, "{\"%s\", \"%s\"},",
			 file, describe(arena, &import));
	leaked = leaks_find(arena, document, &import);
	cr_expect_null(leaked, "%s shares: %s", file, leaked);
}

LEAK_FREE_TEST(fhir_examples, all_have_their_outcome_and_share_no_free_text)
{
	struct arena *arena = arena_new();

	(void)shared_or_skip(arena, FOLDER "Goal-example.json");
	for (size_t at = 0; at < COUNT_OF(examples); at++)
		check_example(arena, examples[at].file, examples[at].outcome);
	arena_free(arena);
}

/* What a consent lets through, and what it holds back. */
static const char *
meaning(struct arena *arena, const struct consent *consent)
{
	static const char *const recipients[] = {
		[CONSENT_TO_ANYONE] = "anyone",
		[CONSENT_TO_DOMAIN] = "a domain",
		[CONSENT_TO_ROLE] = "a role",
		[CONSENT_TO_ORGANISATION] = "an organisation",
	};
	const char *does = consent->state == CONSENT_GIVEN     ? "allows"
			   : consent->state == CONSENT_UNKNOWN ? "withholds"
							       : "denies";

	return arena_printf(arena, ": %s, to %s%s%s, by %s", does,
			    recipients[consent->recipient_kind],
			    consent->category_count == 0 ? ", all categories"
							 : "",
			    consent->purpose_count == 0 ? ", all purposes" : "",
			    consent->given_by);
}

/* "share, help: denies, …; written: allows, …" */
static const char *
meanings(struct arena *arena, const struct import *import)
{
	const char *last = "";
	struct buf out;

	buf_init(&out, arena, 256);
	for (size_t at = 0; at < import->consent_count; at++) {
		const struct consent *consent = &import->consents[at].consent;
		const char *own = meaning(arena, consent);

		if (at > 0 && strcmp(own, last) != 0)
			buf_printf(&out, "%s; ", last);
		else if (at > 0)
			buf_add_string(&out, ", ");
		buf_add_string(&out, consent->kind);
		last = own;
	}
	buf_add_string(&out, last);
	return buf_string(&out);
}

LEAK_FREE_TEST(fhir_examples, say_of_each_consent_what_it_allows_and_denies)
{
	static const struct {
		const char *file;
		const char *meanings;
	} consents[] = {
#include "fhir_consents.def"
	};
	struct arena *arena = arena_new();

	(void)shared_or_skip(arena, FOLDER "Goal-example.json");
	for (size_t at = 0; at < COUNT_OF(consents); at++) {
		const char *path =
			shared_path(arena, arena_printf(arena, FOLDER "%s",
							consents[at].file));
		const char *source =
			arena_text(arena, shared_read(arena, path));
		struct import import;
		struct fault fault;

		cr_assert_eq(reading_fhir(arena, reading_json(arena, source),
					  &import, &fault),
			     STATUS_OK);
		cr_expect_str_eq(meanings(arena, &import),
				 consents[at].meanings, "{\"%s\", \"%s\"},",
				 consents[at].file, meanings(arena, &import));
	}
	arena_free(arena);
}

LEAK_FREE_TEST(fhir_examples, no_consent_of_theirs_opens_anything)
{
	struct arena *arena = arena_new();
	size_t seen = 0;

	(void)shared_or_skip(arena, FOLDER "Goal-example.json");
	for (size_t at = 0; at < COUNT_OF(examples); at++) {
		const char *path;
		struct import import;
		struct fault fault;

		if (strncmp(examples[at].file, "Consent-", 8) != 0)
			continue;
		path = shared_path(arena, arena_printf(arena, FOLDER "%s",
						       examples[at].file));
		fault_clear(&fault);
		cr_assert_eq(
			reading_fhir(
				arena,
				reading_json(
					arena,
					arena_text(arena,
						   shared_read(arena, path))),
				&import, &fault),
			STATUS_OK);
		for (size_t one = 0; one < import.consent_count; one++, seen++)
			cr_expect_neq(import.consents[one].consent.state,
				      CONSENT_GIVEN, "%s", examples[at].file);
	}
	cr_expect_geq(seen, 12);
	arena_free(arena);
}
