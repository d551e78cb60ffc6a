#include "client/policy_rule.h"

#include "client/finding.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/policy_files.h"
#include "client/table.h"
#include "eenplan/policy/about.h"

static const char *
joined(struct arena *arena, const char *const *words, size_t count,
       const char *separator)
{
	struct buf out;

	buf_init(&out, arena, 128);
	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "%s%s", i > 0 ? separator : "", words[i]);
	return buf_string(&out);
}

static void
print_tests(struct page *page, const char *heading, const char *const *titles,
	    size_t count)
{
	if (count == 0)
		return;
	page_heading(page, "%s", heading);
	for (size_t i = 0; i < count; i++)
		page_say(page, PAGE_INDENT, "%s", titles[i]);
}

static const char *
effect_words(const struct about_rule *about)
{
	if (about->is_lead)
		return about->is_permit ? _("May lead") : _("May not lead");
	return about->is_permit ? _("Permits") : _("Forbids");
}

static void
print_rule(struct page *page, const struct about_rule *about)
{
	struct arena *arena = page->arena;
	struct table *table = table_new_pairs(page);

	page_title(page, "%s  %s", about->id, about->title);
	table_pair(table, effect_words(about),
		   joined(arena, about->what, about->what_count, ", "));
	table_pair(table, about->is_lead ? _("When") : _("Where"),
		   about->where);
	for (size_t i = 0; i < about->condition_count; i++)
		table_pair(table, i == 0 ? _("Only") : "",
			   about->conditions[i]);
	table_pair(table, _("Duties"), about->duties);
	table_pair(table, _("Basis"),
		   joined(arena, about->basis, about->basis_count, ", "));
	table_pair(table, _("Written in"),
		   arena_printf(arena, "%s:%u", about->file, about->line));
	table_print(table, 0);
	print_tests(page, _("Tests that it decides"), about->decides,
		    about->decide_count);
	print_tests(page, _("Tests in which it is the nearest"), about->nearest,
		    about->nearest_count);
	if (about->decide_count + about->nearest_count == 0) {
		page_gap(page);
		page_say(page, 0, "%s",
			 _("No test in these files is decided by it."));
	}
}

static void
print_json(struct page *page, const struct about_rule *about)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, page->arena, 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "rule", about->id);
	json_member_string(&writer, "title", about->title);
	json_member_bool(&writer, "permits", about->is_permit);
	json_member_bool(&writer, "lead", about->is_lead);
	json_member_strings(&writer, "what", about->what, about->what_count);
	json_member_string(&writer, "where", about->where);
	json_member_strings(&writer, "conditions", about->conditions,
			    about->condition_count);
	json_member_string(&writer, "duties", about->duties);
	json_member_strings(&writer, "basis", about->basis, about->basis_count);
	json_member_string(&writer, "file", about->file);
	json_member_integer(&writer, "line", about->line);
	json_member_strings(&writer, "decides", about->decides,
			    about->decide_count);
	json_member_strings(&writer, "nearest", about->nearest,
			    about->nearest_count);
	json_close_object(&writer);
	finding_print_json(page, &out);
}

static void
refuse(struct client *client, const struct policy *policy, const char *id)
{
	size_t count = policy_rule_count(policy);
	const char **ids = ARENA_ARRAY(client->arena, count + 1, const char *);
	const char *near;

	for (size_t i = 0; i < count; i++)
		ids[i] = about_rule_id(policy, i);
	near = diagnostic_near_word(id, ids, count);
	if (near)
		message_error(_("there is no rule \"%.60s\" in these files; "
				"did you mean \"%s\"?"),
			      id, near);
	else
		message_error(_("there is no rule \"%.60s\" in these files"),
			      id);
}

enum exit_code
policy_rule_explain(struct client *client, const struct policy *policy)
{
	const char *id = client->options->values[OPTION_RULE];
	bool is_json = command_wants_json(client);
	struct about_rule about;

	if (!about_rule_find(client->arena, policy, id,
			     is_json ? VOCABULARY_ENGLISH
				     : policy_files_language(),
			     &about)) {
		refuse(client, policy, id);
		return EXIT_CODE_USAGE;
	}
	if (is_json)
		print_json(client->page, &about);
	else
		print_rule(client->page, &about);
	return EXIT_CODE_OK;
}
