#include "tests/bench/kit/stopwatch.h"

#include <time.h>

static double
seconds_by(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double
clock_s(void)
{
	return seconds_by(CLOCK_MONOTONIC);
}

double
processor_s(void)
{
	return seconds_by(CLOCK_THREAD_CPUTIME_ID);
}
