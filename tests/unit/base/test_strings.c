#include "eenplan/base/strings.h"

#include "leak_free.h"

LEAK_FREE_TEST(strings, are_the_same_list_only_in_number_order_and_words)
{
	static const char *const one[] = {"a", "b"};
	static const char *const turned[] = {"b", "a"};
	static const char *const longer[] = {"a", "b", "c"};

	cr_expect_not(strings_equal(one, 2, turned, 2));
	cr_expect_not(strings_equal(one, 2, longer, 3));
	cr_expect_not(strings_equal(one, 2, one, 1));
	cr_expect(strings_equal(one, 2, longer, 2));
	cr_expect(strings_equal(NULL, 0, one, 0));
}

LEAK_FREE_TEST(strings, are_sorted_by_their_bytes_and_each_stays_once)
{
	const char *words[] = {"goal", "Goal", "agreement", "goal",
			       "agreement"};

	cr_assert_eq(strings_sort_unique(words, 5), 3);
	cr_expect_str_eq(words[0], "Goal");
	cr_expect_str_eq(words[1], "agreement");
	cr_expect_str_eq(words[2], "goal");
	cr_expect_eq(strings_sort_unique(words, 1), 1);
	cr_expect_eq(strings_sort_unique(NULL, 0), 0);
}
