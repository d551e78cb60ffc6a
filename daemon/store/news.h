/*
 * What partners wrote that changed at theirs, and whether anybody here has
 * looked. A part of the facade store.h.
 *
 * News are letters of two kinds ("changed", "signal") about residents of ours;
 * what changed isn't here, nor anywhere: it is asked for when it is read.
 */
#ifndef EENPLAN_DAEMON_STORE_NEWS_H
#define EENPLAN_DAEMON_STORE_NEWS_H

#include "daemon/store/store.h"

struct store_news {
	const char *partner;
	const char *id;	      /* of its letter */
	const char *kind;     /* word of letter.def */
	const char *resident; /* local id */
	int64_t handled_ms;
	int64_t seen_ms;     /* 0: it isn't */
	const char *seen_by; /* a user's id; or NULL */
};

/*
 * Signals first, the latest first, and with `all` those that were seen after
 * them: at most LIMIT_INBOX_LISTED.
 */
enum status store_news_list(struct store *store, struct arena *arena, bool all,
			    struct store_news **news_out,
			    size_t *count_out) MUST_CHECK;
/* By id or its beginning. STATUS_NOT_FOUND, STATUS_AMBIGUOUS. */
enum status store_news_find(struct store *store, struct arena *arena,
			    const char *id,
			    struct store_news *news_out) MUST_CHECK;
/*
 * `news`, and what came before it from the same partner about the same
 * resident, was seen by `user`.
 */
enum status store_news_see(struct store *store, const struct store_news *news,
			   const char *user, int64_t now_ms,
			   uint64_t *count_out) MUST_CHECK;

struct store_news_count {
	int64_t count;
	int64_t since_ms; /* when the first came; 0: there are none */
};
/* Of one resident, what nobody has seen. */
enum status store_news_unseen(struct store *store, const char *resident,
			      struct store_news_count *count_out) MUST_CHECK;

#endif
