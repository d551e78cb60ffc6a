#include "client/disclosure_page.h"

#include <string.h>

#include "client/disclosure_line.h"
#include "client/i18n.h"
#include "client/wording.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

static const char *const titles[] = {
#define DISCLOSURE_GROUP(name, word, title) title,
#include "eenplan/wire/disclosure.def"
};

static const char *const reaches[] = {
#define DISCLOSURE_REACH(name, word, text) text,
#include "eenplan/wire/disclosure.def"
};

static const char *
time_in_full(struct arena *arena, int64_t time_ms)
{
	char time[CLOCK_TIME_BYTES];

	clock_format_time(time_ms, time);
	return wording_time_in_full(arena, time);
}

static const char *
day_in_full(struct arena *arena, int32_t day)
{
	char date[CLOCK_DATE_BYTES];

	clock_format_date(day, date);
	return wording_date_in_full(arena, arena_string(arena, date));
}

static void
print_period(struct page *page, const struct disclosure *statement)
{
	struct arena *arena = page->arena;
	bool has_from = statement->from_day != CLOCK_DAY_NONE;
	bool has_until = statement->until_day != CLOCK_DAY_NONE;

	if (has_from && has_until)
		page_say(page, 0, _("It is about %s to %s."),
			 day_in_full(arena, statement->from_day),
			 day_in_full(arena, statement->until_day));
	else if (has_from)
		page_say(page, 0, _("It is about %s and later."),
			 day_in_full(arena, statement->from_day));
	else if (has_until)
		page_say(page, 0, _("It is about all until %s."),
			 day_in_full(arena, statement->until_day));
	else
		page_say(page, 0, "%s",
			 _("It is about all that is in our log."));
}

static void
print_head(struct page *page, const struct disclosure *statement)
{
	page_title(page, _("Who made data about %s available, and who saw it"),
		   statement->name ? statement->name : statement->handle);
	if (statement->is_handout)
		page_say(page, 0,
			 _("You asked who made data about you available and "
			   "who saw it. This is what the access log of %s "
			   "says. It tells which kinds of data it was, and not "
			   "what they say."),
			 statement->node_name);
	else
		page_say(page, 0,
			 _("What the access log of %s says, for the privacy "
			   "officer. What is given to the resident is made "
			   "with --handout."),
			 statement->node_name);
	page_gap(page);
	page_say(page, 0, _("Made on %s."),
		 time_in_full(page->arena, statement->made_ms));
	print_period(page, statement);
}

/* What must not be overlooked comes first. */
static void
print_alerts(struct page *page, const struct disclosure *statement)
{
	size_t missing = disclosure_missing(statement);

	if (disclosure_has_orphans(statement)) {
		page_gap(page);
		page_alert(page, "%s",
			   _("Something is in only one of two logs that should "
			     "both have it: look for NOT below. We look "
			     "into it."));
	}
	if (missing > 0) {
		page_gap(page);
		page_alert(page,
			   ngettext("It isn't complete: the log of %zu "
				    "organisation wasn't compared.",
				    "It isn't complete: the logs of %zu "
				    "organisations weren't compared.",
				    (unsigned long)missing),
			   missing);
	}
}

static size_t
count_of(const struct disclosure *statement, enum disclosure_group group)
{
	size_t count = 0;

	for (size_t i = 0; i < statement->line_count; i++)
		count += statement->lines[i].group == group;
	return count;
}

static void
print_group(struct page *page, const struct disclosure *statement,
	    enum disclosure_group group)
{
	size_t count = count_of(statement, group);

	if (count == 0)
		return;
	page_gap(page);
	page_heading(page, "%s (%zu)", gettext(titles[group]), count);
	for (size_t i = 0; i < statement->line_count; i++)
		if (statement->lines[i].group == group)
			disclosure_line_print(page, statement,
					      &statement->lines[i]);
}

static void
print_partners(struct page *page, const struct disclosure *statement)
{
	if (statement->partner_count == 0)
		return;
	page_gap(page);
	page_heading(page, "%s", _("Other organisations"));
	page_say(page, 0, "%s",
		 _("Of these organisations it says only what went between them "
		   "and us. What they did by themselves or with others is in "
		   "their own log: they have to tell it to whoever asks them "
		   "about themselves."));
	for (size_t i = 0; i < statement->partner_count; i++) {
		const struct disclosure_partner *partner =
			&statement->partners[i];

		page_say(page, PAGE_INDENT, "%s: %s.", partner->name,
			 gettext(reaches[partner->reach]));
		if (partner->not_compared > 0)
			page_say(page, PAGE_INDENT,
				 _("%ld earlier requests were too many to be "
				   "compared: ask for a shorter time."),
				 (long)partner->not_compared);
	}
}

static void
print_end(struct page *page, const struct disclosure *statement)
{
	page_gap(page);
	page_say(page, 0, "%s",
		 _("People of other organisations, volunteers, family and "
		   "others in the house aren't named."));
	if (statement->contact)
		page_say(
			page, 0,
			_("Do you want to know more, or is something wrong? "
			  "Ask %s: %s. You can also complain to the Autoriteit "
			  "Persoonsgegevens."),
			statement->node_name, statement->contact);
}

void
disclosure_page_print(struct page *page, const struct disclosure *statement)
{
	if (page->width > LIMIT_PAGE_COLUMNS_USUAL)
		page->width = LIMIT_PAGE_COLUMNS_USUAL;
	print_head(page, statement);
	print_alerts(page, statement);
	if (statement->line_count == 0)
		page_say(page, 0, "%s",
			 _("Our log has nothing about it: nobody made anything "
			   "available and nobody saw anything."));
	for (int group = 0; group < DISCLOSURE_GROUPS; group++)
		print_group(page, statement, group);
	print_partners(page, statement);
	if (statement->is_handout)
		print_end(page, statement);
}
