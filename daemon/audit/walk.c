#include "daemon/audit/walk.h"

#include <string.h>

#include "daemon/audit/entry.h"
#include "daemon/audit/lines.h"
#include "eenplan/base/limits.h"

#define CHUNK_BYTES (16 * 1024)

static enum status
step(struct walk *walk, struct text line)
{
	struct entry entry;
	enum status status = entry_parse(line, &entry);

	if (status != STATUS_OK)
		return status;
	if (entry.seq != walk->tree.size)
		return STATUS_TAMPERED;
	if (walk->visit != NULL)
		status = walk->visit(walk->context, &entry);
	if (status != STATUS_OK)
		return status;
	if (walk->nodes == NULL) {
		merkle_append(&walk->tree, merkle_leaf(entry.header));
		return STATUS_OK;
	}
	treefile_grow(walk->nodes, &walk->tree, merkle_leaf(entry.header));
	return walk->nodes->waiting_count < LIMIT_AUDIT_TREE_WAITING
		       ? STATUS_OK
		       : treefile_flush(walk->nodes);
}

static enum status
walk_lines(struct walk *walk, struct lines *lines, uint64_t size)
{
	struct text line;

	while (walk->tree.size < size) {
		enum status status = STATUS_OK;

		switch (lines_next(lines, &line)) {
		case LINES_LINE: status = step(walk, line); break;
		case LINES_BROKEN: return STATUS_TAMPERED;
		case LINES_MISSING: return STATUS_GONE;
		case LINES_END: return STATUS_OK;
		case LINES_FAILED: return STATUS_STORAGE;
		}
		if (status != STATUS_OK)
			return status;
		walk->offset = lines->offset;
	}
	return STATUS_OK;
}

enum status
walk_to(struct walk *walk, struct source *source, uint64_t end, uint64_t size)
{
	struct lines lines;

	if (!lines_init(&lines, source, walk->offset, end))
		return STATUS_STORAGE;

	enum status status = walk_lines(walk, &lines, size);

	lines_clear(&lines);
	return status;
}

bool
walk_is_torn(struct source *source, uint64_t offset, uint64_t end)
{
	char bytes[CHUNK_BYTES];
	bool has_end = false;

	while (offset < end) {
		size_t want = end - offset < sizeof(bytes)
				      ? (size_t)(end - offset)
				      : sizeof(bytes);
		size_t got;

		if (source_read(source, bytes, want, offset, &got) != STATUS_OK)
			return false;
		if (memchr(bytes, '\0', got) != NULL)
			return true;
		if (memchr(bytes, '\n', got) != NULL)
			has_end = true;
		offset += got;
	}
	return !has_end;
}
