/*
 * Calls to partners' nodes, in parallel under one deadline, over mutual TLS.
 *
 * A caller belongs to one thread and keeps its connections warm. A partner's
 * node must prove with its certificate that it is the organisation we mean: a
 * valid chain to another organisation is a refused call.
 */
#ifndef EENPLAN_DAEMON_NET_CALL_H
#define EENPLAN_DAEMON_NET_CALL_H

#include "eenplan/base/arena.h"
#include "eenplan/base/status.h"
#include "eenplan/base/text.h"

struct caller;

struct caller_settings {
	const char *certificate; /* ours, PEM chain */
	const char *key;
	const char *authority; /* partners' trust anchors */
	const char *revoked;   /* PEM CRLs */
};

struct call {
	/* in */
	const char *organisation; /* whom the certificate must name */
	const char *url;	  /* https://host:port/v1/query */
	const char *request_id;
	const char *authorization; /* that header's value, or NULL */
	struct text body;	  /* POSTed; empty: GET, unless it has a type */
	const char *content_type; /* of the body; NULL: application/json */
	bool wants_certificate;
	/* NULL, or what takes the outcome as soon as it is there, while others
	 * are still under way: once for each call, on the caller's thread. It
	 * borrows `reply`, which is gone afterwards. */
	void (*ended)(struct call *call);
	void *context; /* for `ended` */
	/* out */
	enum status status; /* OK: any HTTP answer; UNREACHABLE, REFUSED,
			       TIMEOUT, TOO_LARGE */
	int http_status;
	struct text reply; /* in the arena, if nothing took it */
	struct text
		certificate; /* whose node answered, DER, if it was wanted */
	unsigned elapsed_ms;
	char reason[160]; /* for the log and for `partner check`; no personal
			     data */
};

enum status caller_new(const struct caller_settings *settings,
		       struct caller **caller_out) MUST_CHECK;
void caller_free(struct caller *caller);
/* Forget connections and files, so that the next call reads them again. */
void caller_reload(struct caller *caller);
/*
 * Make all calls at once and return when each has ended, at most `deadline_ms`
 * later; what has not answered by then is STATUS_TIMEOUT.
 */
void caller_perform(struct caller *caller, struct arena *arena,
		    struct call *calls, size_t count, unsigned deadline_ms);

#endif
