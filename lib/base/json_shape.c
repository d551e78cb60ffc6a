#include <stdio.h>
#include <string.h>

#include "eenplan/base/json.h"
#include "eenplan/base/limits.h"

static void fault_at(struct fault *fault, const char *where, const char *key,
		     const char *format, ...) PRINTF_LIKE(4, 5);

static void
fault_at(struct fault *fault, const char *where, const char *key,
	 const char *format, ...)
{
	char path[sizeof(fault->where)];
	va_list arguments;

	snprintf(path, sizeof(path), "%s/%s", where, key);
	va_start(arguments, format);
	fault_set_v(fault, path, format, arguments);
	va_end(arguments);
}

static const char *
sentence_of_kind(enum json_kind kind)
{
	switch (kind) {
	case JSON_KIND_NULL: return N_("must be null");
	case JSON_KIND_BOOL: return N_("must be true or false");
	case JSON_KIND_INTEGER: return N_("must be a whole number");
	case JSON_KIND_REAL: return N_("must be a number");
	case JSON_KIND_STRING: return N_("must be a string");
	case JSON_KIND_ARRAY: return N_("must be an array");
	case JSON_KIND_OBJECT: return N_("must be an object");
	}
	return N_("is of no known kind");
}

static void
fault_at_kind(struct fault *fault, const char *where, const char *key,
	      enum json_kind kind)
{
	char path[sizeof(fault->where)];

	snprintf(path, sizeof(path), "%s/%s", where, key);
	fault_say(fault, path, sentence_of_kind(kind));
}

static bool
kind_fits(enum json_kind kind, enum json_kind wanted)
{
	return kind == wanted ||
	       (kind == JSON_KIND_INTEGER && wanted == JSON_KIND_REAL);
}

/* Only strings and arrays have a size of their own. */
static bool
size_fits(const struct json *value, const struct json_shape *shape,
	  const char *where, struct fault *fault)
{
	size_t bytes_max = shape->max == 0 ? LIMIT_NAME_BYTES : shape->max;
	if (value->kind == JSON_KIND_STRING &&
	    strlen(value->as.string) > bytes_max)
		fault_at(fault, where, shape->key,
			 "must be a string of at most %zu bytes", bytes_max);
	else if (value->kind == JSON_KIND_ARRAY && shape->max > 0 &&
		 json_count(value) > shape->max)
		fault_at(fault, where, shape->key,
			 "must be an array of at most %zu elements",
			 shape->max);
	else
		return true;
	return false;
}

/* Of `count`, the row of that key, or `count`. Members mostly come in the order
 * of the rows, so the search begins at `from`. */
static size_t
find_row(const struct json_shape *shape, size_t count, size_t from,
	 const char *key)
{
	for (size_t i = from; i < count; i++)
		if (strcmp(shape[i].key, key) == 0)
			return i;
	for (size_t i = 0; i < from; i++)
		if (strcmp(shape[i].key, key) == 0)
			return i;
	return count;
}

static enum status
check_member(const struct json *member, const struct json_shape *row,
	     const char *where, struct fault *fault)
{
	if (kind_fits(member->kind, row->kind))
		return size_fits(member, row, where, fault) ? STATUS_OK
							    : STATUS_INVALID;
	fault_at_kind(fault, where, member->key, row->kind);
	return STATUS_INVALID;
}

static size_t
count_required(const struct json_shape *shape, size_t count)
{
	size_t required = 0;

	for (size_t i = 0; i < count; i++)
		required += shape[i].required;
	return required;
}

enum status
json_check_shape(const struct json *value, const struct json_shape *shape,
		 size_t count, const char *where, struct fault *fault)
{
	size_t next = 0, required = 0;

	if (value == NULL || value->kind != JSON_KIND_OBJECT) {
		fault_say(fault, where, sentence_of_kind(JSON_KIND_OBJECT));
		return STATUS_INVALID;
	}
	for (const struct json *member = json_first(value); member != NULL;
	     member = member->next) {
		size_t row = find_row(shape, count, next, member->key);

		if (row == count) {
			fault_at(fault, where, member->key,
				 "is not known here; leave it out or correct "
				 "its name");
			return STATUS_INVALID;
		}

		enum status status =
			check_member(member, &shape[row], where, fault);

		if (status != STATUS_OK)
			return status;
		required += shape[row].required;
		next = row + 1;
	}
	/* A document has no key twice: so many, and none is missing. */
	if (required == count_required(shape, count))
		return STATUS_OK;
	for (size_t i = 0; i < count; i++) {
		if (!shape[i].required ||
		    json_member(value, shape[i].key) != NULL)
			continue;
		fault_at(fault, where, shape[i].key, "is missing");
		return STATUS_INVALID;
	}
	return STATUS_OK;
}
