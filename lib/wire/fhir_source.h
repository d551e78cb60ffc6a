/*
 * The resource in hand: what it is, whom it is about, under which law.
 */
#ifndef EENPLAN_WIRE_FHIR_SOURCE_H
#define EENPLAN_WIRE_FHIR_SOURCE_H

#include "lib/wire/fhir_state.h"

struct fhir_source;

/* What happens to an element of a resource; the rest is noted and dropped. */
enum fhir_use {
	FHIR_READ,   /* its kind's function reads it */
	FHIR_PROSE,  /* free text: kept as treatment_note, never shared */
	FHIR_REASON, /* names a condition: kept as diagnosis */
};

struct fhir_element {
	const char *key;
	enum fhir_use use;
};

/* One kind of resource: its row in the table of fhir_kinds.def. */
struct fhir_kind {
	const char *type;
	const char *subject_key; /* where it says whom it is about */
	const char *date_key;	 /* the date its free text is from */
	bool may_be_contained;
	void (*read)(struct fhir_source *source); /* NULL: read by reference */
	const struct fhir_element *elements;
	size_t element_count;
};

struct fhir_source {
	struct fhir_state *state;
	const struct fhir_source *container; /* NULL: not contained */
	const struct fhir_kind *kind;
	const struct json *json;
	const char *reference; /* "Goal/g1", "CarePlan/c1#goal" */
	const char *subject;   /* origin of a resident; NULL: none */
	/* Origins of others whom all of it is about as well. */
	const char *const *concerns;
	size_t concern_count;
	const char *law; /* NULL: not told */
	const char *sensitivity;
	int64_t changed_ms;
	bool has_record;	   /* one carries the bare reference */
	struct fhir_list ordinals; /* records so far, per category */
};

/*
 * Read a resource and what it contains into the import. `container` is NULL
 * for one that stands by itself.
 */
void fhir_source_read(struct fhir_state *state, const struct json *resource,
		      const char *reference,
		      const struct fhir_source *container);

/* The first fault stays; `key` is the element that is wrong, or NULL. */
void fhir_source_fault(const struct fhir_source *source, const char *key,
		       const char *format, ...) PRINTF_LIKE(3, 4);
/* The same of a sentence that is marked for translation where it stands. */
void fhir_source_say(const struct fhir_source *source, const char *key,
		     const char *sentence);
/* Note "Goal.key"; `key` may be a path, NULL names the resource itself. */
void fhir_source_note(const struct fhir_source *source, const char *key,
		      const char *why);

#endif
