#include "client/vkeys.h"

#include <string.h>

#include "client/file.h"
#include "client/i18n.h"
#include "client/message.h"
#include "eenplan/base/limits.h"

/* NAME+ID+KEY is no path that anybody has. */
static bool
looks_like_a_key(const char *source)
{
	const char *plus = strchr(source, '+');

	return plus && strchr(plus + 1, '+');
}

/* The same key twice is one who signs. */
static bool
has(const struct vkeys *keys, const struct note_verifier *key)
{
	for (size_t i = 0; i < keys->count; i++)
		if (keys->list[i].kind == key->kind &&
		    strcmp(keys->list[i].name, key->name) == 0 &&
		    memcmp(keys->list[i].key, key->key, sizeof(key->key)) == 0)
			return true;
	return false;
}

static bool
add(struct vkeys *keys, struct text line)
{
	struct note_verifier key;

	if (!note_verifier_read(line, &key))
		return false;
	if (!has(keys, &key))
		keys->list[keys->count++] = key;
	return true;
}

/* The next line of `rest`, without what a DOS editor leaves at its end. */
static struct text
take_line(struct text *rest)
{
	const char *end = memchr(rest->bytes, '\n', rest->length);
	struct text line = {rest->bytes,
			    end ? (size_t)(end - rest->bytes) : rest->length};
	size_t taken = line.length + (end ? 1 : 0);

	*rest = (struct text){rest->bytes + taken, rest->length - taken};
	if (line.length > 0 && line.bytes[line.length - 1] == '\r')
		line.length--;
	return line;
}

static bool
add_lines(struct vkeys *keys, const char *path, struct text rest)
{
	for (unsigned number = 1; rest.length > 0; number++) {
		struct text line = take_line(&rest);

		if (line.length == 0 || line.bytes[0] == '#')
			continue;
		if (keys->count == LIMIT_PARTNERS + 1) {
			message_error(_("%s: has more than %d keys"), path,
				      LIMIT_PARTNERS + 1);
			return false;
		}
		if (!add(keys, line)) {
			message_error(_("%s: line %u isn't a key as eenplan "
					"audit keys prints it"),
				      path, number);
			return false;
		}
	}
	if (keys->count == 0)
		message_error(_("%s: has no key"), path);
	return keys->count > 0;
}

bool
vkeys_read(struct arena *arena, const char *source, struct vkeys *keys_out)
{
	struct fault fault = {0};
	struct text file;

	*keys_out =
		(struct vkeys){.list = ARENA_ARRAY(arena, LIMIT_PARTNERS + 1,
						   struct note_verifier)};
	if (looks_like_a_key(source)) {
		if (add(keys_out, text_of(source)))
			return true;
		message_error(
			"%s",
			_("--vkey: that isn't a key as eenplan audit keys "
			  "prints it: NAME+ID+KEY, Ed25519, whole"));
		return false;
	}
	if (file_read(arena, source, LIMIT_VKEYS_BYTES, &file, &fault) !=
	    STATUS_OK) {
		message_error("%s", fault.told);
		return false;
	}
	return add_lines(keys_out, source, file);
}
