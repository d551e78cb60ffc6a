/*
 * The store's part of an answer: whom a link means, that resident's records
 * (about 2 KiB) and consents, in one snapshot; and how long a store of
 * 100,000 records takes to fill and to open.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/store/store.h"
#include "eenplan/base/clock.h"
#include "eenplan/policy/policy.h"
#include "tests/bench/kit/stopwatch.h"

#define RESIDENTS     12500
#define RECORDS_EACH  8
#define CONSENTS_EACH 3
#define BATCHES	      200
#define BATCH	      100

static const char vocabulary_text[] =
	"vocabulary bench version 1\n"
	"domains\n  zvw\n  wmo\n"
	"roles\n  coordinator\n"
	"purposes\n  coordination\n"
	"sensitivity levels\n  normal\n"
	"consent kinds\n  share\n  secrecy_waiver\n"
	"category goal\n  due plain\n  status plain\n  text personal\n"
	"category agreement\n  due plain\n  status plain\n  text personal\n"
	"category contact_moment\n"
	"  due plain\n  status plain\n  text personal\n";

static void
must(enum status status, const char *what)
{
	if (status == STATUS_OK)
		return;
	fprintf(stderr, "bench_store: %s: %s\n", what, status_code(status));
	exit(1);
}

static const struct vocabulary *
load_vocabulary(struct arena *arena, struct policy **policy_out)
{
	struct policy_source source = {"bench", text_of(vocabulary_text)};
	struct diagnostics found;

	diagnostics_init(&found, arena, 10);
	*policy_out = policy_load(&source, 1, &found);
	if (*policy_out == NULL)
		must(STATUS_INVALID, "vocabulary");
	return policy_vocabulary(*policy_out);
}

static struct import_record
make_record(struct arena *arena, size_t resident, size_t number)
{
	static const char *const categories[] = {"goal", "agreement",
						 "contact_moment"};
	static const char fields[] =
		"{\"due\":\"2026-09-01\",\"status\":\"active\",\"text\":"
		"\"Iedere maandag en donderdag samen boodschappen doen, zodat "
		"het koken weer lukt; op woensdag belt de wijkverpleegkundige "
		"om te horen hoe het gaat, en de buurvrouw heeft de sleutel. "
		"Voor de zomer kijken we samen of het vaker moet.\"}";
	struct import_record item = {
		.resident = arena_printf(arena, "Patient/p%zu", resident),
		.record = {.origin = arena_printf(arena, "Goal/g%zu-%zu",
						  resident, number),
			   .category = categories[number % 3],
			   .law = "zvw",
			   .sensitivity = "normal",
			   .changed_ms = 1767225600000}};
	const struct json *object;

	must(json_read(arena, text_of(fields), sizeof(fields), &object, NULL),
	     "fields");
	record_set_fields(arena, &item.record, object);
	return item;
}

static struct import
make_import(struct arena *arena)
{
	size_t count = RESIDENTS * RECORDS_EACH;
	struct import_resident *residents =
		ARENA_ARRAY(arena, RESIDENTS, struct import_resident);
	struct import_record *records =
		ARENA_ARRAY(arena, count, struct import_record);

	for (size_t i = 0; i < RESIDENTS; i++)
		residents[i] = (struct import_resident){
			.origin = arena_printf(arena, "Patient/p%zu", i),
			.name = "Iemand Verzonnen",
			.birth_day = -10000};
	for (size_t i = 0; i < count; i++)
		records[i] =
			make_record(arena, i / RECORDS_EACH, i % RECORDS_EACH);
	return (struct import){.residents = residents,
			       .resident_count = RESIDENTS,
			       .records = records,
			       .record_count = count};
}

static void
link_and_consent(struct store *store, struct arena *arena, size_t number)
{
	static const char *const categories[] = {"goal", "agreement"};
	char handle[32], reference[32], id[UUID_TEXT_BYTES];
	struct store_resident resident;

	snprintf(handle, sizeof(handle), "p%zu", number);
	snprintf(reference, sizeof(reference), "reference-%zu", number);
	must(store_resident_find(store, arena, handle, &resident), "find");
	must(store_link_add(store, "wijkteam", reference, resident.id, 1),
	     "link");
	for (int i = 0; i < CONSENTS_EACH; i++) {
		struct consent consent = {.id = id,
					  .resident = resident.id,
					  .given_by = "self",
					  .kind = "share",
					  .recipient_kind = CONSENT_TO_DOMAIN,
					  .recipient = "wmo",
					  .categories = categories,
					  .category_count = 2,
					  .from_day = 20000,
					  .until_day = CLOCK_DAY_NONE,
					  .state = CONSENT_GIVEN,
					  .recorded_ms = 1767225600000};

		random_uuid(id);
		must(store_consent_add(store, &consent), "consent");
	}
}

static void
fill(struct store *store)
{
	struct arena *arena = arena_new();
	struct policy *policy;
	const struct vocabulary *vocabulary = load_vocabulary(arena, &policy);
	struct import import = make_import(arena);
	struct store_import_counts counts;
	struct fault fault = {0};
	double began = clock_s();

	must(store_begin(store), "begin");
	if (store_import(store, arena, vocabulary, &import, &counts, &fault) !=
	    STATUS_OK)
		must(STATUS_INVALID, fault.text);
	must(store_commit(store), "commit");
	printf("import of %d records of %d residents: %.2f s\n",
	       RESIDENTS * RECORDS_EACH, RESIDENTS, clock_s() - began);
	must(store_begin(store), "begin");
	for (size_t i = 0; i < RESIDENTS; i++)
		link_and_consent(store, arena, i);
	must(store_commit(store), "commit");
	policy_free(policy);
	arena_free(arena);
}

/* What a partner's query makes the store do; the bytes of fields it found. */
static size_t
read_one(struct store *store, const char *reference)
{
	struct arena *arena = arena_new();
	struct store_resident resident;
	struct record *records;
	struct consent *consents;
	size_t record_count, consent_count, bytes = 0;

	must(store_begin(store), "begin");
	must(store_linked_resident(store, arena, "wijkteam", reference,
				   &resident),
	     "linked");
	must(store_records(store, arena, resident.id, &records, &record_count),
	     "records");
	must(store_consents(store, arena, resident.id, false, &consents,
			    &consent_count),
	     "consents");
	must(store_commit(store), "commit");
	for (size_t i = 0; i < record_count; i++)
		bytes += records[i].fields.length;
	if (record_count != RECORDS_EACH || consent_count != CONSENTS_EACH)
		must(STATUS_INTERNAL, "rows are missing");
	arena_free(arena);
	return bytes;
}

/* The best of many batches: what else the machine does is not measured. */
static double
best_us(struct store *store, size_t residents,
	size_t (*run)(struct store *store, const char *reference))
{
	double best = 1e9;

	for (size_t batch = 0; batch < BATCHES; batch++) {
		char reference[32];
		double began = clock_s(), us;

		for (size_t i = 0; i < BATCH; i++) {
			snprintf(reference, sizeof(reference), "reference-%zu",
				 (batch * BATCH + i) * 7919 % residents);
			run(store, reference);
		}
		us = (clock_s() - began) / BATCH * 1e6;
		best = us < best ? us : best;
	}
	return best;
}

static size_t
find_linked(struct store *store, const char *reference)
{
	struct arena *arena = arena_new();
	struct store_resident resident;

	must(store_begin(store), "begin");
	must(store_linked_resident(store, arena, "wijkteam", reference,
				   &resident),
	     "linked");
	must(store_commit(store), "commit");
	arena_free(arena);
	return 0;
}

static size_t
find_nobody(struct store *store, const char *reference)
{
	struct arena *arena = arena_new();
	struct store_resident resident;

	must(store_begin(store), "begin");
	if (store_linked_resident(store, arena, "welzijn", reference,
				  &resident) != STATUS_NOT_FOUND)
		must(STATUS_INTERNAL, "found nobody");
	must(store_commit(store), "commit");
	arena_free(arena);
	return 0;
}

static void
measure_reads(struct store *store)
{
	printf("a linked resident with %zu bytes of fields, one of %d: "
	       "%.1f us\n",
	       read_one(store, "reference-1"), RESIDENTS,
	       best_us(store, RESIDENTS, read_one));
	printf("the same, one of 16: %.1f us\n", best_us(store, 16, read_one));
	printf("a link that means somebody: %.1f us\n",
	       best_us(store, 16, find_linked));
	printf("a link that means nobody: %.1f us\n",
	       best_us(store, 16, find_nobody));
}

static void
measure_open(const struct store_settings *settings, enum store_mode mode)
{
	struct store *store;
	double began = clock_s();

	must(store_open(settings, mode, &store), "open");
	printf("open for %s: %.2f ms\n",
	       mode == STORE_READ ? "reading" : "writing",
	       (clock_s() - began) * 1e3);
	store_close(store);
}

int
main(void)
{
	char folder[] = "/tmp/eenplan-bench-XXXXXX";
	char path[64];
	struct box_key key = {{1}};
	struct store_settings settings = {.path = path, .key = &key};
	struct store *store;

	if (mkdtemp(folder) == NULL)
		must(STATUS_STORAGE, "temporary folder");
	snprintf(path, sizeof(path), "%s/store.db", folder);
	must(store_open(&settings, STORE_WRITE, &store), "open");
	fill(store);
	store_close(store);
	measure_open(&settings, STORE_WRITE);
	measure_open(&settings, STORE_READ);
	must(store_open(&settings, STORE_READ, &store), "open");
	measure_reads(store);
	store_close(store);
	unlink(path);
	rmdir(folder);
	return 0;
}
