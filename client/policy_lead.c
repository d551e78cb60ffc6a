#include "client/policy_lead.h"

#include <string.h>

#include "client/finding.h"
#include "client/i18n.h"
#include "client/markup.h"
#include "client/policy_files.h"
#include "client/table.h"

static const char *
joined(struct arena *arena, const char *const *words, size_t count)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "%s%s", i > 0 ? ", " : "", words[i]);
	return buf_string(&out);
}

static const char *
verdict_words(enum policy_verdict verdict)
{
	switch (verdict) {
	case POLICY_PERMIT: return _("may lead");
	case POLICY_FORBIDDEN: return _("may not: forbidden");
	case POLICY_NOTHING_PERMITS: break;
	}
	return _("may not: nothing permits it");
}

/* --- one question --- */

static void
print_answer(struct page *page, const char *domain,
	     const struct lead_reason *reason)
{
	struct arena *arena = page->arena;
	struct table *table = table_new_pairs(page);

	page_say(page, 0, "%s %s.", domain, verdict_words(reason->verdict));
	if (reason->rule_count == 0)
		return;
	table_pair(
		table, _("Rule"),
		arena_printf(arena, "%s  %s", reason->rules[0], reason->title));
	if (reason->rule_count > 1)
		table_pair(table, _("Also"),
			   joined(arena, reason->rules + 1,
				  reason->rule_count - 1));
	table_pair(table, _("Where"),
		   arena_printf(arena, "%s:%u", reason->file, reason->line));
	table_pair(table, _("Basis"),
		   joined(arena, reason->basis, reason->basis_count));
	table_print(table, PAGE_INDENT);
}

static void
print_json(struct page *page, const char *domain,
	   const struct lead_reason *reason)
{
	static const char *const verdicts[] = {
		[POLICY_NOTHING_PERMITS] = "nothing_permits",
		[POLICY_FORBIDDEN] = "forbidden",
		[POLICY_PERMIT] = "permit",
	};
	struct json_writer writer;
	struct buf out;

	buf_init(&out, page->arena, 512);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "lead", domain);
	json_member_string(&writer, "verdict", verdicts[reason->verdict]);
	json_member_strings(&writer, "rules", reason->rules,
			    reason->rule_count);
	json_member_strings(&writer, "basis", reason->basis,
			    reason->basis_count);
	json_member_string_if(&writer, "title", reason->title);
	json_member_string_if(&writer, "file", reason->file);
	if (reason->file)
		json_member_integer(&writer, "line", reason->line);
	json_close_object(&writer);
	finding_print_json(page, &out);
}

enum exit_code
policy_lead_explain(struct client *client, const struct policy *policy)
{
	const char *word = client->options->values[OPTION_LEAD];
	int domain = policy_files_word(policy, VOCABULARY_DOMAIN, word);
	struct lead_reason reason;
	int32_t day;

	if (domain < 0 || !policy_files_day(client, policy_files_today(), &day))
		return EXIT_CODE_USAGE;
	reason = lead_judge(client->arena, policy, domain, day);
	if (command_wants_json(client))
		print_json(client->page, word, &reason);
	else
		print_answer(client->page, word, &reason);
	return EXIT_CODE_OK;
}

/* --- all kinds of organisation --- */

/* Who asks inside an organisation is no kind of one. */
static size_t
organisations(const struct sheet *sheet)
{
	return vocabulary_count(sheet->words, VOCABULARY_DOMAIN);
}

static bool
is_organisation(const struct sheet *sheet, size_t domain)
{
	return strcmp(vocabulary_word(sheet->words, VOCABULARY_DOMAIN,
				      (int)domain),
		      "own") != 0;
}

void
policy_lead_print(const struct sheet *sheet, struct page *page)
{
	struct table *table = table_new(page);

	table_column(table, _("Organisation"), TABLE_TEXT);
	table_column(table, "", TABLE_TEXT);
	table_column(table, _("Rules"), TABLE_TEXT);
	table_column(table, _("Basis"), TABLE_TEXT);
	for (size_t i = 0; i < organisations(sheet); i++) {
		struct lead_reason reason = lead_judge(
			sheet->arena, sheet->policy, (int)i, sheet->day);

		if (!is_organisation(sheet, i))
			continue;
		table_row(table);
		table_put(table, vocabulary_word(sheet->words,
						 VOCABULARY_DOMAIN, (int)i));
		table_put(table, verdict_words(reason.verdict));
		table_put(table, joined(sheet->arena, reason.rules,
					reason.rule_count));
		table_put(table, joined(sheet->arena, reason.basis,
					reason.basis_count));
	}
	page_heading(page, "%s", _("Who may lead a plan"));
	table_print(table, PAGE_INDENT);
}

/* In the columns of the sheet: whoever may lead has "lead" as its category. */
void
policy_lead_write_csv(const struct sheet *sheet, struct buf *out)
{
	for (size_t i = 0; i < organisations(sheet); i++) {
		struct lead_reason reason = lead_judge(
			sheet->arena, sheet->policy, (int)i, sheet->day);

		if (reason.verdict == POLICY_PERMIT &&
		    is_organisation(sheet, i))
			buf_printf(out,
				   "\"\",\"lead\",\"\",\"\",\"\",\"\",\"%s\","
				   "\"%s\"\n",
				   vocabulary_word(sheet->words,
						   VOCABULARY_DOMAIN, (int)i),
				   joined(sheet->arena, reason.rules,
					  reason.rule_count));
	}
}

void
policy_lead_write_html(const struct sheet *sheet, struct buf *out)
{
	markup_element(out, "<h2>", _("Who may lead a plan"), "</h2>\n");
	markup_element(out,
		       "<div class=\"wide\"><table>\n<thead><tr>"
		       "<th scope=\"col\">",
		       _("Organisation"), "</th>");
	markup_element(out, "<th scope=\"col\">", _("Who may lead a plan"),
		       "</th>");
	markup_element(out, "<th scope=\"col\">", _("Rules"), "</th>");
	markup_element(out, "<th scope=\"col\">", _("Basis"),
		       "</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < organisations(sheet); i++) {
		struct lead_reason reason = lead_judge(
			sheet->arena, sheet->policy, (int)i, sheet->day);

		if (!is_organisation(sheet, i))
			continue;
		markup_element(out, "<tr><th scope=\"row\">",
			       vocabulary_label(sheet->words, VOCABULARY_DOMAIN,
						(int)i, sheet->language),
			       "</th>");
		markup_element(out,
			       reason.verdict == POLICY_PERMIT
				       ? "<td class=\"free\">"
				       : "<td class=\"stop\">",
			       verdict_words(reason.verdict), "</td>");
		markup_element(
			out, "<td>",
			joined(sheet->arena, reason.rules, reason.rule_count),
			"</td>");
		markup_element(
			out, "<td>",
			joined(sheet->arena, reason.basis, reason.basis_count),
			"</td></tr>\n");
	}
	buf_add_string(out, "</tbody></table></div>\n");
}

/* --- an edit --- */

void
policy_lead_print_changes(struct page *page, const struct diff *diff)
{
	enum vocabulary_language language = policy_files_language();

	for (size_t i = 0; i < diff->leads.count; i++) {
		const struct lead_change *change = &diff->leads.items[i];

		if (i == 0 || change->is_gain != change[-1].is_gain)
			page_heading(page, "%s",
				     change->is_gain
					     ? _("May newly lead a plan")
					     : _("May no longer lead a plan"));
		page_say(page, PAGE_INDENT, "%s",
			 lead_describe(page->arena, diff->vocabulary, change,
				       language));
	}
}

void
policy_lead_put_changes(struct arena *arena, struct json_writer *writer,
			const struct diff *diff)
{
	json_key(writer, "lead");
	json_open_array(writer);
	for (size_t i = 0; i < diff->leads.count; i++) {
		const struct lead_change *change = &diff->leads.items[i];

		json_open_object(writer);
		json_member_string(writer, "kind",
				   change->is_gain ? "newly_leads"
						   : "no_longer_leads");
		json_member_string(writer, "who",
				   lead_describe(arena, diff->vocabulary,
						 change, VOCABULARY_ENGLISH));
		json_close_object(writer);
	}
	json_close_array(writer);
}
