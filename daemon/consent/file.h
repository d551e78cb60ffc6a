/*
 * All consent records of one resident, made ready once so that each request
 * walks them as numbers: words as ids of the vocabulary, givers as parties,
 * order without meaning. Pure and immutable; any thread may read it.
 */
#ifndef EENPLAN_DAEMON_CONSENT_FILE_H
#define EENPLAN_DAEMON_CONSENT_FILE_H

#include "daemon/consent/giver.h"
#include "eenplan/policy/vocabulary.h"

/* Somebody who has records on file. */
struct consent_party {
	unsigned roles;
	const char *giver; /* NULL: the resident, or unnamed */
	/* A representative of whom old records say no more than a ground:
	 * whoever it was, an objection counts. */
	bool is_unnamed;
};

/* A record as numbers. */
struct consent_entry {
	const struct consent *record;
	int32_t from_day, until_day; /* INT32_MIN and _MAX: no limit */
	int16_t recipient;	     /* id of a domain or role, or place of an
					organisation */
	uint8_t recipient_kind;	     /* enum consent_recipient */
	uint8_t kind;		     /* vocabulary id */
	uint8_t weight; /* the conflict rule: the larger one decides */
	uint8_t party;
	uint16_t category_count, purpose_count; /* 0: all */
	const int16_t *categories;		/* vocabulary ids */
	const int16_t *purposes;
};

struct consent_file {
	const struct vocabulary *vocabulary;
	const struct circumstances *circumstances;
	const char *source;	       /* whose records; NULL: our own */
	struct consent_entry *entries; /* those that can mean anything, by id */
	size_t count;
	struct consent_party *parties;
	size_t party_count;
	const char **organisations; /* each recipient's id, once */
	size_t organisation_count;
};

/* The place of `organisation` among them, or VOCABULARY_UNKNOWN. */
int consent_file_organisation(const struct consent_file *file,
			      const char *organisation);

/*
 * Those that are about our own records. Borrows everything it is given.
 * `records` are not superseded.
 */
const struct consent_file *consent_file_new(
	struct arena *arena, const struct vocabulary *vocabulary,
	const struct circumstances *circumstances,
	const struct consent *records, size_t count);
/*
 * Those of the same resident that are about the records of `source`: they open
 * nothing here. Borrows like that one, and what `own` borrows.
 */
const struct consent_file *consent_file_elsewhere(
	struct arena *arena, const struct consent_file *own, const char *source,
	const struct consent *records, size_t count);

#endif
