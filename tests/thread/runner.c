#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "criterion/criterion.h"

#define EXIT_FAILED  1
#define EXIT_SKIPPED 77

static struct runner_test *first;

void
runner_add(struct runner_test *test)
{
	test->next = first;
	first = test;
}

void
runner_fail(const char *where, const char *claim, const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "%s: %s:", where, claim);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
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

/* exit, not _exit: TSan speaks at the end, with its own exit status. */
static int
run(const struct runner_test *test)
{
	int outcome;
	pid_t child = fork();

	if (child == 0) {
		test->body();
		exit(0);
	}
	if (child < 0 || waitpid(child, &outcome, 0) != child)
		return EXIT_FAILED;
	return WIFEXITED(outcome) ? WEXITSTATUS(outcome) : EXIT_FAILED;
}

int
main(void)
{
	unsigned tested = 0;
	unsigned failing = 0;
	unsigned skipped = 0;

	for (const struct runner_test *test = first; test != NULL;
	     test = test->next) {
		int outcome = run(test);

		tested++;
		if (outcome == EXIT_SKIPPED)
			skipped++;
		else if (outcome != 0)
			failing++;
		if (outcome != 0)
			fprintf(stderr, "[%s] %s::%s\n",
				outcome == EXIT_SKIPPED ? "SKIP" : "FAIL",
				test->suite, test->name);
	}
	fprintf(stderr,
		"[====] Synthesis: Tested: %u | Passing: %u | Failing: %u | "
		"Skipped: %u\n",
		tested, tested - failing - skipped, failing, skipped);
	return failing == 0 ? 0 : 1;
}
