#include "daemon/exchange/gate.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "leak_free.h"

LEAK_FREE_TEST(gate, does_not_wait_when_nobody_is_inside)
{
	struct gate *gate = gate_new();
	cr_assert_eq(gate_wait_for_earlier(gate, 0), STATUS_OK);
	cr_assert_eq(gate_wait_for_earlier(gate, 0), STATUS_OK);
	gate_free(gate);
}

LEAK_FREE_TEST(gate, says_so_when_somebody_stays_inside_too_long)
{
	struct gate *gate = gate_new();
	unsigned pass = gate_enter(gate);
	cr_assert_eq(gate_wait_for_earlier(gate, 20), STATUS_TIMEOUT);
	gate_leave(gate, pass);
	cr_assert_eq(gate_wait_for_earlier(gate, 20), STATUS_OK);
	gate_free(gate);
}

LEAK_FREE_TEST(gate, does_not_wait_for_who_enters_while_it_waits)
{
	struct gate *gate = gate_new();
	unsigned early = gate_enter(gate);
	cr_assert_eq(gate_wait_for_earlier(gate, 10), STATUS_TIMEOUT);
	unsigned late = gate_enter(gate);
	cr_assert_neq(early, late, "the room that is waited for is closed");
	gate_leave(gate, early);
	gate_leave(gate, late);
	gate_free(gate);
}

LEAK_FREE_TEST(gate, still_waits_for_who_was_given_up_on_earlier)
{
	struct gate *gate = gate_new();
	unsigned early = gate_enter(gate);
	cr_assert_eq(gate_wait_for_earlier(gate, 10), STATUS_TIMEOUT);
	unsigned late = gate_enter(gate);
	gate_leave(gate, late);
	cr_assert_eq(gate_wait_for_earlier(gate, 10), STATUS_TIMEOUT,
		     "who entered first is still inside");
	gate_leave(gate, early);
	cr_assert_eq(gate_wait_for_earlier(gate, 10), STATUS_OK);
	gate_free(gate);
}

/* Answers come and go; each says on which side of the withdrawal it read. */
struct traffic {
	struct gate *gate;
	atomic_int withdrawn;
	atomic_int acknowledged;
	atomic_int leaks;
	atomic_int stop;
};

static void *
answer_again_and_again(void *context)
{
	struct traffic *traffic = context;
	while (!atomic_load(&traffic->stop)) {
		unsigned pass = gate_enter(traffic->gate);
		int saw_consent = !atomic_load(&traffic->withdrawn);
		usleep(100);
		if (saw_consent && atomic_load(&traffic->acknowledged))
			atomic_fetch_add(&traffic->leaks, 1);
		gate_leave(traffic->gate, pass);
	}
	return NULL;
}

LEAK_FREE_TEST(gate, lets_nothing_decided_before_leave_after)
{
	struct traffic traffic = {.gate = gate_new()};
	pthread_t threads[4];
	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, answer_again_and_again,
			       &traffic);
	for (int round = 0; round < 200; round++) {
		atomic_store(&traffic.withdrawn, 1);
		cr_assert_eq(gate_wait_for_earlier(traffic.gate, 5000),
			     STATUS_OK);
		atomic_store(&traffic.acknowledged, 1);
		usleep(200);
		atomic_store(&traffic.acknowledged, 0);
		atomic_store(&traffic.withdrawn, 0);
	}
	atomic_store(&traffic.stop, 1);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	cr_assert_eq(atomic_load(&traffic.leaks), 0);
	gate_free(traffic.gate);
}
