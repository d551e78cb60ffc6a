#include "lib/wire/fhir_state.h"

#include <stdlib.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

#define LIST_ROOM 16

void
fhir_state_init(struct fhir_state *state, struct arena *arena,
		const struct fhir_settings *settings)
{
	*state = (struct fhir_state){
		.arena = arena,
		.settings = settings,
		.made_day = CLOCK_DAY_NONE,
		.entries.item_size = sizeof(struct fhir_entry),
		.residents.item_size = sizeof(struct import_resident),
		.households.item_size = sizeof(struct import_household),
		.coordinators.item_size = sizeof(struct fhir_coordinator),
		.records.item_size = sizeof(struct import_record),
		.consents.item_size = sizeof(struct import_consent),
		.representatives.item_size =
			sizeof(struct import_representative),
		.notes.item_size = sizeof(struct import_note),
	};
}

void *
fhir_list_add(struct arena *arena, struct fhir_list *list)
{
	if (list->count == list->room) {
		size_t room = list->room == 0 ? LIST_ROOM : list->room * 2;
		void *items = arena_array(arena, room, list->item_size);

		if (list->count > 0)
			memcpy(items, list->items,
			       list->count * list->item_size);
		list->items = items;
		list->room = room;
	}
	return (char *)list->items + list->count++ * list->item_size;
}

bool
fhir_state_has_ended(struct fhir_state *state)
{
	if (arena_used(state->arena) > LIMIT_FHIR_ARENA_BYTES)
		fault_set(&state->fault, "the document",
			  "makes more records than one import can hold; "
			  "split it by resident");
	return fault_is_set(&state->fault);
}

/* The last note takes what would make the report longer than anyone reads. */
static struct import_note *
find_note(struct fhir_state *state, const char *what, const char *why)
{
	struct import_note *notes = state->notes.items;

	for (size_t at = 0; at < state->notes.count; at++)
		if (strcmp(notes[at].what, what) == 0 &&
		    strcmp(notes[at].why, why) == 0)
			return &notes[at];
	if (state->notes.count == LIMIT_FHIR_NOTES)
		return &notes[LIMIT_FHIR_NOTES - 1];
	return NULL;
}

void
fhir_state_note(struct fhir_state *state, const char *what, const char *why)
{
	struct import_note *note = find_note(state, what, why);

	if (note != NULL) {
		note->count++;
		return;
	}
	note = fhir_list_add(state->arena, &state->notes);
	*note = (struct import_note){
		.what = arena_string(state->arena, what),
		.why = why,
		.count = 1,
	};
	if (state->notes.count == LIMIT_FHIR_NOTES)
		*note = (struct import_note){
			.what = "others",
			.why = "more different things than are listed here",
			.count = 1,
		};
}

static int
compare_entries(const void *one, const void *other)
{
	const struct fhir_entry *left = one;
	const struct fhir_entry *right = other;

	return strcmp(left->name, right->name);
}

void
fhir_state_index(struct fhir_state *state)
{
	struct fhir_entry *entries = state->entries.items;

	if (state->entries.count == 0)
		return;
	qsort(entries, state->entries.count, sizeof(*entries), compare_entries);
	for (size_t at = 1; at < state->entries.count; at++) {
		if (strcmp(entries[at].name, entries[at - 1].name) != 0)
			continue;
		fault_set(&state->fault, entries[at].reference,
			  "is in the bundle twice, so it can't be told "
			  "which one holds; keep one of them");
	}
}

const struct fhir_entry *
fhir_state_entry(const struct fhir_state *state, const char *name)
{
	struct fhir_entry key = {.name = name};

	if (state->entries.count == 0)
		return NULL;
	return bsearch(&key, state->entries.items, state->entries.count,
		       sizeof(key), compare_entries);
}

static struct import_household *
find_household(struct fhir_state *state, const char *origin)
{
	struct import_household *households = state->households.items;

	for (size_t at = 0; at < state->households.count; at++)
		if (strcmp(households[at].origin, origin) == 0)
			return &households[at];
	return NULL;
}

void
fhir_state_join_coordinators(struct fhir_state *state)
{
	const struct fhir_coordinator *items = state->coordinators.items;

	for (size_t at = 0; at < state->coordinators.count; at++) {
		struct import_household *household =
			find_household(state, items[at].group);

		if (household == NULL) {
			fhir_state_note(state, "CareTeam.subject",
					"the household isn't in this document");
			continue;
		}
		if (household->coordinator_name != NULL) {
			fault_set(&state->fault, household->origin,
				  "has two coordinators; a household has "
				  "exactly one, or none");
			return;
		}
		household->coordinator_name = items[at].name;
		household->coordinator_organisation = items[at].organisation;
		household->coordinator_contact = items[at].contact;
	}
}

void
fhir_state_export(const struct fhir_state *state, struct import *import_out)
{
	*import_out = (struct import){
		.residents = state->residents.items,
		.resident_count = state->residents.count,
		.households = state->households.items,
		.household_count = state->households.count,
		.records = state->records.items,
		.record_count = state->records.count,
		.consents = state->consents.items,
		.consent_count = state->consents.count,
		.representatives = state->representatives.items,
		.representative_count = state->representatives.count,
		.notes = state->notes.items,
		.note_count = state->notes.count,
	};
}
