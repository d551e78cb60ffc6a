/*
 * Whom a FHIR Consent is for.
 */
#ifndef EENPLAN_WIRE_FHIR_RECIPIENT_H
#define EENPLAN_WIRE_FHIR_RECIPIENT_H

#include "lib/wire/fhir_source.h"

/*
 * Set the recipient of `consent` from a provision's actor: a PRCP or IRCP with
 * an identifier of ours, in the reference itself or in the Organization that
 * it leads to. False, and nothing set: it can't be told exactly.
 */
bool fhir_recipient_read(const struct fhir_source *source,
			 const struct json *actor, struct consent *consent);

#endif
