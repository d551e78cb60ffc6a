/*
 * Print CLOCK_MONOTONIC in nanoseconds: to compare with what load --watch
 * prints.
 */
#include <inttypes.h>
#include <stdio.h>

#include "tests/tools/kit/tool.h"

int
main(void)
{
	return printf("%" PRId64 "\n", tool_now_ns()) < 0;
}
