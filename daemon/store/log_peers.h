/*
 * Partners' logs and ours, as each witnesses the other's: the keys that a
 * partner signs with, what it cosigned of our log, and what we saw of its. A
 * part of the facade store.h.
 *
 * What was seen only ever grows: a partner that shows less, or something else,
 * is remembered with what it showed.
 */
#ifndef EENPLAN_DAEMON_STORE_LOG_PEERS_H
#define EENPLAN_DAEMON_STORE_LOG_PEERS_H

#include "daemon/store/store.h"

struct store_log_peer {
	const char *partner;
	/* The keys that it said it has; NULL: none yet. See wire/log_keys.h. */
	const char *log_key; /* vkey */
	const char *cosigner_key;
	const char *statement;	 /* JWS */
	struct text certificate; /* DER */
	/* Of our log: the last that it cosigned; size 0: nothing. */
	int64_t cosigned_size;
	const char *cosigned_root; /* hex, or NULL */
	const char *cosigned_line;
	int64_t cosigned_ms;
	/* What it finds wrong with it, or NULL; of how many entries. */
	const char *trouble;
	int64_t trouble_size;
	int64_t trouble_ms;
	/* Of its log: the last that we cosigned; size 0: nothing. */
	int64_t seen_size;
	const char *seen_root; /* hex, or NULL */
	const char *seen_note;
	int64_t seen_ms;
	/* What we found wrong with it, or NULL, and the note that shows it. */
	const char *fork;
	const char *fork_note;
	int64_t fork_ms;
};

/* STATUS_NOT_FOUND: nothing is known of it. */
enum status store_log_peer_find(struct store *store, struct arena *arena,
				const char *partner,
				struct store_log_peer *peer_out) MUST_CHECK;
enum status store_log_peers(struct store *store, struct arena *arena,
			    struct store_log_peer **peers_out,
			    size_t *count_out) MUST_CHECK;

/* Takes partner and the four of its keys; the rest stays. */
enum status store_log_peer_introduce(
	struct store *store, const struct store_log_peer *peer) MUST_CHECK;
/* Takes partner and the four that it cosigned; nothing is wrong any more. */
enum status store_log_peer_cosigned(
	struct store *store, const struct store_log_peer *peer) MUST_CHECK;
/* Takes partner and the three of the trouble. */
enum status store_log_peer_trouble(
	struct store *store, const struct store_log_peer *peer) MUST_CHECK;
/*
 * Takes partner and the four that were seen. A log that was "shorter" and goes
 * on from what was seen last was merely late; any other fork stays.
 */
enum status store_log_peer_seen(struct store *store,
				const struct store_log_peer *peer) MUST_CHECK;
/* Takes partner and the three of the fork. The first one is kept, unless it
 * was only "shorter". */
enum status store_log_peer_fork(struct store *store,
				const struct store_log_peer *peer) MUST_CHECK;

#endif
