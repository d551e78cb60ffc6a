/*
 * Reading elements of a FHIR resource. An element that is absent gives NULL;
 * one of the wrong kind is a fault of the resource and gives NULL as well.
 */
#ifndef EENPLAN_WIRE_FHIR_ELEMENT_H
#define EENPLAN_WIRE_FHIR_ELEMENT_H

#include "lib/wire/fhir_source.h"

/* At most LIMIT_TEXT_BYTES. Empty strings are no valid FHIR: a fault. */
const char *fhir_element_string(const struct fhir_source *source,
				const struct json *parent, const char *key);
bool fhir_element_bool(const struct fhir_source *source,
		       const struct json *parent, const char *key);
const struct json *fhir_element_object(const struct fhir_source *source,
				       const struct json *parent,
				       const char *key);
/* The first of an array of objects; go on with `next`. */
const struct json *fhir_element_first(const struct fhir_source *source,
				      const struct json *parent,
				      const char *key);

/* A date as written, without its time: "2026", "2026-05" or "2026-05-01". */
const char *fhir_element_date(const struct fhir_source *source,
			      const struct json *parent, const char *key);
/* The day of a date; CLOCK_DAY_NONE when it is absent or less than a day. */
int32_t fhir_element_day(const struct fhir_source *source,
			 const struct json *parent, const char *key);

/* One of `codes`; anything else is a fault that names them. */
const char *fhir_element_code(const struct fhir_source *source, const char *key,
			      const char *const *codes, size_t count);

/* Is this a FHIR id: 1–64 of A–Z a–z 0–9 - . ? */
bool fhir_element_is_id(const char *string);

#endif
