#include "daemon/audit/proof.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "daemon/audit/entry.h"
#include "daemon/audit/head.h"
#include "daemon/audit/lines.h"
#include "daemon/audit/source.h"
#include "daemon/audit/treefile.h"
#include "eenplan/base/limits.h"

/* --- the tree --- */

struct audit_tree {
	struct treefile file;
};

enum status
audit_head(const struct audit_settings *settings, uint64_t *size_out,
	   struct merkle_hash *root_out)
{
	int folder = open(settings->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct head head;

	if (folder < 0)
		return STATUS_STORAGE;

	enum status status = head_read(settings, folder, &head);

	close(folder);
	if (status == STATUS_OK) {
		*size_out = head.tree.size;
		*root_out = merkle_root(&head.tree);
	}
	return status;
}

enum status
audit_tree_open(const struct audit_settings *settings,
		struct audit_tree **tree_out)
{
	int folder = open(settings->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct audit_tree *tree = calloc(1, sizeof(*tree));

	if (tree == NULL)
		abort();

	enum status status =
		folder < 0 ? STATUS_STORAGE
			   : treefile_open_to_read(folder, &tree->file);

	if (folder >= 0)
		close(folder);
	if (status == STATUS_OK)
		*tree_out = tree;
	else
		free(tree);
	return status;
}

void
audit_tree_close(struct audit_tree *tree)
{
	if (tree == NULL)
		return;
	treefile_close(&tree->file);
	free(tree);
}

static enum status
result_of(const struct treefile_reading *reading)
{
	return reading->failed ? STATUS_STORAGE : STATUS_OK;
}

enum status
audit_tree_root(const struct audit_tree *tree, uint64_t size,
		struct merkle_hash *root_out)
{
	struct treefile_reading reading = {&tree->file, false};

	*root_out = merkle_root_at(treefile_node, &reading, size);
	return result_of(&reading);
}

enum status
audit_tree_inclusion(const struct audit_tree *tree, uint64_t seq, uint64_t size,
		     struct merkle_hash proof[MERKLE_PEAKS_MAX],
		     size_t *count_out)
{
	struct treefile_reading reading = {&tree->file, false};

	*count_out = merkle_prove_inclusion(treefile_node, &reading, seq, size,
					    proof);
	return result_of(&reading);
}

enum status
audit_tree_consistency(const struct audit_tree *tree, uint64_t old_size,
		       uint64_t new_size,
		       struct merkle_hash proof[2 * MERKLE_PEAKS_MAX],
		       size_t *count_out)
{
	struct treefile_reading reading = {&tree->file, false};

	*count_out = merkle_prove_consistency(treefile_node, &reading, old_size,
					      new_size, proof);
	return result_of(&reading);
}

/* --- an entry --- */

/* The first whole entry from `offset` on, before `end`; where it begins. */
static enum status
entry_from(struct source *source, uint64_t offset, struct lines *lines,
	   struct entry *entry_out, uint64_t *begins_out)
{
	struct text line;

	if (!lines_init(lines, source, offset, source->end))
		return STATUS_STORAGE;
	/* Somewhere amid a line, whose rest is skipped. */
	if (offset > source->begin && lines_next(lines, &line) != LINES_LINE)
		return STATUS_NOT_FOUND;
	*begins_out = lines->offset;
	switch (lines_next(lines, &line)) {
	case LINES_LINE: return entry_parse(line, entry_out);
	case LINES_BROKEN:
	case LINES_MISSING:
	case LINES_END: return STATUS_NOT_FOUND;
	case LINES_FAILED: break;
	}
	return STATUS_STORAGE;
}

/* Halving the log: entries are in the order of their numbers. */
static enum status
find(struct source *source, struct arena *arena, uint64_t seq,
     struct text *header_out)
{
	uint64_t low = source->begin; /* the entry doesn't begin before */
	uint64_t high = source->end;

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;
		struct lines lines;
		struct entry entry;
		uint64_t begins = 0;
		/* from one byte earlier, in which a line could end */
		enum status status = entry_from(
			source, middle > source->begin ? middle - 1 : middle,
			&lines, &entry, &begins);
		bool is_found = status == STATUS_OK && entry.seq == seq;

		if (is_found)
			*header_out = text_of(arena_text(arena, entry.header));
		if (status == STATUS_OK && entry.seq < seq)
			low = lines.offset;
		else
			high = middle;
		lines_clear(&lines);
		if (is_found ||
		    (status != STATUS_OK && status != STATUS_NOT_FOUND))
			return status;
	}
	return STATUS_NOT_FOUND;
}

enum status
audit_header(const struct audit_settings *settings, struct arena *arena,
	     uint64_t seq, struct text *header_out)
{
	struct source source;
	enum status status = source_open(settings->folder, &source);

	if (status != STATUS_OK)
		return status;
	status = source_settle(&source);
	if (status == STATUS_OK)
		status = find(&source, arena, seq, header_out);
	source_close(&source);
	return status;
}
