#include "daemon/audit/audit.h"
#include "daemon/audit/entry.h"
#include "daemon/audit/lines.h"
#include "daemon/audit/source.h"
#include "daemon/audit/walk.h"

struct reading {
	struct arena *arena;
	const struct audit_subject *subject;
	audit_visitor *visit;
	void *context;
	bool stopped;
};

static enum status
read_line(struct reading *reading, struct text line)
{
	struct entry entry;
	struct audit_entry found;
	enum status status = entry_parse(line, &entry);

	if (status != STATUS_OK ||
	    !text_is(entry.key, reading->subject->key_id))
		return status;
	status = entry_open(reading->arena, &entry, reading->subject,
			    &found.event);
	if (status != STATUS_OK)
		return status;
	found.seq = entry.seq;
	reading->stopped = !reading->visit(reading->context, &found);
	return STATUS_OK;
}

static enum status
read_lines(struct reading *reading, struct lines *lines)
{
	struct text line;

	while (!reading->stopped) {
		uint64_t offset = lines->offset;
		enum status status = STATUS_OK;

		switch (lines_next(lines, &line)) {
		case LINES_LINE: status = read_line(reading, line); break;
		case LINES_BROKEN: status = STATUS_TAMPERED; break;
		case LINES_END: return STATUS_OK;
		case LINES_FAILED: return STATUS_STORAGE;
		}
		/* A write that was cut off was never acknowledged. */
		if (status == STATUS_TAMPERED &&
		    walk_is_torn(lines->file, offset, lines->end))
			return STATUS_OK;
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

enum status
audit_read_subject(const struct audit_settings *settings, struct arena *arena,
		   const struct audit_subject *subject, audit_visitor *visit,
		   void *context)
{
	struct reading reading = {
		.arena = arena,
		.subject = subject,
		.visit = visit,
		.context = context,
	};
	struct source source;
	struct lines lines;
	enum status status = source_open(settings->folder, &source);

	if (status != STATUS_OK)
		return status;
	status = source_settle(&source);
	if (status == STATUS_OK &&
	    !lines_init(&lines, source.file, 0, source.end))
		status = STATUS_STORAGE;
	if (status == STATUS_OK) {
		status = read_lines(&reading, &lines);
		lines_clear(&lines);
	}
	source_close(&source);
	return status;
}
