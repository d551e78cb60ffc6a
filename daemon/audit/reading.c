#include "daemon/audit/reading.h"

#include "daemon/audit/lines.h"
#include "daemon/audit/source.h"
#include "daemon/audit/walk.h"

static enum status
read_line(struct text line, reading_entry *visit, void *context, bool *stop)
{
	struct entry entry;
	enum status status = entry_parse(line, &entry);

	return status == STATUS_OK ? visit(context, &entry, stop) : status;
}

static enum status
read_lines(struct lines *lines, reading_entry *visit, void *context)
{
	struct text line;
	bool stop = false;

	while (!stop) {
		uint64_t offset = lines->offset;
		enum status status = STATUS_OK;

		switch (lines_next(lines, &line)) {
		case LINES_LINE:
			status = read_line(line, visit, context, &stop);
			break;
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
reading_run(const struct audit_settings *settings, reading_entry *visit,
	    void *context)
{
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
		status = read_lines(&lines, visit, context);
		lines_clear(&lines);
	}
	source_close(&source);
	return status;
}
