#include "daemon/consent/file.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

/*
 * How specific a record is, as one number: recipient before category before
 * purpose. Weight adds what its state weighs at equal specificity.
 */
enum { RANK_PURPOSE = 1, RANK_CATEGORY = 2, RANK_RECIPIENT = 4 };
#define STATES 4

int
consent_file_organisation(const struct consent_file *file,
			  const char *organisation)
{
	for (size_t i = 0; i < file->organisation_count; i++)
		if (strcmp(file->organisations[i], organisation) == 0)
			return (int)i;
	return VOCABULARY_UNKNOWN;
}

/* --- weight --- */

static unsigned
weight_of_state(enum consent_state state)
{
	switch (state) {
	case CONSENT_REFUSED: return 3;
	case CONSENT_WITHDRAWN: return 2;
	case CONSENT_UNKNOWN: return 1;
	case CONSENT_GIVEN: return 0;
	}
	return 1;
}

static uint8_t
weight_of(const struct consent *record)
{
	unsigned rank = RANK_RECIPIENT * (unsigned)record->recipient_kind;

	if (record->category_count > 0)
		rank += RANK_CATEGORY;
	if (record->purpose_count > 0)
		rank += RANK_PURPOSE;
	return (uint8_t)(STATES * rank + weight_of_state(record->state));
}

/* --- words --- */

/* A word that isn't in the vocabulary means nothing, but isn't "all" either. */
static const int16_t *
ids_of(struct arena *arena, const struct vocabulary *vocabulary,
       enum vocabulary_list list, const char *const *words, size_t count)
{
	int16_t *ids = ARENA_ARRAY(arena, count, int16_t);

	for (size_t i = 0; i < count; i++)
		ids[i] = (int16_t)vocabulary_find(vocabulary, list, words[i]);
	return ids;
}

static int
keep_organisation(struct consent_file *file, const char *organisation)
{
	int place = consent_file_organisation(file, organisation);

	if (place != VOCABULARY_UNKNOWN)
		return place;
	file->organisations[file->organisation_count] = organisation;
	return (int)file->organisation_count++;
}

static bool
set_recipient(struct consent_file *file, struct consent_entry *entry)
{
	const char *recipient = entry->record->recipient;
	int id = VOCABULARY_UNKNOWN;

	if (entry->record->recipient_kind == CONSENT_TO_ANYONE)
		return true;
	if (recipient == NULL)
		return false;
	switch (entry->record->recipient_kind) {
	case CONSENT_TO_ANYONE: return true;
	case CONSENT_TO_DOMAIN:
		id = vocabulary_find(file->vocabulary, VOCABULARY_DOMAIN,
				     recipient);
		break;
	case CONSENT_TO_ROLE:
		id = vocabulary_find(file->vocabulary, VOCABULARY_ROLE,
				     recipient);
		break;
	case CONSENT_TO_ORGANISATION:
		id = keep_organisation(file, recipient);
		break;
	}
	entry->recipient = (int16_t)id;
	return id != VOCABULARY_UNKNOWN;
}

/* --- givers --- */

/* Nobody, if this record's giver has nothing to say about the resident. */
static bool
party_of(const struct circumstances *circumstances,
	 const struct consent *record, struct consent_party *party_out)
{
	const struct representative *representative;

	*party_out = (struct consent_party){.roles = GIVER_SELF};
	if (record->given_by == NULL)
		return false;
	if (strcmp(record->given_by, "self") == 0)
		return true;
	if (record->giver == NULL) {
		party_out->roles =
			record->ground == NULL
				? GIVER_NOBODY
				: giver_claimed_roles(circumstances,
						      record->ground);
		party_out->is_unnamed = true;
		return true;
	}
	representative = giver_representative(circumstances, record->giver);
	if (representative == NULL)
		return false;
	party_out->roles = giver_roles_as(circumstances, representative->as);
	party_out->giver = representative->reference;
	return true;
}

static bool
is_same_party(const struct consent_party *one,
	      const struct consent_party *other)
{
	return one->roles == other->roles && one->giver == other->giver &&
	       one->is_unnamed == other->is_unnamed;
}

static uint8_t
find_party(struct consent_file *file, const struct consent_party *party)
{
	size_t i = 0;

	while (i < file->party_count &&
	       !is_same_party(&file->parties[i], party))
		i++;
	if (i == file->party_count)
		file->parties[file->party_count++] = *party;
	return (uint8_t)i;
}

/* --- the file --- */

static bool
is_about(const struct consent *record, const char *source)
{
	return source == NULL ? record->source == NULL
			      : record->source != NULL &&
					strcmp(record->source, source) == 0;
}

static bool
make_entry(struct arena *arena, struct consent_file *file,
	   const struct consent *record, struct consent_entry *entry)
{
	const struct vocabulary *vocabulary = file->vocabulary;
	int kind =
		vocabulary_find(vocabulary, VOCABULARY_CONSENT, record->kind);
	struct consent_party party;

	*entry = (struct consent_entry){
		.record = record,
		.recipient_kind = (uint8_t)record->recipient_kind,
		.recipient = VOCABULARY_UNKNOWN,
		.kind = (uint8_t)kind,
		.from_day = record->from_day,
		.until_day = record->until_day == CLOCK_DAY_NONE
				     ? INT32_MAX
				     : record->until_day,
		.category_count = (uint16_t)record->category_count,
		.purpose_count = (uint16_t)record->purpose_count,
	};
	/* What was asked for another's records opens nothing of ours. */
	if (!is_about(record, file->source) || kind == VOCABULARY_UNKNOWN ||
	    !set_recipient(file, entry) ||
	    !party_of(file->circumstances, record, &party))
		return false;
	entry->party = find_party(file, &party);
	entry->weight = weight_of(record);
	entry->categories = ids_of(arena, vocabulary, VOCABULARY_CATEGORY,
				   record->categories, record->category_count);
	entry->purposes = ids_of(arena, vocabulary, VOCABULARY_PURPOSE,
				 record->purposes, record->purpose_count);
	return true;
}

/* Of equals the one with the lowest id comes first and decides. */
static int
compare_entries(const void *one, const void *other)
{
	const char *left = ((const struct consent_entry *)one)->record->id;
	const char *right = ((const struct consent_entry *)other)->record->id;

	if (left == NULL || right == NULL)
		return (left == NULL) - (right == NULL);
	return strcmp(left, right);
}

static void
fill(struct arena *arena, struct consent_file *file,
     const struct consent *records, size_t count)
{
	/* The resident, each representative, and one unnamed for each set of
	 * roles that a ground can claim. */
	size_t party_room = 1 + file->circumstances->representative_count +
			    GIVER_ANYBODY + 1;

	assert(count <= LIMIT_CONSENTS_PER_RESIDENT && party_room <= UINT8_MAX);
	file->entries = ARENA_ARRAY(arena, count, struct consent_entry);
	file->organisations = ARENA_ARRAY(arena, count, const char *);
	file->parties = ARENA_ARRAY(arena, party_room, struct consent_party);
	for (size_t i = 0; i < count; i++)
		if (make_entry(arena, file, &records[i],
			       &file->entries[file->count]))
			file->count++;
	if (file->count > 1)
		qsort(file->entries, file->count, sizeof(*file->entries),
		      compare_entries);
}

const struct consent_file *
consent_file_new(struct arena *arena, const struct vocabulary *vocabulary,
		 const struct circumstances *circumstances,
		 const struct consent *records, size_t count)
{
	struct consent_file *file = ARENA_NEW(arena, struct consent_file);

	file->vocabulary = vocabulary;
	file->circumstances = circumstances;
	fill(arena, file, records, count);
	return file;
}

const struct consent_file *
consent_file_elsewhere(struct arena *arena, const struct consent_file *own,
		       const char *source, const struct consent *records,
		       size_t count)
{
	struct consent_file *file = ARENA_NEW(arena, struct consent_file);

	file->vocabulary = own->vocabulary;
	file->circumstances = own->circumstances;
	file->source = source;
	fill(arena, file, records, count);
	return file;
}
