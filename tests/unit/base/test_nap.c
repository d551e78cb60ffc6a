#include "eenplan/base/nap.h"

#include "eenplan/base/clock.h"
#include "leak_free.h"

LEAK_FREE_TEST(nap, is_over_at_once_for_who_is_to_end)
{
	struct nap nap;

	nap_init(&nap);
	nap_end(&nap);
	cr_expect_not(nap_take(&nap, 60 * 60 * 1000));
	cr_expect_not(nap_take(&nap, 60 * 60 * 1000), "for ever");
	nap_clear(&nap);
}

LEAK_FREE_TEST(nap, is_over_at_once_for_who_was_woken_before_it)
{
	struct nap nap;

	nap_init(&nap);
	nap_wake(&nap);
	nap_wake(&nap);
	cr_expect(nap_take(&nap, 60 * 60 * 1000));

	int64_t before_ms = clock_monotonic_ms();

	cr_expect(nap_take(&nap, 20), "woken twice is woken once");
	cr_expect_geq(clock_monotonic_ms() - before_ms, 19);
	nap_clear(&nap);
}

static void *
wake(void *nap)
{
	nap_wake(nap);
	return NULL;
}

LEAK_FREE_TEST(nap, ends_when_another_thread_wakes_it)
{
	struct nap nap;
	pthread_t thread;

	nap_init(&nap);
	cr_assert_eq(pthread_create(&thread, NULL, wake, &nap), 0);
	cr_expect(nap_take(&nap, 60 * 60 * 1000));
	pthread_join(thread, NULL);
	nap_clear(&nap);
}
