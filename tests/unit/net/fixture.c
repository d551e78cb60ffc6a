#include "fixture.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

const struct show beta = {.name = "beta/node"};
const struct show anna = {.name = "alfa/users/anna"};

const char *
certificates(void)
{
	return getenv("EENPLAN_TEST_CERTIFICATES");
}

void
shell(const char *format, ...)
{
	char command[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(command, sizeof(command), format, arguments);
	va_end(arguments);
	cr_assert_eq(system(command), 0, "failed: %s", command);
}

const char *
path_in(const char *folder, const char *name)
{
	static _Thread_local char paths[8][256];
	static _Thread_local unsigned next;
	char *path = paths[next++ % 8];

	snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
	return path;
}

/*
 * Before main, in the first process only: the tests' own processes find what
 * it made in their environment.
 */
static pid_t maker;

__attribute__((constructor)) static void
make_certificates(void)
{
	char folder[] = "/tmp/eenplan-net-XXXXXX";
	char command[1024];

	if (certificates() != NULL || mkdtemp(folder) == NULL)
		return;
	maker = getpid();
	setenv("EENPLAN_TEST_CERTIFICATES", folder, 1);
	snprintf(command, sizeof(command),
		 "{ certs/trial-ca %s && certs/issue node %s alfa &&"
		 " certs/issue node %s beta && certs/issue user %s alfa anna &&"
		 " certs/issue node %s old --from 20200101000000Z"
		 " --until 20200102000000Z; } >/dev/null",
		 folder, folder, folder, folder, folder);
	if (system(command) != 0)
		fprintf(stderr,
			"can't make certificates in %s; run from the root of "
			"the sources\n",
			folder);
}

__attribute__((destructor)) static void
remove_certificates(void)
{
	char command[256];

	if (maker != getpid())
		return;
	snprintf(command, sizeof(command), "rm -rf %s", certificates());
	(void)!system(command);
}

char *
certificates_copy(void)
{
	char *folder = strdup("/tmp/eenplan-net-XXXXXX");

	cr_assert_not_null(mkdtemp(folder));
	shell("cp -R %s/. %s", certificates(), folder);
	return folder;
}

void
certificates_remove(char *folder)
{
	shell("rm -rf %s", folder);
	free(folder);
}

struct tls *
open_tls(const char *folder, unsigned listener)
{
	bool users = listener == USERS;
	struct tls_settings settings = {
		path_in(folder,
			users ? "alfa/users-listener.crt" : "alfa/node.crt"),
		path_in(folder,
			users ? "alfa/users-listener.key" : "alfa/node.key"),
		path_in(folder,
			users ? "alfa/users-ca.crt" : "alfa/partners-ca.crt"),
		path_in(folder, users ? "alfa/users.crl" : "alfa/partners.crl"),
	};
	struct fault fault = {0};
	struct tls *tls = NULL;

	cr_assert_eq(tls_open(&settings, &tls, &fault), STATUS_OK, "%s: %s",
		     fault.where, fault.text);
	return tls;
}

static void
count_sent(void *context)
{
	atomic_fetch_add(&((struct fixture *)context)->sent, 1);
}

static void
answer(struct fixture *fixture, struct http_request *request, const char *text)
{
	struct http_reply reply = {200, "text/plain", text_of(text), count_sent,
				   fixture};

	http_reply(request, &reply);
}

static void
echo(struct fixture *fixture, struct http_request *request)
{
	char *text = arena_printf(
		request->arena, "%s|%d|%s|%s|%s|%s|%.*s",
		request->peer->organisation, (int)request->method,
		request->path, request->query == NULL ? "-" : request->query,
		request->content_type, request->authorization,
		(int)request->body.length, request->body.bytes);

	answer(fixture, request, text);
}

struct later {
	struct fixture *fixture;
	struct http_request *request;
};

static void
echo_later(void *context, unsigned worker)
{
	struct later *later = context;

	(void)worker;
	echo(later->fixture, later->request);
}

static void
answer_big(struct fixture *fixture, struct http_request *request)
{
	size_t length = BIG_BYTES;
	char *text = arena_alloc(request->arena, length + 1);

	memset(text, 'x', length);
	answer(fixture, request, text);
}

static void
handle(void *context, struct http_request *request)
{
	struct fixture *fixture = context;

	atomic_fetch_add(&fixture->handled, 1);
	if (strcmp(request->path, "/later") == 0) {
		struct later *later = ARENA_NEW(request->arena, struct later);

		*later = (struct later){fixture, request};
		cr_assert_eq(
			workers_submit(fixture->workers, echo_later, later),
			STATUS_OK);
	} else if (strcmp(request->path, "/hold") == 0) {
		atomic_store(&fixture->held, request);
	} else if (strcmp(request->path, "/big") == 0) {
		answer_big(fixture, request);
	} else {
		echo(fixture, request);
	}
}

static void
note_pause(void *context, unsigned loop)
{
	struct fixture *fixture = context;

	cr_expect_lt(loop, fixture->settings.loops);
	atomic_store(&fixture->handled_at_pause,
		     atomic_load(&fixture->handled));
	atomic_fetch_add(&fixture->pauses, 1);
}

void
fixture_init(struct fixture *fixture)
{
	*fixture = (struct fixture){
		.folder = certificates(),
		.max_body_bytes = LIMIT_REQUEST_BYTES,
		.settings = {.loops = 1,
			     .max_connections = 100,
			     .hello_ms = 5000,
			     .header_ms = 5000,
			     .body_ms = 5000,
			     .write_ms = 5000,
			     .idle_ms = 5000},
	};
}

void
fixture_start(struct fixture *fixture)
{
	struct http_listener_settings listeners[LISTENERS] = {
		{.name = "partners", .address = "127.0.0.1"},
		{.name = "users", .address = "127.0.0.1"},
	};
	struct fault fault = {0};

	for (unsigned i = 0; i < LISTENERS; i++) {
		fixture->tls[i] = open_tls(fixture->folder, i);
		listeners[i].tls = fixture->tls[i];
		listeners[i].max_body_bytes = fixture->max_body_bytes;
	}
	fixture->settings.listeners = listeners;
	fixture->settings.listener_count = LISTENERS;
	fixture->settings.handler = handle;
	fixture->settings.on_pause = note_pause;
	fixture->settings.context = fixture;
	cr_assert_eq(workers_start(2, &fixture->workers), STATUS_OK);
	cr_assert_eq(
		http_server_start(&fixture->settings, &fixture->server, &fault),
		STATUS_OK, "%s: %s", fault.where, fault.text);
}

void
fixture_stop(struct fixture *fixture)
{
	workers_stop(fixture->workers);
	http_server_stop(fixture->server, 1000);
	for (unsigned i = 0; i < LISTENERS; i++)
		tls_close(fixture->tls[i]);
}

static void *
stop(void *fixture)
{
	fixture_stop(fixture);
	return NULL;
}

void
fixture_stop_in_background(struct fixture *fixture)
{
	cr_assert_eq(pthread_create(&fixture->stopper, NULL, stop, fixture), 0);
}

void
fixture_stop_join(struct fixture *fixture)
{
	pthread_join(fixture->stopper, NULL);
}

int
connect_to(const struct fixture *fixture, unsigned listener)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(http_server_port(fixture->server, listener)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct timeval patience = {.tv_sec = 5};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	cr_assert_eq(connect(fd, (struct sockaddr *)&address, sizeof(address)),
		     0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	return fd;
}

bool
peer_open(struct peer *peer, const struct fixture *fixture, unsigned listener,
	  const struct show *show)
{
	const char *folder =
		show->folder == NULL ? fixture->folder : show->folder;
	char path[256];

	signal(SIGPIPE, SIG_IGN);
	peer->socket = connect_to(fixture, listener);
	peer->context = SSL_CTX_new(TLS_client_method());
	if (show->max_version != 0)
		SSL_CTX_set_max_proto_version(peer->context, show->max_version);
	if (show->name != NULL) {
		snprintf(path, sizeof(path), "%s/%s.crt", folder, show->name);
		cr_assert_eq(SSL_CTX_use_certificate_file(peer->context, path,
							  SSL_FILETYPE_PEM),
			     1, "%s", path);
		snprintf(path, sizeof(path), "%s/%s.key", folder, show->name);
		cr_assert_eq(SSL_CTX_use_PrivateKey_file(peer->context, path,
							 SSL_FILETYPE_PEM),
			     1, "%s", path);
	}
	peer->ssl = SSL_new(peer->context);
	SSL_set_fd(peer->ssl, peer->socket);
	if (show->session != NULL)
		SSL_set_session(peer->ssl, show->session);
	return SSL_connect(peer->ssl) == 1;
}

void
peer_close(struct peer *peer)
{
	SSL_free(peer->ssl);
	SSL_CTX_free(peer->context);
	close(peer->socket);
}

void
peer_send(struct peer *peer, const char *bytes)
{
	(void)!SSL_write(peer->ssl, bytes, (int)strlen(bytes));
}

/* How long is the reply, once its header is there? 0: not known yet. */
static size_t
length_of(const char *reply)
{
	const char *end = strstr(reply, "\r\n\r\n");
	const char *length = strcasestr(reply, "\r\nContent-Length: ");

	if (end == NULL)
		return 0;
	if (length == NULL || length > end)
		return (size_t)(end - reply) + 4;
	return (size_t)(end - reply) + 4 +
	       strtoul(length + sizeof("\r\nContent-Length:"), NULL, 10);
}

int
peer_read(struct peer *peer, char *reply, size_t room)
{
	size_t have = 0;
	size_t length = 0;

	reply[0] = '\0';
	while (length == 0 || have < length) {
		size_t wanted = length == 0 ? 1 : length - have;
		int got;

		if (have + wanted >= room)
			return 0;
		got = SSL_read(peer->ssl, reply + have, (int)wanted);
		if (got <= 0)
			return 0;
		have += (size_t)got;
		reply[have] = '\0';
		if (length == 0)
			length = length_of(reply);
	}
	return atoi(reply + sizeof("HTTP/1.1"));
}

int
ask_once(const struct fixture *fixture, unsigned listener,
	 const struct show *show)
{
	struct peer peer;
	char reply[4096];
	int status = 0;

	if (peer_open(&peer, fixture, listener, show)) {
		peer_send(&peer, "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
		status = peer_read(&peer, reply, sizeof(reply));
	}
	peer_close(&peer);
	return status;
}

int
ms_until_closed(struct peer *peer)
{
	int64_t start_ms = clock_monotonic_ms();
	char bytes[4096];

	for (;;) {
		ssize_t got = recv(peer->socket, bytes, sizeof(bytes), 0);

		if (got == 0 || (got < 0 && errno == ECONNRESET))
			return (int)(clock_monotonic_ms() - start_ms);
		if (got < 0)
			return -1;
	}
}

void
wait_ms(unsigned ms)
{
	struct timespec span = {ms / 1000, (long)(ms % 1000) * 1000000};

	nanosleep(&span, NULL);
}

bool
comes_to(atomic_uint *counter, unsigned wanted)
{
	for (int i = 0; i < 500; i++) {
		if (atomic_load(counter) == wanted)
			return true;
		wait_ms(10);
	}
	return false;
}

bool
connections_end(const struct fixture *fixture)
{
	for (int i = 0; i < 500; i++) {
		if (http_server_connections(fixture->server) == 0)
			return true;
		wait_ms(10);
	}
	return false;
}
