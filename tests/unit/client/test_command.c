#include <string.h>

#include "client/command.h"
#include "support.h"

LEAK_FREE_TEST(command, refuses_unknown_words_and_names_near_ones)
{
	static const struct {
		const char *words[2];
		size_t count;
		const char *says;
	} rows[] = {
		{{NULL}, 0, "which command? eenplan --help lists them"},
		{{"veiw"}, 1, "there is no command veiw; did you mean view?"},
		{{"household", "lst"},
		 2,
		 "there is no command household lst; did you mean household "
		 "list?"},
		{{"household"},
		 1,
		 "household needs to know what: see eenplan household --help"},
		{{"household", "--format"},
		 2,
		 "household needs to know what: see eenplan household --help"},
		{{"qqqqqqq"},
		 1,
		 "there is no command qqqqqqq; eenplan --help lists them"},
	};

	support_speak_english();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fault fault = {0};
		size_t used = 0;
		cr_assert_null(command_find(rows[i].words, rows[i].count, &used,
					    &fault));
		cr_assert_str_eq(fault.text, rows[i].says);
	}
}

LEAK_FREE_TEST(command, finds_each_by_its_own_words)
{
	for (size_t i = 0; i < command_count; i++) {
		const struct command *one = &command_table[i];
		const char *words[] = {one->family, one->verb};
		struct fault fault = {0};
		size_t used = 0;
		cr_assert_eq(command_find(words, 2, &used, &fault), one);
		cr_assert_eq(used, *one->verb ? 2 : 1);
	}
}

LEAK_FREE_TEST(command, takes_what_is_no_verb_for_a_familys_own_command)
{
	static const struct {
		const char *words[2];
		size_t count;
		const char *verb;
	} rows[] = {
		{{"outbox"}, 1, ""},
		{{"outbox", "--all"}, 2, ""},
		{{"outbox", "retry"}, 2, "retry"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fault fault = {0};
		size_t used = 0;
		const struct command *found = command_find(
			rows[i].words, rows[i].count, &used, &fault);
		cr_assert_not_null(found, "%s", fault.text);
		cr_expect_str_eq(found->family, "outbox");
		cr_expect_str_eq(found->verb, rows[i].verb);
	}
}

LEAK_FREE_TEST(command, gives_each_help_and_an_example_that_names_it)
{
	for (size_t i = 0; i < command_count; i++) {
		const struct command *one = &command_table[i];
		cr_assert(one->options & OPTION_BIT(HELP));
		cr_assert_leq(one->least, one->most);
		cr_assert_not_null(strstr(one->example, one->family));
		cr_assert_not_null(strstr(one->example, one->verb));
	}
}
