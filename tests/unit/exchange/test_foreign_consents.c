/*
 * Every Consent of HL7's R4 set in ../shared/data/fhir-r4, imported: what it
 * then allows and denies, to a district team's coordinator who asks for goals.
 */
#include <dirent.h>
#include <string.h>

#include "daemon/consent/hearing.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/wire/fhir.h"
#include "exchange/world.h"
#include "leak_free.h"
#include "shared.h"

#define FOLDER "data/fhir-r4/"
#define PREFIX "Consent-"

/*
 * With nothing beside it, beside the resident's own yes to everything for
 * everyone, and beside their yes to goals for this team. "open" is given.
 */
static const struct {
	const char *file, *alone, *beside_general, *beside_exact;
} examples[] = {
	/* a yes that isn't said exactly is no yes; the resident's own stays */
	{"Consent-consent-example-Emergency.json", "shut", "open", "open"},
	{"Consent-consent-example-Out.json", "shut", "open", "open"},
	{"Consent-consent-example-basic.json", "shut", "open", "open"},
	{"Consent-consent-example-grantor.json", "shut", "open", "open"},
	{"Consent-consent-example-notAuthor.json", "shut", "open", "open"},
	{"Consent-consent-example-notThem.json", "shut", "open", "open"},
	{"Consent-consent-example-notThis.json", "shut", "open", "open"},
	{"Consent-consent-example-notTime.json", "shut", "open", "open"},
	{"Consent-consent-example-pkb.json", "shut", "open", "open"},
	{"Consent-consent-example-smartonfhir.json", "shut", "open", "open"},
	/* the resident's own, but its period is over */
	{"Consent-consent-example-signature.json", "shut", "open", "open"},
	/* somebody's no for the resident counts, whatever stands beside it */
	{"Consent-consent-example-notOrg.json", "refused", "refused",
	 "refused"},
};

static const char *
word_of(enum policy_consent_state state)
{
	switch (state) {
	case POLICY_CONSENT_GIVEN:
	case POLICY_CONSENT_GIVEN_NAMING: return "open";
	case POLICY_CONSENT_REFUSED: return "refused";
	case POLICY_CONSENT_WITHDRAWN: return "withdrawn";
	default: return "shut";
	}
}

/* The records of the file, and `own` beside them unless it is NULL. */
static const char *
hear(const struct world *world, const struct import *import,
     const struct consent *own)
{
	static const struct circumstances adult = {.birth_day = 0};
	const struct consent_question question = {.organisation = "wijkteam",
						  .domain = "wmo",
						  .role = "coordinator",
						  .purpose = "coordination",
						  .day = TODAY};
	struct consent *records = ARENA_ARRAY(
		world->arena, import->consent_count + 1, struct consent);
	size_t count = 0;
	struct consent_facts facts;

	for (; count < import->consent_count; count++) {
		records[count] = import->consents[count].consent;
		records[count].id = import->consents[count].origin;
	}
	if (own != NULL)
		records[count++] = *own;
	consent_hearing_facts(
		consent_hearing_new(world->arena,
				    consent_file_new(world->arena,
						     world->vocabulary, &adult,
						     records, count),
				    &question),
		vocabulary_find(world->vocabulary, VOCABULARY_CATEGORY, "goal"),
		&facts);
	return word_of(facts.state[vocabulary_find(
		world->vocabulary, VOCABULARY_CONSENT, "share")]);
}

static void
read_example(const struct world *world, const char *file,
	     struct import *import_out)
{
	const struct fhir_settings settings = {.law = "wmo"};
	const char *path = shared_path(
		world->arena, arena_printf(world->arena, FOLDER "%s", file));
	const struct json *document;
	struct fault fault;

	fault_clear(&fault);
	cr_assert_eq(json_read(world->arena, shared_read(world->arena, path),
			       LIMIT_IMPORT_BYTES, &document, &fault),
		     STATUS_OK, "%s: %s", file, fault.text);
	cr_assert_eq(fhir_read(world->arena, document, &settings, import_out,
			       &fault),
		     STATUS_OK, "%s: %s", file, fault.text);
}

LEAK_FREE_TEST(foreign_consents, each_allows_and_denies_what_its_row_says)
{
	static const char *const goal[] = {"goal"};
	struct arena *arena = arena_new();

	(void)shared_or_skip(arena, FOLDER "Goal-example.json");
	for (size_t at = 0; at < COUNT_OF(examples); at++) {
		struct world world = world_open(&world_coordinator);
		struct consent general = world_consent("share", CONSENT_GIVEN);
		struct consent exact = world_consent_naming("share", goal);
		struct import import = {0};

		exact.recipient_kind = CONSENT_TO_ORGANISATION;
		exact.recipient = "wijkteam";
		read_example(&world, examples[at].file, &import);
		cr_expect_gt(import.consent_count, 0);
		cr_expect_str_eq(hear(&world, &import, NULL),
				 examples[at].alone, "%s alone",
				 examples[at].file);
		cr_expect_str_eq(hear(&world, &import, &general),
				 examples[at].beside_general,
				 "%s beside a general one", examples[at].file);
		cr_expect_str_eq(hear(&world, &import, &exact),
				 examples[at].beside_exact,
				 "%s beside an exact one", examples[at].file);
		world_close(&world);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(foreign_consents, all_of_the_set_have_a_row)
{
	struct arena *arena = arena_new();
	const char *folder;
	struct dirent *entry;
	size_t seen = 0;
	DIR *files;

	(void)shared_or_skip(arena, FOLDER "Goal-example.json");
	folder = shared_path(arena, FOLDER);
	files = opendir(folder);
	cr_assert_not_null(files, "%s", folder);
	while ((entry = readdir(files)) != NULL) {
		bool has_row = false;

		if (strncmp(entry->d_name, PREFIX, strlen(PREFIX)) != 0)
			continue;
		seen++;
		for (size_t at = 0; at < COUNT_OF(examples); at++)
			has_row |=
				strcmp(examples[at].file, entry->d_name) == 0;
		cr_expect(has_row, "%s has no row", entry->d_name);
	}
	closedir(files);
	cr_expect_eq(seen, COUNT_OF(examples));
	arena_free(arena);
}
