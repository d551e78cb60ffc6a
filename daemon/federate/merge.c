#include "daemon/federate/merge.h"

#include <stdlib.h>
#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

#define MASK_DUTY "mask_kind"
/* Which rule or article it was would tell what the mask hides. */
#define MASKED_RULE ""

/* A fragment on its way to its place. */
struct placed {
	struct view_fragment fragment;
	size_t member;
	size_t arrival;
};

struct merger {
	struct arena *arena;
	struct view *view;
	struct placed *placed;
	size_t placed_count;
	struct view_missing *missing;
	size_t missing_count;
	/* Every category that came, once. */
	const char *categories[LIMIT_CATEGORIES];
	size_t category_count;
};

/* The same word at the same place: equal ones need no comparing by letter. */
static const char *
category_of(struct merger *merger, const char *category)
{
	for (size_t i = 0; i < merger->category_count; i++)
		if (strcmp(merger->categories[i], category) == 0)
			return merger->categories[i];
	if (merger->category_count < LIMIT_CATEGORIES)
		merger->categories[merger->category_count++] = category;
	return category;
}

static const char *
member_of(const struct merge_source *source, const char *reference)
{
	for (size_t i = 0; i < source->asked_count; i++)
		if (strcmp(source->asked[i].reference, reference) == 0)
			return source->asked[i].member;
	return NULL;
}

static size_t
member_index(const struct view *view, const char *member)
{
	size_t i = 0;
	while (i < view->member_count &&
	       strcmp(view->members[i].id, member) != 0)
		i++;
	return i;
}

static bool
is_masked(const struct fragment *fragment)
{
	for (size_t i = 0; i < fragment->duty_count; i++)
		if (strcmp(fragment->duties[i], MASK_DUTY) == 0)
			return true;
	return false;
}

/* Everything this source said about `member`, and did it say anything? */
static bool
spoke_about(const struct merge_source *source, const char *reference)
{
	for (size_t i = 0; i < source->result.fragment_count; i++)
		if (strcmp(source->result.fragments[i].subject, reference) == 0)
			return true;
	for (size_t i = 0; i < source->result.withheld_count; i++)
		if (strcmp(source->result.withheld[i].subject, reference) == 0)
			return true;
	return false;
}

/* How the view calls a source. */
struct label {
	const char *source;
	const char *name;
};

/* What is withheld has no duties: a group in place of its law is the mask. */
static bool
is_group(const struct merge_source *source, const char *law)
{
	return strcmp(law, "any") == 0 ||
	       (source->group != NULL && strcmp(law, source->group) == 0);
}

/*
 * Once one line masks what kind of organisation it comes from, the source is
 * masked everywhere, or another line would tell.
 */
static struct label
label_of(const struct merge_source *source)
{
	const struct result *result = &source->result;
	for (size_t i = 0; i < result->fragment_count; i++)
		if (is_masked(&result->fragments[i]))
			return (struct label){result->fragments[i].law, NULL};
	for (size_t i = 0; i < result->withheld_count; i++)
		if (is_group(source, result->withheld[i].law))
			return (struct label){result->withheld[i].law, NULL};
	return (struct label){source->organisation, source->name};
}

static void
add_missing(struct merger *merger, struct label label, struct withheld withheld)
{
	merger->missing[merger->missing_count++] =
		(struct view_missing){.source = label.source,
				      .source_name = label.name,
				      .withheld = withheld};
}

/* Whom a fragment is about; several about one mostly come together. */
struct about {
	const char *reference;
	const char *member; /* NULL: somebody whom we didn't ask about */
	size_t index;
};

static struct about
about_of(const struct merger *merger, const struct merge_source *source,
	 const char *reference, const struct about *before)
{
	if (before->reference != NULL &&
	    strcmp(before->reference, reference) == 0)
		return *before;
	const char *member = member_of(source, reference);
	return (struct about){
		.reference = reference,
		.member = member,
		.index =
			member == NULL ? 0 : member_index(merger->view, member),
	};
}

static void
take_fragments(struct merger *merger, const struct merge_source *source,
	       struct label label)
{
	struct about about = {0};
	for (size_t i = 0; i < source->result.fragment_count; i++) {
		struct fragment fragment = source->result.fragments[i];
		about = about_of(merger, source, fragment.subject, &about);
		if (about.member == NULL) {
			log_warning("partner answered about somebody else",
				    "peer=%s", source->organisation);
			continue;
		}
		if (!source->own)
			fragment.record = NULL;
		fragment.subject = about.member;
		fragment.category = category_of(merger, fragment.category);
		if (label.name == NULL)
			fragment.rule = MASKED_RULE;
		size_t arrival = merger->placed_count++;
		merger->placed[arrival] = (struct placed){
			.fragment = {.source = label.source,
				     .source_name = label.name,
				     .fragment = fragment},
			.member = about.index,
			.arrival = arrival,
		};
	}
}

static void
take_withheld(struct merger *merger, const struct merge_source *source,
	      struct label label)
{
	for (size_t i = 0; i < source->result.withheld_count; i++) {
		struct withheld withheld = source->result.withheld[i];
		withheld.subject = member_of(source, withheld.subject);
		if (label.name == NULL)
			withheld.basis_count = 0;
		if (withheld.subject != NULL)
			add_missing(merger, label, withheld);
	}
}

/* A source that told nothing can't say itself how it may be called. */
static struct label
label_of_silent(const struct merge_source *source, struct label label)
{
	return source->naming == MERGE_NAMED
		       ? label
		       : (struct label){source->group, NULL};
}

/*
 * A partner that says nothing about somebody whom we asked about: we can't
 * know why, and say just that much, to who may know that it is involved.
 */
static void
note_silence(struct merger *merger, const struct merge_source *source,
	     struct label label)
{
	if (source->own || source->naming == MERGE_HIDDEN)
		return;
	for (size_t i = 0; i < source->asked_count; i++)
		if (!spoke_about(source, source->asked[i].reference))
			add_missing(
				merger, label_of_silent(source, label),
				(struct withheld){
					.reason = "withheld",
					.subject = source->asked[i].member});
}

/* We didn't ask: until a person has judged what it told, nothing goes. */
static void
note_held(struct merger *merger, const struct merge_source *source,
	  struct label label)
{
	if (source->naming == MERGE_HIDDEN)
		return;
	for (size_t i = 0; i < source->held_count; i++)
		add_missing(merger, label_of_silent(source, label),
			    (struct withheld){.reason = "held",
					      .subject = source->held[i]});
}

/* That the view isn't whole is said to everybody; of whom, to who may know. */
static void
note_failure(struct merger *merger, const struct merge_source *source,
	     struct label label)
{
	add_missing(merger,
		    source->naming == MERGE_HIDDEN
			    ? (struct label){"any", NULL}
			    : label_of_silent(source, label),
		    (struct withheld){.reason = "unreachable"});
}

static int
by_place(const void *left, const void *right)
{
	const struct placed *one = left, *other = right;
	if (one->member != other->member)
		return one->member < other->member ? -1 : 1;
	const char *left_category = one->fragment.fragment.category;
	const char *right_category = other->fragment.fragment.category;
	int category = left_category == right_category
			       ? 0
			       : strcmp(left_category, right_category);
	if (category != 0)
		return category;
	return one->arrival < other->arrival ? -1 : 1;
}

static void
merger_begin(struct merger *merger, const struct merge_source *sources,
	     size_t count)
{
	size_t fragments = 0, missing = 0;
	for (size_t i = 0; i < count; i++) {
		fragments += sources[i].result.fragment_count;
		missing += sources[i].result.withheld_count +
			   sources[i].asked_count + sources[i].held_count + 1;
	}
	merger->placed = ARENA_ARRAY(merger->arena, fragments, struct placed);
	merger->missing =
		ARENA_ARRAY(merger->arena, missing, struct view_missing);
}

static void
merger_end(struct merger *merger)
{
	struct view *view = merger->view;
	size_t count = merger->placed_count;
	qsort(merger->placed, count, sizeof(*merger->placed), by_place);
	struct view_fragment *fragments =
		ARENA_ARRAY(merger->arena, count, struct view_fragment);
	for (size_t i = 0; i < count; i++)
		fragments[i] = merger->placed[i].fragment;
	view->fragments = fragments;
	view->fragment_count = count;
	view->missing = merger->missing;
	view->missing_count = merger->missing_count;
}

void
merge(struct arena *arena, const struct merge_source *sources, size_t count,
      struct view *view)
{
	struct merger merger = {.arena = arena, .view = view};
	merger_begin(&merger, sources, count);
	for (size_t i = 0; i < count; i++) {
		const struct merge_source *source = &sources[i];
		struct label label = label_of(source);
		note_held(&merger, source, label);
		if (source->status != STATUS_OK) {
			note_failure(&merger, source, label);
			continue;
		}
		take_fragments(&merger, source, label);
		take_withheld(&merger, source, label);
		note_silence(&merger, source, label);
	}
	merger_end(&merger);
}
