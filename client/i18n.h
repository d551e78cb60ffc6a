/*
 * The language and the character set of whoever uses the program.
 *
 * Inside the program every text is UTF-8; i18n_write converts at the edge.
 * Numbers are always written with a point, whatever the locale says.
 */
#ifndef EENPLAN_CLIENT_I18N_H
#define EENPLAN_CLIENT_I18N_H

#include <libintl.h>
#include <stdbool.h>
#include <stdio.h>

#include "eenplan/base/text.h"
#include "eenplan/base/tongue.h"

#define _(sentence) gettext(sentence)

/*
 * Take language and character set from the environment, and the catalogue from
 * tongue_folder. A language whose locale isn't installed still works.
 */
void i18n_start(void);
/* For a node: the language that the user reads now, "en" or "nl". Static. */
const char *i18n_language(void);
/* Is it one of these two? */
bool i18n_is_language(const char *word);
/* From now on in `language`, "en" or "nl", whatever the environment says. */
void i18n_speak(const char *language);
/* Can the terminal show more than ASCII and its own code page? */
bool i18n_is_utf8(void);
/*
 * Write UTF-8 `text` in the user's character set; what that doesn't have comes
 * out as something near it. False, with errno: it could not be written.
 */
bool i18n_write(FILE *stream, struct text text);

#endif
