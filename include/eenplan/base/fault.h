/*
 * What is wrong with some input, where, and what to do: for its sender.
 *
 * Speaks about the shape of the input and quotes names of keys, never the
 * values of a person's data. The first fault of an input stays. It is kept in
 * English, for logs, and as its sender reads it; formats and sentences are keys
 * of the catalogue.
 */
#ifndef EENPLAN_BASE_FAULT_H
#define EENPLAN_BASE_FAULT_H

#include <stdarg.h>
#include <stdbool.h>

#include "eenplan/base/attributes.h"
#include "eenplan/base/tongue.h"

struct fault {
	enum tongue tongue; /* of its sender; from before the first fault */
	char where[160]; /* "/recipient/organisation" or "line 3, column 7" */
	char text[320];	 /* "must be a string of at most 128 bytes" */
	char told[400];	 /* that, in `tongue` */
};

void fault_clear(struct fault *fault);
/* The same, but its sender stays. */
void fault_forget(struct fault *fault);
bool fault_is_set(const struct fault *fault);
/* Keep the first; later ones are ignored. `fault` may be NULL. */
void fault_set(struct fault *fault, const char *where, const char *format, ...)
	PRINTF_LIKE(3, 4);
void fault_set_v(struct fault *fault, const char *where, const char *format,
		 va_list arguments) PRINTF_LIKE(3, 0);
/* A sentence that stands in a table or was chosen before: marked there, N_. */
void fault_say(struct fault *fault, const char *where, const char *sentence);
/* What was put together of translated parts, in both languages. */
void fault_quote(struct fault *fault, const char *where, const char *text,
		 const char *told);

#endif
