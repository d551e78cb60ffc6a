#include "eenplan/wire/conference.h"

#include "eenplan/base/attributes.h"
#include "lib/wire/words.h"

static const char *const states[] = {
	[CONFERENCE_PLANNED] = "planned",
	[CONFERENCE_HELD] = "held",
	[CONFERENCE_CLOSED] = "closed",
	[CONFERENCE_CANCELLED] = "cancelled",
};

static const char *const whos[] = {
	[CONFERENCE_USER] = "user",
	[CONFERENCE_OTHERS] = "partner",
	[CONFERENCE_MEMBER] = "resident",
	[CONFERENCE_NEARBY] = "carer",
};

const char *
conference_state_word(enum conference_state state)
{
	return states[state];
}

bool
conference_state_of_word(const char *word, enum conference_state *state_out)
{
	size_t place;

	if (!words_find(states, COUNT_OF(states), word, &place))
		return false;
	*state_out = (enum conference_state)place;
	return true;
}

const char *
conference_who_word(enum conference_who who)
{
	return whos[who];
}

bool
conference_who_of_word(const char *word, enum conference_who *who_out)
{
	size_t place;

	if (!words_find(whos, COUNT_OF(whos), word, &place))
		return false;
	*who_out = (enum conference_who)place;
	return true;
}
