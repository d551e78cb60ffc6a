#include <locale.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "eenplan/base/json.h"
#include "eenplan/base/limits.h"
#include "leak_free.h"

static const struct {
	double real;
	const char *printed;
} numbers[] = {
	/* RFC 8785 appendix B */
	{0.0, "0"},
	{-0.0, "0"},
	{5e-324, "5e-324"},
	{-5e-324, "-5e-324"},
	{1.7976931348623157e308, "1.7976931348623157e+308"},
	{-1.7976931348623157e308, "-1.7976931348623157e+308"},
	{9007199254740992, "9007199254740992"},
	{-9007199254740992, "-9007199254740992"},
	{295147905179352830000.0, "295147905179352830000"},
	{9.999999999999997e22, "9.999999999999997e+22"},
	{1e23, "1e+23"},
	{1.0000000000000001e23, "1.0000000000000001e+23"},
	{999999999999999700000.0, "999999999999999700000"},
	{999999999999999900000.0, "999999999999999900000"},
	{1e21, "1e+21"},
	{9.999999999999997e-7, "9.999999999999997e-7"},
	{0.000001, "0.000001"},
	{333333333.3333332, "333333333.3333332"},
	{333333333.33333325, "333333333.33333325"},
	{333333333.3333333, "333333333.3333333"},
	{333333333.3333334, "333333333.3333334"},
	{333333333.33333343, "333333333.33333343"},
	{-0.0000033333333333333333, "-0.0000033333333333333333"},
	{1424953923781206.2, "1424953923781206.2"},
	/* powers of two, whose shortest is not the nearest of its length */
	{0x1p-44, "5.684341886080802e-14"},
	{0x1p-1022, "2.2250738585072014e-308"},
	{0x1p+89, "6.189700196426902e+26"},
	{0.1, "0.1"},
	{-1.5, "-1.5"},
	{123.456, "123.456"},
	{4.35, "4.35"},
	{1e-7, "1e-7"},
	{100, "100"},
};

static void
expect_numbers(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		struct json_writer writer;
		const struct json *read;
		struct buf out;

		buf_init(&out, arena, 0);
		json_begin(&writer, &out);
		json_put_real(&writer, numbers[i].real);
		cr_expect_str_eq(buf_string(&out), numbers[i].printed,
				 "row %zu: %s", i, buf_string(&out));
		/* digits only, and more of them than an integer has room for */
		if (fabs(numbers[i].real) >= 0x1p63 &&
		    strchr(numbers[i].printed, 'e') == NULL)
			continue;
		cr_assert_eq(json_read(arena, buf_text(&out), 100, &read, NULL),
			     STATUS_OK);
		cr_expect_eq(read->kind == JSON_KIND_REAL
				     ? read->as.real
				     : (double)read->as.integer,
			     numbers[i].real, "row %zu", i);
	}
	arena_free(arena);
}

Test(json_write, ends_the_process_on_what_json_has_no_number_for,
     .signal = SIGABRT)
{
	struct arena *arena = arena_new();
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 0);
	json_begin(&writer, &out);
	json_put_real(&writer, NAN);
}

LEAK_FREE_TEST(json_write, prints_numbers_as_ecmascript_does)
{
	expect_numbers();
}

/* A locale with a decimal comma; made here if the system has none. */
static bool
speak_dutch(char *folder)
{
	char command[256];

	if (setlocale(LC_ALL, "nl_NL.UTF-8") != NULL)
		return true;
	if (mkdtemp(folder) == NULL)
		return false;
	snprintf(command, sizeof(command),
		 "localedef -i nl_NL -f UTF-8 %s/nl_NL.UTF-8 2>/dev/null",
		 folder);
	if (system(command) != 0)
		return false;
	setenv("LOCPATH", folder, 1);
	return setlocale(LC_ALL, "nl_NL.UTF-8") != NULL;
}

LEAK_FREE_TEST(json_write, does_not_care_about_a_decimal_comma)
{
	char folder[] = "/tmp/eenplan-locale-XXXXXX";
	char command[256];
	char comma[16] = "";
	bool is_dutch = speak_dutch(folder);

	if (is_dutch) {
		snprintf(comma, sizeof(comma), "%.1f", 0.5);
		cr_expect_str_eq(comma, "0,5");
		expect_numbers();
		setlocale(LC_ALL, "C");
	}
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	if (access(folder, F_OK) == 0)
		cr_expect_eq(system(command), 0);
	if (!is_dutch)
		cr_skip_test("skipped: no Dutch locale can be made here");
}

LEAK_FREE_TEST(json_write, escapes_as_rfc_8785_says)
{
	struct arena *arena = arena_new();
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 0);
	json_begin(&writer, &out);
	json_put_string(&writer, "\"\\/\b\f\n\r\t\x01\x1F\x7F é€😀");
	cr_expect_str_eq(buf_string(&out),
			 "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7F é€😀\"");
	arena_free(arena);
}

/* Eight bytes are looked at together: a byte may be anywhere among them. */
LEAK_FREE_TEST(json_write, escapes_wherever_it_is_needed)
{
	static const struct {
		char byte;
		const char *written;
	} cases[] = {
		{'"', "\\\""},	     {'\\', "\\\\"},   {'\x1f', "\\u001f"},
		{'\x01', "\\u0001"}, {'\n', "\\n"},    {' ', " "},
		{'!', "!"},	     {'#', "#"},       {'\x7f', "\x7f"},
		{'\x80', "\x80"},    {'\xff', "\xff"},
	};
	char bytes[20], expected[40];

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		for (size_t at = 0; at < sizeof(bytes); at++)
			for (size_t length = at + 1; length <= sizeof(bytes);
			     length++) {
				struct arena *arena = arena_new();
				struct json_writer writer;
				struct buf out;

				memset(bytes, 'x', sizeof(bytes));
				bytes[at] = cases[i].byte;
				snprintf(expected, sizeof(expected),
					 "\"%.*s%s%.*s\"", (int)at, bytes,
					 cases[i].written,
					 (int)(length - at - 1),
					 bytes + at + 1);
				buf_init(&out, arena, 0);
				json_begin(&writer, &out);
				json_put_text(&writer,
					      (struct text){bytes, length});
				cr_assert_str_eq(buf_string(&out), expected);
				arena_free(arena);
			}
}

LEAK_FREE_TEST(json_write, puts_commas_by_itself)
{
	static const char *const words[] = {"x", "y"};
	struct arena *arena = arena_new();
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 0);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "a", NULL);
	json_member_string_if(&writer, "b", NULL);
	json_member_string_if(&writer, "c", "1");
	json_member_integer(&writer, "d", INT64_MIN);
	json_member_integer(&writer, "e", INT64_MAX);
	json_member_bool(&writer, "f", true);
	json_member_strings(&writer, "g", words, 2);
	json_member_strings(&writer, "h", words, 0);
	json_key(&writer, "i");
	json_open_array(&writer);
	json_open_object(&writer);
	json_close_object(&writer);
	json_open_array(&writer);
	json_close_array(&writer);
	json_put_integer(&writer, 0);
	json_put_text(&writer, (struct text){"ab", 1});
	json_put_raw(&writer, text_of("{\"r\":1}"));
	json_put_null(&writer);
	json_close_array(&writer);
	json_put_raw(&writer, text_of("\"z\":1"));
	json_close_object(&writer);
	cr_expect_str_eq(buf_string(&out),
			 "{\"a\":null,\"c\":\"1\","
			 "\"d\":-9223372036854775808,"
			 "\"e\":9223372036854775807,\"f\":true,"
			 "\"g\":[\"x\",\"y\"],\"h\":[],"
			 "\"i\":[{},[],0,\"a\",{\"r\":1},null],\"z\":1}");
	arena_free(arena);
}

LEAK_FREE_TEST(json_write, writes_what_was_read)
{
	static const char source[] =
		"{\"b\":[1,-2.5,true,false,null,\"\\n\"],\"a\":{\"\":{}},"
		"\"c\":9007199254740993}";
	struct arena *arena = arena_new();
	struct json_writer writer;
	const struct json *value;
	struct buf out;

	cr_assert_eq(json_read(arena, text_of(source), LIMIT_REQUEST_BYTES,
			       &value, NULL),
		     STATUS_OK);
	buf_init(&out, arena, 0);
	json_begin(&writer, &out);
	json_put_value(&writer, value);
	cr_expect_str_eq(buf_string(&out), source);
	arena_free(arena);
}
