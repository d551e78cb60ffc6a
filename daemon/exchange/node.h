/*
 * What all exchanges of a node share, and what each thread has for itself.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_NODE_H
#define EENPLAN_DAEMON_EXCHANGE_NODE_H

#include <pthread.h>
#include <stdatomic.h>

#include "daemon/audit/audit.h"
#include "daemon/discovery/tries.h"
#include "daemon/exchange/file_cache.h"
#include "daemon/exchange/gate.h"
#include "daemon/exchange/progress.h"
#include "daemon/federate/outbox.h"
#include "daemon/federate/statements.h"
#include "daemon/net/call.h"
#include "daemon/net/listener.h"
#include "daemon/net/workers.h"
#include "daemon/store/store.h"
#include "eenplan/policy/policy.h"

/* The listeners' indexes. */
enum node_listener { NODE_PARTNERS, NODE_USERS, NODE_LISTENERS };

/* Borrowed for the node's life. */
struct node_settings {
	const char *organisation;
	const char *name;    /* for people */
	const char *contact; /* for residents; or NULL */
	const char *law;     /* of records that don't say their own */
	const char *texts;   /* folder: see consent/texts.h; or NULL */
	const char *const *policy_paths;
	size_t policy_path_count;
	struct store_settings store;
	struct audit_settings audit;
	struct caller_settings caller;
	struct tls *tls[NODE_LISTENERS];
	unsigned loops;
	unsigned workers;
	unsigned call_ms; /* the deadline of a fan-out */
	unsigned drain_ms;
	unsigned report_floor;	    /* residents that a figure needs */
	unsigned discovery_days;    /* one run with a partner in so many */
	unsigned discovery_threads; /* that compute */
	unsigned emergency_minutes; /* that one lasts at the most */
	unsigned log_years;	    /* that log entries stay readable */
	unsigned reconcile_hour;    /* UTC; or LIMIT_RECONCILE_NEVER */
	unsigned answer_days;	    /* working days, of a consultation */
	/* for consultation, of each specialist in a half-year */
	unsigned specialist_minutes;
	unsigned specialist_warn_minutes;
	/* asking again: see consent/due.h and store_asked */
	int32_t consent_days;
	int32_t involvement_days;
};

/* A thread's own. */
struct node_place {
	struct store *store;   /* a loop's reads, a worker's writes too */
	struct caller *caller; /* workers only */
	struct statement_cache *statements;
	struct file_cache *files; /* loops only */
	atomic_bool holds_log;	  /* loops only: see audit_hold */
};

struct node {
	struct node_settings settings;
	pthread_mutex_t policy_lock;
	struct policy *policy; /* under policy_lock: see node_policy */
	int64_t policy_number; /* of it, in the store; under policy_lock */
	struct audit *audit;
	struct audit_subject nobody; /* for log entries about nobody */
	struct statement_issuer *issuer;
	atomic_uint_fast64_t generation; /* of the store: node_wrote */
	struct gate *gate;
	struct node_gate_pass {
		struct gate *gate;
		unsigned pass;
	} passes[2]; /* contexts for http_sent */
	struct progress *progress;
	struct tries *link_tries;      /* of partners, at tokens */
	struct tries *notice_tries;    /* and at letters */
	struct tries *emergency_tries; /* and at queries in emergencies */
	struct tries *consult_tries;   /* and at calls about consultations */
	struct tries *log_tries;       /* and at readings of our log */
	struct outbox *outbox;
	struct keeper *keeper;
	struct note_signer *log_signer;	  /* of checkpoints; see */
	struct note_signer *log_cosigner; /* … checkpoints.h */
	/* the outbox's thread's own: see news_review.c */
	bool outbox_in_gate;
	unsigned outbox_pass;
	struct workers *pool;
	struct node_place *loops;
	struct node_place *workers;
};

/*
 * Open everything but the listeners and the outbox; then policies_start
 * (policies.h) and node_deliver, before the first request. Retains `node_key`,
 * which signs statements. The detail of a failure is in the log.
 */
enum status node_open(const struct node_settings *settings,
		      struct seal_key *node_key,
		      struct node **node_out) MUST_CHECK;
/*
 * Bring letters to partners from now on, and do what is due by the clock: after
 * policies_start and enrolment, by which letters are judged again.
 */
enum status node_deliver(struct node *node) MUST_CHECK;
/* After the listeners have stopped. Takes NULL. */
void node_close(struct node *node);

/*
 * The policy in force: one more holder; release with policy_free. NULL until
 * policies_start.
 */
struct policy *node_policy(struct node *node);
/*
 * Put `policy`, which was committed to the store as `number`, in force for
 * every exchange that begins from now on; unless a later one is: of two threads
 * that committed one after the other, the first may come here last.
 */
void node_set_policy(struct node *node, struct policy *policy, int64_t number);
/* Whom the log's entries about `resident` are sealed for. Wipe its key. */
struct audit_subject node_log_subject(const struct store_resident *resident);
/* A key of the log, also one of entries about nobody; as store_log_key. */
enum status node_log_key(const struct node *node, struct store *store,
			 const char *key_id,
			 struct box_key *key_out) MUST_CHECK;
/*
 * Something was committed to the store, or may have been. From any thread;
 * before gate_wait_for_earlier, see file_cache.h.
 */
void node_wrote(struct node *node);
/*
 * Certificates were read again: connections to partners are made anew, and ask
 * statements are signed with `node_key` over the certificate now in force.
 */
void node_renew(struct node *node, struct seal_key *node_key);

#endif
