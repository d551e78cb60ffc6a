/*
 * The keys that entries of the access log are sealed under, as they rest in
 * the store: of each resident one at a time, a new one each year. A part of
 * the facade store.h.
 *
 * Destroying a key erases what was sealed under it, everywhere: here and in
 * every copy of the log. Its id stays, without whose it was, so that what was
 * destroyed on purpose differs from what got lost.
 */
#ifndef EENPLAN_DAEMON_STORE_LOG_KEYS_H
#define EENPLAN_DAEMON_STORE_LOG_KEYS_H

#include "daemon/store/store.h"

struct store_log_key {
	char id[UUID_TEXT_BYTES];
	struct box_key key;
};

/* Why a key was destroyed. */
#define STORE_LOG_KEY_ERASED  "erased"	  /* by the privacy officer */
#define STORE_LOG_KEY_EXPIRED "retention" /* all under it is too old */

/*
 * The key of that id, also one of before. STATUS_GONE: it was destroyed;
 * STATUS_NOT_FOUND: nobody here ever had it. Wipe it.
 */
enum status store_log_key(struct store *store, const char *key_id,
			  struct box_key *key_out) MUST_CHECK;
/* All that `resident` has and had, the present one last. Wipe them. */
enum status store_log_keys_of(struct store *store, struct arena *arena,
			      const struct store_resident *resident,
			      struct store_log_key **keys_out,
			      size_t *count_out) MUST_CHECK;
void store_log_keys_wipe(struct store_log_key *keys, size_t count);

/*
 * Destroy all keys that `resident` has and had, and make a new one, which is
 * in `resident` then. In the caller's transaction; store_purge after it.
 */
enum status store_log_keys_erase(struct store *store,
				 struct store_resident *resident,
				 int64_t now_ms) MUST_CHECK;
/*
 * A new key for those who have theirs since before `before_ms`, at most
 * LIMIT_LOG_KEYS_AT_ONCE of them; the old ones stay until they expire. In the
 * caller's transaction.
 */
enum status store_log_keys_renew(struct store *store, int64_t before_ms,
				 int64_t now_ms, size_t *count_out) MUST_CHECK;
/* The same for the key of entries about nobody, for who opens a store after
 * it. A transaction of its own. */
enum status store_node_log_key_renew(struct store *store, int64_t before_ms,
				     int64_t now_ms) MUST_CHECK;
/* Destroy keys that were last used before `before_ms`; store_purge after it.
 */
enum status store_log_keys_expire(struct store *store, int64_t before_ms,
				  int64_t now_ms,
				  uint64_t *count_out) MUST_CHECK;

#endif
