/*
 * Which keys a node signs its access log's checkpoints with, and cosigns
 * others' with: said by the node, and signed as all that it signs (ES256, over
 * its certificate).
 *
 * On the wire a file {"certificate":"<base64url DER>","jws":"<JWS>"}; the JWS
 * is over {"cosigner":vkey,"log":vkey,"node":id,"time":time}.
 */
#ifndef EENPLAN_WIRE_LOG_KEYS_H
#define EENPLAN_WIRE_LOG_KEYS_H

#include "eenplan/base/json.h"
#include "eenplan/seal/identity.h"
#include "eenplan/seal/note.h"
#include "eenplan/seal/signer.h"

struct log_keys {
	const char *node;
	struct note_verifier log;
	struct note_verifier cosigner;
	int64_t time_ms;
};

/* The names that a node's checkpoints and cosignatures have. In `arena`. */
const char *log_keys_origin(struct arena *arena, const char *node);
const char *log_keys_cosigner(struct arena *arena, const char *node);
/* The node that cosigns under `name`, in `arena`; NULL: it is no node's. */
const char *log_keys_cosigner_node(struct arena *arena, const char *name);

/* The file, as an object into `writer`. */
enum status log_keys_sign(struct arena *arena, struct signer *signer,
			  const struct log_keys *keys,
			  struct json_writer *writer) MUST_CHECK;

/* A file taken apart, not believed yet. */
struct log_keys_file {
	struct text certificate; /* DER */
	const char *jws;
};
/* STATUS_INVALID. */
enum status log_keys_file_read(struct arena *arena, const struct json *json,
			       struct log_keys_file *file_out) MUST_CHECK;
void log_keys_file_write(struct json_writer *writer, struct arena *arena,
			 const struct log_keys_file *file);
/*
 * Believe it, of a certificate that somebody vouched for: it must be the one
 * in the file, and name `identity_out`'s organisation, which signed.
 * STATUS_STATEMENT_REFUSED otherwise.
 */
enum status log_keys_accept(struct arena *arena,
			    const struct log_keys_file *file,
			    struct log_keys *keys_out,
			    struct identity *identity_out) MUST_CHECK;

#endif
