#include <string.h>

#include "client/safe.h"
#include "support.h"

#define BAD "\xEF\xBF\xBD"

LEAK_FREE_TEST(safe, lets_nothing_through_that_steers_a_terminal)
{
	static const struct {
		const char *from;
		const char *to;
	} rows[] = {
		{"\033[31mred\033[0m", BAD "[31mred" BAD "[0m"},
		{"a\nb\tc\rd", "a b c d"},
		{"bell\a", "bell" BAD},
		{"delete\x7F", "delete" BAD},
		{"\xC2\x9B"
		 "2J",
		 BAD "2J"}, /* C1 CSI */
		{"\xE2\x80\xAE"
		 "txt.exe",
		 BAD "txt.exe"}, /* RLO */
		{"a\xE2\x81\xA6"
		 "b",
		 "a" BAD "b"}, /* LRI */
		{"a\xE2\x80\x8B"
		 "b",
		 "a" BAD "b"}, /* ZWSP */
		{"a\xE2\x80\xA8"
		 "b",
		 "a" BAD "b"},		   /* LS */
		{"\xF3\xA0\x80\xA1", BAD}, /* tag */
		{"\xEF\xBB\xBF"
		 "x",
		 BAD "x"},		       /* BOM */
		{"\xFF\xFE", BAD BAD},	       /* no UTF-8 */
		{"\xC3", BAD},		       /* cut off */
		{"\xED\xA0\x80", BAD BAD BAD}, /* surrogate */
		{"\xC0\xAF", BAD BAD},	       /* overlong */
	};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_assert_str_eq(safe_text(arena, rows[i].from), rows[i].to,
				 "row %zu", i);
	arena_free(arena);
}

LEAK_FREE_TEST(safe, leaves_names_as_they_are)
{
	static const char *const names[] = {"", "José", "Ağaoğlu", "李",
					    "één 👵 – “ja”"};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(names); i++)
		cr_assert_eq(safe_text(arena, names[i]), names[i]);
	arena_free(arena);
}

LEAK_FREE_TEST(safe, escapes_in_json_without_changing_its_value)
{
	struct arena *arena = arena_new();
	struct text json = text_of("{\n\"a\": \"x\xC2\x9B\x7F\xE2\x80\xAE"
				   "\xF3\xA0\x80\xA1é\"\n}");
	struct text clean = safe_json(arena, json);
	const char *expected = "{\n\"a\": \"x\\u009b\\u007f\\u202e"
			       "\\udb40\\udc21é\"\n}";

	cr_assert(text_is(clean, expected), "%.*s", (int)clean.length,
		  clean.bytes);
	cr_assert_str_eq(json_get_string(support_json(arena, clean), "a"),
			 json_get_string(support_json(arena, json), "a"));
	arena_free(arena);
}
