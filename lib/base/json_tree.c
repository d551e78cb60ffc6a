#include <string.h>

#include "eenplan/base/json.h"

const struct json *
json_member(const struct json *object, const char *key)
{
	if (object == NULL || object->kind != JSON_KIND_OBJECT)
		return NULL;

	const struct json *member = object->as.children.first;

	/* Most keys differ in their first letter: that needs no call. */
	while (member != NULL &&
	       (*member->key != *key || strcmp(member->key, key) != 0))
		member = member->next;
	return member;
}

static const struct json *
member_of_kind(const struct json *object, const char *key, enum json_kind kind)
{
	const struct json *member = json_member(object, key);

	return member != NULL && member->kind == kind ? member : NULL;
}

const char *
json_get_string(const struct json *object, const char *key)
{
	const struct json *member =
		member_of_kind(object, key, JSON_KIND_STRING);

	return member == NULL ? NULL : member->as.string;
}

int64_t
json_get_integer(const struct json *object, const char *key, int64_t otherwise)
{
	const struct json *member =
		member_of_kind(object, key, JSON_KIND_INTEGER);

	return member == NULL ? otherwise : member->as.integer;
}

bool
json_get_bool(const struct json *object, const char *key, bool otherwise)
{
	const struct json *member = member_of_kind(object, key, JSON_KIND_BOOL);

	return member == NULL ? otherwise : member->as.boolean;
}

static bool
has_children(const struct json *value)
{
	return value != NULL && (value->kind == JSON_KIND_ARRAY ||
				 value->kind == JSON_KIND_OBJECT);
}

const struct json *
json_first(const struct json *value)
{
	return has_children(value) ? value->as.children.first : NULL;
}

size_t
json_count(const struct json *value)
{
	return has_children(value) ? value->as.children.count : 0;
}
