/*
 * A record while its fields are being gathered.
 */
#ifndef EENPLAN_WIRE_FHIR_DRAFT_H
#define EENPLAN_WIRE_FHIR_DRAFT_H

#include "eenplan/base/limits.h"
#include "lib/wire/fhir_source.h"

struct fhir_draft {
	struct fhir_source *source;
	const char *category;
	bool is_aside; /* beside the resource's own record */
	/* Whom it is about besides the resource's subject, by origin. */
	struct fhir_list concerns;
	size_t count;
	struct json fields[LIMIT_CATEGORY_FIELDS];
};

void fhir_draft_begin(struct fhir_draft *draft, struct fhir_source *source,
		      const char *category);
/* Borrows `value` until the end; NULL leaves the field out, again replaces. */
void fhir_draft_put(struct fhir_draft *draft, const char *field,
		    const char *value);
/* Leave the field out after all. */
void fhir_draft_drop(struct fhir_draft *draft, const char *field);
/* The code, system and text of a CodeableConcept, as far as it has them. */
void fhir_draft_put_concept(struct fhir_draft *draft,
			    const struct json *concept);
/*
 * What the author says in so many words: the extension `category` replaces the
 * category and everything put before, `field` extensions put fields.
 */
void fhir_draft_author(struct fhir_draft *draft, const struct json *element);
/* Add it to the import, if it is about a resident and has any field. */
void fhir_draft_end(struct fhir_draft *draft);

#endif
