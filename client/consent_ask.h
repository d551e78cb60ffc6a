/*
 * A resident's consents, asked of the node: for the commands that show them or
 * mean one of them. The resident is the command's first argument.
 */
#ifndef EENPLAN_CLIENT_CONSENT_ASK_H
#define EENPLAN_CLIENT_CONSENT_ASK_H

#include "client/node.h"

/* {"all","resident"}, by the options. */
struct text consent_ask_body(struct client *client);
enum exit_code consent_ask_list(struct client *client,
				const struct json **reply_out) MUST_CHECK;
/*
 * The one consent that --consent means. NULL: the reason was said on standard
 * error, and `*code_out` is set.
 */
const struct json *consent_ask_one(struct client *client,
				   enum exit_code *code_out);

#endif
