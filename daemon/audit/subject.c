#include "daemon/audit/reading.h"

struct subject_reading {
	struct arena *arena;
	const struct audit_subject *subject;
	audit_visitor *visit;
	void *context;
};

static enum status
read_entry(void *context, const struct entry *entry, bool *stop_out)
{
	struct subject_reading *reading = context;
	struct audit_entry found = {.seq = entry->seq};

	if (!text_is(entry->key, reading->subject->key_id))
		return STATUS_OK;

	enum status status = entry_open(reading->arena, entry, reading->subject,
					&found.event);

	if (status == STATUS_OK)
		*stop_out = !reading->visit(reading->context, &found);
	return status;
}

enum status
audit_read_subject(const struct audit_settings *settings, struct arena *arena,
		   const struct audit_subject *subject, audit_visitor *visit,
		   void *context)
{
	struct subject_reading reading = {
		.arena = arena,
		.subject = subject,
		.visit = visit,
		.context = context,
	};

	return reading_run(settings, read_entry, &reading);
}
