#include "eenplan/base/buf.h"

#include <string.h>

#include "leak_free.h"

LEAK_FREE_TEST(buf, is_empty_at_first)
{
	struct arena *arena = arena_new();
	struct buf buf;

	buf_init(&buf, arena, 0);
	cr_expect_eq(buf_text(&buf).length, 0);
	cr_expect_str_eq(buf_string(&buf), "");
	arena_free(arena);
}

LEAK_FREE_TEST(buf, does_not_count_the_nul_of_its_string)
{
	struct arena *arena = arena_new();
	struct buf buf;

	buf_init(&buf, arena, 3);
	buf_add_string(&buf, "abc");
	cr_expect_str_eq(buf_string(&buf), "abc");
	buf_add_char(&buf, 'd');
	cr_expect_str_eq(buf_string(&buf), "abcd");
	cr_expect_eq(buf_text(&buf).length, 4);
	arena_free(arena);
}

LEAK_FREE_TEST(buf, keeps_every_byte_while_two_grow_side_by_side)
{
	struct arena *arena = arena_new();
	struct buf one;
	struct buf other;

	buf_init(&one, arena, 0);
	buf_init(&other, arena, 0);
	for (int i = 0; i < 20000; i++) {
		buf_add_char(&one, (char)(i % 127));
		buf_add(&other, "\0x", 2);
	}
	for (int i = 0; i < 20000; i++)
		cr_assert_eq(one.bytes[i], (char)(i % 127));
	cr_expect_eq(other.length, 40000);
	cr_expect_eq(other.bytes[39999], 'x');
	arena_free(arena);
}

LEAK_FREE_TEST(buf, prints_what_is_longer_than_its_room)
{
	struct arena *arena = arena_new();
	struct buf buf;
	char wide[600];

	memset(wide, 'w', sizeof(wide) - 1);
	wide[sizeof(wide) - 1] = '\0';
	buf_init(&buf, arena, 8);
	buf_printf(&buf, "%d:", 12345);
	buf_printf(&buf, "%s%s", wide, "!");
	cr_expect_eq(buf.length, 6 + 599 + 1);
	cr_expect_eq(strncmp(buf_string(&buf), "12345:www", 9), 0);
	cr_expect_eq(buf.bytes[buf.length - 1], '!');
	arena_free(arena);
}

LEAK_FREE_TEST(buf, adds_numbers_in_digits)
{
	struct arena *arena = arena_new();
	struct buf buf;

	buf_init(&buf, arena, 0);
	buf_add_number(&buf, 0);
	buf_add_char(&buf, ' ');
	buf_add_number(&buf, 1009);
	buf_add_char(&buf, ' ');
	buf_add_number(&buf, UINT64_MAX);
	cr_expect_str_eq(buf_string(&buf), "0 1009 18446744073709551615");
	arena_free(arena);
}
