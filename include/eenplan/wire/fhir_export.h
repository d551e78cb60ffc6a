/*
 * Consent records as FHIR R4 JSON, such that fhir_read makes the same records
 * of them again; lib/wire/FHIR.md says what stands for what.
 *
 * Of the resident it has the reference only. It is for another node, or
 * another program, that knows the same resident by that.
 */
#ifndef EENPLAN_WIRE_FHIR_EXPORT_H
#define EENPLAN_WIRE_FHIR_EXPORT_H

#include "eenplan/wire/consent.h"

/* Borrowed. */
struct fhir_export {
	const char *resident; /* reference: "Patient/p1" */
	int64_t made_ms;
	const struct consent *consents; /* recorded: each has its id */
	size_t count;
};

/* A Bundle of type collection, in the order of `consents`. */
void fhir_export_write(struct json_writer *writer,
		       const struct fhir_export *export);

#endif
