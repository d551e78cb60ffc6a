/*
 * Keys that somebody believes by having them: C2SP vkeys, as `eenplan audit
 * keys` prints them. Ed25519 only, which is what checkpoints and cosignatures
 * are signed with.
 */
#ifndef EENPLAN_CLIENT_VKEYS_H
#define EENPLAN_CLIENT_VKEYS_H

#include "eenplan/seal/note.h"

struct vkeys {
	struct note_verifier *list; /* each once */
	size_t count;
};

/*
 * `source` is a key, or the name of a file with one a line, beside empty ones
 * and such as begin with #. False: said what is wrong, and where.
 */
bool vkeys_read(struct arena *arena, const char *source,
		struct vkeys *keys_out);

#endif
