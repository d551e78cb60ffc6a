/*
 * The extensions of Eenplan, https://eenplan.nl/fhir/…: what an author adds to
 * a resource so that it may be shared. See FHIR.md.
 */
#ifndef EENPLAN_WIRE_FHIR_EXTENSION_H
#define EENPLAN_WIRE_FHIR_EXTENSION_H

#include "lib/wire/fhir_source.h"

#define FHIR_EXTENSION_BASE "https://eenplan.nl/fhir/"

/* Is `url` one of ours? */
bool fhir_extension_is_ours(const char *url);
/* One of ours that does not exist (a typing mistake)? */
bool fhir_extension_is_unknown(const char *url);

/* The extension `name` of `element` (the first one), or NULL. */
const struct json *fhir_extension_find(const struct fhir_source *source,
				       const struct json *element,
				       const char *name);
/* Its text, whichever value[x] holds it; NULL when there is none. */
const char *fhir_extension_text(const struct fhir_source *source,
				const struct json *element, const char *name);

/* The shareable text of `parent`'s element `key` itself. */
const char *fhir_extension_shareable_of(const struct fhir_source *source,
					const struct json *parent,
					const char *key);
/* The same, or else the shareable text of `parent` as a whole. */
const char *fhir_extension_shareable(const struct fhir_source *source,
				     const struct json *parent,
				     const char *key);

/* The text of an Extension object's value[x]; NULL: it has none. */
const char *fhir_extension_value(const struct fhir_source *source,
				 const struct json *extension);

#endif
