#include "client/policy_change.h"

#include <string.h>

#include "client/confirm.h"
#include "client/diff_page.h"
#include "client/finding.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/table.h"
#include "client/wording.h"
#include "eenplan/base/clock.h"
#include "eenplan/policy/testing.h"

/* What is known of the change before anybody is asked. */
struct comparison {
	const struct policy_change *change;
	struct kept_policy running;
	size_t tests;
	struct diff diff;
};

/* Only what is wrong: what the tests leave untried is for `policy test`. */
static void
say_failures(struct client *client, const struct diagnostics *found)
{
	struct diagnostics errors;

	diagnostics_init(&errors, client->arena, LIMIT_POLICY_ERRORS);
	for (size_t i = 0; i < found->count; i++)
		if (found->items[i].severity == DIAGNOSTIC_ERROR)
			diagnostics_add(&errors, &found->items[i]);
	message_lines(finding_lines(client->arena, &errors, false));
}

static enum exit_code
run_tests(struct comparison *comparison)
{
	struct client *client = comparison->change->client;
	struct policy_test_tally tally;
	struct diagnostics found;

	diagnostics_init(&found, client->arena, LIMIT_POLICY_FINDINGS);
	tally = policy_test(comparison->change->wanted, &found);
	comparison->tests = tally.tests;
	if (tally.failed == 0)
		return EXIT_CODE_OK;
	say_failures(client, &found);
	message_error(_("%zu of %zu tests fail, so nothing was sent"),
		      tally.failed, tally.tests);
	return EXIT_CODE_NOT_SOUND;
}

static enum exit_code
compare(struct comparison *comparison)
{
	const struct policy_change *change = comparison->change;

	if (diff_policies(change->client->arena, comparison->running.policy,
			  change->wanted, CLOCK_DAY_NONE,
			  &comparison->diff) == STATUS_OK)
		return EXIT_CODE_OK;
	message_error("%s", _("the two vocabularies together have too many "
			      "words to compare"));
	return EXIT_CODE_USAGE;
}

/* "version 3, loaded by fg, since 21 Nov 2026 11:00" */
static const char *
running_words(struct arena *arena, const struct kept_policy *running)
{
	return arena_printf(
		arena, _("version %ld, %s, since %s"), (long)running->version,
		kept_policy_how(arena, running->about),
		wording_time(arena, json_get_string(running->about, "since")));
}

static void
show(const struct comparison *comparison)
{
	const struct policy_change *change = comparison->change;
	struct page *page = change->client->page;
	struct arena *arena = page->arena;
	struct table *table = table_new_pairs(page);

	diff_page_print(page, &comparison->diff);
	page_gap(page);
	table_pair(table, _("In force"),
		   running_words(arena, &comparison->running));
	table_pair(table, _("Its digest"), comparison->running.digest);
	if (change->version)
		table_pair(table, _("Instead"),
			   arena_printf(arena, _("version %ld"),
					(long)change->version));
	table_pair(table, _("New digest"), policy_digest(change->wanted));
	table_pair(table, _("Its tests"),
		   comparison->tests > 0
			   ? arena_printf(arena, _("%zu, all pass"),
					  comparison->tests)
			   : _("none in these files"));
	table_print(table, 0);
	page_gap(page);
}

static struct text
body_of_change(const struct comparison *comparison)
{
	const struct policy_change *change = comparison->change;
	struct json_writer writer;
	struct buf out;

	buf_init(&out, change->client->arena, 64 * 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	change->put(&writer, change);
	json_member_string(&writer, "running", comparison->running.digest);
	json_close_object(&writer);
	return buf_text(&out);
}

/* `reply` is NULL: it was in force already. */
static void
print_json(const struct comparison *comparison, const struct json *reply)
{
	struct page *page = comparison->change->client->page;
	const struct json *about = reply ? reply : comparison->running.about;
	struct json_writer writer;
	struct buf out;

	buf_init(&out, page->arena, 4096);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_bool(&writer, "changed", reply != NULL);
	json_member_integer(&writer, "version",
			    json_get_integer(about, "version", 0));
	json_member_string_if(&writer, "since",
			      json_get_string(about, "since"));
	json_member_string(&writer, "digest",
			   policy_digest(comparison->change->wanted));
	json_member_string(&writer, "before", comparison->running.digest);
	json_member_integer(&writer, "tests", (int64_t)comparison->tests);
	if (reply)
		diff_page_put(page->arena, &writer, &comparison->diff);
	json_close_object(&writer);
	finding_print_json(page, &out);
}

static void
tell(const struct comparison *comparison, const struct json *reply)
{
	struct client *client = comparison->change->client;

	if (command_wants_json(client))
		print_json(comparison, reply);
	else if (!reply)
		page_say(client->page, 0,
			 _("That policy is in force already: %s."),
			 running_words(client->arena, &comparison->running));
	else
		page_say(client->page, 0,
			 _("In force, as version %ld: from this moment no "
			   "answer leaves by the one before."),
			 (long)json_get_integer(reply, "version", 0));
}

/* Who gets no answer can't know what became of the request. */
static void
say_what_is_in_force(enum exit_code code)
{
	if (code == EXIT_CODE_BAD_INPUT || code == EXIT_CODE_NOT_ALLOWED)
		message_hint("%s", _("the policy that was in force still is"));
	else
		message_hint("%s", _("see with eenplan policy history which "
				     "policy is in force"));
}

static enum exit_code
ask_and_send(const struct comparison *comparison)
{
	const struct policy_change *change = comparison->change;
	const struct json *reply;
	enum exit_code code;

	if (!command_wants_json(change->client))
		show(comparison);
	if (!confirm_ask(change->client, change->question))
		return EXIT_CODE_USAGE;
	code = node_ask(
		change->client,
		&(struct node_request){.route = change->route,
				       .body = body_of_change(comparison),
				       .is_long = true},
		&reply);
	if (code == EXIT_CODE_OK)
		tell(comparison, reply);
	else
		say_what_is_in_force(code);
	return code;
}

enum exit_code
policy_change_run(const struct policy_change *change)
{
	struct comparison comparison = {.change = change};
	enum exit_code code = run_tests(&comparison);

	if (code == EXIT_CODE_OK)
		code = kept_policy_get(change->client, KEPT_POLICY_IN_FORCE,
				       &comparison.running);
	if (code != EXIT_CODE_OK)
		return code;
	if (strcmp(comparison.running.digest, policy_digest(change->wanted)) ==
	    0) {
		tell(&comparison, NULL);
		return EXIT_CODE_OK;
	}
	code = kept_policy_load(change->client, &comparison.running);
	if (code == EXIT_CODE_OK)
		code = compare(&comparison);
	if (code == EXIT_CODE_OK)
		code = ask_and_send(&comparison);
	policy_free(comparison.running.policy);
	return code;
}
