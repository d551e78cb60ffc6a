/*
 * eenplan conference plan | move | cancel | invite | remove | agenda | hold |
 *                    close | show | list
 */
#include <stdlib.h>
#include <string.h>

#include "client/body.h"
#include "client/conference_page.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/typed.h"

static enum exit_code
usage(const char *text)
{
	message_error("%s", text);
	return EXIT_CODE_USAGE;
}

/* --- what is sent --- */

/* Ask, and show what the conference is now. */
static enum exit_code
send(struct client *client, enum node_route route, struct text body)
{
	const struct json *reply, *conference;
	enum exit_code code = node_ask_and_show(
		client, &(struct node_request){.route = route, .body = body},
		&reply);

	if (!reply)
		return code;
	conference = json_member(reply, "conference");
	if (command_is_quiet(client))
		page_say(client->page, 0, "%s",
			 json_get_string(conference, "id"));
	else
		conference_page_show(client->page, conference);
	return code;
}

static enum exit_code
send_members(struct client *client, enum node_route route,
	     const struct body_member *members, size_t count)
{
	return send(client, route, body_of(client->arena, members, count));
}

/* {"conference", key: number} */
static enum exit_code
send_number(struct client *client, enum node_route route, const char *key,
	    const char *typed)
{
	struct json_writer writer;
	struct buf out;
	int64_t number;

	if (!typed_number(typed, &number))
		return EXIT_CODE_USAGE;
	buf_init(&out, client->arena, 128);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "conference",
			   client->options->arguments[0]);
	json_member_integer(&writer, key, number);
	json_close_object(&writer);
	return send(client, route, buf_text(&out));
}

/* --- when and where --- */

enum exit_code
conference_plan(struct client *client)
{
	const char *const *values = client->options->values;
	const struct body_member members[] = {
		{"household", client->options->arguments[0]},
		{"on", values[OPTION_ON]},
		{"place", values[OPTION_PLACE]},
		{"time", values[OPTION_TIME]},
	};

	if (!values[OPTION_PLACE] || !values[OPTION_ON] || !values[OPTION_TIME])
		return usage(_("say where and when: --place TEXT --on DATE "
			       "--time TIME"));
	return send_members(client, NODE_CONFERENCE_PLAN, members,
			    COUNT_OF(members));
}

enum exit_code
conference_move(struct client *client)
{
	const char *const *values = client->options->values;
	const struct body_member members[] = {
		{"conference", client->options->arguments[0]},
		{"on", values[OPTION_ON]},
		{"place", values[OPTION_PLACE]},
		{"time", values[OPTION_TIME]},
	};

	if (!values[OPTION_PLACE] && !values[OPTION_ON] && !values[OPTION_TIME])
		return usage(_("say what changes: --place, --on or --time"));
	return send_members(client, NODE_CONFERENCE_MOVE, members,
			    COUNT_OF(members));
}

enum exit_code
conference_cancel(struct client *client)
{
	const char *reason = client->options->values[OPTION_REASON];

	if (!reason)
		return usage(_("say why, for those who were invited: --reason "
			       "TEXT"));
	reason = typed_words(client->arena, reason);
	if (!reason)
		return EXIT_CODE_USAGE;

	const struct body_member members[] = {
		{"conference", client->options->arguments[0]},
		{"reason", reason},
	};

	return send_members(client, NODE_CONFERENCE_CANCEL, members,
			    COUNT_OF(members));
}

/* --- who and what --- */

enum exit_code
conference_invite(struct client *client)
{
	const char *const *values = client->options->values;
	const struct body_member members[] = {
		{"carer", values[OPTION_CARER]},
		{"conference", client->options->arguments[0]},
		{"name", values[OPTION_NAME]},
		{"partner", values[OPTION_PARTNER]},
		{"resident", values[OPTION_RESIDENT]},
		{"role", values[OPTION_ROLE]},
		{"user", values[OPTION_USER]},
	};

	return send_members(client, NODE_CONFERENCE_INVITE, members,
			    COUNT_OF(members));
}

enum exit_code
conference_remove(struct client *client)
{
	return send_number(client, NODE_CONFERENCE_REMOVE, "seat",
			   client->options->arguments[1]);
}

/* conference agenda ID add RESIDENT TOPIC --category … */
static enum exit_code
add_topic(struct client *client)
{
	const char *const *arguments = client->options->arguments;
	const char *const *values = client->options->values;
	struct json_writer writer;
	const char *topic;
	struct buf out;

	if (client->options->argument_count != 4 || !values[OPTION_CATEGORY])
		return usage(_("say about whom, what and which data that "
			       "takes: conference agenda ID add RESIDENT TOPIC "
			       "--category CATEGORY"));
	topic = typed_words(client->arena, arguments[3]);
	if (!topic)
		return EXIT_CODE_USAGE;
	buf_init(&out, client->arena, 256);
	json_begin(&writer, &out);
	json_open_object(&writer);
	body_add_list(&writer, client->arena, "categories",
		      values[OPTION_CATEGORY]);
	json_member_string(&writer, "conference", arguments[0]);
	json_member_string_if(&writer, "law", values[OPTION_LAW]);
	json_member_string(&writer, "resident", arguments[2]);
	json_member_string_if(&writer, "sensitivity",
			      values[OPTION_SENSITIVITY]);
	json_member_string(&writer, "topic", topic);
	json_close_object(&writer);
	return send(client, NODE_CONFERENCE_DISCUSS, buf_text(&out));
}

static enum exit_code
list_topics(struct client *client)
{
	const struct body_member members[] = {
		{"conference", client->options->arguments[0]},
	};
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client,
		&(struct node_request){.route = NODE_CONFERENCE_AGENDA,
				       .body = body_of(client->arena, members,
						       COUNT_OF(members))},
		&reply);

	if (reply)
		conference_page_agenda(client->page,
				       json_member(reply, "conference"),
				       json_member(reply, "hearings"));
	return code;
}

enum exit_code
conference_agenda(struct client *client)
{
	const struct options *options = client->options;
	const char *verb =
		options->argument_count > 1 ? options->arguments[1] : "list";

	if (strcmp(verb, "add") == 0)
		return add_topic(client);
	if (strcmp(verb, "remove") == 0 && options->argument_count == 3)
		return send_number(client, NODE_CONFERENCE_DROP, "topic",
				   options->arguments[2]);
	if (strcmp(verb, "list") == 0 && options->argument_count <= 2)
		return list_topics(client);
	return usage(_("conference agenda ID is followed by nothing, by add "
		       "RESIDENT TOPIC, or by remove NUMBER"));
}

/* --- held, closed --- */

static bool
put_numbers(struct client *client, struct json_writer *writer,
	    const char *typed)
{
	json_key(writer, "came");
	json_open_array(writer);
	while (*typed) {
		size_t length = strcspn(typed, ",");
		int64_t number;

		if (!typed_number(arena_text(client->arena,
					     (struct text){typed, length}),
				  &number))
			return false;
		json_put_integer(writer, number);
		typed += length + (typed[length] == ',');
	}
	json_close_array(writer);
	return true;
}

enum exit_code
conference_hold(struct client *client)
{
	const char *came = client->options->values[OPTION_CAME];
	struct json_writer writer;
	bool is_sound = true;
	struct buf out;

	if (!came)
		return usage(_("say who came: --came NUMBERS, all or none"));
	buf_init(&out, client->arena, 256);
	json_begin(&writer, &out);
	json_open_object(&writer);
	if (strcmp(came, "all") == 0)
		json_member_bool(&writer, "all", true);
	else
		is_sound = put_numbers(client, &writer,
				       strcmp(came, "none") == 0 ? "" : came);
	json_member_string(&writer, "conference",
			   client->options->arguments[0]);
	json_close_object(&writer);
	return is_sound ? send(client, NODE_CONFERENCE_HOLD, buf_text(&out))
			: EXIT_CODE_USAGE;
}

enum exit_code
conference_close(struct client *client)
{
	const struct body_member members[] = {
		{"conference", client->options->arguments[0]},
	};

	return send_members(client, NODE_CONFERENCE_CLOSE, members,
			    COUNT_OF(members));
}

/* --- reading --- */

static enum exit_code
show_as(struct client *client, const char *typed)
{
	struct json_writer writer;
	const struct json *reply;
	enum exit_code code;
	struct buf out;
	int64_t number;

	if (!typed_number(typed, &number))
		return EXIT_CODE_USAGE;
	buf_init(&out, client->arena, 128);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_integer(&writer, "as", number);
	json_member_string(&writer, "conference",
			   client->options->arguments[0]);
	json_close_object(&writer);
	code = node_ask_and_show(
		client,
		&(struct node_request){.route = NODE_CONFERENCE_SHOW,
				       .body = buf_text(&out)},
		&reply);
	if (reply)
		conference_page_as(client->page,
				   json_member(reply, "conference"), number,
				   json_member(reply, "gets"));
	return code;
}

enum exit_code
conference_show(struct client *client)
{
	const char *as = client->options->values[OPTION_AS];
	const struct body_member members[] = {
		{"conference", client->options->arguments[0]},
	};

	return as ? show_as(client, as)
		  : send_members(client, NODE_CONFERENCE_SHOW, members,
				 COUNT_OF(members));
}

enum exit_code
conference_list(struct client *client)
{
	const struct options *options = client->options;
	const struct json *reply;
	struct json_writer writer;
	enum exit_code code;
	struct buf out;

	buf_init(&out, client->arena, 64);
	json_begin(&writer, &out);
	json_open_object(&writer);
	if (options->values[OPTION_ALL])
		json_member_bool(&writer, "all", true);
	if (options->argument_count > 0)
		json_member_string(&writer, "household", options->arguments[0]);
	json_close_object(&writer);
	code = node_ask_and_show(
		client,
		&(struct node_request){.route = NODE_CONFERENCE_LIST,
				       .body = buf_text(&out)},
		&reply);
	if (reply)
		conference_page_list(client->page,
				     json_member(reply, "conferences"));
	return code;
}
