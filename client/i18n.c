#include "client/i18n.h"

#include <errno.h>
#include <iconv.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The one state of the process's locale that C doesn't keep for us. */
static iconv_t converter;
static bool must_convert;

static const char *
wanted_locale(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return value;
	}
	return "C";
}

/* Dutch must not depend on somebody having generated a Dutch locale. */
static void
start_without_locale(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	setenv("LANGUAGE", wanted_locale(), 0);
}

static void
start_charset(void)
{
	char codeset[64];

	snprintf(codeset, sizeof(codeset), "%s//TRANSLIT",
		 nl_langinfo(CODESET));
	if (strncmp(codeset, "UTF-8//", 7) == 0)
		return;
	setlocale(LC_CTYPE, "C.UTF-8");
	converter = iconv_open(codeset, "UTF-8");
	must_convert = (intptr_t)converter != -1;
}

void
i18n_start(void)
{
	char folder[PATH_MAX];

	if (!setlocale(LC_ALL, ""))
		start_without_locale();
	start_charset();
	setlocale(LC_NUMERIC, "C");
	bindtextdomain(TONGUE_DOMAIN, tongue_folder(folder));
	bind_textdomain_codeset(TONGUE_DOMAIN, "UTF-8");
	textdomain(TONGUE_DOMAIN);
}

bool
i18n_is_language(const char *word)
{
	return strcmp(word, "en") == 0 || strcmp(word, "nl") == 0;
}

void
i18n_speak(const char *language)
{
	const char *locale = setlocale(LC_MESSAGES, NULL);

	/* In these gettext doesn't look for a catalogue. */
	if (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
		setlocale(LC_MESSAGES, "C.UTF-8");
	setenv("LANGUAGE", language, 1);
	/* What was translated before is looked for again. */
	textdomain(TONGUE_DOMAIN);
}

const char *
i18n_language(void)
{
	static const char header[] = ""; /* is the key of a catalogue's own */

	return strstr(gettext(header), "\nLanguage: nl") ? "nl" : "en";
}

bool
i18n_is_utf8(void)
{
	return !must_convert;
}

/* One character that the character set lacks, and has nothing near to. */
static void
skip_character(char **in, size_t *left)
{
	do {
		(*in)++;
		(*left)--;
	} while (*left > 0 && ((unsigned char)**in & 0xC0) == 0x80);
}

static bool
write_converted(FILE *stream, char *in, size_t left)
{
	while (left > 0) {
		char chunk[512];
		char *out = chunk;
		size_t room = sizeof(chunk);
		size_t done = iconv(converter, &in, &left, &out, &room);
		bool stuck = done == (size_t)-1 && errno != E2BIG;

		fwrite(chunk, 1, (size_t)(out - chunk), stream);
		if (stuck) {
			fputc('?', stream);
			skip_character(&in, &left);
		}
	}
	return ferror(stream) == 0;
}

bool
i18n_write(FILE *stream, struct text text)
{
	if (must_convert) {
		char *copy = strndup(text.bytes, text.length);
		bool written =
			copy && write_converted(stream, copy, text.length);
		free(copy);
		return written;
	}
	return fwrite(text.bytes, 1, text.length, stream) == text.length;
}
