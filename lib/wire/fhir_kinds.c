#include "lib/wire/fhir_kinds.h"

#include <string.h>

static const struct fhir_kind *const kinds[] = {
#define FHIR_KIND(symbol) &(symbol),
#include "lib/wire/fhir_kinds.def"
#undef FHIR_KIND
};

const struct fhir_kind *
fhir_kinds_find(const char *type)
{
	for (size_t at = 0; at < COUNT_OF(kinds); at++)
		if (strcmp(kinds[at]->type, type) == 0)
			return kinds[at];
	return NULL;
}
