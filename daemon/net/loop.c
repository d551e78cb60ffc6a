#include "daemon/net/loop.h"

#include "eenplan/base/limits.h"

#include <errno.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <event2/util.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/log.h"

/* How exact deadlines are. */
enum { TICK_MS = 100 };

/* The library gives what names no priority the one in the middle. */
enum { PRIORITY_PAUSE = 2, PRIORITIES };

static _Thread_local struct loop *here;

struct loop *
loop_here(void)
{
	return here;
}

void
loop_wake(struct loop *loop)
{
	/* It can only fail when it is full, and then the loop is awake. */
	(void)!eventfd_write(loop->wake_fd, 1);
}

void
loop_wake_soon(struct loop *loop)
{
	event_active(loop->wake, 0, 0);
}

void
loop_gave(struct loop *loop)
{
	if (loop->gave || loop->server->settings.on_pause == NULL)
		return;
	loop->gave = true;
	event_active(loop->pause, 0, 0);
}

void
loop_end_if_done(struct loop *loop)
{
	if (loop->stopping && loop->outstanding == 0 &&
	    TAILQ_EMPTY(&loop->connections))
		event_base_loopbreak(loop->base);
}

static void
close_doors(struct loop *loop)
{
	for (size_t i = 0; i < loop->server->settings.listener_count; i++) {
		struct door *door = &loop->doors[i];

		if (door->bound != NULL)
			evhttp_del_accept_socket(door->http, door->bound);
		door->bound = NULL;
		door->listening = NULL;
	}
}

static void
obey(struct loop *loop)
{
	unsigned orders = atomic_exchange(&loop->orders, 0);

	if (orders & ORDER_DROP_REVOKED)
		connections_drop_revoked(loop);
	if (orders & ORDER_STOP) {
		loop->stopping = true;
		close_doors(loop);
		connections_close_waiting(loop, false);
	}
}

/* The mail is a stack; replies leave in the order in which they came. */
static void
read_mail(struct loop *loop)
{
	struct http_reply_handle *newest = atomic_exchange(&loop->mail, NULL);
	struct http_reply_handle *oldest = NULL;

	if (newest != NULL)
		loop_gave(loop);
	while (newest != NULL) {
		struct http_reply_handle *next = newest->next;

		newest->next = oldest;
		oldest = newest;
		newest = next;
	}
	while (oldest != NULL) {
		struct http_reply_handle *next = oldest->next;

		request_finish(oldest);
		oldest = next;
	}
}

static void
on_wake(evutil_socket_t fd, short what, void *context)
{
	struct loop *loop = context;
	eventfd_t count;

	if (what & EV_READ)
		(void)!eventfd_read(fd, &count);
	connections_attend(loop);
	obey(loop);
	read_mail(loop);
	loop_end_if_done(loop);
}

static void
pause_now(struct loop *loop)
{
	const struct http_server_settings *settings = &loop->server->settings;

	if (loop->gave)
		settings->on_pause(settings->context, loop->index);
	loop->gave = false;
}

static void
on_pause(evutil_socket_t fd, short what, void *context)
{
	(void)fd;
	(void)what;
	pause_now(context);
}

static void
tell_time(struct loop *loop)
{
	evutil_date_rfc1123(loop->date, sizeof(loop->date), NULL);
}

static void
on_tick(evutil_socket_t fd, short what, void *context)
{
	struct loop *loop = context;

	(void)fd;
	(void)what;
	tell_time(loop);
	pause_now(loop);
	connections_check(loop);
	if (loop->stopping &&
	    clock_monotonic_ms() >= atomic_load(&loop->server->stop_at_ms))
		connections_close_waiting(loop, true);
	for (size_t i = 0; i < loop->server->settings.listener_count; i++)
		if (loop->doors[i].listening != NULL)
			evconnlistener_enable(loop->doors[i].listening);
	loop_end_if_done(loop);
}

static void
on_library_message(int severity, const char *message)
{
	(void)severity;
	log_warning("event library", "message=\"%s\"", message);
}

/* What the library made; also of a loop that was opened by half. */
static void
loop_clear(struct loop *loop)
{
	size_t doors = loop->server->settings.listener_count;

	for (size_t i = 0; loop->doors != NULL && i < doors; i++)
		if (loop->doors[i].http != NULL)
			evhttp_free(loop->doors[i].http);
	if (loop->tick != NULL)
		event_free(loop->tick);
	if (loop->wake != NULL)
		event_free(loop->wake);
	if (loop->pause != NULL)
		event_free(loop->pause);
	if (loop->base != NULL)
		event_base_free(loop->base);
}

static void *
loop_main(void *context)
{
	struct loop *loop = context;

	here = loop;
	event_base_dispatch(loop->base);
	pause_now(loop);
	loop_clear(loop);
	return NULL;
}

enum status
loop_open(struct loop *loop, struct fault *fault)
{
	struct timeval tick = {.tv_usec = TICK_MS * 1000};
	struct event_config *config = event_config_new();

	event_set_log_callback(on_library_message);
	TAILQ_INIT(&loop->connections);
	TAILQ_INIT(&loop->attention);
	event_config_set_flag(config, EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
	event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
	loop->base = event_base_new_with_config(config);
	event_config_free(config);
	loop->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	loop->doors = calloc(loop->server->settings.listener_count,
			     sizeof(*loop->doors));
	if (loop->base == NULL || loop->wake_fd < 0 || loop->doors == NULL) {
		fault_set(fault, "", "no event loop: %s", strerror(errno));
		return STATUS_INVALID;
	}
	event_base_priority_init(loop->base, PRIORITIES);
	loop->wake = event_new(loop->base, loop->wake_fd, EV_READ | EV_PERSIST,
			       on_wake, loop);
	loop->tick = event_new(loop->base, -1, EV_PERSIST, on_tick, loop);
	loop->pause = event_new(loop->base, -1, 0, on_pause, loop);
	event_priority_set(loop->pause, PRIORITY_PAUSE);
	tell_time(loop);
	event_add(loop->wake, NULL);
	event_add(loop->tick, &tick);
	return STATUS_OK;
}

/* Signals are for the main thread; SIGPIPE is an error code here. */
enum status
loop_start(struct loop *loop)
{
	sigset_t all, before;
	int failure;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	failure = pthread_create(&loop->thread, NULL, loop_main, loop);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	loop->has_thread = failure == 0;
	return failure == 0 ? STATUS_OK : STATUS_INVALID;
}

void
loop_close(struct loop *loop)
{
	if (loop->has_thread)
		pthread_join(loop->thread, NULL);
	else
		loop_clear(loop);
	while (atomic_load(&loop->posting) != 0)
		sched_yield();
	if (loop->wake_fd >= 0)
		close(loop->wake_fd);
	free(loop->doors);
}

/* The loops that this thread will wake when it releases its replies. */
static _Thread_local struct {
	bool is_held;
	unsigned count;
	struct loop *loops[LIMIT_LOOPS];
} bell;

/* Until it is rung, `posting` keeps the loop. */
static bool
hold_bell(struct loop *loop)
{
	if (!bell.is_held || bell.count == COUNT_OF(bell.loops))
		return false;
	bell.loops[bell.count++] = loop;
	return true;
}

/*
 * Once it is in the mail, the loop may finish it, and with it itself: `handle`
 * is gone then, and only `posting` keeps the loop.
 */
void
loop_post(struct loop *loop, struct http_reply_handle *handle)
{
	struct http_reply_handle *before = atomic_load(&loop->mail);

	atomic_fetch_add(&loop->posting, 1);
	do
		handle->next = before;
	while (!atomic_compare_exchange_weak(&loop->mail, &before, handle));
	/* Whoever puts the first letter in rings; the others go along. */
	if (before == NULL && hold_bell(loop))
		return;
	if (before == NULL)
		loop_wake(loop);
	atomic_fetch_sub(&loop->posting, 1);
}

void
http_replies_hold(void)
{
	bell.is_held = true;
}

void
http_replies_release(void)
{
	bell.is_held = false;
	while (bell.count > 0) {
		struct loop *loop = bell.loops[--bell.count];

		loop_wake(loop);
		atomic_fetch_sub(&loop->posting, 1);
	}
}
