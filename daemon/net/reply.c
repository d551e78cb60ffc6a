#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_struct.h>
#include <event2/event.h>
#include <event2/http.h>

#include "daemon/net/loop.h"
#include "eenplan/base/buf.h"

/* A reply of up to one TLS record is put together to be one. */
#define RECORD_BYTES (16 * 1024)

static void
on_sent(struct evhttp_request *event, void *context)
{
	(void)event;
	connection_next(context);
}

static void
add_header(struct buf *head, const char *name, const char *value)
{
	buf_add_string(head, name);
	buf_add_string(head, ": ");
	buf_add_string(head, value);
	buf_add_string(head, "\r\n");
}

/* What the library says about the connection, and our own. */
static struct text
head_of(const struct http_reply_handle *handle, bool has_body)
{
	struct evkeyvalq *theirs =
		evhttp_request_get_output_headers(handle->event);
	const char *connection = evhttp_find_header(theirs, "Connection");
	struct buf head;

	buf_init(&head, handle->request.arena, 512);
	buf_add_string(&head, "HTTP/1.1 ");
	buf_add_number(&head, (uint64_t)handle->reply.status);
	buf_add_char(&head, ' ');
	buf_add_string(&head,
		       evhttp_request_get_response_code_line(handle->event));
	buf_add_string(&head, "\r\n");
	add_header(&head, "Content-Type", handle->reply.content_type);
	if (has_body) {
		buf_add_string(&head, "Content-Length: ");
		buf_add_number(&head, handle->reply.body.length);
		buf_add_string(&head, "\r\n");
	}
	add_header(&head, "Cache-Control", "no-store");
	add_header(&head, "API-Version", HTTP_API_VERSION);
	add_header(&head, "X-Request-Id", handle->request.id);
	add_header(&head, "Date", handle->loop->date);
	if (connection != NULL)
		add_header(&head, "Connection", connection);
	buf_add_string(&head, "\r\n");
	return buf_text(&head);
}

/*
 * evhttp formats and copies each header several times, and makes two TLS
 * records of header and body. It did so with an empty reply: this takes that
 * one's place, of which nothing was sent yet.
 */
static void
put_ours(struct connection *connection, const struct http_reply_handle *handle)
{
	struct evbuffer *output = bufferevent_get_output(connection->channel);
	bool has_body =
		evhttp_request_get_command(handle->event) != EVHTTP_REQ_HEAD;
	struct text head = head_of(handle, has_body);
	size_t body_bytes = has_body ? handle->reply.body.length : 0;

	evbuffer_drain(output, evbuffer_get_length(output));
	if (head.length + body_bytes <= RECORD_BYTES)
		evbuffer_expand(output, head.length + body_bytes);
	evbuffer_add(output, head.bytes, head.length);
	if (body_bytes > 0)
		evbuffer_add(output, handle->reply.body.bytes, body_bytes);
}

/*
 * The library would first wait until the socket can be written. It nearly
 * always can, and asking costs as much as writing.
 */
static void
write_now(struct connection *connection)
{
	event_active(&connection->channel->ev_write, EV_WRITE, 0);
}

void
reply_send(struct http_reply_handle *handle)
{
	struct connection *connection = handle->connection;
	struct http_reply *reply = &handle->reply;
	struct evkeyvalq *theirs =
		evhttp_request_get_output_headers(handle->event);

	connection->handle = NULL;
	connection->sent = reply->sent;
	connection->sent_context = reply->sent_context;
	/* Given to the library, so that it doesn't make them each time. */
	evhttp_add_header(theirs, "Date", handle->loop->date);
	evhttp_add_header(theirs, "Content-Length", "0");
	if (handle->loop->stopping)
		evhttp_add_header(theirs, "Connection", "close");
	evhttp_request_set_on_complete_cb(handle->event, on_sent, connection);
	connection_enter(connection, PHASE_WRITE);
	connection->replying = true;
	evhttp_send_reply(handle->event, reply->status, NULL, NULL);
	put_ours(connection, handle);
	write_now(connection);
	connection->replying = false;
}
