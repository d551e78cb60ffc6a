/*
 * A second opinion on JSON: Jansson's. Both readers must accept the same
 * documents and read the same values; where ours is meant to differ is said
 * here and nowhere else: depth; integers wider than int64 become reals; and a
 * NUL behind the value, which Jansson takes for the end of its input.
 */
#ifndef EENPLAN_TESTS_JSON_JUDGE_H
#define EENPLAN_TESTS_JSON_JUDGE_H

#include <jansson.h>
#include <string.h>

#include "eenplan/base/json.h"

static inline bool
judge_agrees_on_value(const struct json *ours, json_t *theirs);

static inline bool
judge_agrees_on_children(const struct json *ours, json_t *theirs)
{
	const struct json *child = json_first(ours);

	for (size_t i = 0; i < json_array_size(theirs); i++) {
		if (!judge_agrees_on_value(child, json_array_get(theirs, i)))
			return false;
		child = child->next;
	}
	for (void *at = json_object_iter(theirs); at != NULL;
	     at = json_object_iter_next(theirs, at)) {
		if (child == NULL ||
		    strcmp(child->key, json_object_iter_key(at)) != 0 ||
		    !judge_agrees_on_value(child, json_object_iter_value(at)))
			return false;
		child = child->next;
	}
	return child == NULL;
}

static inline bool
judge_agrees_on_value(const struct json *ours, json_t *theirs)
{
	if (ours == NULL)
		return false;
	switch (ours->kind) {
	case JSON_KIND_NULL: return json_is_null(theirs);
	case JSON_KIND_BOOL:
		return json_is_boolean(theirs) &&
		       ours->as.boolean == json_is_true(theirs);
	case JSON_KIND_INTEGER:
		return json_is_integer(theirs) &&
		       ours->as.integer == json_integer_value(theirs);
	case JSON_KIND_REAL:
		return json_is_real(theirs) &&
		       ours->as.real == json_real_value(theirs);
	case JSON_KIND_STRING:
		return json_is_string(theirs) &&
		       strcmp(ours->as.string, json_string_value(theirs)) == 0;
	case JSON_KIND_ARRAY:
		return json_is_array(theirs) &&
		       json_count(ours) == json_array_size(theirs) &&
		       judge_agrees_on_children(ours, theirs);
	case JSON_KIND_OBJECT:
		return json_is_object(theirs) &&
		       json_count(ours) == json_object_size(theirs) &&
		       judge_agrees_on_children(ours, theirs);
	}
	return false;
}

/* `ours` is what json_read made of `source`; NULL: it refused. */
static inline bool
judge_agrees(struct text source, const struct json *ours,
	     const struct fault *fault)
{
	json_error_t error;
	json_t *theirs =
		json_loadb(source.length > 0 ? source.bytes : "", source.length,
			   JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	bool agrees;

	if (ours == NULL)
		agrees = theirs == NULL ||
			 strstr(fault->text, "nested too deep") != NULL ||
			 memchr(source.bytes, '\0', source.length) != NULL;
	else if (theirs == NULL)
		agrees = json_error_code(&error) == json_error_numeric_overflow;
	else
		agrees = judge_agrees_on_value(ours, theirs);
	json_decref(theirs);
	return agrees;
}

#endif
