/*
 * Requests that take long, with a bar on standard error of how far they are.
 */
#ifndef EENPLAN_CLIENT_WATCHED_H
#define EENPLAN_CLIENT_WATCHED_H

#include "client/node.h"

/* As node_ask; the bar has `name`, on a terminal and unless --quiet. */
enum exit_code watched_ask(struct client *client, struct node_request request,
			   const char *name,
			   const struct json **reply_out) MUST_CHECK;

#endif
