#include "daemon/exchange/subjects.h"

#include <string.h>

/* What is read for everyone who has a say in what leaves. */
static enum status
read_say(struct store *store, struct arena *arena,
	 const struct vocabulary *vocabulary, struct subject *subject)
{
	struct circumstances *circumstances =
		ARENA_NEW(arena, struct circumstances);
	struct consent *consents;
	size_t count;
	enum status status = store_circumstances(
		store, arena, &subject->resident, circumstances);
	if (status == STATUS_OK)
		status = store_consents(store, arena, subject->resident.id,
					false, &consents, &count);
	if (status != STATUS_OK)
		return status;
	subject->known = true;
	subject->resident.deceased = circumstances->deceased;
	subject->consents = consent_file_new(arena, vocabulary, circumstances,
					     consents, count);
	return STATUS_OK;
}

static bool
is_among(const struct subject *others, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(others[i].reference, id) == 0)
			return true;
	return false;
}

/* Each once; they are called by their local id. */
static struct subject *
list_others(struct arena *arena, struct subject *subject)
{
	size_t room = 0, count = 0;
	for (size_t i = 0; i < subject->record_count; i++)
		room += subject->records[i].concern_count;
	struct subject *others = ARENA_ARRAY(arena, room, struct subject);
	for (size_t i = 0; i < subject->record_count && room > 0; i++) {
		const struct record *record = &subject->records[i];
		for (size_t k = 0; k < record->concern_count; k++)
			if (!is_among(others, count, record->concerns[k]))
				others[count++].reference = record->concerns[k];
	}
	subject->others = others;
	subject->other_count = count;
	return others;
}

/* Who isn't there has no say, and without it nothing leaves. */
static enum status
read_other(struct store *store, struct arena *arena,
	   const struct vocabulary *vocabulary, struct subject *other)
{
	enum status status = store_resident_find(store, arena, other->reference,
						 &other->resident);
	if (status == STATUS_NOT_FOUND) {
		other->resident.id = other->reference;
		return STATUS_OK;
	}
	return status == STATUS_OK ? read_say(store, arena, vocabulary, other)
				   : status;
}

enum status
subjects_read(struct store *store, struct arena *arena,
	      const struct vocabulary *vocabulary, struct subject *subject)
{
	struct record *records;
	enum status status = store_records(store, arena, subject->resident.id,
					   &records, &subject->record_count);
	if (status != STATUS_OK)
		return status;
	subject->records = records;
	struct subject *others = list_others(arena, subject);
	for (size_t i = 0; i < subject->other_count && status == STATUS_OK; i++)
		status = read_other(store, arena, vocabulary, &others[i]);
	if (status != STATUS_OK)
		return status;
	return read_say(store, arena, vocabulary, subject);
}
