/*
 * eenplan consent give | renew | refuse | withdraw | list
 */
#include <string.h>

#include "client/body.h"
#include "client/consent_ask.h"
#include "client/consent_page.h"
#include "client/elsewhere.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/notices.h"
#include "eenplan/base/clock.h"

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

/* To whom, what and what for, as the options say it. */
static void
add_scope(struct json_writer *writer, struct client *client)
{
	const char *const *values = client->options->values;
	const char *kind = values[OPTION_KIND];

	body_add_list(writer, client->arena, "categories",
		      unless_any(values[OPTION_CATEGORY]));
	json_member_string(writer, "kind", kind ? kind : "share");
	body_add_list(writer, client->arena, "purposes",
		      unless_any(values[OPTION_FOR]));
	add_recipient(writer, client->options);
}

/* The same as `consent` says it. */
static void
add_scope_of(struct json_writer *writer, const struct json *consent)
{
	static const char *const keys[] = {"categories", "kind", "purposes",
					   "recipient", "source"};

	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		const struct json *value = json_member(consent, keys[i]);

		if (!value)
			continue;
		json_key(writer, keys[i]);
		json_put_value(writer, value);
	}
}

/* About the extent of `earlier`; NULL: of the options. */
static struct text
encode(struct client *client, const char *state, const struct json *earlier)
{
	const char *const *values = client->options->values;
	struct json_writer writer;
	struct buf out;

	buf_init(&out, client->arena, 512);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string_if(&writer, "asked", values[OPTION_ASKED]);
	json_member_string_if(&writer, "conference", values[OPTION_CONFERENCE]);
	json_member_string_if(&writer, "evidence", values[OPTION_EVIDENCE]);
	json_member_string_if(&writer, "from", values[OPTION_FROM]);
	json_member_string_if(&writer, "given_by", values[OPTION_GIVEN_BY]);
	json_member_string_if(&writer, "giver", values[OPTION_GIVER]);
	json_member_string_if(&writer, "ground", values[OPTION_GROUND]);
	json_member_string_if(&writer, "language", values[OPTION_LANGUAGE]);
	json_member_string(&writer, "resident", client->options->arguments[0]);
	json_member_string_if(&writer, "source", values[OPTION_RECORDS_OF]);
	json_member_string(&writer, "state", state);
	json_member_string_if(&writer, "text_version",
			      values[OPTION_TEXT_VERSION]);
	json_member_string_if(&writer, "until", values[OPTION_UNTIL]);
	if (earlier)
		add_scope_of(&writer, earlier);
	else
		add_scope(&writer, client);
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
	return record(client, encode(client, "given", NULL));
}

/* Who gives it now isn't copied: that can be why it is asked again. */
enum exit_code
consent_renew(struct client *client)
{
	enum exit_code code = EXIT_CODE_USAGE;
	const struct json *earlier;

	if (!is_sound(client->options))
		return EXIT_CODE_USAGE;
	earlier = consent_ask_one(client, &code);
	return earlier ? record(client, encode(client, "given", earlier))
		       : code;
}

enum exit_code
consent_refuse(struct client *client)
{
	if (!is_sound(client->options))
		return EXIT_CODE_USAGE;
	return record(client, encode(client, "refused", NULL));
}

static enum exit_code
withdraw_by_id(struct client *client)
{
	struct body_member members[] = {
		{"conference", client->options->values[OPTION_CONFERENCE]},
		{"language", client->options->values[OPTION_LANGUAGE]},
		{"resident", client->options->arguments[0]},
		{"withdraw", NULL},
	};
	enum exit_code code;
	const struct json *consent = consent_ask_one(client, &code);

	if (!consent)
		return code;
	members[COUNT_OF(members) - 1].value = json_get_string(consent, "id");
	return record(client,
		      body_of(client->arena, members, COUNT_OF(members)));
}

enum exit_code
consent_withdraw(struct client *client)
{
	if (!is_sound(client->options))
		return EXIT_CODE_USAGE;
	return client->options->values[OPTION_CONSENT]
		       ? withdraw_by_id(client)
		       : record(client, encode(client, "withdrawn", NULL));
}

static void
print_list(struct page *page, const struct json *reply)
{
	consent_page_list(page, json_member(reply, "consents"));
	elsewhere_print_brought(page, reply);
	notices_print(page, reply);
	elsewhere_print_deaths(page, json_member(reply, "deaths"));
}

static enum exit_code
show_one(struct client *client)
{
	enum exit_code code;
	const struct json *consent = consent_ask_one(client, &code);

	if (!consent)
		return code;
	if (command_wants_json(client))
		page_json(client->page, consent);
	else
		consent_page_show(client->page, consent);
	return code;
}

enum exit_code
consent_list(struct client *client)
{
	const struct json *reply;
	enum exit_code code;

	if (client->options->values[OPTION_CONSENT])
		return show_one(client);
	code = consent_ask_list(client, &reply);
	if (code != EXIT_CODE_OK)
		return code;
	if (command_wants_json(client))
		page_json(client->page, reply);
	else
		print_list(client->page, reply);
	return code;
}
