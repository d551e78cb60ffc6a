#include "eenplan/seal/signer.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "eenplan/seal/jws.h"

/* Invariant: `lock` guards the rest. */
struct signer {
	pthread_mutex_t lock;
	struct arena *arena; /* of the certificate */
	struct seal_key *key;
	struct identity self;
	struct text certificate;
};

/* What the one signs must verify with the other. */
static bool
belong_together(struct seal_key *key, struct text der)
{
	struct text message = text_of("eenplan");
	struct seal_key *public;
	uint8_t signature[64];
	bool fits;

	if (seal_key_of_certificate(der, &public) != STATUS_OK)
		return false;
	fits = es256_sign(key, message, signature) == STATUS_OK &&
	       es256_verify(public, message,
			    (struct text){(const char *)signature,
					  sizeof(signature)});
	seal_key_free(public);
	return fits;
}

static enum status
fill(struct signer *signer, struct seal_key *key, struct text der)
{
	struct identity self;
	enum status status = identity_of_certificate(der, &self);

	if (status != STATUS_OK)
		return status;
	if (self.kind != IDENTITY_ORGANISATION || !belong_together(key, der))
		return STATUS_INVALID;

	struct arena *arena = arena_new();
	char *bytes = arena_alloc(arena, der.length);

	memcpy(bytes, der.bytes, der.length);
	pthread_mutex_lock(&signer->lock);
	seal_key_free(signer->key);
	arena_free(signer->arena);
	signer->arena = arena;
	signer->key = seal_key_retain(key);
	signer->self = self;
	signer->certificate = (struct text){bytes, der.length};
	pthread_mutex_unlock(&signer->lock);
	return STATUS_OK;
}

enum status
signer_new(struct seal_key *key, struct text der, struct signer **signer_out)
{
	struct signer *signer = calloc(1, sizeof(*signer));
	enum status status;

	if (signer == NULL)
		abort();
	pthread_mutex_init(&signer->lock, NULL);
	status = fill(signer, key, der);
	if (status == STATUS_OK)
		*signer_out = signer;
	else
		signer_free(signer);
	return status;
}

enum status
signer_renew(struct signer *signer, struct seal_key *key, struct text der)
{
	return fill(signer, key, der);
}

void
signer_free(struct signer *signer)
{
	if (signer == NULL)
		return;
	seal_key_free(signer->key);
	arena_free(signer->arena);
	pthread_mutex_destroy(&signer->lock);
	free(signer);
}

void
signing_begin(struct signer *signer, struct arena *arena,
	      struct signing *signing_out)
{
	pthread_mutex_lock(&signer->lock);
	signing_out->key = seal_key_retain(signer->key);
	signing_out->self = signer->self;
	signing_out->certificate =
		(struct text){arena_text(arena, signer->certificate),
			      signer->certificate.length};
	pthread_mutex_unlock(&signer->lock);
}

enum status
signing_sign(const struct signing *signing, struct arena *arena,
	     const char *type, struct text payload, const char **jws_out)
{
	const struct jws_header header = {.type = type,
					  .key_id = signing->self.thumbprint};

	return jws_sign(arena, signing->key, &header, payload, jws_out);
}

void
signing_end(struct signing *signing)
{
	seal_key_free(signing->key);
	signing->key = NULL;
}
