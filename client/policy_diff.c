/*
 * eenplan policy diff
 */
#include <string.h>

#include "client/diff_page.h"
#include "client/finding.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/policy_files.h"
#include "client/policy_replay.h"
#include "eenplan/base/clock.h"

static void
print_json(struct page *page, const struct diff *diff)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, page->arena, 4096);
	json_begin(&writer, &out);
	json_open_object(&writer);
	diff_page_put(page->arena, &writer, diff);
	json_close_object(&writer);
	finding_print_json(page, &out);
}

/* "policy/", or several files with commas. */
static struct policy *
load_side(struct client *client, const char *argument)
{
	const char *paths[LIMIT_POLICY_FILES];
	char *rest = arena_string(client->arena, argument);
	size_t count = 0;

	for (char *path = strsep(&rest, ","); path; path = strsep(&rest, ",")) {
		if (count == LIMIT_POLICY_FILES) {
			message_error("%s", _("there are too many files"));
			return NULL;
		}
		paths[count++] = path;
	}
	return policy_files_load(client, paths, count);
}

static enum exit_code
compare(struct client *client, const struct policy *older,
	const struct policy *newer, int32_t day)
{
	struct diff diff;

	if (diff_policies(client->arena, older, newer, day, &diff) !=
	    STATUS_OK) {
		message_error("%s", _("the two vocabularies together have too "
				      "many words to compare"));
		return EXIT_CODE_USAGE;
	}
	if (command_wants_json(client))
		print_json(client->page, &diff);
	else
		diff_page_print(client->page, &diff);
	return diff_page_code(&diff);
}

enum exit_code
policy_diff(struct client *client)
{
	const char *const *arguments = client->options->arguments;
	enum exit_code code = EXIT_CODE_NOT_SOUND;
	struct policy *older;
	struct policy *newer;
	int32_t day;

	if (client->options->values[OPTION_REPLAY])
		return policy_replay(client);
	if (client->options->argument_count != 2 ||
	    client->options->values[OPTION_SINCE]) {
		message_error("%s", _("give two policies, OLD and NEW; or one "
				      "with --replay, and then --since"));
		return EXIT_CODE_USAGE;
	}
	if (!policy_files_day(client, CLOCK_DAY_NONE, &day))
		return EXIT_CODE_USAGE;
	older = load_side(client, arguments[0]);
	newer = load_side(client, arguments[1]);
	if (older && newer)
		code = compare(client, older, newer, day);
	policy_free(older);
	policy_free(newer);
	return code;
}
