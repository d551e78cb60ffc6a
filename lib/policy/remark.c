#include "lib/policy/remark.h"

#include <stdlib.h>
#include <string.h>

#include "eenplan/base/limits.h"
#include "lib/policy/keyword.h"
#include "lib/policy/lexer.h"

/* --- reading --- */

/* What stands between two tokens: only space, line ends and comments. */
struct gap {
	const struct source *source;
	uint32_t offset;
	uint32_t end;
	uint32_t line;
	uint32_t line_ends; /* since the last token or comment */
	bool line_has_token;
	bool in_item_line;
	bool is_indented;
};

static void
add_remark(struct remarks *remarks, struct gap *gap)
{
	const char *bytes = gap->source->text.bytes + gap->offset;
	const char *end = memchr(bytes, '\n', gap->end - gap->offset);
	size_t whole =
		end == NULL ? gap->end - gap->offset : (size_t)(end - bytes);
	size_t length = whole;

	while (strchr(" \t\r\f", bytes[length - 1]) != NULL)
		length--;
	remarks->items[remarks->count++] = (struct remark){
		.text = {bytes, length},
		.offset = gap->offset,
		.line = gap->line,
		.is_alone = !gap->line_has_token,
		.in_item_line = gap->in_item_line,
		.is_indented = gap->is_indented,
		.gap_before = gap->line_ends > 1,
	};
	gap->offset += (uint32_t)whole;
	gap->line_ends = 0;
}

static void
read_gap(struct remarks *remarks, struct gap *gap)
{
	size_t first = remarks->count;

	while (gap->offset < gap->end) {
		char byte = gap->source->text.bytes[gap->offset];

		if (byte == '#') {
			add_remark(remarks, gap);
			continue;
		}
		gap->is_indented = byte != '\n';
		gap->offset++;
		if (byte != '\n')
			continue;
		gap->line++;
		gap->line_ends++;
		gap->line_has_token = false;
	}
	if (remarks->count > first)
		remarks->items[remarks->count - 1].gap_after =
			gap->line_ends > 1;
}

/* Lines with a #: no fewer than there are comments. */
static size_t
count_lines(struct text text)
{
	size_t count = 0;
	bool has_sign = false;

	for (size_t i = 0; i < text.length; i++) {
		count += text.bytes[i] == '#' && !has_sign;
		has_sign = (has_sign || text.bytes[i] == '#') &&
			   text.bytes[i] != '\n';
	}
	return count;
}

static bool
begins_item(const struct token *token)
{
	static const enum keyword items[] = {KEYWORD_RULE, KEYWORD_NEVER,
					     KEYWORD_TEST};
	struct text word = place_text(token->at);

	for (size_t i = 0; i < COUNT_OF(items); i++)
		if (text_is(word,
			    keyword_spelling(items[i], VOCABULARY_ENGLISH)) ||
		    text_is(word, keyword_spelling(items[i], VOCABULARY_DUTCH)))
			return true;
	return false;
}

static void
read_all(struct remarks *remarks, const struct source *source)
{
	struct gap gap = {
		.source = source, .offset = source_start(source), .line = 1};
	struct token token;
	struct lexer lexer;

	lexer_init(&lexer, source);
	lexer.quiet = true;
	do {
		token = lexer_next(&lexer);
		gap.end = token.at.offset;
		gap.line_ends = 0;
		gap.is_indented = false;
		read_gap(remarks, &gap);
		gap.offset = token.at.offset + token.at.length;
		gap.line_has_token = true;
		if (token.starts_line)
			gap.in_item_line = begins_item(&token);
	} while (token.kind != TOKEN_END);
}

struct remarks *
remarks_read(struct arena *arena, const struct source *source)
{
	struct remarks *remarks = ARENA_NEW(arena, struct remarks);
	size_t most = count_lines(source->text);

	remarks->arena = arena;
	remarks->is_overfull = most > LIMIT_POLICY_PRINT_PLACES;
	if (remarks->is_overfull)
		return remarks;
	remarks->items = ARENA_ARRAY(arena, most, struct remark);
	read_all(remarks, source);
	return remarks;
}

/* --- where they belong --- */

void
remarks_note(struct remarks *remarks, struct place place, bool begins_item)
{
	if (remarks->is_settled || remarks->is_overfull)
		return;
	remarks->is_overfull =
		remarks->anchor_count == LIMIT_POLICY_PRINT_PLACES;
	if (remarks->is_overfull)
		return;
	if (remarks->anchor_count == remarks->anchor_room) {
		size_t room = remarks->anchor_room * 2 + 256;
		struct anchor *more =
			ARENA_ARRAY(remarks->arena, room, struct anchor);

		if (remarks->anchor_count > 0)
			memcpy(more, remarks->anchors,
			       remarks->anchor_count * sizeof(*more));
		remarks->anchors = more;
		remarks->anchor_room = room;
	}
	remarks->anchors[remarks->anchor_count++] =
		(struct anchor){.offset = place.offset,
				.line = place.line,
				.begins_item = begins_item};
}

static int
compare_anchors(const void *one_anchor, const void *other_anchor)
{
	const struct anchor *one = one_anchor;
	const struct anchor *other = other_anchor;
	int order =
		(one->offset > other->offset) - (one->offset < other->offset);

	return order != 0 ? order : other->begins_item - one->begins_item;
}

/* In the order of the file, each place once. */
static void
sort_anchors(struct remarks *remarks)
{
	size_t kept = 0;

	if (remarks->anchor_count > 1)
		qsort(remarks->anchors, remarks->anchor_count,
		      sizeof(*remarks->anchors), compare_anchors);
	for (size_t i = 0; i < remarks->anchor_count; i++)
		if (kept == 0 || remarks->anchors[i].offset !=
					 remarks->anchors[kept - 1].offset)
			remarks->anchors[kept++] = remarks->anchors[i];
	remarks->anchor_count = kept;
}

/* Those of the remarks from `*at` on that stand before `end`. */
static struct remark_run
take_until(const struct remarks *remarks, size_t *at, uint32_t end,
	   bool only_indented)
{
	struct remark_run run = {.first = &remarks->items[*at]};

	while (*at < remarks->count && remarks->items[*at].offset < end &&
	       !(only_indented && (!remarks->items[*at].is_indented ||
				   !remarks->items[*at].is_alone))) {
		run.count++;
		(*at)++;
	}
	return run;
}

/*
 * Words behind an anchor may be no anchors themselves, and stand on the next
 * line; but "rule", of which the anchor follows, is another matter.
 */
static bool
trails(const struct remark *remark, const struct anchor *anchor)
{
	return !remark->is_alone &&
	       (remark->line == anchor->line || !remark->in_item_line);
}

void
remarks_settle(struct remarks *remarks)
{
	struct anchor *item = NULL;
	size_t at = 0;

	sort_anchors(remarks);
	remarks->is_settled = true;
	for (size_t i = 0; i <= remarks->anchor_count; i++) {
		struct anchor *before = i > 0 ? &remarks->anchors[i - 1] : NULL;
		struct anchor *next =
			i < remarks->anchor_count ? &remarks->anchors[i] : NULL;
		uint32_t end = next == NULL ? UINT32_MAX : next->offset;

		if (before != NULL && at < remarks->count &&
		    remarks->items[at].offset < end &&
		    trails(&remarks->items[at], before))
			before->trailing = (struct remark_run){
				.first = &remarks->items[at++], .count = 1};
		if (before != NULL && before->begins_item)
			item = before;
		if (item != NULL && (next == NULL || next->begins_item))
			item->closing = take_until(remarks, &at, end, true);
		if (next != NULL)
			next->leading = take_until(remarks, &at, end, false);
		else
			remarks->last = take_until(remarks, &at, end, false);
	}
}

/* --- taking --- */

static struct anchor *
find_anchor(struct remarks *remarks, struct place place)
{
	size_t low = 0;
	size_t high = remarks->is_settled ? remarks->anchor_count : 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (remarks->anchors[middle].offset == place.offset)
			return &remarks->anchors[middle];
		if (remarks->anchors[middle].offset < place.offset)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static struct remark_run
take(struct remark_run *run)
{
	struct remark_run taken = {0};

	if (run != NULL) {
		taken = *run;
		run->count = 0;
	}
	return taken;
}

struct remark_run
remarks_take_leading(struct remarks *remarks, struct place place)
{
	struct anchor *anchor = find_anchor(remarks, place);

	return take(anchor == NULL ? NULL : &anchor->leading);
}

struct remark_run
remarks_take_trailing(struct remarks *remarks, struct place place)
{
	struct anchor *anchor = find_anchor(remarks, place);

	return take(anchor == NULL ? NULL : &anchor->trailing);
}

struct remark_run
remarks_take_closing(struct remarks *remarks, struct place place)
{
	struct anchor *anchor = find_anchor(remarks, place);

	return take(anchor == NULL ? NULL : &anchor->closing);
}
