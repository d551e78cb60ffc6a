/*
 * eenplan policy show
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/file.h"
#include "client/i18n.h"
#include "client/kept_policy.h"
#include "client/message.h"
#include "client/safe.h"
#include "client/table.h"
#include "client/wording.h"

static size_t
count_lines(const char *text)
{
	size_t lines = 0;

	for (; *text; text++)
		lines += *text == '\n';
	return lines;
}

static void
print_kept(struct page *page, const struct kept_policy *kept)
{
	struct table *about = table_new_pairs(page);
	struct table *files = table_new(page);

	table_pair(about, _("Version"),
		   arena_printf(page->arena, "%ld", (long)kept->version));
	table_pair(about, _("Since"),
		   wording_time(page->arena,
				json_get_string(kept->about, "since")));
	table_pair(about, _("How"), kept_policy_how(page->arena, kept->about));
	table_pair(about, _("Digest"), kept->digest);
	table_print(about, 0);
	page_gap(page);
	table_column(files, _("File"), TABLE_TEXT);
	table_column(files, _("Lines"), TABLE_NUMBER);
	for (const struct json *file = json_first(kept->files); file;
	     file = file->next) {
		const char *text = json_get_string(file, "text");

		table_row(files);
		table_put(files, json_get_string(file, "name"));
		table_put(files, arena_printf(page->arena, "%zu",
					      count_lines(text ? text : "")));
	}
	table_print(files, 0);
}

/* A node names files; where they come to stand is only ours to say. */
static bool
is_safe_name(struct arena *arena, const char *name)
{
	const char *ending = name ? strrchr(name, '.') : NULL;

	return ending && *name != '.' && !strpbrk(name, "/\\:") &&
	       (!strcmp(ending, ".policy") || !strcmp(ending, ".vocabulary")) &&
	       !strcmp(safe_text(arena, name), name);
}

static enum status
write_file(struct arena *arena, const char *folder, const struct json *file,
	   struct fault *fault)
{
	const char *name = json_get_string(file, "name");
	const char *text = json_get_string(file, "text");
	const char *path;

	if (!is_safe_name(arena, name) || !text) {
		fault_set(fault, "", "%s",
			  _("the node names a file in a way that can't be "
			    "written here"));
		return STATUS_INVALID;
	}
	path = arena_printf(arena, "%s/%s", folder, name);
	if (access(path, F_OK) == 0) {
		fault_set(fault, "", _("two files have the name %.100s"),
			  safe_text(arena, name));
		return STATUS_CONFLICT;
	}
	return file_write_private(arena, path, text_of(text), fault);
}

static enum exit_code
write_files(struct client *client, const struct kept_policy *kept,
	    const char *folder)
{
	struct fault fault = {0};
	enum status status = STATUS_OK;

	/* Never into one that is there: somebody's own files may be in it. */
	if (mkdir(folder, 0777) != 0) {
		message_error(_("the folder %.100s can't be made: %s"), folder,
			      strerror(errno));
		return EXIT_CODE_USAGE;
	}
	for (const struct json *file = json_first(kept->files);
	     file && status == STATUS_OK; file = file->next)
		status = write_file(client->arena, folder, file, &fault);
	if (status != STATUS_OK) {
		message_error("%s", fault.told);
		return EXIT_CODE_USAGE;
	}
	page_say(client->page, 0,
		 _("%zu files of version %ld are in %s, byte for byte."),
		 json_count(kept->files), (long)kept->version,
		 safe_text(client->arena, folder));
	return EXIT_CODE_OK;
}

enum exit_code
policy_show_run(struct client *client)
{
	const struct options *options = client->options;
	const char *folder = options->values[OPTION_INTO];
	int64_t version = KEPT_POLICY_IN_FORCE;
	struct kept_policy kept;
	enum exit_code code = EXIT_CODE_OK;

	if (options->argument_count > 0)
		code = kept_policy_number(options->arguments[0], &version);
	if (code == EXIT_CODE_OK)
		code = kept_policy_get(client, version, &kept);
	if (code != EXIT_CODE_OK)
		return code;
	if (folder)
		return write_files(client, &kept, folder);
	if (command_wants_json(client))
		page_json(client->page, kept.about);
	else
		print_kept(client->page, &kept);
	return EXIT_CODE_OK;
}
