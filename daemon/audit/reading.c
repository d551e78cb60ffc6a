#include "daemon/audit/reading.h"

#include "daemon/audit/head.h"
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

/* The reading ends here: may it, and is that all? */
static enum status
end_at(const struct lines *lines, uint64_t offset, const struct head *head)
{
	if (offset < head->offset)
		return STATUS_TAMPERED;
	/* A write that was cut off was never acknowledged. */
	return offset == lines->end ||
			       walk_is_torn(lines->source, offset, lines->end)
		       ? STATUS_OK
		       : STATUS_TAMPERED;
}

static enum status
read_lines(struct lines *lines, const struct head *head, reading_entry *visit,
	   void *context)
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
		case LINES_BROKEN:
		case LINES_MISSING: status = STATUS_TAMPERED; break;
		case LINES_END: return end_at(lines, offset, head);
		case LINES_FAILED: return STATUS_STORAGE;
		}
		if (status == STATUS_TAMPERED)
			return end_at(lines, offset, head);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

/* The head first, so that the log can't be shorter than it. */
static enum status
settle(const struct audit_settings *settings, struct source *source,
       struct head *head_out)
{
	enum status status = head_read(settings, source->folder, head_out);

	if (status == STATUS_NOT_FOUND)
		return STATUS_TAMPERED;
	return status == STATUS_OK ? source_settle(source) : status;
}

enum status
reading_run(const struct audit_settings *settings, reading_entry *visit,
	    void *context)
{
	struct source source;
	struct head head;
	struct lines lines;
	enum status status = source_open(settings->folder, &source);

	if (status != STATUS_OK)
		return status;
	status = settle(settings, &source, &head);
	if (status == STATUS_OK && !lines_init(&lines, &source, 0, source.end))
		status = STATUS_STORAGE;
	if (status == STATUS_OK) {
		status = read_lines(&lines, &head, visit, context);
		lines_clear(&lines);
	}
	source_close(&source);
	return status;
}
