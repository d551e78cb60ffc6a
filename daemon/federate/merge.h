/*
 * Many nodes' results, one view. Pure.
 *
 * Believes no partner about subjects it was not asked about. Says for every
 * source what is missing: never silently fewer rows.
 */
#ifndef EENPLAN_DAEMON_FEDERATE_MERGE_H
#define EENPLAN_DAEMON_FEDERATE_MERGE_H

#include "eenplan/wire/view.h"

/* Under this name we asked `source` about a member of the household. */
struct merge_asked {
	const char *reference;
	const char *member;
};

/* Of a source that says nothing itself: what may our user know of it? */
enum merge_naming {
	MERGE_HIDDEN, /* not even that it is involved */
	MERGE_MASKED, /* the group of its domain only */
	MERGE_NAMED,
};

struct merge_source {
	const char *organisation;
	const char *name;
	const char *domain; /* as enrolled */
	bool own;	    /* our own node: nothing on file is no secret */
	enum merge_naming naming;
	const char *group;  /* "care": what a mask shows */
	enum status status; /* OK: `result` is what it answered, */
	struct result result;
	size_t bytes; /* in so many */
	const struct merge_asked *asked;
	size_t asked_count;
	/* Members whom it wasn't asked about: their links are held. */
	const char *const *held;
	size_t held_count;
};

/*
 * Fill the fragments and the missing of `view`, whose members are set: in the
 * order of the members, then by category, then by source as given.
 */
void merge(struct arena *arena, const struct merge_source *sources,
	   size_t count, struct view *view);

#endif
