/*
 * load: many clients with certificates against one listener, and what they
 * measured. One thread, one request in flight per connection.
 *
 *   load.c             the options, and main
 *   load_run.c         the loop, from the first connection to the last
 *   load_connection.c  one connection, from hello to end
 *   load_request.c     the bytes that it sends
 *   load_answer.c      one HTTP answer, as its bytes come in
 *   load_tally.c       counts, latencies, and their report
 */
#ifndef TESTS_TOOLS_KIT_LOAD_H
#define TESTS_TOOLS_KIT_LOAD_H

#include <stdio.h>

#include "tests/tools/kit/mtls.h"

enum load_mode {
	LOAD_REQUESTS,	 /* keep alive, one request after the other */
	LOAD_HANDSHAKES, /* a full handshake each, then close */
	LOAD_IDLE,	 /* one request each, then hold the connection */
};

/*
 * One more request, on a connection of its own, in the midst of the others. At
 * its answer the tool looks which connections have bytes waiting; what comes
 * on the others came after it.
 */
struct load_act {
	uint16_t port; /* 0: none */
	struct mtls_files files;
	const char *path;
	const char *body_file;
	int64_t after_ns; /* the beginning */
};

struct load_settings {
	enum load_mode mode;
	uint16_t port;
	struct mtls_files files;
	unsigned connections;
	int64_t count;	     /* requests or handshakes; 0: no limit */
	int64_t duration_ns; /* 0: until count, or a signal */
	const char *method;
	const char *path;
	const char *body_file; /* or NULL: no body */
	bool body_has_header;  /* its file: header lines, CRLF, the body */
	const char *content_type;
	const char *request_id;	  /* the same each time; NULL: a new one each */
	int expected_status;	  /* 0: any; else another one is a failure */
	const char *watched_text; /* or NULL */
	const char *other_text;	  /* or NULL: then each has one of the two */
	const char *answer_file; /* the last answer's bytes go there; or NULL */
	const char *ids_file; /* ids of answered requests go there; or NULL */
	struct load_act act;
	bool until_broken; /* a lost connection is no failure */
};

/* --- load_tally.c --- */

/* Latencies in classes of 1/64 of a power of two nanoseconds. */
#define TALLY_CLASSES  (64 * 64)
#define TALLY_STATUSES 600

struct tally {
	int64_t began_ns;
	int64_t ended_ns;
	uint64_t answers;
	uint64_t handshakes;
	uint64_t broken;
	uint64_t bytes; /* of answers, head and body */
	uint64_t latencies[TALLY_CLASSES];
	int64_t longest_ns;
	uint64_t statuses[TALLY_STATUSES];
	uint64_t with_text;
	int64_t last_with_sent_ns; /* of answers that hold the watched text */
	int64_t last_with_received_ns;
	uint64_t last_wire_bytes; /* of the last answer, as TLS records */
	uint64_t after_act;	  /* answers that came after the act's */
	uint64_t with_text_after_act;
	uint64_t with_other; /* that hold the other text */
	uint64_t with_both;
	uint64_t with_neither;
	int64_t acted_ns; /* 0: no act was answered */
};

struct tally_answer {
	int status;
	size_t bytes;
	int64_t sent_ns;
	int64_t received_ns;
	bool has_text;
	bool has_other;
	bool after_act;
	uint64_t wire_bytes;
};

void tally_answer(struct tally *tally, const struct tally_answer *answer);
/* As key=value lines, with this process's own use of the processor. */
void tally_print(const struct tally *tally,
		 const struct load_settings *settings, FILE *out);

/* --- load_answer.c --- */

/* Borrows nothing; `bytes` grows as needed and is kept for the next answer. */
struct answer {
	char *bytes;
	size_t room;
	size_t length;
	size_t head_length; /* 0: its end has not come yet */
	size_t total;	    /* head and body; known with the head */
	int status;
	bool closes; /* Connection: close */
};

/* Where the next bytes go, at least `room` of them. */
char *answer_room(struct answer *answer, size_t room);
/*
 * `length` more bytes came. True when the answer is complete; ends the program
 * when they are no answer with a Content-Length.
 */
bool answer_take(struct answer *answer, size_t length);
/* Ready for the next one. */
void answer_clear(struct answer *answer);
bool answer_has_text(const struct answer *answer, const char *text);

/* --- load_run.c --- */

/* Run to the end. False: a connection was lost and that is a failure. */
bool load_run(const struct load_settings *settings, struct tally *tally);

#endif
