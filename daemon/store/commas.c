#include "daemon/store/commas.h"

#include <string.h>

#include "eenplan/base/buf.h"

enum status
commas_join(struct arena *arena, const char *const *words, size_t count,
	    const char **joined_out)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (size_t i = 0; i < count; i++) {
		if (words[i][0] == '\0' || strchr(words[i], ',') != NULL)
			return STATUS_INVALID;
		if (i > 0)
			buf_add_char(&out, ',');
		buf_add_string(&out, words[i]);
	}
	*joined_out = buf_string(&out);
	return STATUS_OK;
}

const char *const *
commas_split(struct arena *arena, char *joined, size_t *count_out)
{
	size_t count = joined[0] == '\0' ? 0 : 1;
	const char **words;

	for (const char *at = joined; *at != '\0'; at++)
		count += *at == ',';
	*count_out = count;
	words = ARENA_ARRAY(arena, count, const char *);
	for (size_t i = 0; i < count; i++)
		words[i] = strsep(&joined, ",");
	return words;
}
