#include "eenplan/base/fault.h"

#include <stdio.h>
#include <string.h>

#include "eenplan/base/text.h"

void
fault_clear(struct fault *fault)
{
	*fault = (struct fault){0};
}

void
fault_forget(struct fault *fault)
{
	*fault = (struct fault){.tongue = fault->tongue};
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

/* False: there is one already, or nobody wants to know. */
static bool
begin(struct fault *fault, const char *where)
{
	if (fault == NULL || fault_is_set(fault))
		return false;
	snprintf(fault->where, sizeof(fault->where), "%s",
		 where == NULL ? "" : where);
	drop_cut_character(fault->where);
	return true;
}

static void
finish(struct fault *fault)
{
	drop_cut_character(fault->text);
	drop_cut_character(fault->told);
}

void
fault_set(struct fault *fault, const char *where, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fault_set_v(fault, where, format, arguments);
	va_end(arguments);
}

void
fault_set_v(struct fault *fault, const char *where, const char *format,
	    va_list arguments)
{
	va_list again;

	if (!begin(fault, where))
		return;
	va_copy(again, arguments);
	vsnprintf(fault->text, sizeof(fault->text), format, arguments);
	vsnprintf(fault->told, sizeof(fault->told),
		  tongue_say(fault->tongue, format), again);
	va_end(again);
	finish(fault);
}

void
fault_say(struct fault *fault, const char *where, const char *sentence)
{
	if (fault != NULL)
		fault_quote(fault, where, sentence,
			    tongue_say(fault->tongue, sentence));
}

void
fault_quote(struct fault *fault, const char *where, const char *text,
	    const char *told)
{
	if (!begin(fault, where))
		return;
	snprintf(fault->text, sizeof(fault->text), "%s", text);
	snprintf(fault->told, sizeof(fault->told), "%s", told);
	finish(fault);
}
