#include "client/consent_page.h"

#include <string.h>

#include "client/i18n.h"
#include "client/table.h"
#include "client/wording.h"

const char *
consent_page_recipient(struct arena *arena, const struct json *consent)
{
	const struct json *to = json_member(consent, "recipient");
	const char *organisation = json_get_string(to, "organisation");
	const char *domain = json_get_string(to, "domain");
	const char *role = json_get_string(to, "role");

	if (organisation)
		return organisation;
	if (domain)
		return arena_printf(arena, _("all of %s"),
				    wording_label(WORDING_DOMAIN, domain));
	if (role)
		return arena_printf(arena, _("every %s"),
				    wording_label(WORDING_ROLE, role));
	return _("everybody");
}

static const char *
period_of(struct page *page, const struct json *consent)
{
	const char *from =
		wording_date(page->arena, json_get_string(consent, "from"));
	const char *until =
		wording_date(page->arena, json_get_string(consent, "until"));

	if (from && until)
		return arena_printf(page->arena, "%s %s %s", from,
				    page_symbol(page, "–", "-"), until);
	if (until)
		return arena_printf(page->arena, _("until %s"), until);
	return from ? arena_printf(page->arena, _("since %s"), from) : NULL;
}

/* NULL: the resident, as usual. */
static const char *
giver_of(struct arena *arena, const struct json *consent)
{
	const char *by = json_get_string(consent, "given_by");
	const char *giver = json_get_string(consent, "giver");
	const char *ground = wording_label(WORDING_REPRESENTATION,
					   json_get_string(consent, "ground"));

	if (!by || strcmp(by, "self") == 0)
		return NULL;
	if (giver && ground)
		return arena_printf(arena, "%s (%s)", giver, ground);
	return giver ? giver : ground ? ground : by;
}

static struct table_cell
state_of(const struct json *consent)
{
	const char *state = json_get_string(consent, "state");
	bool given = state && strcmp(state, "given") == 0;

	return (struct table_cell){wording_label(WORDING_CONSENT_STATE, state),
				   given ? PAGE_GOOD : PAGE_ALERT};
}

const char *
consent_page_elsewhere(struct arena *arena, const struct json *consent)
{
	const char *source = json_get_string(consent, "source");
	const char *asked_by = json_get_string(consent, "asked_by");

	if (source)
		return arena_printf(arena, _("about records of %s"), source);
	return asked_by ? arena_printf(arena, _("asked by %s"), asked_by)
			: NULL;
}

static bool
is_any_elsewhere(struct arena *arena, const struct json *consents)
{
	for (const struct json *one = json_first(consents); one;
	     one = one->next)
		if (consent_page_elsewhere(arena, one))
			return true;
	return false;
}

static void
add_consent(struct page *page, struct table *table, const struct json *consent,
	    bool with_elsewhere)
{
	struct arena *arena = page->arena;

	table_row(table);
	table_put(table,
		  wording_short_id(arena, json_get_string(consent, "id")));
	table_put_cell(table, state_of(consent));
	table_put(table, wording_label(WORDING_CONSENT_KIND,
				       json_get_string(consent, "kind")));
	table_put(table, consent_page_recipient(arena, consent));
	table_put(table,
		  wording_labels_or_all(arena, WORDING_CATEGORY,
					json_member(consent, "categories")));
	table_put(table,
		  wording_labels_or_all(arena, WORDING_PURPOSE,
					json_member(consent, "purposes")));
	table_put(table, period_of(page, consent));
	table_put(table, giver_of(arena, consent));
	if (with_elsewhere)
		table_put(table, consent_page_elsewhere(arena, consent));
}

void
consent_page_list(struct page *page, const struct json *consents)
{
	bool with_elsewhere = is_any_elsewhere(page->arena, consents);
	struct table *table = table_new(page);

	table_column(table, _("Consent"), TABLE_WHOLE);
	table_column(table, _("State"), TABLE_WHOLE);
	table_column(table, _("Kind"), TABLE_TEXT);
	table_column(table, _("To"), TABLE_TEXT);
	table_column(table, _("Categories"), TABLE_TEXT);
	table_column(table, _("Purposes"), TABLE_TEXT);
	table_column(table, _("Period"), TABLE_TEXT);
	table_column(table, _("By"), TABLE_TEXT);
	if (with_elsewhere)
		table_column(table, _("Elsewhere"), TABLE_TEXT);
	for (const struct json *one = json_first(consents); one;
	     one = one->next)
		add_consent(page, table, one, with_elsewhere);
	if (table_rows(table) == 0)
		page_say(page, 0, "%s",
			 _("No consents are recorded, so what needs consent "
			   "is withheld."));
	table_print(table, 0);
}

void
consent_page_show(struct page *page, const struct json *consent)
{
	struct arena *arena = page->arena;
	const char *giver = giver_of(arena, consent);
	struct table *table = table_new_pairs(page);

	table_pair(table, _("Consent"), json_get_string(consent, "id"));
	table_pair(table, _("State"), state_of(consent).text);
	table_pair(table, _("Kind"),
		   wording_label(WORDING_CONSENT_KIND,
				 json_get_string(consent, "kind")));
	table_pair(table, _("Records of"), json_get_string(consent, "source"));
	table_pair(table, _("To"), consent_page_recipient(arena, consent));
	table_pair(table, _("Categories"),
		   wording_labels_or_all(arena, WORDING_CATEGORY,
					 json_member(consent, "categories")));
	table_pair(table, _("Purposes"),
		   wording_labels_or_all(arena, WORDING_PURPOSE,
					 json_member(consent, "purposes")));
	table_pair(table, _("Period"), period_of(page, consent));
	table_pair(table, _("By"), giver ? giver : _("the resident"));
	table_pair(table, _("How it was asked"),
		   json_get_string(consent, "asked"));
	table_pair(table, _("At the case conference"),
		   json_get_string(consent, "conference"));
	table_pair(table, _("Text shown"),
		   json_get_string(consent, "text_version"));
	table_pair(table, _("Evidence"), json_get_string(consent, "evidence"));
	table_pair(table, _("Recorded"),
		   wording_time(arena, json_get_string(consent, "recorded")));
	table_pair(table, _("Replaces"),
		   json_get_string(consent, "supersedes"));
	table_print(table, PAGE_INDENT);
}

void
consent_page_say(struct page *page, const struct json *consent)
{
	const char *source = json_get_string(consent, "source");

	if (source)
		page_say(page, 0,
			 _("Recorded, and sent to %s. It holds there once that "
			   "node has taken it over: see eenplan consent "
			   "status"),
			 source);
	else
		page_say(page, 0, "%s",
			 _("Recorded, and in force from this moment."));
	consent_page_show(page, consent);
}
