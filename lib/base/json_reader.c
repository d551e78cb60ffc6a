#include "lib/base/json_reader.h"

#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENDS_TOO_EARLY "ends too early; close every quote, bracket and brace"

bool
json_reader_fail(struct json_reader *reader, const char *place,
		 const char *sentence)
{
	unsigned line = 1;
	unsigned column = 1;
	char where[64];

	for (const char *at = reader->start; at < place; at++) {
		if (*at == '\n') {
			line++;
			column = 1;
		} else if (((unsigned char)*at & 0xC0) != 0x80) {
			column++;
		}
	}
	snprintf(where, sizeof(where), "line %u, column %u", line, column);
	fault_set(reader->fault, where, "%s", sentence);
	reader->status = STATUS_MALFORMED;
	return false;
}

bool
json_reader_is_at_end(struct json_reader *reader)
{
	for (; reader->at < reader->end; reader->at++) {
		char byte = *reader->at;

		if (byte != ' ' && byte != '\n' && byte != '\r' && byte != '\t')
			return false;
	}
	return true;
}

bool
json_reader_advance(struct json_reader *reader)
{
	if (!json_reader_is_at_end(reader))
		return true;
	return json_reader_fail(reader, reader->at, ENDS_TOO_EARLY);
}

/* Four hexadecimal digits at `at`; -1 if they are not there. */
static int
hex_unit(const char *at, const char *end)
{
	int unit = 0;

	if (end - at < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char byte = at[i];

		unit <<= 4;
		if (byte >= '0' && byte <= '9')
			unit |= byte - '0';
		else if (byte >= 'a' && byte <= 'f')
			unit |= byte - 'a' + 10;
		else if (byte >= 'A' && byte <= 'F')
			unit |= byte - 'A' + 10;
		else
			return -1;
	}
	return unit;
}

static char *
put_utf8(char *out, unsigned point)
{
	if (point < 0x80) {
		*out++ = (char)point;
	} else if (point < 0x800) {
		*out++ = (char)(0xC0 | point >> 6);
		*out++ = (char)(0x80 | (point & 0x3F));
	} else if (point < 0x10000) {
		*out++ = (char)(0xE0 | point >> 12);
		*out++ = (char)(0x80 | (point >> 6 & 0x3F));
		*out++ = (char)(0x80 | (point & 0x3F));
	} else {
		*out++ = (char)(0xF0 | point >> 18);
		*out++ = (char)(0x80 | (point >> 12 & 0x3F));
		*out++ = (char)(0x80 | (point >> 6 & 0x3F));
		*out++ = (char)(0x80 | (point & 0x3F));
	}
	return out;
}

/* The digits behind a \u, and those of a second one if it needs that. */
static bool
read_unicode_escape(struct json_reader *reader, const char *close, char **out)
{
	const char *place = reader->at - 2;
	int unit = hex_unit(reader->at, close);
	unsigned point = (unsigned)unit;

	if (unit < 0)
		return json_reader_fail(reader, place,
					"needs four hexadecimal digits");
	if (unit == 0)
		return json_reader_fail(
			reader, place, "is the character U+0000; leave it out");
	reader->at += 4;
	if (unit >= 0xD800 && unit <= 0xDFFF) {
		bool paired = unit <= 0xDBFF && close - reader->at >= 6 &&
			      reader->at[0] == '\\' && reader->at[1] == 'u';
		int low = paired ? hex_unit(reader->at + 2, close) : -1;

		if (low < 0xDC00 || low > 0xDFFF)
			return json_reader_fail(
				reader, place,
				"is half of a surrogate pair; write both "
				"halves");
		reader->at += 6;
		point = 0x10000 + (((unsigned)unit & 0x3FF) << 10) +
			((unsigned)low & 0x3FF);
	}
	*out = put_utf8(*out, point);
	return true;
}

/* What stands behind a backslash: always something, or `close` would. */
static bool
read_escape(struct json_reader *reader, const char *close, char **out)
{
	static const char names[] = "\"\\/bfnrt";
	static const char bytes[] = "\"\\/\b\f\n\r\t";
	char name = *reader->at++;
	const char *found = name == '\0' ? NULL : strchr(names, name);

	if (name == 'u')
		return read_unicode_escape(reader, close, out);
	if (found == NULL)
		return json_reader_fail(
			reader, reader->at - 2,
			"is no escape that JSON has; write \\\\ for a "
			"backslash");
	*(*out)++ = bytes[found - names];
	return true;
}

/* Up to the next quote, backslash or control character. */
static const char *
end_of_run(const char *at, const char *end)
{
	while (at < end && *at != '"' && *at != '\\' &&
	       (unsigned char)*at >= 0x20)
		at++;
	return at;
}

/* The quote that closes the string which goes on at `at`; `end`: none does. */
static const char *
closing_quote(const char *at, const char *end)
{
	while (at < end && *at != '"')
		at += *at == '\\' && end - at > 1 ? 2 : 1;
	return at;
}

/* From `at` up to `close`, into `out`, which has room for all of it. */
static bool
unescape(struct json_reader *reader, const char *close, char *out)
{
	while (reader->at < close) {
		const char *run = reader->at;

		reader->at = end_of_run(run, close);
		memcpy(out, run, (size_t)(reader->at - run));
		out += reader->at - run;
		if (reader->at == close)
			break;
		if (*reader->at != '\\')
			return json_reader_fail(
				reader, reader->at,
				"is a control character; write it as \\u00XX");
		reader->at++;
		if (!read_escape(reader, close, &out))
			return false;
	}
	*out = '\0';
	return true;
}

bool
json_reader_string(struct json_reader *reader, const char **string_out)
{
	const char *first = reader->at + 1;
	const char *close = end_of_run(first, reader->end);
	bool is_plain = close < reader->end && *close == '"';

	if (!is_plain)
		close = closing_quote(close, reader->end);
	if (close == reader->end)
		return json_reader_fail(reader, close, ENDS_TOO_EARLY);

	/* No escape is shorter than what it stands for. */
	char *string = arena_text(
		reader->arena, (struct text){first, (size_t)(close - first)});

	reader->at = first;
	if (!is_plain && !unescape(reader, close, string))
		return false;
	reader->at = close + 1;
	*string_out = string;
	return true;
}

static locale_t c_locale;

static void
make_c_locale(void)
{
	c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

/* strtod reads the decimal point of the process's own locale: not ours. */
static double
real_of(const char *digits)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, make_c_locale);
	return strtod_l(digits, NULL, c_locale);
}

static bool
skip_digits(struct json_reader *reader)
{
	const char *first = reader->at;

	while (reader->at < reader->end && *reader->at >= '0' &&
	       *reader->at <= '9')
		reader->at++;
	return reader->at > first;
}

static bool
skip_one_of(struct json_reader *reader, const char *bytes)
{
	if (reader->at == reader->end || *reader->at == '\0' ||
	    strchr(bytes, *reader->at) == NULL)
		return false;
	reader->at++;
	return true;
}

/* -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?  (RFC 8259 §6) */
static bool
skip_number(struct json_reader *reader, bool *is_whole_out)
{
	skip_one_of(reader, "-");
	if (!skip_one_of(reader, "0") && !skip_digits(reader))
		return false;
	*is_whole_out = true;
	if (skip_one_of(reader, ".")) {
		*is_whole_out = false;
		if (!skip_digits(reader))
			return false;
	}
	if (skip_one_of(reader, "eE")) {
		*is_whole_out = false;
		skip_one_of(reader, "+-");
		if (!skip_digits(reader))
			return false;
	}
	return true;
}

/* False if what stands from `at` to `end` is too much for int64. */
static bool
integer_of(const char *at, const char *end, int64_t *integer_out)
{
	bool is_negative = *at == '-';
	int64_t integer = 0;

	for (at += is_negative; at < end; at++) {
		int digit = is_negative ? '0' - *at : *at - '0';

		if (__builtin_mul_overflow(integer, 10, &integer) ||
		    __builtin_add_overflow(integer, digit, &integer))
			return false;
	}
	*integer_out = integer;
	return true;
}

bool
json_reader_number(struct json_reader *reader, struct json *value)
{
	const char *first = reader->at;
	bool is_whole;

	if (!skip_number(reader, &is_whole))
		return json_reader_fail(reader, first,
					"is not a number that JSON has");
	if (is_whole && integer_of(first, reader->at, &value->as.integer)) {
		value->kind = JSON_KIND_INTEGER;
		return true;
	}

	struct text digits = {first, (size_t)(reader->at - first)};

	value->kind = JSON_KIND_REAL;
	value->as.real = real_of(arena_text(reader->arena, digits));
	if (!isfinite(value->as.real))
		return json_reader_fail(
			reader, first,
			"is larger than any double; write it as a string");
	return true;
}
