#include <event2/bufferevent.h>
#include <event2/bufferevent_struct.h>
#include <event2/event.h>
#include <stdlib.h>

#include "daemon/net/loop.h"
#include "eenplan/base/log.h"

/*
 * The channel reads all that there is, if it reads. If it doesn't, the first
 * call may be about what it has read just now; a second is about bytes, or an
 * end, that would wake us for as long as they wait.
 */
static void
on_readable(evutil_socket_t fd, short what, void *context)
{
	struct connection *connection = context;

	(void)fd;
	(void)what;
	if (event_pending(&connection->channel->ev_read, EV_READ, NULL))
		connection->unread = 0;
	else if (connection->unread++ > 0)
		event_del(connection->interest);
}

void
interest_begin(struct connection *connection)
{
	connection->interest =
		event_new(connection->door->loop->base,
			  bufferevent_getfd(connection->channel),
			  EV_READ | EV_PERSIST, on_readable, connection);
	if (connection->interest == NULL) {
		log_error("out of memory for a connection", NULL);
		abort();
	}
	interest_renew(connection);
}

void
interest_renew(struct connection *connection)
{
	connection->unread = 0;
	if (connection->interest != NULL &&
	    !event_pending(connection->interest, EV_READ, NULL))
		event_add(connection->interest, NULL);
}

void
interest_end(struct connection *connection)
{
	if (connection->interest != NULL)
		event_free(connection->interest);
	connection->interest = NULL;
}
