#include "client/policy_files.h"

#include <string.h>

#include "client/finding.h"
#include "client/i18n.h"
#include "client/message.h"
#include "eenplan/base/clock.h"

struct policy *
policy_files_load(struct client *client, const char *const *paths, size_t count)
{
	struct diagnostics found;
	struct policy *policy;

	diagnostics_init(&found, client->arena, LIMIT_POLICY_ERRORS);
	policy = policy_load_paths(paths, count, &found);
	if (!policy)
		message_lines(finding_lines(client->arena, &found, false));
	return policy;
}

void
policy_files_put(struct json_writer *writer, const struct policy *policy)
{
	json_key(writer, "files");
	json_open_array(writer);
	for (size_t i = 0; i < policy_source_count(policy); i++) {
		struct policy_source source = policy_source_at(policy, i);

		json_open_object(writer);
		json_member_string(writer, "name",
				   policy_file_name(source.name));
		json_key(writer, "text");
		json_put_text(writer, source.text);
		json_close_object(writer);
	}
	json_close_array(writer);
}

int32_t
policy_files_today(void)
{
	return clock_day_of_ms(clock_now_ms());
}

bool
policy_files_day(const struct client *client, int32_t otherwise,
		 int32_t *day_out)
{
	const char *date = client->options->values[OPTION_ON];

	*day_out = otherwise;
	if (!date || clock_parse_date(date, day_out))
		return true;
	message_error(_("--on %.40s is no date; write it as 2026-11-21"), date);
	return false;
}

enum vocabulary_language
policy_files_language(void)
{
	/* TRANSLATORS: nl when policies should be told in Dutch keywords. */
	return strcmp(_("en"), "nl") == 0 ? VOCABULARY_DUTCH
					  : VOCABULARY_ENGLISH;
}

int
policy_files_word(const struct policy *policy, enum vocabulary_list list,
		  const char *word)
{
	const struct vocabulary *words = policy_vocabulary(policy);
	const char *known[LIMIT_VOCABULARY_WORDS];
	size_t count = vocabulary_count(words, list);
	int id = vocabulary_find(words, list, word);
	const char *near;

	if (id >= 0)
		return id;
	for (size_t i = 0; i < count; i++)
		known[i] = vocabulary_word(words, list, (int)i);
	near = diagnostic_near_word(word, known, count);
	if (near)
		message_error(_("the vocabulary has no \"%.60s\" there; did "
				"you mean \"%s\"?"),
			      word, near);
	else
		message_error(_("the vocabulary has no \"%.60s\" there"), word);
	return VOCABULARY_UNKNOWN;
}

void
policy_files_say_tally(struct page *page, const struct cells_tally *tally,
		       size_t unlisted)
{
	page_gap(page);
	if (unlisted > 0)
		page_say(page, 0, _("%zu groups of cells more aren't listed."),
			 unlisted);
	page_say(page, 0,
		 _("All %.0f cells were walked, in %zu groups that a rule "
		   "tells apart."),
		 tally->cells, tally->boxes);
}
