/*
 * eenplan audit witnesses | keys | proof
 */
#include <errno.h>
#include <stdlib.h>

#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/table.h"
#include "client/wording.h"

/* --- witnesses --- */

static const char *
count_and_time(struct arena *arena, const struct json *side)
{
	long entries = (long)json_get_integer(side, "entries", 0);

	if (entries == 0)
		return NULL;
	return arena_printf(arena,
			    ngettext("%ld entry, %s", "%ld entries, %s",
				     (unsigned long)entries),
			    entries,
			    wording_time(arena, json_get_string(side, "time")));
}

static void
print_partners(struct page *page, const struct json *partners)
{
	struct arena *arena = page->arena;
	struct table *table = table_new(page);

	table_column(table, _("Partner"), TABLE_TEXT);
	table_column(table, _("Cosigned our log"), TABLE_TEXT);
	table_column(table, _("We cosigned its log"), TABLE_TEXT);
	table_column(table, _("What is wrong"), TABLE_TEXT);
	for (const struct json *one = json_first(partners); one;
	     one = one->next) {
		const struct json *ours = json_member(one, "ours");
		const struct json *theirs = json_member(one, "theirs");
		const char *trouble = json_get_string(ours, "trouble");
		const char *fork = json_get_string(theirs, "fork");
		const char *name = json_get_string(one, "name");

		table_row(table);
		table_put(table, name ? name : json_get_string(one, "partner"));
		table_put(table, count_and_time(arena, ours));
		table_put(table, count_and_time(arena, theirs));
		table_put_cell(
			table,
			(struct table_cell){
				trouble ? wording_label(WORDING_TROUBLE,
							trouble)
					: wording_label(WORDING_FORK, fork),
				trouble || fork ? PAGE_ALERT : PAGE_PLAIN});
	}
	table_print(table, 0);
}

static void
print_witnesses(struct page *page, const struct json *report)
{
	long entries = (long)json_get_integer(report, "entries", 0);

	if (json_get_bool(report, "sound", false))
		page_say(page, 0,
			 ngettext("This node's access log has %ld entry. No "
				  "partner has seen it otherwise.",
				  "This node's access log has %ld entries. No "
				  "partner has seen it otherwise.",
				  (unsigned long)entries),
			 entries);
	else
		page_say(page, 0, "%s",
			 _("An access log is NOT what it was: somebody "
			   "rewrote it, or put it back from an older copy."));
	if (json_count(json_member(report, "partners")) == 0)
		page_say(page, 0, "%s",
			 _("No partner has cosigned anything yet."));
	else
		print_partners(page, json_member(report, "partners"));
}

enum exit_code
audit_witnesses(struct client *client)
{
	return node_ask_whether(
		client, &(struct node_request){.route = NODE_AUDIT_WITNESSES},
		"sound", print_witnesses);
}

/* --- keys --- */

/* A file that audit verify-proof reads again. */
static void
print_keys(struct page *page, const struct json *keys)
{
	const char *node = json_get_string(keys, "node");

	buf_printf(&page->out, _("# the access log of %s"), node);
	buf_printf(&page->out, "\n%s\n", json_get_string(keys, "log"));
	buf_printf(&page->out, _("# cosignatures of %s"), node);
	buf_printf(&page->out, "\n%s\n", json_get_string(keys, "cosigner"));
}

enum exit_code
audit_keys(struct client *client)
{
	const struct json *keys;
	enum exit_code code = node_ask_and_show(
		client, &(struct node_request){.route = NODE_AUDIT_KEYS},
		&keys);

	if (keys)
		print_keys(client->page, keys);
	return code;
}

/* --- the proof of an entry --- */

enum exit_code
audit_proof(struct client *client)
{
	const char *number = client->options->arguments[0];
	const struct json *reply;
	struct json_writer writer;
	struct buf body;
	enum exit_code code;
	char *end;
	long long entry;

	errno = 0;
	entry = strtoll(number, &end, 10);
	if (*number < '0' || *number > '9' || *end || errno) {
		message_error("%s", _("NUMBER is that of an entry, as eenplan "
				      "audit who has it"));
		return EXIT_CODE_USAGE;
	}
	buf_init(&body, client->arena, 64);
	json_begin(&writer, &body);
	json_open_object(&writer);
	json_member_integer(&writer, "entry", entry);
	json_close_object(&writer);
	code = node_ask_and_show(
		client,
		&(struct node_request){.route = NODE_AUDIT_PROOF,
				       .body = buf_text(&body)},
		&reply);
	if (reply)
		buf_add_string(&client->page->out,
			       json_get_string(reply, "proof"));
	return code;
}
