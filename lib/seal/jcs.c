#include "eenplan/seal/jcs.h"

#include <stdlib.h>

#define EXACT_INTEGER_MAX ((INT64_C(1) << 53) - 1)
/* So many members are sorted without asking the arena. */
#define MEMBERS_ON_STACK 32

/*
 * UTF-16 code units sort as UTF-8 bytes do, except that the surrogates of what
 * lies beyond U+FFFF (lead bytes F0–F4) come before U+E000–U+FFFF (EE, EF).
 */
static unsigned
rank_of_byte(char byte)
{
	unsigned value = (unsigned char)byte;

	if (value >= 0xF0)
		return value - 2;
	return value >= 0xEE ? value + 0x10 : value;
}

static int
compare_keys(const char *one, const char *other)
{
	while (*one != '\0' && *one == *other) {
		one++;
		other++;
	}
	return (int)rank_of_byte(*one) - (int)rank_of_byte(*other);
}

static int
compare_members(const void *one, const void *other)
{
	return compare_keys((*(const struct json *const *)one)->key,
			    (*(const struct json *const *)other)->key);
}

static bool
is_sorted(const struct json *object)
{
	const struct json *member = json_first(object);

	for (; member != NULL && member->next != NULL; member = member->next)
		if (compare_keys(member->key, member->next->key) >= 0)
			return false;
	return true;
}

static void put_value(struct json_writer *writer, const struct json *value);

static void
put_member(struct json_writer *writer, const struct json *member)
{
	json_key(writer, member->key);
	put_value(writer, member);
}

static void
put_sorted(struct json_writer *writer, const struct json *object)
{
	const struct json *few[MEMBERS_ON_STACK];
	const struct json **members = few;
	size_t count = 0;

	if (json_count(object) > MEMBERS_ON_STACK)
		members = ARENA_ARRAY(writer->out->arena, json_count(object),
				      const struct json *);
	for (const struct json *member = json_first(object); member != NULL;
	     member = member->next)
		members[count++] = member;
	qsort(members, count, sizeof(*members), compare_members);
	for (size_t i = 0; i < count; i++)
		put_member(writer, members[i]);
}

static void
put_object(struct json_writer *writer, const struct json *object)
{
	json_open_object(writer);
	if (!is_sorted(object)) {
		put_sorted(writer, object);
	} else {
		for (const struct json *member = json_first(object);
		     member != NULL; member = member->next)
			put_member(writer, member);
	}
	json_close_object(writer);
}

static void
put_array(struct json_writer *writer, const struct json *array)
{
	json_open_array(writer);
	for (const struct json *element = json_first(array); element != NULL;
	     element = element->next)
		put_value(writer, element);
	json_close_array(writer);
}

static bool
is_exact(int64_t integer)
{
	return integer >= -EXACT_INTEGER_MAX && integer <= EXACT_INTEGER_MAX;
}

static void
put_value(struct json_writer *writer, const struct json *value)
{
	if (value->kind == JSON_KIND_OBJECT)
		put_object(writer, value);
	else if (value->kind == JSON_KIND_ARRAY)
		put_array(writer, value);
	else if (value->kind == JSON_KIND_INTEGER &&
		 !is_exact(value->as.integer))
		/* RFC 8785 knows only doubles, and so must what it prints. */
		json_put_real(writer, (double)value->as.integer);
	else
		json_put_value(writer, value);
}

void
jcs_write(struct buf *out, const struct json *value)
{
	struct json_writer writer;

	json_begin(&writer, out);
	put_value(&writer, value);
}

bool
jcs_may_be_signed(const struct json *value)
{
	if (value->kind == JSON_KIND_REAL)
		return false;
	if (value->kind == JSON_KIND_INTEGER)
		return is_exact(value->as.integer);
	for (const struct json *child = json_first(value); child != NULL;
	     child = child->next)
		if (!jcs_may_be_signed(child))
			return false;
	return true;
}
