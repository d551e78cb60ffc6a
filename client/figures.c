#include "client/figures.h"

#include <stdlib.h>
#include <string.h>

#include "client/i18n.h"
#include "client/wording.h"

static const struct {
	const char *word, *text;
} measures[] = {
#define REPORT_MEASURE(name, word, unit, who, text) {word, text},
#include "eenplan/wire/report.def"
};

static bool
is_unit(const struct json *figure, const char *unit)
{
	const char *own = json_get_string(figure, "unit");

	return own && strcmp(own, unit) == 0;
}

const char *
figures_label(const struct json *figure)
{
	const char *word = json_get_string(figure, "measure");

	for (size_t i = 0; word && i < COUNT_OF(measures); i++)
		if (strcmp(measures[i].word, word) == 0)
			return gettext(measures[i].text);
	return word ? word : "";
}

const char *
figures_value(struct arena *arena, const struct json *figure)
{
	const char *value = json_get_string(figure, "value");

	if (value &&
	    (is_unit(figure, "euros") || is_unit(figure, "euros-a-month")))
		return arena_printf(arena, "EUR %s", value);
	return value;
}

const char *
figures_few(struct arena *arena, const struct json *report)
{
	return arena_printf(arena, _("fewer than %ld residents"),
			    (long)json_get_integer(report, "floor", 0));
}

const char *
figures_why_not(struct arena *arena, const struct json *report,
		const struct json *figure)
{
	const char *why = json_get_string(figure, "why");

	if (!why)
		return NULL;
	return strcmp(why, "few") == 0 ? figures_few(arena, report)
				       : _("too close to an earlier report");
}

static const char *
law_of(const struct json *figure)
{
	const char *law = json_get_string(figure, "law");

	return law ? law : "";
}

const struct json *
figures_baseline(const struct json *report, const struct json *figure)
{
	const struct json *reference = json_member(report, "reference");
	const char *measure = json_get_string(figure, "measure");

	for (const struct json *other =
		     json_first(json_member(reference, "figures"));
	     other; other = other->next) {
		const char *own = json_get_string(other, "measure");

		if (own && measure && strcmp(own, measure) == 0 &&
		    strcmp(law_of(other), law_of(figure)) == 0)
			return other;
	}
	return NULL;
}

const char *
figures_change(struct arena *arena, const struct json *figure,
	       const struct json *baseline)
{
	const char *now = json_get_string(figure, "value");
	const char *then = json_get_string(baseline, "value");
	const char *point = now ? strchr(now, '.') : NULL;

	/* as many decimals as the figure itself has */
	return now && then
		       ? arena_printf(arena, "%+.*f",
				      point ? (int)strlen(point + 1) : 0,
				      strtod(now, NULL) - strtod(then, NULL))
		       : NULL;
}

const char *
figures_residents(struct arena *arena, const struct json *figure)
{
	const struct json *residents = json_member(figure, "residents");

	return residents && residents->kind == JSON_KIND_INTEGER
		       ? arena_printf(arena, "%ld", (long)residents->as.integer)
		       : NULL;
}

const char *
figures_law(const struct json *figure)
{
	const char *law = json_get_string(figure, "law");

	if (law)
		return wording_label(WORDING_DOMAIN, law);
	return is_unit(figure, "euros-a-month") &&
			       json_get_string(figure, "value")
		       ? _("all laws above")
		       : "";
}

static bool
has_unit(const struct json *report, const char *unit)
{
	for (const struct json *figure =
		     json_first(json_member(report, "figures"));
	     figure; figure = figure->next)
		if (is_unit(figure, unit))
			return true;
	return false;
}

const char *
figures_note(struct arena *arena, const struct json *report, size_t which)
{
	long floor = (long)json_get_integer(report, "floor", 0);
	long odd = (long)json_get_integer(report, "not_counted", 0);
	const char *notes[5];
	size_t count = 0;

	notes[count++] = arena_printf(
		arena,
		_("No figure is over fewer than %ld residents, and none "
		  "differs from an earlier one in fewer: what is left out "
		  "would tell of them."),
		floor);
	if (has_unit(report, "euros")) {
		notes[count++] =
			_("A law under which fewer get help isn't named. The "
			  "old way is what the help of the same residents "
			  "cost before, or would have cost, as it was written "
			  "down with their costs.");
		notes[count++] =
			_("Sums are of the period. To hold old against new, "
			  "take the cost of a case in a month: it is of the "
			  "same cases in both.");
	}
	if (odd > 0)
		notes[count++] = arena_printf(
			arena,
			ngettext("%ld cost isn't counted: its period or "
				 "amount can't be read.",
				 "%ld costs aren't counted: their period or "
				 "amount can't be read.",
				 (unsigned long)odd),
			odd);
	return which < count ? notes[which] : NULL;
}
