#include "daemon/federate/merge.h"

#include "leak_free.h"

static const struct view_member members[] = {{.id = "anna", .name = "Anna"},
					     {.id = "bert", .name = "Bert"}};
static const struct merge_asked asked[] = {{"ref-anna", "anna"},
					   {"ref-bert", "bert"}};
static const char *const mask[] = {"mask_kind"};

/* A partner that was asked about both members. */
static struct merge_source
partner(const char *id, const struct fragment *fragments, size_t count)
{
	return (struct merge_source){
		.organisation = id,
		.name = "Partner",
		.naming = MERGE_NAMED,
		.group = "care",
		.status = STATUS_OK,
		.result = {.fragments = fragments, .fragment_count = count},
		.asked = asked,
		.asked_count = 2,
	};
}

static struct view
merged(struct arena *arena, const struct merge_source *sources, size_t count)
{
	struct view view = {.members = members, .member_count = 2};
	merge(arena, sources, count, &view);
	return view;
}

LEAK_FREE_TEST(merge, ignores_answers_about_somebody_we_did_not_ask_about)
{
	struct arena *arena = arena_new();
	const struct fragment stranger = {
		.subject = "ref-eve", .category = "goal", .law = "zvw"};
	const struct merge_source source = partner("p", &stranger, 1);
	struct view view = merged(arena, &source, 1);
	cr_assert_eq(view.fragment_count, 0);
	arena_free(arena);
}

LEAK_FREE_TEST(merge, names_a_partner_that_gave_no_answer)
{
	struct arena *arena = arena_new();
	struct merge_source source = partner("p", NULL, 0);
	source.status = STATUS_TIMEOUT;
	struct view view = merged(arena, &source, 1);
	cr_assert_eq(view.missing_count, 1);
	cr_assert_str_eq(view.missing[0].source, "p");
	cr_assert_str_eq(view.missing[0].withheld.reason, "unreachable");
	cr_assert_null(view.missing[0].withheld.subject);
	arena_free(arena);
}

LEAK_FREE_TEST(merge, says_of_a_silent_partner_just_that_it_withholds)
{
	struct arena *arena = arena_new();
	const struct fragment about_anna = {
		.subject = "ref-anna", .category = "goal", .law = "zvw"};
	struct merge_source source = partner("p", &about_anna, 1);
	struct view view = merged(arena, &source, 1);
	cr_assert_eq(view.missing_count, 1, "of Bert it said nothing");
	cr_assert_str_eq(view.missing[0].withheld.subject, "bert");
	cr_assert_str_eq(view.missing[0].withheld.reason, "withheld");
	cr_assert_null(view.missing[0].withheld.category);
	arena_free(arena);
}

LEAK_FREE_TEST(merge, does_not_tell_of_a_silent_partner_that_is_hidden)
{
	struct arena *arena = arena_new();
	struct merge_source source = partner("ggz", NULL, 0);
	source.naming = MERGE_HIDDEN;
	struct view view = merged(arena, &source, 1);
	cr_assert_eq(view.missing_count, 0, "that it is involved is care data");
	arena_free(arena);
}

LEAK_FREE_TEST(merge, tells_the_group_only_of_a_silent_partner_that_is_masked)
{
	struct arena *arena = arena_new();
	struct merge_source source = partner("ggz", NULL, 0);
	source.naming = MERGE_MASKED;
	struct view view = merged(arena, &source, 1);
	cr_assert_eq(view.missing_count, 2);
	for (size_t i = 0; i < 2; i++) {
		cr_assert_str_eq(view.missing[i].source, "care");
		cr_assert_null(view.missing[i].source_name);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(merge, tells_that_a_hidden_partner_failed_but_not_which)
{
	struct arena *arena = arena_new();
	struct merge_source source = partner("ggz", NULL, 0);
	source.naming = MERGE_HIDDEN;
	source.status = STATUS_UNREACHABLE;
	struct view view = merged(arena, &source, 1);
	cr_assert_eq(view.missing_count, 1);
	cr_assert_str_eq(view.missing[0].source, "any");
	cr_assert_null(view.missing[0].source_name);
	cr_assert_str_eq(view.missing[0].withheld.reason, "unreachable");
	arena_free(arena);
}

LEAK_FREE_TEST(merge, says_whom_a_partner_is_not_asked_about)
{
	static const char *const held[] = {"anna"};
	struct arena *arena = arena_new();
	struct merge_source source = partner("ggz", NULL, 0);
	source.asked_count = 0;
	source.held = held;
	source.held_count = 1;
	struct view view = merged(arena, &source, 1);
	cr_assert_eq(view.missing_count, 1);
	cr_assert_str_eq(view.missing[0].source, "ggz");
	cr_assert_str_eq(view.missing[0].withheld.reason, "held");
	cr_assert_str_eq(view.missing[0].withheld.subject, "anna");
	source.naming = MERGE_MASKED;
	view = merged(arena, &source, 1);
	cr_assert_str_eq(view.missing[0].source, "care");
	cr_assert_null(view.missing[0].source_name);
	source.naming = MERGE_HIDDEN;
	view = merged(arena, &source, 1);
	cr_assert_eq(view.missing_count, 0, "that it is involved is care data");
	arena_free(arena);
}

LEAK_FREE_TEST(merge, says_whom_it_holds_also_of_a_partner_that_is_away)
{
	static const char *const held[] = {"anna"};
	struct arena *arena = arena_new();
	struct merge_source source = partner("ggz", NULL, 0);
	source.status = STATUS_TIMEOUT;
	source.asked = &asked[1];
	source.asked_count = 1;
	source.held = held;
	source.held_count = 1;
	struct view view = merged(arena, &source, 1);
	cr_assert_eq(view.missing_count, 2);
	cr_assert_str_eq(view.missing[0].withheld.reason, "held");
	cr_assert_str_eq(view.missing[1].withheld.reason, "unreachable");
	arena_free(arena);
}

LEAK_FREE_TEST(merge, reports_no_silence_of_our_own_node)
{
	struct arena *arena = arena_new();
	struct merge_source source = partner("us", NULL, 0);
	source.own = true;
	struct view view = merged(arena, &source, 1);
	cr_assert_eq(view.missing_count, 0);
	arena_free(arena);
}

LEAK_FREE_TEST(merge, masks_a_source_everywhere_once_one_fragment_says_so)
{
	struct arena *arena = arena_new();
	const struct fragment fragments[] = {
		{.subject = "ref-anna", .category = "goal", .law = "care"},
		{.subject = "ref-anna",
		 .category = "involvement",
		 .law = "care",
		 .duties = mask,
		 .duty_count = 1},
	};
	const struct merge_source source = partner("ggz", fragments, 2);
	struct view view = merged(arena, &source, 1);
	cr_assert_eq(view.fragment_count, 2);
	for (size_t i = 0; i < 2; i++) {
		cr_assert_str_eq(view.fragments[i].source, "care");
		cr_assert_null(view.fragments[i].source_name);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(merge, masks_a_source_also_where_it_says_nothing)
{
	struct arena *arena = arena_new();
	const struct fragment fragment = {.subject = "ref-anna",
					  .category = "involvement",
					  .law = "care",
					  .duties = mask,
					  .duty_count = 1};
	const struct merge_source source = partner("ggz", &fragment, 1);
	struct view view = merged(arena, &source, 1);
	cr_assert_eq(view.missing_count, 1, "of Bert it said nothing");
	cr_assert_str_eq(view.missing[0].source, "care",
			 "or the silence would name whom the mask hides");
	cr_assert_null(view.missing[0].source_name);
	arena_free(arena);
}

/* Nothing is shared, so no duty says it; the group in place of the law does. */
LEAK_FREE_TEST(merge, masks_a_source_that_only_withholds_behind_its_group)
{
	struct arena *arena = arena_new();
	static const char *const basis[] = {"BW 7:457"};
	const struct withheld withheld = {.subject = "ref-anna",
					  .category = "goal",
					  .law = "care",
					  .reason = "withheld",
					  .basis = basis,
					  .basis_count = 1};
	struct merge_source source = partner("ggz", NULL, 0);
	source.result.withheld = &withheld;
	source.result.withheld_count = 1;
	struct view view = merged(arena, &source, 1);
	cr_assert_eq(view.missing_count, 2, "the goal, and Bert");
	cr_assert_str_eq(view.missing[0].source, "care");
	cr_assert_null(view.missing[0].source_name);
	cr_assert_eq(view.missing[0].withheld.basis_count, 0,
		     "the article would tell which law it is");
	arena_free(arena);
}

LEAK_FREE_TEST(merge, hides_the_rule_that_a_mask_would_show_through)
{
	struct arena *arena = arena_new();
	const struct fragment fragments[] = {
		{.subject = "ref-anna",
		 .category = "involvement",
		 .law = "care",
		 .rule = "NL-08a",
		 .duties = mask,
		 .duty_count = 1},
	};
	const struct merge_source source = partner("ggz", fragments, 1);
	struct view view = merged(arena, &source, 1);
	cr_assert_str_eq(view.fragments[0].fragment.rule, "");
	arena_free(arena);
}

LEAK_FREE_TEST(merge, orders_by_member_then_category_then_source)
{
	struct arena *arena = arena_new();
	const struct fragment first[] = {
		{.subject = "ref-bert", .category = "goal", .law = "zvw"},
		{.subject = "ref-anna", .category = "goal", .law = "zvw"},
	};
	const struct fragment second[] = {
		{.subject = "ref-anna", .category = "goal", .law = "wmo"},
		{.subject = "ref-anna", .category = "agreement", .law = "wmo"},
	};
	const struct merge_source sources[] = {partner("a", first, 2),
					       partner("b", second, 2)};
	struct view view = merged(arena, sources, 2);
	static const struct {
		const char *subject, *category, *source;
	} expected[] = {
		{"anna", "agreement", "b"},
		{"anna", "goal", "a"},
		{"anna", "goal", "b"},
		{"bert", "goal", "a"},
	};
	cr_assert_eq(view.fragment_count, COUNT_OF(expected));
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		const struct view_fragment *got = &view.fragments[i];
		cr_assert_str_eq(got->fragment.subject, expected[i].subject);
		cr_assert_str_eq(got->fragment.category, expected[i].category);
		cr_assert_str_eq(got->source, expected[i].source);
	}
	arena_free(arena);
}

/* An id would let its sender choose which of our entries a user changes. */
LEAK_FREE_TEST(merge, believes_no_partner_about_the_ids_of_entries)
{
	struct arena *arena = arena_new();
	const struct fragment entry = {.subject = "ref-anna",
				       .category = "goal",
				       .law = "zvw",
				       .record = "an-id"};
	struct merge_source sources[] = {partner("p", &entry, 1),
					 partner("we", &entry, 1)};
	sources[1].own = true;
	struct view view = merged(arena, sources, 2);
	cr_assert_eq(view.fragment_count, 2);
	cr_expect_null(view.fragments[0].fragment.record);
	cr_expect_str_eq(view.fragments[1].fragment.record, "an-id");
	arena_free(arena);
}
