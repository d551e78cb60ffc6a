/*
 * What the program says about itself, on standard error: never data, and
 * never anything about a person.
 */
#ifndef EENPLAN_CLIENT_MESSAGE_H
#define EENPLAN_CLIENT_MESSAGE_H

#include "eenplan/base/attributes.h"

/* "eenplan: …", wrapped. */
void message_error(const char *format, ...) PRINTF_LIKE(1, 2);
/* A line below it that says where, or what to do. */
void message_hint(const char *format, ...) PRINTF_LIKE(1, 2);
/* Harmless lines as they are, such as diagnostics with carets. */
void message_lines(const char *lines);

#endif
