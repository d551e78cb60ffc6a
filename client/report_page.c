#include "client/report_page.h"

#include <stdlib.h>
#include <string.h>

#include "client/document.h"
#include "client/figures.h"
#include "client/i18n.h"
#include "client/markup.h"
#include "client/plot.h"
#include "client/wording.h"

#define MEASURES_OF_SECTION 8 /* and NULL */
#define BARS_MOST	    64
#define WAYS		    2
#define SCORE_MOST	    10

enum drawing {
	DRAW_NUMBERS, /* large, since they are of different kinds */
	DRAW_BARS,    /* of each other's kind */
	DRAW_SCORES,  /* the same, from 0 to 10 */
	DRAW_WAYS,    /* the old and the new, law by law */
};

/* The measures that are drawn come first in a section; the table has all. */
static const struct section {
	const char *id, *title, *plot;
	enum drawing drawing;
	size_t drawn;
	const char *measures[MEASURES_OF_SECTION];
} sections[] = {
	{"help",
	 N_("Cases and first help"),
	 NULL,
	 DRAW_NUMBERS,
	 2,
	 {"cases", "days-to-first-help"}},
	{"scaling",
	 N_("More and less help"),
	 N_("How often help became more or less"),
	 DRAW_BARS,
	 2,
	 {"scaled-up", "scaled-down"}},
	{"referrals",
	 N_("Referrals"),
	 N_("Referrals, indicated against informal"),
	 DRAW_BARS,
	 2,
	 {"referred-indicated", "referred-informal"}},
	{"outcomes",
	 N_("How cases ended"),
	 N_("Cases that ended, by where somebody goes on"),
	 DRAW_BARS,
	 7,
	 {"ended-independent", "ended-informal", "ended-nearby",
	  "ended-specialist", "ended-stopped", "ended-moved", "ended-other"}},
	{"wellbeing",
	 N_("Wellbeing"),
	 N_("Wellbeing before and after, from 0 to 10"),
	 DRAW_SCORES,
	 2,
	 {"wellbeing-before", "wellbeing-after"}},
	{"hours",
	 N_("Hours of specialists"),
	 NULL,
	 DRAW_NUMBERS,
	 2,
	 {"consultations", "hours"}},
	{"cost",
	 N_("Cost by law, old against new"),
	 N_("Cost of a case in a month, by law"),
	 DRAW_WAYS,
	 2,
	 {"case-month-old", "case-month-new", "compared", "cost-old",
	  "cost-new"}},
};

/* The report's own style, after that of plots. */
static const char own_style[] =
	"body{max-width:64rem}\n"
	".pair{display:grid;gap:1.5rem 2.5rem;"
	"grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));"
	"align-items:start}\n"
	".numbers{display:flex;flex-wrap:wrap;gap:1rem}\n"
	".numbers li{flex:1 1 9rem;background:var(--card);"
	"border:1px solid var(--line);border-radius:.75rem;"
	"padding:1rem 1.25rem}\n"
	".numbers b{display:block;font-family:var(--serif);font-size:2.5rem;"
	"line-height:1.2;font-variant-numeric:tabular-nums}\n"
	".numbers b.none{font-size:1.125rem;font-weight:400;"
	"font-style:italic;font-family:inherit}\n"
	".wide{overflow-x:auto}\n"
	"table{border-collapse:collapse;width:100%;font-size:1rem;"
	"overflow-wrap:break-word}\n"
	"caption{text-align:left;font-weight:700;padding-bottom:.25rem}\n"
	"th,td{padding:.375rem .5rem;border-bottom:1px solid var(--line);"
	"text-align:left;vertical-align:top;line-height:1.35}\n"
	"thead th{border-bottom:2px solid var(--accent)}\n"
	"tbody th{font-weight:400}\n"
	"td.number,th.number{text-align:right;white-space:nowrap;"
	"font-variant-numeric:tabular-nums}td.none{font-style:italic}\n"
	"tbody small{display:block;color:var(--quiet);font-size:.9375rem}\n"
	"@media print{.pair{grid-template-columns:1fr 1fr;gap:6mm}"
	".wide{overflow:visible}section{break-inside:avoid}"
	"table{font-size:10pt}.numbers b{font-size:20pt}"
	".numbers li{padding:2mm 4mm}}\n";

static bool
is_measure(const struct json *figure, const char *word)
{
	const char *own = json_get_string(figure, "measure");

	return own && word && strcmp(own, word) == 0;
}

static const struct json *
first_figure(const struct json *report)
{
	return json_first(json_member(report, "figures"));
}

/* Of that law; "" for one that has none. */
static const struct json *
find_figure(const struct json *report, const char *measure, const char *law)
{
	for (const struct json *figure = first_figure(report); figure;
	     figure = figure->next) {
		const char *own = json_get_string(figure, "law");

		if (is_measure(figure, measure) &&
		    strcmp(own ? own : "", law) == 0)
			return figure;
	}
	return NULL;
}

/* --- plots --- */

static struct plot_bar
bar_of(struct arena *arena, const struct json *report,
       const struct json *figure)
{
	const char *value = figures_value(arena, figure);
	const char *why = figures_why_not(arena, report, figure);

	return (struct plot_bar){
		.label = figures_label(figure),
		.value = value ? value
			 : why ? why
			       : "",
		.length = value ? strtod(json_get_string(figure, "value"), NULL)
				: -1,
	};
}

/* Two figures that are both given, and by how much they differ. */
static const char *
difference_of(struct arena *arena, enum drawing drawing,
	      const struct json *before, const struct json *after)
{
	const char *one = json_get_string(before, "value");
	const char *other = json_get_string(after, "value");
	double more;

	if (!one || !other)
		return NULL;
	more = strtod(other, NULL) - strtod(one, NULL);
	if (drawing == DRAW_SCORES)
		return more > 0 ? arena_printf(arena,
					       _("At the end it is %.1f higher "
						 "than at the start."),
					       more)
		       : more < 0
			       ? arena_printf(arena,
					      _("At the end it is %.1f lower "
						"than at the start."),
					      -more)
			       : _("At the end it is what it was.");
	if (drawing != DRAW_WAYS)
		return NULL;
	return more < 0	  ? arena_printf(arena,
					 _("In the new way a case costs EUR "
					     "%.2f a month less."),
					 -more)
	       : more > 0 ? arena_printf(arena,
					 _("In the new way a case costs EUR "
					   "%.2f a month more."),
					 more)
			  : _("In the new way a case costs the same.");
}

/* The old and the new of one law, or of all together. */
static size_t
add_ways(struct arena *arena, const struct json *report,
	 const struct section *section, const char *law, struct plot_bar *bars)
{
	for (size_t i = 0; i < WAYS; i++) {
		const struct json *figure =
			find_figure(report, section->measures[i], law);

		/* a law that isn't named is one of a few, or of nobody */
		bars[i] = figure ? bar_of(arena, report, figure)
				 : (struct plot_bar){
					   .value = figures_few(arena, report),
					   .length = -1};
		bars[i].label = i == 0 ? _("old way") : _("new way");
		bars[i].fill = i == 0 ? PLOT_STRIPED : PLOT_SOLID;
		if (i == 0)
			bars[i].group =
				*law ? wording_label(WORDING_DOMAIN, law)
				     : _("All laws together");
	}
	return WAYS;
}

/* Every law that either way has, once, then all together. */
static size_t
gather_ways(struct arena *arena, const struct json *report,
	    const struct section *section, struct plot_bar *bars)
{
	size_t count = 0;

	for (size_t way = 0; way < section->drawn; way++)
		for (const struct json *figure = first_figure(report); figure;
		     figure = figure->next) {
			const char *law = json_get_string(figure, "law");

			if (!law ||
			    !is_measure(figure, section->measures[way]) ||
			    (way > 0 &&
			     find_figure(report, section->measures[0], law)) ||
			    count + 2 * WAYS > BARS_MOST)
				continue;
			count += add_ways(arena, report, section, law,
					  bars + count);
		}
	return count + add_ways(arena, report, section, "", bars + count);
}

/* A figure, below what it is held against. */
static size_t
add_bars(struct arena *arena, const struct json *report,
	 const struct json *figure, struct plot_bar *bars)
{
	const struct json *baseline = figures_baseline(report, figure);

	if (!figure)
		return 0;
	if (!baseline) {
		bars[0] = bar_of(arena, report, figure);
		return 1;
	}
	bars[0] = bar_of(arena, report, baseline);
	bars[0].group = bars[0].label;
	bars[0].label = _("baseline");
	bars[0].fill = PLOT_STRIPED;
	bars[1] = bar_of(arena, report, figure);
	bars[1].label = _("this period");
	return WAYS;
}

static void
put_plot(const struct json *report, const struct section *section,
	 struct buf *out)
{
	struct plot_bar bars[BARS_MOST] = {{.length = 0}};
	const char *one = section->measures[0], *other = section->measures[1];
	struct plot plot = {
		.title = gettext(section->plot),
		.summary = difference_of(out->arena, section->drawing,
					 find_figure(report, one, ""),
					 find_figure(report, other, "")),
		.bars = bars,
	};

	if (section->drawing == DRAW_SCORES) {
		plot.most = SCORE_MOST;
		plot.least_text = "0";
		plot.most_text = "10";
	}
	if (section->drawing == DRAW_WAYS)
		plot.count = gather_ways(out->arena, report, section, bars);
	else
		for (size_t i = 0; i < section->drawn; i++)
			plot.count += add_bars(
				out->arena, report,
				find_figure(report, section->measures[i], ""),
				bars + plot.count);
	plot_put(&plot, out);
}

static void
put_numbers(const struct json *report, const struct section *section,
	    struct buf *out)
{
	buf_add_string(out, "<ul class=\"numbers\" role=\"list\">\n");
	for (size_t i = 0; i < section->drawn; i++) {
		const struct json *figure =
			find_figure(report, section->measures[i], "");
		struct plot_bar bar;

		if (!figure)
			continue;
		bar = bar_of(out->arena, report, figure);
		markup_element(out,
			       bar.length < 0 ? "<li><b class=\"none\">"
					      : "<li><b>",
			       bar.value, "</b> ");
		markup_element(out, "", bar.label, "</li>\n");
	}
	buf_add_string(out, "</ul>\n");
}

/* --- tables --- */

/* Why a baseline isn't given stands in the notes: it is narrow here. */
static const char *
value_or_dash(struct arena *arena, const struct json *figure)
{
	const char *value = figures_value(arena, figure);

	return value ? value : "-";
}

static void
put_row(const struct json *report, const struct json *figure, struct buf *out)
{
	const char *residents = figures_residents(out->arena, figure);
	const struct json *baseline = figures_baseline(report, figure);

	markup_element(out, "<tr><th scope=\"row\">", figures_label(figure),
		       "");
	markup_element_if(out, "<small>", figures_law(figure), "</small>");
	buf_add_string(out, "</th>");
	if (json_member(report, "reference"))
		markup_element(out, "<td class=\"number\">",
			       value_or_dash(out->arena, baseline), "</td>");
	markup_element_if(out, "<td class=\"number\">",
			  figures_value(out->arena, figure), "</td>");
	markup_element_if(out, "<td class=\"number\">", residents, "</td>");
	markup_element_if(out, "<td class=\"none\" colspan=\"2\">",
			  figures_why_not(out->arena, report, figure), "</td>");
	buf_add_string(out, "</tr>\n");
}

static void
put_table(const struct json *report, const struct section *section,
	  struct buf *out)
{
	const char *title = gettext(section->title);

	/* what can be scrolled must be reached by the keyboard */
	markup_element(out,
		       "<div class=\"wide\" role=\"region\" tabindex=\"0\""
		       " aria-label=\"",
		       title, "\">\n<table>\n");
	markup_element(out, "<caption>", _("The figures"), "</caption>\n");
	markup_element(out, "<thead><tr><th scope=\"col\">", _("Figure"),
		       "</th>");
	if (json_member(report, "reference"))
		markup_element(out, "<th scope=\"col\" class=\"number\">",
			       _("Baseline"), "</th>");
	markup_element(out, "<th scope=\"col\" class=\"number\">", _("Value"),
		       "</th>");
	markup_element(out, "<th scope=\"col\" class=\"number\">",
		       _("Residents"), "</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; section->measures[i]; i++)
		for (const struct json *figure = first_figure(report); figure;
		     figure = figure->next)
			if (is_measure(figure, section->measures[i]))
				put_row(report, figure, out);
	buf_add_string(out, "</tbody>\n</table>\n</div>\n");
}

/* --- the page --- */

/* A level that may not know of a section has no figure of it. */
static bool
has_section(const struct json *report, const struct section *section)
{
	for (size_t i = 0; section->measures[i]; i++)
		for (const struct json *figure = first_figure(report); figure;
		     figure = figure->next)
			if (is_measure(figure, section->measures[i]))
				return true;
	return false;
}

static void
put_section(const struct json *report, const struct section *section,
	    struct buf *out)
{
	document_open_section(section->id, gettext(section->title), out);
	buf_add_string(out, "<div class=\"pair\">\n<div>\n");
	if (section->drawing == DRAW_NUMBERS)
		put_numbers(report, section, out);
	else
		put_plot(report, section, out);
	buf_add_string(out, "</div>\n");
	put_table(report, section, out);
	buf_add_string(out, "</div>\n");
	document_close_section(out);
}

static void
put_fact(struct buf *out, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	markup_element(out, "<li><b>", name, "</b> ");
	markup_element(out, "", value, "</li>\n");
}

static void
put_header(const struct json *report, const char *period, struct buf *out)
{
	const char *level = json_get_string(report, "level");
	const struct json *reference = json_member(report, "reference");

	document_put_skip("figures", _("To the figures"), out);
	markup_element(out, "<header>\n<h1>", _("Report"), "</h1>\n");
	markup_element(out, "<p class=\"lead\">", period, "</p>\n");
	buf_add_string(out, "<ul class=\"facts\" role=\"list\">\n");
	put_fact(out, _("Of:"), json_get_string(report, "organisation"));
	if (reference)
		put_fact(out, _("Baseline:"),
			 arena_printf(out->arena, _("from %s until %s"),
				      wording_date(out->arena,
						   json_get_string(reference,
								   "from")),
				      wording_date(out->arena,
						   json_get_string(reference,
								   "until"))));
	put_fact(out, _("Cohort:"), json_get_string(report, "cohort"));
	put_fact(out, _("For the level of:"),
		 wording_label(WORDING_ROLE, level));
	put_fact(out, _("Made on:"),
		 wording_time_in_full(out->arena,
				      json_get_string(report, "made")));
	buf_add_string(out, "</ul>\n</header>\n<main id=\"figures\">\n");
}

static void
put_footer(const struct json *report, struct buf *out)
{
	const char *note;

	buf_add_string(out, "</main>\n<footer aria-labelledby=\"about\">\n");
	markup_element(out, "<h2 id=\"about\">", _("How to read this"),
		       "</h2>\n");
	for (size_t i = 0; (note = figures_note(out->arena, report, i)); i++)
		markup_element(out, "<p>", note, "</p>\n");
	buf_add_string(out, "</footer>\n");
}

void
report_page_write(const struct json *report, struct buf *out)
{
	const char *from = json_get_string(report, "from");
	const char *until = json_get_string(report, "until");
	const char *period = arena_printf(
		out->arena, _("From %s until %s"),
		from ? wording_date_in_full(out->arena, from) : "?",
		until ? wording_date_in_full(out->arena, until) : "?");
	const char *style =
		arena_printf(out->arena, "%s%s", plot_style, own_style);

	document_open(&(struct document){.title = _("Report"),
					 .name = period,
					 .style = style},
		      out);
	put_header(report, period, out);
	for (size_t i = 0; i < COUNT_OF(sections); i++)
		if (has_section(report, &sections[i]))
			put_section(report, &sections[i], out);
	put_footer(report, out);
	document_close(out);
}
