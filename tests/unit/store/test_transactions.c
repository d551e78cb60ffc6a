#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "fixture.h"

#define KILLS 20

static void
add_consent(struct fixture *f, struct store *store, const char *resident)
{
	struct consent consent = fixture_consent(f, resident, NULL);

	cr_assert_eq(store_consent_add(store, &consent), STATUS_OK);
}

LEAK_FREE_TEST(transactions, that_are_rolled_back_leave_nothing)
{
	struct fixture f;
	struct store *store;
	const char *otto;

	fixture_init(&f);
	store = fixture_filled(&f);
	otto = fixture_resident(&f, store, "otto");
	cr_assert_eq(store_begin(store), STATUS_OK);
	add_consent(&f, store, otto);
	cr_expect_eq(fixture_consent_count(store, otto, false), 1);
	store_rollback(store);
	cr_expect_eq(fixture_consent_count(store, otto, false), 0);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(transactions, that_are_never_committed_leave_nothing)
{
	struct fixture f;
	struct store *store;
	const char *otto;

	fixture_init(&f);
	store = fixture_filled(&f);
	otto = fixture_resident(&f, store, "otto");
	cr_assert_eq(store_begin(store), STATUS_OK);
	add_consent(&f, store, otto);
	store_close(store);
	store = fixture_open(&f, STORE_WRITE);
	cr_expect_eq(fixture_consent_count(store, otto, false), 0);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(transactions, of_a_second_writer_are_refused_after_a_while)
{
	struct fixture f;
	struct store *one, *other;
	int64_t began_ms;

	fixture_init(&f);
	fixture_catch_log(&f);
	one = fixture_filled(&f);
	other = fixture_open(&f, STORE_WRITE);
	cr_assert_eq(store_begin(one), STATUS_OK);
	began_ms = clock_monotonic_ms();
	cr_expect_eq(store_begin(other), STATUS_BUSY);
	cr_expect_geq(clock_monotonic_ms() - began_ms, LIMIT_STORE_BUSY_MS / 2);
	cr_assert_eq(store_commit(one), STATUS_OK);
	cr_expect_eq(store_begin(other), STATUS_OK);
	store_rollback(other);
	store_close(one);
	store_close(other);
	fixture_clear(&f);
}

LEAK_FREE_TEST(transactions, that_only_read_wait_for_no_writer_nor_it_for_them)
{
	struct fixture f;
	struct store *one, *other;
	const char *otto;

	fixture_init(&f);
	one = fixture_filled(&f);
	other = fixture_open(&f, STORE_WRITE);
	otto = fixture_resident(&f, other, "otto");
	cr_assert_eq(store_begin(one), STATUS_OK);
	cr_assert_eq(store_begin_reading(other), STATUS_OK);
	cr_expect_eq(fixture_consent_count(other, otto, false), 0);
	add_consent(&f, one, otto);
	cr_assert_eq(store_commit(one), STATUS_OK);
	cr_expect_eq(fixture_consent_count(other, otto, false), 0,
		     "still of the moment at which it began");
	store_rollback(other);
	cr_expect_eq(fixture_consent_count(other, otto, false), 1);
	store_close(one);
	store_close(other);
	fixture_clear(&f);
}

LEAK_FREE_TEST(transactions, of_a_reader_see_one_moment)
{
	struct fixture f;
	struct store *writer, *reader;
	const char *otto;

	fixture_init(&f);
	writer = fixture_filled(&f);
	reader = fixture_open(&f, STORE_READ);
	otto = fixture_resident(&f, writer, "otto");
	cr_assert_eq(store_begin(reader), STATUS_OK);
	cr_expect_eq(fixture_consent_count(reader, otto, false), 0);

	cr_assert_eq(store_begin(writer), STATUS_OK);
	add_consent(&f, writer, otto);
	cr_expect_eq(fixture_consent_count(reader, otto, false), 0);
	cr_assert_eq(store_commit(writer), STATUS_OK);

	cr_expect_eq(fixture_consent_count(reader, otto, false), 0,
		     "the snapshot changed");
	cr_assert_eq(store_commit(reader), STATUS_OK);
	cr_expect_eq(fixture_consent_count(reader, otto, false), 1,
		     "a commit isn't seen by who begins after it");
	store_close(writer);
	store_close(reader);
	fixture_clear(&f);
}

struct reading {
	struct fixture *fixture;
	const char *resident;
	_Atomic size_t committed;
	_Atomic bool is_over;
	_Atomic size_t misses;
};

/* However it falls, a reader sees what was committed before it began. */
static void *
read_on(void *context)
{
	struct reading *reading = context;
	struct store_settings settings = fixture_settings(reading->fixture);
	struct store *store;

	if (store_open(&settings, STORE_READ, &store) != STATUS_OK) {
		reading->misses++;
		return NULL;
	}
	while (!reading->is_over) {
		size_t at_least = reading->committed;
		struct arena *arena = arena_new();
		struct consent *consents;
		size_t count = 0;

		if (store_consents(store, arena, reading->resident, false,
				   &consents, &count) != STATUS_OK ||
		    count < at_least)
			reading->misses++;
		arena_free(arena);
	}
	store_close(store);
	return NULL;
}

LEAK_FREE_TEST(transactions, are_seen_by_readers_on_other_threads)
{
	struct fixture f;
	struct store *store;
	struct reading reading = {0};
	pthread_t threads[2];

	fixture_init(&f);
	store = fixture_filled(&f);
	reading.fixture = &f;
	reading.resident = fixture_resident(&f, store, "otto");
	for (size_t i = 0; i < COUNT_OF(threads); i++)
		pthread_create(&threads[i], NULL, read_on, &reading);
	for (size_t i = 0; i < 200; i++) {
		add_consent(&f, store, reading.resident);
		reading.committed++;
	}
	reading.is_over = true;
	for (size_t i = 0; i < COUNT_OF(threads); i++)
		pthread_join(threads[i], NULL);
	cr_expect_eq(reading.misses, 0);
	store_close(store);
	fixture_clear(&f);
}

/* Adds two consents at a time and says so when they are durable. */
_Noreturn static void
write_until_killed(struct fixture *f, const char *resident, int out)
{
	struct store_settings settings = fixture_settings(f);
	struct store *store;

	if (store_open(&settings, STORE_WRITE, &store) != STATUS_OK)
		_exit(1);
	for (;;) {
		struct consent one = fixture_consent(f, resident, NULL);
		struct consent two = fixture_consent(f, resident, NULL);

		if (store_begin(store) != STATUS_OK ||
		    store_consent_add(store, &one) != STATUS_OK ||
		    store_consent_add(store, &two) != STATUS_OK ||
		    store_commit(store) != STATUS_OK)
			_exit(2);
		if (write(out, "+", 1) != 1)
			_exit(3);
	}
}

static size_t
kill_a_writer(struct fixture *f, const char *resident, unsigned after_us)
{
	size_t acknowledged = 0;
	char bytes[256];
	ssize_t got;
	int ends[2], result;
	pid_t child;

	cr_assert_eq(pipe(ends), 0);
	child = fork();
	cr_assert_geq(child, 0);
	if (child == 0)
		write_until_killed(f, resident, ends[1]);
	close(ends[1]);
	/* not before it writes */
	got = read(ends[0], bytes, 1);
	cr_assert_eq(got, 1);
	acknowledged++;
	usleep(after_us);
	kill(child, SIGKILL);
	while ((got = read(ends[0], bytes, sizeof(bytes))) > 0)
		acknowledged += (size_t)got;
	close(ends[0]);
	waitpid(child, &result, 0);
	cr_expect(WIFSIGNALED(result), "the writer failed by itself");
	return acknowledged;
}

LEAK_FREE_TEST(transactions, that_were_acknowledged_survive_kill_9)
{
	struct fixture f;
	struct store *store;
	const char *otto;
	size_t acknowledged = 0;

	fixture_init(&f);
	store = fixture_filled(&f);
	otto = fixture_resident(&f, store, "otto");
	store_close(store);
	srandom(1);
	for (int i = 0; i < KILLS; i++) {
		size_t count;

		acknowledged +=
			kill_a_writer(&f, otto, (unsigned)random() % 20000);
		store = fixture_open(&f, STORE_WRITE);
		count = fixture_consent_count(store, otto, false);
		store_close(store);
		cr_expect_eq(count % 2, 0, "half a transaction is there");
		/* the last one may be durable and not yet acknowledged */
		cr_expect(count == 2 * acknowledged ||
				  count == 2 * acknowledged + 2,
			  "%zu acknowledged, %zu there", 2 * acknowledged,
			  count);
		acknowledged = count / 2;
	}
	fixture_clear(&f);
}
