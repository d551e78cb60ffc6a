#include "daemon/net/peer.h"

#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/net/trust.h"
#include "eenplan/seal/key.h"

void
peers_init(struct peers *peers, struct tls *tls)
{
	peers->tls = tls;
	pthread_mutex_init(&peers->lock, NULL);
	LIST_INIT(&peers->live);
}

void
peers_clear(struct peers *peers)
{
	pthread_mutex_destroy(&peers->lock);
}

static void
peer_free(struct tls_peer *peer)
{
	seal_key_free(peer->key);
	sk_X509_pop_free(peer->chain, X509_free);
	X509_free(peer->certificate);
	free(peer);
}

struct tls_peer *
peer_new(X509 *certificate, STACK_OF(X509) * chain)
{
	struct tls_peer *peer = calloc(1, sizeof(*peer));

	if (peer == NULL)
		return NULL;
	atomic_init(&peer->holders, 1);
	X509_up_ref(certificate);
	peer->certificate = certificate;
	peer->chain = chain == NULL ? NULL : X509_chain_up_ref(chain);
	if (trust_key(certificate, &peer->key) == STATUS_OK)
		return peer;
	peer_free(peer);
	return NULL;
}

void
peers_add(struct peers *peers, struct tls_peer *peer)
{
	peer->peers = peers;
	pthread_mutex_lock(&peers->lock);
	LIST_INSERT_HEAD(&peers->live, peer, others);
	pthread_mutex_unlock(&peers->lock);
}

struct tls_peer *
tls_peer_retain(struct tls_peer *peer)
{
	atomic_fetch_add_explicit(&peer->holders, 1, memory_order_relaxed);
	return peer;
}

void
tls_peer_release(struct tls_peer *peer)
{
	if (peer == NULL || atomic_fetch_sub(&peer->holders, 1) != 1)
		return;
	pthread_mutex_lock(&peer->peers->lock);
	LIST_REMOVE(peer, others);
	pthread_mutex_unlock(&peer->peers->lock);
	peer_free(peer);
}

struct text
tls_peer_certificate(const struct tls_peer *peer, struct arena *arena)
{
	return trust_der(peer->certificate, arena);
}

bool
tls_peer_is_revoked(struct tls_peer *peer)
{
	return !tls_accepts(peer->peers->tls, peer->certificate, peer->chain);
}

bool
peers_has_revoked(struct peers *peers, const char *thumbprint)
{
	struct tls_peer *peer;
	bool revoked = true;

	pthread_mutex_lock(&peers->lock);
	LIST_FOREACH(peer, &peers->live, others)
	{
		/* cppcheck-suppress uninitvar ; LIST_FOREACH sets it */
		if (strcmp(peer->identity.thumbprint, thumbprint) != 0)
			continue;
		revoked = tls_peer_is_revoked(peer);
		break;
	}
	pthread_mutex_unlock(&peers->lock);
	return revoked;
}
