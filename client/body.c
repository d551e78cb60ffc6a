#include "client/body.h"

#include <string.h>

struct text
body_of(struct arena *arena, const struct body_member *members, size_t count)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 256);
	json_begin(&writer, &out);
	json_open_object(&writer);
	for (size_t i = 0; i < count; i++)
		json_member_string_if(&writer, members[i].key,
				      members[i].value);
	json_close_object(&writer);
	return buf_text(&out);
}

void
body_add_list(struct json_writer *writer, struct arena *arena, const char *key,
	      const char *list)
{
	char *rest = list ? arena_string(arena, list) : NULL;

	if (!list)
		return;
	json_key(writer, key);
	json_open_array(writer);
	while (rest) {
		const char *word = strsep(&rest, ",");
		word += strspn(word, " ");
		if (*word)
			json_put_string(writer, word);
	}
	json_close_array(writer);
}

struct text
body_of_flag(struct arena *arena, const char *key, bool is_set)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 32);
	json_begin(&writer, &out);
	json_open_object(&writer);
	if (is_set)
		json_member_bool(&writer, key, true);
	json_close_object(&writer);
	return buf_text(&out);
}

const char *
body_unless_any(const char *value)
{
	return value && strcmp(value, "any") == 0 ? NULL : value;
}
