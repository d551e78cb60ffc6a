/*
 * The facts about every category for one request, of a resident with many
 * consent records, that all have a say, or are as varied as they come: from
 * memory, as a node does it at each
 * request; and read from the store first, alone and among many others'.
 *
 *   bench_consent [RECORDS IN THE STORE]
 *
 * Prints key=value lines; times are the best of many rounds, in microseconds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "daemon/consent/hearing.h"
#include "daemon/store/store.h"
#include "eenplan/base/clock.h"
#include "tests/bench/kit/stopwatch.h"

#define ROUNDS	    2000
#define READ_ROUNDS 200
#define RECORDS	    1000 /* of the one resident */
#define OTHERS	    250	 /* of each other one */
#define CATEGORIES  4

static const char vocabulary_text[] =
	"vocabulary bench version 1\n"
	"domains\n  zvw\n  wmo\n"
	"roles\n  coordinator\n"
	"purposes\n  assessment\n  coordination\n"
	"sensitivity levels\n  normal\n"
	"consent kinds\n  share\n  secrecy_waiver\n  consultable\n  help\n"
	"category goal\n  text personal\n"
	"category agreement\n  text personal\n"
	"category contact\n  text personal\n"
	"category diagnosis\n  text special\n";

static const struct consent_question question = {.organisation = "wijkteam",
						 .domain = "wmo",
						 .role = "coordinator",
						 .purpose = "coordination",
						 .day = 20000};

static void
must(enum status status, const char *what)
{
	if (status == STATUS_OK)
		return;
	fprintf(stderr, "bench_consent: %s: %s\n", what, status_code(status));
	exit(1);
}

static struct consent
make_consent(size_t number)
{
	static const char *const kinds[] = {"share", "secrecy_waiver",
					    "consultable", "help"};
	static const char *const categories[] = {"agreement", "goal"};
	static const char *const purposes[] = {"coordination"};

	return (struct consent){.given_by = "self",
				.kind = kinds[number % 4],
				.recipient_kind = CONSENT_TO_ORGANISATION,
				.recipient = "wijkteam",
				.categories = categories,
				.category_count = number % 3,
				.purposes = purposes,
				.purpose_count = number % 2,
				.from_day = 19000,
				.until_day = 21000,
				.state = CONSENT_GIVEN,
				.recorded_ms = 1767225600000};
}

/*
 * As they come: most to others, some refused or withdrawn, some over, each for
 * its own categories and purposes, none like another.
 */
static struct consent
make_varied(struct arena *arena, size_t number)
{
	static const char *const categories[] = {"agreement", "contact",
						 "diagnosis", "goal"};
	static const char *const purposes[] = {"assessment", "coordination"};
	static const char *const domains[] = {"wmo", "zvw"};
	static const enum consent_state states[] = {
		CONSENT_GIVEN, CONSENT_GIVEN, CONSENT_GIVEN,  CONSENT_WITHDRAWN,
		CONSENT_GIVEN, CONSENT_GIVEN, CONSENT_REFUSED};
	struct consent consent = make_consent(number);

	consent.recipient_kind = (enum consent_recipient)(number / 3 % 4);
	switch (consent.recipient_kind) {
	case CONSENT_TO_ANYONE: consent.recipient = NULL; break;
	case CONSENT_TO_DOMAIN: consent.recipient = domains[number % 2]; break;
	case CONSENT_TO_ROLE: consent.recipient = "coordinator"; break;
	case CONSENT_TO_ORGANISATION:
		consent.recipient = number % 5 == 0
					    ? "wijkteam"
					    : arena_printf(arena, "partner-%zu",
							   number % 61);
		break;
	}
	consent.categories = &categories[number / 7 % 4];
	consent.category_count = number % (5 - number / 7 % 4);
	consent.purposes = &purposes[number / 11 % 2];
	consent.purpose_count = number % (3 - number / 11 % 2);
	consent.from_day += (int32_t)(number % 997);
	consent.until_day = number % 13 == 0 ? 19900 : 20100 + (int32_t)number;
	consent.state = states[number % COUNT_OF(states)];
	return consent;
}

/* Every category's facts for one request; how many kinds are given. */
static size_t
hear(const struct consent_file *file)
{
	struct arena *arena = arena_new();
	struct consent_hearing *hearing =
		consent_hearing_new(arena, file, &question);
	struct consent_facts facts;
	size_t given = 0;

	for (int category = 0; category < CATEGORIES; category++) {
		consent_hearing_facts(hearing, category, &facts);
		given += facts.state[0] >= POLICY_CONSENT_GIVEN;
	}
	arena_free(arena);
	return given;
}

static void
measure(const char *key, const struct consent_file *file)
{
	double best = 1e9;

	for (size_t round = 0; round < ROUNDS; round++) {
		double began = clock_s(), us;

		(void)hear(file);
		us = (clock_s() - began) * 1e6;
		best = us < best ? us : best;
	}
	printf("%s=%.1f\n", key, best);
}

static void
measure_in_memory(const struct vocabulary *vocabulary)
{
	static const struct representative parents[] = {
		{"mother", NULL, REPRESENTATION_CUSTODY},
		{"father", NULL, REPRESENTATION_CUSTODY}};
	static const struct circumstances adult = {.birth_day = 5000};
	static const struct circumstances child = {.birth_day = 17000,
						   .custody = CUSTODY_KNOWN,
						   .representatives = parents,
						   .representative_count = 2};
	struct arena *arena = arena_new();
	struct consent *records = ARENA_ARRAY(arena, RECORDS, struct consent);

	for (size_t i = 0; i < RECORDS; i++) {
		records[i] = make_consent(i);
		records[i].id = arena_printf(arena, "%zu", i);
	}
	measure("facts_of_10_us",
		consent_file_new(arena, vocabulary, &adult, records, 10));
	measure("facts_of_1000_us",
		consent_file_new(arena, vocabulary, &adult, records, RECORDS));
	if (hear(consent_file_new(arena, vocabulary, &adult, records,
				  RECORDS)) == 0)
		must(STATUS_INTERNAL, "nothing was given");
	for (size_t i = 0; i < RECORDS; i++) {
		records[i].given_by = "representative";
		records[i].giver = i % 8 < 4 ? "mother" : "father";
	}
	measure("facts_of_1000_by_two_us",
		consent_file_new(arena, vocabulary, &child, records, RECORDS));
	for (size_t i = 0; i < RECORDS; i++) {
		records[i] = make_varied(arena, i);
		records[i].id = arena_printf(arena, "%zu", i);
	}
	measure("facts_of_1000_varied_us",
		consent_file_new(arena, vocabulary, &adult, records, RECORDS));
	arena_free(arena);
}

/* --- in a store --- */

static void
add_resident(struct store *store, const struct vocabulary *vocabulary,
	     size_t number, size_t consents)
{
	struct arena *arena = arena_new();
	const struct import_resident someone = {
		.origin = arena_printf(arena, "Patient/p%zu", number),
		.birth_day = 5000};
	const struct import import = {.residents = &someone,
				      .resident_count = 1};
	struct store_import_counts counts;
	struct store_resident resident;
	struct fault fault = {0};

	must(store_import(store, arena, vocabulary, &import, &counts, &fault),
	     "a resident");
	must(store_resident_of_origin(store, arena, someone.origin, &resident),
	     "the resident");
	for (size_t i = 0; i < consents; i++) {
		struct consent consent = make_varied(arena, i);
		char id[UUID_TEXT_BYTES];

		random_uuid(id);
		consent.id = id;
		consent.resident = resident.id;
		must(store_consent_add(store, &consent), "a consent");
	}
	arena_free(arena);
}

/* As a node that has nothing of this resident in memory. */
static size_t
read_and_hear(struct store *store, const struct vocabulary *vocabulary)
{
	struct arena *arena = arena_new();
	struct store_resident resident;
	struct circumstances circumstances;
	struct consent *consents;
	size_t count, given;

	must(store_begin(store), "begin");
	must(store_resident_of_origin(store, arena, "Patient/p0", &resident),
	     "the resident");
	must(store_circumstances(store, arena, &resident, &circumstances),
	     "circumstances");
	must(store_consents(store, arena, resident.id, false, &consents,
			    &count),
	     "consents");
	store_rollback(store);
	given = hear(consent_file_new(arena, vocabulary, &circumstances,
				      consents, count));
	arena_free(arena);
	return given;
}

/* A store of the one resident, and of others with `others` consents. */
static struct store *
fill_and_open(const char *path, const struct vocabulary *vocabulary,
	      size_t others)
{
	static const struct box_key key = {{1}};
	const struct store_settings settings = {.path = path, .key = &key};
	struct store *store;

	must(store_open(&settings, STORE_WRITE, &store), "open");
	must(store_begin(store), "begin");
	add_resident(store, vocabulary, 0, RECORDS);
	for (size_t i = 1; i <= others / OTHERS; i++)
		add_resident(store, vocabulary, i, OTHERS);
	must(store_commit(store), "commit");
	store_close(store);
	/* As each loop of a node has one. */
	must(store_open(&settings, STORE_READ, &store), "open for reading");
	return store;
}

static void
measure_read(struct store *store, const struct vocabulary *vocabulary,
	     double *best)
{
	double began = clock_s(), us;

	(void)read_and_hear(store, vocabulary);
	us = (clock_s() - began) * 1e6;
	*best = us < *best ? us : *best;
}

/* In turns, since machines swing. */
static void
measure_in_store(const char *folder, const struct vocabulary *vocabulary,
		 size_t records)
{
	struct arena *arena = arena_new();
	const char *few_path = arena_printf(arena, "%s/few.db", folder);
	const char *many_path = arena_printf(arena, "%s/many.db", folder);
	struct store *few = fill_and_open(few_path, vocabulary, 0);
	struct store *many = fill_and_open(many_path, vocabulary, records);
	double alone = 1e9, among = 1e9;

	for (size_t round = 0; round < READ_ROUNDS; round++) {
		measure_read(few, vocabulary, &alone);
		measure_read(many, vocabulary, &among);
	}
	printf("read_alone_us=%.0f\nread_among_us=%.0f\nread_ratio=%.2f\n",
	       alone, among, among / alone);
	store_close(few);
	store_close(many);
	unlink(few_path);
	unlink(many_path);
	arena_free(arena);
}

int
main(int argc, char **argv)
{
	struct policy_source source = {"bench", text_of(vocabulary_text)};
	size_t records = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	char folder[] = "/tmp/eenplan-bench-XXXXXX";
	struct arena *arena = arena_new();
	struct diagnostics found;
	struct policy *policy;

	diagnostics_init(&found, arena, 10);
	policy = policy_load(&source, 1, &found);
	if (policy == NULL || mkdtemp(folder) == NULL)
		must(STATUS_INTERNAL, "a policy and a folder");
	measure_in_memory(policy_vocabulary(policy));
	if (records > 0)
		measure_in_store(folder, policy_vocabulary(policy), records);
	rmdir(folder);
	policy_free(policy);
	arena_free(arena);
	return 0;
}
