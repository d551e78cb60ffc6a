/*
 * A consent record, as nodes, clients and the store hold it. Immutable: a
 * change is a new record that supersedes this one.
 */
#ifndef EENPLAN_WIRE_CONSENT_H
#define EENPLAN_WIRE_CONSENT_H

#include "eenplan/base/json.h"

enum consent_state {
	CONSENT_UNKNOWN, /* the zero value withholds */
	CONSENT_REFUSED,
	CONSENT_WITHDRAWN,
	CONSENT_GIVEN,
};

/* From the least to the most specific. */
enum consent_recipient {
	CONSENT_TO_ANYONE,
	CONSENT_TO_DOMAIN,	 /* a kind of organisation: "wmo" */
	CONSENT_TO_ROLE,	 /* "coordinator" */
	CONSENT_TO_ORGANISATION, /* one organisation, by id */
};

struct consent {
	const char *id;	      /* UUID; NULL before it is recorded */
	const char *resident; /* local id; whom it is about */
	const char *source; /* whose records it is about, an organisation; NULL:
			       this node's own */
	const char *given_by; /* "self" or "representative" */
	const char *giver;    /* which representative, by this node's own
				 reference; NULL for self, and in old records */
	const char *ground;   /* of the representation; NULL for self */
	const char *kind;     /* vocabulary: share, secrecy_waiver, … */
	enum consent_recipient recipient_kind;
	const char *recipient;	       /* NULL for CONSENT_TO_ANYONE */
	const char *const *categories; /* none: all categories */
	size_t category_count;
	const char *const *purposes; /* none: all purposes */
	size_t purpose_count;
	int32_t from_day;  /* CLOCK_DAY_NONE: since ever */
	int32_t until_day; /* the last day; CLOCK_DAY_NONE: no end */
	enum consent_state state;
	const char
		*conference;  /* at which it was said, by id; NULL: elsewhere */
	const char *asked;    /* how: "in person", "by telephone"; or NULL */
	const char *asked_by; /* the organisation; NULL: this node's own */
	const char *text_version; /* of the text that was shown; or NULL */
	const char *evidence;	  /* where it is kept; or NULL */
	const char *supersedes;	  /* id of the record it replaces; or NULL */
	int64_t recorded_ms;
	/* Of the receipt that whose records it is about will give, "nl" or
	 * "en"; NULL: Dutch. No part of the record. */
	const char *language;
};

/* {"asked","asked_by","categories":[…],"conference","evidence","from","given_by","giver","ground","id",
 *  "kind","purposes":[…],"recipient":{"organisation"|"domain"|"role":
 * …},"recorded","resident","source","state","supersedes","text_version",
 * "until"};
 * absent members are left out, no recipient means anyone. */
void consent_encode(struct json_writer *writer, const struct consent *consent);
/*
 * Reads the same; `asked_by`, `id`, `recorded` and `supersedes` are not
 * accepted from outside. With a giver, `given_by` is a representative unless it
 * is said. STATUS_INVALID with `fault`. Words are checked against the
 * vocabulary elsewhere.
 */
enum status consent_decode(struct arena *arena, const struct json *value,
			   struct consent *consent_out,
			   struct fault *fault) MUST_CHECK;

const char *consent_state_word(enum consent_state state);
bool consent_state_of_word(const char *word, enum consent_state *state_out);
/* "anyone", "domain", "role", "organisation" */
const char *consent_recipient_word(enum consent_recipient recipient);
bool consent_recipient_of_word(const char *word,
			       enum consent_recipient *recipient_out);

/* STATUS_INVALID: a receipt's `language` is neither NULL, "nl" nor "en". */
enum status consent_check_language(const char *language,
				   struct fault *fault) MUST_CHECK;

#endif
