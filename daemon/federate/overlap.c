#include "daemon/federate/overlap.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/wire/entry.h"

/* A fragment that something else may not fit with: `key` is what both have. */
struct item {
	enum view_overlap_kind kind;
	size_t member; /* its place; 0 for what is about the household */
	const char *key;
	const struct view_fragment *fragment;
	size_t arrival;
};

struct finder {
	struct arena *arena;
	struct view *view;
	int32_t today;
	struct item *items;
	size_t item_count;
	/* Who is involved, among hundreds of fragments for each of them. */
	const struct view_fragment **involved;
	size_t involved_count;
	struct view_overlap *overlaps;
	size_t overlap_count;
};

static const char *
field_of(const struct view_fragment *item, const char *name)
{
	return json_get_string(item->fragment.fields, name);
}

static bool
is_same(const char *one, const char *other)
{
	return one == other ||
	       (one != NULL && other != NULL && strcmp(one, other) == 0);
}

/* Lower case, and one space for anything that isn't a letter or digit: people
 * write the same thing in more than one way. */
static const char *
plain(struct arena *arena, const char *text)
{
	char *out = arena_string(arena, text), *at = out;

	for (; *text != '\0'; text++) {
		if (isalnum((unsigned char)*text) || (*text & 0x80) != 0)
			*at++ = (char)tolower((unsigned char)*text);
		else if (at > out && at[-1] != ' ')
			*at++ = ' ';
	}
	if (at > out && at[-1] == ' ')
		at--;
	*at = '\0';
	return out;
}

/* --- what may overlap --- */

static size_t
member_place(const struct view *view, const char *subject)
{
	for (size_t i = 0; i < view->member_count; i++)
		if (is_same(view->members[i].id, subject))
			return i;
	return 0;
}

static void
add_item(struct finder *finder, enum view_overlap_kind kind,
	 const struct view_fragment *fragment, const char *key)
{
	bool of_household =
		kind == VIEW_OVERLAP_PLANS || kind == VIEW_OVERLAP_COORDINATORS;
	finder->items[finder->item_count] = (struct item){
		.kind = kind,
		.member = of_household
				  ? 0
				  : member_place(finder->view,
						 fragment->fragment.subject),
		.key = key,
		.fragment = fragment,
		.arrival = finder->item_count,
	};
	finder->item_count++;
}

static bool
is_recent(const struct finder *finder, const char *date)
{
	int32_t day;

	return clock_parse_date(date, &day) &&
	       day >= finder->today - LIMIT_OVERLAP_DAYS;
}

static bool
coordinates(const struct view_fragment *involvement)
{
	const char *role = field_of(involvement, "role");

	return role != NULL && strcmp(role, "coordinator") == 0;
}

static void
take_visit(struct finder *finder, const struct view_fragment *fragment)
{
	const char *date = field_of(fragment, "date");

	if (date != NULL && is_recent(finder, date))
		add_item(finder, VIEW_OVERLAP_VISIT, fragment, date);
}

static void
take_involvement(struct finder *finder, const struct view_fragment *fragment)
{
	finder->involved[finder->involved_count++] = fragment;
	if (coordinates(fragment))
		add_item(finder, VIEW_OVERLAP_COORDINATORS, fragment, "");
}

static void
take_service(struct finder *finder, const struct view_fragment *fragment)
{
	const char *kind = field_of(fragment, "kind");

	if (kind == NULL)
		return;
	kind = plain(finder->arena, kind);
	add_item(finder, VIEW_OVERLAP_SERVICE, fragment, kind);
	add_item(finder, VIEW_OVERLAP_TAKEN_OVER, fragment, kind);
}

static void
take_agreement(struct finder *finder, const struct view_fragment *fragment)
{
	const char *text = field_of(fragment, "text");

	if (text != NULL)
		add_item(finder, VIEW_OVERLAP_AGREEMENT, fragment,
			 plain(finder->arena, text));
}

static void
take_plan(struct finder *finder, const struct view_fragment *fragment)
{
	add_item(finder, VIEW_OVERLAP_PLANS, fragment, "");
}

/* A visit is over by nature; all else that is over overlaps with nothing. */
static const struct category {
	const char *name;
	void (*take)(struct finder *finder,
		     const struct view_fragment *fragment);
	bool may_be_over;
} categories[] = {
	{"agreement", take_agreement, false},
	{"contact_moment", take_visit, true},
	{"involvement", take_involvement, false},
	{"plan", take_plan, false},
	{"service", take_service, false},
};

static void
take_fragment(struct finder *finder, const struct view_fragment *fragment)
{
	for (size_t i = 0; i < COUNT_OF(categories); i++) {
		if (strcmp(fragment->fragment.category, categories[i].name) !=
		    0)
			continue;
		if (categories[i].may_be_over ||
		    !entry_is_over(fragment->fragment.fields, finder->today))
			categories[i].take(finder, fragment);
		return;
	}
}

static int
compare_items(const void *one, const void *other)
{
	const struct item *left = one, *right = other;

	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	if (left->member != right->member)
		return left->member < right->member ? -1 : 1;
	int order = strcmp(left->key, right->key);
	if (order != 0)
		return order;
	return left->arrival < right->arrival ? -1 : 1;
}

/* --- do two of them overlap? --- */

static bool
days_overlap(const struct view_fragment *one, const struct view_fragment *other)
{
	const char *start = field_of(other, "start"),
		   *end = field_of(one, "end");

	/* Days sort as text; what isn't said has no end. */
	return start == NULL || end == NULL || strcmp(start, end) <= 0;
}

static bool
are_at_once(const struct view_fragment *one, const struct view_fragment *other)
{
	return days_overlap(one, other) && days_overlap(other, one);
}

static bool
differ(const struct view_fragment *one, const struct view_fragment *other,
       const char *field)
{
	const char *left = field_of(one, field);
	const char *right = field_of(other, field);

	return left != NULL && right != NULL && strcmp(left, right) != 0;
}

static bool
is_of_line(const struct view_fragment *service, const char *line)
{
	return is_same(field_of(service, "line"), line);
}

/* Do people nearby give the one (line 0), and an organisation the other? */
static bool
is_near(const struct view_fragment *one, const struct view_fragment *other)
{
	return is_of_line(one, "0") &&
	       (is_of_line(other, "1") || is_of_line(other, "2"));
}

/* An organisation's help is to add to theirs; it says to what it does. */
static bool
takes_over(const struct view_fragment *near, const struct view_fragment *help)
{
	return is_near(near, help) && field_of(help, "adds_to") == NULL;
}

/* What is from one source is its own affair, but for a second plan, and where
 * it takes over from people nearby. */
static bool
do_overlap(const struct item *one, const struct item *other)
{
	const struct view_fragment *left = one->fragment;
	const struct view_fragment *right = other->fragment;
	bool same_source = is_same(left->source, right->source) &&
			   is_same(left->source_name, right->source_name);

	switch (one->kind) {
	case VIEW_OVERLAP_PLANS:
		return !same_source || differ(left, right, "title");
	case VIEW_OVERLAP_COORDINATORS:
		return differ(left, right, "worker") ||
		       differ(left, right, "organisation");
	case VIEW_OVERLAP_SERVICE:
		return !same_source && !is_near(left, right) &&
		       !is_near(right, left) && are_at_once(left, right);
	case VIEW_OVERLAP_TAKEN_OVER:
		return (takes_over(left, right) || takes_over(right, left)) &&
		       are_at_once(left, right);
	case VIEW_OVERLAP_VISIT: return !same_source;
	case VIEW_OVERLAP_AGREEMENT:
		return !same_source && (differ(left, right, "owner") ||
					differ(left, right, "due"));
	}
	return false;
}

/* --- who should talk to whom --- */

/* The same whatever order they come in: longest involved, then by name. */
static bool
is_before(const struct view_fragment *one, const struct view_fragment *other)
{
	const char *since[] = {field_of(one, "since"),
			       field_of(other, "since")};
	const char *who[] = {field_of(one, "worker"),
			     field_of(other, "worker")};

	if (coordinates(one) != coordinates(other))
		return coordinates(one);
	if (!is_same(since[0], since[1]))
		return since[1] == NULL ||
		       (since[0] != NULL && strcmp(since[0], since[1]) < 0);
	return who[1] == NULL || (who[0] != NULL && strcmp(who[0], who[1]) < 0);
}

/* Whom to call at that source about that member: who coordinates, or else who
 * is involved longest. */
static const struct view_fragment *
find_worker(const struct finder *finder, const struct view_fragment *of,
	    bool of_household)
{
	const struct view_fragment *found = NULL;

	for (size_t i = 0; i < finder->involved_count; i++) {
		const struct view_fragment *at = finder->involved[i];

		if (!is_same(at->source, of->source) ||
		    !is_same(at->source_name, of->source_name) ||
		    (!of_household &&
		     !is_same(at->fragment.subject, of->fragment.subject)))
			continue;
		if (found == NULL || is_before(at, found))
			found = at;
	}
	return found;
}

static bool
is_party(const struct view_overlap *overlap, const struct view_party *party)
{
	for (size_t i = 0; i < overlap->party_count; i++)
		if (is_same(overlap->parties[i].source, party->source) &&
		    is_same(overlap->parties[i].source_name,
			    party->source_name) &&
		    is_same(overlap->parties[i].who, party->who))
			return true;
	return false;
}

static void
add_party(struct finder *finder, struct view_overlap *overlap,
	  const struct item *item)
{
	const struct view_fragment *fragment = item->fragment;
	bool of_household = item->kind == VIEW_OVERLAP_PLANS;
	/* A coordinator is one of those who should talk. */
	const struct view_fragment *worker =
		item->kind == VIEW_OVERLAP_COORDINATORS
			? fragment
			: find_worker(finder, fragment, of_household);
	const struct view_party party = {
		.source = fragment->source,
		.source_name = fragment->source_name,
		.who = worker == NULL ? NULL : field_of(worker, "worker"),
		.contact = worker == NULL ? NULL : field_of(worker, "contact"),
	};

	if (!is_party(overlap, &party))
		overlap->parties[overlap->party_count++] = party;
}

static const char *
words_of(const struct item *item)
{
	switch (item->kind) {
	case VIEW_OVERLAP_SERVICE:
	case VIEW_OVERLAP_TAKEN_OVER: return field_of(item->fragment, "kind");
	case VIEW_OVERLAP_AGREEMENT: return field_of(item->fragment, "text");
	case VIEW_OVERLAP_VISIT: return item->key;
	case VIEW_OVERLAP_PLANS:
	case VIEW_OVERLAP_COORDINATORS: break;
	}
	return NULL;
}

/* `count` items of one kind, member and key. */
static void
take_group(struct finder *finder, const struct item *items, size_t count)
{
	struct view_overlap overlap = {
		.kind = items->kind,
		.what = words_of(items),
		.parties = ARENA_ARRAY(finder->arena, count, struct view_party),
	};

	if (items->kind != VIEW_OVERLAP_PLANS &&
	    items->kind != VIEW_OVERLAP_COORDINATORS)
		overlap.subject = items->fragment->fragment.subject;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < count; k++)
			if (i != k && do_overlap(&items[i], &items[k])) {
				add_party(finder, &overlap, &items[i]);
				break;
			}
	if (overlap.party_count >
	    (items->kind == VIEW_OVERLAP_TAKEN_OVER ? 0 : 1))
		finder->overlaps[finder->overlap_count++] = overlap;
}

void
overlap_find(struct arena *arena, int32_t today, struct view *view)
{
	struct finder finder = {
		.arena = arena,
		.view = view,
		.today = today,
		/* a service is two of them */
		.items = ARENA_ARRAY(arena, 2 * view->fragment_count,
				     struct item),
		.involved = ARENA_ARRAY(arena, view->fragment_count,
					const struct view_fragment *),
	};

	for (size_t i = 0; i < view->fragment_count; i++)
		take_fragment(&finder, &view->fragments[i]);
	if (finder.item_count > 1)
		qsort(finder.items, finder.item_count, sizeof(*finder.items),
		      compare_items);
	finder.overlaps =
		ARENA_ARRAY(arena, finder.item_count, struct view_overlap);
	for (size_t i = 0, end; i < finder.item_count; i = end) {
		const struct item *first = &finder.items[i];

		for (end = i + 1; end < finder.item_count; end++)
			if (finder.items[end].kind != first->kind ||
			    finder.items[end].member != first->member ||
			    strcmp(finder.items[end].key, first->key) != 0)
				break;
		take_group(&finder, first, end - i);
	}
	view->overlaps = finder.overlaps;
	view->overlap_count = finder.overlap_count;
}
