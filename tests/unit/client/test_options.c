#include "client/i18n.h"
#include "client/options.h"
#include "support.h"

#define VIEW                                                                   \
	(OPTION_BIT(FOR) | OPTION_BIT(ROLE) | OPTION_BIT(MISSING_ONLY) |       \
	 OPTION_BIT(HELP))

static struct arena *arena;
static struct options options;
static struct fault fault;

static enum status
parse(const char *const *words, size_t count)
{
	arena = arena_new();
	fault_clear(&fault);
	support_speak_english();
	return options_parse(arena, VIEW, words, count, &options, &fault);
}

#define PARSE(...)                                                             \
	parse((const char *const[]){__VA_ARGS__},                              \
	      COUNT_OF(((const char *const[]){__VA_ARGS__})))

LEAK_FREE_TEST(options, refuses_what_cannot_be_and_says_what_was_meant)
{
	static const struct {
		const char *words[3];
		size_t count;
		const char *says;
	} rows[] = {
		{{"--fro", "x"},
		 2,
		 "there is no option --fro here; did you mean --for?"},
		{{"--zzzzzz"}, 1, "there is no option --zzzzzz here"},
		{{"-x"}, 1, "there is no option --x here"},
		{{"--law", "wmo"}, 2, "there is no option --law here"},
		{{"--for"}, 1, "--for needs a value: --for PURPOSE"},
		{{"--for="}, 1, "--for needs a value: --for PURPOSE"},
		{{"--for=a", "--for=b"}, 2, "--for is given twice"},
		{{"--missing-only=yes"}, 1, "--missing-only takes no value"},
		{{"--f", "x"}, 2, "there is no option --f here"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		cr_assert_eq(parse(rows[i].words, rows[i].count),
			     STATUS_INVALID, "%s", rows[i].says);
		cr_assert_str_eq(fault.text, rows[i].says);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(options, takes_options_and_arguments_in_any_order)
{
	cr_assert_eq(PARSE("--for", "coordination", "house", "--missing-only",
			   "--role=consultant"),
		     STATUS_OK);
	cr_assert_str_eq(options.values[OPTION_FOR], "coordination");
	cr_assert_str_eq(options.values[OPTION_ROLE], "consultant");
	cr_assert_not_null(options.values[OPTION_MISSING_ONLY]);
	cr_assert_null(options.values[OPTION_HELP]);
	cr_assert_eq(options.argument_count, 1);
	cr_assert_str_eq(options.arguments[0], "house");
	arena_free(arena);
}

LEAK_FREE_TEST(options, takes_everything_after_two_dashes_as_it_is)
{
	cr_assert_eq(PARSE("--", "--for", "-"), STATUS_OK);
	cr_assert_eq(options.argument_count, 2);
	cr_assert_str_eq(options.arguments[0], "--for");
	cr_assert_null(options.values[OPTION_FOR]);
	arena_free(arena);
}

LEAK_FREE_TEST(options, takes_one_dash_as_an_argument)
{
	cr_assert_eq(PARSE("-"), STATUS_OK);
	cr_assert_eq(options.argument_count, 1);
	arena_free(arena);
}

LEAK_FREE_TEST(options, knows_help_by_its_short_name)
{
	cr_assert_eq(PARSE("-h"), STATUS_OK);
	cr_assert_not_null(options.values[OPTION_HELP]);
	arena_free(arena);
}
