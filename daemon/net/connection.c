#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <event2/http.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/net/loop.h"
#include "daemon/net/quota.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

static struct quota refusals;
static struct quota closings;

static const char *const phase_names[PHASE_COUNT] = {
	[PHASE_HELLO] = "hello",   [PHASE_IDLE] = "idle",
	[PHASE_HEADER] = "header", [PHASE_BODY] = "body",
	[PHASE_WORK] = "work",	   [PHASE_WRITE] = "write",
};

void
connection_enter(struct connection *connection, enum phase phase)
{
	connection->phase = phase;
	connection->since_ms = clock_monotonic_ms();
}

/*
 * evhttp's own pointer to the connection, or NULL once it freed it. Then only
 * the TLS library still has to let go.
 */
static struct evhttp_connection *
event_of(const struct connection *connection)
{
	void *event = NULL;

	bufferevent_getcb(connection->channel, NULL, NULL, NULL, &event);
	return event;
}

static void
demand_attention(struct connection *connection)
{
	struct loop *loop = connection->door->loop;

	if (connection->needs_attention)
		return;
	connection->needs_attention = true;
	TAILQ_INSERT_TAIL(&loop->attention, connection, urgent);
	loop_wake_soon(loop);
}

void
connection_doom(struct connection *connection)
{
	connection->doomed = true;
	demand_attention(connection);
}

static bool
is_blank(const char *bytes, const char *end)
{
	while (bytes < end && *bytes == '\r')
		bytes++;
	return bytes == end;
}

/*
 * evhttp's timeouts are about silence only, so a peer that drips bytes would
 * stay for ever. It doesn't tell where a header ends either, so look here.
 */
static bool
header_ends(struct connection *connection, const char *bytes, size_t length)
{
	const char *end = bytes + length;

	while (bytes < end) {
		const char *feed = memchr(bytes, '\n', (size_t)(end - bytes));

		if (!is_blank(bytes, feed != NULL ? feed : end))
			connection->line_is_blank = false;
		if (feed == NULL)
			return false;
		if (connection->line_is_blank && connection->lines > 0)
			return true;
		connection->line_is_blank = true;
		connection->lines++;
		bytes = feed + 1;
	}
	return false;
}

static void
scan(struct connection *connection, struct evbuffer *input, size_t from)
{
	struct evbuffer_iovec runs[8];
	struct evbuffer_ptr start;
	size_t left = evbuffer_get_length(input) - from;
	int count;

	if (evbuffer_ptr_set(input, &start, from, EVBUFFER_PTR_SET) != 0)
		return;
	count = evbuffer_peek(input, (ev_ssize_t)left, &start, runs,
			      (int)COUNT_OF(runs));
	for (int i = 0; i < count && i < (int)COUNT_OF(runs); i++) {
		if (header_ends(connection, runs[i].iov_base,
				runs[i].iov_len)) {
			connection_enter(connection, PHASE_BODY);
			return;
		}
	}
}

static void
begin_request(struct connection *connection)
{
	connection_enter(connection, PHASE_HEADER);
	connection->line_is_blank = true;
	connection->lines = 0;
}

static void
on_received(struct evbuffer *input, const struct evbuffer_cb_info *info,
	    void *context)
{
	struct connection *connection = context;

	if (info->n_added == 0)
		return;
	if (connection->phase == PHASE_HELLO || connection->phase == PHASE_IDLE)
		begin_request(connection);
	if (connection->phase == PHASE_HEADER)
		scan(connection, input, info->orig_size);
}

/* Bytes that aren't our reply: 100 Continue, or evhttp's own error page. */
static void
on_sending(struct evbuffer *output, const struct evbuffer_cb_info *info,
	   void *context)
{
	struct connection *connection = context;

	(void)output;
	if (info->n_added == 0 || connection->replying || connection->paged)
		return;
	connection->paged = true;
	demand_attention(connection);
}

static void
on_ended(void *context)
{
	struct connection *connection = context;
	struct loop *loop = connection->door->loop;

	TAILQ_REMOVE(&loop->connections, connection, all);
	if (connection->needs_attention)
		TAILQ_REMOVE(&loop->attention, connection, urgent);
	if (connection->handle != NULL)
		connection->handle->connection = NULL;
	if (connection->sent != NULL)
		connection->sent(connection->sent_context);
	interest_end(connection);
	tls_peer_release(connection->peer);
	free(connection);
	atomic_fetch_sub(&loop->server->connections, 1);
	loop_end_if_done(loop);
}

/* A stranger can come in only as far as the handshake. */
static void
admit(struct connection *connection)
{
	struct loop *loop = connection->door->loop;
	struct http_server *server = loop->server;
	unsigned before = atomic_fetch_add(&server->connections, 1);
	unsigned withheld;

	TAILQ_INSERT_TAIL(&loop->connections, connection, all);
	if (before < server->settings.max_connections && !loop->stopping)
		return;
	if (quota_allows(&refusals, &withheld))
		log_warning("connection refused: too many are open",
			    "listener=%s open=%u withheld=%u",
			    server->listeners[connection->door->listener].name,
			    before, withheld);
	connection_doom(connection);
}

struct bufferevent *
connection_accept(struct event_base *base, void *context)
{
	struct door *door = context;
	struct connection *connection = calloc(1, sizeof(*connection));
	struct bufferevent *channel = NULL;

	if (connection != NULL) {
		connection->ssl = tls_accept(door->tls, on_ended, connection);
		if (connection->ssl != NULL)
			channel = bufferevent_openssl_socket_new(
				base, -1, connection->ssl,
				BUFFEREVENT_SSL_ACCEPTING,
				BEV_OPT_CLOSE_ON_FREE);
	}
	/* evhttp would take NULL for leave to speak in plain text. */
	if (channel == NULL) {
		log_error("out of memory for a connection", NULL);
		abort();
	}
	connection->door = door;
	connection->channel = channel;
	bufferevent_openssl_set_allow_dirty_shutdown(channel, 1);
	/* Room for a whole body, and no more, also while we don't read. */
	bufferevent_setwatermark(channel, EV_READ, 0,
				 door->max_body_bytes + 2 * LIMIT_HEADER_BYTES);
	bufferevent_set_max_single_read(channel, 4096);
	evbuffer_add_cb(bufferevent_get_input(channel), on_received,
			connection);
	evbuffer_add_cb(bufferevent_get_output(channel), on_sending,
			connection);
	connection_enter(connection, PHASE_HELLO);
	admit(connection);
	return channel;
}

struct connection *
connection_of(struct evhttp_request *event)
{
	struct evhttp_connection *held = evhttp_request_get_connection(event);
	struct bufferevent *channel = evhttp_connection_get_bufferevent(held);

	return tls_context(bufferevent_openssl_get_ssl(channel));
}

void
connection_next(struct connection *connection)
{
	struct evbuffer *input = bufferevent_get_input(connection->channel);
	http_sent *sent = connection->sent;

	connection->sent = NULL;
	connection->paged = false;
	interest_renew(connection);
	if (evbuffer_get_length(input) > 0) {
		begin_request(connection);
		scan(connection, input, 0);
	} else {
		connection_enter(connection, PHASE_IDLE);
	}
	if (sent != NULL)
		sent(connection->sent_context);
	if (connection->door->loop->stopping)
		connection_doom(connection);
}

void
connection_close(struct connection *connection, const char *why)
{
	struct evhttp_connection *event = event_of(connection);
	unsigned withheld;

	if (event == NULL)
		return;
	if (why != NULL && quota_allows(&closings, &withheld))
		log_info("connection closed", "why=\"%s\" in=%s withheld=%u",
			 why, phase_names[connection->phase], withheld);
	/* evhttp frees the request along; the handler may still have ours. */
	if (connection->handle != NULL) {
		connection->handle->event = NULL;
		connection->handle->connection = NULL;
		connection->handle = NULL;
	}
	evhttp_connection_free(event);
}

static bool
has_expired(const struct connection *connection, int64_t now_ms)
{
	return connection->peer != NULL &&
	       connection->peer->identity.valid_until_ms <= now_ms;
}

void
connections_check(struct loop *loop)
{
	int64_t now_ms = clock_monotonic_ms();
	int64_t today_ms = clock_now_ms();
	struct connection *connection, *next;

	loop->crowd = 0;
	for (connection = TAILQ_FIRST(&loop->connections); connection != NULL;
	     connection = next) {
		unsigned limit_ms;

		next = TAILQ_NEXT(connection, all);
		loop->crowd += connection->asked;
		connection->asked = false;
		if (connection->phase == PHASE_HELLO &&
		    tls_is_established(connection->ssl))
			connection->phase = PHASE_IDLE;
		limit_ms = loop->server->limit_ms[connection->phase];
		if (limit_ms != 0 && now_ms - connection->since_ms >= limit_ms)
			connection_close(connection, "deadline");
		else if (has_expired(connection, today_ms))
			connection_close(connection, "certificate expired");
	}
}

void
connections_attend(struct loop *loop)
{
	struct connection *connection;

	while ((connection = TAILQ_FIRST(&loop->attention)) != NULL) {
		TAILQ_REMOVE(&loop->attention, connection, urgent);
		connection->needs_attention = false;
		if (connection->doomed)
			connection_close(connection, NULL);
		else if (connection->paged && event_of(connection) != NULL)
			request_replace_page(connection);
	}
}

void
connections_drop_revoked(struct loop *loop)
{
	struct connection *connection, *next;

	for (connection = TAILQ_FIRST(&loop->connections); connection != NULL;
	     connection = next) {
		next = TAILQ_NEXT(connection, all);
		if (connection->peer != NULL &&
		    tls_peer_is_revoked(connection->peer))
			connection_close(connection, "certificate revoked");
	}
}

void
connections_close_waiting(struct loop *loop, bool also_requests)
{
	struct connection *connection, *next;

	for (connection = TAILQ_FIRST(&loop->connections); connection != NULL;
	     connection = next) {
		next = TAILQ_NEXT(connection, all);
		if (also_requests || connection->phase == PHASE_HELLO ||
		    connection->phase == PHASE_IDLE)
			connection_close(connection, NULL);
	}
}
