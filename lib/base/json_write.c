#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/json.h"
#include "lib/base/json_escape.h"
#include "lib/base/json_number.h"

void
json_begin(struct json_writer *writer, struct buf *out)
{
	*writer = (struct json_writer){.out = out};
}

static void
begin_value(struct json_writer *writer)
{
	if (writer->need_comma)
		buf_add_char(writer->out, ',');
	writer->need_comma = true;
}

static void
open_with(struct json_writer *writer, char bracket)
{
	begin_value(writer);
	buf_add_char(writer->out, bracket);
	writer->need_comma = false;
}

static void
close_with(struct json_writer *writer, char bracket)
{
	buf_add_char(writer->out, bracket);
	writer->need_comma = true;
}

void
json_open_object(struct json_writer *writer)
{
	open_with(writer, '{');
}

void
json_close_object(struct json_writer *writer)
{
	close_with(writer, '}');
}

void
json_open_array(struct json_writer *writer)
{
	open_with(writer, '[');
}

void
json_close_array(struct json_writer *writer)
{
	close_with(writer, ']');
}

/* The escapes of RFC 8785 §3.2.2.2: the short one where there is one. */
static void
add_escape(struct buf *out, char byte)
{
	switch (byte) {
	case '"': buf_add_string(out, "\\\""); break;
	case '\\': buf_add_string(out, "\\\\"); break;
	case '\b': buf_add_string(out, "\\b"); break;
	case '\t': buf_add_string(out, "\\t"); break;
	case '\n': buf_add_string(out, "\\n"); break;
	case '\f': buf_add_string(out, "\\f"); break;
	case '\r': buf_add_string(out, "\\r"); break;
	default: buf_printf(out, "\\u%04x", (unsigned)byte); break;
	}
}

static void
add_escaped(struct buf *out, struct text text, size_t at)
{
	size_t run = 0;

	buf_add_char(out, '"');
	while (at < text.length) {
		buf_add(out, text.bytes + run, at - run);
		add_escape(out, text.bytes[at]);
		run = at + 1;
		at = json_escape_next(text, run);
	}
	buf_add(out, text.bytes + run, text.length - run);
	buf_add_char(out, '"');
}

static void
add_quoted(struct buf *out, struct text text)
{
	size_t at = json_escape_next(text, 0);
	char *quoted;

	if (at < text.length) {
		add_escaped(out, text, at);
		return;
	}
	quoted = buf_extend(out, text.length + 2);
	quoted[0] = '"';
	if (text.length > 0)
		memcpy(quoted + 1, text.bytes, text.length);
	quoted[text.length + 1] = '"';
}

void
json_key(struct json_writer *writer, const char *key)
{
	begin_value(writer);
	add_quoted(writer->out, text_of(key));
	buf_add_char(writer->out, ':');
	writer->need_comma = false;
}

void
json_put_text(struct json_writer *writer, struct text text)
{
	begin_value(writer);
	add_quoted(writer->out, text);
}

void
json_put_string(struct json_writer *writer, const char *string)
{
	if (string == NULL)
		json_put_null(writer);
	else
		json_put_text(writer, text_of(string));
}

void
json_put_integer(struct json_writer *writer, int64_t integer)
{
	begin_value(writer);
	if (integer < 0)
		buf_add_char(writer->out, '-');
	buf_add_number(writer->out,
		       integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer);
}

void
json_put_real(struct json_writer *writer, double real)
{
	char number[JSON_NUMBER_BYTES];

	json_number_print(real, number);
	begin_value(writer);
	buf_add_string(writer->out, number);
}

void
json_put_bool(struct json_writer *writer, bool boolean)
{
	begin_value(writer);
	buf_add_string(writer->out, boolean ? "true" : "false");
}

void
json_put_null(struct json_writer *writer)
{
	begin_value(writer);
	buf_add_string(writer->out, "null");
}

void
json_put_raw(struct json_writer *writer, struct text json)
{
	begin_value(writer);
	buf_add_text(writer->out, json);
}

static void
put_children(struct json_writer *writer, const struct json *value)
{
	for (const struct json *child = json_first(value); child != NULL;
	     child = child->next) {
		if (value->kind == JSON_KIND_OBJECT)
			json_key(writer, child->key);
		json_put_value(writer, child);
	}
}

void
json_put_value(struct json_writer *writer, const struct json *value)
{
	switch (value->kind) {
	case JSON_KIND_NULL: json_put_null(writer); break;
	case JSON_KIND_BOOL: json_put_bool(writer, value->as.boolean); break;
	case JSON_KIND_INTEGER:
		json_put_integer(writer, value->as.integer);
		break;
	case JSON_KIND_REAL: json_put_real(writer, value->as.real); break;
	case JSON_KIND_STRING: json_put_string(writer, value->as.string); break;
	case JSON_KIND_ARRAY:
		json_open_array(writer);
		put_children(writer, value);
		json_close_array(writer);
		break;
	case JSON_KIND_OBJECT:
		json_open_object(writer);
		put_children(writer, value);
		json_close_object(writer);
		break;
	}
}

void
json_member_string(struct json_writer *writer, const char *key,
		   const char *string)
{
	json_key(writer, key);
	json_put_string(writer, string);
}

void
json_member_string_if(struct json_writer *writer, const char *key,
		      const char *string)
{
	if (string != NULL)
		json_member_string(writer, key, string);
}

void
json_member_integer(struct json_writer *writer, const char *key,
		    int64_t integer)
{
	json_key(writer, key);
	json_put_integer(writer, integer);
}

void
json_member_bool(struct json_writer *writer, const char *key, bool boolean)
{
	json_key(writer, key);
	json_put_bool(writer, boolean);
}

void
json_member_time(struct json_writer *writer, const char *key, int64_t time_ms)
{
	char time[CLOCK_TIME_BYTES];

	clock_format_time(time_ms, time);
	json_member_string(writer, key, time);
}

void
json_member_day(struct json_writer *writer, const char *key, int32_t day)
{
	char date[CLOCK_DATE_BYTES];

	if (day == CLOCK_DAY_NONE)
		return;
	clock_format_date(day, date);
	json_member_string(writer, key, date);
}

void
json_member_strings(struct json_writer *writer, const char *key,
		    const char *const *strings, size_t count)
{
	json_key(writer, key);
	json_open_array(writer);
	for (size_t i = 0; i < count; i++)
		json_put_string(writer, strings[i]);
	json_close_array(writer);
}
