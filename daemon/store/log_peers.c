#include "daemon/store/log_peers.h"

#include "daemon/store/lookup.h"

static void
read_peer(struct query *query, struct arena *arena, void *row_out)
{
	struct store_log_peer *peer = row_out;

	peer->partner = query_text(query, arena);
	peer->log_key = query_text_or_null(query, arena);
	peer->cosigner_key = query_text_or_null(query, arena);
	peer->statement = query_text_or_null(query, arena);
	peer->certificate = query_bytes(query, arena);
	peer->cosigned_size = query_integer(query);
	peer->cosigned_root = query_text_or_null(query, arena);
	peer->cosigned_line = query_text_or_null(query, arena);
	peer->cosigned_ms = query_integer(query);
	peer->trouble = query_text_or_null(query, arena);
	peer->trouble_size = query_integer(query);
	peer->trouble_ms = query_integer(query);
	peer->seen_size = query_integer(query);
	peer->seen_root = query_text_or_null(query, arena);
	peer->seen_note = query_text_or_null(query, arena);
	peer->seen_ms = query_integer(query);
	peer->fork = query_text_or_null(query, arena);
	peer->fork_note = query_text_or_null(query, arena);
	peer->fork_ms = query_integer(query);
}

enum status
store_log_peer_find(struct store *store, struct arena *arena,
		    const char *partner, struct store_log_peer *peer_out)
{
	return lookup_row(store, QUERY_LOG_PEER, read_peer, arena, partner,
			  peer_out);
}

enum status
store_log_peers(struct store *store, struct arena *arena,
		struct store_log_peer **peers_out, size_t *count_out)
{
	struct query query;

	*peers_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_LOG_PEERS);
	while (query_next(&query))
		read_peer(&query, arena,
			  QUERY_ADD_ROW(arena, *peers_out, *count_out));
	return query_finish(&query);
}

enum status
store_log_peer_introduce(struct store *store, const struct store_log_peer *peer)
{
	struct query query;

	query_start(&query, store, QUERY_LOG_PEER_INTRODUCE);
	query_put_text(&query, peer->partner);
	query_put_text(&query, peer->log_key);
	query_put_text(&query, peer->cosigner_key);
	query_put_text(&query, peer->statement);
	query_put_blob(&query, peer->certificate);
	return query_run(&query, NULL);
}

enum status
store_log_peer_cosigned(struct store *store, const struct store_log_peer *peer)
{
	struct query query;

	query_start(&query, store, QUERY_LOG_PEER_COSIGNED);
	query_put_integer(&query, peer->cosigned_size);
	query_put_text(&query, peer->cosigned_root);
	query_put_text(&query, peer->cosigned_line);
	query_put_integer(&query, peer->cosigned_ms);
	query_put_text(&query, peer->partner);
	return query_run(&query, NULL);
}

enum status
store_log_peer_trouble(struct store *store, const struct store_log_peer *peer)
{
	struct query query;

	query_start(&query, store, QUERY_LOG_PEER_TROUBLE);
	query_put_text(&query, peer->trouble);
	query_put_integer(&query, peer->trouble_size);
	query_put_integer(&query, peer->trouble_ms);
	query_put_text(&query, peer->partner);
	return query_run(&query, NULL);
}

enum status
store_log_peer_seen(struct store *store, const struct store_log_peer *peer)
{
	struct query query;

	query_start(&query, store, QUERY_LOG_PEER_SEEN);
	query_put_integer(&query, peer->seen_size);
	query_put_text(&query, peer->seen_root);
	query_put_text(&query, peer->seen_note);
	query_put_integer(&query, peer->seen_ms);
	query_put_text(&query, peer->partner);
	return query_run(&query, NULL);
}

enum status
store_log_peer_fork(struct store *store, const struct store_log_peer *peer)
{
	struct query query;

	query_start(&query, store, QUERY_LOG_PEER_FORK);
	query_put_text(&query, peer->fork);
	query_put_text(&query, peer->fork_note);
	query_put_integer(&query, peer->fork_ms);
	query_put_text(&query, peer->partner);
	return query_run(&query, NULL);
}
