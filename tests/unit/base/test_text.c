#include "eenplan/base/text.h"

#include "eenplan/base/attributes.h"
#include "leak_free.h"

LEAK_FREE_TEST(text, refuses_malformed_utf8)
{
	static const char *const malformed[] = {
		"\x80",
		"\xBF",
		"\xC0\xAF",
		"\xC1\xBF",
		"\xC3",
		"\xC3(",
		"\xE0\x80\xAF",
		"\xE0\x9F\xBF",
		"\xE2\x82",
		"\xED\xA0\x80",
		"\xED\xBF\xBF",
		"\xF0\x8F\xBF\xBF",
		"\xF0\x9F\x98",
		"\xF4\x90\x80\x80",
		"\xF5\x80\x80\x80",
		"\xFE",
		"\xFF",
		"12345678\xC3",
		"1234567\xED\xA0\x80",
	};

	for (size_t i = 0; i < COUNT_OF(malformed); i++)
		cr_expect_not(text_is_utf8(text_of(malformed[i])), "row %zu",
			      i);
}

LEAK_FREE_TEST(text, accepts_well_formed_utf8)
{
	static const char *const well_formed[] = {
		"",
		"plain ASCII, longer than a word",
		"één plan",
		"\xC2\x80",
		"\xDF\xBF",
		"\xE0\xA0\x80",
		"\xED\x9F\xBF",
		"\xEE\x80\x80",
		"\xEF\xBF\xBF",
		"\xF0\x90\x80\x80",
		"\xF4\x8F\xBF\xBF",
		"1234567€89012345678😀",
	};

	for (size_t i = 0; i < COUNT_OF(well_formed); i++)
		cr_expect(text_is_utf8(text_of(well_formed[i])), "row %zu", i);
}

LEAK_FREE_TEST(text, says_where_utf8_ends)
{
	cr_expect_eq(text_utf8_length(text_of("abcdefgh\xC3")), 8);
	cr_expect_eq(text_utf8_length(text_of("é\xFFz")), 2);
	cr_expect_eq(text_utf8_length(text_of("é")), 2);
}

LEAK_FREE_TEST(text, compares_bytes_and_lengths)
{
	struct text with_nul = {"a\0b", 3};

	cr_expect(text_is(text_of("goal"), "goal"));
	cr_expect_not(text_is(text_of("goal"), "goals"));
	cr_expect_not(text_is(with_nul, "a"));
	cr_expect(text_equals(text_of(NULL), text_of("")));
	cr_expect(text_equals_secret(text_of("key"), text_of("key")));
	cr_expect_not(text_equals_secret(text_of("key"), text_of("kez")));
	cr_expect_not(text_equals_secret(text_of("key"), text_of("key1")));
}
