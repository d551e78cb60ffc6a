#include "eenplan/base/arena.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>

#include "eenplan/base/limits.h"
#include "leak_free.h"

Test(arena, ends_the_process_over_its_limit, .signal = SIGABRT)
{
	struct arena *arena = arena_new();

	arena_alloc(arena, LIMIT_ARENA_BYTES + 1);
}

Test(arena, ends_the_process_when_an_array_overflows, .signal = SIGABRT)
{
	struct arena *arena = arena_new();

	arena_array(arena, SIZE_MAX / 2, 3);
}

LEAK_FREE_TEST(arena, takes_null_to_free)
{
	arena_free(NULL);
}

LEAK_FREE_TEST(arena, gives_zeroed_and_aligned_objects_of_any_size)
{
	struct arena *arena = arena_new();

	for (size_t size = 0; size < 20000; size += 37) {
		unsigned char *bytes = arena_alloc(arena, size);

		cr_assert_eq((uintptr_t)bytes % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			cr_assert_eq(bytes[i], 0);
		memset(bytes, 0xFF, size);
		/* an odd length, so that the next one starts unaligned */
		arena_text(arena, (struct text){"abc", 2});
	}
	arena_free(arena);
}

LEAK_FREE_TEST(arena, keeps_what_it_gave_while_it_grows)
{
	struct arena *arena = arena_new();
	uint32_t *numbers[5000];

	for (uint32_t i = 0; i < 5000; i++) {
		numbers[i] = ARENA_ARRAY(arena, 1 + i % 50, uint32_t);
		numbers[i][i % 50] = i;
	}
	for (uint32_t i = 0; i < 5000; i++)
		cr_assert_eq(numbers[i][i % 50], i);
	cr_assert_geq(arena_used(arena), 5000 * sizeof(uint32_t));
	arena_free(arena);
}

LEAK_FREE_TEST(arena, grows_the_last_allocation_in_place)
{
	struct arena *arena = arena_new();
	char *bytes = arena_grow(arena, NULL, 0, 4);

	memcpy(bytes, "abcd", 4);
	cr_expect_eq(arena_grow(arena, bytes, 4, 400), bytes);
	arena_alloc(arena, 1);

	char *moved = arena_grow(arena, bytes, 400, 800);

	cr_expect_neq(moved, bytes);
	cr_expect_eq(memcmp(moved, "abcd", 4), 0);
	arena_free(arena);
}

LEAK_FREE_TEST(arena, copies_and_prints_strings)
{
	struct arena *arena = arena_new();
	char long_string[1000];

	memset(long_string, 'x', sizeof(long_string) - 1);
	long_string[sizeof(long_string) - 1] = '\0';
	cr_expect_str_eq(arena_string(arena, "één"), "één");
	cr_expect_str_eq(arena_string(arena, NULL), "");
	cr_expect_str_eq(arena_text(arena, (struct text){"abc", 2}), "ab");
	cr_expect_str_eq(arena_printf(arena, "%d-%s", 7, "x"), "7-x");
	cr_expect_str_eq(arena_printf(arena, "%s", long_string), long_string);
	arena_free(arena);
}

LEAK_FREE_TEST(arena, goes_back_to_where_it_was_marked)
{
	static const size_t sizes[] = {1, 3000, 40000, 3000000};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		char *before = arena_string(arena, "before");
		struct arena_mark mark = arena_mark(arena);
		size_t used = arena_used(arena);
		char *first = arena_alloc(arena, 8);

		memset(arena_alloc(arena, sizes[i]), 0xFF, sizes[i]);
		arena_string(arena, "secret");
		arena_rewind(arena, &mark);
		cr_expect_eq(arena_used(arena), used);
		cr_expect_str_eq(before, "before");
		cr_expect_eq(arena_alloc(arena, 8), first, "size %zu",
			     sizes[i]);
		arena_rewind(arena, &mark);

		/* Nothing of it stays, wherever the next one is put. */
		char *raw = arena_grow(arena, NULL, 0, 16);

		cr_expect_eq(memchr(raw, 0xFF, 16), NULL);
	}
	arena_free(arena);
}
