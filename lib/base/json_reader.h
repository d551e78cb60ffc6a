/*
 * The words of a JSON document: where the reader stands, strings, numbers.
 *
 * What is MUST_CHECK here returns false after json_reader_fail, and then the
 * reading ends; `at` stands on the first byte that was not yet read.
 */
#ifndef EENPLAN_BASE_JSON_READER_H
#define EENPLAN_BASE_JSON_READER_H

#include "eenplan/base/json.h"

struct json_reader {
	struct arena *arena;
	const char *start;
	const char *at;
	const char *end;
	unsigned depth;
	size_t values;
	enum status status; /* why it failed */
	struct fault *fault;
};

/*
 * Refuse the document because of what stands at `place`. `sentence` speaks of
 * that place ("is no number") and never quotes it. Always false.
 */
bool json_reader_fail(struct json_reader *reader, const char *place,
		      const char *sentence);

/* Past white space: is there nothing left? Never fails. */
bool json_reader_is_at_end(struct json_reader *reader);

/* Past white space; fails at the end. */
bool json_reader_advance(struct json_reader *reader) MUST_CHECK;

/* The string whose opening quote is here, unescaped, in the arena. */
bool json_reader_string(struct json_reader *reader,
			const char **string_out) MUST_CHECK;

/* The number that begins here, into the kind and value of `value`. */
bool
json_reader_number(struct json_reader *reader, struct json *value) MUST_CHECK;

#endif
