#include "eenplan/base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

/* What the request id and the newline need at the end of a full line. */
#define TAIL_BYTES (LIMIT_NAME_BYTES * 4 + sizeof(" request=\n"))

static _Atomic int highest_level = LOG_LEVEL_INFO;
static _Thread_local char request[LIMIT_NAME_BYTES];

struct line {
	char bytes[LIMIT_LOG_LINE_BYTES];
	size_t length;
};

void
log_set_level(enum log_level level)
{
	atomic_store_explicit(&highest_level, (int)level, memory_order_relaxed);
}

void
log_set_request(const char *request_id)
{
	size_t length = request_id == NULL
				? 0
				: strnlen(request_id, sizeof(request) - 1);

	if (length > 0)
		memcpy(request, request_id, length);
	request[length] = '\0';
}

static const char *
level_name(enum log_level level)
{
	switch (level) {
	case LOG_LEVEL_ERROR: return "error";
	case LOG_LEVEL_WARNING: return "warning";
	case LOG_LEVEL_INFO: return "info";
	case LOG_LEVEL_DEBUG: return "debug";
	}
	return "unknown";
}

static void
add_escaped(struct line *line, const char *string, size_t limit)
{
	static const char hex[] = "0123456789abcdef";

	for (; *string != '\0' && line->length + 4 <= limit; string++) {
		unsigned char byte = (unsigned char)*string;

		/* the backslash too, or an escape could be forged */
		if (byte >= 0x20 && byte != 0x7F && byte != '\\') {
			line->bytes[line->length++] = (char)byte;
			continue;
		}
		line->bytes[line->length++] = '\\';
		line->bytes[line->length++] = 'x';
		line->bytes[line->length++] = hex[byte >> 4];
		line->bytes[line->length++] = hex[byte & 15];
	}
}

static void
write_whole(const struct line *line)
{
	/* One call for one line, so that lines of threads never mix. */
	ssize_t written;

	do
		written = write(STDERR_FILENO, line->bytes, line->length);
	while (written < 0 && errno == EINTR);
}

static void
write_event(enum log_level level, const char *event, const char *format,
	    va_list arguments)
{
	char values[LIMIT_LOG_LINE_BYTES];
	char time[CLOCK_TIME_BYTES];
	struct line line;
	size_t limit = sizeof(line.bytes) - TAIL_BYTES;
	int saved_errno = errno;

	clock_format_time(clock_now_ms(), time);
	line.length = (size_t)snprintf(line.bytes, limit, "%s %s ", time,
				       level_name(level));
	add_escaped(&line, event, limit);
	if (format != NULL) {
		errno = saved_errno;
		vsnprintf(values, sizeof(values), format, arguments);
		add_escaped(&line, " ", limit);
		add_escaped(&line, values, limit);
	}
	if (request[0] != '\0') {
		add_escaped(&line, " request=", sizeof(line.bytes));
		add_escaped(&line, request, sizeof(line.bytes) - 1);
	}
	line.bytes[line.length++] = '\n';
	write_whole(&line);
	errno = saved_errno;
}

#define LOG_FUNCTION(name, level)                                              \
	void log_##name(const char *event, const char *format, ...)            \
	{                                                                      \
		va_list arguments;                                             \
                                                                               \
		if ((int)(level) > atomic_load_explicit(&highest_level,        \
							memory_order_relaxed)) \
			return;                                                \
		va_start(arguments, format);                                   \
		write_event(level, event, format, arguments);                  \
		va_end(arguments);                                             \
	}

LOG_FUNCTION(error, LOG_LEVEL_ERROR)
LOG_FUNCTION(warning, LOG_LEVEL_WARNING)
LOG_FUNCTION(info, LOG_LEVEL_INFO)
LOG_FUNCTION(debug, LOG_LEVEL_DEBUG)
