#include "fields.h"

#include "leak_free.h"

#define FIELDS_BYTES 4096

const struct json *
fields_of(struct arena *arena, const char *quoted)
{
	char *text = arena_string(arena, quoted);
	const struct json *fields;

	for (char *at = text; *at != '\0'; at++)
		if (*at == '\'')
			*at = '"';
	cr_assert_eq(
		json_read(arena, text_of(text), FIELDS_BYTES, &fields, NULL),
		STATUS_OK, "%s", quoted);
	return fields;
}

unsigned
fields_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16;
}
