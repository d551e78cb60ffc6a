#include "daemon/exchange/disclosure_lines.h"

#include <string.h>

static const char *
copy(struct arena *arena, const char *string)
{
	return string == NULL ? NULL : arena_string(arena, string);
}

static struct disclosure_words
copy_words(struct arena *arena, const char *const *words, size_t count)
{
	const char **items = ARENA_ARRAY(arena, count + 1, const char *);
	for (size_t i = 0; i < count; i++)
		items[i] = arena_string(arena, words[i]);
	return (struct disclosure_words){items, count};
}

static bool
is_ours(const struct disclosure_view *view, const char *organisation)
{
	return organisation != NULL && strcmp(organisation, view->self) == 0;
}

/* Who works for us answers for it by name; a volunteer is a private person. */
static bool
is_named(const struct disclosure_view *view, const char *organisation,
	 const char *role)
{
	if (!view->is_handout)
		return true;
	return is_ours(view, organisation) &&
	       (role == NULL || strcmp(role, "volunteer") != 0);
}

static bool
is_linked(const struct disclosure_view *view, const char *partner)
{
	for (size_t i = 0; i < view->linked_count; i++)
		if (strcmp(view->linked[i], partner) == 0)
			return true;
	return false;
}

/* Is it of those that a partner has in its log under the same request? */
static bool
is_across(const char *event)
{
	return strcmp(event, "answer") == 0 || strcmp(event, "ask") == 0 ||
	       strcmp(event, "emergency") == 0;
}

/*
 * Partners were asked about the whole household: of those that aren't linked
 * with this resident, nothing. With whom joint clients were looked for is told,
 * since that partner was given nothing by which to know them.
 */
static void
add_partners(struct arena *arena, const struct disclosure_view *view,
	     const struct audit_event *event, struct disclosure_line *line)
{
	bool is_asking = is_across(event->event);
	for (size_t i = 0; i < event->partner_count; i++) {
		if (is_asking && !is_linked(view, event->partners[i]))
			continue;
		line->others[line->other_count++] = (struct disclosure_other){
			.organisation = arena_string(arena, event->partners[i]),
			.gave = is_asking,
			.match = is_asking ? DISCLOSURE_MATCH_UNCHECKED
					   : DISCLOSURE_MATCH_NONE,
		};
	}
}

static void
add_others(struct arena *arena, const struct disclosure_view *view,
	   const struct audit_event *event, struct disclosure_line *line)
{
	line->others = ARENA_ARRAY(arena, event->partner_count + 1,
				   struct disclosure_other);
	if (is_ours(view, event->organisation)) {
		add_partners(arena, view, event, line);
		return;
	}
	/* Over somebody else's record, without a link with this resident: it
	 * can't be asked about them. */
	if (line->organisation == NULL || !is_across(event->event) ||
	    !is_linked(view, line->organisation))
		return;
	line->others[line->other_count++] = (struct disclosure_other){
		.organisation = line->organisation,
		.match = DISCLOSURE_MATCH_UNCHECKED,
	};
}

void
disclosure_line_of(struct arena *arena, const struct disclosure_view *view,
		   uint64_t seq, const struct audit_event *event,
		   struct disclosure_line *line_out)
{
	bool is_told = !view->is_handout || view->with_reasons;
	*line_out = (struct disclosure_line){
		.seq = (int64_t)seq,
		.time_ms = event->time_ms,
		.event = arena_string(arena, event->event),
		.group = event->emergency != NULL
				 ? DISCLOSURE_EMERGENCY
				 : disclosure_group_of(event->event),
		.request = arena_string(arena, event->request),
		.organisation = copy(arena, event->organisation),
		.user = is_named(view, event->organisation, event->role)
				? copy(arena, event->user)
				: NULL,
		.lent_by = copy(arena, event->lent_by),
		.role = copy(arena, event->role),
		.purpose = copy(arena, event->purpose),
		.reason = is_told ? copy(arena, event->reason) : NULL,
		.reason_held = event->reason != NULL && !is_told,
		.emergency = copy(arena, event->emergency),
		.outcome = copy(arena, event->outcome),
		.categories = copy_words(arena, event->categories,
					 event->category_count),
		.withheld = copy_words(arena, event->withheld,
				       event->withheld_count),
		.rules = copy_words(arena, event->rules, event->rule_count),
	};
	add_others(arena, view, event, line_out);
}

void
disclosure_line_of_theirs(struct arena *arena,
			  const struct disclosure_view *view,
			  const char *partner,
			  const struct resident_log_entry *entry,
			  enum disclosure_match match,
			  struct disclosure_line *line_out)
{
	const char *event = entry->is_emergency ? "emergency"
			    : entry->gave	? "ask"
						: "answer";
	const char *organisation = entry->gave ? view->self : partner;
	struct disclosure_other *other =
		ARENA_NEW(arena, struct disclosure_other);
	*other = (struct disclosure_other){
		.organisation = partner,
		.gave = entry->gave,
		.says = true,
		.match = match,
		.categories = {entry->categories, entry->category_count},
	};
	*line_out = (struct disclosure_line){
		.seq = -1,
		.time_ms = entry->time_ms,
		.event = event,
		.group = disclosure_group_of(event),
		.request = entry->request,
		.organisation = organisation,
		.user = is_named(view, organisation, entry->role) ? entry->user
								  : NULL,
		.role = entry->role,
		.purpose = entry->purpose,
		.others = other,
		.other_count = 1,
	};
}
