#include <string.h>

#include "daemon/audit/reading.h"
#include "eenplan/base/clock.h"

static bool
is_selected(const struct audit_selection *selection, struct arena *arena,
	    const struct entry *entry, int64_t *time_ms_out)
{
	bool is_of_kind = selection->event_count == 0;

	for (size_t i = 0; i < selection->event_count; i++)
		is_of_kind = is_of_kind ||
			     text_is(entry->event, selection->events[i]);
	return is_of_kind &&
	       clock_parse_time(arena_text(arena, entry->time), time_ms_out) &&
	       *time_ms_out >= selection->since_ms &&
	       (selection->until_ms == 0 || *time_ms_out < selection->until_ms);
}

static bool
visit_erased(struct arena *arena, const struct audit_selection *selection,
	     const struct entry *entry, int64_t time_ms)
{
	if (selection->erased != NULL)
		selection->erased(selection->context,
				  arena_text(arena, entry->event),
				  arena_text(arena, entry->request), time_ms);
	return selection->visit(selection->context, arena, NULL);
}

static enum status
open_entry(struct arena *arena, const struct audit_selection *selection,
	   const struct entry *entry, int64_t time_ms, bool *stop_out)
{
	struct audit_subject subject = {.key_id = ""};
	struct audit_event event;
	enum status status;

	if (entry->key.length >= sizeof(subject.key_id))
		return STATUS_TAMPERED;
	memcpy(subject.key_id, entry->key.bytes, entry->key.length);
	status = selection->find_key(selection->context, subject.key_id,
				     &subject.key);
	if (status == STATUS_NOT_FOUND || status == STATUS_GONE) {
		*stop_out = !visit_erased(arena, selection, entry, time_ms);
		return STATUS_OK;
	}
	if (status == STATUS_OK)
		status = entry_open(arena, entry, &subject, &event);
	if (status == STATUS_OK)
		*stop_out =
			!selection->visit(selection->context, arena, &event);
	box_key_wipe(&subject.key);
	return status;
}

/* What one entry tells is gone before the next one is read. */
static enum status
read_entry(void *context, const struct entry *entry, bool *stop_out)
{
	const struct audit_selection *selection = context;
	struct arena *arena = arena_new();
	enum status status = STATUS_OK;
	int64_t time_ms;

	if (is_selected(selection, arena, entry, &time_ms))
		status = open_entry(arena, selection, entry, time_ms, stop_out);
	arena_free(arena);
	return status;
}

enum status
audit_read_everybody(const struct audit_settings *settings,
		     struct audit_selection *selection)
{
	return reading_run(settings, read_entry, selection);
}
