/*
 * A server on loopback with trial certificates, and peers that talk to it
 * byte by byte. The certificates are made once, before all tests.
 */
#ifndef EENPLAN_TESTS_NET_FIXTURE_H
#define EENPLAN_TESTS_NET_FIXTURE_H

#include <openssl/ssl.h>
#include <pthread.h>
#include <stdatomic.h>

#include "daemon/net/listener.h"
#include "daemon/net/workers.h"

enum { PARTNERS, USERS, LISTENERS };
/* What GET /big answers: more than the kernel takes for a slow reader. */
#define BIG_BYTES (12 * 1024 * 1024)

struct fixture {
	const char *folder;		      /* of certificates */
	struct http_server_settings settings; /* change before starting */
	size_t max_body_bytes;
	struct tls *tls[LISTENERS];
	struct http_server *server;
	struct workers *workers;
	atomic_uint handled;
	atomic_uint sent;
	atomic_uint pauses;
	atomic_uint handled_at_pause; /* `handled` at the last one */
	_Atomic(struct http_request *) held;
	pthread_t stopper;
};

/* The folder with alfa, beta (partners), alfa's user anna, and old (expired).
 */
const char *certificates(void);
/* A private copy of it, for tests that revoke. The caller removes it. */
char *certificates_copy(void);
void certificates_remove(char *folder);
/* Run a shell command; the test fails if that does. */
void shell(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *path_in(const char *folder, const char *name);
struct tls *open_tls(const char *folder, unsigned listener);

/* Deadlines of a few hundred milliseconds; one loop. */
void fixture_init(struct fixture *fixture);
void fixture_start(struct fixture *fixture);
void fixture_stop(struct fixture *fixture);
/* The same on a thread of its own, to look at what happens meanwhile. */
void fixture_stop_in_background(struct fixture *fixture);
void fixture_stop_join(struct fixture *fixture);

struct peer {
	int socket;
	SSL_CTX *context;
	SSL *ssl;
};

/* What a peer shows of itself; any may be NULL or 0. */
struct show {
	const char *folder;
	const char *name; /* "beta/node": .crt and .key */
	SSL_SESSION *session;
	int max_version;
};

int connect_to(const struct fixture *fixture, unsigned listener);
/* Handshake. False: it failed (for TLS 1.3 often only the first read does). */
bool peer_open(struct peer *peer, const struct fixture *fixture,
	       unsigned listener, const struct show *show);
void peer_close(struct peer *peer);
void peer_send(struct peer *peer, const char *bytes);
/*
 * Read one whole HTTP reply into `reply`. Its status; 0 if the connection
 * ended before that, or after 5 s.
 */
int peer_read(struct peer *peer, char *reply, size_t room);
/* Open, ask GET /echo, close: its status, or 0. */
int ask_once(const struct fixture *fixture, unsigned listener,
	     const struct show *show);
/* Milliseconds until the other side closes; -1 if it doesn't in 5 s. */
int ms_until_closed(struct peer *peer);
void wait_ms(unsigned ms);
/* Wait (5 s at most) until *counter is `wanted`. */
bool comes_to(atomic_uint *counter, unsigned wanted);
/* The same until the server has no connection any more. */
bool connections_end(const struct fixture *fixture);
/* What a deadline of less than half a second ends, also on a busy machine;
 * without it, it would last 5 s or longer. */
#define LATE_MS 3000

extern const struct show beta, anna;

#endif
