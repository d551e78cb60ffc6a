/*
 * Double entry: what one node asked, another answered, and both have it in
 * their access logs under the same request id. What only one has is an orphan:
 * somebody dropped an entry, or asked in another's name.
 *
 * Either side learns ids of requests between the two, and nothing else.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_RECONCILE_H
#define EENPLAN_DAEMON_EXCHANGE_RECONCILE_H

#include "daemon/exchange/exchange.h"

/* Request ids, sorted and each once when they have been gathered. */
struct reconcile_ids {
	const char **items;
	size_t count;
	size_t room;
};

bool reconcile_has(const struct reconcile_ids *ids, const char *id);

/* What our log has of requests between us and a partner. */
struct reconcile_side {
	const char *partner;
	int64_t from_ms;	       /* listed from then on, and … */
	int64_t until_ms;	       /* … before then */
	struct reconcile_ids asked;    /* by us, and it answered */
	struct reconcile_ids answered; /* by us, to it */
	/* All that we have under any name, also where the key was destroyed. */
	struct reconcile_ids all_asked;
	struct reconcile_ids all_answered;
};

/* `partner`, `from_ms` and `until_ms` are set. Reads the whole log. */
enum status reconcile_gather(struct exchange *exchange,
			     struct reconcile_side *side) MUST_CHECK;

/* {"answered","asked","from","until"} and back. */
void reconcile_encode(struct json_writer *writer,
		      const struct reconcile_side *side);
enum status reconcile_decode(struct arena *arena, const struct json *json,
			     struct reconcile_side *side_out,
			     struct fault *fault) MUST_CHECK;

#endif
