/*
 * A question to whoever sits at the terminal, before something is changed.
 */
#ifndef EENPLAN_CLIENT_CONFIRM_H
#define EENPLAN_CLIENT_CONFIRM_H

#include <stdbool.h>

#include "client/command.h"

/*
 * Does the user say yes to `question`, or said so with --yes? What the page
 * holds is written first. No is the answer to anything else, and to there being
 * no terminal to ask on; then it was said that nothing was changed.
 */
bool confirm_ask(struct client *client, const char *question);

#endif
