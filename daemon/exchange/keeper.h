/*
 * The keeper: one thread that does what is due by the clock, and that nobody
 * asks for. Each chore is one function; what it couldn't do, it tries again.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_KEEPER_H
#define EENPLAN_DAEMON_EXCHANGE_KEEPER_H

#include "daemon/exchange/node.h"

struct keeper;

/* What a chore works with; the thread's own. */
struct keeper_means {
	struct node *node;
	struct store *store;
	struct caller *caller;
};

/* After enrolment, by which partners are known. */
enum status keeper_start(struct node *node,
			 struct keeper **keeper_out) MUST_CHECK;
/* Certificates were read again. From any thread. */
void keeper_renew(struct keeper *keeper);
/* Lets what is under way end. Takes NULL. */
void keeper_stop(struct keeper *keeper);

/*
 * Keys of the access log: new ones each year, and those under which all is
 * older than the retention are destroyed; the log says so first.
 */
enum status keep_log_keys(struct keeper_means *means,
			  int64_t now_ms) MUST_CHECK;

/* Our checkpoint to each partner that hasn't cosigned it yet. */
enum status keep_witnesses(struct keeper_means *means,
			   int64_t now_ms) MUST_CHECK;

/* Yesterday's access log, and what wasn't done of before, held against each
 * partner's, from the configured hour on. */
enum status keep_reconciled(struct keeper_means *means,
			    int64_t now_ms) MUST_CHECK;

#endif
