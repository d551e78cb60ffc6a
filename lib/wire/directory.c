#include "eenplan/wire/directory.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/seal/identity.h"
#include "lib/wire/words.h"

static const struct {
	const char *word;
	size_t most;
	const char *label;
} fields[] = {
#define DIRECTORY_FIELD(NAME, name, most, label)                               \
	[DIRECTORY_##NAME] = {name, most, label},
#include "eenplan/wire/directory.def"
#undef DIRECTORY_FIELD
};

const char *
directory_field_word(enum directory_field field)
{
	return fields[field].word;
}

const char *
directory_field_label(enum directory_field field)
{
	return fields[field].label;
}

bool
directory_field_of_word(const char *word, enum directory_field *field_out)
{
	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		if (strcmp(fields[i].word, word) != 0)
			continue;
		*field_out = (enum directory_field)i;
		return true;
	}
	return false;
}

static bool
is_line(const char *string)
{
	for (; *string != '\0'; string++)
		if ((unsigned char)*string < ' ' || *string == '\x7f')
			return false;
	return true;
}

enum status
directory_fields_apply(const struct json *object,
		       struct directory_person *person, struct fault *fault)
{
	for (const struct json *member = json_first(object); member != NULL;
	     member = member->next) {
		enum directory_field field;

		if (!directory_field_of_word(member->key, &field))
			return words_refuse(
				fault, "/fields",
				"has a field that there isn't; there are name, "
				"role, expertise, ways, languages, days and "
				"contact");
		if (member->kind != JSON_KIND_STRING ||
		    strlen(member->as.string) > fields[field].most ||
		    !is_line(member->as.string)) {
			fault_set(fault, "/fields",
				  "must have as its %s a line of text of at "
				  "most %zu bytes",
				  fields[field].word, fields[field].most);
			return STATUS_INVALID;
		}
		person->fields[field] =
			member->as.string[0] == '\0' ? NULL : member->as.string;
	}
	return STATUS_OK;
}

void
directory_fields_put(struct json_writer *writer,
		     const struct directory_person *person, unsigned shown)
{
	/* In the order of their words, as all that we write. */
	static const enum directory_field sorted[] = {
		DIRECTORY_CONTACT,   DIRECTORY_DAYS, DIRECTORY_EXPERTISE,
		DIRECTORY_LANGUAGES, DIRECTORY_NAME, DIRECTORY_ROLE,
		DIRECTORY_WAYS,
	};

	_Static_assert(COUNT_OF(sorted) == DIRECTORY_FIELDS, "one is missing");
	json_open_object(writer);
	for (size_t i = 0; i < COUNT_OF(sorted); i++)
		if ((shown >> sorted[i] & 1) != 0)
			json_member_string_if(writer, fields[sorted[i]].word,
					      person->fields[sorted[i]]);
	json_close_object(writer);
}

static enum status
read_person(const struct json *value, struct directory_person *person_out,
	    struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"fields", JSON_KIND_OBJECT, true, 0},
		{"id", JSON_KIND_STRING, true, 0},
	};
	enum status status = json_check_shape(value, shape, COUNT_OF(shape),
					      "/people", fault);

	if (status != STATUS_OK)
		return status;
	person_out->id = json_get_string(value, "id");
	if (!identity_is_user_name(person_out->id))
		return words_refuse(fault, "/people/id",
				    "is no user that a certificate can name");
	status = directory_fields_apply(json_member(value, "fields"),
					person_out, fault);
	if (status == STATUS_OK && person_out->fields[DIRECTORY_NAME] == NULL)
		return words_refuse(fault, "/people/fields", "has no name");
	return status;
}

enum status
directory_decode(struct arena *arena, const struct json *value,
		 struct directory_person **people_out, size_t *count_out,
		 struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"people", JSON_KIND_ARRAY, true, 0},
	};
	const struct json *list = json_member(value, "people");
	enum status status =
		json_check_shape(value, shape, COUNT_OF(shape), "", fault);

	*people_out = NULL;
	*count_out = 0;
	if (status != STATUS_OK)
		return status;
	if (json_count(list) > LIMIT_DIRECTORY_PEOPLE) {
		fault_set(fault, "/people", "has more than %d people",
			  LIMIT_DIRECTORY_PEOPLE);
		return STATUS_TOO_LARGE;
	}
	*people_out =
		ARENA_ARRAY(arena, json_count(list), struct directory_person);
	for (const struct json *one = json_first(list);
	     one != NULL && status == STATUS_OK; one = one->next)
		status =
			read_person(one, &(*people_out)[(*count_out)++], fault);
	return status;
}
