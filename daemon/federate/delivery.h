/*
 * Letters to partners, once: send what is due, believe what is signed, and
 * keep what became of it.
 */
#ifndef EENPLAN_DAEMON_FEDERATE_DELIVERY_H
#define EENPLAN_DAEMON_FEDERATE_DELIVERY_H

#include "daemon/audit/audit.h"
#include "daemon/net/call.h"
#include "daemon/store/letters.h"
#include "eenplan/seal/signer.h"

/*
 * Who knows what letters may still say, asked before they are sent.
 *
 * `begin` may take letters out of the list, which are no longer to be sent, and
 * change their kind. Until `end`, nothing that takes back what it allowed is
 * acknowledged to anybody. A begin that failed has its end too.
 */
struct delivery_review {
	enum status (*begin)(void *context, struct store *store,
			     struct arena *arena, struct store_letter *letters,
			     size_t *count);
	void (*end)(void *context);
	void *context;
};

/* Borrowed. */
struct delivery_means {
	const char *organisation; /* ours */
	struct store *store;	  /* for writing */
	struct caller *caller;
	struct audit *audit;
	struct signer *signer;
	struct delivery_review review;
	unsigned call_ms; /* the deadline of one try */
};

/*
 * Send the letters that are due, at most LIMIT_OUTBOX_BATCH of them at once,
 * and keep the outcome of each in one transaction; a confirmation is in the
 * access log before that. On a failure of the store or the log some were sent,
 * and will be again. `count_out`: how many were due, also those that weren't
 * sent.
 */
enum status delivery_of_due(const struct delivery_means *means,
			    struct arena *arena, size_t *count_out) MUST_CHECK;

/*
 * How long a letter waits after its try number `tries` (from 1) failed: twice
 * as long each time. `random`, any value, takes away at most
 * LIMIT_OUTBOX_JITTER_PERCENT, so that not all come at once to a partner that
 * is back.
 */
int64_t delivery_wait_ms(int64_t tries, uint64_t random);
/* When `letter` is tried again, now that it failed; 0: it is dead. */
int64_t delivery_next_ms(const struct store_letter *letter, int64_t now_ms,
			 uint64_t random);

#endif
