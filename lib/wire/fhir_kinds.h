/*
 * The table of resource kinds.
 */
#ifndef EENPLAN_WIRE_FHIR_KINDS_H
#define EENPLAN_WIRE_FHIR_KINDS_H

#include "lib/wire/fhir_source.h"

#define FHIR_KIND(symbol) extern const struct fhir_kind symbol;
#include "lib/wire/fhir_kinds.def"
#undef FHIR_KIND

/* The kind of resources called `type`, or NULL. */
const struct fhir_kind *fhir_kinds_find(const char *type);

#endif
