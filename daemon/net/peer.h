/*
 * The holders of verified certificates that have a connection open, so that a
 * new revocation list can be held against them.
 */
#ifndef EENPLAN_DAEMON_NET_PEER_H
#define EENPLAN_DAEMON_NET_PEER_H

#include <pthread.h>

#include "daemon/net/tls_internal.h"

/* Invariant: `lock` guards `live`. */
struct peers {
	struct tls *tls;
	pthread_mutex_t lock;
	LIST_HEAD(peer_list, tls_peer) live;
};

void peers_init(struct peers *peers, struct tls *tls);
void peers_clear(struct peers *peers);
/*
 * A new holder, for tls_peer_release; borrows the certificates. NULL: the
 * certificate has no P-256 key.
 */
struct tls_peer *peer_new(struct x509_st *certificate,
			  struct stack_st_X509 *chain);
void peers_add(struct peers *peers, struct tls_peer *peer);
/* Is a live peer's certificate no longer accepted? True if none is live. */
bool peers_has_revoked(struct peers *peers, const char *thumbprint);

/* By the lists in force now. In tls.c. */
bool tls_accepts(struct tls *tls, struct x509_st *certificate,
		 struct stack_st_X509 *chain);

#endif
