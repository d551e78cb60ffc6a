#include "daemon/consent/hearing.h"

#include <assert.h>

#include "eenplan/base/clock.h"

/*
 * What weighs most so far, as one number: weight, then the entry's place from
 * the end, so that the larger decides. 0: nothing was said.
 */

#define PLACE_BITS 16
#define PLACE_MASK ((1u << PLACE_BITS) - 1)

/*
 * findings[(row × kinds + kind) × parties + party]; row 0 is what records
 * about all categories say, row 1 + category what those say that name it.
 */
struct consent_hearing {
	const struct consent_file *file;
	size_t kind_count;
	size_t category_count;
	size_t custodians;
	struct giver_rule rules[GIVER_MATTERS][LIMIT_CONSENT_KINDS];
	uint32_t findings[];
};

/* The question in the file's numbers. */
struct asked {
	int organisation, domain, role, purpose;
	int32_t day;
};

/* --- one walk over the records --- */

static uint32_t
finding_of(const struct consent_entry *entry, size_t place)
{
	return ((uint32_t)entry->weight + 1) << PLACE_BITS |
	       (PLACE_MASK - (uint32_t)place);
}

static const struct consent_entry *
entry_of(const struct consent_file *file, uint32_t found)
{
	return &file->entries[PLACE_MASK - (found & PLACE_MASK)];
}

static bool
is_for_recipient(const struct consent_entry *entry, const struct asked *asked)
{
	switch ((enum consent_recipient)entry->recipient_kind) {
	case CONSENT_TO_ANYONE: return true;
	case CONSENT_TO_DOMAIN: return entry->recipient == asked->domain;
	case CONSENT_TO_ROLE: return entry->recipient == asked->role;
	case CONSENT_TO_ORGANISATION:
		return entry->recipient == asked->organisation;
	}
	return false;
}

static bool
is_for_purpose(const struct consent_entry *entry, const struct asked *asked)
{
	for (size_t i = 0; i < entry->purpose_count; i++)
		if (entry->purposes[i] == asked->purpose)
			return asked->purpose != VOCABULARY_UNKNOWN;
	return entry->purpose_count == 0;
}

/* In all but its category. */
static bool
applies(const struct consent_entry *entry, const struct asked *asked)
{
	return entry->from_day <= asked->day &&
	       asked->day <= entry->until_day &&
	       is_for_recipient(entry, asked) && is_for_purpose(entry, asked);
}

static void
hear_about(struct consent_hearing *hearing, size_t row,
	   const struct consent_entry *entry, uint32_t found)
{
	uint32_t *best =
		&hearing->findings[(row * hearing->kind_count + entry->kind) *
					   hearing->file->party_count +
				   entry->party];

	if (found > *best)
		*best = found;
}

static void
hear_entry(struct consent_hearing *hearing, const struct consent_entry *entry,
	   uint32_t found)
{
	if (entry->category_count == 0)
		hear_about(hearing, 0, entry, found);
	for (size_t i = 0; i < entry->category_count; i++)
		if (entry->categories[i] != VOCABULARY_UNKNOWN)
			hear_about(hearing, 1 + (size_t)entry->categories[i],
				   entry, found);
}

static void
hear_all(struct consent_hearing *hearing, const struct asked *asked)
{
	const struct consent_file *file = hearing->file;

	/* On no day nothing is in force. */
	for (size_t i = 0; i < file->count && asked->day != CLOCK_DAY_NONE; i++)
		if (applies(&file->entries[i], asked))
			hear_entry(hearing, &file->entries[i],
				   finding_of(&file->entries[i], i));
}

static void
set_rules(struct consent_hearing *hearing, int32_t day)
{
	const struct consent_file *file = hearing->file;
	int matters = giver_has_bewindvoerder(file->circumstances) ? 2 : 1;

	for (int matter = 0; matter < matters; matter++)
		for (size_t kind = 0; kind < hearing->kind_count; kind++)
			hearing->rules[matter][kind] = giver_rule_for(
				file->circumstances,
				vocabulary_word(file->vocabulary,
						VOCABULARY_CONSENT, (int)kind),
				(enum giver_matter)matter, day);
}

struct consent_hearing *
consent_hearing_new(struct arena *arena, const struct consent_file *file,
		    const struct consent_question *question)
{
	const struct vocabulary *vocabulary = file->vocabulary;
	size_t kinds = vocabulary_count(vocabulary, VOCABULARY_CONSENT);
	size_t categories = vocabulary_count(vocabulary, VOCABULARY_CATEGORY);
	size_t cells = (categories + 1) * kinds * file->party_count;
	struct consent_hearing *hearing =
		arena_alloc(arena, sizeof(*hearing) + cells * sizeof(uint32_t));
	const struct asked asked = {
		.organisation =
			consent_file_organisation(file, question->organisation),
		.domain = vocabulary_find(vocabulary, VOCABULARY_DOMAIN,
					  question->domain),
		.role = vocabulary_find(vocabulary, VOCABULARY_ROLE,
					question->role),
		.purpose = vocabulary_find(vocabulary, VOCABULARY_PURPOSE,
					   question->purpose),
		.day = question->day,
	};

	assert(kinds <= LIMIT_CONSENT_KINDS);
	hearing->file = file;
	hearing->kind_count = kinds;
	hearing->category_count = categories;
	hearing->custodians = giver_custodians(file->circumstances);
	if (file->count > 0)
		set_rules(hearing, question->day);
	hear_all(hearing, &asked);
	return hearing;
}

/* --- hearing the givers together --- */

/* Who gave, as far as a rule needs to know. */
struct givers {
	unsigned roles;
	size_t custodians; /* named ones */
	bool unnamed_custodian;
};

/* Of one giver: what weighs more, about this category or about all. */
static uint32_t
word_of(const struct consent_hearing *hearing, int category, size_t kind,
	size_t party)
{
	size_t parties = hearing->file->party_count;
	size_t row = hearing->kind_count * parties;
	const uint32_t *all = &hearing->findings[kind * parties + party];
	uint32_t named = all[(size_t)(category + 1) * row];

	return named > *all ? named : *all;
}

static void
add_giver(struct givers *givers, const struct consent_party *party)
{
	givers->roles |= party->roles;
	if ((party->roles & GIVER_A_CUSTODIAN) == 0)
		return;
	if (party->is_unnamed)
		givers->unnamed_custodian = true;
	else
		givers->custodians++;
}

/* One who isn't named can stand for one, not for one of several. */
static bool
is_everyone(const struct givers *givers, const struct giver_rule *rule,
	    size_t custodians)
{
	unsigned somebody = rule->must & ~(unsigned)GIVER_EVERY_CUSTODIAN;
	bool has_custodians = (rule->must & GIVER_EVERY_CUSTODIAN) == 0;

	if (!has_custodians && custodians > 0)
		has_custodians = givers->custodians == custodians ||
				 (custodians == 1 && givers->unnamed_custodian);
	return rule->must != GIVER_NOBODY && has_custodians &&
	       (givers->roles & somebody) == somebody;
}

/* What is known of one kind of consent after each giver was heard. */
struct outcome {
	uint32_t objection, weightiest;
	struct givers gave, gave_naming;
};

static void
hear_giver(struct outcome *outcome, const struct consent_party *party,
	   const struct giver_rule *rule, uint32_t found,
	   const struct consent_entry *entry)
{
	bool is_giver = (party->roles & rule->gives) != 0;
	bool may_object =
		party->is_unnamed || (party->roles & rule->objects) != 0;

	if (may_object && found > outcome->weightiest)
		outcome->weightiest = found;
	switch (entry->record->state) {
	case CONSENT_UNKNOWN: break;
	case CONSENT_REFUSED:
	case CONSENT_WITHDRAWN:
		if (may_object && found > outcome->objection)
			outcome->objection = found;
		break;
	case CONSENT_GIVEN:
		if (is_giver)
			add_giver(&outcome->gave, party);
		if (is_giver && entry->category_count > 0)
			add_giver(&outcome->gave_naming, party);
		break;
	}
}

static enum policy_consent_state
state_of(const struct consent_hearing *hearing, const struct outcome *outcome,
	 const struct giver_rule *rule)
{
	if (outcome->objection != 0)
		return entry_of(hearing->file, outcome->objection)
					       ->record->state ==
				       CONSENT_REFUSED
			       ? POLICY_CONSENT_REFUSED
			       : POLICY_CONSENT_WITHDRAWN;
	if (is_everyone(&outcome->gave_naming, rule, hearing->custodians))
		return POLICY_CONSENT_GIVEN_NAMING;
	if (is_everyone(&outcome->gave, rule, hearing->custodians))
		return POLICY_CONSENT_GIVEN;
	return POLICY_CONSENT_UNKNOWN;
}

static void
hear_givers(const struct consent_hearing *hearing, int category, size_t kind,
	    enum giver_matter matter, struct consent_facts *facts)
{
	const struct consent_file *file = hearing->file;
	const struct giver_rule *rule = &hearing->rules[matter][kind];
	struct outcome outcome = {0};
	uint32_t deciding;

	for (size_t party = 0; party < file->party_count; party++) {
		uint32_t found = word_of(hearing, category, kind, party);

		if (found != 0)
			hear_giver(&outcome, &file->parties[party], rule, found,
				   entry_of(file, found));
	}
	facts->state[kind] = state_of(hearing, &outcome, rule);
	deciding =
		outcome.objection != 0 ? outcome.objection : outcome.weightiest;
	if (deciding != 0)
		facts->deciding[kind] = entry_of(file, deciding)->record;
}

static bool
is_category(const struct consent_hearing *hearing, int category)
{
	return category >= 0 && (size_t)category < hearing->category_count;
}

void
consent_hearing_facts(const struct consent_hearing *hearing, int category,
		      struct consent_facts *facts_out)
{
	const struct consent_file *file = hearing->file;
	enum giver_matter matter;

	*facts_out = (struct consent_facts){0};
	if (!is_category(hearing, category) || file->count == 0)
		return;
	matter =
		giver_matter_of(file->circumstances,
				vocabulary_word(file->vocabulary,
						VOCABULARY_CATEGORY, category));
	for (size_t kind = 0; kind < hearing->kind_count; kind++)
		hear_givers(hearing, category, kind, matter, facts_out);
}

size_t
consent_hearing_records(const struct consent_hearing *hearing, int category,
			const struct consent **records_out, size_t room)
{
	const struct consent_file *file = hearing->file;
	size_t count = 0;

	if (!is_category(hearing, category))
		return 0;
	for (size_t kind = 0; kind < hearing->kind_count; kind++)
		for (size_t party = 0; party < file->party_count; party++) {
			uint32_t found =
				word_of(hearing, category, kind, party);

			if (found != 0 && count < room)
				records_out[count++] =
					entry_of(file, found)->record;
		}
	return count;
}
