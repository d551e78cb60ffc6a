/*
 * eenplan view
 */
#include "client/view.h"

#include <string.h>

#include "client/body.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/missing.h"
#include "client/node.h"
#include "client/notices.h"
#include "client/plan.h"
#include "eenplan/wire/statement.h"

static void
print(struct client *client, const struct json *view)
{
	bool is_part = client->options->values[OPTION_MISSING_ONLY] != NULL;

	plan_print(client->page, view,
		   is_part ? PLAN_MISSING_ONLY : PLAN_WHOLE);
	if (is_part)
		return;
	notices_print_due(client->page, view, client->options->arguments[0]);
	notices_print_news(client->page, view);
}

static enum exit_code
say_incomplete(size_t unreachable)
{
	message_error(ngettext("the plan is incomplete: %zu partner couldn't "
			       "be reached",
			       "the plan is incomplete: %zu partners couldn't "
			       "be reached",
			       unreachable),
		      unreachable);
	return EXIT_CODE_INCOMPLETE;
}

enum exit_code
view_show(struct client *client, const struct json *view)
{
	size_t unreachable = missing_unreachable(view);

	if (command_wants_json(client))
		page_json(client->page, view);
	else
		print(client, view);
	return unreachable > 0 ? say_incomplete(unreachable) : EXIT_CODE_OK;
}

enum exit_code
view_run(struct client *client)
{
	const char *const *values = client->options->values;
	const struct body_member members[] = {
		{"household", client->options->arguments[0]},
		{"purpose", values[OPTION_FOR]},
		{"role", values[OPTION_ROLE]},
	};
	const struct node_request request = {
		.route = NODE_VIEW,
		.body = body_of(client->arena, members, COUNT_OF(members)),
	};
	const struct json *view;
	enum exit_code code;

	if (values[OPTION_FOR] &&
	    strcmp(values[OPTION_FOR], STATEMENT_EMERGENCY) == 0)
		return emergency_view(client);
	if (!values[OPTION_FOR]) {
		message_error("%s",
			      _("say what for: --for PURPOSE, such as --for "
				"coordination"));
		return EXIT_CODE_USAGE;
	}
	code = node_ask(client, &request, &view);
	return code == EXIT_CODE_OK ? view_show(client, view) : code;
}
