/*
 * Comments, and where they belong when a file is printed anew.
 *
 * A comment on a line of its own belongs to what follows it; one behind
 * something belongs to what stands before it on the line. An indented comment
 * behind the last part of a rule, lead, never or test closes that one.
 *
 * What "something" is, the printer says: a file is printed twice, and what was
 * printed the first time (the anchors) is what comments can hang on.
 */
#ifndef EENPLAN_POLICY_REMARK_H
#define EENPLAN_POLICY_REMARK_H

#include "lib/policy/source.h"

struct remark {
	struct text text; /* with its #, without the space behind it */
	uint32_t offset;
	uint32_t line;
	bool is_alone;	   /* nothing stands before it on its line */
	bool in_item_line; /* which begins with "rule", "never" or "test" */
	bool is_indented;
	bool gap_before; /* an empty line */
	bool gap_after;
};

/* Some neighbouring remarks. */
struct remark_run {
	const struct remark *first;
	size_t count;
};

/* A printed place that remarks hang on. */
struct anchor {
	uint32_t offset;
	uint32_t line;
	bool begins_item; /* a rule, never, test or section */
	struct remark_run leading;
	struct remark_run trailing; /* at most one */
	struct remark_run closing;  /* of the item that begins here */
};

struct remarks {
	struct arena *arena;
	struct remark *items;
	size_t count;
	struct anchor *anchors;
	size_t anchor_count;
	size_t anchor_room;
	bool is_settled;
	bool is_overfull;	/* more than LIMIT_POLICY_PRINT_PLACES */
	struct remark_run last; /* behind everything */
};

/* All comments of `source`, which has no mistakes, in `arena`. */
struct remarks *remarks_read(struct arena *arena, const struct source *source);
/* Before settling: `place` will be printed. Beyond the limit: nothing. */
void remarks_note(struct remarks *remarks, struct place place,
		  bool begins_item);
/* Hang every comment on one of the places that were noted. */
void remarks_settle(struct remarks *remarks);

/*
 * After settling, each run once: what is taken is gone. Before settling, and
 * for a place without any: an empty run.
 */
struct remark_run remarks_take_leading(struct remarks *remarks,
				       struct place place);
struct remark_run remarks_take_trailing(struct remarks *remarks,
					struct place place);
struct remark_run remarks_take_closing(struct remarks *remarks,
				       struct place place);

#endif
