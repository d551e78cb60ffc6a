#include "eenplan/base/tongue.h"

#include <libintl.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "eenplan/base/limits.h"

#define SYSTEM_FOLDER "/usr/share/locale"

/*
 * gettext looks for a catalogue by $LANGUAGE in every locale but "C", and
 * C.UTF-8 is there always. A thread has it only while it looks.
 */
static locale_t translating;

const char *
tongue_folder(char out[PATH_MAX])
{
	static const char *const places[] = {"locale", "../share/locale"};
	const char *named = getenv("EENPLAN_LOCALEDIR");
	char program[PATH_MAX] = "";
	char *slash;

	if (named != NULL && *named != '\0')
		return named;
	if (readlink("/proc/self/exe", program, sizeof(program) - 1) <= 0)
		return SYSTEM_FOLDER;
	slash = strrchr(program, '/');
	if (slash == NULL)
		return SYSTEM_FOLDER;
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		int length =
			snprintf(out, PATH_MAX, "%.*s/%s",
				 (int)(slash - program), program, places[i]);

		if (length < PATH_MAX && access(out, R_OK) == 0)
			return out;
	}
	return SYSTEM_FOLDER;
}

enum status
tongue_start(void)
{
	char folder[PATH_MAX];
	const char *sentence = status_sentence(STATUS_OK);

	setenv("LANGUAGE", "nl", 1);
	bindtextdomain(TONGUE_DOMAIN, tongue_folder(folder));
	bind_textdomain_codeset(TONGUE_DOMAIN, "UTF-8");
	translating = newlocale(LC_MESSAGES_MASK, "C.UTF-8", (locale_t)0);
	return tongue_say(TONGUE_DUTCH, sentence) == sentence ? STATUS_NOT_FOUND
							      : STATUS_OK;
}

const char *
tongue_say(enum tongue tongue, const char *sentence)
{
	const char *said;
	locale_t before;

	/* The empty key is the catalogue's own header. */
	if (sentence == NULL || *sentence == '\0')
		return sentence;
	if (tongue == TONGUE_OF_PROCESS)
		return dgettext(TONGUE_DOMAIN, sentence);
	if (translating == (locale_t)0)
		return sentence;
	before = uselocale(translating);
	said = dgettext(TONGUE_DOMAIN, sentence);
	uselocale(before);
	return said;
}

/* "nl;q=0.8": its weight in thousandths; 1000 if it says none. */
static int
weight_of(const char *range, size_t length)
{
	const char *mark = memmem(range, length, "q=", 2);
	int weight = 0;
	int worth = 1000;

	if (mark == NULL)
		return worth;
	for (const char *at = mark + 2; at < range + length; at++) {
		if (*at == '.')
			continue;
		if (*at < '0' || *at > '9' || worth == 0)
			break;
		weight += (*at - '0') * worth;
		worth /= 10;
	}
	return weight;
}

/* "nl" and "nl-BE" are of the language "nl"; "nld" isn't. */
static bool
is_of_language(const char *range, const char *language)
{
	return strncasecmp(range, language, 2) == 0 &&
	       strchr("-;, \t", range[2]) != NULL; /* or its end */
}

enum tongue
tongue_of_header(const char *accept_language)
{
	const char *at = accept_language == NULL ? "" : accept_language;
	int dutch = 0;
	int english = 0;

	while (*at != '\0') {
		size_t length;
		int weight;

		at += strspn(at, " \t,");
		length = strcspn(at, ",");
		weight = weight_of(at, length);
		/* Of two that weigh the same the first one is meant. */
		if (is_of_language(at, "nl") && weight > english)
			dutch = weight > dutch ? weight : dutch;
		else if (is_of_language(at, "en") && weight > dutch)
			english = weight > english ? weight : english;
		at += length;
	}
	return dutch > english ? TONGUE_DUTCH : TONGUE_OF_PROCESS;
}
