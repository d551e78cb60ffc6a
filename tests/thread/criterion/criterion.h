/*
 * A stand-in for Criterion under ThreadSanitizer.
 *
 * Criterion 2.4 places its children's memory at fixed addresses that TSan has
 * taken, so MODE=thread compiles the same tests with this header in front of
 * the real one and links tests/thread/runner.c instead. It has what our tests
 * use: each test in a process of its own, assertions that end it, expectations
 * that do not, and a signal that a test may have to end by.
 */
#ifndef EENPLAN_TESTS_THREAD_CRITERION_H
#define EENPLAN_TESTS_THREAD_CRITERION_H

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct runner_test {
	const char *suite;
	const char *name;
	void (*body)(void);
	int signal; /* that it must end by; 0: none */
	struct runner_test *next;
};

void runner_add(struct runner_test *test);
/* The test has failed, where and why, and goes on. From any thread. */
void runner_note(const char *where, const char *claim, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The same, and it ends. */
_Noreturn void runner_fail(const char *where, const char *claim,
			   const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Ends the test as skipped. */
_Noreturn void runner_skip(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

#define Test(suite_name, test_name, ...)                                       \
	static void suite_name##_##test_name##_test(void);                     \
	static struct runner_test suite_name##_##test_name##_entry = {         \
		.suite = #suite_name,                                          \
		.name = #test_name,                                            \
		.body = suite_name##_##test_name##_test,                       \
		__VA_ARGS__};                                                  \
	__attribute__((                                                        \
		constructor)) static void suite_name##_##test_name##_add(void) \
	{                                                                      \
		runner_add(&suite_name##_##test_name##_entry);                 \
	}                                                                      \
	static void suite_name##_##test_name##_test(void)

#define RUNNER_TEXT(number)    RUNNER_TEXT_OF(number)
#define RUNNER_TEXT_OF(number) #number
#define RUNNER_HERE	       __FILE__ ":" RUNNER_TEXT(__LINE__)

/* `fail` is runner_fail for an assertion, runner_note for an expectation. */
#define RUNNER_IS(fail, claim, text, ...)                                      \
	do {                                                                   \
		if (!(claim))                                                  \
			fail(RUNNER_HERE, text, " " __VA_ARGS__);              \
	} while (0)
#define RUNNER_TRUE(fail, it, ...) RUNNER_IS(fail, it, #it, __VA_ARGS__)
#define RUNNER_NOT(fail, it, ...)                                              \
	RUNNER_IS(fail, !(it), "not " #it, __VA_ARGS__)
#define RUNNER_COMPARE(fail, one, sign, other, ...)                            \
	RUNNER_IS(fail, (one)sign(other), #one " " #sign " " #other,           \
		  __VA_ARGS__)
#define RUNNER_STRINGS(fail, one, sign, other, ...)                            \
	RUNNER_IS(fail, strcmp((one), (other)) sign 0,                         \
		  #one " " #sign " " #other, __VA_ARGS__)
#define RUNNER_BYTES(fail, one, sign, other, size, ...)                        \
	RUNNER_IS(fail, memcmp((one), (other), (size)) sign 0,                 \
		  #one " " #sign " " #other, __VA_ARGS__)

#define cr_assert(...)	   RUNNER_TRUE(runner_fail, __VA_ARGS__)
#define cr_assert_not(...) RUNNER_NOT(runner_fail, __VA_ARGS__)
#define cr_assert_null(it, ...)                                                \
	RUNNER_COMPARE(runner_fail, it, ==, NULL, __VA_ARGS__)
#define cr_assert_not_null(it, ...)                                            \
	RUNNER_COMPARE(runner_fail, it, !=, NULL, __VA_ARGS__)
#define cr_assert_eq(one, ...) RUNNER_COMPARE(runner_fail, one, ==, __VA_ARGS__)
#define cr_assert_neq(one, ...)                                                \
	RUNNER_COMPARE(runner_fail, one, !=, __VA_ARGS__)
#define cr_assert_lt(one, ...) RUNNER_COMPARE(runner_fail, one, <, __VA_ARGS__)
#define cr_assert_leq(one, ...)                                                \
	RUNNER_COMPARE(runner_fail, one, <=, __VA_ARGS__)
#define cr_assert_gt(one, ...) RUNNER_COMPARE(runner_fail, one, >, __VA_ARGS__)
#define cr_assert_geq(one, ...)                                                \
	RUNNER_COMPARE(runner_fail, one, >=, __VA_ARGS__)
#define cr_assert_str_eq(one, ...)                                             \
	RUNNER_STRINGS(runner_fail, one, ==, __VA_ARGS__)
#define cr_assert_str_neq(one, ...)                                            \
	RUNNER_STRINGS(runner_fail, one, !=, __VA_ARGS__)
#define cr_assert_arr_eq(one, ...)                                             \
	RUNNER_BYTES(runner_fail, one, ==, __VA_ARGS__)
#define cr_assert_arr_neq(one, ...)                                            \
	RUNNER_BYTES(runner_fail, one, !=, __VA_ARGS__)
#define cr_assert_fail(...) RUNNER_IS(runner_fail, false, "fail", __VA_ARGS__)

#define cr_expect(...)	   RUNNER_TRUE(runner_note, __VA_ARGS__)
#define cr_expect_not(...) RUNNER_NOT(runner_note, __VA_ARGS__)
#define cr_expect_null(it, ...)                                                \
	RUNNER_COMPARE(runner_note, it, ==, NULL, __VA_ARGS__)
#define cr_expect_not_null(it, ...)                                            \
	RUNNER_COMPARE(runner_note, it, !=, NULL, __VA_ARGS__)
#define cr_expect_eq(one, ...) RUNNER_COMPARE(runner_note, one, ==, __VA_ARGS__)
#define cr_expect_neq(one, ...)                                                \
	RUNNER_COMPARE(runner_note, one, !=, __VA_ARGS__)
#define cr_expect_lt(one, ...) RUNNER_COMPARE(runner_note, one, <, __VA_ARGS__)
#define cr_expect_leq(one, ...)                                                \
	RUNNER_COMPARE(runner_note, one, <=, __VA_ARGS__)
#define cr_expect_gt(one, ...) RUNNER_COMPARE(runner_note, one, >, __VA_ARGS__)
#define cr_expect_geq(one, ...)                                                \
	RUNNER_COMPARE(runner_note, one, >=, __VA_ARGS__)
#define cr_expect_str_eq(one, ...)                                             \
	RUNNER_STRINGS(runner_note, one, ==, __VA_ARGS__)
#define cr_expect_str_neq(one, ...)                                            \
	RUNNER_STRINGS(runner_note, one, !=, __VA_ARGS__)
#define cr_expect_arr_eq(one, ...)                                             \
	RUNNER_BYTES(runner_note, one, ==, __VA_ARGS__)
#define cr_expect_arr_neq(one, ...)                                            \
	RUNNER_BYTES(runner_note, one, !=, __VA_ARGS__)
#define cr_expect_fail(...) RUNNER_IS(runner_note, false, "fail", __VA_ARGS__)

#define cr_skip_test(...) runner_skip(" " __VA_ARGS__)

#endif
