/*
 * eenplan learning export
 */
#include <stdlib.h>
#include <string.h>

#include "client/body.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/table.h"
#include "client/wording.h"

static const struct {
	const char *word, *text;
} traits[] = {
#define LEARNING_TRAIT(name, word, text) {word, text},
#include "eenplan/wire/learning.def"
};

/* Words of a choice in the reader's language; numbers as they are. */
static const char *
told_of(const struct json *event, const char *field)
{
	const char *value = json_get_string(event, field);

	if (!value)
		return NULL;
	if (strcmp(field, "status") == 0)
		return wording_label(WORDING_STATUS, value);
	if (strcmp(field, "line") == 0)
		return wording_label(WORDING_LINE, value);
	return wording_label(WORDING_CHOICE, value);
}

/* What an event says besides its day: "Direction: down. Status: active" */
static const char *
says_of(struct arena *arena, const struct json *event)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (const struct json *field = json_first(event); field;
	     field = field->next) {
		const char *told = told_of(event, field->key);

		if (!told || strcmp(field->key, "category") == 0 ||
		    strcmp(field->key, "lesson") == 0)
			continue;
		buf_printf(&out, "%s%s: %s", out.length > 0 ? "; " : "",
			   wording_label(WORDING_FIELD, field->key), told);
	}
	return buf_string(&out);
}

static const char *
day_of(struct arena *arena, const struct json *event, const char *key)
{
	const struct json *day = json_member(event, key);

	return day && day->kind == JSON_KIND_INTEGER
		       ? arena_printf(arena, "%ld", (long)day->as.integer)
		       : NULL;
}

static void
print_case(struct page *page, const struct json *one)
{
	struct arena *arena = page->arena;
	struct table *table = table_new(page);
	const struct json *told = json_member(one, "traits");

	page_heading(page, _("Case %ld"),
		     (long)json_get_integer(one, "case", 0));
	for (size_t i = 0; i < COUNT_OF(traits); i++) {
		const char *trait = json_get_string(told, traits[i].word);

		if (trait)
			page_say(page, PAGE_INDENT, "%s: %s",
				 gettext(traits[i].text), trait);
	}
	table_column(table, _("Day"), TABLE_NUMBER);
	table_column(table, _("Until"), TABLE_NUMBER);
	table_column(table, _("What"), TABLE_TEXT);
	table_column(table, _("Said of it"), TABLE_TEXT);
	table_column(table, _("Lesson for others"), TABLE_TEXT);
	for (const struct json *event = json_first(json_member(one, "events"));
	     event; event = event->next) {
		table_row(table);
		table_put(table, day_of(arena, event, "day"));
		table_put(table, day_of(arena, event, "until"));
		table_put(table,
			  wording_label(WORDING_CATEGORY,
					json_get_string(event, "category")));
		table_put(table, says_of(arena, event));
		table_put(table, json_get_string(event, "lesson"));
	}
	table_print(table, PAGE_INDENT);
}

static void
print_left_out(struct page *page, const struct json *reply)
{
	long cases = (long)json_get_integer(reply, "left_out", 0);
	long lessons = (long)json_get_integer(reply, "lessons_left_out", 0);

	if (cases > 0)
		page_say(page, 0,
			 ngettext("%ld resident of the cohort is left out: "
				  "nothing of them may be told here.",
				  "%ld residents of the cohort are left out: "
				  "nothing of them may be told here.",
				  (unsigned long)cases),
			 cases);
	if (lessons > 0)
		page_say(page, 0,
			 ngettext("%ld lesson is left out: it has a name, a "
				  "number or a date. Change it with eenplan "
				  "plan change.",
				  "%ld lessons are left out: they have a name, "
				  "a number or a date. Change them with "
				  "eenplan plan change.",
				  (unsigned long)lessons),
			 lessons);
}

static void
print_export(struct page *page, const struct json *reply)
{
	const struct json *cases = json_member(reply, "cases");

	page_title(page, "%s", _("Cases for a learning session"));
	page_say(page, 0,
		 _("%zu cases; at least %ld look alike by what a case could be "
		   "recognised by. Day 0 is the first day of each."),
		 json_count(cases), (long)json_get_integer(reply, "k", 0));
	for (const struct json *one = json_first(cases); one; one = one->next)
		print_case(page, one);
	page_gap(page);
	print_left_out(page, reply);
}

enum exit_code
learning_export(struct client *client)
{
	const char *const *values = client->options->values;
	const char *k = values[OPTION_ALIKE];
	struct json_writer writer;
	struct buf out;
	const struct json *reply;
	enum exit_code code;

	if (!values[OPTION_COHORT]) {
		message_error("%s", _("say of which cohort: --cohort NAME"));
		return EXIT_CODE_USAGE;
	}
	if (k &&
	    (!*k || strlen(k) > 6 || strspn(k, "0123456789") != strlen(k))) {
		message_error("%s", _("--alike needs a number such as 5"));
		return EXIT_CODE_USAGE;
	}
	buf_init(&out, client->arena, 128);
	json_begin(&writer, &out);
	json_open_object(&writer);
	body_add_list(&writer, client->arena, "coarsen",
		      values[OPTION_COARSEN]);
	json_member_string(&writer, "cohort", values[OPTION_COHORT]);
	if (k)
		json_member_integer(&writer, "k", strtol(k, NULL, 10));
	json_close_object(&writer);
	code = node_ask_and_show(
		client,
		&(struct node_request){.route = NODE_LEARNING_EXPORT,
				       .body = buf_text(&out)},
		&reply);
	if (code == EXIT_CODE_OK)
		message_hint("%s",
			     _("A person must read it before the session: what "
			       "somebody who knows a case could recognise, "
			       "only a person sees."));
	if (reply)
		print_export(client->page, reply);
	return code;
}
