/*
 * Case conferences, put together from the fragments that tell of them: when
 * and where, who comes, what it is about, as far as it may be known.
 */
#ifndef EENPLAN_CLIENT_CONFERENCES_H
#define EENPLAN_CLIENT_CONFERENCES_H

#include <stdbool.h>
#include <stdint.h>

#include "client/page.h"

struct conference_part {
	const char *who;  /* "Petra, nurse, Thuiszorg De Linde" */
	const char *came; /* "yes", "no"; NULL: not known */
};

struct conference_subject {
	const char *topic;
	const char *about;	/* whose; "" when that isn't known */
	const char *categories; /* words, with commas */
};

struct conference_seen {
	const char *id;
	const char
		*source;  /* who holds it, as far as it may be known; or NULL */
	const char *date; /* 2026-12-01; these are NULL where not known */
	const char *time;
	const char *place;
	const char *state;
	struct conference_part *parts;
	size_t part_count;
	struct conference_subject *subjects;
	size_t subject_count;
};

struct conferences {
	struct conference_seen *all; /* the earliest first */
	size_t count;
};

/* Does this fragment tell of one? */
bool conferences_is_of(const struct json *fragment);
/* Of a view, or of anything with its "fragments" and "members". */
struct conferences conferences_gather(struct arena *arena,
				      const struct json *view);
/* Is it still to be held, on `today` or later? */
bool conferences_is_coming(const struct conference_seen *seen, int32_t today);
/* Nothing where there are none. */
void conferences_print(struct page *page, const struct conferences *seen);
/* Labels of `categories`, with commas. */
const char *conferences_data(struct arena *arena, const char *categories);

#endif
