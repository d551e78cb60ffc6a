/*
 * Whatever a FHIR document looks like, its free text is never shared: a marker
 * is planted in every narrative, display, title, description and text, and no
 * shareable field of what is imported may contain it.
 */
#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/wire/fhir.h"
#include "tests/fuzz/must.h"

#define MARKER "MARKER OF ILLNESS"

static bool
is_among(const char *word, const char *const *words, size_t count)
{
	for (size_t at = 0; at < count; at++)
		if (strcmp(words[at], word) == 0)
			return true;
	return false;
}

static bool
is_free_text(const struct json *member)
{
	static const char *const keys[] = {
		"description",	"display", "div",   "patientInstruction",
		"statusReason", "text",	   "title",
	};

	return member->kind == JSON_KIND_STRING && member->key != NULL &&
	       is_among(member->key, keys, COUNT_OF(keys));
}

/* The document again, with the marker in its free text. */
static void
plant(struct json_writer *writer, const struct json *value)
{
	bool is_object = value->kind == JSON_KIND_OBJECT;

	if (is_free_text(value)) {
		json_put_string(writer, MARKER);
		return;
	}
	if ((!is_object && value->kind != JSON_KIND_ARRAY) ||
	    (value->key != NULL && strcmp(value->key, "extension") == 0)) {
		json_put_value(writer, value);
		return;
	}
	if (is_object)
		json_open_object(writer);
	else
		json_open_array(writer);
	for (const struct json *child = json_first(value); child != NULL;
	     child = child->next) {
		if (is_object)
			json_key(writer, child->key);
		plant(writer, child);
	}
	if (is_object)
		json_close_object(writer);
	else
		json_close_array(writer);
}

/* The fuzzer learns the marker and writes it where sharing is meant. */
static bool
has_marker(struct arena *arena, const struct json *value)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 0);
	json_begin(&writer, &out);
	json_put_value(&writer, value);
	return memmem(out.bytes, out.length, MARKER, strlen(MARKER)) != NULL;
}

static void
check_record(const struct import_record *item)
{
	static const char *const not_shared[] = {
		"diagnosis", "judicial", "medication", "treatment_note"};
	const struct record *record = &item->record;

	MUST(item->resident != NULL && record->origin != NULL);
	MUST(record->law != NULL && record->sensitivity != NULL);
	MUST(record->slice_count > 0);
	if (!is_among(record->category, not_shared, COUNT_OF(not_shared)))
		MUST(memmem(record->fields.bytes, record->fields.length, MARKER,
			    strlen(MARKER)) == NULL);
}

/* What two records shared, the second would overwrite in the store. */
static void
check_origins(const struct import *import)
{
	for (size_t one = 0; one < import->record_count; one++)
		for (size_t other = 0; other < one; other++)
			MUST(strcmp(import->records[one].record.origin,
				    import->records[other].record.origin) != 0);
}

static void
check_import(struct arena *arena, const struct json *document)
{
	struct fhir_settings settings = {.law = "zvw"};
	struct import import;
	struct fault fault;

	fault_clear(&fault);
	if (fhir_read(arena, document, &settings, &import, &fault) !=
	    STATUS_OK) {
		MUST(fault_is_set(&fault));
		return;
	}
	MUST(import.note_count <= LIMIT_FHIR_NOTES);
	check_origins(&import);
	for (size_t at = 0; at < import.record_count; at++)
		check_record(&import.records[at]);
	for (size_t at = 0; at < import.consent_count; at++)
		MUST(import.consents[at].consent.given_by != NULL);
	for (size_t at = 0; at < import.representative_count; at++)
		MUST(import.representatives[at].resident != NULL &&
		     import.representatives[at].reference != NULL &&
		     import.representatives[at].as != REPRESENTATION_NONE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text source = {(const char *)data, size};
	const struct json *value;
	struct json_writer writer;
	struct fault fault;
	struct buf out;

	fault_clear(&fault);
	if (json_read(arena, source, LIMIT_IMPORT_BYTES, &value, &fault) ==
		    STATUS_OK &&
	    !has_marker(arena, value)) {
		buf_init(&out, arena, size + 64);
		json_begin(&writer, &out);
		plant(&writer, value);
		if (json_read(arena, buf_text(&out), LIMIT_IMPORT_BYTES, &value,
			      &fault) == STATUS_OK)
			check_import(arena, value);
	}
	arena_free(arena);
	return 0;
}
