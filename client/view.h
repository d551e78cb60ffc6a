/*
 * A household's plan that the node gave, shown as the user wants it.
 */
#ifndef EENPLAN_CLIENT_VIEW_H
#define EENPLAN_CLIENT_VIEW_H

#include "client/command.h"

/*
 * On the client's page, as text, as JSON, or as the household's own page.
 * EXIT_CODE_INCOMPLETE: a partner couldn't be reached, which was said.
 */
enum exit_code view_show(struct client *client, const struct json *view);

#endif
