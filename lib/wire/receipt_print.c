#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/wire/receipt.h"
#include "lib/wire/paper.h"

#define LABEL_COLUMNS 21
#define INDENT	      3

enum sentence {
#define SENTENCE(name, english, dutch) SENTENCE_##name,
#define GROUND(word, english, dutch)
#include "lib/wire/receipt_words.def"
#undef SENTENCE
#undef GROUND
};

static const char *const sentences[][2] = {
#define SENTENCE(name, english, dutch) {english, dutch},
#define GROUND(word, english, dutch)
#include "lib/wire/receipt_words.def"
#undef SENTENCE
#undef GROUND
};

static const struct ground {
	const char *word;
	const char *label[2];
} grounds[] = {
#define SENTENCE(name, english, dutch)
#define GROUND(word, english, dutch) {word, {english, dutch}},
#include "lib/wire/receipt_words.def"
#undef SENTENCE
#undef GROUND
};

static const char *const months[][12] = {
	[RECEIPT_ENGLISH] = {"January", "February", "March", "April", "May",
			     "June", "July", "August", "September", "October",
			     "November", "December"},
	[RECEIPT_DUTCH] = {"januari", "februari", "maart", "april", "mei",
			   "juni", "juli", "augustus", "september", "oktober",
			   "november", "december"},
};

struct print {
	struct arena *arena;
	const struct receipt *receipt;
	struct paper paper;
	size_t number; /* of the record that was printed last */
};

static const char *
say(const struct print *print, enum sentence sentence)
{
	return sentences[sentence][print->receipt->language];
}

/* `sentence` with `%s` replaced by `words`, in order. */
static const char *
fill(const struct print *print, enum sentence sentence, const char *first,
     const char *second)
{
	const char *words[] = {first, second};
	const char *from = say(print, sentence);
	struct buf out;
	size_t at = 0;

	buf_init(&out, print->arena, 128);
	for (const char *mark;
	     at < COUNT_OF(words) && (mark = strstr(from, "%s")) != NULL;
	     from = mark + 2) {
		buf_add(&out, from, (size_t)(mark - from));
		buf_add_string(&out, words[at++]);
	}
	buf_add_string(&out, from);
	return buf_string(&out);
}

/* Nothing at all for no value. */
static void
pair(struct print *print, size_t indent, enum sentence label, const char *value)
{
	if (value != NULL && value[0] != '\0')
		paper_pair(&print->paper, indent, indent + LABEL_COLUMNS,
			   say(print, label), value);
}

static const char *
date(const struct print *print, int32_t day)
{
	char iso[CLOCK_DATE_BYTES];
	unsigned month = 0;

	clock_format_date(day, iso);
	/* "2026-11-21" */
	month = (unsigned)((iso[5] - '0') * 10 + iso[6] - '0');
	return arena_printf(print->arena, "%d %s %.4s",
			    (iso[8] - '0') * 10 + iso[9] - '0',
			    months[print->receipt->language][month - 1], iso);
}

static const char *
period(const struct print *print, const struct consent *consent)
{
	bool has_from = consent->from_day != CLOCK_DAY_NONE;
	bool has_until = consent->until_day != CLOCK_DAY_NONE;

	if (has_from && has_until)
		return fill(print, SENTENCE_WHEN_BETWEEN,
			    date(print, consent->from_day),
			    date(print, consent->until_day));
	if (has_from)
		return fill(print, SENTENCE_WHEN_FROM,
			    date(print, consent->from_day), NULL);
	if (has_until)
		return fill(print, SENTENCE_WHEN_UNTIL,
			    date(print, consent->until_day), NULL);
	return say(print, SENTENCE_WHEN_ALWAYS);
}

static const char *
joined(const struct print *print, const char *const *labels, size_t count,
       enum sentence all)
{
	struct buf out;

	if (count == 0)
		return say(print, all);
	buf_init(&out, print->arena, 64);
	for (size_t at = 0; at < count; at++)
		buf_printf(&out, "%s%s", at > 0 ? ", " : "", labels[at]);
	return buf_string(&out);
}

static const char *
recipient(const struct print *print, const struct receipt_record *record)
{
	const char *label = record->recipient == NULL ? "" : record->recipient;

	switch (record->consent.recipient_kind) {
	case CONSENT_TO_ANYONE: break;
	case CONSENT_TO_DOMAIN:
		return fill(print, SENTENCE_TO_DOMAIN, label, NULL);
	case CONSENT_TO_ROLE: return fill(print, SENTENCE_TO_ROLE, label, NULL);
	case CONSENT_TO_ORGANISATION: return label;
	}
	return say(print, SENTENCE_TO_ANYONE);
}

static const char *
giver(const struct print *print, const struct consent *consent)
{
	const char *ground = consent->ground;

	if (strcmp(consent->given_by, "self") == 0)
		return say(print, SENTENCE_BY_SELF);
	if (ground == NULL)
		return say(print, SENTENCE_BY_REPRESENTATIVE);
	for (size_t at = 0; at < COUNT_OF(grounds); at++)
		if (strcmp(grounds[at].word, ground) == 0)
			ground = grounds[at].label[print->receipt->language];
	return fill(print, SENTENCE_BY_GROUND, ground, NULL);
}

static enum sentence
choice(enum consent_state state)
{
	switch (state) {
	case CONSENT_UNKNOWN: break;
	case CONSENT_REFUSED: return SENTENCE_REFUSED;
	case CONSENT_WITHDRAWN: return SENTENCE_WITHDRAWN;
	case CONSENT_GIVEN: return SENTENCE_GIVEN;
	}
	return SENTENCE_UNKNOWN;
}

/* To whom and what for. */
static void
print_aim(struct print *print, size_t indent,
	  const struct receipt_record *record)
{
	pair(print, indent, SENTENCE_TO, recipient(print, record));
	pair(print, indent, SENTENCE_FOR,
	     joined(print, record->purposes, record->consent.purpose_count,
		    SENTENCE_FOR_ALL));
}

static void
print_record(struct print *print, const struct receipt_record *record,
	     bool has_aim)
{
	const struct consent *consent = &record->consent;
	const struct receipt_word *basis = &record->basis;

	paper_wrap(&print->paper, 0,
		   arena_printf(print->arena, "%zu. %s", ++print->number,
				fill(print, choice(consent->state),
				     record->kind, NULL)));
	pair(print, INDENT, SENTENCE_WHAT,
	     joined(print, record->categories, consent->category_count,
		    SENTENCE_WHAT_ALL));
	if (has_aim)
		print_aim(print, INDENT, record);
	pair(print, INDENT, SENTENCE_WHEN, period(print, consent));
	pair(print, INDENT, SENTENCE_BY, giver(print, consent));
	pair(print, INDENT, SENTENCE_ASKED, consent->asked);
	if (consent->text_version != NULL)
		pair(print, INDENT, SENTENCE_TEXT_SHOWN,
		     fill(print, SENTENCE_TEXT_VERSION, consent->text_version,
			  NULL));
	if (basis->code != NULL)
		pair(print, INDENT, SENTENCE_BASIS,
		     arena_printf(print->arena, "%s (%s)", basis->label,
				  basis->code));
	pair(print, INDENT, SENTENCE_RECORDED,
	     date(print, clock_day_of_ms(consent->recorded_ms)));
	pair(print, INDENT, SENTENCE_NUMBER, consent->id);
	if (record->document != NULL) {
		paper_wrap(&print->paper, INDENT,
			   say(print, SENTENCE_DOCUMENT));
		paper_wrap(&print->paper, INDENT, record->document);
	}
	paper_blank(&print->paper);
}

/* --- records for one recipient and purpose stand together --- */

static bool
same_string(const char *one, const char *other)
{
	return one == NULL || other == NULL ? one == other
					    : strcmp(one, other) == 0;
}

static bool
same_aim(const struct consent *one, const struct consent *other)
{
	if (one->recipient_kind != other->recipient_kind ||
	    !same_string(one->recipient, other->recipient) ||
	    one->purpose_count != other->purpose_count)
		return false;
	for (size_t at = 0; at < one->purpose_count; at++)
		if (strcmp(one->purposes[at], other->purposes[at]) != 0)
			return false;
	return true;
}

/* Those after `first` that belong with it. */
static size_t
count_others(const struct print *print, const bool *is_printed, size_t first)
{
	const struct receipt *receipt = print->receipt;
	size_t count = 0;

	for (size_t at = first + 1; at < receipt->record_count; at++)
		count += !is_printed[at] &&
			 same_aim(&receipt->records[first].consent,
				  &receipt->records[at].consent);
	return count;
}

static void
print_group(struct print *print, bool *is_printed, size_t first)
{
	const struct receipt_record *records = print->receipt->records;

	print_aim(print, 0, &records[first]);
	paper_blank(&print->paper);
	for (size_t at = first; at < print->receipt->record_count; at++) {
		if (is_printed[at] ||
		    !same_aim(&records[first].consent, &records[at].consent))
			continue;
		is_printed[at] = true;
		print_record(print, &records[at], false);
	}
}

static void
print_records(struct print *print)
{
	const struct receipt *receipt = print->receipt;
	bool *is_printed =
		ARENA_ARRAY(print->arena, receipt->record_count, bool);

	for (size_t at = 0; at < receipt->record_count; at++) {
		if (is_printed[at])
			continue;
		if (count_others(print, is_printed, at) > 0)
			print_group(print, is_printed, at);
		else
			print_record(print, &receipt->records[at], true);
	}
}

static void
print_head(struct print *print)
{
	const struct receipt *receipt = print->receipt;

	paper_heading(&print->paper, say(print, SENTENCE_TITLE), '=');
	paper_blank(&print->paper);
	paper_wrap(&print->paper, 0, say(print, SENTENCE_ABOUT));
	paper_blank(&print->paper);
	pair(print, 0, SENTENCE_ORGANISATION, receipt->organisation_name);
	pair(print, 0, SENTENCE_CONTACT, receipt->contact);
	pair(print, 0, SENTENCE_MADE_ON,
	     date(print, clock_day_of_ms(receipt->issued_ms)));
	pair(print, 0, SENTENCE_NUMBER, receipt->id);
	pair(print, 0, SENTENCE_PRINCIPAL, receipt->principal);
	paper_blank(&print->paper);
}

const char *
receipt_withdrawal(struct arena *arena, const struct receipt *receipt)
{
	const struct print print = {.arena = arena, .receipt = receipt};
	const char *whom = receipt->organisation_name;

	if (receipt->contact != NULL)
		whom = fill(&print, SENTENCE_CONTACT_OF, whom,
			    receipt->contact);
	return fill(&print, SENTENCE_WITHDRAW, whom, NULL);
}

const char *
receipt_print(struct arena *arena, const struct receipt *receipt)
{
	struct print print = {.arena = arena, .receipt = receipt};

	paper_init(&print.paper, arena);
	print_head(&print);
	if (receipt->record_count == 0) {
		paper_wrap(&print.paper, 0, say(&print, SENTENCE_NOTHING));
		paper_blank(&print.paper);
	}
	print_records(&print);
	for (size_t at = 0; at < receipt->notice_count; at++) {
		paper_wrap(&print.paper, 0,
			   fill(&print, SENTENCE_NOTICE,
				receipt->notices[at].version, NULL));
		paper_blank(&print.paper);
		paper_wrap_paragraphs(&print.paper, INDENT,
				      receipt->notices[at].text);
		paper_blank(&print.paper);
	}
	paper_heading(&print.paper, say(&print, SENTENCE_CHANGE), '-');
	paper_wrap(&print.paper, 0, receipt_withdrawal(arena, receipt));
	paper_blank(&print.paper);
	paper_heading(&print.paper, say(&print, SENTENCE_REAL), '-');
	paper_wrap(&print.paper, 0, say(&print, SENTENCE_REAL_HOW));
	return paper_text(&print.paper);
}
