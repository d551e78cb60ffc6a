#include "client/disclosure_line.h"

#include <string.h>

#include "client/i18n.h"
#include "client/wording.h"
#include "eenplan/base/clock.h"

static const char *const matches[] = {
	NULL,
#define DISCLOSURE_MATCH(name, word, text) text,
#include "eenplan/wire/disclosure.def"
};

static bool
is(const char *word, const char *other)
{
	return word && strcmp(word, other) == 0;
}

/* Labels with commas. */
static const char *
labels(struct arena *arena, const struct disclosure_words *words)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (size_t i = 0; i < words->count; i++)
		buf_printf(&out, "%s%s", i == 0 ? "" : ", ",
			   wording_label(WORDING_CATEGORY, words->items[i]));
	return buf_string(&out);
}

static const char *
time_of(struct arena *arena, int64_t time_ms)
{
	char time[CLOCK_TIME_BYTES];

	clock_format_time(time_ms, time);
	return wording_time(arena, time);
}

static const char *
date_of(struct arena *arena, int64_t time_ms)
{
	char date[CLOCK_DATE_BYTES];

	clock_format_date(clock_day_of_ms(time_ms), date);
	return wording_date(arena, arena_string(arena, date));
}

/* "Fatima El Amrani, coordinator, Wijkteam Vlinderwijk" */
static const char *
who(struct arena *arena, const struct disclosure_line *line)
{
	const char *parts[] = {
		line->user_name ? line->user_name : line->user,
		wording_label(WORDING_ROLE, line->role),
		line->organisation_name ? line->organisation_name
					: line->organisation,
	};
	struct buf out;

	buf_init(&out, arena, 64);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		if (parts[i])
			buf_printf(&out, "%s%s", out.length == 0 ? "" : ", ",
				   parts[i]);
	if (line->lent_by)
		buf_printf(&out, _(" (lent by %s)"),
			   line->lent_by_name ? line->lent_by_name
					      : line->lent_by);
	return buf_string(&out);
}

static const char *
answered(const struct disclosure_line *line)
{
	return line->categories.count > 0 || is(line->outcome, "ok")
		       ? _("asked us for data, and got some")
		       : _("asked us for data, and got nothing");
}

static const char *
happened(struct arena *arena, const struct disclosure_line *line)
{
	const char *event = wording_label(WORDING_EVENT, line->event);

	if (is(line->event, "ask"))
		return _("asked other organisations for data");
	if (is(line->event, "answer") && line->seq < 0)
		return _("asked us for data");
	if (is(line->event, "answer"))
		return answered(line);
	if (is(line->event, "discovery") && is(line->outcome, "ok"))
		return _("found as a joint client");
	if (!line->outcome || is(line->outcome, "ok") ||
	    is(line->outcome, "permitted"))
		return event;
	return arena_printf(arena, "%s: %s", event,
			    wording_label(WORDING_OUTCOME, line->outcome));
}

static void
print_what(struct page *page, const struct disclosure_line *line)
{
	struct arena *arena = page->arena;
	const char *given = labels(arena, &line->categories);
	const char *withheld = labels(arena, &line->withheld);

	if (*given && line->group == DISCLOSURE_GIVEN)
		page_say(page, 2 * PAGE_INDENT, _("Given: %s"), given);
	else if (*given && (line->group == DISCLOSURE_CHANGED ||
			    line->group == DISCLOSURE_FOUND))
		page_say(page, 2 * PAGE_INDENT, _("About: %s"), given);
	else if (*given)
		page_say(page, 2 * PAGE_INDENT, _("Seen: %s"), given);
	if (*withheld)
		page_say(page, 2 * PAGE_INDENT, _("Not given: %s"), withheld);
}

/* "Thuiszorg gave: goals", or that it gave nothing, or that nobody knows. */
static const char *
gave(struct arena *arena, const struct disclosure_other *other,
     const char *name)
{
	const char *given = labels(arena, &other->categories);

	if (!other->gave)
		return arena_printf(arena, _("With %s"), name);
	if (*given)
		return arena_printf(arena, _("%s gave: %s"), name, given);
	return other->says
		       ? arena_printf(arena, _("%s gave nothing of it"), name)
		       : arena_printf(arena, _("What %s gave isn't known here"),
				      name);
}

static void
print_other(struct page *page, const struct disclosure_line *line,
	    const struct disclosure_other *other)
{
	struct arena *arena = page->arena;
	const char *logs = other->match == DISCLOSURE_MATCH_NONE
				   ? NULL
				   : gettext(matches[other->match]);
	const char *said = gave(
		arena, other, other->name ? other->name : other->organisation);

	/* Who asked is said already. */
	if (logs && !other->gave && is(line->organisation, other->organisation))
		page_say(page, 2 * PAGE_INDENT, _("Checked: %s"), logs);
	else if (logs)
		page_say(page, 2 * PAGE_INDENT, "%s (%s)", said, logs);
	else
		page_say(page, 2 * PAGE_INDENT, "%s", said);
}

static void
print_reason(struct page *page, const struct disclosure_line *line)
{
	if (line->reason)
		page_say(page, 2 * PAGE_INDENT, _("Why: %s"), line->reason);
	if (line->reason_held)
		page_say(page, 2 * PAGE_INDENT, "%s",
			 _("Why is recorded in somebody's own words, which may "
			   "name others: ask for it."));
	if (line->judgement && !is(line->event, "judgement"))
		page_say(page, 2 * PAGE_INDENT, _("This emergency %s."),
			 wording_label(WORDING_JUDGEMENT, line->judgement));
}

static bool
is_given(const struct disclosure_consent *consent)
{
	return is(consent->state, "given");
}

static const char *
consent_in_words(struct arena *arena, const struct disclosure_consent *consent)
{
	const char *kind = wording_label(WORDING_CONSENT_KIND, consent->kind);
	const char *date = date_of(arena, consent->recorded_ms);

	if (!is_given(consent))
		return arena_printf(arena,
				    _("what was refused or withdrawn on "
				      "%s"),
				    date);
	return is(consent->given_by, "self")
		       ? arena_printf(arena, _("consent of %s (%s)"), date,
				      kind)
		       : arena_printf(arena,
				      _("consent of %s by a representative "
					"(%s)"),
				      date, kind);
}

static const char *
joined(struct arena *arena, const struct disclosure_words *words)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (size_t i = 0; i < words->count; i++)
		buf_printf(&out, "%s%s", i == 0 ? "" : "; ", words->items[i]);
	return buf_string(&out);
}

/*
 * Articles, and the consents that go with them: given ones, or objections.
 * Several of one day and kind are said once.
 */
static const char *
ground(struct arena *arena, const struct disclosure_line *line,
       const struct disclosure_words *articles, bool of_given)
{
	const char *before = "";
	struct buf out;

	buf_init(&out, arena, 128);
	buf_add_string(&out, joined(arena, articles));
	for (size_t i = 0; i < line->consent_count; i++) {
		const char *consent =
			consent_in_words(arena, &line->consents[i]);

		if (is_given(&line->consents[i]) != of_given ||
		    strcmp(consent, before) == 0)
			continue;
		buf_printf(&out, "%s%s", out.length == 0 ? "" : "; ", consent);
		before = consent;
	}
	return buf_string(&out);
}

/* An officer can look a rule up; a resident is told its articles. */
static void
print_ground(struct page *page, const struct disclosure *statement,
	     const struct disclosure_line *line)
{
	const char *by = ground(page->arena, line, &line->basis, true);
	const char *against = ground(page->arena, line, &line->barred, false);

	if (*by)
		page_say(page, 2 * PAGE_INDENT, _("On the ground of: %s"), by);
	if (*against && line->withheld.count > 0)
		page_say(page, 2 * PAGE_INDENT, _("Not given because of: %s"),
			 against);
	if (line->rules.count > 0 && !statement->is_handout)
		page_say(page, 2 * PAGE_INDENT, _("Rules: %s"),
			 joined(page->arena, &line->rules));
}

void
disclosure_line_print(struct page *page, const struct disclosure *statement,
		      const struct disclosure_line *line)
{
	struct arena *arena = page->arena;
	const char *purpose = wording_label(WORDING_PURPOSE, line->purpose);

	page_say(page, 0, "%s  %s", time_of(arena, line->time_ms),
		 who(arena, line));
	if (purpose)
		page_say(page, 2 * PAGE_INDENT, _("%s; what for: %s"),
			 happened(arena, line), purpose);
	else
		page_say(page, 2 * PAGE_INDENT, "%s", happened(arena, line));
	print_what(page, line);
	for (size_t i = 0; i < line->other_count; i++)
		print_other(page, line, &line->others[i]);
	print_reason(page, line);
	print_ground(page, statement, line);
}
