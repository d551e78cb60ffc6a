#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/audit/head.h"
#include "daemon/audit/logfile.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "fixture.h"
#include "leak_free.h"

#define KILLS	50
#define KILLERS 3

static struct fixture fixture;
static struct audit *audit;
static struct arena *arena;

static enum status
open_log(void)
{
	return audit_open(&fixture.settings, &audit);
}

static void
begin(unsigned entries)
{
	arena = arena_new();
	fixture_init(&fixture);
	cr_assert_eq(open_log(), STATUS_OK);
	fixture_append(&fixture, audit, entries);
}

static void
end(void)
{
	fixture_clear(&fixture);
	arena_free(arena);
}

static struct audit_report
verify(void)
{
	struct audit_report report;

	cr_assert_eq(audit_verify(&fixture.settings, arena, NULL, &report),
		     STATUS_OK);
	return report;
}

static void
assert_intact(uint64_t entries)
{
	struct audit_report report = verify();

	cr_assert(report.intact, "%s", report.fault);
	cr_assert(report.head_is_signed);
	cr_assert_eq(report.entries, entries, "%llu",
		     (unsigned long long)report.entries);
}

/* A change of the log's bytes; `length` may shrink or grow within room. */
typedef void change(char *bytes, size_t *length);

static void
change_log(change *apply)
{
	size_t length;
	char *bytes = fixture_read_log(&fixture, &length);

	bytes = realloc(bytes, length + 8192);
	apply(bytes, &length);
	fixture_write(&fixture, PARTS_CURRENT, bytes, length);
	free(bytes);
}

/* The start of line `number`. */
static char *
line_at(char *bytes, unsigned number)
{
	for (; number > 0; number--)
		bytes = strchr(bytes, '\n') + 1;
	return bytes;
}

static void
change_event(char *bytes, size_t *length)
{
	(void)length;
	memcpy(strstr(line_at(bytes, 5), "answer"), "import", 6);
}

static void
change_body(char *bytes, size_t *length)
{
	char *body = strchr(line_at(bytes, 5), ' ') + 9;

	(void)length;
	*body = *body == 'A' ? 'B' : 'A';
}

static void
drop_line(char *bytes, size_t *length)
{
	char *line = line_at(bytes, 5);
	char *next = line_at(bytes, 6);

	memmove(line, next, *length - (size_t)(next - bytes));
	*length -= (size_t)(next - line);
}

static void
repeat_line(char *bytes, size_t *length)
{
	char *line = line_at(bytes, 5);
	char *next = line_at(bytes, 6);
	size_t size = (size_t)(next - line);

	memmove(next + size, next, *length - (size_t)(next - bytes));
	memcpy(next, line, size);
	*length += size;
}

static void
drop_last(char *bytes, size_t *length)
{
	*length = (size_t)(line_at(bytes, 9) - bytes);
}

static void
tear_last(char *bytes, size_t *length)
{
	(void)bytes;
	*length -= 20;
}

static void
lose_pages(char *bytes, size_t *length)
{
	memset(bytes + *length - 30, 0, 20);
}

static void
add_half_a_line(char *bytes, size_t *length)
{
	memcpy(bytes + *length, bytes, 100);
	*length += 100;
}

/* As a node leaves it that was killed. */
static void
add_space(char *bytes, size_t *length)
{
	memset(bytes + *length, 0, 8192);
	*length += 8192;
}

static void
empty(char *bytes, size_t *length)
{
	(void)bytes;
	*length = 0;
}

LEAK_FREE_TEST(audit, verification_names_the_first_bad_entry)
{
	static const struct {
		change *apply;
		uint64_t first_bad;
		bool exactly;
	} cases[] = {
		{change_body, 5, true}, {change_event, 5, false},
		{drop_line, 5, true},	{repeat_line, 6, true},
		{drop_last, 9, true},	{tear_last, 9, true},
		{empty, 0, true},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		begin(10);
		audit_close(audit);
		change_log(cases[i].apply);

		struct audit_report report = verify();

		cr_assert_not(report.intact, "case %zu", i);
		cr_assert_not_null(report.fault);
		if (cases[i].exactly)
			cr_assert_eq(report.first_bad, cases[i].first_bad,
				     "case %zu: %llu: %s", i,
				     (unsigned long long)report.first_bad,
				     report.fault);
		else
			cr_assert_leq(report.first_bad, cases[i].first_bad);
		end();
	}
}

LEAK_FREE_TEST(audit, verification_asks_for_the_signed_head)
{
	char path[160];

	begin(3);
	audit_close(audit);
	snprintf(path, sizeof(path), "%s/%s", fixture.log, HEAD_NAME);
	fixture_write(&fixture, HEAD_NAME, "a.b.c", 5);

	struct audit_report report = verify();

	cr_assert_not(report.intact);
	cr_assert_not(report.head_is_signed);
	cr_assert_eq(unlink(path), 0);
	report = verify();
	cr_assert_not(report.intact);
	cr_assert_not(report.head_is_signed);
	cr_assert_eq(report.entries, 3);
	cr_assert_eq(open_log(), STATUS_TAMPERED);
	end();
}

LEAK_FREE_TEST(audit, does_not_open_a_log_shorter_than_its_head)
{
	begin(10);
	audit_close(audit);
	change_log(drop_last);
	cr_assert_eq(open_log(), STATUS_TAMPERED);
	change_log(empty);
	cr_assert_eq(open_log(), STATUS_TAMPERED);
	end();
}

/* The state in which kill -9 leaves the log: a head of before the entries. */
static void
begin_without_last_head(unsigned entries)
{
	size_t length;

	begin(0);

	char *head = fixture_read(&fixture, HEAD_NAME, &length);

	fixture_append(&fixture, audit, entries);
	audit_close(audit);
	fixture_write(&fixture, HEAD_NAME, head, length);
	free(head);
}

LEAK_FREE_TEST(audit, does_not_open_a_log_altered_behind_its_head)
{
	static change *const changes[] = {change_body, drop_line, repeat_line};

	for (size_t i = 0; i < 2 * COUNT_OF(changes); i++) {
		size_t before;
		size_t after;

		begin_without_last_head(10);
		change_log(changes[i / 2]);
		if (i % 2 == 1)
			change_log(add_space);
		free(fixture_read_log(&fixture, &before));
		cr_assert_eq(open_log(), STATUS_TAMPERED, "change %zu", i);
		free(fixture_read_log(&fixture, &after));
		cr_assert_eq(before, after, "nothing was changed");
		end();
	}
}

LEAK_FREE_TEST(audit, takes_off_what_a_crash_cut_off)
{
	static const struct {
		change *apply;
		unsigned left;
	} cases[] = {{tear_last, 9},
		     {lose_pages, 9},
		     {add_half_a_line, 10},
		     {add_space, 10}};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		begin_without_last_head(10);
		change_log(cases[i].apply);
		cr_assert_eq(open_log(), STATUS_OK, "case %zu", i);
		fixture_append(&fixture, audit, 1);
		audit_close(audit);
		assert_intact(cases[i].left + 1);
		end();
	}
}

LEAK_FREE_TEST(audit, is_not_opened_twice)
{
	struct audit *second;

	begin(1);
	cr_assert_eq(audit_open(&fixture.settings, &second), STATUS_BUSY);
	audit_close(audit);
	end();
}

LEAK_FREE_TEST(audit, is_not_opened_by_another_node)
{
	begin(1);
	audit_close(audit);
	fixture.settings.node = "thuiszorg-zuid";
	cr_assert_eq(open_log(), STATUS_TAMPERED);
	end();
}

LEAK_FREE_TEST(audit, appends_nothing_if_one_event_of_several_is_bad)
{
	begin(0);

	struct audit_event events[] = {
		fixture_event(&fixture, "request-1"),
		fixture_event(&fixture, "request 2"),
	};

	cr_assert_eq(audit_append(audit, events, 2), STATUS_INTERNAL);
	audit_close(audit);
	assert_intact(0);
	end();
}

static void
limit_files_to(size_t bytes)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = bytes == 0 ? limit.rlim_max : bytes;
	setrlimit(RLIMIT_FSIZE, &limit);
}

LEAK_FREE_TEST(audit, gives_no_leave_to_answer_while_the_log_is_full)
{
	size_t length;

	begin(3);

	struct audit_event event = fixture_event(&fixture, "request-full");

	free(fixture_read_log(&fixture, &length));
	limit_files_to(length + 100);
	for (unsigned i = 0; i < 5; i++) {
		cr_assert_eq(audit_append(audit, &event, 1),
			     STATUS_LOG_UNAVAILABLE);
		cr_assert_not(audit_is_writable(audit));
	}
	limit_files_to(0);
	for (unsigned i = 0; i < 300 && !audit_is_writable(audit); i++)
		usleep(10000);
	cr_assert(audit_is_writable(audit), "found out by itself");
	cr_assert_eq(audit_append(audit, &event, 1), STATUS_OK);
	audit_close(audit);
	assert_intact(4);
	end();
}

struct tally {
	atomic_uint ended;
	atomic_uint good;
	atomic_uint busy;
};

static void
count(void *context, enum status result)
{
	struct tally *tally = context;

	if (result == STATUS_OK)
		atomic_fetch_add(&tally->good, 1);
	if (result == STATUS_BUSY)
		atomic_fetch_add(&tally->busy, 1);
	atomic_fetch_add(&tally->ended, 1);
}

LEAK_FREE_TEST(audit, is_busy_rather_than_without_bound)
{
	struct tally tally = {0};

	begin(0);

	const size_t many = LIMIT_AUDIT_WAITING + 1;
	struct audit_event *events = calloc(many, sizeof(*events));

	for (size_t i = 0; i < many; i++)
		events[i] = fixture_event(&fixture, "request-many");
	audit_submit(audit, events, many, count, &tally);
	cr_assert_eq(tally.busy, 1, "told at once");
	audit_submit(audit, events, many - 1, count, &tally);
	audit_close(audit);
	cr_assert_eq(tally.ended, 2);
	cr_assert_eq(tally.good, 1, "exactly as many as may wait");
	assert_intact(many - 1);
	free(events);
	end();
}

LEAK_FREE_TEST(audit, fails_what_waits_with_the_group_that_failed_and_goes_on)
{
	struct tally tally = {0};
	const unsigned submissions = 2000;
	size_t length;

	begin(3);
	free(fixture_read_log(&fixture, &length));
	limit_files_to(length + 5000);

	const struct audit_event event = fixture_event(&fixture, "request-x");

	for (unsigned i = 0; i < submissions; i++)
		audit_submit(audit, &event, 1, count, &tally);
	while (atomic_load(&tally.ended) < submissions)
		usleep(1000);
	cr_assert_lt(tally.good, 20);
	limit_files_to(0);
	cr_assert_eq(audit_append(audit, &event, 1), STATUS_OK);
	audit_close(audit);
	assert_intact(3 + tally.good + 1);
	end();
}

/* Do `wanted` submissions end soon? */
static bool
ends_soon(struct tally *tally, unsigned wanted)
{
	for (unsigned i = 0; i < 500 && atomic_load(&tally->ended) < wanted;
	     i++)
		usleep(1000);
	return atomic_load(&tally->ended) == wanted;
}

LEAK_FREE_TEST(audit, waits_while_held_until_there_are_enough)
{
	struct tally tally = {0};

	begin(0);

	const struct audit_event event = fixture_event(&fixture, "request-h");

	audit_hold(audit, 3);
	audit_submit(audit, &event, 1, count, &tally);
	audit_submit(audit, &event, 1, count, &tally);
	usleep(50000);
	cr_assert_eq(tally.ended, 0, "two aren't enough");
	audit_submit(audit, &event, 1, count, &tally);
	cr_assert(ends_soon(&tally, 3), "three are");
	audit_submit(audit, &event, 1, count, &tally);
	usleep(50000);
	cr_assert_eq(tally.ended, 3, "still held");
	audit_release(audit);
	cr_assert(ends_soon(&tally, 4), "released");
	cr_assert_eq(tally.good, 4);
	audit_close(audit);
	assert_intact(4);
	end();
}

LEAK_FREE_TEST(audit, does_not_wait_for_others_where_one_is_enough)
{
	struct tally tally = {0};

	begin(0);

	const struct audit_event event = fixture_event(&fixture, "request-1");

	audit_hold(audit, 0);
	audit_submit(audit, &event, 1, count, &tally);
	cr_assert(ends_soon(&tally, 1));
	audit_hold(audit, 100);
	audit_submit(audit, &event, 1, count, &tally);
	audit_release(audit);
	usleep(50000);
	cr_assert_eq(tally.ended, 1, "another one still holds");
	audit_close(audit);
	cr_assert_eq(tally.good, 2, "the end waits for nobody");
	assert_intact(2);
	end();
}

static void *
append_many(void *context)
{
	struct tally *tally = context;
	const struct audit_event events[] = {
		fixture_event(&fixture, "request-1"),
		fixture_event(&fixture, "request-2"),
		fixture_event(&fixture, "request-3"),
	};

	for (unsigned i = 0; i < 200; i++)
		audit_submit(audit, events, 1 + i % 3, count, tally);
	return NULL;
}

LEAK_FREE_TEST(audit, numbers_what_many_threads_append_without_a_gap)
{
	struct tally tally = {0};
	pthread_t threads[4];

	begin(0);
	for (size_t i = 0; i < COUNT_OF(threads); i++)
		pthread_create(&threads[i], NULL, append_many, &tally);
	for (unsigned i = 0; i < 5; i++)
		cr_assert(verify().intact, "beside the writer");
	for (size_t i = 0; i < COUNT_OF(threads); i++)
		pthread_join(threads[i], NULL);
	audit_close(audit);
	cr_assert_eq(tally.good, 800);
	assert_intact(4 * (67 * 1 + 67 * 2 + 66 * 3));
	end();
}

LEAK_FREE_TEST(audit, begins_again_where_it_ended)
{
	char root[DIGEST_HEX_BYTES];

	begin(7);
	audit_close(audit);
	strcpy(root, verify().root);
	cr_assert_eq(verify().head_entries, 7, "the end writes a head");
	cr_assert_eq(open_log(), STATUS_OK);
	audit_close(audit);
	cr_assert_str_eq(verify().root, root);
	cr_assert_eq(open_log(), STATUS_OK);
	fixture_append(&fixture, audit, 2);
	audit_close(audit);
	assert_intact(9);
	cr_assert_str_neq(verify().root, root);
	end();
}

LEAK_FREE_TEST(audit, writes_a_head_soon_after_a_group)
{
	begin(5);
	for (unsigned i = 0; i < 400 && verify().head_entries < 5; i++)
		usleep(10000);
	cr_assert_eq(verify().head_entries, 5);
	audit_close(audit);
	end();
}

struct seen {
	unsigned count;
	unsigned stop_at;
	uint64_t last_seq;
	char last_request[64];
};

static bool
see(void *context, const struct audit_entry *entry)
{
	struct seen *seen = context;

	cr_assert_str_eq(entry->event.resident, "resident-secret-17");
	seen->count++;
	seen->last_seq = entry->seq;
	snprintf(seen->last_request, sizeof(seen->last_request), "%s",
		 entry->event.request);
	return seen->count != seen->stop_at;
}

static enum status
read_all(const struct audit_subject *subject, struct seen *seen)
{
	return audit_read_subject(&fixture.settings, subject, 1, see, seen);
}

LEAK_FREE_TEST(audit, does_not_read_a_subject_with_a_wrong_key)
{
	struct audit_subject wrong;
	struct seen seen = {0};

	begin(3);
	audit_close(audit);
	wrong = fixture.subject;
	wrong.key.bytes[5] ^= 1;
	cr_assert_eq(read_all(&wrong, &seen), STATUS_TAMPERED);
	cr_assert_eq(seen.count, 0);
	end();
}

static void
put_nul_amid(char *bytes, size_t *length)
{
	(void)length;
	line_at(bytes, 5)[40] = '\0';
}

/* A NUL is what a torn write leaves; amid what the head covers it is not. */
LEAK_FREE_TEST(audit, does_not_read_past_what_was_changed_in_silence)
{
	static change *const changes[] = {put_nul_amid, change_body, drop_last};

	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		struct seen seen = {.stop_at = 100};

		begin(10);
		audit_close(audit);
		change_log(changes[i]);
		cr_assert_eq(audit_read_subject(&fixture.settings,
						&fixture.subject, 1, see,
						&seen),
			     STATUS_TAMPERED, "change %zu", i);
		end();
	}
}

LEAK_FREE_TEST(audit, reads_only_the_entries_of_the_subject)
{
	struct audit_subject first;
	struct audit_subject nobody;
	struct seen seen = {0};

	begin(3);
	first = fixture.subject;
	fixture_subject(&fixture.subject);
	fixture_append(&fixture, audit, 4);
	fixture_subject(&nobody);

	cr_assert_eq(read_all(&nobody, &seen), STATUS_OK);
	cr_assert_eq(seen.count, 0);
	cr_assert_eq(read_all(&first, &seen), STATUS_OK);
	cr_assert_eq(seen.count, 3);
	cr_assert_eq(seen.last_seq, 2);
	seen = (struct seen){.stop_at = 2};
	cr_assert_eq(read_all(&fixture.subject, &seen), STATUS_OK);
	cr_assert_eq(seen.count, 2, "the visitor stopped it");
	cr_assert_str_eq(seen.last_request, "request-1");
	audit_close(audit);
	end();
}

/* Keys that are still there; the others were erased. */
struct everybody {
	struct audit_subject subjects[2];
	size_t subject_count;
	unsigned opened;
	unsigned erased;
	unsigned stop_at;
};

static enum status
find_key(void *context, const char *key_id, struct box_key *key_out)
{
	const struct everybody *everybody = context;

	for (size_t i = 0; i < everybody->subject_count; i++) {
		if (strcmp(key_id, everybody->subjects[i].key_id) != 0)
			continue;
		*key_out = everybody->subjects[i].key;
		return STATUS_OK;
	}
	return STATUS_GONE;
}

static bool
see_everybody(void *context, struct arena *of_entry,
	      const struct audit_event *event)
{
	struct everybody *everybody = context;

	cr_assert_not_null(of_entry);
	if (event == NULL)
		everybody->erased++;
	else
		everybody->opened++;
	if (event != NULL)
		cr_assert_str_eq(event->event, "answer");
	return everybody->opened + everybody->erased != everybody->stop_at;
}

static enum status
read_everybody(struct everybody *everybody, const char *event, int64_t since_ms)
{
	struct audit_selection selection = {
		.since_ms = since_ms,
		.events = &event,
		.event_count = 1,
		.context = everybody,
		.find_key = find_key,
		.visit = see_everybody,
	};

	return audit_read_everybody(&fixture.settings, &selection);
}

LEAK_FREE_TEST(audit, reads_everybody_whose_key_is_there)
{
	struct everybody everybody = {.subject_count = 1};
	int64_t before = clock_now_ms();

	begin(3);
	everybody.subjects[0] = fixture.subject;
	fixture_subject(&fixture.subject);
	fixture_append(&fixture, audit, 4);

	cr_assert_eq(read_everybody(&everybody, "answer", before), STATUS_OK);
	cr_assert_eq(everybody.opened, 3);
	cr_assert_eq(everybody.erased, 4);
	everybody = (struct everybody){
		.subjects = {fixture.subject, everybody.subjects[0]},
		.subject_count = 2,
		.stop_at = 5};
	cr_assert_eq(read_everybody(&everybody, "answer", 0), STATUS_OK);
	cr_assert_eq(everybody.opened, 5, "the visitor stopped it");
	everybody.opened = 0;
	cr_assert_eq(read_everybody(&everybody, "ask", 0), STATUS_OK);
	cr_assert_eq(
		read_everybody(&everybody, "answer", clock_now_ms() + 1000),
		STATUS_OK);
	cr_assert_eq(everybody.opened, 0, "another kind, and too early");
	audit_close(audit);
	end();
}

LEAK_FREE_TEST(audit, reads_everybody_of_all_kinds_and_of_a_time)
{
	struct everybody everybody = {.subject_count = 1};
	struct audit_selection selection = {
		.context = &everybody,
		.find_key = find_key,
		.visit = see_everybody,
	};
	int64_t before = clock_now_ms();

	begin(3);
	everybody.subjects[0] = fixture.subject;
	cr_assert_eq(audit_read_everybody(&fixture.settings, &selection),
		     STATUS_OK);
	cr_assert_eq(everybody.opened, 3, "none named: of all kinds");
	selection.until_ms = before;
	cr_assert_eq(audit_read_everybody(&fixture.settings, &selection),
		     STATUS_OK);
	cr_assert_eq(everybody.opened, 3, "none was before then");
	selection.until_ms = clock_now_ms() + 1000;
	cr_assert_eq(audit_read_everybody(&fixture.settings, &selection),
		     STATUS_OK);
	cr_assert_eq(everybody.opened, 6);
	audit_close(audit);
	end();
}

LEAK_FREE_TEST(audit, does_not_read_everybody_with_a_wrong_key)
{
	struct everybody everybody = {.subject_count = 1};

	begin(3);
	audit_close(audit);
	everybody.subjects[0] = fixture.subject;
	everybody.subjects[0].key.bytes[5] ^= 1;
	cr_assert_eq(read_everybody(&everybody, "answer", 0), STATUS_TAMPERED);
	cr_assert_eq(everybody.opened, 0);
	end();
}

LEAK_FREE_TEST(audit, stays_whole_when_a_subjects_key_is_erased)
{
	begin(3);
	fixture_subject(&fixture.subject);
	fixture_append(&fixture, audit, 3);
	audit_close(audit);
	box_key_wipe(&fixture.subject.key);
	assert_intact(6);
	end();
}

/* Keys that were destroyed, and one that nobody ever had. */
struct watched {
	const char *gone;
	const char *unknown;
	unsigned asked;
	uint64_t done;
	uint64_t of;
};

static void
watch_progress(void *context, uint64_t done, uint64_t of)
{
	struct watched *watched = context;

	cr_assert_geq(done, watched->done);
	cr_assert_leq(done, of);
	watched->done = done;
	watched->of = of;
}

static enum status
watch_key(void *context, const char *key_id)
{
	struct watched *watched = context;

	watched->asked++;
	if (watched->gone != NULL && strcmp(key_id, watched->gone) == 0)
		return STATUS_GONE;
	if (watched->unknown != NULL && strcmp(key_id, watched->unknown) == 0)
		return STATUS_NOT_FOUND;
	return STATUS_OK;
}

LEAK_FREE_TEST(audit, says_what_was_erased_and_what_nobody_can_read)
{
	struct watched watched = {0};
	struct audit_report report;
	struct audit_subject erased, unknown;
	const struct audit_watch watch = {.context = &watched,
					  .progress = watch_progress,
					  .find_key = watch_key};

	begin(3);
	erased = fixture.subject;
	fixture_subject(&fixture.subject);
	unknown = fixture.subject;
	fixture_append(&fixture, audit, 2);
	fixture_subject(&fixture.subject);
	fixture_append(&fixture, audit, 4);
	watched.gone = erased.key_id;
	watched.unknown = unknown.key_id;
	cr_assert_eq(audit_verify(&fixture.settings, arena, &watch, &report),
		     STATUS_OK);
	cr_expect(report.intact, "the tree is whole");
	cr_expect_eq(report.entries, 9);
	cr_expect_eq(report.erased, 3);
	cr_expect_eq(report.unknown, 2);
	cr_expect_eq(report.first_unknown, 3);
	cr_expect_eq(watched.asked, 3, "once each");
	audit_close(audit);
	end();
}

static enum status
fail_to_find(void *context, const char *key_id)
{
	(void)context;
	(void)key_id;
	return STATUS_STORAGE;
}

LEAK_FREE_TEST(audit, is_not_called_intact_while_keys_can_not_be_looked_up)
{
	struct watched watched = {0};
	struct audit_report report;
	const struct audit_watch watch = {.context = &watched,
					  .progress = watch_progress,
					  .find_key = fail_to_find};

	begin(3);
	cr_expect_eq(audit_verify(&fixture.settings, arena, &watch, &report),
		     STATUS_STORAGE);
	audit_close(audit);
	end();
}

LEAK_FREE_TEST(audit, is_held_against_what_others_saw_of_it)
{
	struct watched watched = {0};
	struct audit_report report;
	struct audit_mark marks[3] = {{"thuiszorg", 3, {{0}}},
				      {"welzijn", 5, {{0}}},
				      {"ggz", 7, {{0}}}};
	struct audit_watch watch = {.marks = marks,
				    .mark_count = 2,
				    .context = &watched,
				    .progress = watch_progress,
				    .find_key = watch_key};

	begin(3);
	digest_from_hex(verify().root, marks[0].root.bytes);
	fixture_append(&fixture, audit, 2);
	digest_from_hex(verify().root, marks[1].root.bytes);
	cr_assert_eq(audit_verify(&fixture.settings, arena, &watch, &report),
		     STATUS_OK);
	cr_expect(report.intact, "%s", report.fault);
	watch.mark_count = 3;
	cr_assert_eq(audit_verify(&fixture.settings, arena, &watch, &report),
		     STATUS_OK);
	cr_expect_not(report.intact);
	cr_expect_str_eq(report.fault,
			 "ggz cosigned 7 entries, but only 5 are there");
	marks[0].root.bytes[4] ^= 1;
	cr_assert_eq(audit_verify(&fixture.settings, arena, &watch, &report),
		     STATUS_OK);
	cr_expect_not(report.intact);
	cr_expect_str_eq(report.fault, "entry 2 or one before it isn't what "
				       "thuiszorg cosigned");
	cr_expect_eq(report.first_bad, 2);
	audit_close(audit);
	end();
}

LEAK_FREE_TEST(audit, tells_how_far_a_long_verification_is)
{
	enum { MANY = 8192 };
	struct watched watched = {0};
	struct audit_report report;
	struct audit_event *events = calloc(MANY, sizeof(*events));
	const struct audit_watch watch = {.context = &watched,
					  .progress = watch_progress,
					  .find_key = watch_key};

	begin(0);
	for (unsigned i = 0; i < MANY; i++)
		events[i] = fixture_event(&fixture, "request-1");
	cr_assert_eq(audit_append(audit, events, MANY), STATUS_OK);
	cr_assert_eq(audit_verify(&fixture.settings, arena, &watch, &report),
		     STATUS_OK);
	cr_expect_eq(report.entries, MANY);
	cr_expect_gt(watched.done, 0);
	cr_expect_gt(watched.of, watched.done);
	audit_close(audit);
	free(events);
	end();
}

LEAK_FREE_TEST(audit, goes_on_after_a_new_key_of_the_node)
{
	begin(3);
	audit_close(audit);

	struct seal_key *newer = fixture_new_key(&fixture, "newer.key");

	fixture.settings.key = newer;
	cr_assert_eq(open_log(), STATUS_TAMPERED, "an unknown signer");
	fixture.settings.earlier_key = fixture.key;
	cr_assert_eq(open_log(), STATUS_OK);
	fixture_append(&fixture, audit, 1);
	audit_close(audit);
	fixture.settings.earlier_key = NULL;
	assert_intact(4);
	seal_key_free(newer);
	end();
}

/* --- kill -9 at any moment --- */

struct victim {
	unsigned thread;
	int pipe;
};

/* Appends for ever; tells each acknowledged number through the pipe. */
static void *
append_and_tell(void *context)
{
	const struct victim *victim = context;

	for (uint32_t i = 0;; i++) {
		uint32_t told = victim->thread << 24 | i;
		char request[32];

		snprintf(request, sizeof(request), "%08x", told);

		const struct audit_event event =
			fixture_event(&fixture, request);

		if (audit_append(audit, &event, 1) != STATUS_OK ||
		    write(victim->pipe, &told, sizeof(told)) != sizeof(told))
			_exit(1);
	}
	return NULL;
}

static void
be_the_victim(int out)
{
	struct victim victims[KILLERS];
	pthread_t threads[KILLERS];

	if (open_log() != STATUS_OK)
		_exit(2);
	for (unsigned i = 0; i < KILLERS; i++) {
		victims[i] = (struct victim){i, out};
		pthread_create(&threads[i], NULL, append_and_tell, &victims[i]);
	}
	pause();
}

struct promised {
	uint32_t *items;
	size_t count;
	size_t found;
};

static bool
tick_off(void *context, const struct audit_entry *entry)
{
	struct promised *promised = context;
	uint32_t number = (uint32_t)strtoul(entry->event.request, NULL, 16);

	for (size_t i = 0; i < promised->count; i++)
		if (promised->items[i] == number) {
			promised->items[i] = UINT32_MAX;
			promised->found++;
			return true;
		}
	return true;
}

static size_t
kill_at_a_moment(unsigned delay_us, uint32_t *told, size_t room)
{
	int ends[2];
	int outcome;
	size_t length = 0;
	ssize_t got;

	cr_assert_eq(pipe(ends), 0);

	pid_t child = fork();

	if (child == 0)
		be_the_victim(ends[1]);
	close(ends[1]);
	usleep(delay_us);
	kill(child, SIGKILL);
	while ((got = read(ends[0], (char *)told + length,
			   room * sizeof(*told) - length)) > 0)
		length += (size_t)got;
	close(ends[0]);
	waitpid(child, &outcome, 0);
	cr_assert(WIFSIGNALED(outcome), "exit %d", WEXITSTATUS(outcome));
	return length / sizeof(*told);
}

LEAK_FREE_TEST(audit, loses_nothing_acknowledged_when_killed_at_any_moment)
{
	static uint32_t told[65536];
	size_t promised_in_all = 0;

	begin(0);
	audit_close(audit);
	for (unsigned i = 0; i < KILLS; i++) {
		struct promised promised = {.items = told};
		unsigned delay_us;

		random_bytes(&delay_us, sizeof(delay_us));
		fixture_subject(&fixture.subject);
		promised.count = kill_at_a_moment(5000 + delay_us % 60000, told,
						  COUNT_OF(told));
		promised_in_all += promised.count;
		cr_assert_eq(open_log(), STATUS_OK, "kill %u", i);
		cr_assert_eq(audit_read_subject(&fixture.settings,
						&fixture.subject, 1, tick_off,
						&promised),
			     STATUS_OK);
		cr_assert_eq(promised.found, promised.count, "kill %u", i);
		audit_close(audit);
		cr_assert(verify().intact, "kill %u: %s", i, verify().fault);
	}
	cr_assert_gt(promised_in_all, KILLS);
	end();
}
