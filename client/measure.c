#include "client/measure.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <wchar.h>

#include "eenplan/base/buf.h"

/* Width of the character at `at`; its bytes in `length_out`. */
static size_t
character_width(const char *at, size_t *length_out)
{
	wchar_t wide;
	mbstate_t state = {0};
	size_t length = mbrtowc(&wide, at, MB_LEN_MAX, &state);
	int width;

	if (length == 0 || length > MB_LEN_MAX) {
		*length_out = 1;
		return 1;
	}
	*length_out = length;
	width = wcwidth(wide);
	return width < 0 ? 1 : (size_t)width;
}

static size_t
width_of(const char *from, const char *end)
{
	size_t total = 0;
	size_t length;

	for (; from < end; from += length)
		total += character_width(from, &length);
	return total;
}

static const char *
word_end(const char *at)
{
	while (*at && *at != ' ')
		at++;
	return at;
}

size_t
measure_width(const char *string)
{
	return width_of(string, string + text_of(string).length);
}

size_t
measure_longest_word(const char *string)
{
	size_t longest = 0;

	while (*string) {
		const char *end = word_end(string);
		size_t width = width_of(string, end);
		if (width > longest)
			longest = width;
		string = *end ? end + 1 : end;
	}
	return longest;
}

struct wrapping {
	struct buf out;
	size_t room; /* columns of a line */
	size_t hang; /* spaces before each line but the first */
	bool empty;  /* nothing is on that line yet */
	size_t used; /* of them, on the line being filled */
};

static void
add_character(struct wrapping *wrapping, const char *at, size_t length)
{
	if (length == 2 && memcmp(at, MEASURE_NO_BREAK, 2) == 0)
		buf_add_char(&wrapping->out, ' ');
	else
		buf_add(&wrapping->out, at, length);
}

static void
break_line(struct wrapping *wrapping)
{
	buf_printf(&wrapping->out, "\n%*s", (int)wrapping->hang, "");
	wrapping->used = wrapping->hang;
	wrapping->empty = true;
}

static void
add_broken_word(struct wrapping *wrapping, const char *word, const char *end)
{
	size_t length;

	for (; word < end; word += length) {
		size_t width = character_width(word, &length);
		if (!wrapping->empty && wrapping->used + width > wrapping->room)
			break_line(wrapping);
		add_character(wrapping, word, length);
		wrapping->used += width;
		wrapping->empty = false;
	}
}

static void
add_word(struct wrapping *wrapping, const char *word, const char *end)
{
	size_t width = width_of(word, end);

	if (!wrapping->empty) {
		if (wrapping->used + 1 + width <= wrapping->room) {
			buf_add_char(&wrapping->out, ' ');
			wrapping->used++;
		} else {
			break_line(wrapping);
		}
	}
	add_broken_word(wrapping, word, end);
}

const char *
measure_wrap(struct arena *arena, const char *string, size_t width)
{
	return measure_wrap_hanging(arena, string, width, 0);
}

const char *
measure_wrap_hanging(struct arena *arena, const char *string, size_t width,
		     size_t hang)
{
	struct wrapping wrapping = {.room = width > hang ? width : hang + 1,
				    .hang = hang,
				    .empty = true};

	buf_init(&wrapping.out, arena, text_of(string).length + 16);
	while (*string) {
		const char *end = word_end(string);
		if (end > string)
			add_word(&wrapping, string, end);
		string = *end ? end + 1 : end;
	}
	return buf_string(&wrapping.out);
}
