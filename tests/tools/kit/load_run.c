#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/tools/kit/load_connection.h"

#define EVENTS	    256
#define PATIENCE_NS (30 * NS_PER_S)
#define TURN_MS	    200

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
prepare_process(void)
{
	struct sigaction end = {.sa_handler = on_signal};
	struct rlimit files;
	sigaction(SIGTERM, &end, NULL);
	sigaction(SIGINT, &end, NULL);
	signal(SIGPIPE, SIG_IGN);
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
}

/* Everything but `poll`, which the act shares with the others. */
static void
run_begin(struct run *run)
{
	const struct load_settings *settings = run->settings;
	run->tally->began_ns = tool_now_ns();
	run->context = mtls_context(&settings->files);
	SSL_CTX_set_session_cache_mode(run->context,
				       SSL_SESS_CACHE_CLIENT |
					       SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(run->context, connection_on_ticket);
	run->connections =
		calloc(settings->connections, sizeof(*run->connections));
	run->request = load_request_new(settings);
	if (run->connections == NULL)
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
	SSL_CTX_free(run->context);
}

/* All that is left is held, and nobody has told us to let go. */
static bool
is_over(const struct run *run)
{
	return run->open == 0 ||
	       (run->open == run->holding && (told_to_end || run->failed));
}

/* --- the act --- */

struct act {
	struct load_settings settings;
	struct tally tally;
	struct run run;
	bool is_begun;
};

static void
act_init(struct act *act, const struct run *others)
{
	const struct load_act *wanted = &others->settings->act;
	act->settings = (struct load_settings){
		.mode = LOAD_REQUESTS,
		.port = wanted->port,
		.files = wanted->files,
		.connections = 1,
		.count = 1,
		.method = "POST",
		.path = wanted->path,
		.body_file = wanted->body_file,
		.content_type = "application/json",
		.expected_status = 200,
	};
	act->run = (struct run){.settings = &act->settings,
				.tally = &act->tally,
				.poll = others->poll};
}

static void
act_begin_if_due(struct act *act, const struct run *others)
{
	const struct load_act *wanted = &others->settings->act;
	if (wanted->port == 0 || act->is_begun ||
	    tool_now_ns() - others->tally->began_ns < wanted->after_ns)
		return;
	act->is_begun = true;
	run_begin(&act->run);
	call_everybody(&act->run);
}

/* The act's answer is here: whose answer has come, at least in part? */
static void
mark_what_came_before(struct run *others)
{
	for (unsigned i = 0; i < others->settings->connections; i++) {
		struct connection *connection = &others->connections[i];
		int waiting = 0;
		if (connection->state != AWAITING)
			continue;
		ioctl(connection->fd, FIONREAD, &waiting);
		connection->came_before =
			waiting > 0 || connection->answer.length > 0;
	}
	others->tally->acted_ns = tool_now_ns();
}

static bool
act_owns(const struct act *act, const struct connection *connection)
{
	return act->is_begun && connection == act->run.connections;
}

static void
act_drive(struct act *act, struct run *others)
{
	connection_drive(&act->run, act->run.connections);
	if (act->tally.answers == 1 && others->tally->acted_ns == 0)
		mark_what_came_before(others);
}

/* --- the loop --- */

/* Whether anything happened. */
static bool
run_turn(struct run *run, struct act *act)
{
	struct epoll_event events[EVENTS];
	int count = epoll_wait(run->poll, events, EVENTS, TURN_MS);
	for (int i = 0; i < count; i++) {
		struct connection *connection = events[i].data.ptr;
		if (act_owns(act, connection))
			act_drive(act, run);
		else
			connection_drive(run, connection);
	}
	return count > 0;
}

static void
run_to_the_end(struct run *run, struct act *act)
{
	int64_t stirred_ns = tool_now_ns();
	while (!is_over(run)) {
		bool stirred = run_turn(run, act);
		int64_t now_ns = tool_now_ns();
		act_begin_if_due(act, run);
		if (stirred || run->open == run->holding)
			stirred_ns = now_ns;
		else if (now_ns - stirred_ns > PATIENCE_NS)
			tool_fail("no answer for %lld s",
				  (long long)(PATIENCE_NS / NS_PER_S));
	}
}

bool
load_run(const struct load_settings *settings, struct tally *tally)
{
	struct run run = {.settings = settings,
			  .tally = tally,
			  .poll = epoll_create1(EPOLL_CLOEXEC)};
	static struct act act;
	prepare_process();
	act_init(&act, &run);
	run_begin(&run);
	call_everybody(&run);
	run_to_the_end(&run, &act);
	tally->ended_ns = tool_now_ns();
	bool well = !run.failed && !act.run.failed;
	if (settings->act.port != 0 && tally->acted_ns == 0)
		tool_fail("the act had no answer before the end");
	run_end(&run);
	if (act.is_begun)
		run_end(&act.run);
	close(run.poll);
	return well;
}
