#include "client/report_page.h"

#include <string.h>

#include "client/plot.h"
#include "support.h"

static struct arena *arena;

static const char *
make(const char *json)
{
	struct buf out;

	buf_init(&out, arena, 4096);
	report_page_write(support_json(arena, text_of(json)), &out);
	return buf_string(&out);
}

static void
begin(void)
{
	support_speak_english();
	arena = arena_new();
}

static size_t
count_of(const char *page, const char *what)
{
	size_t count = 0;

	for (; (page = strstr(page, what)); page += strlen(what))
		count++;
	return count;
}

LEAK_FREE_TEST(report_page, survives_reports_with_nothing_in_them)
{
	static const char *const rows[] = {
		"{}",
		"{\"figures\":[]}",
		"{\"figures\":[{}],\"from\":7,\"until\":[]}",
		"{\"figures\":[1,\"x\",null,{\"measure\":7}]}",
		"{\"figures\":[{\"measure\":\"cases\"}]}",
		"{\"figures\":[{\"measure\":\"case-month-old\","
		"\"value\":\"12\"}]}",
		"{\"figures\":[{\"measure\":\"wellbeing-before\","
		"\"value\":\"a\",\"residents\":\"12\"}]}",
	};

	begin();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *page = make(rows[i]);

		cr_assert_not_null(strstr(page, "<h1>Report</h1>"), "%zu", i);
		cr_assert_not_null(strstr(page, "</html>\n"), "%zu", i);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(report_page, takes_nothing_for_markup)
{
	begin();
	const char *page =
		make("{\"cohort\":\"<script>\",\"organisation\":\"<b>&'\\\"\","
		     "\"from\":\"<i>\",\"until\":\"<u>\",\"level\":\"<p>\","
		     "\"made\":\"<q>\",\"figures\":[{\"measure\":\"cost-old\","
		     "\"law\":\"<s>\",\"unit\":\"euros\",\"value\":\"<em>\","
		     "\"residents\":12}]}");
	static const char *const never[] = {"<script", "<b>&", "<i>", "<u>",
					    "<p><",    "<q>",  "<s>", "<em>"};

	for (size_t i = 0; i < COUNT_OF(never); i++)
		cr_expect_null(strstr(page, never[i]), "%s", never[i]);
	cr_expect_not_null(strstr(page, "&#60;script&#62;"));
	arena_free(arena);
}

LEAK_FREE_TEST(report_page, draws_what_is_given_and_says_why_the_rest_isnt)
{
	begin();
	const char *page =
		make("{\"floor\":10,\"figures\":["
		     "{\"measure\":\"wellbeing-before\",\"unit\":\"score\","
		     "\"value\":\"3.5\",\"residents\":12},"
		     "{\"measure\":\"wellbeing-after\",\"unit\":\"score\","
		     "\"why\":\"close\"}]}");

	cr_expect_eq(count_of(page, "<svg class=\"bar\""), 1);
	cr_expect_not_null(strstr(page, "width=\"35.0%\""));
	/* beside the plot, and in the table */
	cr_expect_eq(count_of(page, "too close to an earlier report"), 2);
	cr_expect_null(strstr(page, "At the end"), "there is no difference");
	cr_expect_eq(count_of(page, "<section"), 1, "nothing else was asked");
	arena_free(arena);
}

LEAK_FREE_TEST(report_page, holds_the_old_way_against_the_new_law_by_law)
{
	begin();
	const char *page = make(
		"{\"floor\":10,\"figures\":["
		"{\"measure\":\"case-month-old\",\"unit\":\"euros-a-month\","
		"\"law\":\"zvw\",\"value\":\"200.00\",\"residents\":12},"
		"{\"measure\":\"case-month-old\",\"unit\":\"euros-a-month\","
		"\"value\":\"200.00\",\"residents\":12},"
		"{\"measure\":\"case-month-new\",\"unit\":\"euros-a-month\","
		"\"law\":\"wmo\",\"value\":\"250.50\",\"residents\":12},"
		"{\"measure\":\"case-month-new\",\"unit\":\"euros-a-month\","
		"\"value\":\"250.50\",\"residents\":12}]}");

	cr_expect_not_null(strstr(page, "EUR 50.50 a month more"));
	/* of each law the way that it has, and of all both */
	cr_expect_eq(count_of(page, "<svg class=\"bar\""), 4);
	cr_expect_eq(count_of(page, "class=\"edge\""), 2, "the old is striped");
	cr_expect_eq(count_of(page, "class=\"solid\""), 2);
	cr_expect_eq(count_of(page, "<b class=\"none\">fewer than 10"), 2);
	arena_free(arena);
}

LEAK_FREE_TEST(plot, draws_no_bar_longer_than_the_whole)
{
	static const struct plot_bar bars[] = {
		{.label = "a", .value = "12", .length = 12},
		{.label = "b", .value = "0", .length = 0},
		{.label = "c", .value = "none", .length = -1},
	};
	struct plot plot = {.title = "t", .bars = bars, .count = 3, .most = 10};
	struct buf out;

	begin();
	buf_init(&out, arena, 1024);
	plot_put(&plot, &out);
	cr_expect_not_null(strstr(buf_string(&out), "width=\"100.0%\""));
	cr_expect_not_null(strstr(buf_string(&out), "width=\"0.0%\""));
	cr_expect_eq(count_of(buf_string(&out), "<svg class=\"bar\""), 2);
	buf_init(&out, arena, 1024);
	plot.most = 0;
	plot.bars = &bars[1];
	plot.count = 2;
	plot_put(&plot, &out);
	cr_expect_null(strstr(buf_string(&out), "nan"), "nothing of nothing");
	arena_free(arena);
}

LEAK_FREE_TEST(report_page, holds_a_period_against_its_baseline)
{
	const char *page, *then, *now;

	begin();
	page = make("{\"figures\":[{\"measure\":\"referred-indicated\","
		    "\"unit\":\"count\",\"value\":\"11\",\"residents\":11}],"
		    "\"reference\":{\"from\":\"2025-01-01\",\"until\":"
		    "\"2025-06-30\",\"figures\":[{\"measure\":"
		    "\"referred-indicated\",\"unit\":\"count\",\"value\":"
		    "\"18\",\"residents\":18}]}}");
	cr_assert_not_null(strstr(page, "from 1&#160;Jan&#160;2025 until"));
	then = strstr(page, "baseline");
	cr_assert_not_null(then);
	now = strstr(then, "this period");
	cr_assert_not_null(now);
	cr_expect_eq(count_of(page, ">18<"), 2, "in the plot and the table");
	cr_expect_null(strstr(make("{\"figures\":[{\"measure\":"
				   "\"referred-indicated\",\"value\":"
				   "\"11\"}]}"),
			      "aseline"));
	arena_free(arena);
}
