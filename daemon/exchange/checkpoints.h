/*
 * The node's own checkpoints: what it says of its access log, with which keys.
 *
 * Both keys follow from the key file, so they stay when certificates are
 * renewed; that they are the node's, its certificate says (wire/log_keys.h).
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_CHECKPOINTS_H
#define EENPLAN_DAEMON_EXCHANGE_CHECKPOINTS_H

#include "daemon/exchange/node.h"
#include "eenplan/seal/note.h"
#include "eenplan/wire/checkpoint.h"
#include "eenplan/wire/log_keys.h"

/* Derive both keys. */
enum status checkpoints_open(struct node *node) MUST_CHECK;
void checkpoints_close(struct node *node);

/* {"certificate","jws"}: which keys are ours, into `writer`. */
enum status checkpoints_keys(const struct node *node, struct arena *arena,
			     struct json_writer *writer) MUST_CHECK;
/* Our log of `size` with `root`, and its text (a part of the note) and note. */
enum status checkpoints_sign(const struct node *node, struct arena *arena,
			     uint64_t size, const struct merkle_hash *root,
			     struct text *body_out,
			     struct text *note_out) MUST_CHECK;
/* What a partner says its keys are, into the store; `certificate_of` is the
 * thumbprint of the certificate with which it came. */
enum status checkpoints_introduce(struct store *store, struct arena *arena,
				  const char *partner,
				  const char *certificate_of,
				  const struct json *file) MUST_CHECK;

#endif
