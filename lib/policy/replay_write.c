#include "eenplan/policy/replay.h"

#include <string.h>

#include "lib/policy/engine.h"
#include "lib/policy/minutes.h"

static const struct vocabulary *
vocabulary_of(const struct replay_writer *writer)
{
	return writer->prepared->policy->vocabulary;
}

static void
put_word(const struct replay_writer *writer, enum vocabulary_list list, int id)
{
	const struct vocabulary *vocabulary = vocabulary_of(writer);

	buf_add_string(writer->out,
		       id == VOCABULARY_UNKNOWN
			       ? MINUTES_UNKNOWN
			       : vocabulary_word(vocabulary, list, id));
}

static void
put_kinds(const struct replay_writer *writer)
{
	size_t count =
		vocabulary_count(vocabulary_of(writer), VOCABULARY_CONSENT);

	if (count == 0)
		buf_add_string(writer->out, MINUTES_NO_KINDS);
	for (size_t kind = 0; kind < count; kind++) {
		if (kind > 0)
			buf_add_char(writer->out, ',');
		put_word(writer, VOCABULARY_CONSENT, (int)kind);
	}
}

void
replay_begin(struct replay_writer *writer, struct buf *out,
	     const struct policy_prepared *prepared, int age_years)
{
	*writer = (struct replay_writer){
		.out = out, .prepared = prepared, .start = out->length};
	put_word(writer, VOCABULARY_DOMAIN, prepared->asker.to);
	buf_add_char(out, ' ');
	if (age_years < 0)
		buf_add_string(out, MINUTES_UNKNOWN);
	else
		buf_printf(out, "%d",
			   age_years > LIMIT_POLICY_AGE_YEARS
				   ? LIMIT_POLICY_AGE_YEARS
				   : age_years);
	buf_add_char(out, ' ');
	put_kinds(writer);
	if (prepared->asker.is_sent)
		buf_add_string(out, " " MINUTES_SENT);
}

static void
put_states(const struct replay_writer *writer, const struct policy_item *item)
{
	size_t count =
		vocabulary_count(vocabulary_of(writer), VOCABULARY_CONSENT);

	if (count == 0)
		buf_add_string(writer->out, MINUTES_NO_KINDS);
	for (size_t kind = 0; kind < count; kind++)
		buf_add_char(writer->out, MINUTES_STATES[item->consent[kind]]);
}

static void
put_fields(const struct replay_writer *writer, int category, uint64_t fields)
{
	char before = ' ';

	for (; fields != 0; fields &= fields - 1) {
		buf_add_char(writer->out, before);
		buf_add_string(writer->out,
			       vocabulary_field_word(vocabulary_of(writer),
						     category,
						     __builtin_ctzll(fields)));
		before = ',';
	}
}

/* What differs from the cell before, which is little in one household. */
static void
put_facts(const struct replay_writer *writer, const struct policy_item *item)
{
	const struct policy_item *last = &writer->last;
	bool is_first = writer->written == 0;

	put_word(writer, VOCABULARY_CATEGORY, item->category);
	if (item->owner != POLICY_OWNER_UNKNOWN)
		buf_printf(writer->out, MINUTES_OWNER "%c",
			   MINUTES_OWNERS[item->owner]);
	buf_add_char(writer->out, ' ');
	if (is_first || item->from != last->from)
		put_word(writer, VOCABULARY_DOMAIN, item->from);
	buf_add_char(writer->out, ' ');
	if (is_first || item->sensitivity != last->sensitivity)
		put_word(writer, VOCABULARY_SENSITIVITY, item->sensitivity);
	buf_add_char(writer->out, ' ');
	if (is_first ||
	    memcmp(item->consent, last->consent, sizeof(item->consent)) != 0)
		put_states(writer, item);
}

/* No cell is written in part: what has no room is counted instead. */
void
replay_add(struct replay_writer *writer, const struct policy_item *item,
	   const struct policy_decision *decision, const char *rule)
{
	struct buf *out = writer->out;
	size_t before = out->length;

	if (writer->unwritten > 0) {
		writer->unwritten++;
		return;
	}
	buf_add_char(out, ';');
	put_facts(writer, item);
	buf_add_char(out, ' ');
	buf_add_char(out, MINUTES_VERDICTS[decision->verdict]);
	if (rule != NULL)
		buf_add_string(out, rule);
	put_fields(writer, item->category, decision->fields);
	if (out->length - writer->start > LIMIT_POLICY_MINUTES_BYTES) {
		out->length = before;
		writer->unwritten = 1;
		return;
	}
	writer->last = *item;
	writer->written++;
}

void
replay_end(struct replay_writer *writer)
{
	if (writer->unwritten > 0)
		buf_printf(writer->out, ";+%zu", writer->unwritten);
}
