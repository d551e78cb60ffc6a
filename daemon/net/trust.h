/*
 * What a listener's files say: our certificate and key, whom we believe, and
 * who of them is revoked. Read and checked as a whole, then immutable.
 */
#ifndef EENPLAN_DAEMON_NET_TRUST_H
#define EENPLAN_DAEMON_NET_TRUST_H

#include "daemon/net/tls.h"

struct x509_st;
struct stack_st_X509;
struct evp_pkey_st;
struct x509_store_st;

struct trust {
	struct x509_st *certificate; /* ours */
	struct stack_st_X509 *chain; /* that goes with it */
	struct evp_pkey_st *key;
	struct stack_st_X509 *authorities; /* the only trust anchors */
	struct stack_st_X509_CRL *revoked;
	struct x509_store_st *store; /* of both, for verifying */
	struct identity identity;    /* ours */
	int64_t valid_until_ms;	     /* the first of all to end */
};

/* STATUS_INVALID: `fault` says which file, what is wrong, what to do. */
enum status trust_read(const struct tls_settings *settings,
		       struct trust **trust_out,
		       struct fault *fault) MUST_CHECK;
/* Takes NULL. */
void trust_free(struct trust *trust);

/* Is the client certificate good now: chain, purpose, dates, revocation? */
bool trust_accepts(const struct trust *trust, struct x509_st *certificate,
		   struct stack_st_X509 *chain);
/*
 * The quick half of that, without signatures, for a certificate that was
 * accepted before: has it, or a list, ended or has it been revoked since?
 */
bool trust_still_accepts(const struct trust *trust,
			 struct x509_st *certificate);

/* A certificate's DER, in the arena; empty for NULL. */
struct text trust_der(struct x509_st *certificate, struct arena *arena);
/* The public key in it. */
enum status trust_key(struct x509_st *certificate,
		      struct seal_key **key_out) MUST_CHECK;

#endif
