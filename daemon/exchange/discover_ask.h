/*
 * The side that asks: the story of a session, step by step, each of which
 * begins with what is on file, so that it goes on where it was.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_DISCOVER_ASK_H
#define EENPLAN_DAEMON_EXCHANGE_DISCOVER_ASK_H

#include "daemon/exchange/discover.h"

struct discovery {
	struct exchange *exchange;
	struct discover_scope scope;
	struct store_partner partner;
	struct session session;
	const char *contact; /* whom to call there, or NULL */
	struct text ours;    /* our tags of their list */
	struct text theirs;  /* their tags of ours */
	struct session_match *matches;
	size_t match_count;
	bool in_gate;
	unsigned gate_pass;
};

/*
 * All steps from where it is up to the closing. The exchange's transaction has
 * what was found; it is open when this is STATUS_OK.
 */
enum status discover_run(struct discovery *discovery) MUST_CHECK;
/* Out of the gate, secrets wiped. */
void discover_leave(struct discovery *discovery);

/* --- calls to the partner; the fault says what it said --- */

/* {"session", member: jws} to `path`; the reply's member `wanted`, believed as
 * a document of `type` from the partner. NULL `member`: only the session. */
struct discover_letter {
	const char *path;
	const char *member, *jws;
	bool names_itself; /* the session is in the document alone */
	const char *wanted, *type;
	enum store_paper kept_as; /* what is wanted */
	const char *stage;	  /* that is reached with it */
	/* out */
	const char *reply; /* JWS */
	struct text payload, certificate;
};
enum status discover_call_paper(struct discovery *discovery,
				struct discover_letter *letter) MUST_CHECK;
/* `body` for JSON. */
enum status discover_call_value(struct discovery *discovery, const char *path,
				struct text body,
				const struct json **value_out) MUST_CHECK;
/* A piece of what the partner does for long: is all of it done? */
enum status discover_call_piece(struct discovery *discovery, const char *path,
				bool *is_done_out) MUST_CHECK;
/* Bytes for bytes, into `arena`; with `first` < 0 {"session"} for bytes. */
enum status discover_call_octets(struct discovery *discovery,
				 struct arena *arena, const char *path,
				 int64_t first, struct text bytes,
				 struct text *reply_out) MUST_CHECK;

#endif
