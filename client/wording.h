/*
 * The words of messages in the language of the reader: labels.def.
 *
 * The vocabulary is an organisation's own to extend, so a word without a
 * label is shown as it is.
 */
#ifndef EENPLAN_CLIENT_WORDING_H
#define EENPLAN_CLIENT_WORDING_H

#include "eenplan/base/arena.h"
#include "eenplan/base/json.h"

enum wording_list {
	WORDING_CATEGORY,
	WORDING_FIELD,
	WORDING_ROLE,
	WORDING_PURPOSE,
	WORDING_DOMAIN,
	WORDING_CHANNEL, /* how to reach somebody */
	WORDING_PHASE,	 /* of informal support, around treatment */
	WORDING_LEVEL,	 /* of priority and severity */
	WORDING_SERVICE,
	WORDING_STATUS, /* of goals, agreements, services */
	WORDING_CHOICE, /* of a short list in an entry */
	WORDING_ENDING, /* of a case: where somebody goes on */
	WORDING_RELATION,
	WORDING_LINE,
	WORDING_DUTY,
	WORDING_CONSENT_KIND,
	WORDING_CONSENT_STATE,
	WORDING_CAPACITY,
	WORDING_CUSTODY,
	WORDING_REPRESENTATION,
	WORDING_EVENT,
	WORDING_OUTCOME,
	WORDING_STEP,	 /* of what takes long */
	WORDING_LETTER,	 /* what it is about */
	WORDING_MANDATE, /* documents about who coordinates */
	WORDING_FATE,	 /* and what became of them */
	WORDING_JUDGEMENT,
	WORDING_REPLAY,	 /* why a decision doesn't come out as it was */
	WORDING_TROUBLE, /* what a partner finds wrong with our access log */
	WORDING_FORK,	 /* and we with a partner's */
	WORDING_MODE,	 /* of finding joint clients */
	WORDING_STAGE,	 /* how far that is */
	WORDING_LOAN,	 /* of staff that are lent */
};

/* Takes NULL for `word` and gives it back. */
const char *wording_label(enum wording_list list, const char *word);
/* Labels of the strings in the array `words`, with commas; "" for none. */
const char *wording_labels(struct arena *arena, enum wording_list list,
			   const struct json *words);
/* The same; "all" for none. */
const char *wording_labels_or_all(struct arena *arena, enum wording_list list,
				  const struct json *words);
/* The strings of an array as they are, with commas. */
const char *wording_joined(struct arena *arena, const struct json *words);

/*
 * "2026-11-21", or a time, as "21 Nov 2026" that stays on one line (with
 * no-break spaces, see measure.h); anything else as it is.
 */
const char *wording_date(struct arena *arena, const char *date);
/* An RFC 3339 time as local "21 Nov 2026 11:00"; else as it is. */
const char *wording_time(struct arena *arena, const char *time);
/* The same as "Saturday 21 November 2026", for those who read it aloud. */
const char *wording_date_in_full(struct arena *arena, const char *date);
/* "Saturday 21 November 2026 at 11:00", local. */
const char *wording_time_in_full(struct arena *arena, const char *time);
/* The first eight characters of an id. */
const char *wording_short_id(struct arena *arena, const char *id);

#endif
