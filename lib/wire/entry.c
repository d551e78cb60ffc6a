#include "eenplan/wire/entry.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "lib/wire/entry_check.h"
#include "lib/wire/words.h"

#define TODAY_WORD "TODAY"

static const struct entry_kind kinds[] = {
#define ENTRY(name, category, closing, value) {category, closing, value},
#include "eenplan/wire/entry.def"
};

/* Those of one kind stand together. */
static const struct entry_field all_fields[] = {
#define FIELD(name, field, type, presence, of)                                 \
	{ENTRY_KIND_##name, field, ENTRY_##type, ENTRY_##presence, of},
#include "eenplan/wire/entry.def"
};

static const struct {
	enum entry_kind_id kind;
	const char *role;
} blind[] = {
#define BLIND(name, role) {ENTRY_KIND_##name, role},
#include "eenplan/wire/entry.def"
};

/* --- the table --- */

const struct entry_kind *
entry_kinds(size_t *count_out)
{
	*count_out = COUNT_OF(kinds);
	return kinds;
}

const struct entry_kind *
entry_kind_find(const char *category)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (strcmp(kinds[i].category, category) == 0)
			return &kinds[i];
	return NULL;
}

enum entry_kind_id
entry_kind_id(const struct entry_kind *kind)
{
	return (enum entry_kind_id)(kind - kinds);
}

const struct entry_field *
entry_fields(const struct entry_kind *kind, size_t *count_out)
{
	int id = (int)entry_kind_id(kind);
	size_t first = 0, end;

	while (all_fields[first].kind != id)
		first++;
	for (end = first; end < COUNT_OF(all_fields); end++)
		if (all_fields[end].kind != id)
			break;
	*count_out = end - first;
	return &all_fields[first];
}

const char *
entry_blind_writer(const struct entry_kind *kind)
{
	for (size_t i = 0; i < COUNT_OF(blind); i++)
		if (&kinds[blind[i].kind] == kind)
			return blind[i].role;
	return NULL;
}

const char *
entry_categories(struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, 256);
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		buf_add_string(&out, i > 0 ? ", " : "");
		buf_add_string(&out, kinds[i].category);
	}
	return buf_string(&out);
}

const char *
entry_commas(struct arena *arena, const char *words, char between)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (; *words != '\0'; words++)
		if (*words == between)
			buf_add_string(&out, ", ");
		else
			buf_add_char(&out, *words);
	return buf_string(&out);
}

static const struct {
	const char *word, *text;
} types[] = {
#define ENTRY_TYPE(name, word, text) [ENTRY_##name] = {word, text},
#include "eenplan/wire/entry_type.def"
#undef ENTRY_TYPE
};

const char *
entry_type_word(enum entry_type type)
{
	return types[type].word;
}

const char *
entry_type_text(enum entry_type type)
{
	return types[type].text;
}

const char *
entry_field_of(struct arena *arena, const struct entry_field *field)
{
	return entry_commas(arena, field->of, '|');
}

/* --- applying --- */

static void
put_kept(struct json_writer *writer, const struct json *before,
	 const struct json *changes)
{
	for (const struct json *field = json_first(before); field != NULL;
	     field = field->next)
		if (json_member(changes, field->key) == NULL)
			json_member_string(writer, field->key,
					   field->as.string);
}

static enum status
put_changes(struct json_writer *writer, const struct json *changes,
	    struct fault *fault)
{
	for (const struct json *field = json_first(changes); field != NULL;
	     field = field->next) {
		if (field->kind != JSON_KIND_STRING)
			return words_refuse(fault, "/fields",
					    "has a field that is no string");
		if (field->as.string[0] != '\0')
			json_member_string(writer, field->key,
					   field->as.string);
	}
	return STATUS_OK;
}

/* What is today unless it is said; only of a new entry. */
static void
put_todays(struct json_writer *writer, const struct entry_checking *checking,
	   const struct json *changes)
{
	size_t count;
	const struct entry_field *fields = entry_fields(checking->kind, &count);

	for (size_t i = 0; i < count; i++)
		if (fields[i].presence == ENTRY_TODAY &&
		    json_member(changes, fields[i].name) == NULL)
			json_member_day(writer, fields[i].name,
					checking->moment->today);
}

enum status
entry_apply(struct arena *arena, const struct entry_kind *kind,
	    const struct json *before, const struct json *changes,
	    const struct entry_moment *moment, const struct json **fields_out,
	    struct fault *fault)
{
	const struct entry_checking checking = {arena, kind, moment, fault};
	struct json_writer writer;
	struct buf out;
	enum status status;

	buf_init(&out, arena, 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	put_kept(&writer, before, changes);
	status = put_changes(&writer, changes, fault);
	if (before == NULL)
		put_todays(&writer, &checking, changes);
	json_close_object(&writer);
	if (status == STATUS_OK)
		status = json_read(arena, buf_text(&out), out.length,
				   fields_out, fault);
	return status == STATUS_OK ? entry_check(&checking, *fields_out)
				   : status;
}

/* `changes`, and what closes such an entry unless they say it. */
static const struct json *
with_closing(struct arena *arena, const struct entry_kind *kind,
	     const struct json *changes, int32_t today)
{
	const struct json *whole = NULL;
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 256);
	json_begin(&writer, &out);
	json_open_object(&writer);
	for (const struct json *field = json_first(changes); field != NULL;
	     field = field->next) {
		json_key(&writer, field->key);
		json_put_value(&writer, field);
	}
	if (json_member(changes, kind->closing) == NULL) {
		if (strcmp(kind->closing_value, TODAY_WORD) == 0)
			json_member_day(&writer, kind->closing, today);
		else
			json_member_string(&writer, kind->closing,
					   kind->closing_value);
	}
	json_close_object(&writer);
	return json_read(arena, buf_text(&out), out.length, &whole, NULL) ==
			       STATUS_OK
		       ? whole
		       : changes;
}

enum status
entry_close(struct arena *arena, const struct entry_kind *kind,
	    const struct json *before, const struct json *changes,
	    const struct entry_moment *moment, const struct json **fields_out,
	    struct fault *fault)
{
	if (kind->closing[0] == '\0') {
		fault_set(fault, "/record",
			  "is a %s, which isn't closed: it says what happened",
			  kind->category);
		return STATUS_CONFLICT;
	}
	if (entry_is_over(before, moment->today)) {
		fault_set(fault, "/record", "is closed already");
		return STATUS_CONFLICT;
	}
	return entry_apply(arena, kind, before,
			   with_closing(arena, kind, changes, moment->today),
			   moment, fields_out, fault);
}

/* --- its state --- */

static bool
is_before(const char *date, int32_t today)
{
	int32_t day;

	return date != NULL && clock_parse_date(date, &day) && day < today;
}

static bool
is_by(const char *date, int32_t today)
{
	int32_t day;

	return date != NULL && clock_parse_date(date, &day) && day <= today;
}

bool
entry_is_over(const struct json *fields, int32_t today)
{
	/* Also the words of the resources that are imported (FHIR R4). */
	static const char *const over[] = {
		"completed", "cancelled", "rejected",
		"failed",    "revoked",	  "entered-in-error",
		"stopped",   "ended",	  "done",
	};
	const char *status = json_get_string(fields, "status");
	size_t place;

	return (status != NULL &&
		words_find(over, COUNT_OF(over), status, &place)) ||
	       is_by(json_get_string(fields, "end"), today) ||
	       is_by(json_get_string(fields, "until"), today);
}

bool
entry_is_overdue(const struct json *fields, int32_t today)
{
	return is_before(json_get_string(fields, "due"), today) &&
	       !entry_is_over(fields, today);
}
