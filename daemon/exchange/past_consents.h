/*
 * What residents' consents were at a moment: from the documents that this node
 * signed, each chained to the one before, and not from the records, which can
 * be altered.
 *
 * Which documents there were, the access log says: an act that changed consents
 * has the digest of the last one. The act's entry comes just before it is in
 * force, and an answer's own time is when it began; so around a change both
 * what was before and what came after are possible, and all that can have been
 * is offered.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_PAST_CONSENTS_H
#define EENPLAN_DAEMON_EXCHANGE_PAST_CONSENTS_H

#include "daemon/consent/file.h"
#include "daemon/exchange/node.h"

struct past_consents;

/* Borrows both. STATUS_STORAGE. */
enum status past_consents_open(const struct node *node, struct store *store,
			       struct past_consents **past_out) MUST_CHECK;
/* Takes NULL. */
void past_consents_close(struct past_consents *past);

/* Each entry of the log, in its order; also such as change no consents. */
void past_consents_follow(struct past_consents *past,
			  const struct audit_event *event);

/* What there can have been: at least the first so many documents of the chain,
 * and at most. Borrowed until another resident's is asked for. */
struct past_range {
	const struct past_chain *chain;
	size_t least;
	size_t most;
};

/*
 * Of `resident` at `time_ms`, by what was followed.
 * STATUS_TAMPERED: the chain doesn't have what the log says, or what was signed
 * of it isn't whole. STATUS_NOT_FOUND: no such resident.
 */
enum status past_consents_at(struct past_consents *past, const char *resident,
			     int64_t time_ms,
			     struct past_range *range_out) MUST_CHECK;

/* Was a circumstance set so near to then that either can have held? */
bool past_consents_unsure(const struct past_range *range, int64_t time_ms);

/* The age on that day as minutes have it, by the date of birth of now. */
int past_consents_age(const struct past_range *range, int32_t day);

/*
 * The records in force after the first `count` documents, with the
 * circumstances that were set by `time_ms`. In `arena`, borrowing the range.
 */
const struct consent_file *past_consents_file(
	struct arena *arena, const struct past_range *range, size_t count,
	const struct vocabulary *vocabulary, int64_t time_ms);

#endif
