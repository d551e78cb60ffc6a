/*
 * eenplan policy matrix
 */
#include <string.h>

#include "client/i18n.h"
#include "client/message.h"
#include "client/policy_files.h"
#include "client/policy_lead.h"
#include "client/sheet.h"
#include "client/table.h"

static bool
is_like(const struct matrix_entry *one, const struct matrix_entry *other)
{
	if (one->category != other->category || one->role != other->role ||
	    one->fields != other->fields || one->freely != other->freely ||
	    one->kinds != other->kinds || one->rule_count != other->rule_count)
		return false;
	for (size_t i = 0; i < one->rule_count; i++)
		if (strcmp(one->rules[i], other->rules[i]) != 0)
			return false;
	return memcmp(&one->from, &other->from, sizeof(one->from)) == 0 &&
	       memcmp(&one->to, &other->to, sizeof(one->to)) == 0;
}

/* One row for all purposes that are alike; those before it have theirs. */
static void
add_row(const struct sheet *sheet, struct table *table, size_t at)
{
	const struct matrix_entry *entries = sheet->matrix->entries;
	const struct matrix_entry *entry = &entries[at];
	const struct vocabulary *words = sheet->words;
	struct cells_set purposes = {{0}};

	for (size_t i = 0; i < sheet->matrix->entry_count; i++) {
		int purpose = entries[i].purpose;

		if (!is_like(entry, &entries[i]))
			continue;
		if (i < at)
			return;
		purposes.bits[purpose / 64] |= UINT64_C(1) << (purpose % 64);
	}
	table_row(table);
	table_put(table,
		  vocabulary_word(words, VOCABULARY_CATEGORY, entry->category));
	table_put(table, vocabulary_word(words, VOCABULARY_ROLE, entry->role));
	table_put(table, sheet_words(sheet, VOCABULARY_PURPOSE, &purposes));
	table_put(table, cells_field_names(sheet->arena, words, entry->category,
					   entry->fields));
	table_put(table, (entry->fields & ~entry->freely) == 0
				 ? ""
				 : sheet_kinds(sheet, entry->kinds));
	table_put(table, sheet_rules(sheet, entry));
}

static void
print_access(const struct sheet *sheet, struct page *page)
{
	struct table *table = table_new(page);

	table_column(table, _("Category"), TABLE_TEXT);
	table_column(table, _("Role"), TABLE_TEXT);
	table_column(table, _("Purposes"), TABLE_TEXT);
	table_column(table, _("Fields"), TABLE_TEXT);
	table_column(table, _("Consent"), TABLE_TEXT);
	table_column(table, _("Rules"), TABLE_TEXT);
	for (size_t i = 0; i < sheet->matrix->entry_count; i++)
		add_row(sheet, table, i);
	page_heading(page, "%s", _("Roles, categories and purposes"));
	table_print(table, PAGE_INDENT);
}

static void
print_rules(const struct sheet *sheet, struct page *page)
{
	size_t categories = vocabulary_count(sheet->words, VOCABULARY_CATEGORY);
	struct table *table = table_new(page);

	table_column(table, _("Rule"), TABLE_WHOLE);
	table_column(table, "", TABLE_WHOLE);
	table_column(table, _("Category"), TABLE_TEXT);
	table_column(table, _("Fields"), TABLE_TEXT);
	for (size_t i = 0; i < sheet->matrix->rule_count; i++) {
		const struct matrix_rule *rule = &sheet->matrix->rules[i];

		for (size_t c = 0; c < categories; c++) {
			if (rule->fields[c] == 0)
				continue;
			table_row(table);
			table_put(table, rule->id);
			table_put(table, rule->is_permit ? _("permits")
							 : _("forbids"));
			table_put(table,
				  vocabulary_word(sheet->words,
						  VOCABULARY_CATEGORY, (int)c));
			table_put(table,
				  cells_field_names(sheet->arena, sheet->words,
						    (int)c, rule->fields[c]));
		}
	}
	page_heading(page, "%s", _("Fields and rules"));
	table_print(table, PAGE_INDENT);
}

static void
print_sheet(const struct sheet *sheet, struct page *page, const char *format)
{
	struct buf out;

	if (!format || strcmp(format, "table") == 0) {
		print_access(sheet, page);
		print_rules(sheet, page);
		policy_lead_print(sheet, page);
		policy_files_say_tally(page, &sheet->matrix->tally, 0);
		return;
	}
	/* Words of a file that was read as text are harmless in a sheet. */
	buf_init(&out, sheet->arena, 1 << 16);
	if (strcmp(format, "csv") == 0)
		sheet_write_csv(sheet, &out);
	else
		sheet_write_html(sheet, &out);
	buf_add_text(&page->out, buf_text(&out));
}

enum exit_code
policy_matrix(struct client *client)
{
	const struct options *options = client->options;
	struct policy *policy;
	struct matrix matrix;
	int32_t day;

	if (!policy_files_day(client, policy_files_today(), &day))
		return EXIT_CODE_USAGE;
	policy = policy_files_load(client, options->arguments,
				   options->argument_count);
	if (!policy)
		return EXIT_CODE_NOT_SOUND;
	matrix = matrix_of(client->arena, policy, day);
	print_sheet(&(struct sheet){.arena = client->arena,
				    .policy = policy,
				    .words = policy_vocabulary(policy),
				    .language = policy_files_language(),
				    .matrix = &matrix,
				    .day = day},
		    client->page, options->values[OPTION_FORMAT]);
	policy_free(policy);
	return EXIT_CODE_OK;
}
