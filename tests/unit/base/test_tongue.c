#include "eenplan/base/tongue.h"

#include <locale.h>
#include <pthread.h>
#include <string.h>

#include "dutch.h"
#include "leak_free.h"

#define KNOWN "must be a string"
#define DUTCH "moet een tekst zijn"

LEAK_FREE_TEST(tongue, is_what_a_header_ranks_first)
{
	static const struct {
		const char *header;
		enum tongue tongue;
	} rows[] = {
		{NULL, TONGUE_OF_PROCESS},
		{"", TONGUE_OF_PROCESS},
		{"nl", TONGUE_DUTCH},
		{"NL-be", TONGUE_DUTCH},
		{"nl-NL,nl;q=0.9,en;q=0.8", TONGUE_DUTCH},
		{"en-GB,en;q=0.9,nl;q=0.8", TONGUE_OF_PROCESS},
		{"en;q=0.5, nl;q=0.7", TONGUE_DUTCH},
		{"nl;q=0.5, en;q=0.55", TONGUE_OF_PROCESS},
		{"de, nl;q=0.1", TONGUE_DUTCH},
		{"nl, en", TONGUE_DUTCH},
		{"en, nl", TONGUE_OF_PROCESS},
		{"nl;q=0", TONGUE_OF_PROCESS},
		{"nl;q=0.000, en", TONGUE_OF_PROCESS},
		{"nld", TONGUE_OF_PROCESS},
		{"*", TONGUE_OF_PROCESS},
		{"n", TONGUE_OF_PROCESS},
		{",, ;q=,nl;q=,", TONGUE_OF_PROCESS},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_eq(tongue_of_header(rows[i].header), rows[i].tongue,
			     "%s", rows[i].header);
}

LEAK_FREE_TEST(tongue, says_each_in_the_language_that_goes_along)
{
	dutch_start();
	for (size_t i = 0; i < 3; i++) {
		cr_expect_str_eq(tongue_say(TONGUE_DUTCH, KNOWN), DUTCH);
		cr_expect_str_eq(tongue_say(TONGUE_OF_PROCESS, KNOWN), KNOWN);
	}
	cr_expect_str_eq(tongue_say(TONGUE_DUTCH, "is no key"), "is no key");
	cr_expect_str_eq(tongue_say(TONGUE_DUTCH, ""), "");
	cr_expect_null(tongue_say(TONGUE_DUTCH, NULL));
	cr_expect_str_eq(setlocale(LC_ALL, NULL), "C");
}

static void *
say_often(void *context)
{
	bool dutch = context != NULL;
	enum tongue tongue = dutch ? TONGUE_DUTCH : TONGUE_OF_PROCESS;
	size_t wrong = 0;

	for (size_t i = 0; i < 20000; i++)
		wrong += strcmp(tongue_say(tongue, KNOWN),
				dutch ? DUTCH : KNOWN) != 0;
	return (void *)wrong;
}

LEAK_FREE_TEST(tongue, is_no_state_that_threads_share)
{
	pthread_t threads[4];
	void *wrong;

	dutch_start();
	for (size_t i = 0; i < COUNT_OF(threads); i++)
		cr_assert_eq(pthread_create(&threads[i], NULL, say_often,
					    i % 2 == 0 ? NULL : threads),
			     0);
	for (size_t i = 0; i < COUNT_OF(threads); i++) {
		pthread_join(threads[i], &wrong);
		cr_expect_null(wrong);
	}
}

LEAK_FREE_TEST(tongue, stays_english_without_a_catalogue)
{
	setenv("EENPLAN_LOCALEDIR", "/nonexistent", 1);
	cr_expect_eq(tongue_start(), STATUS_NOT_FOUND);
	cr_expect_str_eq(tongue_say(TONGUE_DUTCH, KNOWN), KNOWN);
}

LEAK_FREE_TEST(tongue, is_english_before_it_starts)
{
	cr_expect_str_eq(tongue_say(TONGUE_DUTCH, KNOWN), KNOWN);
}
