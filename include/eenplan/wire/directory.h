/*
 * An organisation's directory: the people who work there, as colleagues at
 * partners may know them. Staff only, never residents. Pure.
 */
#ifndef EENPLAN_WIRE_DIRECTORY_H
#define EENPLAN_WIRE_DIRECTORY_H

#include "eenplan/base/json.h"

enum directory_field {
#define DIRECTORY_FIELD(NAME, name, most, label) DIRECTORY_##NAME,
#include "eenplan/wire/directory.def"
#undef DIRECTORY_FIELD
	DIRECTORY_FIELDS
};

struct directory_person {
	const char *id;			      /* user there */
	const char *fields[DIRECTORY_FIELDS]; /* NULL: it isn't said */
};

/* "name", and its label: English, a gettext key. Static. */
const char *directory_field_word(enum directory_field field);
const char *directory_field_label(enum directory_field field);
bool directory_field_of_word(const char *word, enum directory_field *field_out);

/*
 * The fields of an object of strings over those that `person` has; "" takes one
 * away. STATUS_INVALID: `fault` names one that there isn't, that is too long,
 * or that is no line of text.
 */
enum status directory_fields_apply(const struct json *fields,
				   struct directory_person *person,
				   struct fault *fault) MUST_CHECK;
/* Those that are said, and are in `shown` (a bit for each), as an object. */
void directory_fields_put(struct json_writer *writer,
			  const struct directory_person *person,
			  unsigned shown);

/*
 * The answer of a node that is asked for its directory: {"people":[{"fields",
 * "id"}]}. STATUS_INVALID for any missing, unknown or ill-formed member, and
 * for somebody without a name; STATUS_TOO_LARGE.
 */
enum status directory_decode(struct arena *arena, const struct json *value,
			     struct directory_person **people_out,
			     size_t *count_out, struct fault *fault) MUST_CHECK;

#endif
