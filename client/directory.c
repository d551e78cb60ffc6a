/*
 * eenplan directory list | show | add | change | remove
 */
#include "eenplan/wire/directory.h"

#include <string.h>

#include "client/body.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/table.h"
#include "client/wording.h"

/* --- showing --- */

static const char *
field_of(const struct json *person, enum directory_field field)
{
	return json_get_string(json_member(person, "fields"),
			       directory_field_word(field));
}

static const char *
organisation_of(const struct json *person)
{
	const char *name = json_get_string(person, "organisation_name");

	return name ? name : json_get_string(person, "organisation");
}

/* "lent by thuiszorg until …"; NULL: nobody lends them. */
static const char *
loan_of(struct arena *arena, const struct json *person)
{
	const char *by = json_get_string(person, "lent_by");
	const char *to = json_get_string(person, "lent_to");
	const char *until =
		wording_time(arena, json_get_string(person, "lent_until"));

	if (by)
		return arena_printf(arena, _("lent by %s until %s"), by, until);
	return to ? arena_printf(arena, _("lent to %s until %s"), to, until)
		  : NULL;
}

static const char *
name_of(struct arena *arena, const struct json *person)
{
	const char *name = field_of(person, DIRECTORY_NAME);
	const char *loan = loan_of(arena, person);

	return loan ? arena_printf(arena, "%s (%s)", name, loan) : name;
}

static const char *
shared_of(struct arena *arena, const struct json *person)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (const struct json *word =
		     json_first(json_member(person, "shared"));
	     word; word = word->next) {
		enum directory_field field;

		if (word->kind == JSON_KIND_STRING &&
		    directory_field_of_word(word->as.string, &field))
			buf_printf(&out, "%s%s", out.length > 0 ? ", " : "",
				   gettext(directory_field_label(field)));
	}
	return out.length > 0 ? buf_string(&out) : _("nothing");
}

static void
print_person(struct page *page, const struct json *person)
{
	struct table *table = table_new_pairs(page);

	page_heading(page, "%s", name_of(page->arena, person));
	table_pair(table, _("User"),
		   arena_printf(page->arena, "%s@%s",
				json_get_string(person, "id"),
				json_get_string(person, "organisation")));
	table_pair(table, _("Organisation"), organisation_of(person));
	for (size_t i = DIRECTORY_ROLE; i < DIRECTORY_FIELDS; i++) {
		enum directory_field field = (enum directory_field)i;
		const char *value = field_of(person, field);

		if (value)
			table_pair(table, gettext(directory_field_label(field)),
				   value);
	}
	if (json_member(person, "shared"))
		table_pair(table, _("Partners see"),
			   shared_of(page->arena, person));
	table_print(table, PAGE_INDENT);
}

static void
print_people(struct page *page, const struct json *people)
{
	struct table *table = table_new(page);

	if (json_count(people) == 0) {
		page_say(page, 0, "%s", _("Nobody, as far as you may see."));
		return;
	}
	table_column(table, _("Name"), TABLE_TEXT);
	table_column(table, _("Organisation"), TABLE_TEXT);
	table_column(table, _("Function"), TABLE_TEXT);
	table_column(table, _("Expertise"), TABLE_TEXT);
	table_column(table, _("Available"), TABLE_TEXT);
	table_column(table, _("How to reach them"), TABLE_TEXT);
	for (const struct json *one = json_first(people); one;
	     one = one->next) {
		table_row(table);
		table_put(table, name_of(page->arena, one));
		table_put(table, organisation_of(one));
		table_put(table, field_of(one, DIRECTORY_ROLE));
		table_put(table, field_of(one, DIRECTORY_EXPERTISE));
		table_put(table, field_of(one, DIRECTORY_DAYS));
		table_put(table, field_of(one, DIRECTORY_CONTACT));
	}
	table_print(table, 0);
}

static void
print_missing(struct page *page, const struct json *missing)
{
	if (json_count(missing) > 0)
		page_gap(page);
	for (const struct json *one = json_first(missing); one; one = one->next)
		page_say(page, 0, _("No directory from %s. %s"),
			 json_get_string(one, "organisation_name"),
			 gettext(status_sentence(
				 status_of_code(json_get_string(one, "why")))));
}

static const struct json *
ask(struct client *client, const struct body_member *members, size_t count,
    enum exit_code *code_out)
{
	const struct json *reply;

	*code_out = node_ask_and_show(
		client,
		&(struct node_request){
			.route = NODE_DIRECTORY_LIST,
			.body = body_of(client->arena, members, count)},
		&reply);
	return reply;
}

enum exit_code
directory_list(struct client *client)
{
	const char *const *values = client->options->values;
	const struct body_member members[] = {
		{"expertise", values[OPTION_EXPERTISE]},
		{"organisation", values[OPTION_ORGANISATION]},
	};
	enum exit_code code;
	const struct json *reply =
		ask(client, members, COUNT_OF(members), &code);

	if (!reply)
		return code;
	print_people(client->page, json_member(reply, "people"));
	print_missing(client->page, json_member(reply, "missing"));
	return code;
}

/* USER, of any organisation; or USER@ORGANISATION. A user's own name may have
 * an '@' as well, of somebody who is lent: then the last one parts them. */
enum exit_code
directory_show(struct client *client)
{
	char *person =
		arena_string(client->arena, client->options->arguments[0]);
	char *at = strrchr(person, '@');
	enum exit_code code;
	const struct json *reply, *people;

	if (at)
		*at++ = '\0';

	const struct body_member members[] = {{"organisation", at},
					      {"person", person}};

	reply = ask(client, members, COUNT_OF(members), &code);
	if (!reply)
		return code;
	people = json_member(reply, "people");
	if (json_count(people) == 0)
		page_say(client->page, 0, "%s",
			 _("Nobody, as far as you may see."));
	for (const struct json *one = json_first(people); one; one = one->next)
		print_person(client->page, one);
	print_missing(client->page, json_member(reply, "missing"));
	return code;
}

/* --- writing --- */

static bool
put_fields(struct json_writer *writer, const struct client *client)
{
	const struct options *options = client->options;

	json_key(writer, "fields");
	json_open_object(writer);
	for (size_t i = 1; i < options->argument_count; i++) {
		const char *argument = options->arguments[i];
		const char *equals = strchr(argument, '=');

		if (!equals || equals == argument) {
			message_error("%s",
				      _("write each field as FIELD=VALUE, such "
					"as expertise=dementie"));
			return false;
		}
		json_key(writer, arena_text(client->arena,
					    (struct text){argument,
							  (size_t)(equals -
								   argument)}));
		json_put_string(writer, equals + 1);
	}
	json_close_object(writer);
	return true;
}

static enum exit_code
write_entry(struct client *client, enum node_route route)
{
	const char *share = client->options->values[OPTION_SHARE];
	struct json_writer writer;
	const struct json *reply;
	enum exit_code code;
	struct buf out;

	buf_init(&out, client->arena, 512);
	json_begin(&writer, &out);
	json_open_object(&writer);
	if (!put_fields(&writer, client))
		return EXIT_CODE_USAGE;
	json_member_string(&writer, "person", client->options->arguments[0]);
	if (share && strcmp(share, "nothing") == 0)
		share = "";
	body_add_list(&writer, client->arena, "share", share);
	json_close_object(&writer);
	code = node_ask_and_show(
		client,
		&(struct node_request){.route = route, .body = buf_text(&out)},
		&reply);
	if (reply && !command_is_quiet(client))
		print_person(client->page, json_member(reply, "person"));
	return code;
}

enum exit_code
directory_add(struct client *client)
{
	return write_entry(client, NODE_DIRECTORY_ADD);
}

enum exit_code
directory_change(struct client *client)
{
	return write_entry(client, NODE_DIRECTORY_CHANGE);
}

enum exit_code
directory_remove(struct client *client)
{
	const struct body_member member = {"person",
					   client->options->arguments[0]};
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client,
		&(struct node_request){
			.route = NODE_DIRECTORY_REMOVE,
			.body = body_of(client->arena, &member, 1)},
		&reply);

	if (reply && !command_is_quiet(client))
		page_say(client->page, 0, _("Removed: %s"),
			 client->options->arguments[0]);
	return code;
}
