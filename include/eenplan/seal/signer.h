/*
 * What a node signs documents with: its key and the certificate that vouches
 * for it, kept together while both are renewed. Serves all threads.
 */
#ifndef EENPLAN_SEAL_SIGNER_H
#define EENPLAN_SEAL_SIGNER_H

#include "eenplan/seal/identity.h"

struct signer;

/*
 * STATUS_INVALID: `der` isn't an organisation's certificate, or not that of
 * `key`. Retains `key`.
 */
enum status signer_new(struct seal_key *key, struct text der,
		       struct signer **signer_out) MUST_CHECK;
/* Sign with these from now on; on failure with those before. */
enum status signer_renew(struct signer *signer, struct seal_key *key,
			 struct text der) MUST_CHECK;
/* Takes NULL. */
void signer_free(struct signer *signer);

/* One signing: a key and certificate that belong together. */
struct signing {
	struct seal_key *key; /* retained */
	struct identity self;
	struct text certificate; /* DER, in the arena */
};

void signing_begin(struct signer *signer, struct arena *arena,
		   struct signing *signing_out);
/* A JWS by it, of `type`; `payload` names self.thumbprint where it must. */
enum status signing_sign(const struct signing *signing, struct arena *arena,
			 const char *type, struct text payload,
			 const char **jws_out) MUST_CHECK;
void signing_end(struct signing *signing);

#endif
