/*
 * eenplan consent status: which partners know of a resident's objections, and
 * what became of what was asked here for their records
 */
#include "client/body.h"
#include "client/elsewhere.h"
#include "client/i18n.h"
#include "client/node.h"
#include "client/notices.h"
#include "client/table.h"
#include "client/wording.h"

static void
add_letter(struct page *page, struct table *table, const struct json *consent,
	   const struct json *letter)
{
	struct arena *arena = page->arena;
	const char *state = json_get_string(consent, "state");

	table_row(table);
	table_put(table,
		  wording_short_id(arena, json_get_string(consent, "id")));
	table_put(table, wording_label(WORDING_CONSENT_STATE, state));
	table_put(table,
		  wording_date(arena, json_get_string(consent, "recorded")));
	table_put(table, wording_label(WORDING_CONSENT_KIND,
				       json_get_string(consent, "kind")));
	if (!letter) {
		table_put(table, NULL);
		table_put(table, _("no partner had to be told"));
		return;
	}
	table_put(table, notices_partner(letter));
	table_put_cell(table,
		       (struct table_cell){notices_letter_state(arena, letter),
					   json_member(letter, "confirmed")
						   ? PAGE_GOOD
						   : PAGE_ALERT});
}

static void
add_withdrawal(struct page *page, struct table *table,
	       const struct json *withdrawal)
{
	const struct json *consent = json_member(withdrawal, "consent");
	const struct json *letter =
		json_first(json_member(withdrawal, "letters"));

	do {
		add_letter(page, table, consent, letter);
		letter = letter ? letter->next : NULL;
	} while (letter);
}

static void
print_status(struct page *page, const struct json *reply)
{
	const struct json *withdrawals = json_member(reply, "withdrawals");
	struct table *table = table_new(page);

	table_column(table, _("Consent"), TABLE_WHOLE);
	table_column(table, _("State"), TABLE_WHOLE);
	table_column(table, _("On"), TABLE_WHOLE);
	table_column(table, _("Kind"), TABLE_TEXT);
	table_column(table, _("Told"), TABLE_TEXT);
	table_column(table, _("Answer"), TABLE_TEXT);
	for (const struct json *one = json_first(withdrawals); one;
	     one = one->next)
		add_withdrawal(page, table, one);
	if (table_rows(table) == 0)
		page_say(page, 0, "%s",
			 _("This resident has refused or withdrawn nothing "
			   "here."));
	table_print(table, 0);
	elsewhere_print_asked(page, json_member(reply, "elsewhere"));
	elsewhere_print_brought(page, reply);
	notices_print(page, reply);
	elsewhere_print_deaths(page, json_member(reply, "deaths"));
}

enum exit_code
consent_status(struct client *client)
{
	const struct body_member member = {"resident",
					   client->options->arguments[0]};
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client,
		&(struct node_request){
			.route = NODE_CONSENT_STATUS,
			.body = body_of(client->arena, &member, 1)},
		&reply);

	if (reply)
		print_status(client->page, reply);
	return code;
}
