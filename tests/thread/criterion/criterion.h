/*
 * A stand-in for Criterion under ThreadSanitizer.
 *
 * Criterion 2.4 places its children's memory at fixed addresses that TSan has
 * taken, so MODE=thread compiles the same tests with this header in front of
 * the real one and links tests/thread/runner.c instead. It has what our tests
 * use: each test in a process of its own, and assertions that end it.
 */
#ifndef EENPLAN_TESTS_THREAD_CRITERION_H
#define EENPLAN_TESTS_THREAD_CRITERION_H

#include <stdbool.h>
#include <string.h>

struct runner_test {
	const char *suite;
	const char *name;
	void (*body)(void);
	struct runner_test *next;
};

void runner_add(struct runner_test *test);
/* Ends the test as failed, with where and why. */
_Noreturn void
runner_fail(const char *where, const char *claim, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Ends the test as skipped. */
_Noreturn void
runner_skip(const char *format, ...) __attribute__((format(printf, 1, 2)));

#define Test(suite_name, test_name, ...)                                       \
	static void suite_name##_##test_name##_test(void);                     \
	static struct runner_test suite_name##_##test_name##_entry = {         \
		#suite_name, #test_name, suite_name##_##test_name##_test,      \
		NULL};                                                         \
	__attribute__((                                                        \
		constructor)) static void suite_name##_##test_name##_add(void) \
	{                                                                      \
		runner_add(&suite_name##_##test_name##_entry);                 \
	}                                                                      \
	static void suite_name##_##test_name##_test(void)

#define RUNNER_TEXT(number)    RUNNER_TEXT_OF(number)
#define RUNNER_TEXT_OF(number) #number
#define RUNNER_HERE	       __FILE__ ":" RUNNER_TEXT(__LINE__)
#define RUNNER_CLAIM(claim, text, ...)                                         \
	do {                                                                   \
		if (!(claim))                                                  \
			runner_fail(RUNNER_HERE, text, " " __VA_ARGS__);       \
	} while (0)

#define cr_assert(claim, ...) RUNNER_CLAIM(claim, #claim, __VA_ARGS__)
#define cr_assert_not(claim, ...)                                              \
	RUNNER_CLAIM(!(claim), "not " #claim, __VA_ARGS__)
#define cr_assert_null(it, ...)                                                \
	RUNNER_CLAIM((it) == NULL, #it " is NULL", __VA_ARGS__)
#define cr_assert_not_null(it, ...)                                            \
	RUNNER_CLAIM((it) != NULL, #it " is not NULL", __VA_ARGS__)
#define cr_assert_eq(one, other, ...)                                          \
	RUNNER_CLAIM((one) == (other), #one " == " #other, __VA_ARGS__)
#define cr_assert_neq(one, other, ...)                                         \
	RUNNER_CLAIM((one) != (other), #one " != " #other, __VA_ARGS__)
#define cr_assert_lt(one, other, ...)                                          \
	RUNNER_CLAIM((one) < (other), #one " < " #other, __VA_ARGS__)
#define cr_assert_leq(one, other, ...)                                         \
	RUNNER_CLAIM((one) <= (other), #one " <= " #other, __VA_ARGS__)
#define cr_assert_gt(one, other, ...)                                          \
	RUNNER_CLAIM((one) > (other), #one " > " #other, __VA_ARGS__)
#define cr_assert_geq(one, other, ...)                                         \
	RUNNER_CLAIM((one) >= (other), #one " >= " #other, __VA_ARGS__)
#define cr_assert_str_eq(one, other, ...)                                      \
	RUNNER_CLAIM(strcmp((one), (other)) == 0, #one " is " #other,          \
		     __VA_ARGS__)
#define cr_assert_str_neq(one, other, ...)                                     \
	RUNNER_CLAIM(strcmp((one), (other)) != 0, #one " is not " #other,      \
		     __VA_ARGS__)
#define cr_assert_arr_eq(one, other, size, ...)                                \
	RUNNER_CLAIM(memcmp((one), (other), (size)) == 0, #one " is " #other,  \
		     __VA_ARGS__)
#define cr_assert_fail(...) runner_fail(RUNNER_HERE, "failed", " " __VA_ARGS__)
#define cr_skip_test(...)   runner_skip(" " __VA_ARGS__)
#define cr_log_info(...)    ((void)0)

#endif
