/*
 * eenplan discover audit
 */
#include "client/body.h"
#include "client/discover_proof.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/table.h"

static void
print_proof(struct page *page, const struct discover_proof *proof)
{
	struct table *table = table_new(page);

	page_say(page, 0,
		 _("Opened: %ld of %ld places, with %ld people in them."),
		 (long)proof->places, (long)proof->length, (long)proof->people);
	if (proof->by_law > 0)
		page_say(page, 0,
			 _("Without consent, by law, in long-term "
			   "care: %ld."),
			 (long)proof->by_law);
	if (proof->finding_count == 0) {
		page_say(page, 0, "%s",
			 _("All of it is as both signed, and everybody in it "
			   "may be found."));
		return;
	}
	page_alert(page, "%s", _("Something is wrong:"));
	table_column(table, _("Client"), TABLE_WHOLE);
	table_column(table, _("What is wrong"), TABLE_TEXT);
	for (size_t i = 0; i < proof->finding_count; i++) {
		table_row(table);
		table_put(table, proof->findings[i].resident);
		table_put(table, proof->findings[i].what);
	}
	table_print(table, PAGE_INDENT);
}

static void
show_as_json(struct client *client, const struct discover_proof *proof)
{
	struct json_writer writer;
	const struct json *value;
	struct buf out;

	buf_init(&out, client->arena, 512);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_integer(&writer, "by_law", proof->by_law);
	json_key(&writer, "findings");
	json_open_array(&writer);
	for (size_t i = 0; i < proof->finding_count; i++) {
		json_open_object(&writer);
		json_member_string_if(&writer, "client",
				      proof->findings[i].resident);
		json_member_string(&writer, "what", proof->findings[i].what);
		json_close_object(&writer);
	}
	json_close_array(&writer);
	json_member_integer(&writer, "length", proof->length);
	json_member_integer(&writer, "people", proof->people);
	json_member_integer(&writer, "places", proof->places);
	json_member_bool(&writer, "sound", proof->finding_count == 0);
	json_close_object(&writer);
	if (json_read(client->arena, buf_text(&out), buf_text(&out).length,
		      &value, NULL) == STATUS_OK)
		page_json(client->page, value);
}

static bool
open_authority(struct client *client, struct vouch **vouch_out)
{
	const char *path = client->options->values[OPTION_AUTHORITY];
	struct fault fault = {0};

	*vouch_out = NULL;
	if (!path || vouch_open(path, vouch_out, &fault) == STATUS_OK)
		return true;
	message_error("%s: %s", fault.where, fault.told);
	return false;
}

enum exit_code
discover_audit(struct client *client)
{
	const struct body_member member = {"session",
					   client->options->arguments[0]};
	struct discover_proof proof;
	const struct json *reply;
	struct vouch *vouch;
	enum exit_code code;
	enum status status;

	if (!open_authority(client, &vouch))
		return EXIT_CODE_USAGE;
	code = node_ask(client,
			&(struct node_request){
				.route = NODE_DISCOVERY_AUDIT,
				.body = body_of(client->arena, &member, 1)},
			&reply);
	if (code != EXIT_CODE_OK) {
		vouch_close(vouch);
		return code;
	}
	status = discover_prove(client->arena, reply, vouch, &proof);
	vouch_close(vouch);
	if (status != STATUS_OK) {
		message_error("%s", _("the node's answer is nothing that can "
				      "be verified"));
		return EXIT_CODE_NODE_FAILED;
	}
	if (command_wants_json(client))
		show_as_json(client, &proof);
	else
		print_proof(client->page, &proof);
	return proof.finding_count == 0 ? EXIT_CODE_OK : EXIT_CODE_NOT_SOUND;
}
