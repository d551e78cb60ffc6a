#include "eenplan/base/log.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "eenplan/base/limits.h"
#include "leak_free.h"

#define TIME_LENGTH strlen("2026-11-21T10:00:00.000Z")

static FILE *captured;
static int saved_stderr;

static void
capture(void)
{
	fflush(stderr);
	captured = tmpfile();
	saved_stderr = dup(STDERR_FILENO);
	dup2(fileno(captured), STDERR_FILENO);
}

static size_t
release(char *out, size_t room)
{
	dup2(saved_stderr, STDERR_FILENO);
	close(saved_stderr);
	rewind(captured);

	size_t length = fread(out, 1, room - 1, captured);

	out[length] = '\0';
	fclose(captured);
	return length;
}

LEAK_FREE_TEST(log, drops_what_is_less_serious_than_its_level)
{
	char lines[1000];

	capture();
	log_set_level(LOG_LEVEL_WARNING);
	log_info("heard", NULL);
	log_debug("heard", NULL);
	log_set_level(LOG_LEVEL_INFO);
	cr_expect_eq(release(lines, sizeof(lines)), 0);
}

LEAK_FREE_TEST(log, writes_one_line_with_time_level_event_values_request)
{
	char lines[1000];

	capture();
	log_set_request("4f1c");
	log_info("peer admitted", "peer=%s", "thuiszorg");
	log_set_request(NULL);
	log_error("stopped", NULL);
	release(lines, sizeof(lines));

	char *second = strchr(lines, '\n') + 1;

	second[-1] = '\0';
	cr_expect_eq(lines[TIME_LENGTH - 1], 'Z');
	cr_expect_str_eq(lines + TIME_LENGTH,
			 " info peer admitted peer=thuiszorg request=4f1c");
	cr_expect_str_eq(second + TIME_LENGTH, " error stopped\n");
}

LEAK_FREE_TEST(log, escapes_what_could_forge_a_line)
{
	char lines[1000];

	capture();
	log_set_request("1\n2");
	log_warning("odd", "path=%s", "a\nb\r\t\033[31m\x7F\\x");
	log_set_request(NULL);
	release(lines, sizeof(lines));
	cr_expect_str_eq(lines + TIME_LENGTH,
			 " warning odd path=a\\x0ab\\x0d\\x09\\x1b[31m\\x7f"
			 "\\x5cx request=1\\x0a2\n");
}

LEAK_FREE_TEST(log, cuts_a_long_line_but_keeps_its_request)
{
	static char wide[3 * LIMIT_LOG_LINE_BYTES];
	static char lines[4 * LIMIT_LOG_LINE_BYTES];

	for (int byte = 'w'; byte >= '\n'; byte -= 'w' - '\n') {
		memset(wide, byte, sizeof(wide) - 1);
		capture();
		log_set_request("4f1c");
		log_info(wide, "value=%s", wide);
		log_set_request(NULL);

		size_t length = release(lines, sizeof(lines));

		cr_expect_leq(length, LIMIT_LOG_LINE_BYTES);
		cr_expect_str_eq(lines + length - 14, " request=4f1c\n");
		cr_expect_eq(strchr(lines, '\n'), lines + length - 1);
	}
}

static void *
write_lines(void *name)
{
	log_set_request(name);
	for (int i = 0; i < 200; i++)
		log_info("turned", "thread=%s", (const char *)name);
	return NULL;
}

LEAK_FREE_TEST(log, never_mixes_the_lines_of_threads)
{
	static char lines[400 * 100];
	char names[2][8] = {"aaaaaa", "bbbbbb"};
	pthread_t threads[2];
	int count = 0;

	capture();
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, write_lines, names[i]);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	release(lines, sizeof(lines));
	for (char *line = strtok(lines, "\n"); line != NULL;
	     line = strtok(NULL, "\n"), count++)
		cr_expect(
			strcmp(line + TIME_LENGTH, " info turned thread=aaaaaa "
						   "request=aaaaaa") == 0 ||
			strcmp(line + TIME_LENGTH, " info turned thread=bbbbbb "
						   "request=bbbbbb") == 0);
	cr_expect_eq(count, 400);
}
