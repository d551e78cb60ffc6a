#include "lib/wire/fhir_reference.h"

#include <string.h>

#include "lib/wire/fhir_element.h"
#include "lib/wire/fhir_extension.h"

bool
fhir_reference_is_type(const char *reference, const char *type)
{
	size_t length = strlen(type);

	return reference != NULL && strncmp(reference, type, length) == 0 &&
	       reference[length] == '/' && strchr(reference, '#') == NULL;
}

static const struct json *
find_contained(const struct fhir_source *source, const char *id)
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

/* "Patient/p1" of "Patient/p1" and "Patient/p1/_history/2"; else NULL. */
static const char *
local_reference(struct arena *arena, const char *string)
{
	const char *slash = strchr(string, '/');
	const char *end;
	const char *id;

	if (slash == NULL || slash == string ||
	    strspn(string,
		   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		   "abcdefghijklmnopqrstuvwxyz") != (size_t)(slash - string))
		return NULL;
	end = strstr(slash, "/_history/");
	if (end == NULL)
		end = slash + strlen(slash);
	id = arena_text(arena,
			(struct text){slash + 1, (size_t)(end - slash - 1)});
	if (!fhir_element_is_id(id))
		return NULL;
	return arena_text(arena, (struct text){string, (size_t)(end - string)});
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
			.resource = find_contained(source, string + 1),
		};
	entry = fhir_state_entry(source->state, string);
	if (entry == NULL) {
		string = local_reference(source->state->arena, string);
		if (string == NULL)
			return (struct fhir_target){0};
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
		if (find_contained(source, string + 1) == NULL)
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
	if (strstr(string, "://") == NULL &&
	    local_reference(source->state->arena, string) == NULL)
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
