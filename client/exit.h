/*
 * How the program ends: one list (exit.def), one enum.
 */
#ifndef EENPLAN_CLIENT_EXIT_H
#define EENPLAN_CLIENT_EXIT_H

#include <stddef.h>

#include "eenplan/base/status.h"

enum exit_code {
#define EXIT(name, number, sentence) EXIT_CODE_##name = number,
#include "client/exit.def"
#undef EXIT
};

/* What a failed request means for the script that called us. */
enum exit_code exit_of_status(enum status status);
/* In the language of the user; NULL when `number` is none of ours. */
const char *exit_sentence(int number);

#endif
