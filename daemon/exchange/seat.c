#include "daemon/exchange/seat.h"

#include <string.h>

#include "eenplan/wire/conference.h"

/* Who they are, and not only of which kind. */
static const char *const identity[] = {
	CONFERENCE_PARTICIPANT,
	CONFERENCE_ORGANISATION,
	CONFERENCE_ROLE,
};

/* --- what a record says --- */

/* The string that field `key` has; empty where there is none, or where it is
 * no plain word. */
static struct text
field_of(const struct record *record, const char *key)
{
	for (size_t i = 0; i < record->slice_count; i++) {
		struct text member = record_slice_member(record, i);
		size_t before = strlen(key) + strlen("\"\":\"");
		if (!text_equals(record_slice_key(record, i), text_of(key)) ||
		    member.length <= before ||
		    memchr(member.bytes, '\\', member.length) != NULL)
			continue;
		return (struct text){member.bytes + before,
				     member.length - before - 1};
	}
	return (struct text){"", 0};
}

/* Cut the first word off `*list`, which has commas between them. */
static bool
next_word(struct text *list, struct text *word_out)
{
	if (list->length == 0)
		return false;
	const char *comma = memchr(list->bytes, ',', list->length);
	size_t length =
		comma == NULL ? list->length : (size_t)(comma - list->bytes);
	size_t cut = comma == NULL ? length : length + 1;
	*word_out = (struct text){list->bytes, length};
	*list = (struct text){list->bytes + cut, list->length - cut};
	return true;
}

static bool
has_word(struct text list, const char *word)
{
	struct text one;
	while (next_word(&list, &one))
		if (text_equals(one, text_of(word)))
			return true;
	return false;
}

/* --- limits --- */

/* Nothing is given, nor told to be there. */
static void
close_it(struct judgement *judgement)
{
	judgement->fields = 0;
	judgement->may_be_told = false;
}

/* As if it were data of that category: the asker's own row says. */
static const struct judgement *
ask_about(const struct bench_case *on, struct verdict *verdict,
	  const struct record *record, struct text category)
{
	struct bench *bench = ARENA_NEW(on->arena, struct bench);
	struct judgement *said = ARENA_NEW(on->arena, struct judgement);
	bench_open(bench, on, verdict->subject);
	(void)bench_take_category(bench, arena_text(on->arena, category));
	bench_note_consents(bench, verdict);
	struct policy_item item = bench_item(bench, record);
	*said = bench_judge(bench, record, &item);
	return said;
}

static void
limit_topic(const struct bench_case *on, struct verdict *verdict,
	    struct judgement *judgement)
{
	const struct record *record = judgement->record;
	struct text categories = field_of(record, CONFERENCE_CATEGORIES);
	struct text category;
	if (categories.length == 0)
		close_it(judgement);
	while (next_word(&categories, &category)) {
		const struct judgement *said =
			ask_about(on, verdict, record, category);
		judgement->masked |= said->masked;
		if (said->fields != 0)
			continue;
		judgement->fields = 0;
		judgement->may_be_told &= said->may_be_told;
		if (judgement->other == NULL)
			judgement->other = said;
	}
}

static void
hide_identity(const struct vocabulary *vocabulary, struct judgement *judgement)
{
	for (size_t i = 0; i < COUNT_OF(identity); i++) {
		int field = vocabulary_field_find(vocabulary,
						  judgement->item.category,
						  text_of(identity[i]));
		if (field != VOCABULARY_UNKNOWN)
			judgement->fields &= ~(UINT64_C(1) << field);
	}
}

/* Of our own organisation, or the asker's, everybody at the table knows. */
static bool
is_known_to_all(const struct bench_case *on, const struct record *record,
		struct text domain)
{
	struct text partner = field_of(record, CONFERENCE_PARTNER);
	return text_equals(domain, text_of(ASKER_OWN)) ||
	       text_equals(partner, text_of(on->asker->organisation));
}

static void
limit_part(const struct bench_case *on, const struct verdict *verdict,
	   struct judgement *judgement)
{
	struct text domain = field_of(judgement->record, CONFERENCE_DOMAIN);
	struct record theirs = *judgement->record;
	struct bench bench;
	if (is_known_to_all(on, judgement->record, domain))
		return;
	theirs.law = arena_text(on->arena, domain);
	bench_open(&bench, on, verdict->subject);
	(void)bench_item(&bench, &theirs);
	if (!bench.involvement_known)
		close_it(judgement);
	else if (bench.involvement_masked)
		hide_identity(bench.vocabulary, judgement);
}

static bool
has_field(const struct record *record, const char *key)
{
	for (size_t i = 0; i < record->slice_count; i++)
		if (text_equals(record_slice_key(record, i), text_of(key)))
			return true;
	return false;
}

void
seat_limit(const struct bench_case *on, struct verdict *verdict,
	   struct judgement *judgement)
{
	const struct record *record = judgement->record;
	if (!verdict->own && !has_word(field_of(record, CONFERENCE_INVITED),
				       on->asker->organisation)) {
		close_it(judgement);
		return;
	}
	if (has_field(record, CONFERENCE_TOPIC) ||
	    has_field(record, CONFERENCE_CATEGORIES))
		limit_topic(on, verdict, judgement);
	if (!verdict->own && (has_field(record, CONFERENCE_ROLE) ||
			      has_field(record, CONFERENCE_PARTICIPANT)))
		limit_part(on, verdict, judgement);
}
