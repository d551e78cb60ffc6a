#include "client/plan.h"

#include <string.h>

#include "client/cell.h"
#include "client/conferences.h"
#include "client/duties.h"
#include "client/i18n.h"
#include "client/missing.h"
#include "client/overlaps.h"
#include "client/section.h"
#include "client/wording.h"

static const char *
or_empty(const char *string)
{
	return string ? string : "";
}

/* Calls of `add_name` for each source that `fragments` came from, once. */
static const char *
sources_of(struct arena *arena, const struct json *fragments, size_t *count_out)
{
	const char **names =
		ARENA_ARRAY(arena, json_count(fragments) + 1, const char *);
	struct buf out;
	size_t count = 0;

	buf_init(&out, arena, 128);
	for (const struct json *fragment = json_first(fragments); fragment;
	     fragment = fragment->next) {
		const char *name = cell_of_source(arena, fragment);
		bool known = false;
		for (size_t i = 0; i < count; i++)
			known = known || strcmp(names[i], name) == 0;
		if (known)
			continue;
		buf_printf(&out, "%s%s", count > 0 ? ", " : "", name);
		names[count++] = name;
	}
	*count_out = count;
	return buf_string(&out);
}

static void
print_head(struct page *page, const struct json *view)
{
	const struct json *household = json_member(view, "household");
	const char *name = json_get_string(household, "name");
	const char *role = json_get_string(view, "role");
	const char *purpose = json_get_string(view, "purpose");
	const char *time =
		wording_time(page->arena, json_get_string(view, "time"));
	size_t count;
	const char *sources =
		sources_of(page->arena, json_member(view, "fragments"), &count);

	if (json_member(view, "emergency"))
		page_alert(
			page,
			_("EMERGENCY until %s: only what is needed at once. "
			  "What else there is isn't told. It is logged at "
			  "every organisation that was asked, the resident "
			  "can read it, and privacy officers judge it."),
			or_empty(wording_time(
				page->arena,
				json_get_string(json_member(view, "emergency"),
						"until"))));
	page_title(page, _("One plan for %s"),
		   name ? name : or_empty(json_get_string(household, "id")));
	page_say(page, 0, _("For %s, seen as %s, %s."),
		 or_empty(wording_label(WORDING_PURPOSE, purpose)),
		 or_empty(wording_label(WORDING_ROLE, role)), or_empty(time));
	if (count == 0)
		page_say(page, 0, "%s", _("Nobody gave anything to show."));
	else
		page_say(page, 0,
			 ngettext("From %zu organisation: %s.",
				  "From %zu organisations: %s.", count),
			 count, sources);
}

const char *
plan_organisation(const char *name)
{
	if (name && strcmp(name, "any") == 0)
		return _("an organisation that you may not know by name");
	return wording_label(WORDING_DOMAIN, name);
}

static void
print_person(struct page *page, const struct json *coordinator)
{
	const char *name = json_get_string(coordinator, "name");
	const char *organisation = json_get_string(coordinator, "organisation");
	const char *contact = json_get_string(coordinator, "contact");

	page_say(page, PAGE_INDENT, "%s%s%s", or_empty(name),
		 name && organisation ? ", " : "", or_empty(organisation));
	if (contact)
		page_say(page, PAGE_INDENT, _("Contact point: %s"), contact);
}

static void
print_claims(struct page *page, const struct json *claims)
{
	page_say(page, PAGE_INDENT, "%s",
		 _("Nobody: more than one organisation claims it, so none of "
		   "them acts."));
	for (const struct json *claim = json_first(claims); claim;
	     claim = claim->next)
		page_say(page, 2 * PAGE_INDENT, "%s",
			 or_empty(claim->kind == JSON_KIND_STRING
					  ? plan_organisation(claim->as.string)
					  : NULL));
	page_say(page, PAGE_INDENT, "%s",
		 _("The linked organisations decide by vote, with eenplan "
		   "coordinator vacancy; eenplan coordinator history shows "
		   "what was signed."));
}

static void
print_unconfirmed(struct page *page, const struct json *coordinator)
{
	print_person(page, coordinator);
	page_say(page, PAGE_INDENT, "%s",
		 _("Not confirmed: your own records say so, but nobody has "
		   "signed for it. The organisation that leads does, with "
		   "eenplan coordinator accept."));
}

void
plan_print_coordinator(struct page *page, const struct json *coordinator)
{
	const char *standing = json_get_string(coordinator, "standing");
	const char *group = json_get_string(coordinator, "group");

	page_heading(page, "%s", _("Who coordinates"));
	if (!standing)
		page_say(page, PAGE_INDENT, "%s",
			 _("Nobody yet. Every household needs one "
			   "coordinator."));
	else if (strcmp(standing, "vacant") == 0)
		page_say(page, PAGE_INDENT, "%s",
			 _("Nobody any more: the last coordinator laid it "
			   "down. The linked organisations appoint another by "
			   "vote, with eenplan coordinator vacancy."));
	else if (strcmp(standing, "conflict") == 0)
		print_claims(page, json_member(coordinator, "claims"));
	else if (strcmp(standing, "masked") == 0)
		page_say(page, PAGE_INDENT,
			 _("Another organisation, which you may not know: %s."),
			 or_empty(plan_organisation(group)));
	else if (strcmp(standing, "unconfirmed") == 0)
		print_unconfirmed(page, coordinator);
	else
		print_person(page, coordinator);
}

static const char *
age_of(struct arena *arena, const struct json *member)
{
	int64_t age = json_get_integer(member, "age", -1);

	return age < 0 ? NULL : arena_printf(arena, "%d", (int)age);
}

static void
print_members(struct page *page, const struct json *members)
{
	struct table *table = table_new(page);

	table_column(table, _("Name"), TABLE_TEXT);
	table_column(table, _("Age"), TABLE_NUMBER);
	table_column(table, _("Relation"), TABLE_TEXT);
	for (const struct json *member = json_first(members); member;
	     member = member->next) {
		const char *relation = json_get_string(member, "relation");
		table_row(table);
		table_put(table, json_get_string(member, "name"));
		table_put(table, age_of(page->arena, member));
		table_put(table, wording_label(WORDING_RELATION, relation));
	}
	page_heading(page, "%s", _("Members"));
	table_print(table, PAGE_INDENT);
}

static bool
is_about(const struct json *fragment, const char *id)
{
	const char *subject = json_get_string(fragment, "subject");

	return subject && strcmp(subject, id) == 0;
}

static bool
is_about_a_member(const struct json *fragment, const struct json *members)
{
	for (const struct json *member = json_first(members); member;
	     member = member->next)
		if (is_about(fragment, or_empty(json_get_string(member, "id"))))
			return true;
	return false;
}

/* The fragments about `member`; NULL: about none of the members. */
static struct section_input
gather(struct arena *arena, const struct json *view, const struct json *member)
{
	const struct json *fragments = json_member(view, "fragments");
	const struct json *members = json_member(view, "members");
	const struct json **taken = ARENA_ARRAY(
		arena, json_count(fragments) + 1, const struct json *);
	struct section_input input = {.fragments = taken,
				      .today = cell_day_of(view)};
	const char *id = or_empty(json_get_string(member, "id"));

	for (const struct json *fragment = json_first(fragments); fragment;
	     fragment = fragment->next)
		if (!conferences_is_of(fragment) &&
		    (member ? is_about(fragment, id)
			    : !is_about_a_member(fragment, members)))
			taken[input.count++] = fragment;
	return input;
}

static void
print_member(struct page *page, const struct json *view,
	     const struct json *member)
{
	struct section_input input = gather(page->arena, view, member);
	const char *age = age_of(page->arena, member);
	const char *relation = wording_label(
		WORDING_RELATION, json_get_string(member, "relation"));

	page_title(page, "%s%s%s%s%s",
		   or_empty(json_get_string(member, "name")), age ? ", " : "",
		   or_empty(age), relation ? ", " : "", or_empty(relation));
	if (input.count == 0)
		page_say(page, 0, "%s", _("Nothing is shown."));
	section_print_all(page, &input);
}

void
plan_print(struct page *page, const struct json *view, enum plan_part part)
{
	const struct json *members = json_member(view, "members");
	struct section_input others;
	struct conferences seen;

	print_head(page, view);
	if (part == PLAN_WHOLE) {
		plan_print_coordinator(page, json_member(view, "coordinator"));
		print_members(page, members);
		seen = conferences_gather(page->arena, view);
		conferences_print(page, &seen);
		for (const struct json *member = json_first(members); member;
		     member = member->next)
			print_member(page, view, member);
		others = gather(page->arena, view, NULL);
		if (others.count > 0)
			page_title(page, "%s", _("About the household"));
		section_print_all(page, &others);
		overlaps_print(page, view);
		duties_print(page, view);
	}
	missing_print(page, view);
}
