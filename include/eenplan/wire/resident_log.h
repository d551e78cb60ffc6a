/*
 * Between two nodes, for a resident's statement: what does your log have of
 * requests between us about this resident?
 *
 * The question goes with an ask statement for RESIDENT_LOG_PURPOSE, so that
 * both logs say who asked, and that it was for the resident. It names the
 * resident by the link, and the requests that the asker's own log has. The
 * reply has entries in which something went from one of the two nodes to the
 * other, and says which of those requests the partner never logged. What the
 * partner held back, or did with others, isn't in it: a link that means nobody
 * and a resident of whom nothing was ever given get the same bytes.
 */
#ifndef EENPLAN_WIRE_RESIDENT_LOG_H
#define EENPLAN_WIRE_RESIDENT_LOG_H

#include "eenplan/base/json.h"

/* The resident asked who has seen it (AVG 15, Wabvpz 15e); no purpose by which
 * data can be asked. */
#define RESIDENT_LOG_PURPOSE "access_request"

struct resident_log_question {
	const char *const *links; /* what the two nodes call the resident */
	size_t link_count;
	const char *const *asked;    /* ids of requests of the asker's users */
	size_t asked_count;	     /* at most LIMIT_RECONCILE_IDS, so below */
	const char *const *answered; /* ids of requests that it answered */
	size_t answered_count;
	int64_t from_ms;
	int64_t until_ms;
};

struct resident_log_entry {
	bool gave; /* the partner gave data; else its user asked us */
	bool is_emergency;
	const char *request;
	int64_t time_ms;
	const char *user; /* who asked, at either side; or NULL, as below */
	const char *role;
	const char *purpose;
	const char *const *categories; /* that it gave */
	size_t category_count;
};

struct resident_log_reply {
	struct resident_log_entry *entries; /* by time */
	size_t entry_count;
	bool has_more;		    /* later ones, that didn't fit */
	const char *const *unknown; /* of `asked` and `answered`, sorted */
	size_t unknown_count;
};

/* {"answered":[…],"asked":[…],"from","links":[…],"until"} and back. */
void resident_log_question_encode(struct json_writer *writer,
				  const struct resident_log_question *question);
/* STATUS_INVALID for any missing, unknown or ill-formed member; so below. */
enum status resident_log_question_decode(
	struct arena *arena, const struct json *value,
	struct resident_log_question *question_out,
	struct fault *fault) MUST_CHECK;

/* {"entries":[{"categories":[…],"emergency","purpose"?,"request","role"?,
 * "side":"gave"|"asked","time","user"?}],"more","unknown":[…]} and back. */
void resident_log_reply_encode(struct json_writer *writer,
			       const struct resident_log_reply *reply);
enum status resident_log_reply_decode(struct arena *arena,
				      const struct json *value,
				      struct resident_log_reply *reply_out,
				      struct fault *fault) MUST_CHECK;

#endif
