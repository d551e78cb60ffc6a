#include "lib/wire/fhir_reference.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "lib/wire/fhir_element.h"
#include "lib/wire/fhir_extension.h"

bool
fhir_reference_is_type(const char *reference, const char *type)
{
	size_t length = strlen(type);

	return reference != NULL && strncmp(reference, type, length) == 0 &&
	       reference[length] == '/' && strchr(reference, '#') == NULL;
}

const struct json *
fhir_reference_contained(const struct fhir_source *source, const char *id)
{
	const struct fhir_source *outer =
		source->container != NULL ? source->container : source;

	if (id[0] == '\0')
		return outer->json;
	for (const struct json *item =
		     json_first(json_member(outer->json, "contained"));
	     item != NULL; item = item->next) {
		const char *own = json_get_string(item, "id");

		if (own != NULL && strcmp(own, id) == 0)
			return item;
	}
	return NULL;
}

/* The length of "Patient/p1" in it and in "Patient/p1/_history/2"; else 0. */
static size_t
local_length(const char *string)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz";
	size_t type = strspn(string, letters);
	const char *end = strstr(string, "/_history/");
	char id[LIMIT_FHIR_ID_BYTES + 1];
	size_t length;

	if (type == 0 || string[type] != '/')
		return 0;
	length = end == NULL ? strlen(string) : (size_t)(end - string);
	if (length < type + 1 || length - type - 1 > LIMIT_FHIR_ID_BYTES)
		return 0;
	memcpy(id, string + type + 1, length - type - 1);
	id[length - type - 1] = '\0';
	return fhir_element_is_id(id) ? length : 0;
}

struct fhir_target
fhir_reference_follow(const struct fhir_source *source,
		      const struct json *reference)
{
	const char *string = json_get_string(reference, "reference");
	const struct fhir_entry *entry;

	if (string == NULL)
		return (struct fhir_target){0};
	if (string[0] == '#')
		return (struct fhir_target){
			.reference = string,
			.resource =
				fhir_reference_contained(source, string + 1),
		};
	entry = fhir_state_entry(source->state, string);
	if (entry == NULL) {
		size_t length = local_length(string);

		if (length == 0)
			return (struct fhir_target){0};
		string = arena_text(source->state->arena,
				    (struct text){string, length});
		entry = fhir_state_entry(source->state, string);
	}
	if (entry == NULL)
		return (struct fhir_target){.reference = string};
	return (struct fhir_target){entry->reference, entry->resource};
}

static void
check_reference(const struct fhir_source *source, const char *string)
{
	if (string[0] == '#') {
		if (fhir_reference_contained(source, string + 1) == NULL)
			fhir_source_fault(source, "contained",
					  "is referred to as '%.64s', but "
					  "has no such resource",
					  string);
		return;
	}
	if (strncmp(string, "urn:", 4) == 0) {
		if (fhir_state_entry(source->state, string) == NULL)
			fhir_source_fault(source, NULL,
					  "refers to '%.64s', which isn't in "
					  "the bundle",
					  string);
		return;
	}
	if (strstr(string, "://") == NULL && local_length(string) == 0)
		fhir_source_fault(source, NULL,
				  "has a reference that isn't like "
				  "'Patient/p1', '#p1' or a URL");
}

/* As deep as LIMIT_JSON_DEPTH let the document be. */
void
fhir_reference_check(const struct fhir_source *source, const struct json *value)
{
	for (const struct json *member = json_first(value); member != NULL;
	     member = member->next) {
		bool is_named = value->kind == JSON_KIND_OBJECT &&
				member->kind == JSON_KIND_STRING;

		if (is_named && strcmp(member->key, "reference") == 0)
			check_reference(source, member->as.string);
		if (is_named && strcmp(member->key, "url") == 0 &&
		    fhir_extension_is_unknown(member->as.string))
			fhir_source_fault(source, "extension",
					  "there is no '%.96s'; FHIR.md lists "
					  "those that there are",
					  member->as.string);
		fhir_reference_check(source, member);
	}
}
