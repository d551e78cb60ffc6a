#include "lib/wire/entry_check.h"

#include <stdlib.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/seal/identity.h"
#include "lib/wire/words.h"

static const struct {
	enum entry_kind_id kind;
	const char *first, *second;
} orders[] = {
#define ORDER(name, first, second) {ENTRY_KIND_##name, first, second},
#include "eenplan/wire/entry.def"
};

static const struct {
	enum entry_kind_id kind;
	const char *fields;
} eithers[] = {
#define EITHER(name, fields) {ENTRY_KIND_##name, fields},
#include "eenplan/wire/entry.def"
};

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

static const char *
value_words(struct arena *arena, const struct entry_field *field,
	    enum tongue tongue)
{
	const char *text = tongue_say(tongue, entry_type_text(field->type));

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

/* Is `word` one of `words`, which stand with `between` between them? */
static bool
is_one_of(struct text word, struct text words, char between)
{
	const char *end = words.bytes + words.length;

	for (const char *at = words.bytes; at < end;) {
		const char *next = memchr(at, between, (size_t)(end - at));
		size_t length = (size_t)((next != NULL ? next : end) - at);

		if (length > 0 && text_equals((struct text){at, length}, word))
			return true;
		at += length + 1;
	}
	return false;
}

/* "before,during": words of the list, each once. */
static bool
are_choices(const char *value, const char *of)
{
	struct text said = {value, 0}; /* until here, they are */

	for (const char *at = value;; at++) {
		struct text word = {at, strcspn(at, ",")};

		if (!is_one_of(word, text_of(of), '|') ||
		    is_one_of(word, said, ','))
			return false;
		at += word.length;
		said.length = (size_t)(at - value);
		if (*at == '\0')
			return true;
	}
}

static bool
is_of_type(const struct entry_field *field, const char *value, int32_t today)
{
	int32_t day;

	switch (field->type) {
	case ENTRY_TEXT: return is_text(value, field->of);
	case ENTRY_DAY: return clock_parse_date(value, &day);
	case ENTRY_PAST: return clock_parse_date(value, &day) && day <= today;
	case ENTRY_TIME: return clock_is_time_of_day(value);
	case ENTRY_WHOLE: return is_whole(value, field->of);
	case ENTRY_SCORE:
		return is_decimal(value, 2, 1) && strtod(value, NULL) <= 10;
	case ENTRY_AMOUNT: return is_decimal(value, 9, 2);
	case ENTRY_PERSON: return identity_is_person_name(value);
	case ENTRY_CHOICE:
		return is_one_of(text_of(value), text_of(field->of), '|');
	case ENTRY_CHOICES: return are_choices(value, field->of);
	}
	return false;
}

static bool
is_day(const struct entry_field *field)
{
	return field->type == ENTRY_DAY || field->type == ENTRY_PAST;
}

/* --- the whole entry --- */

static const char *
where_of(const struct entry_checking *checking, const char *field)
{
	return arena_printf(checking->arena, "/fields/%s", field);
}

/* It says what there must be: a part that has a translation of its own. */
static enum status
refuse_value(const struct entry_checking *checking,
	     const struct entry_field *field, bool is_missing)
{
	static const char missing[] = N_("is missing; it is %s");
	static const char wrong[] = N_("must be %s");
	struct arena *arena = checking->arena;
	enum tongue tongue = checking->fault == NULL ? TONGUE_OF_PROCESS
						     : checking->fault->tongue;
	const char *english = value_words(arena, field, TONGUE_OF_PROCESS);
	const char *told = value_words(arena, field, tongue);

	fault_quote(
		checking->fault, where_of(checking, field->name),
		is_missing ? arena_printf(arena, missing, english)
			   : arena_printf(arena, wrong, english),
		is_missing
			? arena_printf(arena, tongue_say(tongue, missing), told)
			: arena_printf(arena, tongue_say(tongue, wrong), told));
	return STATUS_INVALID;
}

static enum status
check_value(const struct entry_checking *checking, const struct json *member)
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
		return refuse_value(checking, field, false);
	}
	int32_t day;
	if (is_day(field) && clock_parse_date(member->as.string, &day) &&
	    day < checking->moment->birth_day)
		return words_refuse(checking->fault, where,
				    "is before the resident was born");
	return STATUS_OK;
}

static enum status
check_presence(const struct entry_checking *checking, const struct json *fields)
{
	size_t count;
	const struct entry_field *all = entry_fields(checking->kind, &count);

	for (size_t i = 0; i < count; i++) {
		if (all[i].presence != ENTRY_REQUIRED ||
		    json_member(fields, all[i].name) != NULL)
			continue;
		return refuse_value(checking, &all[i], true);
	}
	return STATUS_OK;
}

static enum status
check_orders(const struct entry_checking *checking, const struct json *fields)
{
	enum entry_kind_id id = entry_kind_id(checking->kind);

	for (size_t i = 0; i < COUNT_OF(orders); i++) {
		const char *first = json_get_string(fields, orders[i].first);
		const char *second = json_get_string(fields, orders[i].second);

		/* Days sort as text. */
		if (orders[i].kind != id || first == NULL || second == NULL ||
		    strcmp(first, second) <= 0)
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
	     field = field->next)
		if (is_one_of(text_of(field->key), text_of(names), ','))
			return true;
	return false;
}

static enum status
check_eithers(const struct entry_checking *checking, const struct json *fields)
{
	enum entry_kind_id id = entry_kind_id(checking->kind);

	for (size_t i = 0; i < COUNT_OF(eithers); i++) {
		if (eithers[i].kind != id || has_any(fields, eithers[i].fields))
			continue;
		fault_set(
			checking->fault, "/fields", "needs at least one of %s",
			entry_commas(checking->arena, eithers[i].fields, ','));
		return STATUS_INVALID;
	}
	return STATUS_OK;
}

enum status
entry_check(const struct entry_checking *checking, const struct json *fields)
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
