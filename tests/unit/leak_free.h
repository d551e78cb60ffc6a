/*
 * LEAK_FREE_TEST(suite, sentence): a Criterion test that also fails when what
 * it allocated is unreachable at its end. Leaks that the sanitizer finds in a
 * Criterion child would otherwise pass in silence.
 */
#ifndef EENPLAN_TESTS_LEAK_FREE_H
#define EENPLAN_TESTS_LEAK_FREE_H

#include <criterion/criterion.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#define LEAKS_FOUND() __lsan_do_recoverable_leak_check()
#else
#define LEAKS_FOUND() 0
#endif

#define LEAK_FREE_TEST(suite, sentence)                                        \
	static void suite##_##sentence##_body(void);                           \
	Test(suite, sentence)                                                  \
	{                                                                      \
		suite##_##sentence##_body();                                   \
		cr_assert_eq(LEAKS_FOUND(), 0, "memory leaked");               \
	}                                                                      \
	static void suite##_##sentence##_body(void)

#endif
