#include "daemon/consent/due.h"

#include <string.h>

#include "daemon/consent/hearing.h"
#include "eenplan/base/clock.h"

/* What is asked about one record's own extent on one day. */
struct trial {
	const struct consent_due_question *question;
	const struct consent_file *file; /* about the same records */
	const struct consent *record;
	int kind;
	int32_t day;
	bool at_end; /* of the record */
};

static bool
names_recipient(const struct consent *record, enum consent_recipient kind)
{
	return record->recipient_kind == kind && record->recipient != NULL;
}

static struct consent_hearing *
hear(struct arena *arena, const struct trial *trial, const char *purpose)
{
	const struct consent *record = trial->record;
	const char *to = record->recipient;
	const struct consent_question question = {
		.organisation = names_recipient(record, CONSENT_TO_ORGANISATION)
					? to
					: "",
		.domain = names_recipient(record, CONSENT_TO_DOMAIN) ? to : "",
		.role = names_recipient(record, CONSENT_TO_ROLE) ? to : "",
		.purpose = purpose,
		.day = trial->day,
	};

	return consent_hearing_new(arena, trial->file, &question);
}

/*
 * An objection answers what is asked; but one that this record came after, and
 * that comes back when it ends, was the answer to something else.
 */
static bool
is_answer(const struct trial *trial, const struct consent *objection)
{
	return !trial->at_end || objection == NULL ||
	       objection->recorded_ms >= trial->record->recorded_ms;
}

static bool
is_open(const struct consent_hearing *hearing, const struct trial *trial,
	int category)
{
	struct consent_facts facts;

	if (category == VOCABULARY_UNKNOWN)
		return false;
	consent_hearing_facts(hearing, category, &facts);
	switch (facts.state[trial->kind]) {
	case POLICY_CONSENT_UNKNOWN: return true;
	case POLICY_CONSENT_REFUSED:
	case POLICY_CONSENT_WITHDRAWN:
		return !is_answer(trial, facts.deciding[trial->kind]);
	case POLICY_CONSENT_GIVEN:
	case POLICY_CONSENT_GIVEN_NAMING: break;
	}
	return false;
}

/*
 * The first category of the record that is to be asked again, or NULL. A
 * record about everything isn't one about money: see consent_may_give.
 */
static const char *
open_category(const struct consent_hearing *hearing, const struct trial *trial)
{
	const struct consent_file *file = trial->file;
	const struct vocabulary *vocabulary = file->vocabulary;
	const struct consent *record = trial->record;
	size_t count = vocabulary_count(vocabulary, VOCABULARY_CATEGORY);

	for (size_t i = 0; i < record->category_count; i++)
		if (is_open(hearing, trial,
			    vocabulary_find(vocabulary, VOCABULARY_CATEGORY,
					    record->categories[i])))
			return record->categories[i];
	for (size_t i = 0; i < count && record->category_count == 0; i++) {
		const char *word = vocabulary_word(vocabulary,
						   VOCABULARY_CATEGORY, (int)i);

		if (giver_matter_of(file->circumstances, word) ==
			    GIVER_PERSONAL &&
		    is_open(hearing, trial, (int)i))
			return word;
	}
	return NULL;
}

/* Is anything that the record gives to be asked again? Then who may give it. */
static bool
is_lacking(const struct trial *trial, struct giver_rule *rule_out)
{
	const struct consent *record = trial->record;
	const struct circumstances *of = trial->file->circumstances;
	bool is_general = record->purpose_count == 0;
	struct arena *arena = arena_new();
	const char *category = NULL;

	for (size_t i = 0;
	     i < record->purpose_count + is_general && category == NULL; i++)
		category = open_category(
			hear(arena, trial,
			     is_general ? "" : record->purposes[i]),
			trial);
	if (category != NULL)
		*rule_out = giver_rule_for(of, record->kind,
					   giver_matter_of(of, category),
					   trial->day);
	arena_free(arena);
	return category != NULL;
}

/* --- why --- */

static bool
is_given_on(const struct consent *record, int32_t day)
{
	return record->state == CONSENT_GIVEN &&
	       (record->from_day == CLOCK_DAY_NONE ||
		record->from_day <= day) &&
	       (record->until_day == CLOCK_DAY_NONE ||
		day <= record->until_day);
}

static int32_t
later(int32_t one, int32_t other)
{
	return one > other ? one : other;
}

/* Today, when it begins, and each birthday on which the law changes. */
static bool
lacks_givers(struct trial *trial, struct consent_due *due)
{
	const struct consent_due_question *question = trial->question;
	const struct circumstances *of = question->file->circumstances;
	int32_t last = question->day + question->within_days;

	/* CLOCK_DAY_NONE is earlier than any day. */
	for (trial->day = later(question->day, trial->record->from_day);
	     trial->day <= last && is_given_on(trial->record, trial->day);
	     trial->day = giver_next_age(of, trial->day)) {
		if (giver_gives_alone(of, trial->record, trial->day) ||
		    !is_lacking(trial, &due->rule))
			continue;
		due->why = CONSENT_DUE_GIVER;
		due->day = trial->day;
		return true;
	}
	return false;
}

static bool
is_at_its_end(struct trial *trial, struct consent_due *due)
{
	const struct consent_due_question *question = trial->question;
	int32_t until = trial->record->until_day;

	if (until == CLOCK_DAY_NONE ||
	    until < question->day - question->within_days ||
	    until > question->day + question->within_days)
		return false;
	due->day = until;
	due->why = until < question->day ? CONSENT_DUE_ENDED : CONSENT_DUE_ENDS;
	trial->day = later(question->day, until + 1);
	trial->at_end = true;
	return is_lacking(trial, &due->rule);
}

/* --- whose records --- */

/* Our own first; each other organisation's, once somebody asks for it. */
struct shelf {
	const struct consent_file *file;
	struct shelf *next;
};

static const struct consent_file *
file_about(struct arena *arena, const struct consent_due_question *question,
	   const char *source, struct shelf *own)
{
	struct shelf *last = own;

	if (source == NULL)
		return own->file;
	while (last->next != NULL) {
		last = last->next;
		if (strcmp(last->file->source, source) == 0)
			return last->file;
	}
	last->next = ARENA_NEW(arena, struct shelf);
	last->next->file = consent_file_elsewhere(
		arena, own->file, source, question->records, question->count);
	return last->next->file;
}

static bool
is_due(struct trial *trial, struct consent_due *due)
{
	due->consent = trial->record;
	return lacks_givers(trial, due) || is_at_its_end(trial, due);
}

size_t
consent_due_list(struct arena *arena,
		 const struct consent_due_question *question,
		 struct consent_due **due_out)
{
	struct consent_due *due =
		ARENA_ARRAY(arena, question->count, struct consent_due);
	struct shelf own = {.file = question->file};
	size_t count = 0;

	*due_out = due;
	if (question->file->circumstances->deceased)
		return 0;
	for (size_t i = 0; i < question->count; i++) {
		const struct consent *record = &question->records[i];
		struct trial trial = {
			.question = question,
			.record = record,
			.kind = vocabulary_find(question->file->vocabulary,
						VOCABULARY_CONSENT,
						record->kind),
		};

		if (record->state != CONSENT_GIVEN ||
		    trial.kind == VOCABULARY_UNKNOWN)
			continue;
		trial.file = file_about(arena, question, record->source, &own);
		if (is_due(&trial, &due[count]))
			count++;
	}
	return count;
}

/* --- when to look again --- */

static void
keep_earliest(int32_t day, int32_t after, int32_t *earliest)
{
	if (day > after && day < *earliest)
		*earliest = day;
}

int32_t
consent_due_review(const struct consent_due_question *question)
{
	const struct circumstances *of = question->file->circumstances;
	int32_t earliest = INT32_MAX;

	if (of->deceased)
		return earliest;
	keep_earliest(giver_next_age(of, question->day), question->day,
		      &earliest);
	for (size_t i = 0; i < question->count; i++) {
		const struct consent *record = &question->records[i];

		keep_earliest(record->from_day, question->day, &earliest);
		if (record->until_day != CLOCK_DAY_NONE)
			keep_earliest(record->until_day + 1, question->day,
				      &earliest);
	}
	return earliest;
}

const char *
consent_due_word(enum consent_due_why why)
{
	switch (why) {
	case CONSENT_DUE_ENDS: return "ends";
	case CONSENT_DUE_ENDED: return "ended";
	case CONSENT_DUE_GIVER: return "giver";
	}
	return "giver";
}
