/*
 * News: that something changed is told at once to each partner that may see a
 * field of it, and never what. The partner asks when one of its users reads it,
 * and is decided on as always.
 *
 * What may be told is decided twice: when it is written, so that nobody gets
 * news of what is closed to them, and again when it is sent, under the policy
 * and the consents of then.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_NEWS_H
#define EENPLAN_DAEMON_EXCHANGE_NEWS_H

#include "daemon/exchange/exchange.h"
#include "daemon/federate/delivery.h"

/* What a partner may be told, from nothing to the most. */
enum news { NEWS_NONE, NEWS_CHANGED, NEWS_SIGNAL };

/*
 * Of the records of `subject`, to `partner` on `day`. CHANGED: some field of
 * some record would be given to a user of theirs, in some role and for some
 * purpose, by the consents as they are; an emergency is no such purpose, and
 * neither is one that can't be asked for. SIGNAL: one of them is a signal, and
 * of it a field for the purpose "signal". Pure.
 */
enum news news_judge(const struct policy *policy,
		     const struct store_partner *partner,
		     const struct subject *subject, int32_t day);

/* Ids of records that were written, as strings_sort_unique leaves them. */
struct news_of {
	const char *const *records;
	size_t count;
};
/*
 * Inside the transaction that wrote them: a letter to each linked partner that
 * may be told of one that is `resident`'s.
 */
enum status news_write(struct exchange *exchange,
		       const struct store_resident *resident,
		       const struct news_of *changed) MUST_CHECK;

/*
 * A delivery's review (delivery.h), with a struct news_review as its context:
 * news of what is over is recalled, a signal that may no longer be told is
 * made a change, and of several changes only the last is sent.
 */
enum status news_review_begin(void *context, struct store *store,
			      struct arena *arena, struct store_letter *letters,
			      size_t *count) MUST_CHECK;
void news_review_end(void *context);

/* How much of the exchange's members nobody has seen, for who may list it. */
struct news_count {
	int64_t count; /* negative: not told */
	int64_t since_ms;
};
enum status news_count(struct exchange *exchange,
		       struct news_count *count_out) MUST_CHECK;

#endif
