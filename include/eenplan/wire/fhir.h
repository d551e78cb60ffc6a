/*
 * FHIR R4 JSON in: a Bundle, or one resource, to records of our vocabulary.
 *
 * Pure. What could carry a diagnosis (narrative, contained conditions, codes'
 * displays, free text) never lands in a shareable field: shareable text is
 * only what its author marked so, with the extension
 * https://eenplan.nl/fhir/shareable-text. The rest goes to categories that are
 * not shared (diagnosis, treatment_note) or is counted and named in the report.
 * lib/wire/FHIR.md says what becomes what, and lists the extensions.
 *
 * A record's origin is its resource, "Goal/g1"; what else comes from it has a
 * suffix that is the same at each import: "Goal/g1#treatment_note:2".
 */
#ifndef EENPLAN_WIRE_FHIR_H
#define EENPLAN_WIRE_FHIR_H

#include "eenplan/wire/circumstances.h"
#include "eenplan/wire/consent.h"
#include "eenplan/wire/record.h"

/* References are as FHIR has them: "Patient/p1", the same across files. */
struct import_resident {
	const char *origin; /* "Patient/p1" */
	const char *name;   /* may be NULL */
	const char *bsn;    /* nine digits that pass the test, or NULL */
	int32_t birth_day;  /* CLOCK_DAY_NONE: unknown */
	bool deceased;
};

struct import_member {
	const char *resident; /* origin */
	const char *relation; /* or NULL */
};

struct import_household {
	const char *origin; /* "Group/h1" */
	const char *name;
	const char *coordinator_name; /* or NULL */
	const char *coordinator_organisation;
	const char *coordinator_contact;
	const struct import_member *members;
	size_t member_count;
};

struct import_record {
	const char *resident; /* origin of whom it is about */
	struct record record; /* no id yet */
};

struct import_consent {
	const char *resident; /* origin */
	const char *origin;   /* "Consent/c1" */
	struct consent consent;
};

/* Somebody of whom the source says in a code what they are to a resident. */
struct import_representative {
	const char *resident;  /* origin */
	const char *reference; /* "RelatedPerson/r1" */
	const char *name;      /* or NULL */
	enum representation as;
};

/* What did not become a record, and why; counted per pair. */
struct import_note {
	const char *what; /* "Observation", "Goal.description", … */
	const char *why;
	unsigned count;
};

struct import {
	const struct import_resident *residents;
	size_t resident_count;
	const struct import_household *households;
	size_t household_count;
	const struct import_record *records;
	size_t record_count;
	const struct import_consent *consents;
	size_t consent_count;
	const struct import_representative *representatives;
	size_t representative_count;
	const char *by; /* the user who imports; set by the caller */
	const struct import_note *notes;
	size_t note_count;
};

struct fhir_settings {
	const char *law; /* for what doesn't say its own */
	/* Called now and then with how far it is; or NULL. */
	void (*progress)(void *context, size_t done, size_t of);
	void *context;
};

/*
 * STATUS_INVALID: no FHIR resource that we know, or one that can't be trusted
 * (a broken reference inside the bundle, an impossible date, a BSN that fails
 * its test, …); `fault` names the resource by type and id, and the element.
 */
enum status fhir_read(struct arena *arena, const struct json *document,
		      const struct fhir_settings *settings,
		      struct import *import_out,
		      struct fault *fault) MUST_CHECK;

#endif
