#include "daemon/exchange/judge.h"

#include <string.h>

#include "daemon/exchange/bench.h"
#include "daemon/exchange/seat.h"
#include "eenplan/base/clock.h"
#include "eenplan/wire/conference.h"

#define CONTACT "contact"
/* The category in which a third party stands by name, and what of it says
 * nothing about who they are. */
#define CARERS "informal_support"
static const char *const carers_role[] = {"role", "availability"};

int
judge_age(const struct subject *subject, int32_t day)
{
	int32_t born = subject->resident.birth_day;
	return born != CLOCK_DAY_NONE && born <= day
		       ? clock_age_years(born, day)
		       : POLICY_AGE_UNKNOWN;
}

static enum status
find_word(const struct vocabulary *vocabulary, enum vocabulary_list list,
	  const char *where, const char *word, int *id_out, struct fault *fault)
{
	*id_out = vocabulary_find(vocabulary, list, word);
	if (*id_out != VOCABULARY_UNKNOWN)
		return STATUS_OK;
	fault_set(fault, where,
		  "is not a word of this node's policy vocabulary");
	return STATUS_INVALID;
}

enum status
judge_asker(const struct vocabulary *vocabulary, const struct asker *asker,
	    struct policy_asker *asker_out, struct fault *fault)
{
	*asker_out = (struct policy_asker){.day = asker->day};
	enum status status = find_word(vocabulary, VOCABULARY_DOMAIN, "/domain",
				       asker->domain, &asker_out->to, fault);
	if (status == STATUS_OK)
		status = find_word(vocabulary, VOCABULARY_ROLE, "/role",
				   asker->role, &asker_out->role, fault);
	if (status == STATUS_OK)
		status = find_word(vocabulary, VOCABULARY_PURPOSE, "/purpose",
				   asker->purpose, &asker_out->purpose, fault);
	return status;
}

static bool
is_wanted(const struct asker *asker, const char *category)
{
	for (size_t i = 0; i < asker->wanted_count; i++)
		if (strcmp(asker->wanted[i], category) == 0)
			return true;
	return asker->wanted_count == 0;
}

/* --- the resident's own say --- */

/* An earlier record of the last category, from `first` on, with these facts. */
static const struct judgement *
find_cell(const struct verdict *verdict, size_t first,
	  const struct policy_item *facts)
{
	for (size_t i = verdict->cell_count; i-- > first;) {
		const struct policy_item *item = &verdict->cells[i]->item;
		if (item->from == facts->from &&
		    item->sensitivity == facts->sensitivity &&
		    item->owner == facts->owner)
			return verdict->cells[i];
	}
	return NULL;
}

/* Of the bench's category, whose cells begin at `first_cell`. */
static void
judge_record(struct bench *bench, struct verdict *verdict, size_t first_cell,
	     const struct record *record)
{
	struct policy_item item = bench_item(bench, record);
	const struct judgement *same = find_cell(verdict, first_cell, &item);
	struct judgement *judgement = &verdict->judgements[verdict->count++];
	if (same != NULL) {
		*judgement = *same;
		judgement->record = record;
		return;
	}
	*judgement = bench_judge(bench, record, &item);
	judgement->cell = verdict->cell_count;
	verdict->cells[verdict->cell_count++] = judgement;
}

/* What is the same for all of a category, once for each run of it. */
static void
judge_records(struct bench *bench, struct verdict *verdict)
{
	const struct subject *subject = bench->subject;
	const char *word = NULL;
	bool wanted = false;
	size_t first_cell = 0;
	for (size_t i = 0; i < subject->record_count; i++) {
		const struct record *record = &subject->records[i];
		if (word == NULL || strcmp(word, record->category) != 0) {
			word = record->category;
			wanted = is_wanted(bench->asker, word);
			first_cell = verdict->cell_count;
			if (wanted && bench_take_category(bench, word))
				bench_note_consents(bench, verdict);
		}
		if (wanted && !bench->is_closed)
			judge_record(bench, verdict, first_cell, record);
	}
}

/* --- the say of others whom a record is about --- */

static const struct subject *
find_other(const struct subject *subject, const char *id)
{
	for (size_t i = 0; i < subject->other_count; i++)
		if (strcmp(subject->others[i].resident.id, id) == 0)
			return &subject->others[i];
	return NULL;
}

/* Role and availability, which don't say who a carer is. */
static uint64_t
carers_fields(const struct vocabulary *vocabulary, int category)
{
	uint64_t fields = 0;
	for (size_t i = 0; i < COUNT_OF(carers_role); i++) {
		int field = vocabulary_field_find(vocabulary, category,
						  text_of(carers_role[i]));
		if (field != VOCABULARY_UNKNOWN)
			fields |= UINT64_C(1) << field;
	}
	return fields;
}

/* Nobody may be asked, and nobody be told. */
static void
close_judgement(struct judgement *judgement)
{
	judgement->fields = 0;
	judgement->may_be_told = false;
}

/* Of the fields what both allow; a carer who doesn't is only masked. */
static void
join(struct judgement *judgement, const struct judgement *other,
     const struct vocabulary *vocabulary)
{
	bool is_carer = strcmp(judgement->record->category, CARERS) == 0;
	uint64_t most = other->fields;
	if (is_carer)
		most |= carers_fields(vocabulary, judgement->item.category);
	judgement->fields &= most;
	judgement->duties |= other->duties;
	judgement->may_be_told &= other->may_be_told;
	judgement->masked |= other->masked;
	if (judgement->fields == 0 && judgement->other == NULL &&
	    judgement->decision.verdict == POLICY_PERMIT)
		judgement->other = other;
}

/* One of the others, heard about this record as if it were their own. */
static void
ask_other(const struct bench_case *on, struct verdict *verdict,
	  struct judgement *judgement, const char *id)
{
	const struct subject *other = find_other(verdict->subject, id);
	if (other == NULL || !other->known || other->resident.deceased) {
		close_judgement(judgement);
		return;
	}
	struct bench *bench = ARENA_NEW(on->arena, struct bench);
	bench_open(bench, on, other);
	(void)bench_take_category(bench, judgement->record->category);
	bench_note_consents(bench, verdict);
	struct policy_item item = bench_item(bench, judgement->record);
	struct judgement *said = ARENA_NEW(on->arena, struct judgement);
	*said = bench_judge(bench, judgement->record, &item);
	join(judgement, said, bench->vocabulary);
}

static void
ask_others(const struct bench_case *on, struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->count; i++) {
		struct judgement *judgement = &verdict->judgements[i];
		const struct record *record = judgement->record;
		for (size_t k = 0; k < record->concern_count; k++)
			ask_other(on, verdict, judgement, record->concerns[k]);
	}
}

/* Who may see a case conference hangs on more than the rules. */
static void
limit_to_seats(const struct bench_case *on, struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->count; i++) {
		struct judgement *judgement = &verdict->judgements[i];
		if (strcmp(judgement->record->category, CONFERENCE_CATEGORY) ==
		    0)
			seat_limit(on, verdict, judgement);
	}
}

static size_t
count_consents(const struct subject *subject)
{
	size_t count = subject->consents->count;
	for (size_t i = 0; i < subject->other_count; i++)
		if (subject->others[i].known)
			count += subject->others[i].consents->count;
	return count;
}

struct verdict
judge(struct arena *arena, const struct policy *policy,
      const struct policy_prepared *prepared, const struct asker *asker,
      const struct subject *subject)
{
	const struct bench_case on = {arena, policy, prepared, asker};
	struct verdict verdict = {.subject = subject,
				  .own = strcmp(asker->domain, "own") == 0};
	if (!subject->known || subject->resident.deceased)
		return verdict;
	verdict.judgements =
		ARENA_ARRAY(arena, subject->record_count, struct judgement);
	verdict.cells = ARENA_ARRAY(arena, subject->record_count,
				    const struct judgement *);
	verdict.consent_room = count_consents(subject);
	verdict.consents =
		ARENA_ARRAY(arena, verdict.consent_room, const char *);

	struct bench bench;
	bench_open(&bench, &on, subject);
	judge_records(&bench, &verdict);
	ask_others(&on, &verdict);
	limit_to_seats(&on, &verdict);
	return verdict;
}

static struct involvement
ask_at_the_most(struct arena *arena, const struct policy *policy,
		const struct policy_asker *asker, int source,
		const char *category)
{
	const struct vocabulary *vocabulary = policy_vocabulary(policy);
	struct policy_item item = {
		.category = vocabulary_find(vocabulary, VOCABULARY_CATEGORY,
					    category),
		.from = source,
		.sensitivity = vocabulary_find(
			vocabulary, VOCABULARY_SENSITIVITY, BENCH_ORDINARY),
		.age_years = POLICY_AGE_UNKNOWN,
	};
	for (size_t i = 0; i < LIMIT_CONSENT_KINDS; i++)
		item.consent[i] = POLICY_CONSENT_GIVEN_NAMING;
	struct policy_decision decision =
		policy_decide(policy_prepare(arena, policy, asker), &item);
	return (struct involvement){
		.known = decision.verdict == POLICY_PERMIT,
		.masked = (decision.duties & bench_mask_duty(vocabulary)) != 0,
	};
}

struct involvement
judge_involvement(struct arena *arena, const struct policy *policy,
		  const struct policy_asker *asker, int source)
{
	return ask_at_the_most(arena, policy, asker, source, BENCH_INVOLVEMENT);
}

struct involvement
judge_contact_point(struct arena *arena, const struct policy *policy,
		    const struct policy_asker *asker, int source)
{
	struct involvement involvement =
		judge_involvement(arena, policy, asker, source);
	return involvement.known
		       ? involvement
		       : ask_at_the_most(arena, policy, asker, source, CONTACT);
}
