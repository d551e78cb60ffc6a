#include "eenplan/base/fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "eenplan/base/text.h"

void
fault_clear(struct fault *fault)
{
	*fault = (struct fault){0};
}

bool
fault_is_set(const struct fault *fault)
{
	return fault->text[0] != '\0';
}

/* A character cut in two by the room there was would not be UTF-8 any more. */
static void
drop_cut_character(char *string)
{
	string[text_utf8_length(text_of(string))] = '\0';
}

void
fault_set(struct fault *fault, const char *where, const char *format, ...)
{
	va_list arguments;

	if (fault == NULL || fault_is_set(fault))
		return;
	snprintf(fault->where, sizeof(fault->where), "%s",
		 where == NULL ? "" : where);
	va_start(arguments, format);
	vsnprintf(fault->text, sizeof(fault->text), format, arguments);
	va_end(arguments);
	drop_cut_character(fault->where);
	drop_cut_character(fault->text);
}
