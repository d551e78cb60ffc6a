#include <stdlib.h>
#include <string.h>

#include "lib/policy/checker.h"

static void
check_is_whole(struct checker *checker, const struct ast_lead *written)
{
	struct buf missing;

	buf_init(&missing, checker->arena, 64);
	if (!place_is_set(written->who.at))
		checker_add_part(&missing, checker, KEYWORD_PERMIT);
	if (!place_is_set(written->bases.at))
		checker_add_part(&missing, checker, KEYWORD_BASIS);
	if (!place_is_set(written->from_day))
		checker_add_part(&missing, checker, KEYWORD_VALID_FROM);
	checker_report_parts(checker, written->id, &missing);
}

/*
 * Who asks inside the organisation that keeps a record is a domain of rules
 * about records; no organisation is of that kind.
 */
static void
check_are_organisations(const struct ast_list *who)
{
	for (const struct ast_word *word = who->first; word != NULL;
	     word = word->next)
		if (text_is(place_text(word->at), "own"))
			place_error(word->at, NULL,
				    "\"own\" is no kind of organisation: name "
				    "the law that it works under");
}

static void
check_lead(struct checker *checker, const struct ast_lead *written,
	   struct lead *lead)
{
	*lead = (struct lead){
		.id = place_string(checker->arena, written->id),
		.title = place_is_set(written->title)
				 ? place_string(checker->arena, written->title)
				 : "",
		.at = written->id,
		.is_permit = written->is_permit,
		.who = checker_set(checker, VOCABULARY_DOMAIN, &written->who),
		.words = &written->who,
	};
	lead->basis_count =
		checker_bases(checker, &written->bases, &lead->bases);
	checker_validity(checker, written->id, written->from_day,
			 written->until_day, &lead->from_day, &lead->until_day);
	check_are_organisations(&written->who);
	if (!written->is_broken)
		check_is_whole(checker, written);
}

static int
compare_leads(const void *one_lead, const void *other_lead)
{
	const struct lead *one = one_lead;
	const struct lead *other = other_lead;
	int order = strcmp(one->id, other->id);

	if (order == 0)
		order = (one->at.source > other->at.source) -
			(one->at.source < other->at.source);
	if (order == 0)
		order = (one->at.offset > other->at.offset) -
			(one->at.offset < other->at.offset);
	return order;
}

static void
report_duplicate(const char *id, struct place first, struct place second)
{
	place_error(second, "every rule has an id of its own",
		    "there is a rule \"%s\" already, at %s:%u", id,
		    first.source->name, first.line);
}

/* Rules about what is shared and about who may lead share their ids. */
static void
report_duplicates(const struct ruleset *ruleset)
{
	for (size_t i = 0; i < ruleset->lead_count; i++) {
		const struct lead *lead = &ruleset->leads[i];

		if (i > 0 && strcmp(lead[-1].id, lead->id) == 0)
			report_duplicate(lead->id, lead[-1].at, lead->at);
		for (size_t r = 0; r < ruleset->count; r++)
			if (strcmp(ruleset->rules[r].id, lead->id) == 0)
				report_duplicate(lead->id, ruleset->rules[r].at,
						 lead->at);
	}
}

void
checker_leads(struct checker *checker, struct ast_file *const *files,
	      size_t count, struct ruleset *ruleset)
{
	size_t leads = 0;

	for (size_t i = 0; i < count; i++)
		for (const struct ast_lead *written = files[i]->leads;
		     written != NULL; written = written->next)
			leads += place_is_set(written->id);
	ruleset->leads = ARENA_ARRAY(checker->arena, leads, struct lead);
	for (size_t i = 0; i < count; i++) {
		checker->language = files[i]->language;
		for (const struct ast_lead *written = files[i]->leads;
		     written != NULL; written = written->next)
			if (place_is_set(written->id))
				check_lead(
					checker, written,
					&ruleset->leads[ruleset->lead_count++]);
	}
	if (ruleset->lead_count > 1)
		qsort(ruleset->leads, ruleset->lead_count,
		      sizeof(*ruleset->leads), compare_leads);
	report_duplicates(ruleset);
}
