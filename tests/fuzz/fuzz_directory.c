/*
 * A partner's directory that is accepted has people with names of users, who
 * are called something, in fields that are lines of text.
 */
#include <string.h>

#include "eenplan/wire/directory.h"
#include "tests/fuzz/must.h"

static void
check_person(const struct directory_person *person)
{
	MUST(person->id[0] != '\0');
	MUST(person->fields[DIRECTORY_NAME] != NULL);
	for (size_t i = 0; i < DIRECTORY_FIELDS; i++)
		MUST(person->fields[i] == NULL ||
		     (person->fields[i][0] != '\0' &&
		      strchr(person->fields[i], '\n') == NULL));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text source = {(const char *)data, size};
	struct directory_person *people;
	const struct json *value;
	struct fault fault = {0};
	size_t count;

	if (json_read(arena, source, 1 << 16, &value, NULL) == STATUS_OK &&
	    directory_decode(arena, value, &people, &count, &fault) ==
		    STATUS_OK)
		for (size_t i = 0; i < count; i++)
			check_person(&people[i]);
	arena_free(arena);
	return 0;
}
