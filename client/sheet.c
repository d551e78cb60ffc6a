#include "client/sheet.h"

#include "client/i18n.h"
#include "client/policy_lead.h"

/* --- words --- */

const char *
sheet_words(const struct sheet *sheet, enum vocabulary_list list,
	    const struct cells_set *set)
{
	size_t count = vocabulary_count(sheet->words, list);
	struct buf out;

	buf_init(&out, sheet->arena, 64);
	for (size_t i = 0; i < count; i++)
		if (cells_set_has(set, (int)i))
			buf_printf(&out, "%s%s", out.length > 0 ? ", " : "",
				   vocabulary_word(sheet->words, list, (int)i));
	return buf_string(&out);
}

const char *
sheet_kinds(const struct sheet *sheet, unsigned kinds)
{
	struct cells_set set = {{kinds}};

	return sheet_words(sheet, VOCABULARY_CONSENT, &set);
}

const char *
sheet_rules(const struct sheet *sheet, const struct matrix_entry *entry)
{
	struct buf out;

	buf_init(&out, sheet->arena, 64);
	for (size_t i = 0; i < entry->rule_count; i++)
		buf_printf(&out, "%s%s", i > 0 ? ", " : "", entry->rules[i]);
	return buf_string(&out);
}

/* --- CSV --- */

/* Quoted, and never the beginning of a formula. */
static void
put_cell(struct buf *out, const char *text, char end)
{
	buf_add_char(out, '"');
	if (*text == '=' || *text == '+' || *text == '-' || *text == '@')
		buf_add_char(out, '\'');
	for (; *text; text++) {
		if (*text == '"')
			buf_add_char(out, '"');
		buf_add_char(out, *text);
	}
	buf_add_char(out, '"');
	buf_add_char(out, end);
}

static void
put_entry(const struct sheet *sheet, const struct matrix_entry *entry,
	  struct buf *out)
{
	const struct vocabulary *words = sheet->words;

	for (uint64_t left = entry->fields; left != 0; left &= left - 1) {
		int field = __builtin_ctzll(left);
		bool is_free = (entry->freely >> field & 1) != 0;

		put_cell(out,
			 vocabulary_word(words, VOCABULARY_ROLE, entry->role),
			 ',');
		put_cell(out,
			 vocabulary_word(words, VOCABULARY_CATEGORY,
					 entry->category),
			 ',');
		put_cell(out,
			 vocabulary_word(words, VOCABULARY_PURPOSE,
					 entry->purpose),
			 ',');
		put_cell(out,
			 vocabulary_field_word(words, entry->category, field),
			 ',');
		put_cell(out, is_free ? "" : sheet_kinds(sheet, entry->kinds),
			 ',');
		put_cell(out,
			 sheet_words(sheet, VOCABULARY_DOMAIN, &entry->from),
			 ',');
		put_cell(out, sheet_words(sheet, VOCABULARY_DOMAIN, &entry->to),
			 ',');
		put_cell(out, sheet_rules(sheet, entry), '\n');
	}
}

void
sheet_write_csv(const struct sheet *sheet, struct buf *out)
{
	buf_add_string(out,
		       "role,category,purpose,field,consent,from,to,rules\n");
	for (size_t i = 0; i < sheet->matrix->entry_count; i++)
		put_entry(sheet, &sheet->matrix->entries[i], out);
	policy_lead_write_csv(sheet, out);
}
