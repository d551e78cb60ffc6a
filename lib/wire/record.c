#include "eenplan/wire/record.h"

#include <stdlib.h>
#include <string.h>

static bool
is_empty(const struct json *field)
{
	return field->kind == JSON_KIND_NULL ||
	       (field->kind == JSON_KIND_STRING && field->as.string[0] == '\0');
}

static int
compare_keys(const void *one, const void *other)
{
	const struct json *const *left = one;
	const struct json *const *right = other;

	return strcmp((*left)->key, (*right)->key);
}

/* The members worth keeping, in canonical order. */
static size_t
sort_members(struct arena *arena, const struct json *object,
	     const struct json ***members_out)
{
	const struct json **members;
	size_t count = 0;

	members = ARENA_ARRAY(arena, json_count(object), const struct json *);
	for (const struct json *field = json_first(object); field != NULL;
	     field = field->next)
		if (!is_empty(field))
			members[count++] = field;
	if (count > 1)
		qsort(members, count, sizeof(const struct json *),
		      compare_keys);
	*members_out = members;
	return count;
}

void
record_set_fields(struct arena *arena, struct record *record,
		  const struct json *object)
{
	const struct json **members;
	size_t count = sort_members(arena, object, &members);
	struct record_slice *slices =
		ARENA_ARRAY(arena, count, struct record_slice);
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 64);
	json_begin(&writer, &out);
	json_open_object(&writer);
	for (size_t at = 0; at < count; at++) {
		size_t start = out.length + (at > 0 ? 1 : 0);
		size_t key_end;

		json_key(&writer, members[at]->key);
		key_end = out.length - 1; /* behind it stands the colon */
		json_put_value(&writer, members[at]);
		slices[at] = (struct record_slice){
			.offset = (uint32_t)start,
			.length = (uint32_t)(out.length - start),
			.key_length = (uint32_t)(key_end - start - 2),
		};
	}
	json_close_object(&writer);
	record->fields = buf_text(&out);
	record->slices = slices;
	record->slice_count = count;
}

struct text
record_slice_key(const struct record *record, size_t index)
{
	const struct record_slice *slice = &record->slices[index];

	return (struct text){
		.bytes = record->fields.bytes + slice->offset + 1,
		.length = slice->key_length,
	};
}

struct text
record_slice_member(const struct record *record, size_t index)
{
	const struct record_slice *slice = &record->slices[index];

	return (struct text){
		.bytes = record->fields.bytes + slice->offset,
		.length = slice->length,
	};
}
