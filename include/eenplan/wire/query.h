/*
 * What a node asks a partner about: link references. No name, no number,
 * nothing that means anything to a third party. Who asks, in which role and for
 * what purpose is in the ask statement that comes with it (statement.h).
 */
#ifndef EENPLAN_WIRE_QUERY_H
#define EENPLAN_WIRE_QUERY_H

#include "eenplan/base/json.h"

struct query {
	const char *const *subjects;   /* link references, UUIDs */
	size_t subject_count;	       /* 1 … LIMIT_SUBJECTS */
	const char *const *categories; /* none: whatever is permitted */
	size_t category_count;
};

/* {"categories":[…],"subjects":[…]} */
void query_encode(struct buf *out, const struct query *query);
/* Refuses duplicates among the subjects. */
enum status query_decode(struct arena *arena, const struct json *value,
			 struct query *query_out,
			 struct fault *fault) MUST_CHECK;
/* Only the list of categories (NULL: none), into those of `query`. */
enum status query_decode_categories(struct arena *arena,
				    const struct json *list,
				    struct query *query,
				    struct fault *fault) MUST_CHECK;

#endif
