/*
 * Does free text of a FHIR document stand in a field that may be shared?
 */
#ifndef EENPLAN_TESTS_WIRE_LEAKS_H
#define EENPLAN_TESTS_WIRE_LEAKS_H

#include "eenplan/wire/fhir.h"

/* Is `category` one that no policy shares? */
bool leaks_is_private(const char *category);
/* Does any shareable field of `import` contain `text`? */
bool leaks_contains(const struct import *import, const char *text);
/*
 * The first free text (narrative, display, title, description, …) of
 * `document` that a shareable field of `import` contains; NULL: none. What
 * stands in an extension, or is the name of a person or an organisation, was
 * meant to be there.
 */
const char *leaks_find(struct arena *arena, const struct json *document,
		       const struct import *import);

#endif
