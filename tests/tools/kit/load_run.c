#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/tools/kit/load_connection.h"

#define EVENTS	    256
#define PATIENCE_NS (30 * NS_PER_S)

static volatile sig_atomic_t told_to_end;

static void
on_signal(int number)
{
	(void)number;
	told_to_end = 1;
}

bool
load_is_told_to_end(void)
{
	return told_to_end != 0;
}

bool
run_may_begin(struct run *run)
{
	int64_t count = run->settings->count;
	int64_t duration_ns = run->settings->duration_ns;
	if (told_to_end || (count > 0 && run->begun >= (uint64_t)count) ||
	    (duration_ns > 0 &&
	     tool_now_ns() - run->tally->began_ns >= duration_ns))
		run->ending = true;
	return !run->ending;
}

static void
run_begin(struct run *run)
{
	const struct load_settings *settings = run->settings;
	struct sigaction end = {.sa_handler = on_signal};
	struct rlimit files;
	sigaction(SIGTERM, &end, NULL);
	sigaction(SIGINT, &end, NULL);
	signal(SIGPIPE, SIG_IGN);
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	run->context = mtls_context(&settings->files);
	SSL_CTX_set_session_cache_mode(run->context,
				       SSL_SESS_CACHE_CLIENT |
					       SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(run->context, connection_on_ticket);
	run->poll = epoll_create1(EPOLL_CLOEXEC);
	run->connections =
		calloc(settings->connections, sizeof(*run->connections));
	run->request = load_request_new(settings);
	if (run->connections == NULL || run->poll < 0)
		tool_fail("out of memory");
	if (settings->ids_file != NULL &&
	    (run->ids = fopen(settings->ids_file, "ae")) == NULL)
		tool_fail("can't write %s: %s", settings->ids_file,
			  strerror(errno));
}

static void
call_everybody(struct run *run)
{
	for (unsigned i = 0; i < run->settings->connections; i++) {
		struct connection *connection = &run->connections[i];
		connection->state = CLOSED;
		connection->request = load_request_copy(&run->request);
		if (run->ending)
			continue;
		if (run->settings->mode == LOAD_HANDSHAKES)
			run->begun++;
		connection_open(run, connection);
		if (connection->state != CLOSED)
			connection_drive(run, connection);
	}
}

static void
run_end(struct run *run)
{
	for (unsigned i = 0; i < run->settings->connections; i++) {
		struct connection *connection = &run->connections[i];
		if (connection->state != CLOSED)
			connection_close(run, connection);
		free(connection->answer.bytes);
		free(connection->request);
	}
	if (run->ids != NULL && fclose(run->ids) != 0)
		tool_fail("can't write %s: %s", run->settings->ids_file,
			  strerror(errno));
	free(run->connections);
	free(run->request.bytes);
	close(run->poll);
	SSL_CTX_free(run->context);
}

/* All that is left is held, and nobody has told us to let go. */
static bool
is_over(const struct run *run)
{
	return run->open == 0 ||
	       (run->open == run->holding && (told_to_end || run->failed));
}

bool
load_run(const struct load_settings *settings, struct tally *tally)
{
	struct run run = {.settings = settings, .tally = tally};
	run_begin(&run);
	tally->began_ns = tool_now_ns();
	call_everybody(&run);
	int64_t stirred_ns = tool_now_ns();
	while (!is_over(&run)) {
		struct epoll_event events[EVENTS];
		int count = epoll_wait(run.poll, events, EVENTS, 200);
		int64_t now_ns = tool_now_ns();
		for (int i = 0; i < count; i++)
			connection_drive(&run, events[i].data.ptr);
		if (count > 0 || run.open == run.holding)
			stirred_ns = now_ns;
		else if (now_ns - stirred_ns > PATIENCE_NS)
			tool_fail("no answer for %lld s",
				  (long long)(PATIENCE_NS / NS_PER_S));
	}
	tally->ended_ns = tool_now_ns();
	bool well = !run.failed;
	run_end(&run);
	return well;
}
