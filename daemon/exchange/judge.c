#include "daemon/exchange/judge.h"

#include "eenplan/base/clock.h"

#include <string.h>

/* The category whose disclosure says that there is help at all. */
#define INVOLVEMENT "involvement"
#define MASK_DUTY   "mask_kind"
#define ORDINARY    "normal"

struct bench {
	const struct vocabulary *vocabulary;
	const struct policy_prepared *prepared;
	const struct asker *asker;
	const struct subject *subject;
	const struct consent_answers *answers;
	int age_years;
	uint64_t mask_duty;
	int involvement;
	const char *sensitivity; /* the last one, */
	int sensitivity_id;	 /* and its id */
	/* the last law's answer to: may the asker know that there is help? */
	const char *law;
	int law_id;
	bool involvement_known;
	bool involvement_masked;
	/* the last category, what consents say of it, and its first cell */
	int category;
	struct consent_facts facts;
	size_t first_cell;
};

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

/* What the subject's consents say to this asker, for every category at once. */
static struct consent_answers *
consents_for(struct arena *arena, const struct vocabulary *vocabulary,
	     const struct asker *asker, const struct subject *subject)
{
	const struct consent_question question = {
		.organisation = asker->organisation,
		.domain = asker->domain,
		.role = asker->role,
		.purpose = asker->purpose,
		.day = asker->day,
	};
	return consent_answers_new(arena, vocabulary, subject->consents,
				   subject->consent_count, &question);
}

static struct policy_item
item_of(const struct bench *bench, int category, int sensitivity,
	const struct consent_facts *facts)
{
	struct policy_item item = {
		.category = category,
		.from = bench->law_id,
		.sensitivity = sensitivity,
		.age_years = bench->age_years,
	};
	memcpy(item.consent, facts->state, sizeof(item.consent));
	return item;
}

static bool
is_same(const char *last, const char *word)
{
	return last != NULL && strcmp(last, word) == 0;
}

static int
sensitivity_id(struct bench *bench, const char *sensitivity)
{
	if (is_same(bench->sensitivity, sensitivity))
		return bench->sensitivity_id;
	bench->sensitivity = sensitivity;
	bench->sensitivity_id = vocabulary_find(
		bench->vocabulary, VOCABULARY_SENSITIVITY, sensitivity);
	return bench->sensitivity_id;
}

static void
learn_about_law(struct bench *bench, const char *law)
{
	if (is_same(bench->law, law))
		return;
	bench->law = law;
	bench->law_id =
		vocabulary_find(bench->vocabulary, VOCABULARY_DOMAIN, law);
	bench->involvement_known = false;
	bench->involvement_masked = false;
	if (bench->involvement == VOCABULARY_UNKNOWN)
		return;
	struct consent_facts facts;
	consent_answers_get(bench->answers, bench->involvement, &facts);
	struct policy_item item =
		item_of(bench, bench->involvement,
			sensitivity_id(bench, ORDINARY), &facts);
	struct policy_decision decision = policy_decide(bench->prepared, &item);
	bench->involvement_known = decision.verdict == POLICY_PERMIT;
	bench->involvement_masked = (decision.duties & bench->mask_duty) != 0;
}

/*
 * Is it the resident's own objection that stands in the way: with every other
 * consent, still no, and with all of them, yes? An objection to something else
 * is nobody's business.
 */
static bool
is_refused(const struct bench *bench, const struct policy_item *item)
{
	struct policy_item most = *item, all = *item;
	bool has_objection = false;
	for (size_t i = 0; i < LIMIT_CONSENT_KINDS; i++) {
		bool is_objection =
			item->consent[i] == POLICY_CONSENT_REFUSED ||
			item->consent[i] == POLICY_CONSENT_WITHDRAWN;
		has_objection = has_objection || is_objection;
		all.consent[i] = POLICY_CONSENT_GIVEN_NAMING;
		if (!is_objection)
			most.consent[i] = POLICY_CONSENT_GIVEN_NAMING;
	}
	return has_objection &&
	       policy_decide(bench->prepared, &most).verdict != POLICY_PERMIT &&
	       policy_decide(bench->prepared, &all).verdict == POLICY_PERMIT;
}

static void
note_consents(struct verdict *verdict, const struct consent_facts *facts,
	      size_t room)
{
	for (size_t i = 0; i < LIMIT_CONSENT_KINDS; i++) {
		const struct consent *consent = facts->deciding[i];
		if (consent == NULL || consent->id == NULL)
			continue;
		bool noted = false;
		for (size_t k = 0; k < verdict->consent_count && !noted; k++)
			noted = verdict->consents[k] == consent->id;
		if (!noted && verdict->consent_count < room)
			verdict->consents[verdict->consent_count++] =
				consent->id;
	}
}

/* An earlier record of the last category with these facts, or NULL. */
static const struct judgement *
find_cell(const struct bench *bench, const struct verdict *verdict,
	  int sensitivity)
{
	for (size_t i = verdict->cell_count; i-- > bench->first_cell;) {
		const struct policy_item *item = &verdict->cells[i]->item;
		if (item->from == bench->law_id &&
		    item->sensitivity == sensitivity)
			return verdict->cells[i];
	}
	return NULL;
}

static void
decide(const struct bench *bench, struct judgement *judgement)
{
	judgement->decision = policy_decide(bench->prepared, &judgement->item);
	judgement->refused = judgement->decision.verdict != POLICY_PERMIT &&
			     is_refused(bench, &judgement->item);
	judgement->masked =
		bench->involvement_masked ||
		(judgement->decision.duties & bench->mask_duty) != 0;
}

/* Of the bench's category. */
static void
judge_record(struct bench *bench, struct verdict *verdict,
	     const struct record *record)
{
	learn_about_law(bench, record->law);
	int sensitivity = sensitivity_id(bench, record->sensitivity);
	const struct judgement *same = find_cell(bench, verdict, sensitivity);
	struct judgement *judgement = &verdict->judgements[verdict->count++];
	if (same != NULL) {
		*judgement = *same;
		judgement->record = record;
		return;
	}
	*judgement = (struct judgement){
		.record = record,
		.item = item_of(bench, bench->category, sensitivity,
				&bench->facts),
		.may_be_told = bench->involvement_known,
		.cell = verdict->cell_count,
	};
	decide(bench, judgement);
	verdict->cells[verdict->cell_count++] = judgement;
}

static bool
is_wanted(const struct asker *asker, const char *category)
{
	for (size_t i = 0; i < asker->wanted_count; i++)
		if (strcmp(asker->wanted[i], category) == 0)
			return true;
	return asker->wanted_count == 0;
}

static uint64_t
mask_duty_of(const struct vocabulary *vocabulary)
{
	int duty = vocabulary_find(vocabulary, VOCABULARY_DUTY, MASK_DUTY);
	return duty == VOCABULARY_UNKNOWN ? 0 : UINT64_C(1) << duty;
}

/* What is the same for all of a category, once for each run of it. */
static void
learn_about_category(struct bench *bench, struct verdict *verdict,
		     const char *word)
{
	bench->category =
		vocabulary_find(bench->vocabulary, VOCABULARY_CATEGORY, word);
	bench->first_cell = verdict->cell_count;
	consent_answers_get(bench->answers, bench->category, &bench->facts);
	note_consents(verdict, &bench->facts, bench->subject->consent_count);
}

static void
judge_records(struct bench *bench, struct verdict *verdict)
{
	const struct subject *subject = bench->subject;
	const char *word = NULL;
	bool wanted = false;
	for (size_t i = 0; i < subject->record_count; i++) {
		const struct record *record = &subject->records[i];
		if (!is_same(word, record->category)) {
			word = record->category;
			wanted = is_wanted(bench->asker, word);
			if (wanted)
				learn_about_category(bench, verdict, word);
		}
		if (wanted)
			judge_record(bench, verdict, record);
	}
}

struct verdict
judge(struct arena *arena, const struct policy *policy,
      const struct policy_prepared *prepared, const struct asker *asker,
      const struct subject *subject)
{
	struct verdict verdict = {.subject = subject};
	if (!subject->known || subject->resident.deceased)
		return verdict;
	const struct vocabulary *vocabulary = policy_vocabulary(policy);
	struct bench bench = {
		.vocabulary = vocabulary,
		.prepared = prepared,
		.asker = asker,
		.subject = subject,
		.answers = consents_for(arena, vocabulary, asker, subject),
		.age_years = judge_age(subject, asker->day),
		.mask_duty = mask_duty_of(vocabulary),
		.involvement = vocabulary_find(vocabulary, VOCABULARY_CATEGORY,
					       INVOLVEMENT),
	};
	verdict.judgements =
		ARENA_ARRAY(arena, subject->record_count, struct judgement);
	verdict.cells = ARENA_ARRAY(arena, subject->record_count,
				    const struct judgement *);
	verdict.consents =
		ARENA_ARRAY(arena, subject->consent_count, const char *);

	judge_records(&bench, &verdict);
	return verdict;
}

struct involvement
judge_involvement(struct arena *arena, const struct policy *policy,
		  const struct policy_asker *asker, int source)
{
	const struct vocabulary *vocabulary = policy_vocabulary(policy);
	struct policy_item item = {
		.category = vocabulary_find(vocabulary, VOCABULARY_CATEGORY,
					    INVOLVEMENT),
		.from = source,
		.sensitivity = vocabulary_find(
			vocabulary, VOCABULARY_SENSITIVITY, ORDINARY),
		.age_years = POLICY_AGE_UNKNOWN,
	};
	for (size_t i = 0; i < LIMIT_CONSENT_KINDS; i++)
		item.consent[i] = POLICY_CONSENT_GIVEN_NAMING;
	struct policy_decision decision =
		policy_decide(policy_prepare(arena, policy, asker), &item);
	return (struct involvement){
		.known = decision.verdict == POLICY_PERMIT,
		.masked = (decision.duties & mask_duty_of(vocabulary)) != 0,
	};
}
