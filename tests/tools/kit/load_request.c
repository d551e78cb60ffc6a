#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "tests/tools/kit/load_connection.h"

#define COUNTER_HEX 12 /* the last group of a UUID */

static const char hex[] = "0123456789abcdef";

static void
make_id(char id[LOAD_ID_LENGTH])
{
	unsigned char bytes[LOAD_ID_LENGTH];
	if (getrandom(bytes, sizeof(bytes), 0) != sizeof(bytes))
		tool_fail("no random bytes");
	for (size_t i = 0; i < LOAD_ID_LENGTH; i++)
		id[i] = hex[bytes[i] % 16];
	id[8] = id[13] = id[18] = id[23] = '-';
	id[14] = '4';
	id[19] = '8';
}

/* The body's file, and how much of it is header lines, each with its CRLF. */
struct message {
	char *bytes;
	size_t header;
	size_t body_at;
	size_t length;
};

static struct message
read_message(const struct load_settings *settings)
{
	struct message message = {.bytes = NULL};
	if (settings->body_file == NULL)
		return message;
	message.bytes = tool_read_file(settings->body_file, &message.length);
	if (!settings->body_has_header)
		return message;
	const char *end = memmem(message.bytes, message.length, "\r\n\r\n", 4);
	if (end == NULL)
		tool_fail("%s: no empty line after the header",
			  settings->body_file);
	message.header = (size_t)(end - message.bytes) + 2;
	message.body_at = message.header + 2;
	return message;
}

struct load_request
load_request_new(const struct load_settings *settings)
{
	struct message message = read_message(settings);
	size_t body_length = message.length - message.body_at;
	char id[LOAD_ID_LENGTH + 1] = "";
	char *bytes;
	make_id(id);
	if (settings->request_id != NULL)
		memcpy(id, settings->request_id, LOAD_ID_LENGTH);
	int head = asprintf(&bytes,
			    "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
			    "Content-Type: %s\r\nContent-Length: %zu\r\n"
			    "%.*sX-Request-Id: %s\r\n\r\n",
			    settings->method, settings->path, settings->port,
			    settings->content_type, body_length,
			    (int)message.header,
			    message.bytes == NULL ? "" : message.bytes, id);
	size_t length = (size_t)head + body_length;
	if (head < 0 || (bytes = realloc(bytes, length)) == NULL)
		tool_fail("out of memory");
	if (body_length > 0)
		memcpy(bytes + head, message.bytes + message.body_at,
		       body_length);
	free(message.bytes);
	return (struct load_request){
		.bytes = bytes,
		.length = length,
		.id_at = (size_t)head - strlen("\r\n\r\n") - LOAD_ID_LENGTH,
		.id_is_fixed = settings->request_id != NULL,
	};
}

char *
load_request_copy(const struct load_request *request)
{
	char *copy = malloc(request->length);
	if (copy == NULL)
		tool_fail("out of memory");
	return memcpy(copy, request->bytes, request->length);
}

void
load_request_number(const struct load_request *request, char *copy,
		    uint64_t number)
{
	char *digit = copy + request->id_at + LOAD_ID_LENGTH;
	if (request->id_is_fixed)
		return;
	for (unsigned i = 0; i < COUNTER_HEX; i++, number /= 16)
		*--digit = hex[number % 16];
}
