#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tests/tools/kit/load.h"

char *
answer_room(struct answer *answer, size_t room)
{
	if (answer->room - answer->length < room) {
		answer->room = 2 * (answer->length + room);
		answer->bytes = realloc(answer->bytes, answer->room);
		if (answer->bytes == NULL)
			tool_fail("out of memory for an answer");
	}
	return answer->bytes + answer->length;
}

/* The value of a header field in a NUL-terminated head, or NULL. */
static const char *
field(const char *head, const char *name)
{
	size_t length = strlen(name);
	for (const char *line = strstr(head, "\r\n"); line != NULL;
	     line = strstr(line, "\r\n")) {
		line += 2;
		if (strncasecmp(line, name, length) == 0 && line[length] == ':')
			return line + length + 1 +
			       strspn(line + length + 1, " ");
	}
	return NULL;
}

/*
 * The head is cut off by a NUL in its last line end for the time of reading.
 */
static void
read_head(struct answer *answer, char *end)
{
	char kept = *end;
	*end = '\0';
	const char *length = field(answer->bytes, "Content-Length");
	const char *connection = field(answer->bytes, "Connection");
	if (strncmp(answer->bytes, "HTTP/1.1 ", 9) != 0 || length == NULL)
		tool_fail("no HTTP/1.1 answer with a Content-Length: %.200s",
			  answer->bytes);
	answer->status = atoi(answer->bytes + 9);
	answer->closes =
		connection != NULL && strncasecmp(connection, "close", 5) == 0;
	answer->head_length = (size_t)(end - answer->bytes) + 4;
	answer->total = answer->head_length + strtoul(length, NULL, 10);
	*end = kept;
}

bool
answer_take(struct answer *answer, size_t length)
{
	answer->length += length;
	if (answer->head_length == 0) {
		char *end =
			memmem(answer->bytes, answer->length, "\r\n\r\n", 4);
		if (end == NULL)
			return false;
		read_head(answer, end);
	}
	if (answer->length > answer->total)
		tool_fail("%zu bytes more than the answer's Content-Length",
			  answer->length - answer->total);
	return answer->length == answer->total;
}

void
answer_clear(struct answer *answer)
{
	answer->length = answer->head_length = answer->total = 0;
}

bool
answer_has_text(const struct answer *answer, const char *text)
{
	return text != NULL && memmem(answer->bytes + answer->head_length,
				      answer->total - answer->head_length, text,
				      strlen(text)) != NULL;
}
