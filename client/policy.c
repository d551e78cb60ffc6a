/*
 * eenplan policy check
 */
#include "client/command.h"
#include "client/finding.h"
#include "client/i18n.h"
#include "client/policy_files.h"
#include "eenplan/policy/analyse.h"

/* A folder stands for the files in it; what is wrong with it was said. */
static size_t
count_files(const struct options *options)
{
	struct arena *arena = arena_new();
	struct diagnostics found;
	const char *const *files;
	size_t count = options->argument_count;

	diagnostics_init(&found, arena, 1);
	if (!policy_list_files(arena, options->arguments,
			       options->argument_count, &found, &files, &count))
		count = options->argument_count;
	arena_free(arena);
	return count;
}

struct check {
	const struct policy *policy;
	const struct diagnostics *found;
	size_t files;
	size_t errors;
	size_t warnings;
	struct cells_tally tally;
};

static void
print_summary(struct page *page, const struct check *check)
{
	if (check->found->count > 0)
		page_gap(page);
	page_say(page, 0, _("%zu files, %zu rules, %zu errors, %zu warnings."),
		 check->files,
		 check->policy ? policy_rule_count(check->policy) : 0,
		 check->errors, check->warnings);
	if (check->policy) {
		page_say(page, 0, _("Digest: %s"),
			 policy_digest(check->policy));
		policy_files_say_tally(page, &check->tally, 0);
		return;
	}
	page_say(page, 0, "%s",
		 _("A node would refuse these files, and go on with "
		   "the policy it has."));
}

static void
print_json(struct page *page, const struct check *check)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, page->arena, 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_bool(&writer, "sound", check->policy != NULL);
	json_member_integer(&writer, "files", (int64_t)check->files);
	json_member_integer(&writer, "errors", (int64_t)check->errors);
	json_member_integer(&writer, "warnings", (int64_t)check->warnings);
	if (check->policy) {
		json_member_integer(&writer, "rules",
				    (int64_t)policy_rule_count(check->policy));
		json_member_string(&writer, "digest",
				   policy_digest(check->policy));
	}
	finding_put(&writer, check->found);
	json_close_object(&writer);
	finding_print_json(page, &out);
}

enum exit_code
policy_check(struct client *client)
{
	const struct options *options = client->options;
	struct diagnostics found;
	struct check check = {.found = &found};
	struct policy *policy;
	bool is_fine;
	int32_t day;

	if (!policy_files_day(client, policy_files_today(), &day))
		return EXIT_CODE_USAGE;
	diagnostics_init(&found, client->arena, LIMIT_POLICY_ERRORS);
	policy = policy_load_paths(options->arguments, options->argument_count,
				   &found);
	check.policy = policy;
	check.files = count_files(options);
	if (policy)
		check.tally =
			analyse_policy(client->arena, policy, day, &found);
	check.errors = found.errors;
	check.warnings = finding_warnings(&found);
	if (command_wants_json(client)) {
		print_json(client->page, &check);
	} else {
		finding_print(client->page, &found);
		print_summary(client->page, &check);
	}
	is_fine = policy &&
		  (check.warnings == 0 || !options->values[OPTION_STRICT]);
	policy_free(policy);
	return is_fine ? EXIT_CODE_OK : EXIT_CODE_NOT_SOUND;
}
