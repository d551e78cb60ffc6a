/*
 * A clock that is ahead: for LD_PRELOAD, so that a node as it is shipped
 * does what it does by the calendar while a test waits.
 *
 * CLOCK_AHEAD is by how many seconds. Only the time of day: what measures isn't
 * touched, nor what the kernel waits for.
 */
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static time_t
ahead_s(void)
{
	const char *seconds = getenv("CLOCK_AHEAD");

	return seconds == NULL ? 0 : atol(seconds);
}

int
clock_gettime(clockid_t which, struct timespec *time_out)
{
	long result = syscall(SYS_clock_gettime, which, time_out);

	if (result == 0 && which == CLOCK_REALTIME)
		time_out->tv_sec += ahead_s();
	return (int)result;
}

time_t
time(time_t *time_out)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_REALTIME, &now);
	if (time_out != NULL)
		*time_out = now.tv_sec;
	return now.tv_sec;
}

int
gettimeofday(struct timeval *restrict time_out, void *restrict zone)
{
	struct timespec now = {0};

	(void)zone;
	clock_gettime(CLOCK_REALTIME, &now);
	time_out->tv_sec = now.tv_sec;
	time_out->tv_usec = now.tv_nsec / 1000;
	return 0;
}
