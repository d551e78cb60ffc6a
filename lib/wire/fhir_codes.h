/*
 * Codes to words, by the allow-lists of fhir_codes.def.
 */
#ifndef EENPLAN_WIRE_FHIR_CODES_H
#define EENPLAN_WIRE_FHIR_CODES_H

#include "eenplan/base/json.h"

enum fhir_code_list {
	FHIR_CODE_ROLE,
	FHIR_CODE_RELATION,
	FHIR_CODE_PRIORITY,
	FHIR_CODE_SERVICE,
	FHIR_CODE_PURPOSE,
	FHIR_CODE_REPRESENTATION, /* somebody appointed, or with custody */
	FHIR_CODE_KIN,		  /* who may represent by being related */
};

/*
 * The word for the first known code in `value`: a Coding, a CodeableConcept,
 * or a list of either. NULL: none is known. Static.
 */
const char *fhir_codes_word(enum fhir_code_list list, const struct json *value);
/* Is there a code in `value` of this system and code? */
bool fhir_codes_has(const struct json *value, const char *system,
		    const char *code);

#endif
