#include "lib/policy/printer.h"

static void
print_condition(struct printer *printer, const struct ast_condition *condition)
{
	if (condition->fact == KEYWORD_CONSENT) {
		printer_put_keyword_at(printer, condition->fact, condition->at);
		printer_put_place(printer, condition->subject);
		if (condition->test != KEYWORD_NAMES_CATEGORY)
			printer_put_keyword(printer, KEYWORD_IS);
		printer_put_keyword(printer, condition->test);
		return;
	}
	printer_put_keyword_at(printer, condition->fact, condition->at);
	printer_put_keyword(printer, KEYWORD_IS);
	if (condition->test != KEYWORD_IS)
		printer_put_keyword(printer, condition->test);
	if (place_is_set(condition->value))
		printer_put_place(printer, condition->value);
}

static void
print_conditions(struct printer *printer, const struct ast_scope *scope)
{
	for (const struct ast_group *group = scope->groups; group != NULL;
	     group = group->next)
		for (const struct ast_condition *condition = group->first;
		     condition != NULL; condition = condition->next) {
			if (condition == group->first)
				printer_begin_part(printer,
						   group->is_unless
							   ? KEYWORD_UNLESS
							   : KEYWORD_WHEN,
						   group->at);
			else
				printer_begin_and(printer, condition->at);
			print_condition(printer, condition);
		}
}

static void
print_some(struct printer *printer, enum keyword keyword,
	   const struct ast_list *list)
{
	if (!place_is_set(list->at))
		return;
	printer_begin_part(printer, keyword, list->at);
	printer_put_some(printer, list);
}

static size_t
keyword_width(const struct printer *printer, enum keyword keyword)
{
	return 1 + printer_width(text_of(
			   keyword_spelling(keyword, printer->language)));
}

/* What the words of a list take on one line, each with the space before it. */
static size_t
list_width(const struct printer *printer, const struct ast_list *list)
{
	size_t width = 0;

	if (list->any)
		width += keyword_width(printer, KEYWORD_ANY);
	if (list->any && list->count > 0)
		width += keyword_width(printer, KEYWORD_EXCEPT);
	for (const struct ast_word *word = list->first; word != NULL;
	     word = word->next)
		width += 1 + word->at.length + (word->next != NULL);
	return width;
}

/* "to wmo as consultant" reads as one, where it fits. */
static void
print_recipient(struct printer *printer, const struct ast_scope *scope)
{
	size_t width = list_width(printer, &scope->to) +
		       keyword_width(printer, KEYWORD_AS) +
		       list_width(printer, &scope->roles);

	print_some(printer, KEYWORD_TO, &scope->to);
	if (!place_is_set(scope->to.at) || !place_is_set(scope->roles.at) ||
	    printer_part_column(printer) - 1 + width > PRINTER_COLUMNS) {
		print_some(printer, KEYWORD_AS, &scope->roles);
		return;
	}
	printer_put_keyword_at(printer, KEYWORD_AS, scope->roles.at);
	printer_put_some(printer, &scope->roles);
}

static void
print_title(struct printer *printer, enum keyword keyword, struct place id,
	    struct place title)
{
	struct place first = place_is_set(id) ? id : title;

	printer_begin_item(printer, first);
	printer_put_keyword(printer, keyword);
	if (place_is_set(id))
		printer_put_place(printer, id);
	printer_put_place(printer, title);
}

static void
print_grounds(struct printer *printer, const struct ast_list *bases,
	      struct place from_day, struct place until_day)
{
	print_some(printer, KEYWORD_BASIS, bases);
	if (place_is_set(from_day)) {
		printer_begin_line_at(printer, PRINTER_INDENT, from_day);
		printer_begin_part(printer, KEYWORD_VALID_FROM,
				   (struct place){0});
		printer_put_place(printer, from_day);
	}
	if (place_is_set(until_day)) {
		printer_put_keyword(printer, KEYWORD_UNTIL);
		printer_put_place(printer, until_day);
	}
}

void
print_rule(struct printer *printer, const struct ast_rule *rule)
{
	const struct ast_scope *scope = &rule->scope;

	print_title(printer, KEYWORD_RULE, rule->id, rule->title);
	print_some(printer, rule->is_permit ? KEYWORD_PERMIT : KEYWORD_FORBID,
		   &scope->categories);
	print_some(printer, KEYWORD_FIELDS, &scope->fields);
	print_some(printer, KEYWORD_FROM, &scope->from);
	print_recipient(printer, scope);
	print_some(printer, KEYWORD_FOR, &scope->purposes);
	print_conditions(printer, scope);
	print_some(printer, KEYWORD_DUTY, &rule->duties);
	print_grounds(printer, &rule->bases, rule->from_day, rule->until_day);
	printer_end_item(printer, rule->id);
}

void
print_lead(struct printer *printer, const struct ast_lead *lead)
{
	print_title(printer, KEYWORD_LEAD, lead->id, lead->title);
	print_some(printer, lead->is_permit ? KEYWORD_PERMIT : KEYWORD_FORBID,
		   &lead->who);
	print_grounds(printer, &lead->bases, lead->from_day, lead->until_day);
	printer_end_item(printer, lead->id);
}

/* As one sentence, folded between its parts; conditions stand apart. */
void
print_never(struct printer *printer, const struct ast_never *never)
{
	const struct ast_scope *scope = &never->scope;
	const struct never_part {
		enum keyword keyword;
		const struct ast_list *list;
	} parts[] = {{KEYWORD_FIELDS, &scope->fields},
		     {KEYWORD_FROM, &scope->from},
		     {KEYWORD_TO, &scope->to},
		     {KEYWORD_AS, &scope->roles},
		     {KEYWORD_FOR, &scope->purposes}};

	print_title(printer, KEYWORD_NEVER, (struct place){0}, never->title);
	printer_begin_line(printer, PRINTER_INDENT);
	printer_put_some(printer, &scope->categories);
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		if (!place_is_set(parts[i].list->at))
			continue;
		printer_keep(printer, list_width(printer, parts[i].list));
		printer_put_keyword_at(printer, parts[i].keyword,
				       parts[i].list->at);
		printer_put_some(printer, parts[i].list);
	}
	print_conditions(printer, scope);
	printer_end_item(printer, never->title);
}
