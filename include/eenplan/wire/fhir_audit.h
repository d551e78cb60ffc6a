/*
 * A resident's statement as FHIR R4 JSON: a Bundle of AuditEvent, one for each
 * line; lib/wire/FHIR.md says what stands for what of NEN 7513.
 *
 * Codes and references, and no text: nothing that a reader could take for what
 * is the matter with somebody.
 */
#ifndef EENPLAN_WIRE_FHIR_AUDIT_H
#define EENPLAN_WIRE_FHIR_AUDIT_H

#include "eenplan/wire/disclosure.h"

/* A Bundle of type collection, in the order of the lines. */
void fhir_audit_write(struct json_writer *writer,
		      const struct disclosure *disclosure);

#endif
