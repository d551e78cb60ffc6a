/*
 * eenplan consent give | refuse | withdraw | list
 */
#include <string.h>

#include "client/body.h"
#include "client/consent_page.h"
#include "client/elsewhere.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/notices.h"
#include "eenplan/base/clock.h"

#define ID_BYTES	  36
#define SHORTEST_ID_BYTES 4

static bool
is_any(const char *value)
{
	return value && strcmp(value, "any") == 0;
}

/* "any" is said by leaving the member out. */
static const char *
unless_any(const char *value)
{
	return is_any(value) ? NULL : value;
}

static void
add_recipient(struct json_writer *writer, const struct options *options)
{
	const char *organisation = unless_any(options->values[OPTION_TO]);
	const char *domain = options->values[OPTION_TO_DOMAIN];
	const char *role = options->values[OPTION_TO_ROLE];

	if (!organisation && !domain && !role)
		return;
	json_key(writer, "recipient");
	json_open_object(writer);
	json_member_string_if(writer, "domain", domain);
	json_member_string_if(writer, "organisation", organisation);
	json_member_string_if(writer, "role", role);
	json_close_object(writer);
}

static struct text
encode(struct client *client, const char *state)
{
	const char *const *values = client->options->values;
	const char *kind = values[OPTION_KIND];
	struct json_writer writer;
	struct buf out;

	buf_init(&out, client->arena, 512);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string_if(&writer, "asked", values[OPTION_ASKED]);
	body_add_list(&writer, client->arena, "categories",
		      unless_any(values[OPTION_CATEGORY]));
	json_member_string_if(&writer, "evidence", values[OPTION_EVIDENCE]);
	json_member_string_if(&writer, "from", values[OPTION_FROM]);
	json_member_string_if(&writer, "given_by", values[OPTION_GIVEN_BY]);
	json_member_string_if(&writer, "giver", values[OPTION_GIVER]);
	json_member_string_if(&writer, "ground", values[OPTION_GROUND]);
	json_member_string(&writer, "kind", kind ? kind : "share");
	body_add_list(&writer, client->arena, "purposes",
		      unless_any(values[OPTION_FOR]));
	add_recipient(&writer, client->options);
	json_member_string(&writer, "resident", client->options->arguments[0]);
	json_member_string_if(&writer, "source", values[OPTION_RECORDS_OF]);
	json_member_string(&writer, "state", state);
	json_member_string_if(&writer, "text_version",
			      values[OPTION_TEXT_VERSION]);
	json_member_string_if(&writer, "until", values[OPTION_UNTIL]);
	json_close_object(&writer);
	return buf_text(&out);
}

static enum exit_code
record(struct client *client, struct text body)
{
	const struct json *reply;
	const struct json *consent;
	enum exit_code code = node_ask_and_show(
		client,
		&(struct node_request){.route = NODE_CONSENT_RECORD,
				       .body = body},
		&reply);

	if (!reply)
		return code;
	consent = json_member(reply, "consent");
	if (command_is_quiet(client))
		page_say(client->page, 0, "%s", json_get_string(consent, "id"));
	else
		consent_page_say(client->page, consent);
	return code;
}

static bool
is_date(const struct options *options, enum option option)
{
	const char *value = options->values[option];
	int32_t day;

	if (!value || clock_parse_date(value, &day))
		return true;
	message_error(_("--%s needs a date such as 2026-11-21"),
		      options_text(option)->word);
	return false;
}

static bool
is_sound(const struct options *options)
{
	int recipients = (options->values[OPTION_TO] != NULL) +
			 (options->values[OPTION_TO_DOMAIN] != NULL) +
			 (options->values[OPTION_TO_ROLE] != NULL);

	if (recipients > 1) {
		message_error("%s", _("one recipient at a time: --to, "
				      "--to-domain or --to-role"));
		return false;
	}
	return is_date(options, OPTION_FROM) && is_date(options, OPTION_UNTIL);
}

/* To open anything, its extent has to be said; nothing is opened by silence. */
static bool
says_extent(const struct options *options)
{
	const char *const *values = options->values;

	if (!values[OPTION_TO] && !values[OPTION_TO_DOMAIN] &&
	    !values[OPTION_TO_ROLE])
		message_error("%s", _("say to whom: --to ORGANISATION, "
				      "--to-domain DOMAIN, --to-role ROLE or "
				      "--to any"));
	else if (!values[OPTION_CATEGORY])
		message_error("%s", _("say what: --category goal,agreement or "
				      "--category any"));
	else if (!values[OPTION_FOR])
		message_error("%s", _("say what for: --for coordination or "
				      "--for any"));
	else
		return true;
	return false;
}

enum exit_code
consent_give(struct client *client)
{
	if (!says_extent(client->options) || !is_sound(client->options))
		return EXIT_CODE_USAGE;
	return record(client, encode(client, "given"));
}

enum exit_code
consent_refuse(struct client *client)
{
	if (!is_sound(client->options))
		return EXIT_CODE_USAGE;
	return record(client, encode(client, "refused"));
}

static enum exit_code
ask_list(struct client *client, const struct json **reply_out)
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
	return node_ask(client,
			&(struct node_request){.route = NODE_CONSENT_LIST,
					       .body = buf_text(&body)},
			reply_out);
}

/* The one consent whose id begins with `start`; NULL, and said why not. */
static const char *
find_id(const struct json *consents, const char *start)
{
	const char *found = NULL;

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
		found = id;
	}
	if (!found)
		message_error("%s", _("this resident has no such consent; "
				      "eenplan consent list shows them"));
	return found;
}

static enum exit_code
withdraw_by_id(struct client *client, const char *start)
{
	const struct json *reply;
	struct body_member members[] = {
		{"resident", client->options->arguments[0]},
		{"withdraw", start},
	};
	enum exit_code code;

	if (strlen(start) < SHORTEST_ID_BYTES || strlen(start) > ID_BYTES) {
		message_error(_("--consent needs at least %d characters of "
				"the id"),
			      SHORTEST_ID_BYTES);
		return EXIT_CODE_USAGE;
	}
	code = ask_list(client, &reply);
	if (code != EXIT_CODE_OK)
		return code;
	members[1].value = find_id(json_member(reply, "consents"), start);
	if (!members[1].value)
		return EXIT_CODE_BAD_INPUT;
	return record(client,
		      body_of(client->arena, members, COUNT_OF(members)));
}

enum exit_code
consent_withdraw(struct client *client)
{
	const char *id = client->options->values[OPTION_CONSENT];

	if (!is_sound(client->options))
		return EXIT_CODE_USAGE;
	return id ? withdraw_by_id(client, id)
		  : record(client, encode(client, "withdrawn"));
}

static void
print_list(struct page *page, const struct json *reply)
{
	consent_page_list(page, json_member(reply, "consents"));
	elsewhere_print_brought(page, json_member(reply, "brought"));
	notices_print(page, json_member(reply, "notices"));
	elsewhere_print_deaths(page, json_member(reply, "deaths"));
}

enum exit_code
consent_list(struct client *client)
{
	const struct json *reply;
	enum exit_code code = ask_list(client, &reply);

	if (code != EXIT_CODE_OK)
		return code;
	if (command_wants_json(client))
		page_json(client->page, reply);
	else
		print_list(client->page, reply);
	return code;
}
