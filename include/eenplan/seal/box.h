/*
 * Sealed boxes for what rests on disk: AES-256-GCM under a key.
 *
 * A box is nonce (12) ‖ ciphertext ‖ tag (16). `context` is authenticated but
 * not stored: opening a box in another place (another column, another row)
 * than the one it was made for fails.
 */
#ifndef EENPLAN_SEAL_BOX_H
#define EENPLAN_SEAL_BOX_H

#include "eenplan/base/fault.h"
#include "eenplan/base/status.h"
#include "eenplan/seal/digest.h"

#define BOX_KEY_BYTES	   32
#define BOX_OVERHEAD_BYTES 28

struct box_key {
	uint8_t bytes[BOX_KEY_BYTES];
};

/*
 * Read a key file: 64 hex digits. STATUS_INVALID: it is not, or others than
 * its owner may read it; `fault` says which and what to do.
 */
enum status box_key_read(const char *path, struct box_key *key_out,
			 struct fault *fault) MUST_CHECK;
/* Make a new key file, mode 0600. STATUS_CONFLICT: there is one already. */
enum status box_key_create(const char *path, struct fault *fault) MUST_CHECK;
void box_key_random(struct box_key *key_out);
/* A key for one use, derived from `key` (HKDF-SHA-256, `label` as info). */
void box_key_derive(const struct box_key *key, const char *label,
		    struct box_key *key_out);
void box_key_wipe(struct box_key *key);

enum status box_seal(struct arena *arena, const struct box_key *key,
		     struct text context, struct text plain,
		     struct text *box_out) MUST_CHECK;
/* STATUS_TAMPERED: the key, the context or a byte is not what it was. */
enum status box_open(struct arena *arena, const struct box_key *key,
		     struct text context, struct text box,
		     struct text *plain_out) MUST_CHECK;

#endif
