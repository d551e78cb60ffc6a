/*
 * eenplan consultation ask | answer | list
 */
#include <string.h>

#include "client/body.h"
#include "client/hours.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/table.h"
#include "client/typed.h"
#include "client/wording.h"

/* --- on the page --- */

static struct table_cell
state_of(struct arena *arena, const struct json *one)
{
	const char *answered = json_get_string(one, "answered");
	const char *due = wording_date(arena, json_get_string(one, "due"));
	long days = (long)json_get_integer(one, "working_days", 0);
	bool late = json_get_bool(one, "late", false);

	if (!answered)
		return (struct table_cell){
			arena_printf(arena,
				     late ? _("LATE: an answer was wanted by "
					      "%s")
					  : _("waits, an answer is wanted by "
					      "%s"),
				     due),
			late ? PAGE_ALERT : PAGE_PLAIN};
	return (struct table_cell){
		arena_printf(arena,
			     late ? ngettext("answered late, after %ld working "
					     "day",
					     "answered late, after %ld working "
					     "days",
					     (unsigned long)days)
				  : ngettext("answered after %ld working day",
					     "answered after %ld working days",
					     (unsigned long)days),
			     days),
		PAGE_FAINT};
}

static void
print_one(struct page *page, const struct json *one)
{
	struct arena *arena = page->arena;
	struct table *table = table_new_pairs(page);
	const char *handle = json_get_string(one, "handle");

	page_heading(page, _("Consultation %s"),
		     wording_short_id(arena, json_get_string(one, "id")));
	table_row(table);
	table_put_cell(table, (struct table_cell){_("State"), PAGE_FAINT});
	table_put_cell(table, state_of(arena, one));
	table_pair(table, _("About"), handle ? handle : _("nobody"));
	table_pair(table, _("Asked by"), json_get_string(one, "user"));
	table_pair(table, _("Asked on"),
		   wording_time(arena, json_get_string(one, "asked")));
	table_pair(table, _("Specialist"), json_get_string(one, "specialist"));
	table_pair(table, _("Question"), json_get_string(one, "question"));
	table_pair(table, _("Answer"), json_get_string(one, "answer"));
	if (json_get_string(one, "answered"))
		table_pair(
			table, _("Time spent"),
			hours_text(arena, json_get_integer(one, "minutes", 0)));
	table_print(table, PAGE_INDENT);
}

static void
print_silent(struct page *page, const struct json *silent)
{
	for (const struct json *one = json_first(silent); one; one = one->next)
		page_alert(page,
			   _("%s gives no answer now: what was answered there "
			     "isn't here yet."),
			   one->as.string);
}

static void
print_list(struct page *page, const struct json *consultations)
{
	if (json_count(consultations) == 0)
		page_say(page, 0, "%s", _("There are no such consultations."));
	for (const struct json *one = json_first(consultations); one;
	     one = one->next)
		print_one(page, one);
}

/* --- commands --- */

static enum exit_code
send(struct client *client, enum node_route route, struct text body)
{
	const struct json *reply, *one;
	enum exit_code code = node_ask_and_show(
		client, &(struct node_request){.route = route, .body = body},
		&reply);

	if (!reply)
		return code;
	one = json_member(reply, "consultation");
	if (command_is_quiet(client)) {
		page_say(client->page, 0, "%s", json_get_string(one, "id"));
		return code;
	}
	print_one(client->page, one);
	hours_print_warning(client->page, json_member(reply, "hours"));
	return code;
}

enum exit_code
consultation_ask(struct client *client)
{
	const char *const *arguments = client->options->arguments;
	const char *specialist = client->options->values[OPTION_SPECIALIST];
	const char *question;

	if (!specialist) {
		message_error("%s", _("say whom you ask: --specialist USER, or "
				      "USER@ORGANISATION"));
		return EXIT_CODE_USAGE;
	}
	question = typed_words(client->arena, arguments[1]);
	if (!question)
		return EXIT_CODE_USAGE;

	const struct body_member members[] = {
		{"question", question},
		{"resident",
		 strcmp(arguments[0], "-") == 0 ? NULL : arguments[0]},
		{"specialist", specialist},
	};

	return send(client, NODE_CONSULTATION_ASK,
		    body_of(client->arena, members, COUNT_OF(members)));
}

enum exit_code
consultation_answer(struct client *client)
{
	const char *const *arguments = client->options->arguments;
	const char *spent = client->options->values[OPTION_MINUTES];
	struct json_writer writer;
	const char *answer;
	int64_t minutes;
	struct buf out;

	if (!spent) {
		message_error("%s",
			      _("say how long it took: --minutes NUMBER"));
		return EXIT_CODE_USAGE;
	}
	if (!typed_minutes(spent, &minutes))
		return EXIT_CODE_USAGE;
	answer = typed_words(client->arena, arguments[1]);
	if (!answer)
		return EXIT_CODE_USAGE;
	buf_init(&out, client->arena, 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "answer", answer);
	json_member_string(&writer, "consultation", arguments[0]);
	json_member_integer(&writer, "minutes", minutes);
	json_close_object(&writer);
	return send(client, NODE_CONSULTATION_ANSWER, buf_text(&out));
}

enum exit_code
consultation_list(struct client *client)
{
	const char *const *values = client->options->values;
	const struct json *reply;
	struct json_writer writer;
	enum exit_code code;
	struct buf out;

	buf_init(&out, client->arena, 64);
	json_begin(&writer, &out);
	json_open_object(&writer);
	if (values[OPTION_LATE])
		json_member_bool(&writer, "late", true);
	if (values[OPTION_OPEN])
		json_member_bool(&writer, "open", true);
	json_close_object(&writer);
	code = node_ask_and_show(
		client,
		&(struct node_request){.route = NODE_CONSULTATION_LIST,
				       .body = buf_text(&out)},
		&reply);
	if (reply) {
		print_list(client->page, json_member(reply, "consultations"));
		print_silent(client->page, json_member(reply, "silent"));
	}
	return code;
}
