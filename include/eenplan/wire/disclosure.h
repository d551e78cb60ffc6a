/*
 * A resident's statement: who made what available, who saw what, when, what
 * for and on which ground, from the access log of one node and, of what
 * crossed to partners, from theirs (PROTOCOLS.md, NEN 7513, AVG 15).
 *
 * It has kinds of data and never their content. Of other people it names who
 * worked with the resident's data, and nobody else.
 */
#ifndef EENPLAN_WIRE_DISCLOSURE_H
#define EENPLAN_WIRE_DISCLOSURE_H

#include "eenplan/base/json.h"

enum disclosure_group {
#define DISCLOSURE_GROUP(name, word, title) DISCLOSURE_##name,
#include "eenplan/wire/disclosure.def"
	DISCLOSURE_GROUPS /* how many there are */
};

enum disclosure_match {
	DISCLOSURE_MATCH_NONE, /* there is no other side */
#define DISCLOSURE_MATCH(name, word, text) DISCLOSURE_MATCH_##name,
#include "eenplan/wire/disclosure.def"
	DISCLOSURE_MATCHES
};

enum disclosure_reach {
#define DISCLOSURE_REACH(name, word, text) DISCLOSURE_REACH_##name,
#include "eenplan/wire/disclosure.def"
	DISCLOSURE_REACHES
};

/* A list of words; of a line, sorted by nobody. */
struct disclosure_words {
	const char *const *items;
	size_t count;
};

/* The other organisation of a line: which kinds it gave, as its log says. */
struct disclosure_other {
	const char *organisation;
	const char *name; /* NULL: its id is all that is known */
	bool gave;	  /* data came from it, or else went to it */
	bool says;	  /* its log told which `categories` */
	enum disclosure_match match;
	struct disclosure_words categories;
};

/* A consent that was used. Who gave it for the resident isn't named. */
struct disclosure_consent {
	const char *id;
	const char *kind;
	const char *state;
	const char *given_by; /* "self", "representative" */
	int64_t recorded_ms;
};

struct disclosure_line {
	int64_t seq; /* number in the node's log; -1: only a partner has it */
	int64_t time_ms;
	const char *event; /* of disclosure.def */
	enum disclosure_group group;
	const char *request; /* the same in both logs */
	const char *organisation;
	const char *organisation_name; /* or NULL, as all below */
	const char *user;
	const char *user_name;
	const char *lent_by; /* the organisation whose user it is */
	const char *lent_by_name;
	const char *role;
	const char *purpose;
	const char *reason; /* in the user's own words */
	bool reason_held;   /* there is one, that isn't told here */
	const char *emergency;
	const char *judgement; /* "waiting", "justified", "unjustified" */
	const char *outcome;
	struct disclosure_words categories;
	struct disclosure_words withheld;
	struct disclosure_words rules;
	struct disclosure_words basis;	/* articles by which it was given, */
	struct disclosure_words barred; /* and by which it was not */
	const struct disclosure_consent *consents;
	size_t consent_count;
	struct disclosure_other *others;
	size_t other_count;
};

struct disclosure_partner {
	const char *organisation;
	const char *name;
	enum disclosure_reach reach;
	int64_t not_compared; /* requests that were too many to compare */
};

struct disclosure {
	const char *node;
	const char *node_name;
	const char *contact; /* or NULL */
	const char *made_by;
	int64_t made_ms;
	bool is_handout;  /* to give to the resident */
	int32_t from_day; /* CLOCK_DAY_NONE: as far as the log goes */
	int32_t until_day;
	const char *handle;
	const char *resident;
	const char *name;	       /* or NULL */
	const char *reference;	       /* "Patient/p1" */
	struct disclosure_line *lines; /* by time */
	size_t line_count;
	struct disclosure_partner *partners;
	size_t partner_count;
};

/* The group of `event`; an event that is in no table is in OTHER. */
enum disclosure_group disclosure_group_of(const char *event);
/* "R", and the DICOM code of its kind; of no table: "E" and 110110. */
const char *disclosure_action(const char *event);
const char *disclosure_type(const char *event);

const char *disclosure_group_word(enum disclosure_group group);
const char *disclosure_match_word(enum disclosure_match match);
const char *disclosure_reach_word(enum disclosure_reach reach);

/* Is there a request that only one of two logs has? */
bool disclosure_has_orphans(const struct disclosure *disclosure);
/* Linked partners whose logs weren't compared. */
size_t disclosure_missing(const struct disclosure *disclosure);

/* As JSON; its keys are in API.md. Lists are always there. */
void disclosure_encode(struct json_writer *writer,
		       const struct disclosure *disclosure);
/* STATUS_INVALID for any missing, unknown or ill-formed member. */
enum status disclosure_decode(struct arena *arena, const struct json *value,
			      struct disclosure *disclosure_out,
			      struct fault *fault) MUST_CHECK;

#endif
