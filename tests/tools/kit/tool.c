#include "tests/tools/kit/tool.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void
say(const char *format, va_list arguments)
{
	fprintf(stderr, "%s: ", program_invocation_short_name);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
}

void
tool_fail(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
	exit(1);
}

void
tool_misuse(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
	exit(2);
}

int64_t
tool_now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

int64_t
tool_number(const char *string, int64_t least, int64_t most, const char *what)
{
	char *end;
	errno = 0;
	long long number = strtoll(string, &end, 10);
	if (errno != 0 || end == string || *end != '\0' || number < least ||
	    number > most)
		tool_misuse("%s must be a number from %lld to %lld, not \"%s\"",
			    what, (long long)least, (long long)most, string);
	return number;
}

char *
tool_read_file(const char *path, size_t *length_out)
{
	FILE *file = fopen(path, "re");
	size_t room = 64 * 1024, length = 0;
	char *bytes = malloc(room);
	if (file == NULL || bytes == NULL)
		tool_fail("can't read %s: %s", path, strerror(errno));
	for (;;) {
		size_t got = fread(bytes + length, 1, room - length, file);
		length += got;
		if (got == 0)
			break;
		if (length == room &&
		    (bytes = realloc(bytes, room *= 2)) == NULL)
			tool_fail("no memory for %s", path);
	}
	if (ferror(file))
		tool_fail("can't read %s: %s", path, strerror(errno));
	fclose(file);
	*length_out = length;
	return bytes;
}

int
tool_connect_if_open(uint16_t port)
{
	const struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	const int yes = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		tool_fail("no socket: %s", strerror(errno));
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) !=
	    0) {
		close(fd);
		return -1;
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	return fd;
}

int
tool_connect(uint16_t port)
{
	int fd = tool_connect_if_open(port);
	if (fd < 0)
		tool_fail("nobody listens on port %u", port);
	return fd;
}
