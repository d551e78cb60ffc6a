/*
 * Strict JSON reading into an arena, and a writer. Jansson reads, within our
 * limits; what callers hold is this tree, in their arena.
 *
 * Refused: depth over LIMIT_JSON_DEPTH, more bytes than the caller allows,
 * more than LIMIT_JSON_VALUES (an empty array or object counts as two),
 * duplicate keys, invalid UTF-8, U+0000, half a surrogate pair, integers
 * beyond int64, numbers beyond a double, anything after the value (RFC 8259,
 * I-JSON RFC 7493).
 */
#ifndef EENPLAN_BASE_JSON_H
#define EENPLAN_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "eenplan/base/arena.h"
#include "eenplan/base/buf.h"
#include "eenplan/base/fault.h"
#include "eenplan/base/status.h"
#include "eenplan/base/text.h"

enum json_kind {
	JSON_KIND_NULL,
	JSON_KIND_BOOL,
	JSON_KIND_INTEGER, /* written without point or exponent, fits int64 */
	JSON_KIND_REAL,
	JSON_KIND_STRING,
	JSON_KIND_ARRAY,
	JSON_KIND_OBJECT,
};

struct json {
	enum json_kind kind;
	const char *key;	 /* in an object: this member's name */
	const struct json *next; /* the next element or member */
	union {
		bool boolean;
		int64_t integer;
		double real;
		const char *string; /* NUL-terminated UTF-8 */
		struct {
			const struct json *first;
			size_t count;
		} children;
	} as;
};

/*
 * Read one JSON value from `source`. Keeps nothing of it.
 * STATUS_TOO_LARGE: more bytes, values or memory (LIMIT_ARENA_BYTES) than it
 * may take. STATUS_MALFORMED: `fault` says where it went wrong, as the line
 * and column that was read last, and never quotes what stands there.
 */
enum status json_read(struct arena *arena, struct text source, size_t max_bytes,
		      const struct json **value_out,
		      struct fault *fault) MUST_CHECK;

/* The member `key` of `object`; NULL if there is none or it is no object. */
const struct json *json_member(const struct json *object, const char *key);
/*
 * The string member `key`, or NULL. (Not json_string or json_integer: Jansson
 * has functions of those names.)
 */
const char *json_get_string(const struct json *object, const char *key);
/* The integer member `key`, or `otherwise`. */
int64_t json_get_integer(const struct json *object, const char *key,
			 int64_t otherwise);
bool json_get_bool(const struct json *object, const char *key, bool otherwise);
/* The first child of an array or object; NULL for anything else. */
const struct json *json_first(const struct json *value);
size_t json_count(const struct json *value);

/* One allowed member of a message. */
struct json_shape {
	const char *key;
	enum json_kind kind;
	bool required;
	size_t max; /* string: bytes; array: elements; else unused. 0:
		       LIMIT_NAME_BYTES / unlimited */
};

/*
 * Is `value` an object with only these members, each of its kind, and all the
 * required ones? STATUS_INVALID with the key and its `where` path in `fault`
 * (`where` is the path of the object itself, "" at the top).
 */
enum status json_check_shape(const struct json *value,
			     const struct json_shape *shape, size_t count,
			     const char *where, struct fault *fault) MUST_CHECK;

/*
 * Writing. Scalars come out as RFC 8785 has them (escapes, shortest numbers),
 * so keys written in order are canonical. Commas come by themselves.
 */
struct json_writer {
	struct buf *out;
	bool need_comma;
};

void json_begin(struct json_writer *writer, struct buf *out);
void json_open_object(struct json_writer *writer);
void json_close_object(struct json_writer *writer);
void json_open_array(struct json_writer *writer);
void json_close_array(struct json_writer *writer);
void json_key(struct json_writer *writer, const char *key);
/* NULL writes null. */
void json_put_string(struct json_writer *writer, const char *string);
void json_put_text(struct json_writer *writer, struct text text);
void json_put_integer(struct json_writer *writer, int64_t integer);
void json_put_real(struct json_writer *writer, double real);
void json_put_bool(struct json_writer *writer, bool boolean);
void json_put_null(struct json_writer *writer);
/* Bytes that are JSON already: one value, or `"key":value` as a member. */
void json_put_raw(struct json_writer *writer, struct text json);
void json_put_value(struct json_writer *writer, const struct json *value);

/* key and value in one call */
void json_member_string(struct json_writer *writer, const char *key,
			const char *string);
/* The same, but nothing at all when `string` is NULL. */
void json_member_string_if(struct json_writer *writer, const char *key,
			   const char *string);
void json_member_integer(struct json_writer *writer, const char *key,
			 int64_t integer);
void json_member_bool(struct json_writer *writer, const char *key,
		      bool boolean);
/* As clock_format_time writes it. */
void json_member_time(struct json_writer *writer, const char *key,
		      int64_t time_ms);
/* As clock_format_date writes it; nothing at all for CLOCK_DAY_NONE. */
void json_member_day(struct json_writer *writer, const char *key, int32_t day);
void json_member_strings(struct json_writer *writer, const char *key,
			 const char *const *strings, size_t count);

#endif
