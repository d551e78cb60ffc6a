/*
 * eenplan view
 */
#include "client/view.h"

#include <string.h>

#include "client/body.h"
#include "client/i18n.h"
#include "client/leaflet.h"
#include "client/message.h"
#include "client/missing.h"
#include "client/node.h"
#include "client/notices.h"
#include "client/plan.h"
#include "eenplan/wire/statement.h"

static enum plan_part
wanted_part(const struct client *client)
{
	const char *const *values = client->options->values;

	if (values[OPTION_MISSING_ONLY])
		return PLAN_MISSING_ONLY;
	return values[OPTION_NETWORK] ? PLAN_NETWORK : PLAN_WHOLE;
}

static void
print(struct client *client, const struct json *view)
{
	enum plan_part part = wanted_part(client);

	plan_print(client->page, view, part);
	if (part != PLAN_WHOLE)
		return;
	notices_print_due(client->page, view, client->options->arguments[0]);
	notices_print_news(client->page, view);
}

/*
 * For the household, in their own language. What the user is told is said in
 * the user's, so it comes first.
 */
static void
make_leaflet(struct client *client, const struct json *view)
{
	const char *language = client->options->values[OPTION_LANGUAGE];
	struct buf out;

	message_hint("%s",
		     _("Read the page before you give it away: everybody in "
		       "the house will read what it says about each of them."));
	i18n_speak(language ? language : "nl");
	buf_init(&out, client->arena, 1 << 16);
	leaflet_write(&(struct leaflet){.arena = client->arena,
					.view = view,
					.maker = node_user(client)},
		      &out);
	buf_add_text(&client->page->out, buf_text(&out));
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
	else if (command_wants_html(client))
		make_leaflet(client, view);
	else
		print(client, view);
	return unreachable > 0 ? say_incomplete(unreachable) : EXIT_CODE_OK;
}

/* A sentence that says what doesn't go together; NULL: nothing. */
static const char *
wrong_with(const struct client *client)
{
	const char *const *values = client->options->values;
	bool is_emergency =
		values[OPTION_FOR] &&
		strcmp(values[OPTION_FOR], STATEMENT_EMERGENCY) == 0;

	if (!values[OPTION_FOR])
		return _("say what for: --for PURPOSE, such as --for "
			 "coordination");
	if (values[OPTION_LANGUAGE] &&
	    !i18n_is_language(values[OPTION_LANGUAGE]))
		return _("--language is en or nl");
	if (values[OPTION_LANGUAGE] && !command_wants_html(client))
		return _("--language is for the household's page: use it with "
			 "--format html");
	if (values[OPTION_MISSING_ONLY] && values[OPTION_NETWORK])
		return _("--missing-only and --network are two parts of the "
			 "plan: ask for one of them");
	if (values[OPTION_CATEGORY] && is_emergency)
		return _("an emergency shows what it may, not more or less: "
			 "leave out --category");
	if (!command_wants_html(client))
		return NULL;
	if (is_emergency)
		return _("a household gets no page of an emergency: make it "
			 "for another purpose");
	if (values[OPTION_MISSING_ONLY] || values[OPTION_NETWORK] ||
	    values[OPTION_CATEGORY])
		return _("the household's page is always whole: leave out "
			 "--missing-only, --network and --category");
	return NULL;
}

static struct text
question_of(struct client *client)
{
	const char *const *values = client->options->values;
	struct json_writer writer;
	struct buf out;

	buf_init(&out, client->arena, 256);
	json_begin(&writer, &out);
	json_open_object(&writer);
	body_add_list(&writer, client->arena, "categories",
		      body_unless_any(values[OPTION_CATEGORY]));
	json_member_string(&writer, "household", client->options->arguments[0]);
	json_member_string(&writer, "purpose", values[OPTION_FOR]);
	json_member_string_if(&writer, "role", values[OPTION_ROLE]);
	json_close_object(&writer);
	return buf_text(&out);
}

enum exit_code
view_run(struct client *client)
{
	const char *const *values = client->options->values;
	const char *wrong = wrong_with(client);
	const struct json *view;
	enum exit_code code;

	if (wrong) {
		message_error("%s", wrong);
		return EXIT_CODE_USAGE;
	}
	if (strcmp(values[OPTION_FOR], STATEMENT_EMERGENCY) == 0)
		return emergency_view(client);
	code = node_ask(client,
			&(struct node_request){.route = NODE_VIEW,
					       .body = question_of(client)},
			&view);
	return code == EXIT_CODE_OK ? view_show(client, view) : code;
}
