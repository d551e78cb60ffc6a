/*
 * What several kinds of resource say about a person: name and telecom.
 */
#ifndef EENPLAN_WIRE_FHIR_PERSON_H
#define EENPLAN_WIRE_FHIR_PERSON_H

#include "lib/wire/fhir_source.h"

/*
 * "Given Family" of a list of HumanName: the usual name, else the official
 * one, else the first. Never its `text`, prefix or suffix, where a title or a
 * specialty can stand. NULL: there is none.
 */
const char *fhir_person_name(const struct fhir_source *source,
			     const struct json *parent);
/* The first value of a list of ContactPoint with `system`; NULL: any. */
const char *fhir_person_telecom(const struct fhir_source *source,
				const struct json *parent, const char *system);

#endif
