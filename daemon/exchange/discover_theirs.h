/*
 * What the steps of a session that a partner began have in common: which one
 * it is, from whom, whether it is its turn, and what is answered.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_DISCOVER_THEIRS_H
#define EENPLAN_DAEMON_EXCHANGE_DISCOVER_THEIRS_H

#include "daemon/exchange/discover.h"

/* The partner that sent this request. */
struct paper_peer theirs_peer(const struct exchange *exchange);
/* Of a document of ours in the session. */
struct discovery_head theirs_head(const struct exchange *exchange,
				  const struct store_discovery *row);
/* For the log: whose user, in which role, for what. */
void theirs_note_asker(struct exchange *exchange,
		       const struct store_discovery *row);
/* One that this very partner began. STATUS_NOT_FOUND. */
enum status theirs_find(struct exchange *exchange, const char *id,
			struct store_discovery *row_out) MUST_CHECK;
/*
 * Ready to go on with, of a body {"session", member?}, or of a query
 * ?session=…&first=…; session_close it, whatever this says. STATUS_CONFLICT: it
 * is over.
 */
enum status theirs_of_body(struct exchange *exchange, const char *member,
			   struct session *session_out) MUST_CHECK;
enum status theirs_of_query(struct exchange *exchange,
			    struct session *session_out,
			    int64_t *first_out) MUST_CHECK;
/* STATUS_CONFLICT: it isn't this step's turn. */
enum status theirs_check_stage(struct exchange *exchange,
			       const struct session *session,
			       const char *stage) MUST_CHECK;
/* Is the body what was sent for that piece before, if it was? */
enum status theirs_check_same(struct exchange *exchange,
			      const struct session *session,
			      enum store_list list, int64_t first,
			      bool *is_here_out) MUST_CHECK;
/* `status`, with the fault `text`. */
enum status theirs_refuse(struct exchange *exchange, enum status status,
			  const char *text) MUST_CHECK;

void theirs_answer_octets(struct exchange *exchange, struct text octets);
/* {member: jws} */
void theirs_answer_paper(struct exchange *exchange, const char *member,
			 const char *jws);
/* {"done","of"} */
void theirs_answer_progress(struct exchange *exchange, int64_t done,
			    int64_t of);

#endif
