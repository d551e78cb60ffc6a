/*
 * What the small programs of tests/tools share: how they fail, and the clock
 * that they measure by.
 *
 * They talk to loopback only, and end with a sentence on standard error and
 * exit status 1 when something is not as the test expects, 2 on wrong use.
 */
#ifndef TESTS_TOOLS_KIT_TOOL_H
#define TESTS_TOOLS_KIT_TOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "eenplan/base/attributes.h"

#define NS_PER_MS 1000000LL
#define NS_PER_S  1000000000LL

/* Say it and end: what a test expected did not happen. */
_Noreturn void tool_fail(const char *format, ...) PRINTF_LIKE(1, 2);
/* Say it and end: the tool was called wrongly. */
_Noreturn void tool_misuse(const char *format, ...) PRINTF_LIKE(1, 2);

/* CLOCK_MONOTONIC: the same clock in every process of this machine. */
int64_t tool_now_ns(void);

/* A whole number from `least` to `most`; anything else is wrong use. */
int64_t tool_number(const char *string, int64_t least, int64_t most,
		    const char *what);

/* A whole file, on the heap. Ends the program if it can't be read. */
char *tool_read_file(const char *path, size_t *length_out);

/* A TCP connection to a port of loopback; -1 if nobody listens there. */
int tool_connect_if_open(uint16_t port);
/* The same; ends the program if there is none. */
int tool_connect(uint16_t port);

#endif
