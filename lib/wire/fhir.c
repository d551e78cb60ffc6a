#include "eenplan/wire/fhir.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "lib/wire/fhir_element.h"
#include "lib/wire/fhir_kinds.h"
#include "lib/wire/fhir_source.h"
#include "lib/wire/fhir_state.h"

#define PROGRESS_STEP 256
#define URN_UUID      "urn:uuid:"

/* --- which resources there are --- */

/* "Patient/p1": by its own id, or the UUID under which the bundle has it. */
static const char *
name_resource(struct fhir_state *state, const struct json *resource,
	      const char *full_url, const char *where)
{
	const char *type = json_get_string(resource, "resourceType");
	const char *id = json_get_string(resource, "id");

	if (type == NULL || !fhir_element_is_id(type)) {
		fault_set(&state->fault, where,
			  "has no resourceType, so it is no FHIR resource");
		return NULL;
	}
	if (id == NULL && full_url != NULL &&
	    strncmp(full_url, URN_UUID, strlen(URN_UUID)) == 0)
		id = full_url + strlen(URN_UUID);
	if (id == NULL || !fhir_element_is_id(id)) {
		fault_set(&state->fault, where,
			  "is a %.64s without an id of 1 to %d of A-Z a-z 0-9 "
			  "- .",
			  type, LIMIT_FHIR_ID_BYTES);
		return NULL;
	}
	return arena_printf(state->arena, "%s/%s", type, id);
}

static void
add_name(struct fhir_state *state, const char *name,
	 const struct fhir_entry *entry)
{
	struct fhir_entry *added = fhir_list_add(state->arena, &state->entries);

	*added = *entry;
	added->name = name;
}

static void
add_entry(struct fhir_state *state, const struct json *item, const char *where,
	  struct fhir_list *resources)
{
	const struct json *resource = json_member(item, "resource");
	const char *full_url = json_get_string(item, "fullUrl");
	struct fhir_entry entry = {.resource = resource};

	if (resource == NULL || resource->kind != JSON_KIND_OBJECT) {
		fault_set(&state->fault, where, "has no resource");
		return;
	}
	entry.reference = name_resource(state, resource, full_url, where);
	if (entry.reference == NULL)
		return;
	add_name(state, entry.reference, &entry);
	if (full_url != NULL && strcmp(full_url, entry.reference) != 0)
		add_name(state, full_url, &entry);
	*(struct fhir_entry *)fhir_list_add(state->arena, resources) = entry;
}

/* Other kinds of bundle ask for something to be done, or tell what was. */
static void
check_bundle_type(struct fhir_state *state, const struct json *bundle)
{
	static const char *const types[] = {"collection", "document", "message",
					    "searchset"};
	const char *type = json_get_string(bundle, "type");

	for (size_t at = 0; type != NULL && at < COUNT_OF(types); at++)
		if (strcmp(type, types[at]) == 0)
			return;
	fault_set(&state->fault, "Bundle.type",
		  "must be collection, document, message or searchset");
}

static void
read_made_day(struct fhir_state *state, const struct json *bundle)
{
	const char *timestamp = json_get_string(bundle, "timestamp");
	int64_t time_ms;

	if (timestamp == NULL)
		return;
	if (clock_parse_time(timestamp, &time_ms))
		state->made_day = clock_day_of_ms(time_ms);
	else
		fault_set(&state->fault, "Bundle.timestamp",
			  "is no time that exists; write it as "
			  "2026-11-21T10:00:00Z");
}

static void
open_bundle(struct fhir_state *state, const struct json *bundle,
	    struct fhir_list *resources)
{
	const struct json *entries = json_member(bundle, "entry");
	size_t at = 0;

	check_bundle_type(state, bundle);
	read_made_day(state, bundle);
	if (json_count(entries) == 0 || entries->kind != JSON_KIND_ARRAY)
		fault_set(&state->fault, "Bundle.entry",
			  "must be a list of at least one entry");
	for (const struct json *item = json_first(entries);
	     item != NULL && !fault_is_set(&state->fault);
	     item = item->next, at++)
		add_entry(state, item,
			  arena_printf(state->arena, "Bundle.entry[%zu]", at),
			  resources);
	fhir_state_index(state);
}

static void
open_resource(struct fhir_state *state, const struct json *resource,
	      struct fhir_list *resources)
{
	const char *type = json_get_string(resource, "resourceType");
	struct fhir_entry entry = {.resource = resource};

	entry.reference = name_resource(state, resource, NULL, "the document");
	if (entry.reference == NULL)
		return;
	if (fhir_kinds_find(type) == NULL) {
		fault_set(&state->fault, entry.reference,
			  "is of a kind that isn't imported; FHIR.md lists "
			  "those that are");
		return;
	}
	add_name(state, entry.reference, &entry);
	*(struct fhir_entry *)fhir_list_add(state->arena, resources) = entry;
}

/* --- reading them --- */

static void
report_progress(const struct fhir_settings *settings, size_t done, size_t of)
{
	if (settings->progress != NULL)
		settings->progress(settings->context, done, of);
}

static void
read_all(struct fhir_state *state, const struct fhir_list *resources)
{
	const struct fhir_entry *entries = resources->items;

	for (size_t at = 0; at < resources->count; at++) {
		if (fhir_state_has_ended(state))
			return;
		if (at % PROGRESS_STEP == 0)
			report_progress(state->settings, at, resources->count);
		fhir_source_read(state, entries[at].resource,
				 entries[at].reference, NULL);
	}
	fhir_state_join_coordinators(state);
	report_progress(state->settings, resources->count, resources->count);
}

enum status
fhir_read(struct arena *arena, const struct json *document,
	  const struct fhir_settings *settings, struct import *import_out,
	  struct fault *fault)
{
	struct fhir_list resources = {.item_size = sizeof(struct fhir_entry)};
	const char *type = json_get_string(document, "resourceType");
	struct fhir_state state;

	fhir_state_init(&state, arena, settings);
	if (fault != NULL)
		state.fault.tongue = fault->tongue;
	if (type == NULL)
		fault_set(&state.fault, "the document",
			  "has no resourceType, so it is no FHIR R4 JSON");
	else if (strcmp(type, "Bundle") == 0)
		open_bundle(&state, document, &resources);
	else
		open_resource(&state, document, &resources);
	read_all(&state, &resources);
	if (fault_is_set(&state.fault)) {
		fault_quote(fault, state.fault.where, state.fault.text,
			    state.fault.told);
		return STATUS_INVALID;
	}
	fhir_state_export(&state, import_out);
	return STATUS_OK;
}
