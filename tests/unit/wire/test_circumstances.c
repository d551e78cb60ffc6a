#include "eenplan/wire/circumstances.h"

#include <string.h>

#include "leak_free.h"

static enum status
decode(struct arena *arena, const char *text, struct circumstance *setting,
       struct fault *fault)
{
	const struct json *value;

	cr_assert_eq(json_read(arena, text_of(text), 4096, &value, NULL),
		     STATUS_OK);
	return circumstance_decode(value, setting, fault);
}

LEAK_FREE_TEST(circumstances, refuses_what_says_nothing_or_too_much)
{
	static const struct {
		const char *text, *where;
	} rows[] = {
		{"{\"resident\":\"p1\"}", ""},
		{"{\"capacity\":\"capable\"}", "/resident"},
		{"{\"capacity\":\"capable\",\"custody\":\"known\","
		 "\"resident\":\"p1\"}",
		 ""},
		{"{\"capacity\":\"perhaps\",\"resident\":\"p1\"}", "/capacity"},
		{"{\"custody\":\"both\",\"resident\":\"p1\"}", "/custody"},
		{"{\"deceased\":\"yes\",\"resident\":\"p1\"}", "/deceased"},
		{"{\"by\":\"petra\",\"custody\":\"known\",\"resident\":\"p1\"}",
		 "/by"},
		{"{\"representative\":{\"as\":\"mentor\"},\"resident\":\"p1\"}",
		 "/representative/reference"},
		{"{\"representative\":{\"as\":\"mentor\",\"reference\":\"\"},"
		 "\"resident\":\"p1\"}",
		 "/representative/reference"},
		{"{\"representative\":{\"as\":\"uncle\",\"reference\":\"u\"},"
		 "\"resident\":\"p1\"}",
		 "/representative/as"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *arena = arena_new();
		struct circumstance setting;
		struct fault fault = {0};

		cr_expect_eq(decode(arena, rows[i].text, &setting, &fault),
			     STATUS_INVALID, "%s", rows[i].text);
		cr_expect_str_eq(fault.where, rows[i].where, "%s",
				 rows[i].text);
		cr_expect_neq(fault.text[0], '\0');
		arena_free(arena);
	}
}

LEAK_FREE_TEST(circumstances, come_back_as_they_were_written)
{
	static const struct circumstance settings[] = {
		{CIRCUMSTANCE_CAPACITY, NULL, "incapable", NULL, "petra", 1000},
		{CIRCUMSTANCE_CUSTODY, NULL, "nobody", NULL, "petra", 2000},
		{CIRCUMSTANCE_DECEASED, NULL, "yes", NULL, "petra", 3000},
		{CIRCUMSTANCE_REPRESENTATIVE, "m", "mentor", "Vos", "petra",
		 4000},
	};
	static const char *const written[] = {
		"{\"by\":\"petra\",\"capacity\":\"incapable\","
		"\"since\":\"1970-01-01T00:00:01.000Z\"}",
		"{\"by\":\"petra\",\"custody\":\"nobody\","
		"\"since\":\"1970-01-01T00:00:02.000Z\"}",
		"{\"by\":\"petra\",\"deceased\":true,"
		"\"since\":\"1970-01-01T00:00:03.000Z\"}",
		"{\"by\":\"petra\",\"representative\":{\"as\":\"mentor\","
		"\"name\":\"Vos\",\"reference\":\"m\"},"
		"\"since\":\"1970-01-01T00:00:04.000Z\"}",
	};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(settings); i++) {
		struct circumstance setting = settings[i], again;
		struct json_writer writer;
		struct buf out;

		buf_init(&out, arena, 256);
		json_begin(&writer, &out);
		circumstance_encode(&writer, &setting);
		cr_expect_str_eq(buf_string(&out), written[i]);
		/* As it is sent: without who and when, with whom. */
		setting.set_by = NULL;
		setting.set_ms = 0;
		buf_init(&out, arena, 256);
		json_begin(&writer, &out);
		circumstance_encode(&writer, &setting);
		cr_assert_eq(
			decode(arena,
			       arena_printf(arena, "{\"resident\":\"p1\",%s",
					    buf_string(&out) + 1),
			       &again, NULL),
			STATUS_OK);
		cr_expect_eq(again.about, setting.about);
		cr_expect_str_eq(again.value, setting.value);
		if (setting.reference != NULL) {
			cr_expect_str_eq(again.reference, setting.reference);
			cr_expect_str_eq(again.name, setting.name);
		}
	}
	arena_free(arena);
}

LEAK_FREE_TEST(circumstances, know_nothing_by_themselves)
{
	struct circumstances none = {0};

	cr_expect_eq(none.capacity, CAPACITY_UNSET);
	cr_expect_eq(none.custody, CUSTODY_UNSET);
	cr_expect_eq(representation_of_word("uncle"), REPRESENTATION_NONE);
}

LEAK_FREE_TEST(circumstances, are_put_together_without_those_who_ended)
{
	static const struct circumstance settings[] = {
		{CIRCUMSTANCE_CAPACITY, NULL, "incapable", NULL, "p", 1},
		{CIRCUMSTANCE_CUSTODY, NULL, "undeterminable", NULL, "p", 1},
		{CIRCUMSTANCE_DECEASED, NULL, "no", NULL, "p", 1},
		{CIRCUMSTANCE_REPRESENTATIVE, "a", "none", NULL, "p", 1},
		{CIRCUMSTANCE_REPRESENTATIVE, "b", "proxy", "B", "p", 1},
	};
	struct arena *arena = arena_new();
	struct circumstances circumstances = {.deceased = true};

	circumstances_apply(arena, settings, COUNT_OF(settings),
			    &circumstances);
	cr_expect(circumstances.deceased, "the source still says so");
	cr_expect_eq(circumstances.capacity, CAPACITY_INCAPABLE);
	cr_expect_eq(circumstances.custody, CUSTODY_UNDETERMINABLE);
	cr_assert_eq(circumstances.representative_count, 1);
	cr_expect_str_eq(circumstances.representatives[0].reference, "b");
	cr_expect_eq(circumstances.representatives[0].as, REPRESENTATION_PROXY);
	arena_free(arena);
}
