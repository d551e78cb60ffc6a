#include "client/policy_replay.h"

#include <string.h>

#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/policy_files.h"
#include "client/table.h"
#include "client/wording.h"
#include "eenplan/base/clock.h"

static const struct {
	const char *word; /* as the node has it */
	const char *sentence;
	enum exit_code code;
} verdicts[] = {
	{"same", N_("Nobody would have seen anything else."), EXIT_CODE_OK},
	{"more", N_("The new policy would have shared more."),
	 EXIT_CODE_SHARES_MORE},
	{"less", N_("The new policy would have shared less."),
	 EXIT_CODE_SHARES_LESS},
	{"both",
	 N_("The new policy would have shared more in some cases, and less in "
	    "others."),
	 EXIT_CODE_SHARES_BOTH},
};

/* What was not judged, and why. */
static const struct {
	const char *key;
	const char *label;
} reasons[] = {
	{"older",
	 N_("Log entries that don't say what was decided, by an older node")},
	{"erased", N_("Log entries whose key was erased")},
	{"unknown_words",
	 N_("Decisions with a word that the new policy doesn't know")},
	{"unwritten", N_("Decisions that found no room in their log entry")},
};

/* --- the page --- */

static void
print_group(struct page *page, const struct json *group, const char *fields)
{
	long decisions = (long)json_get_integer(group, "decisions", 0);
	const char *name = json_get_string(group, "organisation_name");

	page_say(
		page, PAGE_INDENT, _("%s (%s), as %s, for %s"),
		name ? name : json_get_string(group, "organisation"),
		wording_label(WORDING_DOMAIN, json_get_string(group, "domain")),
		wording_label(WORDING_ROLE, json_get_string(group, "role")),
		wording_label(WORDING_PURPOSE,
			      json_get_string(group, "purpose")));
	page_say(page, 2 * PAGE_INDENT,
		 ngettext("%s: %s, in %ld decision", "%s: %s, in %ld decisions",
			  (unsigned long)decisions),
		 json_get_string(group, "category"), fields, decisions);
}

/* All groups that have fields in `member`. */
static void
print_groups(struct page *page, const struct json *groups, const char *member,
	     const char *heading)
{
	bool is_first = true;

	for (const struct json *group = json_first(groups); group;
	     group = group->next) {
		const char *fields = json_get_string(group, member);

		if (!fields || !*fields)
			continue;
		if (is_first)
			page_heading(page, "%s", heading);
		is_first = false;
		print_group(page, group, fields);
	}
}

static void
print_not_judged(struct page *page, const struct json *counts)
{
	struct table *table = table_new_pairs(page);

	for (size_t i = 0; i < COUNT_OF(reasons); i++) {
		long count = (long)json_get_integer(counts, reasons[i].key, 0);

		if (count > 0)
			table_pair(table, gettext(reasons[i].label),
				   arena_printf(page->arena, "%ld", count));
	}
	if (table_rows(table) == 0)
		return;
	page_heading(page, "%s", _("Not judged"));
	table_print(table, PAGE_INDENT);
}

static void
print_tally(struct page *page, const struct json *reply)
{
	long same = (long)json_get_integer(reply, "same", 0);
	long changed = (long)json_get_integer(reply, "changed", 0);
	long entries = (long)json_get_integer(reply, "entries", 0);
	long unlisted = (long)json_get_integer(reply, "unlisted", 0);

	page_gap(page);
	if (unlisted > 0)
		page_say(page, 0,
			 ngettext("%ld changed decision more isn't listed.",
				  "%ld changed decisions more aren't listed.",
				  (unsigned long)unlisted),
			 unlisted);
	page_say(page, 0,
		 _("Decisions judged again: %ld, of %ld log entries; %ld come "
		   "out the same."),
		 same + changed, entries, same);
	print_not_judged(page, json_member(reply, "not_judged"));
}

static void
print_reply(struct page *page, const struct json *reply, size_t verdict)
{
	const struct json *groups = json_member(reply, "groups");

	page_say(page, 0, "%s", gettext(verdicts[verdict].sentence));
	print_groups(page, groups, "gained", _("Would have seen more"));
	print_groups(page, groups, "lost", _("Would have seen less"));
	print_tally(page, reply);
}

/* --- the request --- */

static bool
since_is_date(const char *since)
{
	int32_t day;

	if (!since || clock_parse_date(since, &day))
		return true;
	message_error(_("--since %.40s is no date; write it as 2026-11-21"),
		      since);
	return false;
}

static enum exit_code
ask(struct client *client, const struct policy *policy)
{
	const char *since = client->options->values[OPTION_SINCE];
	const struct json *reply;
	struct json_writer writer;
	struct buf body;
	enum exit_code code;
	const char *word;
	size_t verdict = 0;

	buf_init(&body, client->arena, 1 << 16);
	json_begin(&writer, &body);
	json_open_object(&writer);
	policy_files_put(&writer, policy);
	json_member_string_if(&writer, "since", since);
	json_close_object(&writer);
	code = node_ask(client,
			&(struct node_request){.route = NODE_POLICY_REPLAY,
					       .body = buf_text(&body),
					       .is_long = true},
			&reply);
	if (code != EXIT_CODE_OK)
		return code;
	word = json_get_string(reply, "verdict");
	while (verdict < COUNT_OF(verdicts) &&
	       (!word || strcmp(verdicts[verdict].word, word) != 0))
		verdict++;
	if (verdict == COUNT_OF(verdicts)) {
		message_error("%s", _("the node's answer can't be understood"));
		return EXIT_CODE_NODE_FAILED;
	}
	if (command_wants_json(client))
		page_json(client->page, reply);
	else
		print_reply(client->page, reply, verdict);
	return verdicts[verdict].code;
}

enum exit_code
policy_replay(struct client *client)
{
	const struct options *options = client->options;
	enum exit_code code = EXIT_CODE_NOT_SOUND;
	struct policy *policy;

	if (options->values[OPTION_ON]) {
		message_error("%s",
			      _("--on and --replay exclude each other: the log "
				"has the days"));
		return EXIT_CODE_USAGE;
	}
	if (!since_is_date(options->values[OPTION_SINCE]))
		return EXIT_CODE_USAGE;
	policy = policy_files_load(client, options->arguments,
				   options->argument_count);
	if (policy)
		code = ask(client, policy);
	policy_free(policy);
	return code;
}
