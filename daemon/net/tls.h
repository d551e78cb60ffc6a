/*
 * TLS 1.3 with client certificates, as PROTOCOLS and NETWORK want it.
 *
 * The one file that includes the TLS library. A context is a listener's whole
 * identity: its certificate and key, the authority that peers must come from,
 * and who of them is revoked. Reloading makes a new context and swaps it in;
 * a bad file leaves the old one.
 */
#ifndef EENPLAN_DAEMON_NET_TLS_H
#define EENPLAN_DAEMON_NET_TLS_H

#include "eenplan/base/fault.h"
#include "eenplan/base/status.h"
#include "eenplan/seal/identity.h"

struct tls;

struct tls_settings {
	const char *certificate; /* PEM chain */
	const char *key;	 /* PEM, P-256 */
	const char *authority;	 /* PEM: the only trust anchors */
	const char *revoked;	 /* PEM CRLs; required: no list, no start */
};

/* STATUS_INVALID: a file is missing, unreadable, expired, or doesn't fit
 * another; `fault` says. */
enum status tls_open(const struct tls_settings *settings, struct tls **tls_out,
		     struct fault *fault) MUST_CHECK;
/*
 * Read all files again. On failure the old ones stay in force. New handshakes
 * and resumptions use the new lists at once.
 */
enum status tls_reload(struct tls *tls, struct fault *fault) MUST_CHECK;
void tls_close(struct tls *tls);

/* Our own certificate as identity (organisation, thumbprint, end). */
const struct identity *tls_identity(const struct tls *tls);
/* The certificate itself, DER, in `arena`. */
struct text tls_certificate(struct tls *tls, struct arena *arena);
/* When the shortest-lived of certificate and CRL ends (warn before it). */
int64_t tls_valid_until_ms(const struct tls *tls);
/*
 * Is the certificate with this thumbprint revoked or expired by now? One that
 * no open connection has shown is unknown here, and unknown counts as revoked.
 */
bool tls_is_revoked(struct tls *tls, const char *thumbprint);

#endif
