/*
 * How fast the access log makes entries durable, next to what the disk gives.
 *
 * For batches of one size, entries a second:
 *   disk    the same bytes written, then fdatasync, and nothing else
 *   writer  what the log's one writer does for a batch that is sealed: write,
 *           sync, grow the tree
 *   whole   from audit_submit to `done`, with one thread that encodes, seals
 *           and numbers while the writer syncs
 *   sealing what the tree, the tags and the box of an entry take of that, by
 *           the processor's time; writing its JSON isn't in it
 * Before these, in us of the processor: sealing, of groups of FLOOR_BATCH, and
 * its floor, what OpenSSL's bare calls on the same lengths take.
 * Rounds are taken in turns and medians compared, since the disk swings.
 *
 *   bench_audit FOLDER    (a folder on the disk that is meant)
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/audit/body.h"
#include "daemon/audit/entry.h"
#include "daemon/audit/logfile.h"
#include "eenplan/base/clock.h"
#include "tests/bench/kit/seal_floor.h"
#include "tests/bench/kit/stopwatch.h"

#define ROUNDS	      7
#define IN_FLIGHT     4
#define ROUND_BATCHES 100
#define BATCH_MAX     512
#define FLOOR_BATCH   100

struct bench {
	const char *folder;
	struct audit *audit;
	struct audit_event events[BATCH_MAX];
	unsigned batch;
	double entry_bytes;
	pthread_mutex_t mutex;
	pthread_cond_t ended;
	unsigned in_flight;
	unsigned failed;
};

static void
fail(const char *what)
{
	fprintf(stderr, "bench_audit: %s\n", what);
	exit(1);
}

static unsigned
round_entries(const struct bench *bench)
{
	return ROUND_BATCHES * bench->batch;
}

static double
disk_round(const struct bench *bench)
{
	char path[512];
	size_t length = (size_t)(bench->entry_bytes * bench->batch);
	char *bytes = malloc(length);

	snprintf(path, sizeof(path), "%s/bench.disk", bench->folder);

	int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);

	if (file < 0 || bytes == NULL)
		fail("can't write in that folder");
	memset(bytes, 'x', length);

	double start = clock_s();

	for (unsigned done = 0; done < round_entries(bench);
	     done += bench->batch)
		if (write(file, bytes, length) != (ssize_t)length ||
		    fdatasync(file) != 0)
			fail("can't write in that folder");

	double spent = clock_s() - start;

	close(file);
	unlink(path);
	free(bytes);
	return round_entries(bench) / spent;
}

/* The lines and leaves of a batch, as the writer gets them. */
static struct iovec
seal_batch(const struct bench *bench, struct arena *arena,
	   struct merkle_hash leaves[BATCH_MAX])
{
	struct entry_draft draft;
	struct buf lines;

	buf_init(&lines, arena, BATCH_MAX * 1024);
	for (unsigned i = 0; i < bench->batch; i++) {
		if (entry_seal(arena, "node", &bench->events[i], &draft) !=
		    STATUS_OK)
			fail("an entry can't be sealed");
		leaves[i] = entry_write(&lines, &draft, i);
	}
	return (struct iovec){lines.bytes, lines.length};
}

static double
writer_round(const struct bench *bench)
{
	static struct merkle_hash leaves[BATCH_MAX];
	struct arena *arena = arena_new();
	const struct iovec batch = seal_batch(bench, arena, leaves);
	struct merkle_tree tree;
	struct logfile file;
	char folder[512];

	snprintf(folder, sizeof(folder), "%s/bench.writer", bench->folder);
	if (logfile_open(folder, &file) != STATUS_OK ||
	    logfile_settle(&file, 0) != STATUS_OK)
		fail("can't write in that folder");
	merkle_init(&tree);

	double start = clock_s();

	for (unsigned i = 0; i < ROUND_BATCHES; i++) {
		struct iovec part = batch;

		if (logfile_append(&file, &part, 1) != STATUS_OK)
			fail("can't write in that folder");
		for (unsigned k = 0; k < bench->batch; k++)
			merkle_append(&tree, leaves[k]);
	}

	double spent = clock_s() - start;

	logfile_close(&file);
	arena_free(arena);
	return round_entries(bench) / spent;
}

static double
encoding_s(const struct bench *bench, struct arena *arena)
{
	double start = processor_s();

	for (unsigned i = 0; i < bench->batch; i++) {
		struct buf plain;

		buf_init(&plain, arena, 1024);
		body_encode(&plain, &bench->events[i]);
	}
	return processor_s() - start;
}

/* Seconds an entry. */
static double
sealing_round(const struct bench *bench)
{
	static struct merkle_hash leaves[BATCH_MAX];
	struct merkle_tree tree;
	double spent = 0;

	merkle_init(&tree);
	for (unsigned i = 0; i < ROUND_BATCHES; i++) {
		struct arena *arena = arena_new();
		double start = processor_s();

		seal_batch(bench, arena, leaves);
		for (unsigned k = 0; k < bench->batch; k++)
			merkle_append(&tree, leaves[k]);
		spent += processor_s() - start - encoding_s(bench, arena);
		arena_free(arena);
	}
	return spent / round_entries(bench);
}

/* Of the parts of an entry. */
static struct seal_lengths
lengths_of(const struct bench *bench)
{
	struct arena *arena = arena_new();
	struct entry_draft draft;
	struct entry entry;
	struct buf plain;
	struct buf line;

	buf_init(&plain, arena, 1024);
	body_encode(&plain, &bench->events[0]);
	buf_init(&line, arena, 1024);
	if (entry_seal(arena, "node", &bench->events[0], &draft) != STATUS_OK)
		fail("an entry can't be sealed");
	entry_write(&line, &draft, ROUND_BATCHES);
	if (entry_parse((struct text){line.bytes, line.length - 1}, &entry) !=
	    STATUS_OK)
		fail("an entry can't be read back");

	const struct seal_lengths lengths = {
		.plain = plain.length,
		.binding = 1 + draft.words.length + draft.time.length,
		.header = entry.header.length,
		.body = entry.body.length,
	};

	arena_free(arena);
	return lengths;
}

/* Seconds an entry. */
static double
floor_round(const struct bench *bench, const struct seal_lengths *lengths)
{
	double start = processor_s();

	seal_floor_run(lengths, round_entries(bench));
	return (processor_s() - start) / round_entries(bench);
}

static void
batch_ended(void *context, enum status result)
{
	struct bench *bench = context;

	pthread_mutex_lock(&bench->mutex);
	bench->in_flight--;
	if (result != STATUS_OK)
		bench->failed++;
	pthread_cond_signal(&bench->ended);
	pthread_mutex_unlock(&bench->mutex);
}

/* Until at most `count` batches are on their way. */
static void
wait_for(struct bench *bench, unsigned count)
{
	pthread_mutex_lock(&bench->mutex);
	while (bench->in_flight > count)
		pthread_cond_wait(&bench->ended, &bench->mutex);
	pthread_mutex_unlock(&bench->mutex);
}

static double
whole_round(struct bench *bench)
{
	double start = clock_s();

	for (unsigned done = 0; done < round_entries(bench);
	     done += bench->batch) {
		wait_for(bench, IN_FLIGHT - 1);
		pthread_mutex_lock(&bench->mutex);
		bench->in_flight++;
		pthread_mutex_unlock(&bench->mutex);
		audit_submit(bench->audit, bench->events, bench->batch,
			     batch_ended, bench);
	}
	wait_for(bench, 0);
	if (bench->failed > 0)
		fail("entries could not be appended");
	return round_entries(bench) / (clock_s() - start);
}

static int
by_size(const void *one, const void *other)
{
	double left = *(const double *)one;
	double right = *(const double *)other;

	return (left > right) - (left < right);
}

static double
median(double rates[ROUNDS])
{
	qsort(rates, ROUNDS, sizeof(rates[0]), by_size);
	return rates[ROUNDS / 2];
}

static void
compare_with_floor(struct bench *bench)
{
	const struct seal_lengths lengths = lengths_of(bench);
	double floor[ROUNDS];
	double sealing[ROUNDS];

	bench->batch = FLOOR_BATCH;
	for (unsigned i = 0; i < ROUNDS; i++) {
		floor[i] = floor_round(bench, &lengths);
		sealing[i] = sealing_round(bench);
	}
	printf("floor_us=%.2f\nsealing_us=%.2f\n", median(floor) * 1e6,
	       median(sealing) * 1e6);
}

static void
compare(struct bench *bench, unsigned batch)
{
	double disk[ROUNDS];
	double writer[ROUNDS];
	double whole[ROUNDS];
	double sealing[ROUNDS];

	bench->batch = batch;
	for (unsigned i = 0; i < ROUNDS; i++) {
		disk[i] = disk_round(bench);
		writer[i] = writer_round(bench);
		whole[i] = whole_round(bench);
		sealing[i] = sealing_round(bench);
	}

	double disk_rate = median(disk);
	double writer_rate = median(writer);
	double whole_rate = median(whole);

	printf("%6u %9.0f %9.0f %9.0f %12.2f %12.2f %13.2f\n", batch, disk_rate,
	       writer_rate, whole_rate, writer_rate / disk_rate,
	       whole_rate / disk_rate, median(sealing) * whole_rate);
}

static void
make_events(struct bench *bench)
{
	static const char *const categories[] = {"goal", "agreement"};
	static const char *const rules[] = {"WMO-017", "ALG-900"};
	static const char *const consents[] = {
		"0b6ef7a4-8f5e-4a0e-9a58-2f4d8f0c1a11"};

	for (unsigned i = 0; i < BATCH_MAX; i++) {
		bench->events[i] = (struct audit_event){
			.event = "answer",
			.request = "7d3f8a52-1c8e-4e07-8e0e-0d8b5f0c2b6a",
			.time_ms = clock_now_ms(),
			.resident = "5e0d1c5a-6a44-4c86-9a3b-6f8f0d0a7c10",
			.organisation = "00000099000000002000",
			.user = "f.deboer",
			.role = "coordinator",
			.purpose = "coordination",
			.outcome = "permitted",
			.categories = categories,
			.category_count = 2,
			.rules = rules,
			.rule_count = 2,
			.consents = consents,
			.consent_count = 1,
			.policy_digest = "6f1ed002ab5595859014ebf0951522d9",
			.statement_digest = "b5bb9d8014a0f9b1d61e21e796d78dcc",
		};
		random_uuid(bench->events[i].subject.key_id);
		box_key_random(&bench->events[i].subject.key);
	}
}

static struct seal_key *
make_key(const char *folder)
{
	char path[512];
	char command[1024];
	struct seal_key *key;
	struct fault fault = {0};

	snprintf(path, sizeof(path), "%s/bench.key", folder);
	snprintf(command, sizeof(command),
		 "umask 077; openssl ecparam -name prime256v1 -genkey -noout "
		 "-out '%s' 2>/dev/null",
		 path);
	if (system(command) != 0 ||
	    seal_key_read_private(path, &key, &fault) != STATUS_OK)
		fail("can't make a key in that folder");
	unlink(path);
	return key;
}

/* What one entry weighs on disk, from the entries themselves. */
static double
weigh(struct bench *bench, const char *log_folder)
{
	char path[640];
	struct stat about;

	bench->batch = BATCH_MAX;
	whole_round(bench);
	snprintf(path, sizeof(path), "%s/access.log", log_folder);
	if (stat(path, &about) != 0)
		fail("there is no log");
	return (double)about.st_size / round_entries(bench);
}

int
main(int count, char **arguments)
{
	static const unsigned batches[] = {1, 16, 64, 100, 512};
	struct bench bench = {
		.folder = count > 1 ? arguments[1] : "/tmp",
		.mutex = PTHREAD_MUTEX_INITIALIZER,
		.ended = PTHREAD_COND_INITIALIZER,
	};
	char log_folder[512];
	char command[1024];

	snprintf(log_folder, sizeof(log_folder), "%s/bench-audit-%d",
		 bench.folder, (int)getpid());

	struct seal_key *key = make_key(bench.folder);
	const struct audit_settings settings = {
		.folder = log_folder,
		.node = "00000099000000001000",
		.key = key,
		.key_id = "bench",
	};

	make_events(&bench);
	if (audit_open(&settings, &bench.audit) != STATUS_OK)
		fail("the log can't be opened");
	bench.entry_bytes = weigh(&bench, log_folder);
	compare_with_floor(&bench);
	printf("access log: entries of %.0f bytes, %u batches on their way, "
	       "entries/s\n%6s %9s %9s %9s %12s %12s %13s\n",
	       bench.entry_bytes, IN_FLIGHT, "batch", "disk", "writer", "whole",
	       "writer/disk", "whole/disk", "sealing/whole");
	for (size_t i = 0; i < COUNT_OF(batches); i++)
		compare(&bench, batches[i]);
	audit_close(bench.audit);
	seal_key_free(key);
	snprintf(command, sizeof(command), "rm -rf '%s' '%s/bench.writer'",
		 log_folder, bench.folder);
	return system(command) == 0 ? 0 : 1;
}
