/*
 * The inside of load: its connections, and the run that they belong to.
 */
#ifndef TESTS_TOOLS_KIT_LOAD_CONNECTION_H
#define TESTS_TOOLS_KIT_LOAD_CONNECTION_H

#include "tests/tools/kit/load.h"

/* The bytes of a request, with a UUID at `id_at` whose end counts them. */
struct load_request {
	char *bytes;
	size_t length;
	size_t id_at;
	bool id_is_fixed;
};

#define LOAD_ID_LENGTH 36

/* Heap; ends the program if the body can't be read. */
struct load_request load_request_new(const struct load_settings *settings);
char *load_request_copy(const struct load_request *request);
/* Give a copy its number. */
void load_request_number(const struct load_request *request, char *copy,
			 uint64_t number);

enum state { SHAKING, AWAITING_TICKET, SENDING, AWAITING, HOLDING, CLOSED };

/* `tls` and `fd` are there unless it is CLOSED. */
struct connection {
	int fd;
	enum state state;
	SSL *tls;
	char *request;
	struct answer answer;
	int64_t sent_ns;
	uint64_t wire_before;
	bool has_ticket;
	bool came_before; /* bytes of its answer waited when the act was over */
};

struct run {
	const struct load_settings *settings;
	struct tally *tally;
	SSL_CTX *context;
	int poll;
	struct connection *connections;
	unsigned open; /* not CLOSED */
	unsigned holding;
	uint64_t begun; /* requests or handshakes */
	bool ending;	/* begin nothing new */
	bool failed;
	struct load_request request;
	FILE *ids;
};

/* Has a signal told the program to end? */
bool load_is_told_to_end(void);
/* May one more request or handshake begin? Decides `ending`. */
bool run_may_begin(struct run *run);

/* Open one, unless nobody listens; it stays CLOSED then. */
void connection_open(struct run *run, struct connection *connection);
/* Do what can be done now without waiting. */
void connection_drive(struct run *run, struct connection *connection);
void connection_close(struct run *run, struct connection *connection);
/* SSL_CTX_sess_set_new_cb's: notes that the server believed us. */
int connection_on_ticket(SSL *tls, SSL_SESSION *session);

#endif
