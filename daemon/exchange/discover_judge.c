/*
 * May a partner find out that we know somebody: at all, and this resident?
 */
#include <string.h>

#include "daemon/exchange/bench.h"
#include "daemon/exchange/discover.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/strings.h"

/* What a match says: that this organisation knows somebody. */
#define SAYS "organisation"

static struct asker
asker_of(const struct exchange *exchange, const struct discover_scope *scope)
{
	return (struct asker){
		.organisation = scope->partner->id,
		.domain = scope->partner->domain,
		.role = scope->role,
		.purpose = DISCOVER_PURPOSE,
		.day = exchange->asker.day,
	};
}

/* --- at all --- */

static enum status
check_words(struct exchange *exchange, const struct discover_scope *scope,
	    struct policy_asker *ids)
{
	const struct asker asker = asker_of(exchange, scope);
	const struct vocabulary *words = policy_vocabulary(exchange->policy);
	if (vocabulary_find(words, VOCABULARY_PURPOSE, scope->purpose) ==
	    VOCABULARY_UNKNOWN) {
		fault_set(&exchange->fault, "/purpose",
			  "is not a word of this node's policy vocabulary");
		return STATUS_INVALID;
	}
	return judge_asker(words, &asker, ids, &exchange->fault);
}

/* With every consent that there could be. */
static void
find_basis(struct exchange *exchange, const struct policy_asker *ids,
	   const char *const **basis_out, size_t *count_out)
{
	const struct vocabulary *words = policy_vocabulary(exchange->policy);
	struct policy_item item = {
		.category = vocabulary_find(words, VOCABULARY_CATEGORY,
					    BENCH_INVOLVEMENT),
		.from = vocabulary_find(words, VOCABULARY_DOMAIN,
					exchange->node->settings.law),
		.sensitivity = vocabulary_find(words, VOCABULARY_SENSITIVITY,
					       BENCH_ORDINARY),
		.age_years = POLICY_AGE_UNKNOWN,
	};
	for (size_t i = 0; i < LIMIT_CONSENT_KINDS; i++)
		item.consent[i] = POLICY_CONSENT_GIVEN_NAMING;
	const struct policy_prepared *prepared =
		policy_prepare(exchange->arena, exchange->policy, ids);
	struct policy_decision decision = policy_decide(prepared, &item);
	struct policy_reason reason =
		policy_explain(exchange->arena, prepared, &item, &decision);
	*basis_out = reason.basis;
	*count_out = reason.basis_count;
}

enum status
discover_check_scope(struct exchange *exchange,
		     const struct discover_scope *scope,
		     const char *const **basis_out, size_t *count_out)
{
	const char *law = exchange->node->settings.law;
	struct policy_asker ids;
	enum status status = check_words(exchange, scope, &ids);
	if (status != STATUS_OK)
		return status;
	struct involvement at_the_most = judge_involvement(
		exchange->arena, exchange->policy, &ids,
		vocabulary_find(policy_vocabulary(exchange->policy),
				VOCABULARY_DOMAIN, law));
	if (!at_the_most.known || at_the_most.masked) {
		fault_set(&exchange->fault, "",
			  "the policy of this node lets an organisation under "
			  "%s know no client of one under %s by looking for "
			  "joint clients in that role",
			  scope->partner->domain, law);
		return STATUS_FORBIDDEN;
	}
	find_basis(exchange, &ids, basis_out, count_out);
	return STATUS_OK;
}

/* --- one resident --- */

static bool
names_purpose(const struct consent *consent, const char *purpose)
{
	for (size_t i = 0; i < consent->purpose_count; i++)
		if (strcmp(consent->purposes[i], purpose) == 0)
			return true;
	return consent->purpose_count == 0;
}

/* What was given for something else opens nothing here; objections stay. */
static size_t
keep_relevant(struct consent *consents, size_t count, const char *purpose)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++)
		if (consents[i].state != CONSENT_GIVEN ||
		    names_purpose(&consents[i], purpose))
			consents[kept++] = consents[i];
	return kept;
}

static enum status
read_subject(struct exchange *exchange, struct arena *arena,
	     const struct discover_scope *scope, struct subject *subject)
{
	const struct vocabulary *words = policy_vocabulary(exchange->policy);
	struct store *store = exchange->place->store;
	struct circumstances *circumstances =
		ARENA_NEW(arena, struct circumstances);
	struct consent *consents;
	size_t count;
	enum status status = store_circumstances(
		store, arena, &subject->resident, circumstances);
	if (status == STATUS_OK)
		status = store_consents(store, arena, subject->resident.id,
					false, &consents, &count);
	if (status != STATUS_OK)
		return status;
	count = keep_relevant(consents, count, scope->purpose);
	subject->known = true;
	subject->reference = subject->resident.id;
	subject->resident.deceased = circumstances->deceased;
	subject->consents =
		consent_file_new(arena, words, circumstances, consents, count);
	return STATUS_OK;
}

/* How sensitive our own involvement is marked, under that law. */
static const char *
sensitivity_of(const struct vocabulary *words, const struct store_mark *marks,
	       size_t count, const char *law)
{
	int most = 0;
	for (size_t i = 0; i < count; i++) {
		const struct store_mark *mark = &marks[i];
		if (strcmp(mark->category, BENCH_INVOLVEMENT) != 0 ||
		    strcmp(mark->law, law) != 0)
			continue;
		int level = vocabulary_find(words, VOCABULARY_SENSITIVITY,
					    mark->sensitivity);
		if (level > most)
			most = level;
	}
	return vocabulary_word(words, VOCABULARY_SENSITIVITY, most);
}

/* The laws under which we keep anything of theirs; our own law where there is
 * nothing. */
static const char **
find_laws(const struct exchange *exchange, struct arena *arena,
	  const struct store_mark *marks, size_t mark_count, size_t *count_out)
{
	const char **laws = ARENA_ARRAY(arena, mark_count + 1, const char *);
	size_t count = mark_count;
	for (size_t i = 0; i < count; i++)
		laws[i] = marks[i].law;
	if (count == 0)
		laws[count++] = exchange->node->settings.law;
	*count_out = strings_sort_unique(laws, count);
	return laws;
}

/* Each of those laws as the fact that we are involved: what is judged. */
static enum status
make_records(struct exchange *exchange, struct arena *arena,
	     struct subject *subject)
{
	const struct vocabulary *words = policy_vocabulary(exchange->policy);
	const char *id = subject->resident.id;
	struct store_mark *marks;
	size_t count, mark_count;
	enum status status = store_record_marks(exchange->place->store, arena,
						id, &marks, &mark_count);
	if (status != STATUS_OK)
		return status;
	const char **laws =
		find_laws(exchange, arena, marks, mark_count, &count);
	struct record *records = ARENA_ARRAY(arena, count, struct record);
	for (size_t i = 0; i < count; i++)
		records[i] = (struct record){
			.id = id,
			.category = BENCH_INVOLVEMENT,
			.law = laws[i],
			.sensitivity = sensitivity_of(words, marks, mark_count,
						      laws[i]),
			.changed_ms = exchange->now_ms,
		};
	subject->records = records;
	subject->record_count = count;
	return STATUS_OK;
}

static const char *
join(struct arena *arena, const char *const *words, size_t count)
{
	struct buf out;
	buf_init(&out, arena, 64);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_add_char(&out, ',');
		buf_add_string(&out, words[i]);
	}
	return buf_string(&out);
}

static void
describe(struct arena *arena, const struct policy_prepared *prepared,
	 const struct verdict *verdict, const struct judgement *judgement,
	 struct discover_input *input_out)
{
	const char *rules[LIMIT_BASES];
	size_t count = policy_deciding_rules(prepared, &judgement->item,
					     &judgement->decision, rules,
					     COUNT_OF(rules));
	*input_out = (struct discover_input){
		.resident = verdict->subject->resident.id,
		.rules = join(arena, rules, count),
		.consents =
			join(arena, verdict->consents, verdict->consent_count),
	};
}

static bool
says_organisation(const struct vocabulary *words,
		  const struct judgement *judgement)
{
	int field = vocabulary_field_find(words, judgement->item.category,
					  text_of(SAYS));
	return field != VOCABULARY_UNKNOWN &&
	       (judgement->fields >> field & 1) != 0;
}

enum status
discover_judge_begin(struct discover_judge *judge, struct exchange *exchange,
		     struct arena *arena, const struct discover_scope *scope)
{
	struct policy_asker ids;
	*judge = (struct discover_judge){
		.exchange = exchange,
		.scope = scope,
		.asker = asker_of(exchange, scope),
	};
	enum status status = judge_asker(policy_vocabulary(exchange->policy),
					 &judge->asker, &ids, &exchange->fault);
	if (status == STATUS_OK)
		judge->prepared = policy_prepare(arena, exchange->policy, &ids);
	return status;
}

/* Under some law: a match says no more than the organisation's name. */
static void
judge_subject(const struct discover_judge *bench, struct arena *arena,
	      const struct subject *subject, bool *may_out,
	      struct discover_input *input_out)
{
	const struct exchange *exchange = bench->exchange;
	const struct vocabulary *words = policy_vocabulary(exchange->policy);
	struct verdict verdict = judge(arena, exchange->policy, bench->prepared,
				       &bench->asker, subject);
	*may_out = false;
	for (size_t i = 0; i < verdict.count && !*may_out; i++) {
		const struct judgement *judgement = &verdict.judgements[i];
		*may_out = says_organisation(words, judgement);
		if (*may_out && input_out != NULL)
			describe(arena, bench->prepared, &verdict, judgement,
				 input_out);
	}
}

enum status
discover_judge_one(const struct discover_judge *judge, struct arena *arena,
		   const struct store_candidate *candidate, bool *may_out,
		   struct discover_input *input_out)
{
	struct subject subject = {
		.resident = {.id = candidate->id,
			     .birth_day = candidate->birth_day,
			     .deceased = candidate->deceased},
	};
	enum status status =
		read_subject(judge->exchange, arena, judge->scope, &subject);
	if (status == STATUS_OK)
		status = make_records(judge->exchange, arena, &subject);
	*may_out = false;
	if (status == STATUS_OK)
		judge_subject(judge, arena, &subject, may_out, input_out);
	return status;
}

enum status
discover_judge(struct exchange *exchange, const struct discover_scope *scope,
	       const struct store_resident *resident, bool *may_out)
{
	const struct store_candidate candidate = {
		resident->id, resident->birth_day, resident->deceased};
	struct arena *arena = arena_new();
	struct discover_judge judge;
	enum status status =
		discover_judge_begin(&judge, exchange, arena, scope);
	*may_out = false;
	if (status == STATUS_OK)
		status = discover_judge_one(&judge, arena, &candidate, may_out,
					    NULL);
	arena_free(arena);
	return status;
}
