#include "leaks.h"

#include <string.h>

struct words {
	struct arena *arena;
	const char *items[4096];
	size_t count;
};

static bool
is_among(const char *word, const char *const *words, size_t count)
{
	for (size_t at = 0; at < count; at++)
		if (strcmp(words[at], word) == 0)
			return true;
	return false;
}

static void
add(struct words *words, const char *word)
{
	if (word != NULL && words->count < COUNT_OF(words->items))
		words->items[words->count++] = word;
}

bool
leaks_is_private(const char *category)
{
	static const char *const categories[] = {
		"diagnosis", "judicial", "medication", "treatment_note"};

	return is_among(category, categories, COUNT_OF(categories));
}

/* On the encoded fields: what a partner would get as bytes. */
bool
leaks_contains(const struct import *import, const char *text)
{
	for (size_t at = 0; at < import->record_count; at++) {
		const struct record *record = &import->records[at].record;

		if (!leaks_is_private(record->category) &&
		    memmem(record->fields.bytes, record->fields.length, text,
			   strlen(text)) != NULL)
			return true;
	}
	return false;
}

/* "Given Family", as the import writes it. */
static void
add_name(struct words *words, const struct json *name)
{
	const struct json *given = json_first(json_member(name, "given"));
	const char *family = json_get_string(name, "family");

	if (given != NULL && family != NULL)
		add(words, arena_printf(words->arena, "%s %s", given->as.string,
					family));
}

static void
gather_meant(struct words *words, const struct json *value, bool in_extension)
{
	for (const struct json *member = json_first(value); member != NULL;
	     member = member->next) {
		bool inside =
			in_extension || (member->key != NULL &&
					 strcmp(member->key, "extension") == 0);

		if (member->kind == JSON_KIND_STRING &&
		    (inside ||
		     (member->key != NULL && strcmp(member->key, "name") == 0)))
			add(words, member->as.string);
		add_name(words, member);
		gather_meant(words, member, inside);
	}
}

/* Part of a name, or of what an extension says; or our word for a code. */
static bool
is_meant(const struct words *meant, const char *text)
{
	static const char *const own_words[] = {"high", "medium", "low"};

	for (size_t at = 0; at < meant->count; at++)
		if (strstr(meant->items[at], text) != NULL)
			return true;
	return is_among(text, own_words, COUNT_OF(own_words));
}

static bool
is_free_text(const struct json *member)
{
	static const char *const keys[] = {
		"description",	"display", "div",   "patientInstruction",
		"statusReason", "text",	   "title", "valueString",
	};

	return member->kind == JSON_KIND_STRING && member->key != NULL &&
	       member->as.string[0] != '\0' &&
	       is_among(member->key, keys, COUNT_OF(keys));
}

static const char *
find(const struct json *value, const struct words *meant,
     const struct import *import)
{
	const char *found = NULL;

	for (const struct json *member = json_first(value);
	     member != NULL && found == NULL; member = member->next) {
		if (member->key != NULL &&
		    strcmp(member->key, "extension") == 0)
			continue;
		if (is_free_text(member) &&
		    !is_meant(meant, member->as.string) &&
		    leaks_contains(import, member->as.string))
			return member->as.string;
		found = find(member, meant, import);
	}
	return found;
}

const char *
leaks_find(struct arena *arena, const struct json *document,
	   const struct import *import)
{
	struct words *meant = ARENA_NEW(arena, struct words);

	meant->arena = arena;
	gather_meant(meant, document, false);
	return find(document, meant, import);
}
