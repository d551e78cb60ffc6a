/*
 * Small readings that several messages share: lists of words, UUIDs.
 */
#ifndef EENPLAN_WIRE_WORDS_H
#define EENPLAN_WIRE_WORDS_H

#include "eenplan/base/json.h"

/* Is this a UUID as we write them: 36 bytes, lower case? */
bool words_is_uuid(const char *string);

/* Is this a certificate's x5t#S256: a SHA-256 in base64url? */
bool words_is_thumbprint(const char *string);

/* Where `word` is in `table`. False: it isn't, and `place_out` stays. */
bool words_find(const char *const *table, size_t count, const char *word,
		size_t *place_out);

/* Always STATUS_INVALID, with that fault. */
enum status words_refuse(struct fault *fault, const char *where,
			 const char *format, ...) PRINTF_LIKE(3, 4);

/* What a document's text may be: an object of no more bytes, with these
 * members. */
struct words_document {
	size_t max_bytes;
	const struct json_shape *shape;
	size_t count;
};

/* As json_read and json_check_shape, one after the other. */
enum status words_read(struct arena *arena, struct text payload,
		       const struct words_document *document,
		       const struct json **value_out,
		       struct fault *fault) MUST_CHECK;

/* Faults of lists are about one list, found at `where` ("/subjects"). */
struct words_rule {
	const char *where;
	size_t max_count;
	bool uuids; /* each a UUID; else a non-empty word */
};

/*
 * The array `list` (NULL: none) as strings that live in its tree. Refuses
 * other kinds, empty or overlong words, and repetition. STATUS_INVALID.
 */
enum status words_decode(struct arena *arena, const struct json *list,
			 const struct words_rule *rule,
			 const char *const **words_out, size_t *count_out,
			 struct fault *fault) MUST_CHECK;

#endif
