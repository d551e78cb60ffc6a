#include "daemon/exchange/bench.h"

#include <string.h>

#include "eenplan/wire/statement.h"

#define MASK_DUTY "mask_kind"

uint64_t
bench_mask_duty(const struct vocabulary *vocabulary)
{
	int duty = vocabulary_find(vocabulary, VOCABULARY_DUTY, MASK_DUTY);
	return duty == VOCABULARY_UNKNOWN ? 0 : UINT64_C(1) << duty;
}

void
bench_open(struct bench *bench, const struct bench_case *on,
	   const struct subject *subject)
{
	const struct asker *asker = on->asker;
	const struct consent_question question = {
		.organisation = asker->organisation,
		.domain = asker->domain,
		.role = asker->role,
		.purpose = asker->purpose,
		.day = asker->day,
	};
	const struct vocabulary *vocabulary = policy_vocabulary(on->policy);
	*bench = (struct bench){
		.vocabulary = vocabulary,
		.prepared = on->prepared,
		.asker = asker,
		.subject = subject,
		.hearing = consent_hearing_new(on->arena, subject->consents,
					       &question),
		.age_years = judge_age(subject, asker->day),
		.mask_duty = bench_mask_duty(vocabulary),
		.involvement = vocabulary_find(vocabulary, VOCABULARY_CATEGORY,
					       BENCH_INVOLVEMENT),
		.category = VOCABULARY_UNKNOWN,
		.is_urgent = strcmp(asker->purpose, STATEMENT_EMERGENCY) == 0,
	};
}

/*
 * AVG 9(2)(c) is for who can't consent, so in an emergency any objection in
 * force stands; but to one's own file nobody consents. Not a rule of policy,
 * where nothing can open for being unknown, and unknown is what this is about.
 */
static bool
objects(const struct bench *bench)
{
	int help = vocabulary_find(bench->vocabulary, VOCABULARY_CONSENT,
				   CONSENT_TO_HELP);
	for (int kind = 0; kind < LIMIT_CONSENT_KINDS; kind++)
		if (kind != help &&
		    (bench->facts.state[kind] == POLICY_CONSENT_REFUSED ||
		     bench->facts.state[kind] == POLICY_CONSENT_WITHDRAWN))
			return true;
	return false;
}

static bool
is_same(const char *last, const char *word)
{
	return last != NULL && strcmp(last, word) == 0;
}

bool
bench_take_category(struct bench *bench, const char *word)
{
	if (is_same(bench->category_word, word))
		return false;
	bench->category_word = word;
	bench->category =
		vocabulary_find(bench->vocabulary, VOCABULARY_CATEGORY, word);
	bench->has_owner = vocabulary_field_find(
				   bench->vocabulary, bench->category,
				   text_of(BENCH_OWNER)) != VOCABULARY_UNKNOWN;
	consent_hearing_facts(bench->hearing, bench->category, &bench->facts);
	bench->is_closed = bench->is_urgent &&
			   strcmp(bench->asker->domain, ASKER_OWN) != 0 &&
			   objects(bench);
	return true;
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
	consent_hearing_facts(bench->hearing, bench->involvement, &facts);
	struct policy_item item =
		item_of(bench, bench->involvement,
			sensitivity_id(bench, BENCH_ORDINARY), &facts);
	struct policy_decision decision = policy_decide(bench->prepared, &item);
	bench->involvement_known = decision.verdict == POLICY_PERMIT;
	bench->involvement_masked = (decision.duties & bench->mask_duty) != 0;
}

/* The value of a member such as "owner_id":"sem@welzijn", without quotes. */
static struct text
owner_in(const struct record *record)
{
	for (size_t i = 0; i < record->slice_count; i++) {
		struct text key = record_slice_key(record, i);
		struct text member = record_slice_member(record, i);
		size_t before = key.length + strlen("\"\":\"");
		if (text_is(key, BENCH_OWNER) && member.length > before)
			return (struct text){member.bytes + before,
					     member.length - before - 1};
	}
	return text_of("");
}

/*
 * Both names are compared whole. Where nobody in particular asks, but whether
 * somebody of an organisation may, the organisation is enough.
 */
static enum policy_owner
owner_of(const struct bench *bench, const struct record *record)
{
	const struct asker *asker = bench->asker;
	struct text owner = bench->has_owner ? owner_in(record) : text_of("");
	const char *at = owner.length == 0
				 ? NULL
				 : memrchr(owner.bytes, '@', owner.length);
	if (at == NULL)
		return POLICY_OWNER_UNKNOWN;
	const struct text user = {owner.bytes, (size_t)(at - owner.bytes)};
	const struct text organisation = {at + 1,
					  owner.length - user.length - 1};
	return text_is(organisation, asker->organisation) &&
			       (asker->is_anybody ||
				(asker->user != NULL &&
				 text_is(user, asker->user)))
		       ? POLICY_OWNER_RECIPIENT
		       : POLICY_OWNER_OTHER;
}

struct policy_item
bench_item(struct bench *bench, const struct record *record)
{
	learn_about_law(bench, record->law);
	struct policy_item item = item_of(
		bench, bench->category,
		sensitivity_id(bench, record->sensitivity), &bench->facts);
	item.owner = owner_of(bench, record);
	return item;
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

struct judgement
bench_judge(struct bench *bench, const struct record *record,
	    const struct policy_item *item)
{
	struct judgement judgement = {
		.record = record,
		.item = *item,
		.decision = policy_decide(bench->prepared, item),
		.may_be_told = bench->involvement_known && !bench->is_urgent,
	};
	judgement.fields = bench->is_closed ? 0 : judgement.decision.fields;
	judgement.duties = judgement.decision.duties;
	judgement.refused = judgement.decision.verdict != POLICY_PERMIT &&
			    is_refused(bench, item);
	judgement.masked = bench->involvement_masked ||
			   (judgement.duties & bench->mask_duty) != 0;
	return judgement;
}

void
bench_note_consents(const struct bench *bench, struct verdict *verdict)
{
	const struct consent *records[LIMIT_DECIDING_CONSENTS];
	size_t count = consent_hearing_records(bench->hearing, bench->category,
					       records, COUNT_OF(records));
	for (size_t i = 0; i < count; i++) {
		const char *id = records[i]->id;
		bool noted = id == NULL;
		for (size_t k = 0; k < verdict->consent_count && !noted; k++)
			noted = verdict->consents[k] == id;
		if (!noted && verdict->consent_count < verdict->consent_room)
			verdict->consents[verdict->consent_count++] = id;
	}
}
