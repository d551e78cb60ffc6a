/*
 * What a kind's own function does not read: free text and reasons go to
 * categories that are not shared, the rest is noted and dropped.
 */
#ifndef EENPLAN_WIRE_FHIR_SWEEP_H
#define EENPLAN_WIRE_FHIR_SWEEP_H

#include "lib/wire/fhir_source.h"

/* Sweep the whole resource by its kind's table. */
void fhir_sweep(struct fhir_source *source);

/* One element inside it, such as "activity.detail", by its own table. */
struct fhir_part {
	const char *path;
	const struct json *object;
	const struct fhir_element *elements;
	size_t element_count;
};
void fhir_sweep_part(struct fhir_source *source, const struct fhir_part *part);

#endif
