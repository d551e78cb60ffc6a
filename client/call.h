/*
 * Requests to a node: HTTPS with both certificates, TLS 1.3 only.
 *
 * Never through a proxy, never after a redirect, never to a node that the
 * profile's authority doesn't vouch for. The HTTP library stays inside call.c.
 */
#ifndef EENPLAN_CLIENT_CALL_H
#define EENPLAN_CLIENT_CALL_H

#include "client/profile.h"

struct call;

struct call_reply {
	long http;	  /* status code */
	const char *type; /* content type without parameters; "" if none */
	struct text body;
};

struct call_request {
	const char *method; /* "GET" or "POST" */
	const char *path;   /* "/v1/view", with its query */
	const char *type;   /* content type of the body */
	struct text body;
	const char *id; /* X-Request-Id */
	long limit_ms;	/* for all of it */
};

/* What a long request tells on its way. */
struct call_watch {
	void *context;
	/* Bytes sent, of how many. */
	void (*sent)(void *context, size_t done, size_t of);
	/* Sent now and then once all bytes are; a second request beside it. */
	const struct call_request *poll;
	void (*polled)(void *context, const struct call_reply *reply);
};

/* Borrows `profile` for its life. */
struct call *call_open(const struct profile *profile);
/* Takes NULL. */
void call_close(struct call *call);

/*
 * Send, and wait for the whole reply, which is in `arena`; any HTTP status is
 * STATUS_OK here. `watch` may be NULL.
 * STATUS_UNREACHABLE, STATUS_TIMEOUT: the node didn't answer;
 * STATUS_NOT_ENROLLED: it doesn't take our certificate;
 * STATUS_CRYPTO: our own certificate or key is no good;
 * STATUS_TOO_LARGE: the reply is beyond LIMIT_CLIENT_REPLY_BYTES.
 * `fault` says it for people.
 */
enum status call_send(struct call *call, struct arena *arena,
		      const struct call_request *request,
		      const struct call_watch *watch,
		      struct call_reply *reply_out,
		      struct fault *fault) MUST_CHECK;

#endif
