#include "lib/wire/paper.h"

#include <string.h>

void
paper_init(struct paper *paper, struct arena *arena)
{
	buf_init(&paper->out, arena, 4096);
	paper->column = 0;
}

/* Each character takes one: what is printed here has no wide ones. */
static size_t
columns_of(const char *word, size_t length)
{
	size_t columns = 0;

	for (size_t at = 0; at < length; at++)
		columns += ((unsigned char)word[at] & 0xC0) != 0x80;
	return columns;
}

static bool
is_space(char byte)
{
	return (unsigned char)byte <= ' ' || byte == 0x7F;
}

static void
to_column(struct paper *paper, size_t column)
{
	for (; paper->column < column; paper->column++)
		buf_add_char(&paper->out, ' ');
}

void
paper_blank(struct paper *paper)
{
	buf_add_char(&paper->out, '\n');
	paper->column = 0;
}

/*
 * The C1 controls (U+0080–U+009F) and the marks that turn the direction of
 * writing (U+200E, U+200F, U+202A–U+202E, U+2066–U+2069): how many bytes the
 * one takes that stands here, or 0.
 */
static size_t
steering_length(const unsigned char *at, size_t left)
{
	if (left >= 2 && at[0] == 0xC2 && at[1] >= 0x80 && at[1] <= 0x9F)
		return 2;
	if (left < 3 || at[0] != 0xE2)
		return 0;
	if (at[1] == 0x80 && (at[2] == 0x8E || at[2] == 0x8F ||
			      (at[2] >= 0xAA && at[2] <= 0xAE)))
		return 3;
	return at[1] == 0x81 && at[2] >= 0xA6 && at[2] <= 0xA9 ? 3 : 0;
}

static void
add_word(struct paper *paper, const char *word, size_t length)
{
	const unsigned char *bytes = (const unsigned char *)word;

	for (size_t at = 0; at < length;) {
		size_t skipped = steering_length(bytes + at, length - at);

		if (skipped == 0)
			buf_add_char(&paper->out, word[at++]);
		at += skipped;
	}
	paper->column += columns_of(word, length);
}

/* The next word of `*rest`, which then begins behind it; empty: no more. */
static struct text
next_word(const char **rest)
{
	struct text word;

	while (**rest != '\0' && is_space(**rest))
		(*rest)++;
	word = (struct text){*rest, 0};
	while (word.bytes[word.length] != '\0' &&
	       !is_space(word.bytes[word.length]))
		word.length++;
	*rest += word.length;
	return word;
}

void
paper_wrap(struct paper *paper, size_t indent, const char *string)
{
	bool is_first = true;
	struct text word;

	to_column(paper, indent);
	while ((word = next_word(&string)).length > 0) {
		size_t end =
			paper->column + 1 + columns_of(word.bytes, word.length);

		if (!is_first && end > PAPER_COLUMNS) {
			paper_blank(paper);
			to_column(paper, indent);
		} else if (!is_first) {
			to_column(paper, paper->column + 1);
		}
		add_word(paper, word.bytes, word.length);
		is_first = false;
	}
	paper_blank(paper);
}

void
paper_wrap_paragraphs(struct paper *paper, size_t indent, const char *text)
{
	for (const char *gap; (gap = strstr(text, "\n\n")) != NULL;
	     text = gap + 2) {
		struct text paragraph = {text, (size_t)(gap - text)};

		paper_wrap(paper, indent,
			   arena_text(paper->out.arena, paragraph));
		paper_blank(paper);
	}
	paper_wrap(paper, indent, text);
}

void
paper_heading(struct paper *paper, const char *string, char rule)
{
	paper_wrap(paper, 0, string);
	for (size_t at = columns_of(string, strlen(string)); at > 0; at--)
		buf_add_char(&paper->out, rule);
	paper_blank(paper);
}

void
paper_pair(struct paper *paper, size_t indent, size_t column, const char *label,
	   const char *value)
{
	to_column(paper, indent);
	add_word(paper, label, strlen(label));
	add_word(paper, ":", 1);
	to_column(paper, paper->column + 1);
	paper_wrap(paper, column, value);
}

const char *
paper_text(struct paper *paper)
{
	return buf_string(&paper->out);
}
