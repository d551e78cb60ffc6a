/*
 * Which clients do we share with a partner? `dh-psi-r255/1` (DESIGN.md of
 * daemon/discovery) as exchanges of two nodes. Who may be in a list is decided
 * here, by the policy and the residents' consents, when a list is made and
 * again before anything can be known to anybody.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_DISCOVER_H
#define EENPLAN_DAEMON_EXCHANGE_DISCOVER_H

#include "daemon/discovery/session.h"
#include "daemon/exchange/exchange.h"

#define DISCOVER_EVENT "discovery"
/* The policy's purpose: DOMAIN row 35. */
#define DISCOVER_PURPOSE "discovery"
#define DISCOVER_OCTETS	 "application/octet-stream"

/* Stages of a session, in order; see discovery.def. */
#define DISCOVER_DRAFTED   "drafted"
#define DISCOVER_AGREED	   "agreed"
#define DISCOVER_COMMITTED "committed"
#define DISCOVER_GIVEN	   "given"
#define DISCOVER_KNOWN	   "known"
#define DISCOVER_CLOSED	   "closed"
#define DISCOVER_STALE	   "stale"
#define DISCOVER_REFUSED   "refused"

/* --- who may be in a list --- */

/* With whom, for what; in which role who asks (theirs, or ours) would know. */
struct discover_scope {
	const struct store_partner *partner;
	const char *role;
	const char *purpose; /* what finding is for */
	const char *identifier;
};

struct discover_input {
	const char *resident; /* local id */
	const char *rules;    /* that permit it, with commas */
	const char *consents; /* ids of those that decided, with commas */
};

/* Whoever may be in a list. A list is long, so it lives only until it is on
 * file, and not as long as a request. */
struct discover_inputs {
	struct arena *arena; /* of their strings */
	struct discover_input *items;
	size_t count, room;
};
void discover_inputs_free(struct discover_inputs *inputs);

/*
 * May we tell the partner of anybody at all, and by which articles?
 * STATUS_FORBIDDEN, STATUS_INVALID: the fault says why not.
 */
enum status discover_check_scope(struct exchange *exchange,
				 const struct discover_scope *scope,
				 const char *const **basis_out,
				 size_t *count_out) MUST_CHECK;
/*
 * Everybody who has the identifier and may be told of: by a rule that needs no
 * consent, or by consents that name both finding and what it is for. In no
 * order; free them, whatever this says. Outside a transaction.
 * STATUS_TOO_LARGE: more than a list can have.
 */
enum status discover_gather(struct exchange *exchange,
			    const struct discover_scope *scope,
			    struct discover_inputs *inputs_out) MUST_CHECK;
/*
 * May everybody in the list still be told of? STATUS_CONFLICT: somebody may
 * not, and the session is over. In the gate, under the policy of this moment;
 * outside a transaction.
 */
enum status discover_check_again(struct exchange *exchange,
				 const struct discover_scope *scope,
				 const struct store_discovery *row) MUST_CHECK;

/* A scope under the exchange's policy of this moment, for one resident after
 * the other; it borrows what it was made of. */
struct discover_judge {
	struct exchange *exchange;
	const struct discover_scope *scope;
	struct asker asker;
	const struct policy_prepared *prepared;
};
enum status discover_judge_begin(struct discover_judge *judge,
				 struct exchange *exchange, struct arena *arena,
				 const struct discover_scope *scope) MUST_CHECK;
/* May this one? `input_out`, unless it is NULL, says by what, in `arena` and
 * the candidate. */
enum status discover_judge_one(const struct discover_judge *judge,
			       struct arena *arena,
			       const struct store_candidate *candidate,
			       bool *may_out,
			       struct discover_input *input_out) MUST_CHECK;
/* The same for one alone. */
enum status discover_judge(struct exchange *exchange,
			   const struct discover_scope *scope,
			   const struct store_resident *resident,
			   bool *may_out) MUST_CHECK;

/* --- what both sides do --- */

/* By what is looked for with this partner: BSN where the law and both
 * registry entries let it, else tokens. */
enum psi_identifier discover_identifier(const struct exchange *exchange,
					const struct store_partner *partner);
/* One run in a period: STATUS_TOO_OFTEN says when again. */
enum status discover_check_quota(struct exchange *exchange, const char *partner,
				 const char *purpose) MUST_CHECK;
/* A new list, shuffled, with its secret; inside a transaction. */
enum status discover_begin(struct exchange *exchange,
			   struct store_discovery *row,
			   const struct discover_inputs *inputs) MUST_CHECK;
/* End it, in a transaction of its own: its secret and lists go. */
void discover_end(struct exchange *exchange, struct store_discovery *row,
		  const char *stage);
/* In a transaction: a link by that reference, unless there is one with the
 * partner: a second would ask for everything twice. */
enum status discover_link(struct exchange *exchange, const char *partner,
			  const char *resident,
			  const char *reference) MUST_CHECK;
/*
 * In the log, on disk before anything of it leaves, under each of `residents`;
 * about nobody for none. For what happens amid an act.
 */
enum status discover_log(struct exchange *exchange,
			 const struct store_resident *residents, size_t count,
			 const char *outcome) MUST_CHECK;
/*
 * An act's record has room for so many subjects; log those beyond that now.
 * Last of all, when nobody looks at them any more.
 */
enum status discover_log_many(struct exchange *exchange) MUST_CHECK;
/*
 * In a transaction: whom was found, and a link for each that has none with the
 * partner yet. They become the exchange's subjects, for the log.
 */
enum status discover_keep_matches(struct exchange *exchange,
				  const struct session *session,
				  const struct session_match *matches,
				  size_t count) MUST_CHECK;
/* A document that is kept, as it was believed. STATUS_NOT_FOUND. */
enum status discover_read_paper(struct exchange *exchange, const char *session,
				enum store_paper paper, const char **jws_out,
				struct text *payload_out) MUST_CHECK;
/* By which documents of the session name its contract. */
enum status discover_contract_digest(struct exchange *exchange,
				     const char *session,
				     const char **digest_out) MUST_CHECK;
/* A commitment of them. */
enum status discover_read_commitment(
	struct exchange *exchange, const struct session *session,
	enum store_paper paper,
	struct discovery_commitment *commitment_out) MUST_CHECK;
/* In a transaction: a piece of our list, and with the last what we commit to
 * (under `head`). */
enum status discover_keep_masked(struct exchange *exchange,
				 struct session *session,
				 const struct discovery_head *head,
				 const struct masking *masking) MUST_CHECK;
/* Ours to our list, once all of it is masked. Signed once and kept: what was
 * sent before is sent again. */
enum status discover_own_commitment(struct exchange *exchange,
				    const struct session *session,
				    const struct discovery_head *head,
				    struct paper *paper_out) MUST_CHECK;
/*
 * Mask the next piece of their points once more, into `arena`; `count` is 0
 * when all are. Before the first their list is held against what they committed
 * to. STATUS_CONFLICT: not all of it is here. STATUS_INVALID: the session is to
 * end. Then in a transaction: keep it.
 */
enum status discover_raise_next(struct exchange *exchange,
				const struct session *session,
				struct arena *arena,
				struct raising *raising_out) MUST_CHECK;
/* What each of us signs at last. */
struct text discover_closing(struct exchange *exchange,
			     const struct session *session,
			     const struct discovery_head *head,
			     const uint8_t transcript[DIGEST_BYTES]);
/*
 * Is their closing about the same, and does it show what they committed to?
 * `paper` is their commitment. STATUS_INVALID.
 */
enum status discover_check_closing(
	struct exchange *exchange, const struct session *session,
	enum store_paper paper, const struct discovery_closing *closing,
	const uint8_t transcript[DIGEST_BYTES]) MUST_CHECK;

#endif
