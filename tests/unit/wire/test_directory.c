#include "eenplan/wire/directory.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "leak_free.h"

static enum status
decode(struct arena *arena, const char *text, struct directory_person **people,
       size_t *count, struct fault *fault)
{
	const struct json *value;

	cr_assert_eq(json_read(arena, text_of(text), 1 << 20, &value, NULL),
		     STATUS_OK, "%s", text);
	*fault = (struct fault){0};
	return directory_decode(arena, value, people, count, fault);
}

LEAK_FREE_TEST(directory, refuses_what_a_partner_must_not_say)
{
	static const char *const wrong[] = {
		"{}",
		"{\"people\":{}}",
		"{\"people\":[1]}",
		"{\"people\":[{\"id\":\"petra\"}]}",
		"{\"people\":[{\"id\":\"petra\",\"fields\":{}}]}",
		"{\"people\":[{\"id\":\"Petra "
		"D\",\"fields\":{\"name\":\"P\"}}]}",
		"{\"people\":[{\"id\":\"petra\",\"fields\":{\"bsn\":\"1\"}}]}",
		"{\"people\":[{\"id\":\"petra\",\"fields\":{\"name\":1}}]}",
		"{\"people\":[{\"id\":\"petra\",\"fields\":{\"name\":\"a\\nb\"}"
		"}]}",
		"{\"people\":[{\"id\":\"petra\",\"fields\":{\"name\":\"P\"},"
		"\"x\":1}]}",
		"{\"people\":[],\"residents\":[]}",
	};
	struct arena *arena = arena_new();
	struct directory_person *people;
	struct fault fault;
	size_t count;

	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		cr_expect_eq(decode(arena, wrong[i], &people, &count, &fault),
			     STATUS_INVALID, "%s", wrong[i]);
		cr_expect(fault_is_set(&fault), "%s", wrong[i]);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(directory, refuses_a_field_that_is_too_long_and_too_many_people)
{
	struct arena *arena = arena_new();
	struct directory_person *people;
	struct fault fault;
	size_t count;
	struct buf out;

	buf_init(&out, arena, 4096);
	buf_add_string(&out,
		       "{\"people\":[{\"id\":\"p\",\"fields\":{\"name\":\"");
	for (size_t i = 0; i < 129; i++)
		buf_add_char(&out, 'x');
	buf_add_string(&out, "\"}}]}");
	cr_expect_eq(decode(arena, buf_string(&out), &people, &count, &fault),
		     STATUS_INVALID);
	buf_init(&out, arena, 1 << 17);
	buf_add_string(&out, "{\"people\":[");
	for (size_t i = 0; i <= LIMIT_DIRECTORY_PEOPLE; i++)
		buf_printf(&out, "%s{\"id\":\"p\",\"fields\":{\"name\":\"P\"}}",
			   i > 0 ? "," : "");
	buf_add_string(&out, "]}");
	cr_expect_eq(decode(arena, buf_string(&out), &people, &count, &fault),
		     STATUS_TOO_LARGE);
	arena_free(arena);
}

LEAK_FREE_TEST(directory, puts_what_is_shown_and_takes_away_what_is_empty)
{
	struct arena *arena = arena_new();
	struct directory_person *people;
	const struct json *changes;
	struct json_writer writer;
	struct fault fault;
	struct buf out;
	size_t count;

	cr_assert_eq(decode(arena,
			    "{\"people\":[{\"id\":\"petra\",\"fields\":{"
			    "\"name\":\"Petra\",\"contact\":\"088\","
			    "\"days\":\"ma\"}}]}",
			    &people, &count, &fault),
		     STATUS_OK, "%s", fault.text);
	cr_assert_eq(count, 1);
	cr_assert_eq(json_read(arena, text_of("{\"days\":\"\"}"), 64, &changes,
			       NULL),
		     STATUS_OK);
	cr_assert_eq(directory_fields_apply(changes, &people[0], &fault),
		     STATUS_OK);
	buf_init(&out, arena, 64);
	json_begin(&writer, &out);
	directory_fields_put(&writer, &people[0], ~0U);
	cr_expect_str_eq(buf_string(&out),
			 "{\"contact\":\"088\",\"name\":\"Petra\"}");
	buf_init(&out, arena, 64);
	json_begin(&writer, &out);
	directory_fields_put(&writer, &people[0], 1U << DIRECTORY_NAME);
	cr_expect_str_eq(buf_string(&out), "{\"name\":\"Petra\"}");
	arena_free(arena);
}
