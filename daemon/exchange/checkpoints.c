#include "daemon/exchange/checkpoints.h"

#include <string.h>

#include "daemon/store/log_peers.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/log.h"

static enum status
derive(const struct node *node, const char *name, enum note_kind kind,
       const char *label, struct note_signer **signer_out)
{
	struct box_key seed;
	box_key_derive(node->settings.store.key, label, &seed);
	enum status status = note_signer_new(name, kind, &seed, signer_out);
	box_key_wipe(&seed);
	return status;
}

enum status
checkpoints_open(struct node *node)
{
	const char *id = node->settings.organisation;
	struct arena *arena = arena_new();
	enum status status =
		derive(node, log_keys_origin(arena, id), NOTE_SIGNATURE,
		       "log-checkpoint", &node->log_signer);
	if (status == STATUS_OK)
		status = derive(node, log_keys_cosigner(arena, id),
				NOTE_COSIGNATURE, "log-cosignature",
				&node->log_cosigner);
	arena_free(arena);
	return status;
}

void
checkpoints_close(struct node *node)
{
	note_signer_free(node->log_signer);
	note_signer_free(node->log_cosigner);
}

enum status
checkpoints_keys(const struct node *node, struct arena *arena,
		 struct json_writer *writer)
{
	const struct log_keys keys = {
		.node = node->settings.organisation,
		.log = *note_signer_verifier(node->log_signer),
		.cosigner = *note_signer_verifier(node->log_cosigner),
		.time_ms = clock_now_ms(),
	};
	return log_keys_sign(arena, node->settings.store.signer, &keys, writer);
}

enum status
checkpoints_sign(const struct node *node, struct arena *arena, uint64_t size,
		 const struct merkle_hash *root, struct text *body_out,
		 struct text *note_out)
{
	const struct checkpoint checkpoint = {
		.origin = note_signer_verifier(node->log_signer)->name,
		.size = size,
		.root = *root,
	};
	struct buf body, note;
	const char *line;
	buf_init(&body, arena, 256);
	checkpoint_encode(&body, &checkpoint);
	*body_out = buf_text(&body);
	enum status status =
		note_sign(arena, node->log_signer, *body_out, 0, &line);
	if (status != STATUS_OK)
		return status;
	buf_init(&note, arena, 1024);
	buf_add_text(&note, *body_out);
	buf_add_char(&note, '\n');
	buf_add_string(&note, line);
	*note_out = buf_text(&note);
	return STATUS_OK;
}

enum status
checkpoints_introduce(struct store *store, struct arena *arena,
		      const char *partner, const char *certificate_of,
		      const struct json *json)
{
	struct log_keys_file file;
	struct log_keys keys;
	struct identity identity;
	enum status status = log_keys_file_read(arena, json, &file);
	if (status == STATUS_OK)
		status = log_keys_accept(arena, &file, &keys, &identity);
	if (status == STATUS_OK &&
	    (strcmp(identity.organisation, partner) != 0 ||
	     strcmp(identity.thumbprint, certificate_of) != 0))
		status = STATUS_STATEMENT_REFUSED;
	if (status != STATUS_OK)
		return status;
	const struct store_log_peer peer = {
		.partner = partner,
		.log_key = note_verifier_print(arena, &keys.log),
		.cosigner_key = note_verifier_print(arena, &keys.cosigner),
		.statement = file.jws,
		.certificate = file.certificate,
	};
	return store_log_peer_introduce(store, &peer);
}
