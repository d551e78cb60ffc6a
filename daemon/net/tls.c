#include "daemon/net/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "daemon/net/peer.h"
#include "daemon/net/quota.h"
#include "daemon/net/tls_internal.h"
#include "daemon/net/trust.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/base/random.h"

/* Readers may hold a pointer to an identity that a reload replaced. */
struct own_identity {
	struct identity identity;
	struct own_identity *older;
};

/*
 * Invariants: `lock` guards what is below it; `context` was made of `trust`.
 */
struct tls {
	struct tls_settings settings; /* our copies */
	struct peers peers;
	pthread_mutex_t lock;
	struct trust *trust;
	SSL_CTX *context;
	int64_t context_until_ms;
	struct own_identity *identity;
};

/* What hangs on each handshake's object. */
struct handshake {
	tls_ended *ended;
	void *context;
	struct identity identity; /* of its peer */
	bool is_identified;
};

static struct quota refusals;
static int handshake_index = -1;
static pthread_once_t library_once = PTHREAD_ONCE_INIT;

static void
handshake_freed(void *parent, void *value, CRYPTO_EX_DATA *data, int index,
		long number, void *pointer)
{
	struct handshake *handshake = value;

	(void)parent;
	(void)data;
	(void)index;
	(void)number;
	(void)pointer;
	if (handshake == NULL)
		return;
	handshake->ended(handshake->context);
	free(handshake);
}

static void
library_init(void)
{
	handshake_index =
		SSL_get_ex_new_index(0, NULL, NULL, NULL, handshake_freed);
}

static const char *
reason_of(int error)
{
	return error == X509_V_ERR_APPLICATION_VERIFICATION
		       ? "it names no organisation or user"
		       : X509_verify_cert_error_string(error);
}

/* A connection asks with each of its requests, so keep what it says. */
static bool
identify(struct handshake *handshake, X509 *certificate)
{
	if (!handshake->is_identified)
		handshake->is_identified =
			identity_of_parsed(certificate, &handshake->identity) ==
			STATUS_OK;
	return handshake->is_identified;
}

/*
 * One more demand on top of a good chain: the certificate must say who it is
 * in our terms. Then a nameless one never becomes a connection.
 */
static int
verify(int chain_is_good, X509_STORE_CTX *check)
{
	SSL *ssl = X509_STORE_CTX_get_ex_data(
		check, SSL_get_ex_data_X509_STORE_CTX_idx());
	unsigned withheld;

	if (chain_is_good && X509_STORE_CTX_get_error_depth(check) == 0 &&
	    !identify(SSL_get_ex_data(ssl, handshake_index),
		      X509_STORE_CTX_get_current_cert(check))) {
		X509_STORE_CTX_set_error(check,
					 X509_V_ERR_APPLICATION_VERIFICATION);
		chain_is_good = 0;
	}
	if (!chain_is_good && quota_allows(&refusals, &withheld))
		log_warning("peer's certificate refused",
			    "reason=\"%s\" depth=%d withheld=%u",
			    reason_of(X509_STORE_CTX_get_error(check)),
			    X509_STORE_CTX_get_error_depth(check), withheld);
	return chain_is_good;
}

/*
 * Resumption skips the chain and the revocation list, so it is asked here. A
 * refused ticket leads to a whole handshake, which says why.
 */
static SSL_TICKET_RETURN
ticket_opened(SSL *ssl, SSL_SESSION *session, const unsigned char *name,
	      size_t name_length, SSL_TICKET_STATUS status, void *context)
{
	struct tls *tls = context;
	X509 *certificate;
	bool accepted;

	(void)ssl;
	(void)name;
	(void)name_length;
	if (status != SSL_TICKET_SUCCESS && status != SSL_TICKET_SUCCESS_RENEW)
		return SSL_TICKET_RETURN_IGNORE_RENEW;
	certificate = SSL_SESSION_get0_peer(session);
	if (certificate == NULL)
		return SSL_TICKET_RETURN_IGNORE_RENEW;
	pthread_mutex_lock(&tls->lock);
	accepted = trust_still_accepts(tls->trust, certificate);
	pthread_mutex_unlock(&tls->lock);
	return accepted ? SSL_TICKET_RETURN_USE_RENEW
			: SSL_TICKET_RETURN_IGNORE_RENEW;
}

/*
 * Closing a socket with unread bytes resets it, and a reset overtakes the
 * alert that tells the peer why. So swallow what came behind the handshake.
 */
static void
told_why(const SSL *ssl, int where, int alert)
{
	char unread[4096];
	int socket = SSL_get_fd(ssl);

	if ((where & SSL_CB_WRITE_ALERT) != SSL_CB_WRITE_ALERT ||
	    alert >> 8 != SSL3_AL_FATAL || socket < 0)
		return;
	for (int i = 0; i < 16; i++)
		if (recv(socket, unread, sizeof(unread), MSG_DONTWAIT) <= 0)
			return;
}

static void
demand_certificates(SSL_CTX *context, const struct trust *trust)
{
	SSL_CTX_set_verify(context,
			   SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
			   verify);
	SSL_CTX_set_verify_depth(context, 2);
	SSL_CTX_set_purpose(context, X509_PURPOSE_SSL_CLIENT);
	SSL_CTX_set1_cert_store(context, trust->store);
	for (int i = 0; i < sk_X509_num(trust->authorities); i++)
		SSL_CTX_add_client_CA(context,
				      sk_X509_value(trust->authorities, i));
}

/* Tickets are the library's: its keys are as old as the context. */
static bool
limit_sessions(SSL_CTX *context, struct tls *tls)
{
	unsigned char name[SSL_MAX_SSL_SESSION_ID_LENGTH];

	random_bytes(name, sizeof(name));
	SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_timeout(context, LIMIT_TICKET_MS / 1000);
	SSL_CTX_set_max_early_data(context, 0);
	SSL_CTX_set_recv_max_early_data(context, 0);
	return SSL_CTX_set_num_tickets(context, 1) == 1 &&
	       SSL_CTX_set_session_id_context(context, name, sizeof(name)) ==
		       1 &&
	       SSL_CTX_set_session_ticket_cb(context, NULL, ticket_opened,
					     tls) == 1;
}

static SSL_CTX *
context_new(struct tls *tls, const struct trust *trust)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());

	if (context == NULL)
		return NULL;
	SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS |
					  SSL_MODE_ENABLE_PARTIAL_WRITE |
					  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
	SSL_CTX_set_info_callback(context, told_why);
	demand_certificates(context, trust);
	if (SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
	    SSL_CTX_set1_groups_list(context, "X25519:P-256") == 1 &&
	    SSL_CTX_use_cert_and_key(context, trust->certificate, trust->key,
				     trust->chain, 1) == 1 &&
	    limit_sessions(context, tls))
		return context;
	ERR_clear_error();
	SSL_CTX_free(context);
	return NULL;
}

static void
warn_before_the_end(const struct tls *tls, const struct trust *trust)
{
	char when[CLOCK_TIME_BYTES];

	if (trust->valid_until_ms - clock_now_ms() > LIMIT_EXPIRY_WARNING_MS)
		return;
	clock_format_time(trust->valid_until_ms, when);
	log_warning("a certificate or revocation list ends soon",
		    "at=%s certificate=%s revoked=%s", when,
		    tls->settings.certificate, tls->settings.revoked);
}

/* `trust` becomes the one in force; its context must have been made of it. */
static enum status
install(struct tls *tls, struct trust *trust)
{
	SSL_CTX *context = context_new(tls, trust);
	struct own_identity *own = calloc(1, sizeof(*own));
	struct trust *old_trust;
	SSL_CTX *old_context;

	if (context == NULL || own == NULL) {
		SSL_CTX_free(context);
		free(own);
		trust_free(trust);
		return STATUS_CRYPTO;
	}
	own->identity = trust->identity;
	pthread_mutex_lock(&tls->lock);
	old_trust = tls->trust;
	old_context = tls->context;
	own->older = tls->identity;
	tls->trust = trust;
	tls->context = context;
	tls->context_until_ms = clock_monotonic_ms() + LIMIT_TICKET_MS;
	tls->identity = own;
	warn_before_the_end(tls, trust);
	pthread_mutex_unlock(&tls->lock);
	SSL_CTX_free(old_context);
	trust_free(old_trust);
	return STATUS_OK;
}

enum status
tls_open(const struct tls_settings *settings, struct tls **tls_out,
	 struct fault *fault)
{
	struct tls *tls = calloc(1, sizeof(*tls));
	enum status status;

	if (tls == NULL)
		return STATUS_INTERNAL;
	pthread_once(&library_once, library_init);
	pthread_mutex_init(&tls->lock, NULL);
	peers_init(&tls->peers, tls);
	tls->settings = (struct tls_settings){
		.certificate = strdup(settings->certificate),
		.key = strdup(settings->key),
		.authority = strdup(settings->authority),
		.revoked = strdup(settings->revoked),
	};
	status = tls_reload(tls, fault);
	if (status != STATUS_OK) {
		tls_close(tls);
		return status;
	}
	*tls_out = tls;
	return STATUS_OK;
}

enum status
tls_reload(struct tls *tls, struct fault *fault)
{
	struct trust *trust;
	enum status status = trust_read(&tls->settings, &trust, fault);

	return status == STATUS_OK ? install(tls, trust) : status;
}

void
tls_close(struct tls *tls)
{
	const char *paths[4];

	if (tls == NULL)
		return;
	while (tls->identity != NULL) {
		struct own_identity *older = tls->identity->older;

		free(tls->identity);
		tls->identity = older;
	}
	SSL_CTX_free(tls->context);
	trust_free(tls->trust);
	pthread_mutex_destroy(&tls->lock);
	peers_clear(&tls->peers);
	memcpy(paths, &tls->settings, sizeof(paths));
	for (size_t i = 0; i < COUNT_OF(paths); i++)
		free((void *)(uintptr_t)paths[i]);
	free(tls);
}

struct text
tls_certificate(struct tls *tls, struct arena *arena)
{
	struct text der;

	pthread_mutex_lock(&tls->lock);
	der = trust_der(SSL_CTX_get0_certificate(tls->context), arena);
	pthread_mutex_unlock(&tls->lock);
	return der;
}

const struct identity *
tls_identity(const struct tls *tls)
{
	struct tls *self = (struct tls *)(uintptr_t)tls;
	const struct identity *identity;

	pthread_mutex_lock(&self->lock);
	identity = &self->identity->identity;
	pthread_mutex_unlock(&self->lock);
	return identity;
}

int64_t
tls_valid_until_ms(const struct tls *tls)
{
	struct tls *self = (struct tls *)(uintptr_t)tls;
	int64_t until_ms;

	pthread_mutex_lock(&self->lock);
	until_ms = self->trust->valid_until_ms;
	pthread_mutex_unlock(&self->lock);
	return until_ms;
}

/* A new context has new ticket keys; the old ones are forgotten with it. */
static void
renew_context(struct tls *tls)
{
	SSL_CTX *context = context_new(tls, tls->trust);

	if (context == NULL)
		return;
	SSL_CTX_free(tls->context);
	tls->context = context;
	tls->context_until_ms = clock_monotonic_ms() + LIMIT_TICKET_MS;
	warn_before_the_end(tls, tls->trust);
}

struct ssl_st *
tls_accept(struct tls *tls, tls_ended *ended, void *context)
{
	struct handshake *handshake = calloc(1, sizeof(*handshake));
	SSL *ssl;

	if (handshake == NULL)
		return NULL;
	handshake->ended = ended;
	handshake->context = context;
	pthread_mutex_lock(&tls->lock);
	if (clock_monotonic_ms() >= tls->context_until_ms)
		renew_context(tls);
	ssl = SSL_new(tls->context);
	pthread_mutex_unlock(&tls->lock);
	if (ssl == NULL ||
	    SSL_set_ex_data(ssl, handshake_index, handshake) != 1) {
		free(handshake);
		SSL_free(ssl);
		return NULL;
	}
	return ssl;
}

void *
tls_context(const struct ssl_st *ssl)
{
	const struct handshake *handshake =
		SSL_get_ex_data(ssl, handshake_index);

	return handshake->context;
}

bool
tls_is_established(const struct ssl_st *ssl)
{
	return SSL_is_init_finished(ssl) == 1;
}

void
tls_say_goodbye(struct ssl_st *ssl)
{
	if (tls_is_established(ssl))
		SSL_shutdown(ssl);
	ERR_clear_error();
}

/* The lists may have changed while the handshake was under way. */
static bool
is_accepted_now(struct tls *tls, struct ssl_st *ssl)
{
	bool unchanged;

	pthread_mutex_lock(&tls->lock);
	unchanged = SSL_get_SSL_CTX(ssl) == tls->context;
	pthread_mutex_unlock(&tls->lock);
	return unchanged || tls_accepts(tls, SSL_get0_peer_certificate(ssl),
					SSL_get_peer_cert_chain(ssl));
}

enum status
tls_peer_of(struct tls *tls, struct ssl_st *ssl, struct tls_peer **peer_out)
{
	struct handshake *handshake = SSL_get_ex_data(ssl, handshake_index);
	X509 *certificate = SSL_get0_peer_certificate(ssl);
	struct tls_peer *peer;

	if (certificate == NULL || SSL_get_verify_result(ssl) != X509_V_OK ||
	    !identify(handshake, certificate) || !is_accepted_now(tls, ssl))
		return STATUS_INVALID;
	peer = peer_new(certificate, SSL_get_peer_cert_chain(ssl));
	if (peer == NULL)
		return STATUS_INVALID;
	peer->identity = handshake->identity;
	peers_add(&tls->peers, peer);
	*peer_out = peer;
	return STATUS_OK;
}

bool
tls_accepts(struct tls *tls, X509 *certificate, STACK_OF(X509) * chain)
{
	bool accepted;

	pthread_mutex_lock(&tls->lock);
	accepted = trust_accepts(tls->trust, certificate, chain);
	pthread_mutex_unlock(&tls->lock);
	return accepted;
}

bool
tls_is_revoked(struct tls *tls, const char *thumbprint)
{
	return peers_has_revoked(&tls->peers, thumbprint);
}

bool
tls_server_is(struct ssl_st *ssl, const char *organisation,
	      char named_out[IDENTITY_NAME_BYTES])
{
	X509 *certificate = SSL_get0_peer_certificate(ssl);
	struct identity identity;

	named_out[0] = '\0';
	if (certificate == NULL ||
	    identity_of_parsed(certificate, &identity) != STATUS_OK ||
	    identity.kind != IDENTITY_ORGANISATION)
		return false;
	memcpy(named_out, identity.organisation, IDENTITY_NAME_BYTES);
	return strcmp(identity.organisation, organisation) == 0;
}

struct text
tls_server_certificate(struct ssl_st *ssl, struct arena *arena)
{
	return trust_der(SSL_get0_peer_certificate(ssl), arena);
}
