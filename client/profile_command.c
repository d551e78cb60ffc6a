/*
 * eenplan profile add | list
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/command.h"
#include "client/file.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/profile.h"
#include "client/table.h"
#include "eenplan/base/limits.h"

static enum status
make_folders(struct arena *arena, const char *folder, struct fault *fault)
{
	char *path = arena_string(arena, folder);

	for (char *at = path + 1;; at++) {
		char kept = *at;
		if (kept && kept != '/')
			continue;
		*at = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST) {
			fault_set(fault, "", _("%.120s can't be made: %s"),
				  path, strerror(errno));
			return STATUS_STORAGE;
		}
		*at = kept;
		if (!kept)
			return STATUS_OK;
	}
}

/* The option's file as an absolute path, since profiles outlive the shell. */
static const char *
whole_path(const struct client *client, enum option option, struct fault *fault)
{
	const char *given = client->options->values[option];
	char *whole = given ? realpath(given, NULL) : NULL;
	const char *copy = whole ? arena_string(client->arena, whole) : NULL;

	if (!given)
		fault_set(fault, "", _("--%s is missing"),
			  options_text(option)->word);
	else if (!whole)
		fault_set(fault, "", _("%.120s can't be read: %s"), given,
			  strerror(errno));
	free(whole);
	return copy;
}

static enum status
gather(const struct client *client, struct profile *profile_out,
       struct fault *fault)
{
	const char *url = client->options->values[OPTION_URL];

	*profile_out = (struct profile){
		.name = client->options->arguments[0],
		.url = url,
		.certificate = whole_path(client, OPTION_CERTIFICATE, fault),
		.key = whole_path(client, OPTION_KEY, fault),
		.authority = whole_path(client, OPTION_AUTHORITY, fault),
	};
	if (!profile_name_is_sound(profile_out->name))
		fault_set(fault, "", "%s",
			  _("a profile's name has letters, digits, dots, "
			    "dashes and underscores"));
	if (!url)
		fault_set(fault, "", "%s", _("--url is missing"));
	if (fault_is_set(fault) || profile_check_url(url, fault) != STATUS_OK ||
	    profile_check_files(profile_out, fault) != STATUS_OK)
		return STATUS_INVALID;
	return STATUS_OK;
}

static enum status
save(const struct client *client, const struct profile *profile,
     struct fault *fault)
{
	const char *folder = profile_folder(client->arena);
	const char *path = profile_path(client->arena, profile->name);
	struct buf text;

	if (!folder) {
		fault_set(fault, "", "%s",
			  _("there is no place for profiles: set HOME or "
			    "XDG_CONFIG_HOME"));
		return STATUS_STORAGE;
	}
	if (!client->options->values[OPTION_REPLACE] &&
	    access(path, F_OK) == 0) {
		fault_set(fault, "",
			  _("there is a profile \"%s\" already; --replace "
			    "replaces it"),
			  profile->name);
		return STATUS_CONFLICT;
	}
	if (make_folders(client->arena, folder, fault) != STATUS_OK)
		return STATUS_STORAGE;
	buf_init(&text, client->arena, 512);
	profile_encode(&text, profile);
	return file_write_private(client->arena, path, buf_text(&text), fault);
}

enum exit_code
profile_add(struct client *client)
{
	struct fault fault = {0};
	struct profile profile;

	if (gather(client, &profile, &fault) != STATUS_OK ||
	    save(client, &profile, &fault) != STATUS_OK) {
		message_error("%s", fault.told);
		return EXIT_CODE_USAGE;
	}
	page_say(client->page, 0, _("Profile \"%s\" is made: %s"), profile.name,
		 profile_path(client->arena, profile.name));
	return EXIT_CODE_OK;
}

/* What can be shown of a profile, also of a broken one. */
static struct profile
peek(struct arena *arena, const char *name)
{
	const char *path = profile_path(arena, name);
	struct profile profile = {.name = name};
	struct fault fault = {0};
	struct diagnostics found;
	struct text text;

	diagnostics_init(&found, arena, 1);
	if (file_read(arena, path, LIMIT_PROFILE_BYTES, &text, &fault) !=
		    STATUS_OK ||
	    profile_parse(arena, path, text, &profile, &found) != STATUS_OK)
		return (struct profile){.name = name};
	return profile;
}

static void
list_json(struct client *client, const char *const *names, size_t count,
	  const char *chosen)
{
	const struct json *value;
	struct json_writer writer;
	struct fault fault;
	struct buf out;

	buf_init(&out, client->arena, 512);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_key(&writer, "profiles");
	json_open_array(&writer);
	for (size_t i = 0; i < count; i++) {
		struct profile profile = peek(client->arena, names[i]);
		json_open_object(&writer);
		json_member_string(&writer, "name", profile.name);
		json_member_string_if(&writer, "url", profile.url);
		json_member_string_if(&writer, "certificate",
				      profile.certificate);
		json_member_bool(&writer, "used", names[i] == chosen);
		json_close_object(&writer);
	}
	json_close_array(&writer);
	json_close_object(&writer);
	if (json_read(client->arena, buf_text(&out), LIMIT_CLIENT_REPLY_BYTES,
		      &value, &fault) == STATUS_OK)
		page_json(client->page, value);
}

static void
list_table(struct client *client, const char *const *names, size_t count,
	   const char *chosen)
{
	struct table *table = table_new(client->page);

	table_column(table, _("Profile"), TABLE_WHOLE);
	table_column(table, _("Node"), TABLE_TEXT);
	table_column(table, _("Certificate"), TABLE_TEXT);
	table_column(table, _("Used"), TABLE_WHOLE);
	for (size_t i = 0; i < count; i++) {
		struct profile profile = peek(client->arena, names[i]);
		table_row(table);
		table_put(table, profile.name);
		table_put(table, profile.url ? profile.url
					     : _("(not a sound profile)"));
		table_put(table, profile.certificate);
		table_put(table, names[i] == chosen ? _("yes") : "");
	}
	table_print(table, 0);
}

enum exit_code
profile_list(struct client *client)
{
	struct fault fault = {0};
	size_t count;
	const char *const *names = profile_names(client->arena, &count);
	const char *chosen = profile_choose(
		client->options->values[OPTION_PROFILE], names, count, &fault);

	for (size_t i = 0; chosen && i < count; i++)
		if (strcmp(names[i], chosen) == 0)
			chosen = names[i];
	if (command_wants_json(client))
		list_json(client, names, count, chosen);
	else
		list_table(client, names, count, chosen);
	if (count == 0)
		message_error("%s", fault.told);
	return EXIT_CODE_OK;
}
