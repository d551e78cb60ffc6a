#include "daemon/net/listener.h"

#include <errno.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/net/loop.h"
#include "daemon/net/quota.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

enum { BACKLOG = 1024 };

static struct quota accept_failures;

/* Out of descriptors, mostly: pause until the next tick, don't spin. */
static void
on_accept_failed(struct evconnlistener *listening, void *context)
{
	unsigned withheld;

	(void)context;
	if (quota_allows(&accept_failures, &withheld))
		log_warning("can't accept a connection",
			    "reason=\"%s\" withheld=%u", strerror(errno),
			    withheld);
	evconnlistener_disable(listening);
}

static int
bind_socket(const struct addrinfo *address, bool shared)
{
	int fd = socket(address->ai_family,
			SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int yes = 1;
	int no = 0;

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	if (address->ai_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof(no));
	if (shared)
		setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof(yes));
	if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 &&
	    listen(fd, BACKLOG) == 0)
		return fd;
	close(fd);
	return -1;
}

static uint16_t
port_of(int fd)
{
	struct sockaddr_storage name = {0};
	socklen_t length = sizeof(name);

	if (getsockname(fd, (struct sockaddr *)&name, &length) != 0)
		return 0;
	if (name.ss_family == AF_INET6)
		return ntohs(((struct sockaddr_in6 *)&name)->sin6_port);
	/* getsockname filled it in. */
	return ntohs(((struct sockaddr_in *)&name)->sin_port); // NOLINT
}

/*
 * With SO_REUSEPORT a second node of the same user would quietly get a share
 * of our connections, so first ask without it whether the port is free.
 */
static int
bind_door(struct http_server *server, unsigned listener, unsigned loop)
{
	const struct http_listener_settings *wanted =
		&server->listeners[listener];
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
				 .ai_flags = AI_NUMERICHOST | AI_PASSIVE |
					     AI_NUMERICSERV};
	struct addrinfo *address = NULL;
	uint16_t port = loop == 0 ? wanted->port : server->ports[listener];
	bool shared = server->settings.loops > 1;
	char number[8];
	int fd = -1;

	snprintf(number, sizeof(number), "%u", port);
	if (getaddrinfo(wanted->address, number, &hints, &address) != 0) {
		errno = EADDRNOTAVAIL;
		return -1;
	}
	if (shared && loop == 0 && port != 0) {
		fd = bind_socket(address, false);
		if (fd < 0)
			goto out;
		close(fd);
	}
	fd = bind_socket(address, shared);
	if (fd >= 0 && loop == 0)
		server->ports[listener] = port_of(fd);
out:
	freeaddrinfo(address);
	return fd;
}

static enum status
open_door(struct loop *loop, unsigned index, struct fault *fault)
{
	struct http_server *server = loop->server;
	const struct http_listener_settings *wanted = &server->listeners[index];
	struct door *door = &loop->doors[index];
	int fd = bind_door(server, index, loop->index);

	if (fd < 0) {
		fault_set(fault, wanted->name, "can't listen on %s port %u: %s",
			  wanted->address, wanted->port, strerror(errno));
		return STATUS_INVALID;
	}
	*door = (struct door){.loop = loop,
			      .listener = index,
			      .max_body_bytes = wanted->max_body_bytes,
			      .tls = wanted->tls,
			      .http = evhttp_new(loop->base)};
	evhttp_set_bevcb(door->http, connection_accept, door);
	evhttp_set_gencb(door->http, request_arrived, door);
	evhttp_set_default_content_type(door->http, NULL);
	evhttp_set_max_headers_size(door->http, LIMIT_HEADER_BYTES);
	evhttp_set_max_body_size(door->http, (ev_ssize_t)door->max_body_bytes);
	evhttp_set_flags(door->http, EVHTTP_SERVER_LINGERING_CLOSE);
	evhttp_set_allowed_methods(
		door->http, EVHTTP_REQ_GET | EVHTTP_REQ_POST | EVHTTP_REQ_HEAD |
				    EVHTTP_REQ_PUT | EVHTTP_REQ_DELETE |
				    EVHTTP_REQ_OPTIONS | EVHTTP_REQ_PATCH);
	door->listening = evconnlistener_new(
		loop->base, NULL, NULL,
		LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, fd);
	door->bound = evhttp_bind_listener(door->http, door->listening);
	evconnlistener_set_error_cb(door->listening, on_accept_failed);
	return STATUS_OK;
}

static enum status
open_doors(struct loop *loop, struct fault *fault)
{
	enum status status = loop_open(loop, fault);
	size_t count = loop->server->settings.listener_count;

	for (unsigned i = 0; status == STATUS_OK && i < count; i++)
		status = open_door(loop, i, fault);
	return status;
}

static struct http_server *
server_new(const struct http_server_settings *settings)
{
	struct http_server *server = calloc(1, sizeof(*server));
	size_t count = settings->listener_count;

	server->settings = *settings;
	server->listeners = calloc(count, sizeof(*server->listeners));
	memcpy(server->listeners, settings->listeners,
	       count * sizeof(*server->listeners));
	server->settings.listeners = server->listeners;
	server->ports = calloc(count, sizeof(*server->ports));
	server->loops = calloc(settings->loops, sizeof(*server->loops));
	server->limit_ms[PHASE_HELLO] = settings->hello_ms;
	server->limit_ms[PHASE_IDLE] = settings->idle_ms;
	server->limit_ms[PHASE_HEADER] = settings->header_ms;
	server->limit_ms[PHASE_BODY] = settings->body_ms;
	server->limit_ms[PHASE_WRITE] = settings->write_ms;
	for (unsigned i = 0; i < settings->loops; i++) {
		server->loops[i].server = server;
		server->loops[i].index = i;
		server->loops[i].wake_fd = -1;
	}
	return server;
}

static void
server_free(struct http_server *server)
{
	for (unsigned i = 0; i < server->settings.loops; i++)
		loop_close(&server->loops[i]);
	free(server->loops);
	free(server->ports);
	free(server->listeners);
	free(server);
}

enum status
http_server_start(const struct http_server_settings *settings,
		  struct http_server **server_out, struct fault *fault)
{
	struct http_server *server = server_new(settings);
	enum status status = STATUS_OK;

	for (unsigned i = 0; status == STATUS_OK && i < settings->loops; i++)
		status = open_doors(&server->loops[i], fault);
	for (unsigned i = 0; status == STATUS_OK && i < settings->loops; i++)
		status = loop_start(&server->loops[i]);
	if (status != STATUS_OK) {
		fault_set(fault, "", "no thread for an event loop");
		http_server_stop(server, 0);
		return status;
	}
	*server_out = server;
	return STATUS_OK;
}

uint16_t
http_server_port(const struct http_server *server, unsigned index)
{
	return server->ports[index];
}

static void
order(struct http_server *server, enum order what)
{
	for (unsigned i = 0; i < server->settings.loops; i++) {
		struct loop *loop = &server->loops[i];

		if (!loop->has_thread)
			continue;
		atomic_fetch_or(&loop->orders, (unsigned)what);
		loop_wake(loop);
	}
}

void
http_server_stop(struct http_server *server, unsigned drain_ms)
{
	if (server == NULL)
		return;
	atomic_store(&server->stop_at_ms, clock_monotonic_ms() + drain_ms);
	order(server, ORDER_STOP);
	server_free(server);
}

void
http_server_drop_revoked(struct http_server *server)
{
	order(server, ORDER_DROP_REVOKED);
}

unsigned
http_server_connections(const struct http_server *server)
{
	return atomic_load(&server->connections);
}

void
http_reply(struct http_request *request, const struct http_reply *reply)
{
	struct http_reply_handle *handle = request->handle;
	struct loop *loop = handle->loop;

	handle->reply = *reply;
	if (loop == loop_here())
		request_finish(handle);
	else
		loop_post(loop, handle);
}
