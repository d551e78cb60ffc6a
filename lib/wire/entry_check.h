/*
 * Is an entry what its kind may be? For entry.c.
 */
#ifndef EENPLAN_WIRE_ENTRY_CHECK_H
#define EENPLAN_WIRE_ENTRY_CHECK_H

#include "eenplan/wire/entry.h"

enum entry_kind_id {
#define ENTRY(name, category, closing, value) ENTRY_KIND_##name,
#include "eenplan/wire/entry.def"
};

enum entry_kind_id entry_kind_id(const struct entry_kind *kind);
/* "a|b" as "a, b" */
const char *entry_commas(struct arena *arena, const char *words, char between);

struct entry_checking {
	struct arena *arena;
	const struct entry_kind *kind;
	const struct entry_moment *moment;
	struct fault *fault;
};

/* The whole entry: STATUS_INVALID, the fault names the field. */
enum status entry_check(const struct entry_checking *checking,
			const struct json *fields) MUST_CHECK;

#endif
