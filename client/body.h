/*
 * Small request bodies: an object of strings.
 */
#ifndef EENPLAN_CLIENT_BODY_H
#define EENPLAN_CLIENT_BODY_H

#include "eenplan/base/json.h"

struct body_member {
	const char *key;
	const char *value; /* NULL: left out */
};

struct text body_of(struct arena *arena, const struct body_member *members,
		    size_t count);
/* {"key":true}, or {} */
struct text body_of_flag(struct arena *arena, const char *key, bool is_set);
/* Writes the words of a comma-separated `list` as an array; NULL: nothing. */
void body_add_list(struct json_writer *writer, struct arena *arena,
		   const char *key, const char *list);
/* "any" is said by leaving a member out: then NULL, else `value`. */
const char *body_unless_any(const char *value);

#endif
