/*
 * What is wrong with some input, where, and what to do: for its sender.
 *
 * Speaks about the shape of the input and quotes names of keys, never the
 * values of a person's data. The first fault of an input stays.
 */
#ifndef EENPLAN_BASE_FAULT_H
#define EENPLAN_BASE_FAULT_H

#include <stdbool.h>

#include "eenplan/base/attributes.h"

struct fault {
	char where[160]; /* "/recipient/organisation" or "line 3, column 7" */
	char text[320];	 /* "must be a string of at most 128 bytes" */
};

void fault_clear(struct fault *fault);
bool fault_is_set(const struct fault *fault);
/* Keep the first; later ones are ignored. `fault` may be NULL. */
void fault_set(struct fault *fault, const char *where, const char *format, ...)
	PRINTF_LIKE(3, 4);

#endif
