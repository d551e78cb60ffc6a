/*
 * Entries: what people write into a plan, as records of the vocabulary's
 * categories. What each needs and may have is a table, entry.def. Pure.
 *
 * An entry's fields are strings, as fragments' are.
 */
#ifndef EENPLAN_WIRE_ENTRY_H
#define EENPLAN_WIRE_ENTRY_H

#include "eenplan/base/json.h"

/* Origins of records that were written here, before the record's id: no FHIR
 * resource is called so, and an import never changes them. */
#define ENTRY_ORIGIN "Entry/"

enum entry_type {
#define ENTRY_TYPE(name, word, text) ENTRY_##name,
#include "eenplan/wire/entry_type.def"
#undef ENTRY_TYPE
};

enum entry_presence { ENTRY_REQUIRED, ENTRY_OPTIONAL, ENTRY_TODAY };

struct entry_field {
	int kind; /* its entry's, for entry.c */
	const char *name;
	enum entry_type type;
	enum entry_presence presence;
	const char *of; /* "512", "0-2", "up|down"; "" where there is nothing */
};

struct entry_kind {
	const char *category;
	const char *closing; /* field; "": such an entry isn't closed */
	const char *closing_value;
};

/* In the order of the table. */
const struct entry_kind *entry_kinds(size_t *count_out);
const struct entry_field *entry_fields(const struct entry_kind *kind,
				       size_t *count_out);
/* NULL: people don't write entries of that category. */
const struct entry_kind *entry_kind_find(const char *category);
/* The role that writes such an entry though it may not see it; or NULL. */
const char *entry_blind_writer(const struct entry_kind *kind);
/* All categories that people write, with commas; for people. */
const char *entry_categories(struct arena *arena);
/* "choice", and what that is: English, a gettext key. */
const char *entry_type_word(enum entry_type type);
const char *entry_type_text(enum entry_type type);
/* "up, down"; "" where the type says all. */
const char *entry_field_of(struct arena *arena,
			   const struct entry_field *field);

/* What an entry is held against. */
struct entry_moment {
	int32_t today;
	int32_t birth_day; /* of the resident; or CLOCK_DAY_NONE */
};

/*
 * The fields that an entry has once `changes` (an object of strings, "" takes
 * a field away) are applied to `before` (NULL: a new entry), checked whole:
 * every field of its type, those that are required, in their order in time, and
 * nothing before the resident was born. STATUS_INVALID: `fault` names the
 * field, and says what it needs.
 */
enum status entry_apply(struct arena *arena, const struct entry_kind *kind,
			const struct json *before, const struct json *changes,
			const struct entry_moment *moment,
			const struct json **fields_out,
			struct fault *fault) MUST_CHECK;
/*
 * The same for closing: `changes` (or NULL) and what closes it. STATUS_CONFLICT
 * with a fault: such an entry isn't closed, or it is closed already.
 */
enum status entry_close(struct arena *arena, const struct entry_kind *kind,
			const struct json *before, const struct json *changes,
			const struct entry_moment *moment,
			const struct json **fields_out,
			struct fault *fault) MUST_CHECK;

/* Is it over on `today`: by its status, or by the day on which it ended? */
bool entry_is_over(const struct json *fields, int32_t today);
/* Is it due, before `today`, and not over? */
bool entry_is_overdue(const struct json *fields, int32_t today);

#endif
