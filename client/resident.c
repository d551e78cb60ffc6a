/*
 * eenplan resident show | capacity | custody | deceased | representative
 */
#include <string.h>

#include "client/elsewhere.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/table.h"
#include "client/wording.h"

/* What is said of the resident, as the page's first lines. */
static void
print_settings(struct page *page, const struct json *reply)
{
	struct table *table = table_new(page);

	table_column(table, _("What"), TABLE_TEXT);
	table_column(table, _("Recorded"), TABLE_TEXT);
	table_column(table, _("By"), TABLE_TEXT);
	table_column(table, _("Since"), TABLE_WHOLE);
	for (const struct json *one =
		     json_first(json_member(reply, "circumstances"));
	     one; one = one->next) {
		const char *capacity = json_get_string(one, "capacity");
		const char *custody = json_get_string(one, "custody");

		if (json_member(one, "representative"))
			continue;
		table_row(table);
		table_put(table, capacity  ? _("Can weigh consent")
				 : custody ? _("Custody")
					   : _("Deceased"));
		table_put(table,
			  capacity  ? wording_label(WORDING_CAPACITY, capacity)
			  : custody ? wording_label(WORDING_CUSTODY, custody)
			  : json_get_bool(one, "deceased", false) ? _("yes")
								  : _("no"));
		table_put(table, json_get_string(one, "by"));
		table_put(table, wording_time(page->arena,
					      json_get_string(one, "since")));
	}
	if (table_rows(table) > 0)
		page_heading(page, "%s", _("Recorded"));
	table_print(table, PAGE_INDENT);
}

static void
print_representatives(struct page *page, const struct json *reply)
{
	struct table *table = table_new(page);

	table_column(table, _("Representative"), TABLE_WHOLE);
	table_column(table, _("Name"), TABLE_TEXT);
	table_column(table, _("As"), TABLE_TEXT);
	table_column(table, _("By"), TABLE_TEXT);
	table_column(table, _("Since"), TABLE_WHOLE);
	for (const struct json *one =
		     json_first(json_member(reply, "circumstances"));
	     one; one = one->next) {
		const struct json *who = json_member(one, "representative");

		if (!who)
			continue;
		table_row(table);
		table_put(table, json_get_string(who, "reference"));
		table_put(table, json_get_string(who, "name"));
		table_put(table, wording_label(WORDING_REPRESENTATION,
					       json_get_string(who, "as")));
		table_put(table, json_get_string(one, "by"));
		table_put(table, wording_time(page->arena,
					      json_get_string(one, "since")));
	}
	if (table_rows(table) > 0)
		page_heading(page, "%s", _("Representatives"));
	table_print(table, PAGE_INDENT);
}

static void
print_givers(struct page *page, const struct json *reply)
{
	struct table *table = table_new(page);

	table_column(table, _("Consent"), TABLE_TEXT);
	table_column(table, _("Who may give it"), TABLE_TEXT);
	table_column(table, _("Article"), TABLE_TEXT);
	for (const struct json *one = json_first(json_member(reply, "givers"));
	     one; one = one->next) {
		const char *who = json_get_string(one, "who");

		table_row(table);
		table_put(table, wording_label(WORDING_CONSENT_KIND,
					       json_get_string(one, "kind")));
		table_put(table, who ? gettext(who) : NULL);
		table_put(table, json_get_string(one, "article"));
	}
	page_heading(page, "%s", _("Who may give consent"));
	table_print(table, PAGE_INDENT);
}

static void
print_resident(struct page *page, const struct json *reply)
{
	const struct json *resident = json_member(reply, "resident");
	const char *name = json_get_string(resident, "name");
	int64_t age = json_get_integer(resident, "age", -1);

	if (!name)
		name = json_get_string(resident, "handle");
	if (age >= 0)
		page_title(page, _("%s, %ld years old"), name ? name : "",
			   (long)age);
	else
		page_title(page, _("%s, of unknown age"), name ? name : "");
	if (json_get_bool(resident, "deceased", false))
		page_say(page, 0, "%s",
			 _("Has died: nothing is exchanged any more."));
	elsewhere_print_deaths(page, json_member(reply, "deaths"));
	print_settings(page, reply);
	print_representatives(page, reply);
	print_givers(page, reply);
}

static enum exit_code
ask(struct client *client, enum node_route route, struct text body)
{
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client, &(struct node_request){.route = route, .body = body},
		&reply);

	if (reply)
		print_resident(client->page, reply);
	return code;
}

static void
begin(struct client *client, struct json_writer *writer, struct buf *out)
{
	buf_init(out, client->arena, 256);
	json_begin(writer, out);
	json_open_object(writer);
	json_member_string(writer, "resident", client->options->arguments[0]);
}

static enum exit_code
set(struct client *client, struct json_writer *writer, struct buf *out)
{
	json_close_object(writer);
	return ask(client, NODE_RESIDENT_SET, buf_text(out));
}

enum exit_code
resident_show(struct client *client)
{
	struct json_writer writer;
	struct buf out;

	begin(client, &writer, &out);
	json_close_object(&writer);
	return ask(client, NODE_RESIDENT_SHOW, buf_text(&out));
}

static enum exit_code
set_word(struct client *client, const char *about)
{
	struct json_writer writer;
	struct buf out;

	begin(client, &writer, &out);
	json_member_string(&writer, about, client->options->arguments[1]);
	return set(client, &writer, &out);
}

enum exit_code
resident_capacity(struct client *client)
{
	return set_word(client, "capacity");
}

enum exit_code
resident_custody(struct client *client)
{
	return set_word(client, "custody");
}

enum exit_code
resident_deceased(struct client *client)
{
	const char *value = client->options->arguments[1];
	bool is_yes = strcmp(value, "yes") == 0;
	struct json_writer writer;
	struct buf out;

	if (!is_yes && strcmp(value, "no") != 0) {
		message_error("%s",
			      _("say yes or no: has this resident died?"));
		return EXIT_CODE_USAGE;
	}
	begin(client, &writer, &out);
	json_member_bool(&writer, "deceased", is_yes);
	return set(client, &writer, &out);
}

enum exit_code
resident_representative(struct client *client)
{
	struct json_writer writer;
	struct buf out;

	begin(client, &writer, &out);
	json_key(&writer, "representative");
	json_open_object(&writer);
	json_member_string(&writer, "as", client->options->arguments[2]);
	json_member_string_if(&writer, "name",
			      client->options->values[OPTION_NAME]);
	json_member_string(&writer, "reference", client->options->arguments[1]);
	json_close_object(&writer);
	return set(client, &writer, &out);
}
