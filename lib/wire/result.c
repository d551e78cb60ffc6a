#include "eenplan/wire/result.h"

#include <stdio.h>
#include <string.h>

#include "eenplan/base/limits.h"
#include "lib/wire/words.h"

#define WHERE_BYTES 64

/* Values of fields are strings: whoever shows them need not guess. */
static enum status
check_fields(const struct json *fields, const char *where, struct fault *fault)
{
	for (const struct json *field = json_first(fields); field != NULL;
	     field = field->next) {
		if (field->kind != JSON_KIND_STRING)
			return words_refuse(fault, where,
					    "has a field that is not a string");
		if (strlen(field->as.string) > LIMIT_TEXT_BYTES)
			return words_refuse(fault, where,
					    "has a field that is too long");
	}
	return STATUS_OK;
}

static enum status
fragment_decode(struct arena *arena, const struct json *value,
		const char *where, struct fragment *fragment_out,
		struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"category", JSON_KIND_STRING, true, 0},
		{"duties", JSON_KIND_ARRAY, true, LIMIT_DUTIES},
		{"fields", JSON_KIND_OBJECT, true, 0},
		{"law", JSON_KIND_STRING, true, 0},
		{"record", JSON_KIND_STRING, false, 0},
		{"rule", JSON_KIND_STRING, true, 0},
		{"subject", JSON_KIND_STRING, true, 0},
	};
	struct words_rule duties = {.where = where, .max_count = LIMIT_DUTIES};
	enum status status;

	status = json_check_shape(value, shape, COUNT_OF(shape), where, fault);
	if (status != STATUS_OK)
		return status;
	*fragment_out = (struct fragment){
		.subject = json_get_string(value, "subject"),
		.category = json_get_string(value, "category"),
		.law = json_get_string(value, "law"),
		.rule = json_get_string(value, "rule"),
		.fields = json_member(value, "fields"),
		.record = json_get_string(value, "record"),
	};
	if (!words_is_uuid(fragment_out->subject))
		return words_refuse(fault, where,
				    "has a subject that is no UUID");
	status = check_fields(fragment_out->fields, where, fault);
	if (status != STATUS_OK)
		return status;
	return words_decode(arena, json_member(value, "duties"), &duties,
			    &fragment_out->duties, &fragment_out->duty_count,
			    fault);
}

static enum status
withheld_decode(struct arena *arena, const struct json *value,
		const char *where, struct withheld *withheld_out,
		struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"basis", JSON_KIND_ARRAY, true, LIMIT_BASES},
		{"category", JSON_KIND_STRING, true, 0},
		{"law", JSON_KIND_STRING, true, 0},
		{"reason", JSON_KIND_STRING, true, 0},
		{"subject", JSON_KIND_STRING, true, 0},
	};
	struct words_rule basis = {.where = where, .max_count = LIMIT_BASES};
	enum status status;

	status = json_check_shape(value, shape, COUNT_OF(shape), where, fault);
	if (status != STATUS_OK)
		return status;
	*withheld_out = (struct withheld){
		.subject = json_get_string(value, "subject"),
		.category = json_get_string(value, "category"),
		.law = json_get_string(value, "law"),
		.reason = json_get_string(value, "reason"),
	};
	if (!words_is_uuid(withheld_out->subject))
		return words_refuse(fault, where,
				    "has a subject that is no UUID");
	if (strcmp(withheld_out->reason, "withheld") != 0 &&
	    strcmp(withheld_out->reason, "refused") != 0)
		return words_refuse(fault, where, "has an unknown reason");
	return words_decode(arena, json_member(value, "basis"), &basis,
			    &withheld_out->basis, &withheld_out->basis_count,
			    fault);
}

static enum status
fragments_decode(struct arena *arena, const struct json *list,
		 struct result *result, struct fault *fault)
{
	size_t count = json_count(list);
	struct fragment *fragments = ARENA_ARRAY(arena, count, struct fragment);
	enum status status = STATUS_OK;
	char where[WHERE_BYTES];
	size_t at = 0;

	for (const struct json *item = json_first(list);
	     item != NULL && status == STATUS_OK; item = item->next, at++) {
		status = fragment_decode(arena, item, "", &fragments[at], NULL);
		if (status == STATUS_OK)
			continue;
		/* Again, to say where: there are thousands that are right. */
		(void)snprintf(where, sizeof(where), "/fragments/%zu", at);
		status = fragment_decode(arena, item, where, &fragments[at],
					 fault);
	}
	result->fragments = fragments;
	result->fragment_count = count;
	return status;
}

static enum status
withhelds_decode(struct arena *arena, const struct json *list,
		 struct result *result, struct fault *fault)
{
	size_t count = json_count(list);
	struct withheld *withheld = ARENA_ARRAY(arena, count, struct withheld);
	enum status status = STATUS_OK;
	char where[WHERE_BYTES];
	size_t at = 0;

	for (const struct json *item = json_first(list);
	     item != NULL && status == STATUS_OK; item = item->next, at++) {
		(void)snprintf(where, sizeof(where), "/withheld/%zu", at);
		status = withheld_decode(arena, item, where, &withheld[at],
					 fault);
	}
	result->withheld = withheld;
	result->withheld_count = count;
	return status;
}

enum status
result_decode(struct arena *arena, const struct json *value,
	      struct result *result_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"fragments", JSON_KIND_ARRAY, true, LIMIT_FRAGMENTS},
		{"withheld", JSON_KIND_ARRAY, true, LIMIT_FRAGMENTS},
	};
	enum status status;

	status = json_check_shape(value, shape, COUNT_OF(shape), "", fault);
	if (status != STATUS_OK)
		return status;
	*result_out = (struct result){0};
	status = fragments_decode(arena, json_member(value, "fragments"),
				  result_out, fault);
	if (status != STATUS_OK)
		return status;
	return withhelds_decode(arena, json_member(value, "withheld"),
				result_out, fault);
}
