/*
 * eenplan policy who-can-see, eenplan policy export
 */
#include <string.h>
#include <sys/stat.h>

#include "client/finding.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/policy_files.h"
#include "client/safe.h"
#include "eenplan/base/clock.h"
#include "eenplan/policy/cedar.h"
#include "eenplan/policy/ways.h"

static const char *
joined(struct arena *arena, const char *const *words, size_t count)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "%s%s", i > 0 ? ", " : "", words[i]);
	return buf_string(&out);
}

static void
print_way(struct page *page, const struct vocabulary *words,
	  const struct ways_way *way)
{
	const char *duties = cells_duty_names(page->arena, words, way->duties);
	struct cells_box box = way->box;

	/* It was asked for one day, which needn't be said each time. */
	box.first_day = CELLS_FIRST_DAY;
	box.last_day = CELLS_LAST_DAY;
	page_say(page, PAGE_INDENT, "%s %s",
		 cells_field_names(page->arena, words, way->box.category,
				   way->fields),
		 cells_describe(page->arena, words, &box,
				policy_files_language()));
	if (*duties)
		page_say(page, 2 * PAGE_INDENT, _("Duties: %s"), duties);
}

static void
print_ways(struct page *page, const struct vocabulary *words,
	   const struct ways *ways, int32_t day)
{
	const char *rule = "";
	char date[CLOCK_DATE_BYTES];

	clock_format_date(day, date);
	page_say(page, 0, _("As it is on %s:"), date);
	if (ways->count == 0)
		page_say(page, 0, "%s", _("Nobody, in no way."));
	for (size_t i = 0; i < ways->count; i++) {
		const struct ways_way *way = &ways->list[i];

		if (strcmp(rule, way->rule) != 0) {
			rule = way->rule;
			page_heading(page, "%s  %s", rule, way->title);
			page_say(page, PAGE_INDENT,
				 _("Basis: %s (%s, line %u)"),
				 joined(page->arena, way->basis,
					way->basis_count),
				 way->file, way->line);
		}
		print_way(page, words, way);
	}
	policy_files_say_tally(page, &ways->tally, ways->unlisted);
}

/* For programs: always in English, whatever the language of the user. */
static void
put_way(struct json_writer *writer, struct arena *arena,
	const struct vocabulary *words, const struct ways_way *way)
{
	json_open_object(writer);
	json_member_strings(writer, "basis", way->basis, way->basis_count);
	json_member_string(writer, "duties",
			   cells_duty_names(arena, words, way->duties));
	json_member_string(
		writer, "example",
		cells_example(arena, words, &way->box, VOCABULARY_ENGLISH));
	json_member_string(writer, "fields",
			   cells_field_names(arena, words, way->box.category,
					     way->fields));
	json_member_string(writer, "file", way->file);
	json_member_integer(writer, "line", way->line);
	json_member_string(writer, "rule", way->rule);
	json_member_string(writer, "title", way->title);
	json_member_string(
		writer, "where",
		cells_describe(arena, words, &way->box, VOCABULARY_ENGLISH));
	json_close_object(writer);
}

static void
print_json(struct client *client, const struct vocabulary *words,
	   const struct ways *ways, int32_t day)
{
	struct arena *arena = client->arena;
	char date[CLOCK_DATE_BYTES];
	struct json_writer writer;
	struct buf out;

	clock_format_date(day, date);
	buf_init(&out, arena, 4096);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "category", client->options->arguments[0]);
	json_member_integer(&writer, "cells", (int64_t)ways->tally.cells);
	json_member_integer(&writer, "groups", (int64_t)ways->tally.boxes);
	json_member_string(&writer, "on", date);
	json_member_integer(&writer, "unlisted", (int64_t)ways->unlisted);
	json_key(&writer, "ways");
	json_open_array(&writer);
	for (size_t i = 0; i < ways->count; i++)
		put_way(&writer, arena, words, &ways->list[i]);
	json_close_array(&writer);
	json_close_object(&writer);
	finding_print_json(client->page, &out);
}

/* Is it there on the disk? Then it isn't meant as a field. */
static bool
is_file(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0;
}

static enum exit_code
answer(struct client *client, const struct policy *policy, const char *field,
       int32_t day)
{
	const struct vocabulary *words = policy_vocabulary(policy);
	int category = policy_files_word(policy, VOCABULARY_CATEGORY,
					 client->options->arguments[0]);
	uint64_t fields = UINT64_MAX;
	struct ways ways;
	int id;

	if (category < 0)
		return EXIT_CODE_USAGE;
	if (field) {
		id = vocabulary_field_find(words, category, text_of(field));
		if (id < 0) {
			message_error(_("%s has no field \"%.60s\""),
				      client->options->arguments[0], field);
			return EXIT_CODE_USAGE;
		}
		fields = UINT64_C(1) << id;
	}
	ways = ways_find(client->arena, policy, category, fields, day);
	if (command_wants_json(client))
		print_json(client, words, &ways, day);
	else
		print_ways(client->page, words, &ways, day);
	return EXIT_CODE_OK;
}

enum exit_code
policy_who(struct client *client)
{
	const struct options *options = client->options;
	bool names_field =
		options->argument_count > 2 && !is_file(options->arguments[1]);
	size_t first = names_field ? 2 : 1;
	enum exit_code code = EXIT_CODE_NOT_SOUND;
	struct policy *policy;
	int32_t day;

	if (!policy_files_day(client, policy_files_today(), &day))
		return EXIT_CODE_USAGE;
	policy = policy_files_load(client, options->arguments + first,
				   options->argument_count - first);
	if (policy)
		code = answer(client, policy,
			      names_field ? options->arguments[1] : NULL, day);
	policy_free(policy);
	return code;
}

/* Line by line: what files hold is made harmless, and nothing is wrapped. */
static void
print_lines(struct page *page, const char *lines)
{
	while (*lines) {
		size_t length = strcspn(lines, "\n");
		const char *line =
			arena_text(page->arena, (struct text){lines, length});

		buf_printf(&page->out, "%s\n", safe_text(page->arena, line));
		lines += length + (lines[length] == '\n');
	}
}

enum exit_code
policy_export(struct client *client)
{
	const struct options *options = client->options;
	struct policy *policy;
	struct buf out;

	if (!options->values[OPTION_CEDAR]) {
		message_error("%s", _("say in which form: --cedar"));
		return EXIT_CODE_USAGE;
	}
	policy = policy_files_load(client, options->arguments,
				   options->argument_count);
	if (!policy)
		return EXIT_CODE_NOT_SOUND;
	buf_init(&out, client->arena, 1 << 16);
	cedar_export(policy, &out);
	print_lines(client->page, buf_string(&out));
	policy_free(policy);
	return EXIT_CODE_OK;
}
