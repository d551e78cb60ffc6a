/*
 * Signed notes (c2sp.org/signed-note) and cosignatures (tlog-cosignature),
 * Ed25519 only: a text, an empty line, and lines of signatures.
 *
 *   — NAME base64(key id ‖ signature)
 *
 * A signature is over the text; a cosignature also over its time, which it
 * has. Of a line by a key that nobody asked for nothing is believed.
 */
#ifndef EENPLAN_SEAL_NOTE_H
#define EENPLAN_SEAL_NOTE_H

#include "eenplan/base/status.h"
#include "eenplan/seal/box.h"

#define NOTE_NAME_BYTES	     128
#define NOTE_ID_BYTES	     4
#define NOTE_KEY_BYTES	     32
#define NOTE_TIME_BYTES	     8
#define NOTE_SIGNATURE_BYTES 64

enum note_kind { NOTE_SIGNATURE, NOTE_COSIGNATURE };

/* Whom to believe, as a verifier key (vkey) says it. */
struct note_verifier {
	char name[NOTE_NAME_BYTES];
	enum note_kind kind;
	uint8_t key[NOTE_KEY_BYTES];
	uint8_t id[NOTE_ID_BYTES];
};

/* "NAME+ID+KEY", in `arena`. */
const char *note_verifier_print(struct arena *arena,
				const struct note_verifier *verifier);
/* False: it isn't one, or of another kind of key, or its id isn't its key's. */
bool note_verifier_read(struct text vkey, struct note_verifier *verifier_out);

/* A private key and its name. Immutable, so any thread may use it. */
struct note_signer;

/* STATUS_CRYPTO, also for a name that no line can have. */
enum status note_signer_new(const char *name, enum note_kind kind,
			    const struct box_key *seed,
			    struct note_signer **signer_out) MUST_CHECK;
/* Takes NULL. */
void note_signer_free(struct note_signer *signer);
const struct note_verifier *note_signer_verifier(
	const struct note_signer *signer);

/* The line of a signature over `body`, which ends with LF, as the line does. */
enum status note_sign(struct arena *arena, const struct note_signer *signer,
		      struct text body, int64_t now_ms,
		      const char **line_out) MUST_CHECK;

/*
 * A note's text (with its LF) and its signature lines. Borrows `note`. False:
 * it has none, or no end.
 */
bool note_split(struct text note, struct text *body_out,
		struct text *lines_out) MUST_CHECK;
/*
 * Is one of `lines` a signature by `verifier` over `body`? Which, and of a
 * cosignature from when; both may be NULL.
 */
bool note_verify(struct text body, struct text lines,
		 const struct note_verifier *verifier, struct text *line_out,
		 int64_t *time_ms_out) MUST_CHECK;

#endif
