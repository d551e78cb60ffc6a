/*
 * Double entry: what one node asked, another answered, and both have it in
 * their access logs under the same request id. What only one has is an orphan:
 * somebody dropped an entry, or asked in another's name.
 *
 * Either side learns ids of requests between the two, and nothing else.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_RECONCILE_H
#define EENPLAN_DAEMON_EXCHANGE_RECONCILE_H

#include "daemon/exchange/node.h"
#include "eenplan/base/json.h"

/* Request ids, sorted and each once when they have been gathered. */
struct reconcile_ids {
	const char **items;
	size_t count;
	size_t room;
};

bool reconcile_has(const struct reconcile_ids *ids, const char *id);

/* A request between us and a partner, and when it was. */
struct reconcile_seen {
	int64_t time_ms;
	const char *request;
	bool is_asked; /* by us, and it answered; else by us, to it */
};

/* What our log has of requests between us and a partner. */
struct reconcile_side {
	const char *partner;
	int64_t from_ms;  /* listed from then on, and … */
	int64_t until_ms; /* … before then */
	/* By so much it is told to begin earlier and to end later, since the
	 * other side leaves a margin out: see reconcile_part. */
	int64_t early_ms;
	int64_t late_ms;
	struct reconcile_seen *seen; /* those, by time */
	size_t seen_count;
	size_t seen_room;
	struct reconcile_ids asked;    /* of them, by us */
	struct reconcile_ids answered; /* of them, by us, to it */
	/*
	 * All that we have then and a little before and after, under any name,
	 * also where the key was destroyed.
	 */
	struct reconcile_ids all_asked;
	struct reconcile_ids all_answered;
};

/* Who reads and asks, and what it is kept in; borrowed. */
struct reconcile_means {
	struct arena *arena;
	struct node *node;
	struct store *store;
	struct caller *caller; /* only for reconcile_with */
};

/*
 * `partner`, `from_ms` and `until_ms` are set. Reads the whole log.
 * STATUS_TOO_LARGE: there is more than LIMIT_RECONCILE_GATHERED then.
 */
enum status reconcile_gather(const struct reconcile_means *means,
			     struct reconcile_side *side) MUST_CHECK;

/*
 * Of `whole`, what one call can tell: requests from number `at` of `seen` on,
 * and the time in which only they were; returns where the next part begins. At
 * the seams it is told from LIMIT_RECONCILE_MARGIN_MS before and until so much
 * after, which is what the other side leaves out.
 */
size_t reconcile_part(struct arena *arena, const struct reconcile_side *whole,
		      size_t at, struct reconcile_side *part_out);

/* A request that only one side has. */
struct reconcile_orphan {
	const char *request;
	const char *event;	/* "ask" or "answer" isn't logged … */
	const char *missing_at; /* … by this organisation */
};

struct reconcile_finding {
	size_t asked; /* by us, that were compared */
	size_t answered;
	struct reconcile_orphan *orphans; /* LIMIT_RECONCILE_ORPHANS at most */
	size_t orphan_count;		  /* of them */
	size_t found;			  /* also those that aren't named */
};

/*
 * Hold our log between `from_ms` and `until_ms` against that of `partner`, in
 * as many calls with the id `request` as its ids need. What the partner has is
 * looked at from LIMIT_RECONCILE_MARGIN_MS later on and so much less long,
 * since clocks differ.
 * STATUS_UNREACHABLE and others of a call; STATUS_REFUSED: it didn't compare;
 * STATUS_TOO_LARGE: more than can be compared in LIMIT_RECONCILE_SPAN_MS.
 */
enum status reconcile_with(const struct reconcile_means *means,
			   const struct store_partner *partner, int64_t from_ms,
			   int64_t until_ms, const char *request,
			   struct reconcile_finding *finding_out) MUST_CHECK;

/* Of what was found, loudly, to the operating log: who and how many. */
void reconcile_tell(const char *partner,
		    const struct reconcile_finding *finding);

/* {"answered","asked","from","until"} and back. */
void reconcile_encode(struct json_writer *writer,
		      const struct reconcile_side *side);
enum status reconcile_decode(struct arena *arena, const struct json *json,
			     struct reconcile_side *side_out,
			     struct fault *fault) MUST_CHECK;

#endif
