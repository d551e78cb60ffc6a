#include "daemon/discovery/finish.h"

#include "eenplan/base/log.h"

enum status
session_finish(const struct session *session, struct store *store,
	       struct arena *arena, const struct discovery_closing *theirs)
{
	const char *id = session->row.id;
	uint8_t own[DIGEST_BYTES];
	struct text openings;
	session_nonce(session, own);
	const struct discovery_nonces nonces = {
		.asker = session->row.ours ? own : theirs->nonce,
		.partner = session->row.ours ? theirs->nonce : own,
	};
	enum status status = session_make_openings(session, store, arena,
						   &nonces, &openings);
	if (status == STATUS_OK)
		status = store_discovery_keep_openings(store, arena, id,
						       openings);
	return status == STATUS_OK ? store_discovery_wipe(store, id) : status;
}

static enum status
read_closing(const struct store_discovery *row, struct store *store,
	     struct arena *arena, struct discovery_closing *theirs_out)
{
	struct text payload, certificate;
	const char *jws;
	enum status status =
		store_paper_find(store, arena, row->id,
				 row->ours ? STORE_PAPER_PARTNER_CLOSING
					   : STORE_PAPER_ASKER_CLOSING,
				 &jws, &certificate);
	if (status == STATUS_OK)
		status = paper_payload(arena, jws, &payload);
	return status == STATUS_OK ? discovery_closing_decode(arena, payload,
							      theirs_out, NULL)
				   : status;
}

/* STATUS_NOT_FOUND: another thread did. */
static enum status
finish_one(const struct store_discovery *row, struct store *store,
	   struct arena *arena, const char *self)
{
	struct discovery_closing theirs;
	struct session session;
	enum status status = read_closing(row, store, arena, &theirs);
	if (status != STATUS_OK)
		return status;
	status = session_open(store, arena, row, self, 1, &session);
	if (status == STATUS_OK)
		status = session_finish(&session, store, arena, &theirs);
	session_close(&session);
	return status;
}

static enum status
finish_in_transaction(const struct store_discovery *row, struct store *store,
		      const char *self)
{
	struct arena *arena = arena_new();
	enum status status = store_begin(store);
	if (status == STATUS_OK)
		status = store_end(store, finish_one(row, store, arena, self));
	arena_free(arena);
	return status;
}

void
sessions_finish(struct store *store, const char *self)
{
	struct arena *arena = arena_new();
	struct store_discovery *rows = NULL;
	size_t count = 0;
	enum status status =
		store_discoveries_unfinished(store, arena, &rows, &count);
	if (status != STATUS_OK)
		log_error("closed sessions can't be looked for", "status=%s",
			  status_code(status));
	for (size_t i = 0; i < count; i++) {
		status = finish_in_transaction(&rows[i], store, self);
		if (status != STATUS_OK && status != STATUS_NOT_FOUND)
			log_error("a closed session can't be finished yet",
				  "session=%s status=%s", rows[i].id,
				  status_code(status));
	}
	arena_free(arena);
}
