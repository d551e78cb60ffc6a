/*
 * One record of one resident in one category: what an organisation keeps, and
 * what fragments are cut from.
 *
 * Its fields are kept as canonical JSON with an index of slices, so that the
 * read path copies permitted members and never parses a document.
 */
#ifndef EENPLAN_WIRE_RECORD_H
#define EENPLAN_WIRE_RECORD_H

#include "eenplan/base/json.h"

/* One member `"key":value` inside the fields' text. */
struct record_slice {
	uint32_t offset;     /* of the key's opening quote */
	uint32_t length;     /* of the whole member */
	uint32_t key_length; /* of the key without its quotes */
};

struct record {
	const char *id;	      /* UUID */
	const char *origin;   /* id in the source, "Goal/g1"; or NULL */
	const char *category; /* vocabulary words */
	const char *law;
	const char *sensitivity;
	int64_t changed_ms;
	struct text fields; /* {"due":"…","text":"…"} */
	const struct record_slice *slices;
	size_t slice_count;
	/* Residents whom it is about besides its own: in an import by origin,
	 * in the store by local id. */
	const char *const *concerns;
	size_t concern_count;
};

/*
 * Fill `fields` and the slices of `record` from a JSON object: members sorted,
 * canonical, empty strings and nulls left out.
 */
void record_set_fields(struct arena *arena, struct record *record,
		       const struct json *object);
struct text record_slice_key(const struct record *record, size_t index);
struct text record_slice_member(const struct record *record, size_t index);

#endif
