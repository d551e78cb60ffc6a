#include "client/consent_ask.h"

#include <string.h>

#include "client/i18n.h"
#include "client/message.h"

#define ID_BYTES	  36
#define SHORTEST_ID_BYTES 4

struct text
consent_ask_body(struct client *client)
{
	struct json_writer writer;
	struct buf body;

	buf_init(&body, client->arena, 128);
	json_begin(&writer, &body);
	json_open_object(&writer);
	if (client->options->values[OPTION_ALL])
		json_member_bool(&writer, "all", true);
	json_member_string(&writer, "resident", client->options->arguments[0]);
	json_close_object(&writer);
	return buf_text(&body);
}

enum exit_code
consent_ask_list(struct client *client, const struct json **reply_out)
{
	return node_ask(
		client,
		&(struct node_request){.route = NODE_CONSENT_LIST,
				       .body = consent_ask_body(client)},
		reply_out);
}

/* The one consent whose id begins with `start`; NULL, and said why not. */
static const struct json *
find(const struct json *consents, const char *start)
{
	const struct json *found = NULL;

	for (const struct json *one = json_first(consents); one;
	     one = one->next) {
		const char *id = json_get_string(one, "id");
		if (!id || strncmp(id, start, strlen(start)) != 0)
			continue;
		if (found) {
			message_error("%s", _("more than one consent begins "
					      "so; give more of its id"));
			return NULL;
		}
		found = one;
	}
	if (!found)
		message_error("%s", _("this resident has no such consent; "
				      "eenplan consent list shows them"));
	return found;
}

const struct json *
consent_ask_one(struct client *client, enum exit_code *code_out)
{
	const char *start = client->options->values[OPTION_CONSENT];
	const struct json *reply;
	const struct json *found;

	*code_out = EXIT_CODE_USAGE;
	if (!start || strlen(start) < SHORTEST_ID_BYTES ||
	    strlen(start) > ID_BYTES) {
		message_error(_("--consent needs at least %d characters of "
				"the id"),
			      SHORTEST_ID_BYTES);
		return NULL;
	}
	*code_out = consent_ask_list(client, &reply);
	if (*code_out != EXIT_CODE_OK)
		return NULL;
	found = find(json_member(reply, "consents"), start);
	if (!found)
		*code_out = EXIT_CODE_BAD_INPUT;
	return found;
}
