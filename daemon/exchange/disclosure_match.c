#include "daemon/exchange/disclosure_match.h"

#include <stdlib.h>
#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/base/strings.h"

/* What the line says of `partner`; NULL: nothing. */
static struct disclosure_other *
other_of(const struct disclosure_line *line, const char *partner)
{
	for (size_t i = 0; i < line->other_count; i++)
		if (strcmp(line->others[i].organisation, partner) == 0)
			return &line->others[i];
	return NULL;
}

/* The one with `partner` that can be compared, and isn't yet; or NULL. */
static struct disclosure_other *
open_of(const struct disclosure_line *line, const char *partner)
{
	struct disclosure_other *other = other_of(line, partner);
	return other != NULL && other->match == DISCLOSURE_MATCH_UNCHECKED
		       ? other
		       : NULL;
}

/* --- which requests to ask after --- */

struct ids {
	const char **items;
	size_t count;
};

static bool
has(const struct ids *ids, const char *id)
{
	for (size_t i = 0; i < ids->count; i++)
		if (strcmp(ids->items[i], id) == 0)
			return true;
	return false;
}

static void
add_id(struct ids *ids, const char *id, int64_t *left_out)
{
	if (has(ids, id))
		return;
	if (ids->count < LIMIT_RECONCILE_IDS)
		ids->items[ids->count++] = id;
	else
		(*left_out)++;
}

void
disclosure_match_ids(struct arena *arena, const struct disclosure *disclosure,
		     const char *partner,
		     struct resident_log_question *question, int64_t *left_out)
{
	struct ids asked = {
		ARENA_ARRAY(arena, LIMIT_RECONCILE_IDS, const char *), 0};
	struct ids answered = {
		ARENA_ARRAY(arena, LIMIT_RECONCILE_IDS, const char *), 0};
	*left_out = 0;
	for (size_t i = disclosure->line_count; i-- > 0;) {
		const struct disclosure_line *line = &disclosure->lines[i];
		const struct disclosure_other *other = open_of(line, partner);
		if (other != NULL)
			add_id(other->gave ? &asked : &answered, line->request,
			       left_out);
	}
	question->asked = asked.items;
	question->asked_count = asked.count;
	question->answered = answered.items;
	question->answered_count = answered.count;
}

/* --- what came back --- */

static bool
is_among(const char *id, const char *const *ids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(ids[i], id) == 0)
			return true;
	return false;
}

static void
compare_line(const struct disclosure_matching *matching,
	     const struct disclosure_line *line)
{
	const struct resident_log_question *question = matching->question;
	const struct resident_log_reply *reply = matching->reply;
	struct disclosure_other *other = open_of(line, matching->partner);
	if (other == NULL)
		return;
	bool was_put = other->gave ? is_among(line->request, question->asked,
					      question->asked_count)
				   : is_among(line->request, question->answered,
					      question->answered_count);
	bool is_unknown =
		is_among(line->request, reply->unknown, reply->unknown_count);
	if (!was_put || (is_unknown && line->time_ms >= matching->settled_ms))
		return;
	other->match =
		is_unknown ? DISCLOSURE_MATCH_OURS : DISCLOSURE_MATCH_BOTH;
	/* What it doesn't mention it gave nothing of; unless it was cut off. */
	other->says = !is_unknown && !reply->has_more;
}

static void
add_categories(struct arena *arena, struct disclosure_other *other,
	       const struct resident_log_entry *entry)
{
	size_t room = other->categories.count + entry->category_count;
	const char **items = ARENA_ARRAY(arena, room + 1, const char *);
	if (room == 0)
		return;
	if (other->categories.count > 0)
		memcpy(items, other->categories.items,
		       other->categories.count * sizeof(*items));
	if (entry->category_count > 0)
		memcpy(items + other->categories.count, entry->categories,
		       entry->category_count * sizeof(*items));
	other->categories = (struct disclosure_words){
		items, strings_sort_unique(items, room)};
}

/* Did we log it as the side that `entry` says we were? */
static bool
is_line_of(const struct disclosure_line *line, const char *partner,
	   const struct resident_log_entry *entry)
{
	bool theirs = line->organisation != NULL &&
		      strcmp(line->organisation, partner) == 0;
	bool is_ask = strcmp(line->event, "ask") == 0;
	bool is_answer = strcmp(line->event, "answer") == 0;
	bool is_emergency = strcmp(line->event, "emergency") == 0;
	return strcmp(line->request, entry->request) == 0 &&
	       theirs != entry->gave &&
	       (is_emergency || (entry->gave ? is_ask : is_answer));
}

/* Also one that our log doesn't name: its answer came too late for that. */
static struct disclosure_other *
other_for(struct arena *arena, struct disclosure_line *line,
	  const char *partner)
{
	struct disclosure_other *other = other_of(line, partner);
	if (other != NULL)
		return other;
	struct disclosure_other *more = ARENA_ARRAY(
		arena, line->other_count + 1, struct disclosure_other);
	if (line->other_count > 0)
		memcpy(more, line->others, line->other_count * sizeof(*more));
	line->others = more;
	other = &more[line->other_count++];
	*other = (struct disclosure_other){.organisation = partner,
					   .gave = true};
	return other;
}

static bool
match_entry(struct arena *arena, struct disclosure *disclosure,
	    const struct disclosure_matching *matching,
	    const struct resident_log_entry *entry)
{
	bool is_found = false;
	for (size_t i = 0; i < disclosure->line_count; i++) {
		struct disclosure_line *line = &disclosure->lines[i];
		if (!is_line_of(line, matching->partner, entry))
			continue;
		struct disclosure_other *other =
			other_for(arena, line, matching->partner);
		other->match = DISCLOSURE_MATCH_BOTH;
		other->says = true;
		add_categories(arena, other, entry);
		is_found = true;
	}
	return is_found;
}

void
disclosure_match(struct arena *arena, struct disclosure *disclosure,
		 const struct disclosure_matching *matching,
		 const struct resident_log_entry ***strange_out,
		 size_t *strange_count_out)
{
	const struct resident_log_reply *reply = matching->reply;
	const struct resident_log_entry **strange =
		ARENA_ARRAY(arena, reply->entry_count + 1,
			    const struct resident_log_entry *);
	size_t count = 0;
	for (size_t i = 0; i < disclosure->line_count; i++)
		compare_line(matching, &disclosure->lines[i]);
	for (size_t i = 0; i < reply->entry_count; i++) {
		const struct resident_log_entry *entry = &reply->entries[i];
		if (!match_entry(arena, disclosure, matching, entry) &&
		    entry->time_ms >= matching->question->from_ms &&
		    entry->time_ms < matching->question->until_ms &&
		    entry->time_ms < matching->settled_ms)
			strange[count++] = entry;
	}
	*strange_out = strange;
	*strange_count_out = count;
}
