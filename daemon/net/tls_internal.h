/*
 * What the rest of this room needs from TLS, without its library: handshakes
 * to give to the HTTP library, and who is at the other end of them.
 */
#ifndef EENPLAN_DAEMON_NET_TLS_INTERNAL_H
#define EENPLAN_DAEMON_NET_TLS_INTERNAL_H

#include <stdatomic.h>
#include <sys/queue.h>

#include "daemon/net/tls.h"

struct peers;
struct ssl_st;
struct x509_st;
struct stack_st_X509;

/*
 * The holder of a verified client certificate. Shared by the connection and
 * the requests that came over it; `identity` and `key` never change.
 */
struct tls_peer {
	struct identity identity;
	struct seal_key *key;
	struct peers *peers; /* that it is one of */
	struct x509_st *certificate;
	struct stack_st_X509 *chain; /* what the peer sent along; or NULL */
	atomic_uint holders;
	LIST_ENTRY(tls_peer) others;
};

/* The library let go of the handshake's object: the connection is over. */
typedef void tls_ended(void *context);

/*
 * The server's side of a new handshake. Whoever takes it frees it with its
 * library; then `ended` is called. NULL: out of memory.
 */
struct ssl_st *tls_accept(struct tls *tls, tls_ended *ended, void *context);
/* The `context` of tls_accept. */
void *tls_context(const struct ssl_st *ssl);
bool tls_is_established(const struct ssl_st *ssl);
/* Tell the peer that nothing was cut off: this is the end. */
void tls_say_goodbye(struct ssl_st *ssl);

/*
 * Who is at the other end, once it is established. STATUS_INVALID: nobody we
 * accept by the lists in force now; close the connection.
 */
enum status tls_peer_of(struct tls *tls, struct ssl_st *ssl,
			struct tls_peer **peer_out) MUST_CHECK;
struct tls_peer *tls_peer_retain(struct tls_peer *peer);
/* Takes NULL. */
void tls_peer_release(struct tls_peer *peer);
/* Its certificate, DER, in `arena`. */
struct text tls_peer_certificate(const struct tls_peer *peer,
				 struct arena *arena);
/* Would a new handshake with this certificate be refused? */
bool tls_peer_is_revoked(struct tls_peer *peer);

/*
 * For a client: does the server at the other end name `organisation` with its
 * certificate? `named_out` gets the organisation that it does name, or "".
 */
bool tls_server_is(struct ssl_st *ssl, const char *organisation,
		   char named_out[IDENTITY_NAME_BYTES]);
/* That certificate, DER, in `arena`; empty if there is none. */
struct text tls_server_certificate(struct ssl_st *ssl, struct arena *arena);

#endif
