/*
 * How every operation ends: one list (status.def), one enum.
 *
 * The detail of a failure is logged once, where it is detected; above that
 * only the status travels. It never says anything about a person.
 */
#ifndef EENPLAN_BASE_STATUS_H
#define EENPLAN_BASE_STATUS_H

enum status {
#define STATUS(name, http, code, sentence) STATUS_##name,
#include "eenplan/base/status.def"
#undef STATUS
};

/* The HTTP status code that a reply with this status carries. */
int status_http(enum status status);

/* The stable word for programs, such as "not-enrolled". Static. */
const char *status_code(enum status status);

/* The English sentence for people (a gettext key). Static. */
const char *status_sentence(enum status status);

/* The status whose wire code is `code`; STATUS_INTERNAL if there is none. */
enum status status_of_code(const char *code);

#endif
