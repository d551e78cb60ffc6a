/*
 * In which language somebody is told something.
 *
 * A program's own sentences are English in the source, and keys of its
 * catalogue. What is logged is never translated. Which language a request is
 * answered in is a value that goes along with it, no state of a thread; the
 * process's locale stays what it is, and no Dutch locale must be installed.
 */
#ifndef EENPLAN_BASE_TONGUE_H
#define EENPLAN_BASE_TONGUE_H

#include <limits.h>

#include "eenplan/base/attributes.h"
#include "eenplan/base/status.h"

/* The catalogue of both programs. */
#define TONGUE_DOMAIN "eenplan"

/* Marks a sentence for the catalogue; whoever tells it translates it. */
#define N_(sentence) sentence

enum tongue {
	/* As the process's locale has it: English in a node; in the client
	 * whatever its user reads. */
	TONGUE_OF_PROCESS,
	TONGUE_DUTCH,
};

/*
 * For a program that answers others. Before its threads begin, and before it
 * gives up reading files: the catalogue is read here. STATUS_NOT_FOUND: there
 * is none; then all is said in English.
 */
enum status tongue_start(void) MUST_CHECK;
/*
 * Where catalogues are: $EENPLAN_LOCALEDIR, else `locale` beside the program (a
 * build tree), else `share/locale` of where it is installed, else the system's.
 * Borrows `out`, or is static.
 */
const char *tongue_folder(char out[PATH_MAX]);
/* `sentence` itself if the catalogue lacks it, or NULL. From any thread. */
const char *tongue_say(enum tongue tongue, const char *sentence)
	__attribute__((format_arg(2)));
/*
 * What a header Accept-Language asks for (RFC 9110 §12.5.4): Dutch if it ranks
 * above English. NULL: nothing.
 */
enum tongue tongue_of_header(const char *accept_language);

#endif
