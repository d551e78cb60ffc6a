#include "eenplan/wire/findings.h"

#include <string.h>

#include "eenplan/base/limits.h"

static const char *const severities[] = {
	[DIAGNOSTIC_ERROR] = "error",
	[DIAGNOSTIC_WARNING] = "warning",
};

static void
put_item(struct json_writer *writer, const struct diagnostic *item)
{
	json_open_object(writer);
	json_member_integer(writer, "column", item->column);
	json_member_string_if(writer, "file", item->file);
	json_member_string_if(writer, "hint", item->hint);
	json_member_integer(writer, "line", item->line);
	json_member_string(writer, "severity", severities[item->severity]);
	json_member_string_if(writer, "source", item->source);
	json_member_string(writer, "text", item->text);
	json_member_integer(writer, "width", item->width);
	json_close_object(writer);
}

/* Those of `severity`, up to `room`; returns how many. */
static size_t
put_all(struct json_writer *writer, const struct diagnostics *found,
	enum diagnostic_severity severity, size_t room)
{
	size_t put = 0;

	for (size_t i = 0; i < found->count && put < room; i++) {
		if (found->items[i].severity != severity)
			continue;
		put_item(writer, &found->items[i]);
		put++;
	}
	return put;
}

void
findings_encode(struct json_writer *writer, const struct diagnostics *found)
{
	size_t put;

	json_key(writer, "found");
	json_open_object(writer);
	json_key(writer, "items");
	json_open_array(writer);
	put = put_all(writer, found, DIAGNOSTIC_ERROR, LIMIT_POLICY_ERRORS);
	put += put_all(writer, found, DIAGNOSTIC_WARNING,
		       LIMIT_POLICY_ERRORS - put);
	json_close_array(writer);
	json_member_integer(writer, "unlisted",
			    (int64_t)(found->count + found->unlisted - put));
	json_close_object(writer);
}

static bool
fits(int64_t number, int64_t most)
{
	return number >= 0 && number <= most;
}

static enum status
get_item(const struct json *value, struct diagnostics *found)
{
	static const struct json_shape shape[] = {
		{"column", JSON_KIND_INTEGER, true, 0},
		{"file", JSON_KIND_STRING, false, LIMIT_TEXT_BYTES},
		{"hint", JSON_KIND_STRING, false, LIMIT_TEXT_BYTES},
		{"line", JSON_KIND_INTEGER, true, 0},
		{"severity", JSON_KIND_STRING, true, 0},
		{"source", JSON_KIND_STRING, false, LIMIT_TEXT_BYTES},
		{"text", JSON_KIND_STRING, true, LIMIT_TEXT_BYTES},
		{"width", JSON_KIND_INTEGER, true, 0},
	};
	enum status status =
		json_check_shape(value, shape, COUNT_OF(shape), "", NULL);
	int64_t column = json_get_integer(value, "column", -1);
	int64_t line = json_get_integer(value, "line", -1);
	int64_t width = json_get_integer(value, "width", -1);

	if (status != STATUS_OK)
		return status;
	/* Each column of a caret is drawn. */
	if (!fits(column, LIMIT_TEXT_BYTES) || !fits(line, INT32_MAX) ||
	    !fits(width, LIMIT_TEXT_BYTES))
		return STATUS_INVALID;
	diagnostics_add(
		found,
		&(struct diagnostic){
			.severity = strcmp(json_get_string(value, "severity"),
					   "warning") == 0
					    ? DIAGNOSTIC_WARNING
					    : DIAGNOSTIC_ERROR,
			.file = json_get_string(value, "file"),
			.line = (unsigned)line,
			.column = (unsigned)column,
			.width = (unsigned)width,
			.source = json_get_string(value, "source"),
			.text = json_get_string(value, "text"),
			.hint = json_get_string(value, "hint"),
		});
	return STATUS_OK;
}

enum status
findings_decode(const struct json *object, struct diagnostics *found)
{
	static const struct json_shape shape[] = {
		{"items", JSON_KIND_ARRAY, true, LIMIT_POLICY_ERRORS},
		{"unlisted", JSON_KIND_INTEGER, true, 0},
	};
	const struct json *value = json_member(object, "found");
	enum status status;
	int64_t unlisted;

	if (value == NULL)
		return STATUS_OK;
	status = json_check_shape(value, shape, COUNT_OF(shape), "", NULL);
	unlisted = json_get_integer(value, "unlisted", -1);
	if (status == STATUS_OK && !fits(unlisted, INT32_MAX))
		status = STATUS_INVALID;
	for (const struct json *item = json_first(json_member(value, "items"));
	     item != NULL && status == STATUS_OK; item = item->next)
		status = get_item(item, found);
	if (status == STATUS_OK)
		found->unlisted += (size_t)unlisted;
	return status;
}
