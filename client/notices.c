#include "client/notices.h"

#include <string.h>

#include "client/i18n.h"
#include "client/table.h"
#include "client/wording.h"
#include "eenplan/wire/letter.h"

const char *
notices_partner(const struct json *letter)
{
	const char *name = json_get_string(letter, "partner_name");
	const char *partner = json_get_string(letter, "partner");

	return name ? name : wording_label(WORDING_DOMAIN, partner);
}

static const char *
why_of(const struct json *letter)
{
	const char *why = json_get_string(letter, "why");

	return why ? _(letter_sentence(why)) : NULL;
}

const char *
notices_letter_state(struct arena *arena, const struct json *letter)
{
	const char *state = json_get_string(letter, "state");
	const char *why = why_of(letter);

	if (state && strcmp(state, "confirmed") == 0)
		return arena_printf(
			arena, _("confirmed on %s"),
			wording_time(arena,
				     json_get_string(letter, "confirmed")));
	if (state && strcmp(state, "recalled") == 0)
		return _("not sent any more: it is over, or told by another");
	if (state && strcmp(state, "dead") == 0)
		return why ? arena_printf(arena, _("NOT told: %s"), why)
			   : _("NOT told");
	return why ? arena_printf(arena, _("waits: %s"), why) : _("waits");
}

static void
add_notice(struct page *page, struct table *table, const struct json *notice)
{
	struct arena *arena = page->arena;
	const char *state = json_get_string(notice, "state");

	table_row(table);
	table_put(table, notices_partner(notice));
	table_put_cell(
		table,
		(struct table_cell){wording_label(WORDING_CONSENT_STATE, state),
				    PAGE_ALERT});
	table_put(table, wording_date(arena, json_get_string(notice, "since")));
	table_put(table, wording_label(WORDING_CONSENT_KIND,
				       json_get_string(notice, "kind")));
	table_put(table,
		  wording_labels_or_all(arena, WORDING_CATEGORY,
					json_member(notice, "categories")));
	table_put(table,
		  wording_labels_or_all(arena, WORDING_PURPOSE,
					json_member(notice, "purposes")));
}

void
notices_say_left_out(struct page *page, const struct json *reply,
		     const char *key)
{
	unsigned long count = (unsigned long)json_get_integer(reply, key, 0);

	if (count > 0)
		page_say(page, 0,
			 ngettext("%lu older one isn't listed.",
				  "%lu older ones aren't listed.", count),
			 count);
}

void
notices_print(struct page *page, const struct json *reply)
{
	const struct json *notices = json_member(reply, "notices");
	struct table *table;

	if (json_count(notices) == 0)
		return;
	table = table_new(page);
	page_gap(page);
	page_say(page, 0, "%s",
		 _("Partners told that consent to share from there no longer "
		   "holds:"));
	table_column(table, _("At"), TABLE_TEXT);
	table_column(table, _("State"), TABLE_WHOLE);
	table_column(table, _("Since"), TABLE_WHOLE);
	table_column(table, _("Kind"), TABLE_TEXT);
	table_column(table, _("Categories"), TABLE_TEXT);
	table_column(table, _("Purposes"), TABLE_TEXT);
	for (const struct json *one = json_first(notices); one; one = one->next)
		add_notice(page, table, one);
	table_print(table, 0);
	notices_say_left_out(page, reply, "notices_left_out");
}

void
notices_print_due(struct page *page, const struct json *reply,
		  const char *household)
{
	unsigned long due = (unsigned long)json_get_integer(reply, "due", 0);

	if (due == 0)
		return;
	page_gap(page);
	page_say(page, 0,
		 ngettext("%lu consent or question is to be asked again: "
			  "eenplan consent due %s",
			  "%lu consents or questions are to be asked again: "
			  "eenplan consent due %s",
			  due),
		 due, household);
}

void
notices_print_news(struct page *page, const struct json *reply)
{
	const struct json *news = json_member(reply, "news");
	unsigned long count = (unsigned long)json_get_integer(news, "count", 0);

	if (count == 0)
		return;
	page_gap(page);
	page_say(page, 0,
		 ngettext("%lu change at partners since %s: eenplan inbox",
			  "%lu changes at partners since %s: eenplan inbox",
			  count),
		 count,
		 wording_time(page->arena, json_get_string(news, "since")));
}
