#include "daemon/audit/reading.h"

struct subject_reading {
	const struct audit_subject *keys;
	size_t key_count;
	audit_visitor *visit;
	void *context;
};

static const struct audit_subject *
key_of(const struct subject_reading *reading, const struct entry *entry)
{
	for (size_t i = 0; i < reading->key_count; i++)
		if (text_is(entry->key, reading->keys[i].key_id))
			return &reading->keys[i];
	return NULL;
}

/* What one entry tells is gone before the next one is read. */
static enum status
read_entry(void *context, const struct entry *entry, bool *stop_out)
{
	struct subject_reading *reading = context;
	const struct audit_subject *key = key_of(reading, entry);
	struct audit_entry found = {.seq = entry->seq};

	if (key == NULL)
		return STATUS_OK;

	struct arena *arena = arena_new();
	enum status status = entry_open(arena, entry, key, &found.event);

	if (status == STATUS_OK)
		*stop_out = !reading->visit(reading->context, &found);
	arena_free(arena);
	return status;
}

enum status
audit_read_subject(const struct audit_settings *settings,
		   const struct audit_subject *keys, size_t key_count,
		   audit_visitor *visit, void *context)
{
	struct subject_reading reading = {
		.keys = keys,
		.key_count = key_count,
		.visit = visit,
		.context = context,
	};

	return reading_run(settings, read_entry, &reading);
}
