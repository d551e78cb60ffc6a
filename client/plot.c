#include "client/plot.h"

#include "client/markup.h"

#define QUARTERS 4

/* Wide enough for one group; stripes are cut out of the bar, so that they show
 * in any colours, on paper without any as well. */
const char plot_style[] =
	"figure{margin:0}svg.hidden{position:absolute}\n"
	"figcaption{font-weight:700;margin-bottom:.25rem}\n"
	".bars{margin:.5rem 0 0}.bars li{margin-bottom:.5rem}\n"
	".bars .group{font-weight:700;margin:1rem 0 .25rem}\n"
	".bar-text{display:flex;flex-wrap:wrap;gap:0 1rem;"
	"justify-content:space-between;margin:0;line-height:1.35}\n"
	".bar-text b{font-variant-numeric:tabular-nums}\n"
	".bar-text b.none{font-weight:400;font-style:italic}\n"
	"svg.bar{display:block;width:100%;height:1.25rem;margin-top:.125rem}\n"
	".ground{fill:var(--card);stroke:var(--line)}\n"
	".tick{stroke:var(--line)}\n"
	".solid{fill:var(--accent)}\n"
	".stripe{stroke:var(--accent);stroke-width:4}\n"
	".edge{fill:none;stroke:var(--accent);stroke-width:2}\n"
	".axis{display:flex;justify-content:space-between;margin:0;"
	"color:var(--quiet);font-size:1rem}\n"
	"@media print{figure{break-inside:avoid}"
	"svg.bar{height:4mm}.bars li{margin-bottom:1.5mm}}\n";

static double
longest(const struct plot *plot)
{
	double most = plot->most;

	if (most > 0)
		return most;
	for (size_t i = 0; i < plot->count; i++)
		if (plot->bars[i].length > most)
			most = plot->bars[i].length;
	return most;
}

static void
put_drawing(const struct plot_bar *bar, double most, const char *stripes,
	    struct buf *out)
{
	double percent = most <= 0 ? 0 : bar->length * 100 / most;

	if (percent > 100)
		percent = 100;
	buf_add_string(out, "<svg class=\"bar\" aria-hidden=\"true\" "
			    "width=\"100%\" height=\"20\">"
			    "<rect class=\"ground\" width=\"100%\" "
			    "height=\"100%\"/>");
	for (int i = 1; i < QUARTERS; i++)
		buf_printf(out,
			   "<line class=\"tick\" x1=\"%d%%\" x2=\"%d%%\" "
			   "y1=\"0\" y2=\"100%%\"/>",
			   100 * i / QUARTERS, 100 * i / QUARTERS);
	if (bar->fill == PLOT_SOLID)
		buf_printf(out,
			   "<rect class=\"solid\" width=\"%.1f%%\" "
			   "height=\"100%%\"/>",
			   percent);
	else
		buf_printf(out,
			   "<rect fill=\"url(#%s)\" width=\"%.1f%%\" "
			   "height=\"100%%\"/><rect class=\"edge\" "
			   "width=\"%.1f%%\" height=\"100%%\"/>",
			   stripes, percent, percent);
	buf_add_string(out, "</svg>\n");
}

static void
put_bar(const struct plot_bar *bar, double most, const char *stripes,
	struct buf *out)
{
	buf_add_string(out, "<li>");
	markup_element_if(out, "<p class=\"group\">", bar->group, "</p>");
	markup_element(out, "<p class=\"bar-text\"><span>", bar->label,
		       "</span> ");
	markup_element(out, bar->length < 0 ? "<b class=\"none\">" : "<b>",
		       bar->value, "</b></p>\n");
	if (bar->length >= 0)
		put_drawing(bar, most, stripes, out);
	buf_add_string(out, "</li>\n");
}

/* One id for each plot of a page: by where in the page it stands. */
static const char *
put_stripes(struct buf *out)
{
	const char *id =
		arena_printf(out->arena, "stripes-%zu", buf_text(out).length);

	buf_printf(out,
		   "<svg class=\"hidden\" width=\"0\" height=\"0\" "
		   "aria-hidden=\"true\">"
		   "<defs><pattern id=\"%s\" "
		   "patternUnits=\"userSpaceOnUse\" width=\"8\" height=\"8\" "
		   "patternTransform=\"rotate(45)\"><line class=\"stripe\" "
		   "x1=\"0\" x2=\"0\" y1=\"0\" y2=\"8\"/></pattern></defs>"
		   "</svg>\n",
		   id);
	return id;
}

void
plot_put(const struct plot *plot, struct buf *out)
{
	double most = longest(plot);
	const char *stripes;

	buf_add_string(out, "<figure>\n");
	markup_element(out, "<figcaption>", plot->title, "</figcaption>\n");
	markup_element_if(out, "<p class=\"quiet\">", plot->summary, "</p>\n");
	stripes = put_stripes(out);
	buf_add_string(out, "<ul class=\"bars\" role=\"list\">\n");
	for (size_t i = 0; i < plot->count; i++)
		put_bar(&plot->bars[i], most, stripes, out);
	buf_add_string(out, "</ul>\n");
	if (plot->least_text && plot->most_text) {
		markup_element(out,
			       "<p class=\"axis\" aria-hidden=\"true\">"
			       "<span>",
			       plot->least_text, "</span>");
		markup_element(out, "<span>", plot->most_text, "</span></p>\n");
	}
	buf_add_string(out, "</figure>\n");
}
