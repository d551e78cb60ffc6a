#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "criterion/criterion.h"

#define EXIT_FAILED  1
#define EXIT_SKIPPED 77

enum outcome { PASSED, FAILED, CRASHED, SKIPPED, OUTCOMES };

static const char *const names[OUTCOMES] = {"PASS", "FAIL", "CRASH", "SKIP"};
static struct runner_test *first;
static atomic_bool has_failed; /* in the child: an expectation did */

void
runner_add(struct runner_test *test)
{
	test->next = first;
	first = test;
}

static void
say(const char *where, const char *claim, const char *format, va_list arguments)
{
	fprintf(stderr, "%s: %s:", where, claim);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
}

void
runner_note(const char *where, const char *claim, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(where, claim, format, arguments);
	va_end(arguments);
	has_failed = true;
}

void
runner_fail(const char *where, const char *claim, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(where, claim, format, arguments);
	va_end(arguments);
	_exit(EXIT_FAILED);
}

void
runner_skip(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	_exit(EXIT_SKIPPED);
}

static enum outcome
outcome_of(const struct runner_test *test, int wait_status)
{
	if (WIFSIGNALED(wait_status))
		return WTERMSIG(wait_status) == test->signal ? PASSED : CRASHED;
	if (WEXITSTATUS(wait_status) == EXIT_SKIPPED)
		return SKIPPED;
	if (WEXITSTATUS(wait_status) == EXIT_FAILED || test->signal != 0)
		return FAILED;
	/* TSan's own status, when it has reported something */
	return WEXITSTATUS(wait_status) == 0 ? PASSED : CRASHED;
}

/* exit, not _exit: TSan speaks at the end, with its own exit status. */
static enum outcome
run(const struct runner_test *test)
{
	int wait_status;
	pid_t child = fork();

	if (child == 0) {
		test->body();
		exit(has_failed ? EXIT_FAILED : 0);
	}
	if (child < 0 || waitpid(child, &wait_status, 0) != child)
		return CRASHED;
	return outcome_of(test, wait_status);
}

int
main(void)
{
	unsigned counts[OUTCOMES] = {0};
	unsigned tested = 0;

	for (const struct runner_test *test = first; test != NULL;
	     test = test->next) {
		enum outcome outcome = run(test);

		counts[outcome]++;
		tested += outcome != SKIPPED;
		if (outcome != PASSED)
			fprintf(stderr, "[%s] %s::%s\n", names[outcome],
				test->suite, test->name);
	}
	fprintf(stderr,
		"[====] Synthesis: Tested: %u | Passing: %u | Failing: %u | "
		"Crashing: %u\n",
		tested, counts[PASSED], counts[FAILED], counts[CRASHED]);
	return counts[FAILED] + counts[CRASHED] == 0 ? 0 : 1;
}
