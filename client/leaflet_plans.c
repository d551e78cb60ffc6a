#include "client/cell.h"
#include "client/i18n.h"
#include "client/leaflet_part.h"
#include "client/markup.h"
#include "client/wording.h"
#include "eenplan/wire/entry.h"

static bool
is_over(const struct leaflet *leaflet, const struct leaflet_item *item)
{
	return entry_is_over(item->fields, cell_day_of(leaflet->view));
}

static const char *
text_of_field(const struct leaflet *leaflet, const struct leaflet_item *item,
	      const char *field)
{
	return cell_value(leaflet->arena, json_member(item->fields, field));
}

/* When it has to be ready, and in words that it should have been. */
static void
put_due(const struct leaflet *leaflet, const struct leaflet_item *item,
	struct buf *out)
{
	const char *due = wording_date_in_full(leaflet->arena, item->due);

	if (!*item->due)
		return;
	if (entry_is_overdue(item->fields, cell_day_of(leaflet->view)))
		markup_element(
			out, "<p class=\"late\">",
			arena_printf(leaflet->arena,
				     _("Too late: this was to be ready on %s."),
				     due),
			"</p>\n");
	else
		markup_element(
			out, "<p class=\"due\">",
			arena_printf(leaflet->arena, _("Ready by %s."), due),
			"</p>\n");
}

/* --- what we want --- */

static size_t
put_shared_plans(const struct leaflet *leaflet, struct buf *out)
{
	struct leaflet_items plans = leaflet_gather(
		leaflet,
		&(struct leaflet_wish){"plan", NULL, {"title", "text"}});
	size_t shown = 0;

	for (size_t i = 0; i < plans.count; i++) {
		const struct leaflet_item *plan = &plans.all[i];
		const char *title = text_of_field(leaflet, plan, "title");
		const char *text = text_of_field(leaflet, plan, "text");

		if (is_over(leaflet, plan) || (!title && !text))
			continue;
		if (shown++ == 0)
			buf_add_string(out, "<ul class=\"plans\" "
					    "role=\"list\">\n");
		markup_element(out, "<li class=\"card\">\n<p class=\"name\">",
			       title ? title : text, "</p>\n");
		markup_element_if(out, "<p>", title ? text : NULL, "</p>\n");
		leaflet_put_origin(leaflet, plan, out);
		buf_add_string(out, "</li>\n");
	}
	if (shown > 0)
		buf_add_string(out, "</ul>\n");
	return shown;
}

static void
put_wants(const struct leaflet *leaflet, const struct leaflet_items *wants,
	  struct buf *out)
{
	static const struct {
		const char *field;
		const char *title;
	} rows[] = {{"want", N_("Wants")},
		    {"can", N_("Can")},
		    {"need", N_("Needs")}};

	if (wants->count == 0)
		return;
	buf_add_string(out, "<dl>\n");
	for (size_t r = 0; r < COUNT_OF(rows); r++) {
		size_t said = 0;
		for (size_t i = 0; i < wants->count; i++) {
			const char *text = text_of_field(
				leaflet, &wants->all[i], rows[r].field);
			if (!text)
				continue;
			if (said++ == 0)
				markup_element(out, "<dt>",
					       gettext(rows[r].title),
					       "</dt>\n");
			markup_element(out, "<dd>", text, "</dd>\n");
		}
	}
	buf_add_string(out, "</dl>\n");
}

static void
put_goals(const struct leaflet *leaflet, const struct leaflet_items *goals,
	  struct buf *out)
{
	if (goals->count == 0)
		return;
	markup_element(out, "<h4>", _("Goals"),
		       "</h4>\n<ul class=\"goals\">\n");
	for (size_t i = 0; i < goals->count; i++) {
		const struct leaflet_item *goal = &goals->all[i];
		const char *text = text_of_field(leaflet, goal, "text");

		markup_element(out, "<li>\n<p>",
			       text ? text : _("A goal without words"),
			       "</p>\n");
		if (is_over(leaflet, goal))
			markup_element(out, "<p class=\"quiet\">",
				       _("Done or stopped"), "</p>\n");
		else
			put_due(leaflet, goal, out);
		buf_add_string(out, "</li>\n");
	}
	buf_add_string(out, "</ul>\n");
}

static void
put_member(const struct leaflet *leaflet, const struct json *member,
	   struct buf *out)
{
	const char *id = json_get_string(member, "id");
	const char *name = json_get_string(member, "name");
	struct leaflet_items wants;
	struct leaflet_items goals;

	if (!id)
		return;
	wants = leaflet_gather(
		leaflet, &(struct leaflet_wish){
				 "want_can_need", id, {"want", "can", "need"}});
	goals = leaflet_gather(
		leaflet, &(struct leaflet_wish){"goal", id, {"text", "due"}});
	if (wants.count + goals.count == 0)
		return;
	buf_add_string(out, "<li class=\"card long\">\n");
	markup_element(out, "<h3>", name ? name : _("Somebody of us"),
		       "</h3>\n");
	put_wants(leaflet, &wants, out);
	put_goals(leaflet, &goals, out);
	buf_add_string(out, "</li>\n");
}

void
leaflet_put_wants(const struct leaflet *leaflet, struct buf *out)
{
	const struct json *members = json_member(leaflet->view, "members");
	size_t shown = put_shared_plans(leaflet, out);
	struct buf cards;

	buf_init(&cards, leaflet->arena, 4096);
	for (const struct json *member = json_first(members); member;
	     member = member->next)
		put_member(leaflet, member, &cards);
	if (cards.length > 0) {
		buf_add_string(out, "<ul class=\"cards\" role=\"list\">\n");
		buf_add_text(out, buf_text(&cards));
		buf_add_string(out, "</ul>\n");
	}
	if (shown + cards.length == 0)
		leaflet_say_nothing(out);
}

/* --- what was agreed --- */

static void
put_agreement(const struct leaflet *leaflet, const struct leaflet_item *item,
	      struct buf *out)
{
	const char *text = text_of_field(leaflet, item, "text");
	const char *owner = text_of_field(leaflet, item, "owner");
	const char *share = text_of_field(leaflet, item, "contribution");

	markup_element(out, "<p class=\"name\">",
		       text ? text : _("An agreement without words"), "</p>\n");
	if (owner && share)
		owner = arena_printf(leaflet->arena, "%s: %s", owner, share);
	markup_element_if(out, "<p>", owner ? owner : share, "</p>\n");
	if (is_over(leaflet, item))
		markup_element_if(
			out, "<p>",
			wording_label(WORDING_STATUS,
				      json_get_string(item->fields, "status")),
			"</p>\n");
	else
		put_due(leaflet, item, out);
	leaflet_put_origin(leaflet, item, out);
}

enum stage { STAGE_LATE, STAGE_TO_DO, STAGE_OVER, STAGES };

static enum stage
stage_of(const struct leaflet *leaflet, const struct leaflet_item *item)
{
	if (is_over(leaflet, item))
		return STAGE_OVER;
	return entry_is_overdue(item->fields, cell_day_of(leaflet->view))
		       ? STAGE_LATE
		       : STAGE_TO_DO;
}

static void
put_stage(const struct leaflet *leaflet, const struct leaflet_items *items,
	  enum stage stage, struct buf *out)
{
	static const struct {
		const char *title;
		const char *name;
	} stages[STAGES] = {
		[STAGE_LATE] = {N_("Too late"), "is-late"},
		[STAGE_TO_DO] = {N_("Still to do"), "to-do"},
		[STAGE_OVER] = {N_("Done or stopped"), "over"},
	};
	size_t shown = 0;

	for (size_t i = 0; i < items->count; i++) {
		if (stage_of(leaflet, &items->all[i]) != stage)
			continue;
		if (shown++ == 0)
			markup_element(out, "<h3>",
				       gettext(stages[stage].title),
				       "</h3>\n<ul class=\"cards\" "
				       "role=\"list\">\n");
		buf_printf(out, "<li class=\"card %s\">\n", stages[stage].name);
		put_agreement(leaflet, &items->all[i], out);
		buf_add_string(out, "</li>\n");
	}
	if (shown > 0)
		buf_add_string(out, "</ul>\n");
}

void
leaflet_put_agreements(const struct leaflet *leaflet, struct buf *out)
{
	struct leaflet_items items = leaflet_gather(
		leaflet, &(struct leaflet_wish){
				 "agreement",
				 NULL,
				 {"text", "due", "owner", "contribution"}});

	for (enum stage stage = STAGE_LATE; stage < STAGES; stage++)
		put_stage(leaflet, &items, stage, out);
	if (items.count == 0)
		leaflet_say_nothing(out);
}
