/*
 * One event loop's thread and what it owns: doors (one per listener), the
 * connections that came in by them, and the mail of finished replies.
 *
 * Everything here belongs to the loop's own thread, except `mail`, `orders`,
 * `posting` and the file descriptor that wakes it.
 */
#ifndef EENPLAN_DAEMON_NET_LOOP_H
#define EENPLAN_DAEMON_NET_LOOP_H

#include <pthread.h>
#include <stdatomic.h>
#include <sys/queue.h>

#include "daemon/net/listener.h"
#include "daemon/net/tls_internal.h"

struct bufferevent;
struct evconnlistener;
struct event;
struct event_base;
struct evhttp;
struct evhttp_bound_socket;
struct evhttp_request;

/* What a connection is waiting for; each but WORK has a deadline. */
enum phase {
	PHASE_HELLO,  /* the TLS handshake */
	PHASE_IDLE,   /* a request's first byte */
	PHASE_HEADER, /* the header's end */
	PHASE_BODY,   /* the body's end */
	PHASE_WORK,   /* the handler's reply */
	PHASE_WRITE,  /* the peer taking the reply */
	PHASE_COUNT
};

struct door {
	struct loop *loop;
	unsigned listener;
	size_t max_body_bytes;
	struct tls *tls;
	struct evhttp *http;
	struct evhttp_bound_socket *bound; /* NULL: closed */
	struct evconnlistener *listening;
};

/*
 * Invariants: on its loop's `connections` until the TLS library lets go of
 * `ssl`, which is when it ends; on `attention` exactly if needs_attention.
 */
struct connection {
	struct door *door;
	struct ssl_st *ssl;
	struct bufferevent *channel;
	struct tls_peer *peer; /* from the first request on */
	enum phase phase;
	int64_t since_ms;   /* monotonic: when `phase` began */
	unsigned lines;	    /* of the header so far */
	bool line_is_blank; /* the one that is coming in, so far */
	bool replying;	    /* what is written now is ours */
	bool needs_attention;
	bool doomed;		/* close it as soon as that is safe */
	bool paged;		/* the HTTP library wrote a page itself */
	bool asked;		/* since the last tick */
	struct event *interest; /* see interest_begin */
	unsigned unread;	/* calls of it while the channel doesn't read */
	struct http_reply_handle *handle; /* in PHASE_WORK */
	http_sent *sent;		  /* in PHASE_WRITE */
	void *sent_context;
	TAILQ_ENTRY(connection) all;
	TAILQ_ENTRY(connection) urgent;
};

TAILQ_HEAD(connection_list, connection);

struct loop {
	struct http_server *server;
	unsigned index;
	pthread_t thread;
	bool has_thread;
	struct event_base *base;
	struct event *tick;
	struct event *wake;
	struct event *pause; /* of the lowest priority: due when no other is */
	bool gave;	     /* requests or answers on, since the last pause */
	int wake_fd;
	struct door *doors;
	struct connection_list connections;
	struct connection_list attention;
	char date[30];	      /* for replies, as of the last tick */
	unsigned outstanding; /* requests that the handler has */
	unsigned crowd;	      /* connections that asked before the last tick */
	bool stopping;
	_Atomic(struct http_reply_handle *) mail;
	atomic_uint orders;
	atomic_uint posting; /* threads that are putting in mail */
};

enum order { ORDER_STOP = 1, ORDER_DROP_REVOKED = 2 };

struct http_server {
	struct http_server_settings settings;
	struct http_listener_settings *listeners;
	uint16_t *ports;
	unsigned limit_ms[PHASE_COUNT]; /* 0: no deadline */
	struct loop *loops;
	atomic_uint connections;
	_Atomic int64_t stop_at_ms;
};

/*
 * A request's way back. In the request's arena.
 * Invariant: `event` is NULL once it was freed with its connection.
 */
struct http_reply_handle {
	struct loop *loop;
	struct connection *connection; /* NULL: it ended */
	struct evhttp_request *event;
	struct http_request request;
	struct tls_peer *peer;
	struct http_reply reply;
	struct http_reply_handle *next; /* in the mail */
};

/* --- loop.c --- */

/* Make what the loop needs. STATUS_INVALID: loop_close must still be called. */
enum status loop_open(struct loop *loop, struct fault *fault) MUST_CHECK;
enum status loop_start(struct loop *loop) MUST_CHECK;
/* Wait until the loop's thread has ended, if it has one, and free. */
void loop_close(struct loop *loop);
/* Give a finished reply to the loop. From any other thread. */
void loop_post(struct loop *loop, struct http_reply_handle *handle);
/* The loop whose thread this is, or NULL. */
struct loop *loop_here(void);
/* Have the loop look at its attention list, mail and orders. Any thread. */
void loop_wake(struct loop *loop);
/* The same from its own thread, without a system call. */
void loop_wake_soon(struct loop *loop);
/* The handler got a request, or an answer came back: tell it of the pause. */
void loop_gave(struct loop *loop);
/* End the loop if it was told to stop and nothing is left to wait for. */
void loop_end_if_done(struct loop *loop);

/* --- connection.c --- */

/* evhttp's wish for a connection; `door` is a struct door. Never NULL. */
struct bufferevent *connection_accept(struct event_base *base, void *door);
/* The connection that `event` came over. */
struct connection *connection_of(struct evhttp_request *event);
void connection_enter(struct connection *connection, enum phase phase);
/* The reply is written; get ready for the next request. */
void connection_next(struct connection *connection);
/* Close it now. Not from within one of its own callbacks. */
void connection_close(struct connection *connection, const char *why);
/* Close it as soon as its callbacks have returned. */
void connection_doom(struct connection *connection);
/* Each tick: close what is past its deadline, count who asked since. */
void connections_check(struct loop *loop);
/* Do what could not be done inside of a callback. */
void connections_attend(struct loop *loop);
void connections_drop_revoked(struct loop *loop);
/* Close what waits for a peer: all, or only those without a request. */
void connections_close_waiting(struct loop *loop, bool also_requests);

/* --- interest.c --- */

/*
 * evhttp stops reading with each request and begins again with its reply; by
 * itself that is two system calls a request. This event stands beside the
 * channel's, so that the kernel needn't hear of it. From the first request on.
 */
void interest_begin(struct connection *connection);
/* A reply is written: it may have been let go for what nobody read. */
void interest_renew(struct connection *connection);
/* Before the socket is closed; again does no harm. */
void interest_end(struct connection *connection);

/* --- request.c --- */

/* evhttp's complete request; `door` is a struct door. */
void request_arrived(struct evhttp_request *event, void *door);
/* The handler is done with it: send and free, on the loop's own thread. */
void request_finish(struct http_reply_handle *handle);
/* Put our own words in the place of the page that the HTTP library wrote. */
void request_replace_page(struct connection *connection);

/* --- reply.c --- */

/* Send what the handler said, over a connection that is there. */
void reply_send(struct http_reply_handle *handle);

#endif
