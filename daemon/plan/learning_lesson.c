/* What free text may not have, if it is to be told. */
#include <ctype.h>
#include <string.h>

#include "daemon/plan/learning.h"

#define NAME_LEAST_BYTES 3
#define DIGITS_MOST	 2

/* Letters of other alphabets are bytes beyond ASCII. */
static bool
is_letter(char byte)
{
	return isalpha((unsigned char)byte) || (unsigned char)byte >= 0x80;
}

static size_t
word_length(const char *at)
{
	size_t length = 0;

	while (is_letter(at[length]))
		length++;
	return length;
}

static bool
has_word(const char *text, const char *word, size_t length)
{
	for (const char *at = text; *at != '\0';) {
		size_t own = word_length(at);

		if (own == length && strncasecmp(at, word, length) == 0)
			return true;
		at += own > 0 ? own : 1;
	}
	return false;
}

/* "van der", "de": no name by itself is written without a capital. */
static bool
is_capital(char byte)
{
	return isupper((unsigned char)byte) || (unsigned char)byte >= 0x80;
}

static bool
has_name(const char *text, const char *name)
{
	for (const char *at = name; *at != '\0';) {
		size_t length = word_length(at);

		if (length >= NAME_LEAST_BYTES && is_capital(*at) &&
		    has_word(text, at, length))
			return true;
		at += length > 0 ? length : 1;
	}
	return false;
}

/* A telephone number, a date, a BSN, a year, an id such as wt-1: more digits
 * than an age has, or digits that go on after a sign between them. */
static bool
has_number(const char *text)
{
	for (const char *at = text; *at != '\0';) {
		size_t digits = strspn(at, "0123456789");

		if (digits > DIGITS_MOST ||
		    (digits > 0 && at > text && at[-1] == '-'))
			return true;
		if (digits > 0 && strchr("-/.: ", at[digits]) != NULL &&
		    at[digits] != '\0' &&
		    isdigit((unsigned char)at[digits + 1]))
			return true;
		at += digits > 0 ? digits : 1;
	}
	return false;
}

/* "4 maart", "March 4": a day is a date without its year as well. */
static bool
has_month(const char *text)
{
	static const char *const months[] = {
		"januari",  "februari", "maart",    "april",	 "mei",
		"juni",	    "juli",	"augustus", "september", "oktober",
		"november", "december", "january",  "february",	 "march",
		"june",	    "july",	"august",   "october"};

	for (size_t i = 0; i < COUNT_OF(months); i++)
		if (has_word(text, months[i], strlen(months[i])))
			return true;
	return false;
}

bool
learning_lesson_is_clean(const char *text, const struct learning_names *names)
{
	if (strpbrk(text, "@#") != NULL || strstr(text, "://") != NULL ||
	    strcasestr(text, "www.") != NULL || has_number(text) ||
	    has_month(text))
		return false;
	for (size_t i = 0; i < names->person_count; i++)
		if (has_name(text, names->people[i]))
			return false;
	for (size_t i = 0; i < names->organisation_count; i++)
		if (strcasestr(text, names->organisations[i]) != NULL)
			return false;
	return true;
}
