/* Codes as FHIR R4 writes them: Coding and CodeableConcept. */
#ifndef EENPLAN_WIRE_FHIR_CODE_H
#define EENPLAN_WIRE_FHIR_CODE_H

#include "eenplan/base/json.h"

#define FHIR_TERMINOLOGY "http://terminology.hl7.org/CodeSystem/"

void fhir_code_put(struct json_writer *writer, const char *system,
		   const char *code);
/* {"coding": [that one]} */
void fhir_code_put_concept(struct json_writer *writer, const char *system,
			   const char *code);

#endif
