#include "lib/policy/printer.h"

/* A name, a number or a date; or the keyword for what nobody knows. */
static void
print_value(struct printer *printer, struct place value)
{
	if (text_is(place_text(value),
		    keyword_spelling(KEYWORD_UNKNOWN, printer->written)))
		printer_put_keyword_at(printer, KEYWORD_UNKNOWN, value);
	else
		printer_put_place(printer, value);
}

static size_t
place_width(struct place place)
{
	return place_is_set(place)
		       ? 1 + printer_width((struct text){
				     place.source->text.bytes + place.offset,
				     place.length})
		       : 0;
}

static size_t
keyword_width(const struct printer *printer, enum keyword keyword)
{
	return 1 + printer_width(text_of(
			   keyword_spelling(keyword, printer->language)));
}

/* Facts of who asks whom go without commas; all others have one between. */
struct case_fact {
	enum keyword keyword;
	struct place value;
};

static void
print_fact(struct printer *printer, const struct case_fact *fact,
	   bool *needs_comma)
{
	if (!place_is_set(fact->value))
		return;
	if (*needs_comma)
		printer_put_comma(printer);
	printer_keep(printer, place_width(fact->value));
	printer_put_keyword(printer, fact->keyword);
	print_value(printer, fact->value);
}

static void
print_owner(struct printer *printer, const struct ast_case *given,
	    bool *needs_comma)
{
	if (!place_is_set(given->owner))
		return;
	if (*needs_comma)
		printer_put_comma(printer);
	printer_keep(printer, keyword_width(printer, given->owner_is));
	printer_put_keyword(printer, KEYWORD_OWNER);
	printer_put_keyword_at(printer, given->owner_is, given->owner);
	*needs_comma = true;
}

static void
print_consents(struct printer *printer, const struct ast_fact *facts,
	       bool *needs_comma)
{
	for (const struct ast_fact *fact = facts; fact != NULL;
	     fact = fact->next) {
		if (*needs_comma)
			printer_put_comma(printer);
		printer_keep(printer,
			     place_width(fact->subject) +
				     keyword_width(printer, fact->state));
		printer_put_keyword(printer, KEYWORD_CONSENT);
		printer_put_place(printer, fact->subject);
		printer_put_keyword(printer, fact->state);
		*needs_comma = true;
	}
}

/* "lead by wmo" */
static void
print_leader(struct printer *printer, struct place leader, bool *needs_comma)
{
	if (!place_is_set(leader))
		return;
	printer_keep(printer,
		     keyword_width(printer, KEYWORD_BY) + place_width(leader));
	printer_put_keyword(printer, KEYWORD_LEAD);
	printer_put_keyword(printer, KEYWORD_BY);
	print_value(printer, leader);
	*needs_comma = true;
}

static void
print_case(struct printer *printer, const struct ast_case *given)
{
	const struct case_fact asker[] = {{KEYWORD_FROM, given->from},
					  {KEYWORD_TO, given->to},
					  {KEYWORD_AS, given->role},
					  {KEYWORD_FOR, given->purpose}};
	const struct case_fact person[] = {
		{KEYWORD_SENSITIVITY, given->sensitivity},
		{KEYWORD_AGE, given->age}};
	const struct case_fact day = {KEYWORD_ON, given->day};
	bool needs_comma = place_is_set(given->category);
	bool no_comma = false;

	if (needs_comma)
		print_value(printer, given->category);
	print_leader(printer, given->leader, &needs_comma);
	for (size_t i = 0; i < COUNT_OF(asker); i++) {
		print_fact(printer, &asker[i], &no_comma);
		needs_comma = needs_comma || place_is_set(asker[i].value);
	}
	print_owner(printer, given, &needs_comma);
	for (size_t i = 0; i < COUNT_OF(person); i++) {
		print_fact(printer, &person[i], &needs_comma);
		needs_comma = needs_comma || place_is_set(person[i].value);
	}
	print_consents(printer, given->consents, &needs_comma);
	print_fact(printer, &day, &needs_comma);
}

static void
print_expected_words(struct printer *printer, enum keyword keyword,
		     const struct ast_list *list, bool *needs_comma)
{
	if (!place_is_set(list->at))
		return;
	if (*needs_comma)
		printer_put_comma(printer);
	if (list->first != NULL)
		printer_keep(printer, place_width(list->first->at));
	printer_put_keyword_at(printer, keyword, list->at);
	printer_put_words(printer, list);
	*needs_comma = true;
}

static void
print_missing(struct printer *printer, const struct ast_expectation *expect)
{
	for (const struct ast_fact *fact = expect->missing; fact != NULL;
	     fact = fact->next) {
		printer_put_comma(printer);
		if (fact == expect->missing)
			printer_put_keyword_at(printer, KEYWORD_MISSING,
					       expect->missing_at);
		if (fact->fact != KEYWORD_CONSENT) {
			printer_put_keyword_at(printer, fact->fact,
					       fact->subject);
			continue;
		}
		printer_put_keyword(printer, KEYWORD_CONSENT);
		printer_put_place(printer, fact->subject);
		if (fact->says_state)
			printer_put_keyword(printer, fact->state);
	}
}

static void
print_expectation(struct printer *printer, const struct ast_expectation *expect)
{
	bool needs_comma = false;

	printer_begin_part(printer, KEYWORD_EXPECT, expect->at);
	printer_put_keyword(printer,
			    expect->is_permit ? KEYWORD_PERMIT : KEYWORD_DENY);
	print_expected_words(printer, KEYWORD_BY, &expect->by, &needs_comma);
	needs_comma = true;
	print_expected_words(printer, KEYWORD_ONLY_FIELDS, &expect->fields,
			     &needs_comma);
	print_expected_words(printer, KEYWORD_WITH_DUTY, &expect->duties,
			     &needs_comma);
	if (place_is_set(expect->nearest)) {
		printer_put_comma(printer);
		printer_keep(printer, place_width(expect->nearest));
		printer_put_keyword(printer, KEYWORD_NEAREST);
		printer_put_place(printer, expect->nearest);
	}
	print_missing(printer, expect);
}

/* What the facts take, if they all stand on one line. */
static size_t
case_width(const struct printer *printer, const struct ast_case *given)
{
	const struct case_fact facts[] = {
		{KEYWORD_FROM, given->from},
		{KEYWORD_TO, given->to},
		{KEYWORD_AS, given->role},
		{KEYWORD_FOR, given->purpose},
		{KEYWORD_SENSITIVITY, given->sensitivity},
		{KEYWORD_AGE, given->age},
		{KEYWORD_ON, given->day}};
	size_t commas = 0;
	size_t width = place_width(given->category);

	if (place_is_set(given->leader))
		width += keyword_width(printer, KEYWORD_LEAD) +
			 keyword_width(printer, KEYWORD_BY) +
			 place_width(given->leader);
	for (size_t i = 0; i < COUNT_OF(facts); i++) {
		if (!place_is_set(facts[i].value))
			continue;
		width += keyword_width(printer, facts[i].keyword) +
			 place_width(facts[i].value);
		commas += facts[i].keyword == KEYWORD_SENSITIVITY ||
			  facts[i].keyword == KEYWORD_AGE ||
			  facts[i].keyword == KEYWORD_ON;
	}
	if (place_is_set(given->owner)) {
		width += keyword_width(printer, KEYWORD_OWNER) +
			 keyword_width(printer, given->owner_is);
		commas++;
	}
	for (const struct ast_fact *fact = given->consents; fact != NULL;
	     fact = fact->next, commas++)
		width += keyword_width(printer, KEYWORD_CONSENT) +
			 place_width(fact->subject) +
			 keyword_width(printer, fact->state);
	return width + commas;
}

/* "but" begins a line of its own if what follows doesn't fit on this one. */
static void
print_like(struct printer *printer, const struct ast_test *test)
{
	printer_put_place(printer, test->like);
	if (printer->column + keyword_width(printer, KEYWORD_BUT) +
		    case_width(printer, &test->given) >
	    PRINTER_COLUMNS)
		printer_begin_part(printer, KEYWORD_BUT, (struct place){0});
	else
		printer_put_keyword(printer, KEYWORD_BUT);
}

void
print_test(struct printer *printer, const struct ast_test *test)
{
	printer_begin_item(printer, test->title);
	printer_put_keyword(printer, KEYWORD_TEST);
	printer_put_place(printer, test->title);
	printer_begin_part(printer,
			   place_is_set(test->like) ? KEYWORD_LIKE
						    : KEYWORD_GIVEN,
			   test->premise);
	if (place_is_set(test->like))
		print_like(printer, test);
	print_case(printer, &test->given);
	print_expectation(printer, &test->expect);
	printer_end_item(printer, test->title);
}
