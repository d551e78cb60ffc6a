#include "eenplan/wire/circumstances.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

static const char *const capacity_words[] = {
#define CAPACITY(name, word) [CAPACITY_##name] = (word),
#include "eenplan/wire/circumstances.def"
};

static const char *const custody_words[] = {
#define CUSTODY(name, word) [CUSTODY_##name] = (word),
#include "eenplan/wire/circumstances.def"
};

static const char *const representation_words[] = {
#define REPRESENTATION(name, word) [REPRESENTATION_##name] = (word),
#include "eenplan/wire/circumstances.def"
};

static const char *const deceased_words[] = {"no", "yes"};

static const struct {
	const char *word;
	const char *const *values;
	size_t count;
} abouts[] = {
	[CIRCUMSTANCE_CAPACITY] = {"capacity", capacity_words,
				   COUNT_OF(capacity_words)},
	[CIRCUMSTANCE_CUSTODY] = {"custody", custody_words,
				  COUNT_OF(custody_words)},
	[CIRCUMSTANCE_DECEASED] = {"deceased", deceased_words,
				   COUNT_OF(deceased_words)},
	[CIRCUMSTANCE_REPRESENTATIVE] = {"representative", representation_words,
					 COUNT_OF(representation_words)},
};

/* --- words --- */

/* Its place among the words of `about`; 0, which opens nothing, if none. */
static size_t
value_of(enum circumstance_about about, const char *word)
{
	for (size_t i = 0; i < abouts[about].count; i++)
		if (strcmp(abouts[about].values[i], word) == 0)
			return i;
	return 0;
}

const char *
capacity_word(enum capacity capacity)
{
	return capacity_words[capacity];
}

const char *
custody_word(enum custody custody)
{
	return custody_words[custody];
}

const char *
representation_word(enum representation representation)
{
	return representation_words[representation];
}

enum representation
representation_of_word(const char *word)
{
	return (enum representation)value_of(CIRCUMSTANCE_REPRESENTATIVE, word);
}

const char *
circumstance_about_word(enum circumstance_about about)
{
	return abouts[about].word;
}

bool
circumstance_about_of_word(const char *word, enum circumstance_about *about_out)
{
	for (size_t i = 0; i < COUNT_OF(abouts); i++) {
		if (strcmp(abouts[i].word, word) != 0)
			continue;
		*about_out = (enum circumstance_about)i;
		return true;
	}
	return false;
}

bool
circumstance_is_value(enum circumstance_about about, const char *value)
{
	return strcmp(abouts[about].values[value_of(about, value)], value) == 0;
}

/* --- together --- */

void
circumstances_apply(struct arena *arena, const struct circumstance *settings,
		    size_t count, struct circumstances *circumstances)
{
	struct representative *all =
		ARENA_ARRAY(arena, count, struct representative);
	size_t all_count = 0;

	for (size_t i = 0; i < count; i++) {
		const struct circumstance *setting = &settings[i];
		size_t value = value_of(setting->about, setting->value);

		switch (setting->about) {
		case CIRCUMSTANCE_CAPACITY:
			circumstances->capacity = (enum capacity)value;
			break;
		case CIRCUMSTANCE_CUSTODY:
			circumstances->custody = (enum custody)value;
			break;
		case CIRCUMSTANCE_DECEASED:
			circumstances->deceased |= value != 0;
			break;
		case CIRCUMSTANCE_REPRESENTATIVE:
			if (value == REPRESENTATION_NONE)
				break;
			all[all_count++] = (struct representative){
				.reference = setting->reference,
				.name = setting->name,
				.as = (enum representation)value};
			break;
		}
	}
	circumstances->representatives = all;
	circumstances->representative_count = all_count;
}

/* --- on the wire --- */

void
circumstance_encode(struct json_writer *writer,
		    const struct circumstance *setting)
{
	const char *about = abouts[setting->about].word;

	json_open_object(writer);
	json_member_string_if(writer, "by", setting->set_by);
	switch (setting->about) {
	case CIRCUMSTANCE_CAPACITY:
	case CIRCUMSTANCE_CUSTODY:
		json_member_string(writer, about, setting->value);
		break;
	case CIRCUMSTANCE_DECEASED:
		json_member_bool(writer, about,
				 strcmp(setting->value, "yes") == 0);
		break;
	case CIRCUMSTANCE_REPRESENTATIVE:
		json_key(writer, about);
		json_open_object(writer);
		json_member_string(writer, "as", setting->value);
		json_member_string_if(writer, "name", setting->name);
		json_member_string(writer, "reference", setting->reference);
		json_close_object(writer);
		break;
	}
	if (setting->set_ms != 0)
		json_member_time(writer, "since", setting->set_ms);
	json_close_object(writer);
}

static enum status
decode_representative(const struct json *value, struct circumstance *setting,
		      struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"as", JSON_KIND_STRING, true, 0},
		{"name", JSON_KIND_STRING, false, 0},
		{"reference", JSON_KIND_STRING, true, 0},
	};
	enum status status = json_check_shape(value, shape, COUNT_OF(shape),
					      "/representative", fault);

	if (status != STATUS_OK)
		return status;
	setting->value = json_get_string(value, "as");
	setting->name = json_get_string(value, "name");
	setting->reference = json_get_string(value, "reference");
	if (setting->reference[0] != '\0')
		return STATUS_OK;
	fault_set(fault, "/representative/reference",
		  "must be a name for this representative, such as "
		  "\"mother\"");
	return STATUS_INVALID;
}

static enum status
check_value(const struct circumstance *setting, struct fault *fault)
{
	switch (setting->about) {
	case CIRCUMSTANCE_CAPACITY:
		fault_set(fault, "/capacity",
			  "must be capable, incapable or unset");
		break;
	case CIRCUMSTANCE_CUSTODY:
		fault_set(fault, "/custody",
			  "must be known, undeterminable, nobody or unset");
		break;
	case CIRCUMSTANCE_DECEASED: break;
	case CIRCUMSTANCE_REPRESENTATIVE:
		fault_set(fault, "/representative/as",
			  "must be custody, curator, mentor, proxy, partner, "
			  "parent, child, sibling, bewindvoerder or none");
		break;
	}
	return STATUS_INVALID;
}

enum status
circumstance_decode(const struct json *value, struct circumstance *setting_out,
		    struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"capacity", JSON_KIND_STRING, false, 0},
		{"custody", JSON_KIND_STRING, false, 0},
		{"deceased", JSON_KIND_BOOL, false, 0},
		{"representative", JSON_KIND_OBJECT, false, 0},
		{"resident", JSON_KIND_STRING, true, 0},
	};
	const struct json *said = NULL;
	enum status status =
		json_check_shape(value, shape, COUNT_OF(shape), "", fault);

	if (status != STATUS_OK)
		return status;
	*setting_out = (struct circumstance){0};
	for (size_t i = 0; i < COUNT_OF(abouts) && json_count(value) == 2;
	     i++) {
		if (json_member(value, abouts[i].word) == NULL)
			continue;
		said = json_member(value, abouts[i].word);
		setting_out->about = (enum circumstance_about)i;
	}
	if (said == NULL) {
		fault_set(fault, "",
			  "must say one thing of the resident: capacity, "
			  "custody, deceased or representative");
		return STATUS_INVALID;
	}
	if (said->kind == JSON_KIND_OBJECT)
		status = decode_representative(said, setting_out, fault);
	else if (said->kind == JSON_KIND_BOOL)
		setting_out->value = deceased_words[said->as.boolean];
	else
		setting_out->value = said->as.string;
	if (status == STATUS_OK &&
	    !circumstance_is_value(setting_out->about, setting_out->value))
		status = check_value(setting_out, fault);
	return status;
}
