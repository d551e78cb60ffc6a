#include "eenplan/wire/entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "lib/wire/words.h"

#define TODAY_WORD "TODAY"

enum kind_id {
#define ENTRY(name, category, closing, value) KIND_##name,
#include "eenplan/wire/entry.def"
};

static const struct entry_kind kinds[] = {
#define ENTRY(name, category, closing, value) {category, closing, value},
#include "eenplan/wire/entry.def"
};

/* Those of one kind stand together. */
static const struct entry_field all_fields[] = {
#define FIELD(name, field, type, presence, of)                                 \
	{KIND_##name, field, ENTRY_##type, ENTRY_##presence, of},
#include "eenplan/wire/entry.def"
};

static const struct {
	enum kind_id kind;
	const char *first, *second;
} orders[] = {
#define ORDER(name, first, second) {KIND_##name, first, second},
#include "eenplan/wire/entry.def"
};

static const struct {
	enum kind_id kind;
	const char *fields;
} eithers[] = {
#define EITHER(name, fields) {KIND_##name, fields},
#include "eenplan/wire/entry.def"
};

static const struct {
	enum kind_id kind;
	const char *role;
} blind[] = {
#define BLIND(name, role) {KIND_##name, role},
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

const struct entry_field *
entry_fields(const struct entry_kind *kind, size_t *count_out)
{
	int id = (int)(kind - kinds);
	size_t first = 0, end;

	while (all_fields[first].kind != id)
		first++;
	for (end = first; end < COUNT_OF(all_fields); end++)
		if (all_fields[end].kind != id)
			break;
	*count_out = end - first;
	return &all_fields[first];
}

static const struct entry_field *
field_find(const struct entry_kind *kind, const char *name)
{
	size_t count;
	const struct entry_field *fields = entry_fields(kind, &count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(fields[i].name, name) == 0)
			return &fields[i];
	return NULL;
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

/* "a|b" as "a, b" */
static const char *
with_commas(struct arena *arena, const char *words, char between)
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

static const char *
names_of(struct arena *arena, const struct entry_kind *kind)
{
	size_t count;
	const struct entry_field *fields = entry_fields(kind, &count);
	struct buf out;

	buf_init(&out, arena, 64);
	for (size_t i = 0; i < count; i++) {
		buf_add_string(&out, i > 0 ? ", " : "");
		buf_add_string(&out, fields[i].name);
	}
	return buf_string(&out);
}

#define N_(text) text
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
	return with_commas(arena, field->of, '|');
}

/* In a fault, which is in English. */
static const char *
value_words(struct arena *arena, const struct entry_field *field)
{
	const char *text = types[field->type].text;

	return field->of[0] == '\0'
		       ? text
		       : arena_printf(arena, "%s: %s", text,
				      entry_field_of(arena, field));
}

/* --- one value --- */

static bool
is_text(const char *value, const char *of)
{
	for (const char *at = value; *at != '\0'; at++)
		if ((unsigned char)*at < ' ' || *at == '\x7f')
			return false;
	return strlen(value) <= strtoul(of, NULL, 10) &&
	       value[strspn(value, " ")] != '\0';
}

static bool
is_time(const char *value)
{
	return strlen(value) == 5 && value[2] == ':' &&
	       strspn(value, "0123456789") == 2 &&
	       strspn(value + 3, "0123456789") == 2 &&
	       strncmp(value, "24", 2) < 0 && value[3] < '6';
}

/* Digits, and after a point at most so many more; no zeros before the first. */
static bool
is_decimal(const char *value, size_t most_digits, size_t most_decimals)
{
	size_t digits = strspn(value, "0123456789");
	const char *rest = value + digits;

	if (digits == 0 || digits > most_digits ||
	    (digits > 1 && value[0] == '0'))
		return false;
	if (*rest == '\0')
		return true;
	size_t decimals = strspn(rest + 1, "0123456789");
	return *rest == '.' && decimals > 0 && decimals <= most_decimals &&
	       rest[1 + decimals] == '\0';
}

static bool
is_whole(const char *value, const char *of)
{
	char *end;
	unsigned long least = strtoul(of, &end, 10);
	unsigned long most = strtoul(end + 1, NULL, 10);

	if (!is_decimal(value, 4, 0))
		return false;
	unsigned long number = strtoul(value, NULL, 10);
	return number >= least && number <= most;
}

static bool
is_choice(const char *value, const char *of)
{
	size_t length = strlen(value);

	while (strncmp(of, value, length) != 0 ||
	       (of[length] != '|' && of[length] != '\0')) {
		of = strchr(of, '|');
		if (of == NULL)
			return false;
		of++;
	}
	return length > 0;
}

static bool
is_of_type(const struct entry_field *field, const char *value, int32_t today)
{
	int32_t day;

	switch (field->type) {
	case ENTRY_TEXT: return is_text(value, field->of);
	case ENTRY_DAY: return clock_parse_date(value, &day);
	case ENTRY_PAST: return clock_parse_date(value, &day) && day <= today;
	case ENTRY_TIME: return is_time(value);
	case ENTRY_WHOLE: return is_whole(value, field->of);
	case ENTRY_SCORE:
		return is_decimal(value, 2, 1) && strtod(value, NULL) <= 10;
	case ENTRY_AMOUNT: return is_decimal(value, 9, 2);
	case ENTRY_CHOICE: return is_choice(value, field->of);
	}
	return false;
}

static bool
is_day(const struct entry_field *field)
{
	return field->type == ENTRY_DAY || field->type == ENTRY_PAST;
}

/* --- the whole entry --- */

struct checking {
	struct arena *arena;
	const struct entry_kind *kind;
	const struct entry_moment *moment;
	struct fault *fault;
};

static const char *
where_of(const struct checking *checking, const char *field)
{
	return arena_printf(checking->arena, "/fields/%s", field);
}

static enum status
check_value(const struct checking *checking, const struct json *member)
{
	const char *where;
	const struct entry_field *field =
		field_find(checking->kind, member->key);

	if (field == NULL) {
		fault_set(checking->fault, "/fields",
			  "has a field that a %s doesn't have; it has: %s",
			  checking->kind->category,
			  names_of(checking->arena, checking->kind));
		return STATUS_INVALID;
	}
	where = where_of(checking, field->name);
	if (!is_of_type(field, member->as.string, checking->moment->today)) {
		fault_set(checking->fault, where, "must be %s",
			  value_words(checking->arena, field));
		return STATUS_INVALID;
	}
	int32_t day;
	if (is_day(field) && clock_parse_date(member->as.string, &day) &&
	    day < checking->moment->birth_day)
		return words_refuse(checking->fault, where,
				    "is before the resident was born");
	return STATUS_OK;
}

static enum status
check_presence(const struct checking *checking, const struct json *fields)
{
	size_t count;
	const struct entry_field *all = entry_fields(checking->kind, &count);

	for (size_t i = 0; i < count; i++) {
		if (all[i].presence != ENTRY_REQUIRED ||
		    json_member(fields, all[i].name) != NULL)
			continue;
		fault_set(checking->fault, where_of(checking, all[i].name),
			  "is missing; it is %s",
			  value_words(checking->arena, &all[i]));
		return STATUS_INVALID;
	}
	return STATUS_OK;
}

static enum status
check_orders(const struct checking *checking, const struct json *fields)
{
	int id = (int)(checking->kind - kinds);

	for (size_t i = 0; i < COUNT_OF(orders); i++) {
		const char *first = json_get_string(fields, orders[i].first);
		const char *second = json_get_string(fields, orders[i].second);

		/* Days sort as text. */
		if ((int)orders[i].kind != id || first == NULL ||
		    second == NULL || strcmp(first, second) <= 0)
			continue;
		fault_set(checking->fault, where_of(checking, orders[i].second),
			  "is before its %s", orders[i].first);
		return STATUS_INVALID;
	}
	return STATUS_OK;
}

static bool
has_any(const struct json *fields, const char *names)
{
	for (const struct json *field = json_first(fields); field != NULL;
	     field = field->next) {
		const char *at = strstr(names, field->key);
		size_t length = strlen(field->key);

		if (at != NULL && (at == names || at[-1] == ',') &&
		    (at[length] == ',' || at[length] == '\0'))
			return true;
	}
	return false;
}

static enum status
check_eithers(const struct checking *checking, const struct json *fields)
{
	int id = (int)(checking->kind - kinds);

	for (size_t i = 0; i < COUNT_OF(eithers); i++) {
		if ((int)eithers[i].kind != id ||
		    has_any(fields, eithers[i].fields))
			continue;
		fault_set(checking->fault, "/fields",
			  "needs at least one of %s",
			  with_commas(checking->arena, eithers[i].fields, ','));
		return STATUS_INVALID;
	}
	return STATUS_OK;
}

static enum status
check_all(const struct checking *checking, const struct json *fields)
{
	enum status status = STATUS_OK;

	for (const struct json *member = json_first(fields);
	     member != NULL && status == STATUS_OK; member = member->next)
		status = check_value(checking, member);
	if (status == STATUS_OK)
		status = check_presence(checking, fields);
	if (status == STATUS_OK)
		status = check_eithers(checking, fields);
	return status == STATUS_OK ? check_orders(checking, fields) : status;
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
put_todays(struct json_writer *writer, const struct checking *checking,
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
	const struct checking checking = {arena, kind, moment, fault};
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
	return status == STATUS_OK ? check_all(&checking, *fields_out) : status;
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
