/*
 * eenplan status
 */
#include <string.h>

#include "client/i18n.h"
#include "client/node.h"
#include "client/table.h"
#include "client/wording.h"

static bool
is_well(const struct json *health)
{
	const char *status = json_get_string(health, "status");

	return status && strcmp(status, "well") == 0;
}

static void
add_part(struct table *table, const struct json *health, const char *key,
	 const char *label)
{
	bool works = json_get_bool(health, key, false);

	if (!json_member(health, key))
		return;
	table_row(table);
	table_put_cell(table, (struct table_cell){label, PAGE_FAINT});
	table_put_cell(table, works ? (struct table_cell){_("works"), PAGE_GOOD}
				    : (struct table_cell){_("doesn't work"),
							  PAGE_ALERT});
}

/* Dead letters wait for a person: see eenplan outbox. */
static void
add_letters(struct table *table, struct arena *arena,
	    const struct json *letters)
{
	int64_t dead = json_get_integer(letters, "dead", 0);
	int64_t waiting = json_get_integer(letters, "waiting", 0);

	if (!letters)
		return;
	table_row(table);
	table_put_cell(table, (struct table_cell){_("Letters"), PAGE_FAINT});
	if (dead > 0)
		table_put_cell(
			table,
			(struct table_cell){
				arena_printf(arena,
					     _("%ld dead: see eenplan outbox"),
					     (long)dead),
				PAGE_ALERT});
	else if (waiting > 0)
		table_put(table, arena_printf(arena, _("%ld under way"),
					      (long)waiting));
	else
		table_put_cell(table, (struct table_cell){_("all confirmed"),
							  PAGE_GOOD});
}

/* Only when there are any: most nodes never see one. */
static void
add_emergencies(struct table *table, struct arena *arena,
		const struct json *emergencies)
{
	int64_t waiting = json_get_integer(emergencies, "waiting", 0);

	if (waiting == 0)
		return;
	table_row(table);
	table_put_cell(table,
		       (struct table_cell){_("Emergencies"), PAGE_FAINT});
	table_put_cell(table,
		       (struct table_cell){
			       arena_printf(arena,
					    _("%ld to be judged: see eenplan "
					      "emergency review"),
					    (long)waiting),
			       PAGE_ALERT});
}

static void
add_alert(struct table *table, const char *label, const char *text)
{
	table_row(table);
	table_put_cell(table, (struct table_cell){label, PAGE_FAINT});
	table_put_cell(table, (struct table_cell){text, PAGE_ALERT});
}

/* Only where the nights found something, or couldn't look. */
static void
add_reconciled(struct table *table, struct arena *arena,
	       const struct json *reconciled)
{
	long orphans = (long)json_get_integer(reconciled, "orphans", 0);
	long undone = (long)json_get_integer(reconciled, "undone", 0);

	if (orphans > 0)
		add_alert(table, _("Partners' logs"),
			  arena_printf(
				  arena,
				  ngettext("%ld request is in only one: see "
					   "eenplan audit reconcile",
					   "%ld requests are in only one: see "
					   "eenplan audit reconcile",
					   (unsigned long)orphans),
				  orphans));
	if (undone > 0)
		add_alert(table, _("Partners' logs"),
			  arena_printf(arena,
				       _("not compared with %ld: see eenplan "
					 "audit reconcile"),
				       undone));
}

static void
print_health(struct page *page, const struct json *health)
{
	struct table *table = table_new_pairs(page);
	const char *name = json_get_string(health, "name");

	if (!name)
		name = json_get_string(health, "organisation");
	page_title(page,
		   is_well(health) ? _("The node of %s is well")
				   : _("The node of %s is NOT well"),
		   name ? name : "?");
	add_part(table, health, "store", _("Records"));
	add_part(table, health, "log", _("Access log"));
	add_reconciled(table, page->arena, json_member(health, "reconciled"));
	add_letters(table, page->arena, json_member(health, "letters"));
	add_emergencies(table, page->arena, json_member(health, "emergencies"));
	table_pair(table, _("Policy"), json_get_string(health, "policy"));
	table_pair(table, _("Certificate until"),
		   wording_date(page->arena,
				json_get_string(health, "certificate_until")));
	table_pair(table, _("Its time"),
		   wording_time(page->arena, json_get_string(health, "time")));
	table_print(table, 0);
}

enum exit_code
health_run(struct client *client)
{
	const struct json *health;
	enum exit_code code =
		node_ask(client,
			 &(struct node_request){.route = NODE_USER_HEALTH,
						.unwell_is_reply = true},
			 &health);

	if (code != EXIT_CODE_OK)
		return code;
	if (command_wants_json(client))
		page_json(client->page, health);
	else
		print_health(client->page, health);
	return is_well(health) ? EXIT_CODE_OK : EXIT_CODE_NOT_SOUND;
}
