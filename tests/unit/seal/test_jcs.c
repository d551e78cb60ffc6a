#include "eenplan/seal/jcs.h"

#include <dirent.h>
#include <string.h>

#include "eenplan/base/limits.h"
#include "leak_free.h"
#include "shared.h"

static const struct json *
read_value(struct arena *arena, struct text source)
{
	const struct json *value;
	struct fault fault = {0};

	cr_assert_eq(
		json_read(arena, source, LIMIT_IMPORT_BYTES, &value, &fault),
		STATUS_OK, "%s %s", fault.where, fault.text);
	return value;
}

static const char *
canonical(struct arena *arena, const char *source)
{
	struct buf out;

	buf_init(&out, arena, 0);
	jcs_write(&out, read_value(arena, text_of(source)));
	return buf_string(&out);
}

LEAK_FREE_TEST(jcs, may_not_sign_what_another_reader_could_round)
{
	static const char *const rows[] = {
		"1.5",
		"1.0",
		"1e2",
		"9007199254740992",
		"-9007199254740992",
		"9223372036854775807",
		"[1,[2,{\"a\":0.5}]]",
	};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_not(
			jcs_may_be_signed(read_value(arena, text_of(rows[i]))),
			"%s", rows[i]);
	cr_expect(jcs_may_be_signed(read_value(
		arena, text_of("{\"a\":[9007199254740991,-9007199254740991,"
			       "0,\"1.5\",null,true]}"))));
	arena_free(arena);
}

LEAK_FREE_TEST(jcs, sorts_keys_by_utf16_code_units)
{
	struct arena *arena = arena_new();

	cr_expect_str_eq(canonical(arena, "{\"b\":1,\"a\":{\"z\":1,\"\":2}}"),
			 "{\"a\":{\"\":2,\"z\":1},\"b\":1}");
	/* U+1F600 is D83D DE00, so it comes before U+E000 and U+FFFD */
	cr_expect_str_eq(canonical(arena, "{\"\\uFFFD\":1,\"\\uE000\":2,"
					  "\"\\uD83D\\uDE00\":3,\"\\uD7FF\":4,"
					  "\"ab\":5,\"a\":6}"),
			 "{\"a\":6,\"ab\":5,\"\xED\x9F\xBF\":4,\"😀\":3,"
			 "\"\xEE\x80\x80\":2,\"\xEF\xBF\xBD\":1}");
	arena_free(arena);
}

LEAK_FREE_TEST(jcs, sorts_more_members_than_fit_its_own_room)
{
	struct arena *arena = arena_new();
	struct buf source;
	struct buf expected;

	buf_init(&source, arena, 0);
	buf_init(&expected, arena, 0);
	for (int i = 0; i < 1000; i++) {
		buf_printf(&source, "%c\"k%03d\":%d", i == 0 ? '{' : ',',
			   999 - i, i);
		buf_printf(&expected, "%c\"k%03d\":%d", i == 0 ? '{' : ',', i,
			   999 - i);
	}
	buf_add_char(&source, '}');
	buf_add_char(&expected, '}');
	cr_expect_str_eq(canonical(arena, buf_string(&source)),
			 buf_string(&expected));
	arena_free(arena);
}

LEAK_FREE_TEST(jcs, knows_no_integers_beyond_doubles)
{
	struct arena *arena = arena_new();

	cr_expect_str_eq(canonical(arena, "[9007199254740993,"
					  "9223372036854775807,-0,1.0,"
					  "1e23]"),
			 "[9007199254740992,9223372036854776000,0,1,1e+23]");
	arena_free(arena);
}

LEAK_FREE_TEST(jcs, writes_every_vector_byte_for_byte)
{
	struct arena *arena = arena_new();
	const char *inputs = shared_or_skip(arena, "vectors/jcs/input");
	DIR *folder = opendir(inputs);
	int count = 0;

	cr_assert_not_null(folder);
	for (struct dirent *file; (file = readdir(folder)) != NULL;) {
		if (file->d_name[0] == '.')
			continue;

		struct text input =
			shared_read(arena, arena_printf(arena, "%s/%s", inputs,
							file->d_name));
		struct text output = shared_read(
			arena,
			shared_path(arena,
				    arena_printf(arena, "vectors/jcs/output/%s",
						 file->d_name)));
		struct buf out;

		buf_init(&out, arena, 0);
		jcs_write(&out, read_value(arena, input));
		cr_expect(text_equals(buf_text(&out), output), "%s",
			  file->d_name);
		count++;
	}
	closedir(folder);
	cr_expect_geq(count, 6);
	arena_free(arena);
}
