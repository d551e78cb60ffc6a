/*
 * Reading of JSON and of fixtures, for the tests of lib/wire.
 */
#ifndef EENPLAN_TESTS_WIRE_READING_H
#define EENPLAN_TESTS_WIRE_READING_H

#include <string.h>

#include "eenplan/base/json.h"
#include "eenplan/base/limits.h"
#include "eenplan/wire/fhir.h"
#include "leak_free.h"

#define UUID_ONE "11111111-1111-4111-8111-111111111111"
#define UUID_TWO "22222222-2222-4222-8222-222222222222"

static inline const struct json *
reading_json(struct arena *arena, const char *source)
{
	const struct json *value = NULL;
	struct fault fault;

	fault_clear(&fault);
	cr_assert_eq(json_read(arena, text_of(source), LIMIT_IMPORT_BYTES,
			       &value, &fault),
		     STATUS_OK, "%s: %s", fault.where, fault.text);
	return value;
}

/* The same with ' for ", so that documents read well inside C. */
static inline const struct json *
reading_quoted(struct arena *arena, const char *source)
{
	char *copy = arena_string(arena, source);

	for (char *c = copy; *c != '\0'; c++)
		if (*c == '\'')
			*c = '"';
	return reading_json(arena, copy);
}

/* The string `field` of a record, or NULL. */
static inline const char *
reading_field(struct arena *arena, const struct record *record,
	      const char *field)
{
	return json_get_string(
		reading_json(arena, arena_text(arena, record->fields)), field);
}

static inline enum status
reading_fhir(struct arena *arena, const struct json *document,
	     struct import *import_out, struct fault *fault)
{
	struct fhir_settings settings = {.law = "wmo"};

	fault_clear(fault);
	return fhir_read(arena, document, &settings, import_out, fault);
}

/* The import of a document that must be good. */
static inline struct import
reading_import(struct arena *arena, const char *source)
{
	struct import import = {0};
	struct fault fault;

	cr_assert_eq(reading_fhir(arena, reading_quoted(arena, source), &import,
				  &fault),
		     STATUS_OK, "%s: %s", fault.where, fault.text);
	return import;
}

/* The first record of `category`, or NULL. */
static inline const struct record *
reading_record(const struct import *import, const char *category)
{
	for (size_t at = 0; at < import->record_count; at++)
		if (strcmp(import->records[at].record.category, category) == 0)
			return &import->records[at].record;
	return NULL;
}

static inline unsigned
reading_note(const struct import *import, const char *what)
{
	unsigned count = 0;

	for (size_t at = 0; at < import->note_count; at++)
		if (strcmp(import->notes[at].what, what) == 0)
			count += import->notes[at].count;
	return count;
}

#endif
