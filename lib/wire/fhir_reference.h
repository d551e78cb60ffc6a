/*
 * References from one resource to another.
 */
#ifndef EENPLAN_WIRE_FHIR_REFERENCE_H
#define EENPLAN_WIRE_FHIR_REFERENCE_H

#include "lib/wire/fhir_source.h"

/* Where a reference leads. */
struct fhir_target {
	const char *reference;	     /* "Patient/p1"; NULL: can't be told */
	const struct json *resource; /* NULL: not in this document */
};

/*
 * Refuse, anywhere in `value`: references that lead nowhere inside the
 * document ("#p1", "urn:uuid:…") or have no form that FHIR knows, and
 * extensions of ours that do not exist.
 */
void fhir_reference_check(const struct fhir_source *source,
			  const struct json *value);

/* Follow a Reference; NULL leads nowhere. */
struct fhir_target fhir_reference_follow(const struct fhir_source *source,
					 const struct json *reference);
/* The resource that `source` or its container holds as "#id"; "" is that
 * resource itself; or NULL. */
const struct json *fhir_reference_contained(const struct fhir_source *source,
					    const char *id);
/* Does it lead to a resource of this type ("Patient") that stands by itself? */
bool fhir_reference_is_type(const char *reference, const char *type);

#endif
