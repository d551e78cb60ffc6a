/*
 * Ask every linked partner at once what its access log has of one resident and
 * us, under one deadline.
 */
#ifndef EENPLAN_DAEMON_FEDERATE_RESIDENT_LOGS_H
#define EENPLAN_DAEMON_FEDERATE_RESIDENT_LOGS_H

#include "daemon/federate/merge.h"
#include "daemon/net/call.h"
#include "eenplan/wire/disclosure.h"
#include "eenplan/wire/resident_log.h"

struct resident_logs {
	struct caller *caller;
	const char *statement; /* JWS */
	const char *path;      /* that answers it */
	const char *request_id;
	unsigned deadline_ms;
};

/* What became of the question to one partner. */
struct resident_logs_answer {
	enum disclosure_reach reach; /* ASKED: `reply` is what it said */
	struct resident_log_reply reply;
};

/*
 * What a call's end says: a node without that address is one of before this
 * question.
 */
enum disclosure_reach resident_logs_reach(enum status called, int http_status);

/*
 * Put `questions` to `sources`, in the same order; those whose links are all
 * held aren't asked. Why one didn't answer is in the log of operations.
 */
void resident_logs_ask(const struct resident_logs *asking, struct arena *arena,
		       const struct merge_source *sources,
		       const char *const *urls,
		       const struct resident_log_question *questions,
		       size_t count, struct resident_logs_answer *answers_out);

#endif
