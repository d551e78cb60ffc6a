#include "lib/wire/fhir_element.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

#define YEAR_LENGTH  4
#define MONTH_LENGTH 7
#define DAY_LENGTH   10

static const struct json *
element_of_kind(const struct fhir_source *source, const struct json *parent,
		const char *key, enum json_kind kind)
{
	static const char *const sentences[] = {
		[JSON_KIND_NULL] = N_("must be null"),
		[JSON_KIND_BOOL] = N_("must be true or false"),
		[JSON_KIND_INTEGER] = N_("must be a number"),
		[JSON_KIND_REAL] = N_("must be a number"),
		[JSON_KIND_STRING] = N_("must be a string"),
		[JSON_KIND_ARRAY] = N_("must be an array"),
		[JSON_KIND_OBJECT] = N_("must be an object"),
	};
	const struct json *element = json_member(parent, key);

	if (element == NULL || element->kind == kind)
		return element;
	fhir_source_say(source, key, sentences[kind]);
	return NULL;
}

const char *
fhir_element_string(const struct fhir_source *source, const struct json *parent,
		    const char *key)
{
	const struct json *element =
		element_of_kind(source, parent, key, JSON_KIND_STRING);
	size_t length;

	if (element == NULL)
		return NULL;
	length = strlen(element->as.string);
	if (length > 0 && length <= LIMIT_TEXT_BYTES)
		return element->as.string;
	fhir_source_fault(source, key, "must be a string of 1 to %d bytes",
			  LIMIT_TEXT_BYTES);
	return NULL;
}

bool
fhir_element_bool(const struct fhir_source *source, const struct json *parent,
		  const char *key)
{
	const struct json *element =
		element_of_kind(source, parent, key, JSON_KIND_BOOL);

	return element != NULL && element->as.boolean;
}

const struct json *
fhir_element_object(const struct fhir_source *source, const struct json *parent,
		    const char *key)
{
	return element_of_kind(source, parent, key, JSON_KIND_OBJECT);
}

const struct json *
fhir_element_first(const struct fhir_source *source, const struct json *parent,
		   const char *key)
{
	const struct json *list =
		element_of_kind(source, parent, key, JSON_KIND_ARRAY);

	for (const struct json *item = json_first(list); item != NULL;
	     item = item->next) {
		if (item->kind == JSON_KIND_OBJECT)
			continue;
		fhir_source_fault(source, key, "must be a list of objects");
		return NULL;
	}
	return json_first(list);
}

static bool
are_digits(const char *string, size_t count)
{
	for (size_t at = 0; at < count; at++)
		if (string[at] < '0' || string[at] > '9')
			return false;
	return true;
}

/* How much of `date` is its date: 4, 7 or 10 bytes; 0: it is no FHIR date. */
static size_t
date_length(const char *date)
{
	size_t length = strlen(date);
	int32_t day;
	int64_t time_ms;

	switch (length) {
	case YEAR_LENGTH: return are_digits(date, YEAR_LENGTH) ? length : 0;
	case MONTH_LENGTH:
		return are_digits(date, YEAR_LENGTH) && date[4] == '-' &&
				       are_digits(date + 5, 2) &&
				       strcmp(date + 5, "01") >= 0 &&
				       strcmp(date + 5, "12") <= 0
			       ? length
			       : 0;
	case DAY_LENGTH: return clock_parse_date(date, &day) ? length : 0;
	default: return clock_parse_time(date, &time_ms) ? DAY_LENGTH : 0;
	}
}

const char *
fhir_element_date(const struct fhir_source *source, const struct json *parent,
		  const char *key)
{
	const char *date = fhir_element_string(source, parent, key);
	size_t length;

	if (date == NULL)
		return NULL;
	length = date_length(date);
	if (length > 0)
		return arena_text(source->state->arena,
				  (struct text){date, length});
	fhir_source_fault(source, key,
			  "is no date that exists; write it as 2026-11-21");
	return NULL;
}

int32_t
fhir_element_day(const struct fhir_source *source, const struct json *parent,
		 const char *key)
{
	const char *date = fhir_element_date(source, parent, key);
	int32_t day = CLOCK_DAY_NONE;

	if (date != NULL && strlen(date) == DAY_LENGTH &&
	    !clock_parse_date(date, &day))
		return CLOCK_DAY_NONE;
	return day;
}

static const char *
join_codes(struct arena *arena, const char *const *codes, size_t count)
{
	struct buf words;

	buf_init(&words, arena, 128);
	for (size_t at = 0; at < count; at++) {
		if (at > 0)
			buf_add_string(&words, ", ");
		buf_add_string(&words, codes[at]);
	}
	return buf_string(&words);
}

const char *
fhir_element_code(const struct fhir_source *source, const char *key,
		  const char *const *codes, size_t count)
{
	const char *code = fhir_element_string(source, source->json, key);

	if (code == NULL)
		return NULL;
	for (size_t at = 0; at < count; at++)
		if (strcmp(code, codes[at]) == 0)
			return codes[at];
	fhir_source_fault(source, key, "must be one of %s",
			  join_codes(source->state->arena, codes, count));
	return NULL;
}

bool
fhir_element_is_id(const char *string)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789-.";
	size_t length = strlen(string);

	return length >= 1 && length <= LIMIT_FHIR_ID_BYTES &&
	       strspn(string, alphabet) == length;
}
