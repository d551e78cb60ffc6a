#include "eenplan/base/fault.h"

#include <string.h>

#include "dutch.h"
#include "eenplan/base/text.h"
#include "leak_free.h"

LEAK_FREE_TEST(fault, keeps_the_first)
{
	struct fault fault = {0};

	cr_expect_not(fault_is_set(&fault));
	fault_set(&fault, "/one", "is %s", "first");
	fault_set(&fault, "/two", "is second");
	cr_expect(fault_is_set(&fault));
	cr_expect_str_eq(fault.where, "/one");
	cr_expect_str_eq(fault.text, "is first");
	fault_clear(&fault);
	cr_expect_not(fault_is_set(&fault));
}

LEAK_FREE_TEST(fault, takes_null_for_itself_and_for_where)
{
	struct fault fault = {0};

	fault_set(NULL, "/one", "is lost");
	fault_set(&fault, NULL, "is nowhere");
	cr_expect_str_eq(fault.where, "");
}

LEAK_FREE_TEST(fault, never_ends_inside_a_character)
{
	char wide[1000];
	struct fault fault = {0};

	for (size_t shift = 0; shift < 4; shift++) {
		memset(wide, 'x', shift);
		for (size_t i = shift; i + 4 < sizeof(wide); i += 4)
			memcpy(wide + i, "😀", 5);
		fault_clear(&fault);
		fault_set(&fault, wide, "%s", wide);
		cr_expect(text_is_utf8(text_of(fault.where)));
		cr_expect(text_is_utf8(text_of(fault.text)));
		cr_expect(text_is_utf8(text_of(fault.told)));
		cr_expect_gt(strlen(fault.text), sizeof(fault.text) - 5);
	}
}

LEAK_FREE_TEST(fault, is_told_in_dutch_and_kept_in_english)
{
	struct fault fault = {.tongue = TONGUE_DUTCH};

	dutch_start();
	fault_set(&fault, "/categories", "has more than %d words", 7);
	cr_expect_str_eq(fault.where, "/categories");
	cr_expect_str_eq(fault.text, "has more than 7 words");
	cr_expect_str_eq(fault.told, "heeft meer dan 7 woorden");
	fault_forget(&fault);
	cr_expect_not(fault_is_set(&fault));
	fault_say(&fault, "/token", "must be a string");
	cr_expect_str_eq(fault.text, "must be a string");
	cr_expect_str_eq(fault.told, "moet een tekst zijn");
}

LEAK_FREE_TEST(fault, is_english_twice_for_whoever_did_not_ask)
{
	struct fault fault = {0};

	dutch_start();
	fault_set(&fault, "/categories", "has more than %d words", 7);
	cr_expect_str_eq(fault.text, "has more than 7 words");
	cr_expect_str_eq(fault.told, fault.text);
}

LEAK_FREE_TEST(fault, quotes_what_was_put_together)
{
	struct fault fault = {.tongue = TONGUE_DUTCH};

	fault_quote(&fault, "/one", "must be a day", "moet een dag zijn");
	fault_quote(&fault, "/two", "must be a year", "moet een jaar zijn");
	fault_quote(NULL, "/one", "must be a day", "moet een dag zijn");
	fault_say(NULL, "/one", "must be a day");
	cr_expect_str_eq(fault.where, "/one");
	cr_expect_str_eq(fault.text, "must be a day");
	cr_expect_str_eq(fault.told, "moet een dag zijn");
}
