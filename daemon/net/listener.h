/*
 * The HTTP listeners: mutual TLS in, requests with a proven identity out.
 *
 * One event loop per thread, SO_REUSEPORT; every loop serves every listener.
 * A connection without a verified client certificate never becomes a request.
 * Deadlines for hello, header, body, writing and idling; a cap on connections;
 * a graceful stop. Knows nothing of plans, policy or storage.
 */
#ifndef EENPLAN_DAEMON_NET_LISTENER_H
#define EENPLAN_DAEMON_NET_LISTENER_H

#include "daemon/net/tls.h"
#include "eenplan/base/arena.h"
#include "eenplan/base/random.h"
#include "eenplan/base/text.h"

/* What every reply says in its API-Version header. */
#define HTTP_API_VERSION "1.0.0"

struct http_server;
struct http_reply_handle;

enum http_method { HTTP_GET, HTTP_POST, HTTP_OTHER };

/*
 * One request, complete and within its limits. Lives until http_reply; the
 * handler may keep it and reply later, from any thread.
 */
struct http_request {
	struct arena *arena;	  /* the request's own; freed after the reply */
	char id[UUID_TEXT_BYTES]; /* the peer's X-Request-Id if it is a UUID,
				     else new */
	unsigned listener; /* index into http_server_settings.listeners */
	unsigned loop;	   /* index of the loop's thread, for per-loop stores */
	unsigned crowd;	   /* on how many connections this loop was asked
			      lately: requests like this may be under way */
	enum http_method method;
	const char *path;  /* without the query part */
	const char *query; /* "law=zvw", or NULL */
	const char
		*content_type; /* lower case, without parameters; "" if none */
	const char *authorization; /* as it came; "" if none */
	enum tongue tongue;	   /* that its Accept-Language asks for */
	struct text body;
	const struct identity *peer;	 /* from the verified certificate */
	const struct seal_key *peer_key; /* its public key */
	struct http_reply_handle *handle;
};

/* Called on a loop's thread; must not block for long. */
typedef void http_handler(void *context, struct http_request *request);

/*
 * Called on a loop's thread when it has read all that had come, and gave the
 * handler requests or sent replies that other threads made; at the latest with
 * the loop's next tick.
 */
typedef void http_pause(void *context, unsigned loop);

struct http_listener_settings {
	const char *name;    /* "partners", "users": for the log */
	const char *address; /* "127.0.0.1", "::" */
	uint16_t port;	     /* 0: the kernel picks one */
	struct tls *tls;     /* borrowed */
	size_t max_body_bytes;
};

struct http_server_settings {
	const struct http_listener_settings *listeners;
	size_t listener_count;
	unsigned loops;		  /* threads */
	unsigned max_connections; /* over all loops and listeners */
	unsigned hello_ms;
	unsigned header_ms;
	unsigned body_ms;
	unsigned write_ms;
	unsigned idle_ms;
	http_handler *handler;
	http_pause *on_pause; /* or NULL */
	void *context;
};

/* Bind and start the threads. STATUS_STORAGE never; STATUS_INVALID: an address
 * can't be bound; `fault` says which. */
enum status http_server_start(const struct http_server_settings *settings,
			      struct http_server **server_out,
			      struct fault *fault) MUST_CHECK;
/* The port that listener `index` is really bound to. */
uint16_t http_server_port(const struct http_server *server, unsigned index);
/*
 * Stop accepting, let requests under way end (at most `drain_ms`), close the
 * rest, join the threads, free. Takes NULL. A request that a handler still has
 * by then is waited for, although nobody gets its reply any more; so whatever
 * holds requests (workers, the log) must still be running.
 */
void http_server_stop(struct http_server *server, unsigned drain_ms);
/* Close live connections whose certificate is revoked by now (after
 * tls_reload). */
void http_server_drop_revoked(struct http_server *server);
unsigned http_server_connections(const struct http_server *server);

/*
 * Called on the loop's thread when the reply's last byte was handed to the
 * kernel, or when the connection ended before that.
 */
typedef void http_sent(void *context);

struct http_reply {
	int status;
	const char *content_type; /* "application/json",
				     "application/problem+json" */
	struct text body;	  /* borrowed from the request's arena */
	http_sent *sent;	  /* or NULL */
	void *sent_context;
};

/*
 * Send the reply and give the request back, also when the peer is gone. Every
 * reply carries Cache-Control: no-store, API-Version, X-Request-Id. From any
 * thread; exactly once per request.
 */
void http_reply(struct http_request *request, const struct http_reply *reply);

/* Of the peer, DER, in the request's arena: for what it signed. */
struct text http_peer_certificate(const struct http_request *request);

/*
 * Between these two calls the replies of this thread gather, and each loop is
 * woken once for all of them. A thread that holds must release soon.
 */
void http_replies_hold(void);
void http_replies_release(void);

#endif
