#include "client/profile.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/file.h"
#include "client/i18n.h"
#include "client/message.h"
#include "eenplan/base/limits.h"

#define NAME_BYTES_MAX 64
#define SCHEME	       "https://"

const char *
profile_folder(struct arena *arena)
{
	const char *config = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");

	/* The specification: a relative path there must be ignored. */
	if (config && *config == '/')
		return arena_printf(arena, "%s/eenplan/profiles.d", config);
	if (home && *home)
		return arena_printf(arena, "%s/.config/eenplan/profiles.d",
				    home);
	return NULL;
}

const char *
profile_path(struct arena *arena, const char *name)
{
	const char *folder = profile_folder(arena);

	return folder ? arena_printf(arena, "%s/%s", folder, name) : NULL;
}

bool
profile_name_is_sound(const char *name)
{
	size_t length = strlen(name);

	if (length == 0 || length > NAME_BYTES_MAX || *name == '.')
		return false;
	for (const char *at = name; *at; at++)
		if (!isascii((unsigned char)*at) ||
		    (!isalnum((unsigned char)*at) && !strchr("._-", *at)))
			return false;
	return true;
}

static int
is_profile(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return profile_name_is_sound(entry->d_name) &&
	       entry->d_name[length - 1] != '~' &&
	       (length < 4 || strcmp(entry->d_name + length - 4, ".new") != 0);
}

const char *const *
profile_names(struct arena *arena, size_t *count_out)
{
	const char *folder = profile_folder(arena);
	struct dirent **entries = NULL;
	int count =
		folder ? scandir(folder, &entries, is_profile, alphasort) : 0;
	const char **names;

	*count_out = count > 0 ? (size_t)count : 0;
	names = ARENA_ARRAY(arena, *count_out + 1, const char *);
	for (size_t i = 0; i < *count_out; i++) {
		names[i] = arena_string(arena, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return names;
}

static bool
is_among(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static void
refuse_name(const char *named, const char *const *names, size_t count,
	    struct fault *fault)
{
	const char *near = diagnostic_near_word(named, names, count);

	if (near)
		fault_set(fault, "",
			  _("there is no profile \"%.64s\"; did you mean "
			    "\"%s\"?"),
			  named, near);
	else
		fault_set(fault, "",
			  _("there is no profile \"%.64s\"; eenplan profile "
			    "list shows them"),
			  named);
}

const char *
profile_choose(const char *wanted, const char *const *names, size_t count,
	       struct fault *fault)
{
	const char *named = wanted ? wanted : getenv("EENPLAN_PROFILE");

	if (named && *named) {
		if (!is_among(named, names, count)) {
			refuse_name(named, names, count, fault);
			return NULL;
		}
		return named;
	}
	if (count == 1)
		return names[0];
	if (is_among(PROFILE_USUAL, names, count))
		return PROFILE_USUAL;
	if (count == 0)
		fault_set(fault, "", "%s",
			  _("there is no profile yet, so the node isn't "
			    "known. Make one: eenplan profile add NAME --url "
			    "https://HOST:PORT --certificate FILE --key FILE "
			    "--authority FILE"));
	else
		fault_set(fault, "", "%s",
			  _("there are several profiles: name one with "
			    "--profile, or set EENPLAN_PROFILE (eenplan "
			    "profile list shows them)"));
	return NULL;
}

enum status
profile_check_url(const char *url, struct fault *fault)
{
	size_t scheme = strlen(SCHEME);
	const char *host = url + scheme;
	size_t length;

	if (strncmp(url, SCHEME, scheme) != 0) {
		fault_set(fault, "", "%s",
			  _("the url must begin with https://"));
		return STATUS_INVALID;
	}
	length = strcspn(host, "/?#@ \\");
	if (length == 0 || (host[length] && strcmp(host + length, "/") != 0)) {
		fault_set(fault, "", "%s",
			  _("the url has a host and perhaps a port, and "
			    "nothing more: https://localhost:8443"));
		return STATUS_INVALID;
	}
	return STATUS_OK;
}

static enum status
check_readable(const char *path, struct fault *fault)
{
	struct stat about;

	if (stat(path, &about) == 0 && S_ISREG(about.st_mode) &&
	    access(path, R_OK) == 0)
		return STATUS_OK;
	fault_set(fault, "", _("%.120s can't be read: %s"), path,
		  strerror(errno ? errno : EISDIR));
	return STATUS_INVALID;
}

enum status
profile_check_files(const struct profile *profile, struct fault *fault)
{
	const char *const paths[] = {profile->certificate, profile->key,
				     profile->authority};
	struct stat about;

	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		errno = 0;
		if (check_readable(paths[i], fault) != STATUS_OK)
			return STATUS_INVALID;
	}
	if (stat(profile->key, &about) == 0 &&
	    (about.st_mode & (S_IRWXG | S_IRWXO)) == 0)
		return STATUS_OK;
	fault_set(fault, "",
		  _("others can read or change the key %.120s; make it yours "
		    "alone: chmod 600"),
		  profile->key);
	return STATUS_INVALID;
}

static enum status
read_profile(struct arena *arena, const char *name, struct profile *profile_out,
	     struct fault *fault)
{
	const char *path = profile_path(arena, name);
	struct diagnostics found;
	struct text text;
	struct buf lines;

	if (file_read(arena, path, LIMIT_PROFILE_BYTES, &text, fault) !=
	    STATUS_OK)
		return STATUS_INVALID;
	diagnostics_init(&found, arena, LIMIT_POLICY_ERRORS);
	if (profile_parse(arena, path, text, profile_out, &found) == STATUS_OK)
		return profile_check_files(profile_out, fault);
	buf_init(&lines, arena, 512);
	diagnostics_print(&found, &lines, false);
	message_error(_("the profile \"%s\" isn't right"), name);
	message_lines(buf_string(&lines));
	return STATUS_INVALID;
}

enum status
profile_load(struct arena *arena, const char *wanted,
	     struct profile *profile_out)
{
	struct fault fault = {0};
	size_t count;
	const char *const *names = profile_names(arena, &count);
	const char *name = profile_choose(wanted, names, count, &fault);
	enum status status = STATUS_INVALID;

	if (name)
		status = read_profile(arena, name, profile_out, &fault);
	if (fault_is_set(&fault))
		message_error("%s", fault.told);
	return status;
}
