#include "eenplan/base/diagnostic.h"

#include <stdlib.h>
#include <string.h>

#define ITEMS_MIN	  8
#define WORD_BYTES_MAX	  64
#define MARGIN_DIGITS_MIN 5

void
diagnostics_init(struct diagnostics *list, struct arena *arena, size_t limit)
{
	*list = (struct diagnostics){.arena = arena, .limit = limit};
}

static const char *
copy_or_null(struct arena *arena, const char *string)
{
	return string == NULL ? NULL : arena_string(arena, string);
}

static void
make_room(struct diagnostics *list)
{
	if (list->count < list->room)
		return;

	size_t room = list->room == 0 ? ITEMS_MIN : 2 * list->room;
	struct diagnostic *items =
		ARENA_ARRAY(list->arena, room, struct diagnostic);

	if (list->count > 0)
		memcpy(items, list->items, list->count * sizeof(*items));
	list->items = items;
	list->room = room;
}

void
diagnostics_add(struct diagnostics *list, const struct diagnostic *item)
{
	if (item->severity == DIAGNOSTIC_ERROR)
		list->errors++;
	if (list->count == list->limit) {
		list->unlisted++;
		return;
	}
	make_room(list);

	struct diagnostic *copy = &list->items[list->count++];

	*copy = *item;
	copy->file = copy_or_null(list->arena, item->file);
	copy->source = copy_or_null(list->arena, item->source);
	copy->text = copy_or_null(list->arena, item->text);
	copy->hint = copy_or_null(list->arena, item->hint);
}

bool
diagnostics_has_errors(const struct diagnostics *list)
{
	return list->errors > 0;
}

static int
compare_numbers(size_t one, size_t other)
{
	return (one > other) - (one < other);
}

static int
compare_places(const void *one_place, const void *other_place)
{
	const struct diagnostic *one =
		*(const struct diagnostic *const *)one_place;
	const struct diagnostic *other =
		*(const struct diagnostic *const *)other_place;
	int order = 0;

	if (one->file != NULL && other->file != NULL)
		order = strcmp(one->file, other->file);
	if (order == 0)
		order = compare_numbers(one->line, other->line);
	if (order == 0)
		order = compare_numbers(one->column, other->column);
	/* qsort is not stable: what was found first comes first */
	if (order == 0)
		order = (one > other) - (one < other);
	return order;
}

/* `count` characters of `line`, with every visible one made a space. */
static void
add_indent(struct buf *out, const char *line, unsigned count)
{
	for (const char *at = line; count > 0 && *at != '\0'; at++) {
		if (((unsigned char)*at & 0xC0) == 0x80)
			continue;
		buf_add_char(out, *at == '\t' ? '\t' : ' ');
		count--;
	}
	for (; count > 0; count--)
		buf_add_char(out, ' ');
}

/* What somebody put into a file must not steer the terminal of its reader. */
static void
add_printable(struct buf *out, const char *line)
{
	for (; *line != '\0'; line++) {
		unsigned char byte = (unsigned char)*line;

		buf_add_char(out, (byte < 0x20 && byte != '\t') || byte == 0x7F
					  ? ' '
					  : *line);
	}
}

static int
margin_digits(unsigned line)
{
	int digits = 0;

	for (; line > 0; line /= 10)
		digits++;
	return digits < MARGIN_DIGITS_MIN ? MARGIN_DIGITS_MIN : digits;
}

static void
print_source(const struct diagnostic *item, struct buf *out, int margin,
	     const char *mark, const char *plain)
{
	buf_printf(out, "%*u | ", margin, item->line);
	add_printable(out, item->source);
	buf_printf(out, "\n%*s | ", margin, "");
	if (item->column > 0) {
		add_indent(out, item->source, item->column - 1);
		buf_printf(out, "%s^", mark);
		for (unsigned i = 1; i < item->width; i++)
			buf_add_char(out, '~');
		buf_add_string(out, plain);
	}
	buf_add_char(out, '\n');
}

static void
print_item(const struct diagnostic *item, struct buf *out, bool colour)
{
	bool is_error = item->severity == DIAGNOSTIC_ERROR;
	const char *bold = colour ? "\033[1m" : "";
	const char *mark = !colour    ? ""
			   : is_error ? "\033[1;31m"
				      : "\033[1;35m";
	const char *plain = colour ? "\033[0m" : "";
	int margin = margin_digits(item->line);

	buf_add_string(out, bold);
	if (item->file != NULL)
		buf_printf(out, "%s:", item->file);
	if (item->line > 0)
		buf_printf(out, "%u:", item->line);
	if (item->line > 0 && item->column > 0)
		buf_printf(out, "%u:", item->column);
	buf_printf(out, "%s%s", plain, item->file != NULL ? " " : "");
	if (!is_error)
		buf_printf(out, "%swarning:%s ", mark, plain);
	add_printable(out, item->text);
	buf_add_char(out, '\n');
	if (item->line > 0 && item->source != NULL)
		print_source(item, out, margin, mark, plain);
	if (item->hint != NULL) {
		buf_printf(out, "%*s | ", margin, "");
		add_printable(out, item->hint);
		buf_add_char(out, '\n');
	}
}

void
diagnostics_print(const struct diagnostics *list, struct buf *out, bool colour)
{
	const struct diagnostic **sorted =
		ARENA_ARRAY(out->arena, list->count, const struct diagnostic *);

	for (size_t i = 0; i < list->count; i++)
		sorted[i] = &list->items[i];
	if (list->count > 1)
		qsort(sorted, list->count, sizeof(*sorted), compare_places);
	for (size_t i = 0; i < list->count; i++)
		print_item(sorted[i], out, colour);
	if (list->unlisted > 0)
		buf_printf(out, "%zu more %s not listed\n", list->unlisted,
			   list->unlisted == 1 ? "is" : "are");
}

static unsigned
least(unsigned one, unsigned other)
{
	return one < other ? one : other;
}

/* Optimal string alignment: the cheapest inserts, drops, changes and swaps. */
static unsigned
edits_between(const char *one, const char *other)
{
	size_t rows = strlen(one);
	size_t columns = strlen(other);
	unsigned cost[3][WORD_BYTES_MAX + 1];

	for (size_t j = 0; j <= columns; j++)
		cost[0][j] = (unsigned)j;
	for (size_t i = 1; i <= rows; i++) {
		unsigned *row = cost[i % 3];
		const unsigned *above = cost[(i + 2) % 3];
		const unsigned *two_above = cost[(i + 1) % 3];

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= columns; j++) {
			unsigned change = one[i - 1] != other[j - 1];

			row[j] = least(above[j - 1] + change,
				       1 + least(above[j], row[j - 1]));
			if (i > 1 && j > 1 && one[i - 1] == other[j - 2] &&
			    one[i - 2] == other[j - 1])
				row[j] = least(row[j], two_above[j - 2] + 1);
		}
	}
	return cost[rows % 3][columns];
}

const char *
diagnostic_near_word(const char *word, const char *const *words, size_t count)
{
	size_t length = strlen(word);
	unsigned nearest = length < 2 ? 0 : length < 6 ? 1 : length < 9 ? 2 : 3;
	const char *found = NULL;

	if (length > WORD_BYTES_MAX)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		size_t other = strlen(words[i]);

		/* Each byte more is one edit more. */
		if (other > WORD_BYTES_MAX || other > length + nearest ||
		    length > other + nearest)
			continue;

		unsigned edits = edits_between(word, words[i]);

		if (edits < nearest || (edits == nearest && found == NULL)) {
			nearest = edits;
			found = words[i];
		}
	}
	return found;
}
