#include "client/finding.h"

#include "client/safe.h"
#include "eenplan/base/limits.h"

const char *
finding_lines(struct arena *arena, const struct diagnostics *found, bool colour)
{
	struct diagnostics shown;
	struct buf lines;

	diagnostics_init(&shown, arena, found->limit);
	for (size_t i = 0; i < found->count; i++) {
		struct diagnostic item = found->items[i];

		if (item.file)
			item.file = safe_text(arena, item.file);
		item.text = safe_text(arena, item.text);
		if (item.source)
			item.source = safe_text(arena, item.source);
		if (item.hint)
			item.hint = safe_text(arena, item.hint);
		diagnostics_add(&shown, &item);
	}
	shown.unlisted = found->unlisted;
	buf_init(&lines, arena, 4096);
	diagnostics_print(&shown, &lines, colour);
	return buf_string(&lines);
}

void
finding_print(struct page *page, const struct diagnostics *found)
{
	page_add_lines(page, 0,
		       finding_lines(page->arena, found, page->colour));
}

static void
put_one(struct json_writer *writer, const struct diagnostic *item)
{
	json_open_object(writer);
	json_member_string(writer, "severity",
			   item->severity == DIAGNOSTIC_ERROR ? "error"
							      : "warning");
	json_member_string(writer, "file", item->file);
	json_member_integer(writer, "line", item->line);
	json_member_integer(writer, "column", item->column);
	json_member_string(writer, "text", item->text);
	json_member_string_if(writer, "hint", item->hint);
	json_close_object(writer);
}

void
finding_put(struct json_writer *writer, const struct diagnostics *found)
{
	json_key(writer, "found");
	json_open_array(writer);
	for (size_t i = 0; i < found->count; i++)
		put_one(writer, &found->items[i]);
	json_close_array(writer);
}

size_t
finding_warnings(const struct diagnostics *found)
{
	return found->count + found->unlisted - found->errors;
}

void
finding_print_json(struct page *page, const struct buf *out)
{
	const struct json *value;
	struct fault fault;

	if (json_read(page->arena, buf_text(out), LIMIT_CLIENT_REPLY_BYTES,
		      &value, &fault) == STATUS_OK)
		page_json(page, value);
}
