/*
 * Whom a resource, or an element of it, is about besides one resident: the
 * members of its Group, and those whom the extension `concerns` names.
 */
#ifndef EENPLAN_WIRE_FHIR_CONCERNS_H
#define EENPLAN_WIRE_FHIR_CONCERNS_H

#include "lib/wire/fhir_source.h"

/* The first active member becomes the subject, the others are concerned. */
void fhir_concerns_group(struct fhir_source *source, const struct json *group);
/* Those whom the resource itself names, and those of its container. */
void fhir_concerns_resource(struct fhir_source *source);
/* Add to `origins` those whom `element` names; a fault if it is no Patient. */
void fhir_concerns_element(const struct fhir_source *source,
			   const struct json *element,
			   struct fhir_list *origins);
/* Both lists as one. */
const char *const *fhir_concerns_join(const struct fhir_source *source,
				      const struct fhir_list *origins,
				      size_t *count_out);

#endif
