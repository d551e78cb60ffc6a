/*
 * What --help shows: made from commands.def, options.def and exit.def.
 */
#ifndef EENPLAN_CLIENT_USAGE_H
#define EENPLAN_CLIENT_USAGE_H

#include "client/command.h"

/* All commands; or, if `family` isn't NULL, those of one family. */
void usage_print_all(struct page *page, const char *family);
void usage_print_command(struct page *page, const struct command *command);

#endif
