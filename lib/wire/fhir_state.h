/*
 * One FHIR import in the making: its lists, its notes, and an index of the
 * resources in the document.
 *
 * The first fault stays and ends the import; until then reading goes on, so
 * that no reader needs to hand a status up.
 */
#ifndef EENPLAN_WIRE_FHIR_STATE_H
#define EENPLAN_WIRE_FHIR_STATE_H

#include "eenplan/wire/fhir.h"

struct fhir_list {
	void *items;
	size_t item_size;
	size_t count;
	size_t room;
};

/* A resource of the document, by the names that references may use for it. */
struct fhir_entry {
	const char *name;      /* "Patient/p1" or "urn:uuid:…" */
	const char *reference; /* "Patient/p1" */
	const struct json *resource;
};

/* Who coordinates a household, until its Group has been read as well. */
struct fhir_coordinator {
	const char *group; /* "Group/h1" */
	const char *name;
	const char *organisation;
	const char *contact;
};

struct fhir_state {
	struct arena *arena;
	const struct fhir_settings *settings;
	struct fault fault;
	int32_t made_day;	  /* Bundle.timestamp; CLOCK_DAY_NONE */
	struct fhir_list entries; /* sorted by name */
	struct fhir_list residents;
	struct fhir_list households;
	struct fhir_list coordinators;
	struct fhir_list records;
	struct fhir_list consents;
	struct fhir_list representatives;
	struct fhir_list notes;
};

void fhir_state_init(struct fhir_state *state, struct arena *arena,
		     const struct fhir_settings *settings);

/* A new zeroed item at the end; valid until the next addition. */
void *fhir_list_add(struct arena *arena, struct fhir_list *list);

/*
 * Did reading end: by a fault, or because what it made would not fit in the
 * arena (which then is the fault)? Loops over input ask this.
 */
bool fhir_state_has_ended(struct fhir_state *state);

/* Count one more `what` that did not become a record, because of `why`. */
void fhir_state_note(struct fhir_state *state, const char *what,
		     const char *why);

/* Sort the entries for look-up; the same name twice is a fault. */
void fhir_state_index(struct fhir_state *state);
/* The entry called `name`, or NULL. */
const struct fhir_entry *fhir_state_entry(const struct fhir_state *state,
					  const char *name);

/* Give each household its coordinator; two for one is a fault. */
void fhir_state_join_coordinators(struct fhir_state *state);
void fhir_state_export(const struct fhir_state *state,
		       struct import *import_out);

#endif
