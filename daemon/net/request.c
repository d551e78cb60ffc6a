#include <ctype.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/net/loop.h"
#include "eenplan/base/buf.h"
#include "eenplan/base/limits.h"
#include "eenplan/wire/problem.h"

/* The headers that mean something here, in one pass. */
struct headers {
	const char *request_id;
	const char *content_type;
	const char *authorization;
	const char *accept_language;
	const char *transfer_encoding;
	const char *content_length;
	bool repeated; /* one of the two that say where the body ends */
};

static struct headers
headers_of(struct evhttp_request *event)
{
	struct evkeyvalq *all = evhttp_request_get_input_headers(event);
	struct headers headers = {0};
	struct evkeyval *header;

	for (header = all->tqh_first; header != NULL;
	     header = header->next.tqe_next) {
		const char **place = NULL;

		if (strcasecmp(header->key, "X-Request-Id") == 0)
			place = &headers.request_id;
		else if (strcasecmp(header->key, "Content-Type") == 0)
			place = &headers.content_type;
		else if (strcasecmp(header->key, "Authorization") == 0)
			place = &headers.authorization;
		else if (strcasecmp(header->key, "Accept-Language") == 0)
			place = &headers.accept_language;
		else if (strcasecmp(header->key, "Content-Length") == 0)
			place = &headers.content_length;
		else if (strcasecmp(header->key, "Transfer-Encoding") == 0)
			place = &headers.transfer_encoding;
		else
			continue;
		if (*place != NULL && (place == &headers.content_length ||
				       place == &headers.transfer_encoding))
			headers.repeated = true;
		*place = header->value;
	}
	return headers;
}

/* Two readers could disagree about where such a body ends (RFC 9112 §6.3). */
static bool
body_is_ambiguous(const struct headers *headers)
{
	if (headers->repeated)
		return true;
	if (headers->transfer_encoding == NULL)
		return false;
	return headers->content_length != NULL ||
	       strcasecmp(headers->transfer_encoding, "chunked") != 0;
}

static bool
is_uuid(const char *string)
{
	size_t i;

	for (i = 0; i < UUID_TEXT_BYTES - 1; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? string[i] != '-'
			 : !isxdigit((unsigned char)string[i]))
			return false;
	}
	return string[i] == '\0';
}

static void
set_id(struct http_request *request, const char *wish)
{
	if (wish == NULL || !is_uuid(wish)) {
		random_uuid(request->id);
		return;
	}
	for (size_t i = 0; i < UUID_TEXT_BYTES; i++)
		request->id[i] = (char)tolower((unsigned char)wish[i]);
}

/* "Application/JSON; charset=utf-8" → "application/json" */
static const char *
media_type(struct arena *arena, const char *value)
{
	size_t length = value == NULL ? 0 : strcspn(value, "; \t");
	char *type = arena_alloc(arena, length + 1);

	for (size_t i = 0; i < length; i++)
		type[i] = (char)tolower((unsigned char)value[i]);
	return type;
}

static enum http_method
method_of(struct evhttp_request *event)
{
	switch ((int)evhttp_request_get_command(event)) {
	case EVHTTP_REQ_GET: return HTTP_GET;
	case EVHTTP_REQ_POST: return HTTP_POST;
	default: return HTTP_OTHER;
	}
}

/* Out of evhttp's hands: the connection may end before the handler does. */
static struct text
take_body(struct arena *arena, struct evhttp_request *event)
{
	struct evbuffer *input = evhttp_request_get_input_buffer(event);
	size_t length = evbuffer_get_length(input);
	char *bytes = arena_alloc(arena, length + 1);

	evbuffer_remove(input, bytes, length);
	return (struct text){bytes, length};
}

static struct http_reply_handle *
handle_new(struct connection *connection, struct evhttp_request *event,
	   const struct headers *headers)
{
	struct arena *arena = arena_new();
	struct http_reply_handle *handle =
		ARENA_NEW(arena, struct http_reply_handle);
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(event);
	const char *path = evhttp_uri_get_path(uri);
	const char *query = evhttp_uri_get_query(uri);

	handle->loop = connection->door->loop;
	handle->connection = connection;
	handle->event = event;
	handle->peer = tls_peer_retain(connection->peer);
	handle->request = (struct http_request){
		.arena = arena,
		.listener = connection->door->listener,
		.loop = handle->loop->index,
		.crowd = handle->loop->crowd,
		.method = method_of(event),
		.path = arena_string(arena, path == NULL ? "" : path),
		.query = query == NULL ? NULL : arena_string(arena, query),
		.content_type = media_type(arena, headers->content_type),
		.authorization =
			arena_string(arena, headers->authorization == NULL
						    ? ""
						    : headers->authorization),
		.tongue = tongue_of_header(headers->accept_language),
		.body = take_body(arena, event),
		.peer = &handle->peer->identity,
		.peer_key = handle->peer->key,
		.handle = handle,
	};
	set_id(&handle->request, headers->request_id);
	return handle;
}

static const char *
problem_text(struct arena *arena, enum status status, const char *id,
	     const char *detail)
{
	struct problem problem = {.status = status, .request = id};
	struct buf out;

	if (detail != NULL)
		fault_say(&problem.fault, "", detail);
	buf_init(&out, arena, 512);
	problem_encode(&out, &problem);
	return buf_string(&out);
}

static void
refuse_body(struct http_reply_handle *handle)
{
	struct http_request *request = &handle->request;
	const char *body =
		problem_text(request->arena, STATUS_MALFORMED, request->id,
			     N_("Content-Length and Transfer-Encoding don't go "
				"together, and each may be given once; the "
				"only encoding is \"chunked\"."));
	struct http_reply reply = {.status = status_http(STATUS_MALFORMED),
				   .content_type = PROBLEM_CONTENT_TYPE,
				   .body = text_of(body)};

	evhttp_add_header(evhttp_request_get_output_headers(handle->event),
			  "Connection", "close");
	http_reply(request, &reply);
}

static void
on_closing(struct evhttp_connection *event, void *connection)
{
	(void)event;
	interest_end(connection);
	tls_say_goodbye(((struct connection *)connection)->ssl);
}

/* The first request of a connection shows who is at its other end. */
static void
introduce(struct connection *connection, struct evhttp_request *event)
{
	struct door *door = connection->door;

	evhttp_connection_set_closecb(evhttp_request_get_connection(event),
				      on_closing, connection);
	if (tls_peer_of(door->tls, connection->ssl, &connection->peer) !=
	    STATUS_OK)
		connection_doom(connection);
	else
		interest_begin(connection);
}

void
request_arrived(struct evhttp_request *event, void *context)
{
	struct door *door = context;
	struct http_server_settings *settings = &door->loop->server->settings;
	struct connection *connection = connection_of(event);
	struct headers headers = headers_of(event);
	struct http_reply_handle *handle;

	connection_enter(connection, PHASE_WORK);
	connection->asked = true;
	if (connection->peer == NULL)
		introduce(connection, event);
	if (connection->doomed)
		return;
	handle = handle_new(connection, event, &headers);
	connection->handle = handle;
	door->loop->outstanding++;
	loop_gave(door->loop);
	if (body_is_ambiguous(&headers))
		refuse_body(handle);
	else
		settings->handler(settings->context, &handle->request);
}

void
request_finish(struct http_reply_handle *handle)
{
	struct loop *loop = handle->loop;
	struct evhttp_request *event = handle->event;

	loop->outstanding--;
	if (event != NULL && evhttp_request_get_connection(event) != NULL) {
		reply_send(handle);
	} else {
		/* evhttp leaves a request to us when its peer went away. */
		if (event != NULL)
			evhttp_request_free(event);
		if (handle->connection != NULL)
			handle->connection->handle = NULL;
		if (handle->reply.sent != NULL)
			handle->reply.sent(handle->reply.sent_context);
	}
	tls_peer_release(handle->peer);
	arena_free(handle->request.arena);
	loop_end_if_done(loop);
}

struct text
http_peer_certificate(const struct http_request *request)
{
	return tls_peer_certificate(request->handle->peer, request->arena);
}

static enum status
status_of_page(int code)
{
	if (code == 413)
		return STATUS_TOO_LARGE;
	if (code == 501 || code < 400)
		return STATUS_WRONG_METHOD;
	return STATUS_MALFORMED;
}

/*
 * What evhttp found wrong by itself, it answers with a page of HTML and no way
 * to change that. Nothing of the page has been sent yet.
 */
void
request_replace_page(struct connection *connection)
{
	struct evbuffer *output = bufferevent_get_output(connection->channel);
	char start[13] = "";
	char id[UUID_TEXT_BYTES];
	struct arena *arena;
	enum status status;
	const char *body;

	evbuffer_copyout(output, start, sizeof(start) - 1);
	if (memcmp(start + sizeof("HTTP/1.1"), "100", 3) == 0) {
		connection->paged = false;
		return;
	}
	arena = arena_new();
	status = status_of_page(atoi(start + sizeof("HTTP/1.1")));
	random_uuid(id);
	body = problem_text(arena, status, id,
			    status == STATUS_MALFORMED
				    ? N_("This isn't well-formed HTTP/1.1, or "
					 "its header is over 16 KiB.")
				    : NULL);
	connection_enter(connection, PHASE_WRITE);
	evbuffer_drain(output, evbuffer_get_length(output));
	evbuffer_add_printf(output,
			    "HTTP/1.1 %d %s\r\n"
			    "Content-Type: " PROBLEM_CONTENT_TYPE "\r\n"
			    "Content-Length: %zu\r\n"
			    "Cache-Control: no-store\r\n"
			    "API-Version: " HTTP_API_VERSION "\r\n"
			    "X-Request-Id: %s\r\n"
			    "Connection: close\r\n\r\n%s",
			    status_http(status), status_code(status),
			    strlen(body), id, body);
	arena_free(arena);
}
