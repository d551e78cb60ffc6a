#include "client/diff_page.h"

#include <string.h>

#include "client/i18n.h"
#include "client/policy_files.h"
#include "client/policy_lead.h"

static const struct {
	const char *word;    /* for programs */
	const char *heading; /* for people */
} kinds[DIFF_KINDS] = {
	[DIFF_NEWLY_SHARED] = {"newly_shared", N_("Newly shared")},
	[DIFF_FIELDS_ADDED] = {"fields_added",
			       N_("More fields of what was shared already")},
	[DIFF_DUTIES_DROPPED] = {"duties_dropped",
				 N_("Shared with fewer duties")},
	[DIFF_NO_LONGER_SHARED] = {"no_longer_shared", N_("No longer shared")},
	[DIFF_FIELDS_REMOVED] = {"fields_removed",
				 N_("Fewer fields of what is still shared")},
	[DIFF_DUTIES_ADDED] = {"duties_added", N_("Shared with more duties")},
};

static const struct {
	const char *word;
	const char *sentence;
	enum exit_code code;
} verdicts[] = {
	[DIFF_SAME] = {"same", N_("Both policies share exactly the same."),
		       EXIT_CODE_OK},
	[DIFF_MORE] = {"more", N_("The new policy shares more."),
		       EXIT_CODE_SHARES_MORE},
	[DIFF_LESS] = {"less", N_("The new policy shares less."),
		       EXIT_CODE_SHARES_LESS},
	[DIFF_BOTH] = {"both",
		       N_("The new policy shares more in some cases, and less "
			  "in others."),
		       EXIT_CODE_SHARES_BOTH},
};

/* The same sentence, but for the category? */
static bool
is_like(const struct diff_change *one, const struct diff_change *other)
{
	const struct cells_box *ours = &one->box;
	const struct cells_box *theirs = &other->box;

	return one->kind == other->kind && one->duties == other->duties &&
	       memcmp(ours->of, theirs->of, sizeof(ours->of)) == 0 &&
	       memcmp(ours->consent, theirs->consent, sizeof(ours->consent)) ==
		       0 &&
	       ours->first_day == theirs->first_day &&
	       ours->last_day == theirs->last_day;
}

/* "goal (text, status), agreement (text)": of all changes that are alike. */
static const char *
what_changes(struct arena *arena, const struct diff *diff, size_t first)
{
	struct buf out;

	buf_init(&out, arena, 256);
	for (size_t i = first; i < diff->count; i++) {
		const struct diff_change *change = &diff->changes[i];
		int category = change->box.category;

		if (!is_like(&diff->changes[first], change))
			continue;
		buf_printf(&out, "%s%s (%s)", i > first ? ", " : "",
			   vocabulary_word(diff->vocabulary,
					   VOCABULARY_CATEGORY, category),
			   cells_field_names(arena, diff->vocabulary, category,
					     change->fields));
	}
	return buf_string(&out);
}

static bool
is_told(const struct diff *diff, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (is_like(&diff->changes[i], &diff->changes[at]))
			return true;
	return false;
}

static void
print_change(struct page *page, const struct diff *diff, size_t at)
{
	enum vocabulary_language language = policy_files_language();
	const struct vocabulary *words = diff->vocabulary;
	const struct diff_change *change = &diff->changes[at];
	const char *duties =
		cells_duty_names(page->arena, words, change->duties);

	if (is_told(diff, at))
		return;
	page_say(page, PAGE_INDENT, "%s %s",
		 what_changes(page->arena, diff, at),
		 cells_describe(page->arena, words, &change->box, language));
	if (*duties)
		page_say(page, 2 * PAGE_INDENT, _("Duties: %s"), duties);
	page_say(page, 2 * PAGE_INDENT, _("For example: %s"),
		 cells_example(page->arena, words, &change->box, language));
}

void
diff_page_print(struct page *page, const struct diff *diff)
{
	int kind = -1;

	page_say(page, 0, "%s", gettext(verdicts[diff->sharing].sentence));
	for (size_t i = 0; i < diff->count; i++) {
		const struct diff_change *change = &diff->changes[i];

		if ((int)change->kind != kind) {
			kind = (int)change->kind;
			page_heading(page, "%s", gettext(kinds[kind].heading));
		}
		print_change(page, diff, i);
	}
	policy_lead_print_changes(page, diff);
	policy_files_say_tally(page, &diff->tally, diff->unlisted);
}

static void
put_change(struct arena *arena, struct json_writer *writer,
	   const struct diff *diff, const struct diff_change *change)
{
	const struct vocabulary *words = diff->vocabulary;

	json_open_object(writer);
	json_member_string(writer, "kind", kinds[change->kind].word);
	json_member_string(writer, "category",
			   vocabulary_word(words, VOCABULARY_CATEGORY,
					   change->box.category));
	json_member_string(writer, "fields",
			   cells_field_names(arena, words, change->box.category,
					     change->fields));
	json_member_string(writer, "duties",
			   cells_duty_names(arena, words, change->duties));
	json_member_string(
		writer, "where",
		cells_describe(arena, words, &change->box, VOCABULARY_ENGLISH));
	json_member_string(
		writer, "example",
		cells_example(arena, words, &change->box, VOCABULARY_ENGLISH));
	json_close_object(writer);
}

void
diff_page_put(struct arena *arena, struct json_writer *writer,
	      const struct diff *diff)
{
	json_member_string(writer, "verdict", verdicts[diff->verdict].word);
	json_member_string(writer, "sharing", verdicts[diff->sharing].word);
	policy_lead_put_changes(arena, writer, diff);
	json_member_integer(writer, "groups", (int64_t)diff->tally.boxes);
	json_member_integer(writer, "unlisted", (int64_t)diff->unlisted);
	json_key(writer, "changes");
	json_open_array(writer);
	for (size_t i = 0; i < diff->count; i++)
		put_change(arena, writer, diff, &diff->changes[i]);
	json_close_array(writer);
}

enum exit_code
diff_page_code(const struct diff *diff)
{
	return verdicts[diff->verdict].code;
}
