/*
 * The text of one profile: read and written.
 */
#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "client/i18n.h"
#include "client/profile.h"
#include "client/safe.h"

static const struct {
	const char *key;
	size_t offset;
} settings[] = {
	{"url", offsetof(struct profile, url)},
	{"certificate", offsetof(struct profile, certificate)},
	{"key", offsetof(struct profile, key)},
	{"authority", offsetof(struct profile, authority)},
};

struct reading {
	struct arena *arena;
	const char *path;
	struct profile *profile;
	struct diagnostics *found;
	const char *line;
	unsigned number;
};

static const char **
setting(struct profile *profile, size_t at)
{
	return (const char **)((char *)profile + settings[at].offset);
}

static void
complain(const struct reading *reading, const char *at, const char *text,
	 const char *hint)
{
	const struct diagnostic item = {
		.severity = DIAGNOSTIC_ERROR,
		.file = reading->path,
		.line = reading->number,
		.column = (unsigned)(at - reading->line) + 1,
		.width = (unsigned)strcspn(at, ": \t") + 1,
		.source = safe_text(reading->arena, reading->line),
		.text = text,
		.hint = hint};

	diagnostics_add(reading->found, &item);
}

/* About the file as a whole. */
static void
complain_of_file(const struct reading *reading, const char *text)
{
	const struct diagnostic item = {.severity = DIAGNOSTIC_ERROR,
					.file = reading->path,
					.width = 1,
					.text = text};

	diagnostics_add(reading->found, &item);
}

static void
refuse_key(const struct reading *reading, const char *key, const char *at)
{
	const char *keys[COUNT_OF(settings)];
	const char *near;

	for (size_t i = 0; i < COUNT_OF(settings); i++)
		keys[i] = settings[i].key;
	near = diagnostic_near_word(key, keys, COUNT_OF(keys));
	complain(reading, at,
		 arena_printf(reading->arena,
			      _("a profile has no setting \"%s\""),
			      safe_text(reading->arena, key)),
		 near ? arena_printf(reading->arena, _("did you mean \"%s\"?"),
				     near)
		      : _("it has url, certificate, key and authority"));
}

static const char *
trimmed(struct arena *arena, const char *start, const char *end)
{
	while (start < end && isspace((unsigned char)*start))
		start++;
	while (end > start && isspace((unsigned char)end[-1]))
		end--;
	return arena_text(arena, (struct text){start, (size_t)(end - start)});
}

/* A path is relative to the folder of the profile, not to the shell's. */
static const char *
resolved(const struct reading *reading, size_t at, const char *value)
{
	const char *slash = strrchr(reading->path, '/');

	if (settings[at].offset == offsetof(struct profile, url) ||
	    *value == '/' || !slash)
		return value;
	return arena_printf(reading->arena, "%.*s/%s",
			    (int)(slash - reading->path), reading->path, value);
}

static void
take_setting(struct reading *reading, const char *at, const char *colon)
{
	const char *key = trimmed(reading->arena, at, colon);
	const char *value =
		trimmed(reading->arena, colon + 1, colon + strlen(colon));

	for (size_t i = 0; i < COUNT_OF(settings); i++) {
		const char **place = setting(reading->profile, i);
		if (strcmp(settings[i].key, key) != 0)
			continue;
		if (*place)
			complain(reading, at,
				 arena_printf(reading->arena,
					      _("\"%s\" is set twice"), key),
				 _("keep one of them"));
		else if (!*value)
			complain(reading, at,
				 arena_printf(reading->arena,
					      _("\"%s\" has no value"), key),
				 NULL);
		else
			*place = resolved(reading, i, value);
		return;
	}
	refuse_key(reading, key, at);
}

static void
take_line(struct reading *reading)
{
	const char *at = reading->line + strspn(reading->line, " \t");
	const char *colon = at + strcspn(at, ": \t");

	colon += strspn(colon, " \t");
	if (!*at || *at == '#' || *at == '\r')
		return;
	if (*colon != ':')
		complain(reading, at, _("this isn't \"setting: value\""),
			 _("for example: url: https://localhost:8443"));
	else
		take_setting(reading, at, colon);
}

static void
check_complete(const struct reading *reading)
{
	struct fault fault = {0};

	for (size_t i = 0; i < COUNT_OF(settings); i++)
		if (!*setting(reading->profile, i))
			complain_of_file(reading,
					 arena_printf(reading->arena,
						      _("\"%s\" is missing"),
						      settings[i].key));
	if (reading->profile->url &&
	    profile_check_url(reading->profile->url, &fault) != STATUS_OK)
		complain_of_file(reading, fault.told);
}

enum status
profile_parse(struct arena *arena, const char *path, struct text text,
	      struct profile *profile_out, struct diagnostics *found)
{
	const char *name = strrchr(path, '/');
	struct reading reading = {.arena = arena,
				  .path = path,
				  .profile = profile_out,
				  .found = found};
	char *rest = arena_text(arena, text);

	*profile_out = (struct profile){.name = name ? name + 1 : path};
	if (strlen(rest) != text.length || !text_is_utf8(text)) {
		complain_of_file(&reading, _("this is no text file"));
		return STATUS_INVALID;
	}
	while (rest) {
		reading.line = strsep(&rest, "\n");
		reading.number++;
		take_line(&reading);
	}
	if (!diagnostics_has_errors(found))
		check_complete(&reading);
	return diagnostics_has_errors(found) ? STATUS_INVALID : STATUS_OK;
}

void
profile_encode(struct buf *out, const struct profile *profile)
{
	struct profile copy = *profile;

	for (size_t i = 0; i < COUNT_OF(settings); i++)
		buf_printf(out, "%s: %s\n", settings[i].key,
			   *setting(&copy, i));
}
