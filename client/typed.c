#include "client/typed.h"

#include <stdlib.h>
#include <string.h>

#include "client/file.h"
#include "client/i18n.h"
#include "client/message.h"
#include "eenplan/base/limits.h"

const char *
typed_words(struct arena *arena, const char *argument)
{
	struct fault fault = {0};
	struct text text;
	char *words;

	if (strcmp(argument, "-") != 0)
		return argument;
	if (file_read(arena, argument, LIMIT_TEXT_BYTES, &text, &fault) !=
	    STATUS_OK) {
		message_error("%s", fault.told);
		return NULL;
	}
	words = arena_text(arena, text);
	words[strcspn(words, "\r\n")] = '\0';
	return words;
}

static bool
is_number(const char *argument, size_t most_digits)
{
	size_t digits = strspn(argument, "0123456789");

	return digits > 0 && digits <= most_digits && argument[digits] == '\0';
}

bool
typed_minutes(const char *argument, int64_t *minutes_out)
{
	if (!is_number(argument, 5)) {
		message_error("%s", _("give minutes as a number, such as 30"));
		return false;
	}
	*minutes_out = atol(argument);
	return true;
}

bool
typed_number(const char *argument, int64_t *number_out)
{
	if (!is_number(argument, 5)) {
		message_error("%s", _("give a number of the list, such as 2"));
		return false;
	}
	*number_out = atol(argument);
	return true;
}
