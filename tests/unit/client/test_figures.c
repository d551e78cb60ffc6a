#include "client/figures.h"

#include "support.h"

/* Referrals now and before, and a cost by law. */
#define REPORT                                                                 \
	"{\"figures\":[{\"measure\":\"referred-indicated\",\"value\":\"11\"}," \
	"{\"measure\":\"wellbeing-after\",\"value\":\"7.5\"},"                 \
	"{\"measure\":\"cost-new\",\"law\":\"wmo\",\"value\":\"90.50\"},"      \
	"{\"measure\":\"cases\",\"why\":\"few\"}],\"floor\":10,"               \
	"\"reference\":{\"figures\":["                                         \
	"{\"measure\":\"referred-indicated\",\"value\":\"18\"},"               \
	"{\"measure\":\"wellbeing-after\",\"value\":\"6.0\"},"                 \
	"{\"measure\":\"cost-new\",\"law\":\"zvw\",\"value\":\"1.00\"},"       \
	"{\"measure\":\"cost-new\",\"law\":\"wmo\",\"value\":\"100.00\"},"     \
	"{\"measure\":\"cases\",\"value\":\"20\"}]}}"

LEAK_FREE_TEST(figures, are_held_against_the_same_of_the_baseline)
{
	static const char *const changes[] = {"-7", "+1.5", "-9.50", NULL};
	struct arena *arena = arena_new();
	const struct json *report = support_json(arena, text_of(REPORT));
	size_t at = 0;

	support_speak_english();
	for (const struct json *figure =
		     json_first(json_member(report, "figures"));
	     figure; figure = figure->next) {
		const char *change = figures_change(
			arena, figure, figures_baseline(report, figure));

		if (changes[at])
			cr_expect_str_eq(change, changes[at]);
		else
			cr_expect_null(change, "a figure that isn't given "
					       "has no difference");
		at++;
	}
	cr_expect_eq(at, COUNT_OF(changes));
	arena_free(arena);
}

LEAK_FREE_TEST(figures, have_no_baseline_where_none_was_asked)
{
	static const char *const rows[] = {
		"{\"figures\":[{\"measure\":\"cases\",\"value\":\"3\"}]}",
		"{\"figures\":[{}],\"reference\":{\"figures\":[{}]}}",
		"{\"figures\":[{\"measure\":\"cases\"}],\"reference\":7}",
		"{\"figures\":[{\"measure\":\"cases\"}],\"reference\":{"
		"\"figures\":[{\"measure\":\"scaled-up\"}]}}",
	};

	support_speak_english();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *arena = arena_new();
		const struct json *report =
			support_json(arena, text_of(rows[i]));
		const struct json *figure =
			json_first(json_member(report, "figures"));

		cr_expect_null(figures_baseline(report, figure), "%zu", i);
		cr_expect_null(figures_change(arena, figure, NULL), "%zu", i);
		arena_free(arena);
	}
}
