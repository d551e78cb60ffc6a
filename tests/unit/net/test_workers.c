#include <stdatomic.h>

#include "daemon/net/workers.h"
#include "eenplan/base/limits.h"
#include "fixture.h"
#include "leak_free.h"

static atomic_uint done;
static atomic_bool open_gate;
static atomic_uint seen[4];

static void
count(void *context, unsigned worker)
{
	(void)context;
	atomic_fetch_add(&seen[worker], 1);
	atomic_fetch_add(&done, 1);
}

static void
wait_at_gate(void *context, unsigned worker)
{
	(void)context;
	(void)worker;
	while (!atomic_load(&open_gate))
		wait_ms(5);
}

LEAK_FREE_TEST(workers, refuses_more_than_may_wait)
{
	struct workers *pool;
	unsigned refused = 0;

	cr_assert_eq(workers_start(1, &pool), STATUS_OK);
	cr_assert_eq(workers_submit(pool, wait_at_gate, NULL), STATUS_OK);
	wait_ms(50);
	for (int i = 0; i < LIMIT_JOBS_WAITING + 3; i++)
		refused += workers_submit(pool, count, NULL) == STATUS_BUSY;
	cr_assert_eq(refused, 3);
	atomic_store(&open_gate, true);
	workers_stop(pool);
	cr_assert_eq(atomic_load(&done), LIMIT_JOBS_WAITING);
}

LEAK_FREE_TEST(workers, runs_what_is_queued_before_it_stops)
{
	struct workers *pool;

	cr_assert_eq(workers_start(4, &pool), STATUS_OK);
	for (int i = 0; i < 1000; i++)
		cr_assert_eq(workers_submit(pool, count, NULL), STATUS_OK);
	workers_stop(pool);
	cr_assert_eq(atomic_load(&done), 1000);
	cr_assert_eq(atomic_load(&seen[0]) + atomic_load(&seen[1]) +
			     atomic_load(&seen[2]) + atomic_load(&seen[3]),
		     1000);
}

LEAK_FREE_TEST(workers, needs_a_thread)
{
	struct workers *pool = NULL;

	cr_assert_neq(workers_start(0, &pool), STATUS_OK);
	cr_assert_null(pool);
	workers_stop(NULL);
}
