/*
 * eenplan policy check
 */
#include <dirent.h>
#include <string.h>

#include "client/command.h"
#include "client/i18n.h"
#include "client/safe.h"
#include "eenplan/policy/policy.h"

static bool
ends_with(const char *name, const char *end)
{
	size_t length = strlen(name);
	size_t wanted = strlen(end);

	return length > wanted && strcmp(name + length - wanted, end) == 0;
}

/* As policy_load_paths counts: a folder stands for the files in it. */
static size_t
count_files(const char *const *paths, size_t count)
{
	size_t files = 0;

	for (size_t i = 0; i < count; i++) {
		DIR *folder = opendir(paths[i]);
		struct dirent *entry;
		if (!folder) {
			files++;
			continue;
		}
		while ((entry = readdir(folder)))
			files += ends_with(entry->d_name, ".policy") ||
				 ends_with(entry->d_name, ".vocabulary");
		closedir(folder);
	}
	return files;
}

struct check {
	const struct policy *policy;
	const struct diagnostics *found;
	size_t files;
	size_t errors;
	size_t warnings;
};

/* Files may hold anything: each text is made harmless before it is shown. */
static void
print_found(struct page *page, const struct diagnostics *found)
{
	struct diagnostics shown;
	struct buf lines;

	diagnostics_init(&shown, page->arena, LIMIT_POLICY_ERRORS);
	for (size_t i = 0; i < found->count; i++) {
		struct diagnostic item = found->items[i];
		item.file = safe_text(page->arena, item.file);
		item.text = safe_text(page->arena, item.text);
		if (item.source)
			item.source = safe_text(page->arena, item.source);
		if (item.hint)
			item.hint = safe_text(page->arena, item.hint);
		diagnostics_add(&shown, &item);
	}
	shown.unlisted = found->unlisted;
	buf_init(&lines, page->arena, 4096);
	diagnostics_print(&shown, &lines, page->colour);
	page_add_lines(page, 0, buf_string(&lines));
}

static void
print_summary(struct page *page, const struct check *check)
{
	if (check->found->count > 0)
		page_gap(page);
	page_say(page, 0, _("%zu files, %zu rules, %zu errors, %zu warnings."),
		 check->files,
		 check->policy ? policy_rule_count(check->policy) : 0,
		 check->errors, check->warnings);
	if (check->policy)
		page_say(page, 0, _("Digest: %s"),
			 policy_digest(check->policy));
	else
		page_say(page, 0, "%s",
			 _("A node would refuse these files, and go on with "
			   "the policy it has."));
}

static void
put_found(struct json_writer *writer, const struct diagnostic *item)
{
	json_open_object(writer);
	json_member_string(writer, "severity",
			   item->severity == DIAGNOSTIC_ERROR ? "error"
							      : "warning");
	json_member_string(writer, "file", item->file);
	json_member_integer(writer, "line", item->line);
	json_member_integer(writer, "column", item->column);
	json_member_string(writer, "text", item->text);
	json_member_string_if(writer, "hint", item->hint);
	json_close_object(writer);
}

static void
print_json(struct page *page, const struct check *check)
{
	struct json_writer writer;
	const struct json *value;
	struct fault fault;
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
	json_key(&writer, "found");
	json_open_array(&writer);
	for (size_t i = 0; i < check->found->count; i++)
		put_found(&writer, &check->found->items[i]);
	json_close_array(&writer);
	json_close_object(&writer);
	if (json_read(page->arena, buf_text(&out), LIMIT_CLIENT_REPLY_BYTES,
		      &value, &fault) == STATUS_OK)
		page_json(page, value);
}

enum exit_code
policy_check(struct client *client)
{
	const struct options *options = client->options;
	struct diagnostics found;
	struct check check = {.found = &found,
			      .files = count_files(options->arguments,
						   options->argument_count)};
	struct policy *policy;

	diagnostics_init(&found, client->arena, LIMIT_POLICY_ERRORS);
	policy = policy_load_paths(options->arguments, options->argument_count,
				   &found);
	check.policy = policy;
	check.errors = found.errors;
	check.warnings = found.count + found.unlisted - found.errors;
	if (command_wants_json(client)) {
		print_json(client->page, &check);
	} else {
		print_found(client->page, &found);
		print_summary(client->page, &check);
	}
	policy_free(policy);
	return policy ? EXIT_CODE_OK : EXIT_CODE_NOT_SOUND;
}
