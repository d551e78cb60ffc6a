/*
 * Cases for a learning session: judged like every answer about a resident,
 * and then told without whose they are (plan/learning.h). Nothing is given
 * that has too few who look alike, alone or with what was given before.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/subjects.h"
#include "daemon/plan/learning.h"
#include "daemon/store/reports.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

#define LEARNING_PURPOSE "learning"
#define LEARNING_MEASURE "learning" /* in the ledger of what was given */

struct wanted {
	const char *cohort;
	struct learning_grains grains;
	size_t k;
};

/* All that is made for the answer. */
struct lesson {
	struct learning_names names; /* of everybody who works here */
	struct learning_case *cases;
	size_t count;
	size_t left_out; /* residents of whom nothing may be told */
};

/* --- what is asked --- */

static enum status
read_grains(struct exchange *exchange, struct learning_grains *grains)
{
	const struct json *coarsen = json_member(exchange->body, "coarsen");
	for (const struct json *one = json_first(coarsen); one != NULL;
	     one = one->next)
		if (one->kind != JSON_KIND_STRING ||
		    !learning_grains_set(grains, one->as.string))
			return act_refuse(exchange, "/coarsen",
					  "must be age, household or laws, "
					  "each told fine, wide or none: "
					  "age=wide");
	return STATUS_OK;
}

static enum status
read_wanted(struct exchange *exchange, struct wanted *wanted_out)
{
	static const struct json_shape shape[] = {
		{"coarsen", JSON_KIND_ARRAY, false, 2 * LEARNING_TRAITS},
		{"cohort", JSON_KIND_STRING, true, 0},
		{"k", JSON_KIND_INTEGER, false, 0},
	};
	const struct json *body = exchange->body;
	struct store_cohort cohort;
	enum status status = json_check_shape(body, shape, COUNT_OF(shape), "",
					      &exchange->fault);
	if (status != STATUS_OK)
		return status;
	int64_t k = json_get_integer(body, "k", LIMIT_LEARNING_ALIKE);
	if (k < LIMIT_LEARNING_ALIKE || k > LIMIT_LEARNING_CASES)
		return act_refuse(exchange, "/k", "must be %d to %d",
				  LIMIT_LEARNING_ALIKE, LIMIT_LEARNING_CASES);
	*wanted_out = (struct wanted){.cohort = json_get_string(body, "cohort"),
				      .k = (size_t)k};
	status = read_grains(exchange, &wanted_out->grains);
	if (status != STATUS_OK)
		return status;
	status = store_cohort_find(exchange->place->store, exchange->arena,
				   wanted_out->cohort, &cohort);
	if (status == STATUS_NOT_FOUND)
		fault_set(&exchange->fault, "/cohort",
			  "no cohort of this node has that name");
	if (status == STATUS_OK && cohort.count > LIMIT_LEARNING_CASES)
		return act_refuse(exchange, "/cohort",
				  "has more than %d residents: make a "
				  "smaller one for a session",
				  LIMIT_LEARNING_CASES);
	return status;
}

/* --- names that no lesson may have --- */

static const char **
grow(struct arena *arena, const char **names, size_t count, size_t more)
{
	return arena_grow(arena, names, count * sizeof(*names),
			  (count + more) * sizeof(*names));
}

static void
add_person(struct arena *arena, struct learning_names *names, const char *name)
{
	if (name == NULL || name[0] == '\0')
		return;
	names->people = grow(arena, names->people, names->person_count, 1);
	names->people[names->person_count++] = name;
}

static enum status
read_names(struct exchange *exchange, struct learning_names *names)
{
	struct store *store = exchange->place->store;
	struct arena *arena = exchange->arena;
	struct store_user *users;
	struct store_partner *partners;
	size_t user_count, partner_count;
	enum status status = store_user_list(store, arena, &users, &user_count);
	if (status == STATUS_OK)
		status = store_partner_list(store, arena, &partners,
					    &partner_count);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < user_count; i++)
		add_person(arena, names, users[i].name);
	names->organisations =
		ARENA_ARRAY(arena, partner_count + 1, const char *);
	for (size_t i = 0; i < partner_count; i++)
		names->organisations[names->organisation_count++] =
			partners[i].name;
	names->organisations[names->organisation_count++] =
		exchange->node->settings.name;
	return STATUS_OK;
}

/* People whom the resident's own records name. */
static enum status
add_names_of(struct arena *arena, const struct record *record,
	     struct learning_names *names)
{
	static const char *const fields[] = {"name", "owner", "worker"};
	const struct json *object;
	enum status status = json_read(arena, record->fields,
				       LIMIT_REQUEST_BYTES, &object, NULL);
	for (size_t i = 0; i < COUNT_OF(fields) && status == STATUS_OK; i++)
		add_person(arena, names, json_get_string(object, fields[i]));
	return status;
}

/* --- one case --- */

/* How many live with the resident, whose names no lesson may have. */
static enum status
read_household(struct exchange *exchange, const char *resident,
	       struct learning_names *names, size_t *size_out)
{
	struct store *store = exchange->place->store;
	struct arena *arena = exchange->arena;
	struct store_household *households;
	size_t count;
	enum status status = store_households_of(store, arena, resident,
						 &households, &count);
	*size_out = 0;
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		struct store_member *members;
		size_t member_count;
		status = store_members(store, arena, households[i].id, &members,
				       &member_count);
		if (status != STATUS_OK)
			return status;
		if (member_count > *size_out)
			*size_out = member_count;
		for (size_t k = 0; k < member_count; k++)
			add_person(arena, names, members[k].resident.name);
	}
	return status;
}

/* The fields that were decided on, and no other. */
static enum status
permitted_fields(struct exchange *exchange, const struct judgement *judgement,
		 const struct json **fields_out)
{
	const struct vocabulary *vocabulary =
		policy_vocabulary(exchange->policy);
	const struct record *record = judgement->record;
	struct buf out;
	buf_init(&out, exchange->arena, record->fields.length + 2);
	buf_add_char(&out, '{');
	for (size_t i = 0; i < record->slice_count; i++) {
		int field = vocabulary_field_find(vocabulary,
						  judgement->item.category,
						  record_slice_key(record, i));
		if (field < 0 || (judgement->fields >> field & 1) == 0)
			continue;
		if (buf_text(&out).length > 1)
			buf_add_char(&out, ',');
		buf_add_text(&out, record_slice_member(record, i));
	}
	buf_add_char(&out, '}');
	return json_read(exchange->arena, buf_text(&out), LIMIT_REQUEST_BYTES,
			 fields_out, NULL);
}

/* In whatever kind of consent, about whatever of it. */
static bool
is_objected_to(const struct judgement *judgement)
{
	for (size_t i = 0; i < LIMIT_CONSENT_KINDS; i++)
		if (judgement->item.consent[i] == POLICY_CONSENT_REFUSED ||
		    judgement->item.consent[i] == POLICY_CONSENT_WITHDRAWN)
			return true;
	return false;
}

/* Of who objects there are none. */
static enum status
read_records(struct exchange *exchange, const struct verdict *verdict,
	     struct learning_names *names, struct learning_source *source)
{
	struct learning_record *records = ARENA_ARRAY(
		exchange->arena, verdict->count, struct learning_record);
	source->records = records;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < verdict->count && status == STATUS_OK; i++) {
		const struct judgement *judgement = &verdict->judgements[i];
		const struct record *record = judgement->record;
		if (is_objected_to(judgement)) {
			source->record_count = 0;
			return STATUS_OK;
		}
		status = add_names_of(exchange->arena, record, names);
		if (status != STATUS_OK || judgement->fields == 0)
			continue;
		struct learning_record *one = &records[source->record_count++];
		one->category = record->category;
		one->law = record->law;
		one->tag = store_report_record_tag(exchange->place->store,
						   record->id, record->fields);
		status = permitted_fields(exchange, judgement, &one->fields);
	}
	return status;
}

/* A resident of whom nothing may be told is left out. */
static enum status
add_case(struct exchange *exchange, const char *id, struct lesson *lesson)
{
	struct store *store = exchange->place->store;
	struct subject *subject = ARENA_NEW(exchange->arena, struct subject);
	struct learning_names names = lesson->names;
	struct learning_source source = {
		.resident = store_report_tag(store, id),
		.today = exchange->asker.day,
		.names = &names,
	};
	names.people = grow(exchange->arena, NULL, 0, names.person_count);
	if (names.person_count > 0)
		memcpy(names.people, lesson->names.people,
		       names.person_count * sizeof(*names.people));
	enum status status = store_resident_find(store, exchange->arena, id,
						 &subject->resident);
	subject->reference = id;
	if (status == STATUS_OK)
		status = subjects_read(store, exchange->arena,
				       policy_vocabulary(exchange->policy),
				       subject);
	if (status == STATUS_OK)
		status =
			read_household(exchange, id, &names, &source.household);
	if (status != STATUS_OK)
		return status;
	add_person(exchange->arena, &names, subject->resident.name);
	source.birth_day = subject->resident.birth_day;
	struct verdict verdict =
		judge(exchange->arena, exchange->policy, exchange->prepared,
		      &exchange->asker, subject);
	status = read_records(exchange, &verdict, &names, &source);
	if (status != STATUS_OK)
		return status;
	if (source.record_count == 0) {
		lesson->left_out++;
		return STATUS_OK;
	}
	learning_case_of(exchange->arena, &source,
			 &lesson->cases[lesson->count]);
	exchange->act_subjects[lesson->count++] = subject->resident;
	exchange->act_subject_count = lesson->count;
	return STATUS_OK;
}

static enum status
make_cases(struct exchange *exchange, const char *cohort, struct lesson *lesson)
{
	struct policy_asker asker;
	const char **ids;
	size_t count;
	exchange->asker.purpose = LEARNING_PURPOSE;
	exchange_enter_gate(exchange);
	enum status status =
		judge_asker(policy_vocabulary(exchange->policy),
			    &exchange->asker, &asker, &exchange->fault);
	if (status == STATUS_OK)
		status = read_names(exchange, &lesson->names);
	if (status == STATUS_OK)
		status = store_cohort_members(exchange->place->store,
					      exchange->arena, cohort, &ids,
					      &count);
	if (status != STATUS_OK)
		return status;
	exchange->prepared =
		policy_prepare(exchange->arena, exchange->policy, &asker);
	lesson->cases =
		ARENA_ARRAY(exchange->arena, count, struct learning_case);
	exchange->act_subjects =
		ARENA_ARRAY(exchange->arena, count, struct store_resident);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = add_case(exchange, ids[i], lesson);
	learning_sort(lesson->cases, lesson->count);
	return status;
}

/* --- may it be given? --- */

static enum status
check_alike(struct exchange *exchange, const struct wanted *wanted,
	    const struct lesson *lesson)
{
	struct learning_grains enough = wanted->grains;
	size_t exposed = learning_exposed(lesson->cases, lesson->count,
					  &wanted->grains, wanted->k);
	if (exposed == 0 && lesson->count >= wanted->k)
		return STATUS_OK;
	if (!learning_coarsen(lesson->cases, lesson->count, wanted->k, &enough))
		fault_set(&exchange->fault, "/cohort",
			  "has fewer than %zu cases of which something may be "
			  "told: take a larger one",
			  wanted->k);
	else
		fault_set(&exchange->fault, "/coarsen",
			  "%zu of %zu cases are in a group of fewer than %zu "
			  "that look alike, and could be recognised: tell "
			  "less, with --coarsen %s",
			  exposed, lesson->count, wanted->k,
			  learning_grains_text(exchange->arena, &enough));
	return STATUS_CONFLICT;
}

static struct learning_earlier
unpack(struct arena *arena, const struct store_report_set *set)
{
	size_t count = set->set.length / sizeof(struct report_share);
	struct report_share *shares =
		ARENA_ARRAY(arena, count, struct report_share);
	struct learning_earlier earlier = {.shares = shares, .count = count};
	char *grains = arena_string(arena, set->law), *rest = NULL;
	if (count > 0)
		memcpy(shares, set->set.bytes, count * sizeof(*shares));
	for (char *one = strtok_r(grains, ",", &rest); one != NULL;
	     one = strtok_r(NULL, ",", &rest))
		(void)learning_grains_set(&earlier.grains, one);
	return earlier;
}

static enum status
check_earlier(struct exchange *exchange, const struct wanted *wanted,
	      const struct lesson *lesson)
{
	struct store_report_set *sets;
	size_t count;
	enum status status = store_report_sets_of_measure(
		exchange->place->store, exchange->arena, LEARNING_MEASURE,
		&sets, &count);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		struct learning_earlier earlier =
			unpack(exchange->arena, &sets[i]);
		if (!learning_tells_with(exchange->arena, lesson->cases,
					 lesson->count, &wanted->grains,
					 &earlier, wanted->k))
			continue;
		fault_set(&exchange->fault, "/cohort",
			  "together with what was exported before, this would "
			  "tell of fewer than %zu cases: take the same cohort, "
			  "told as finely as then (%s), or wait until more "
			  "have changed",
			  wanted->k,
			  sets[i].law[0] == '\0' ? "fine" : sets[i].law);
		return STATUS_CONFLICT;
	}
	return status;
}

static enum status
keep_given(struct exchange *exchange, const struct wanted *wanted,
	   const struct lesson *lesson)
{
	size_t count;
	struct report_share *shares = learning_shares(
		exchange->arena, lesson->cases, lesson->count, &count);
	return store_report_set_add(
		exchange->place->store, LEARNING_MEASURE,
		learning_grains_text(exchange->arena, &wanted->grains),
		(struct text){(const char *)shares, count * sizeof(*shares)},
		exchange->now_ms);
}

/* --- the answer --- */

static void
put_event(struct json_writer *writer, const struct learning_event *event)
{
	json_open_object(writer);
	json_member_string(writer, "category", event->category);
	if (event->day != CLOCK_DAY_NONE)
		json_member_integer(writer, "day", event->day);
	if (event->told.length > 0)
		json_put_raw(writer, event->told);
	json_close_object(writer);
}

static void
put_case(struct json_writer *writer, const struct learning_case *one,
	 const struct learning_grains *grains, size_t number)
{
	json_open_object(writer);
	json_member_integer(writer, "case", (int64_t)number);
	json_key(writer, "events");
	json_open_array(writer);
	for (size_t i = 0; i < one->event_count; i++)
		put_event(writer, &one->events[i]);
	json_close_array(writer);
	json_key(writer, "traits");
	json_open_object(writer);
	for (int i = 0; i < LEARNING_TRAITS; i++) {
		enum learning_trait trait = (enum learning_trait)i;
		if (grains->of[i] != LEARNING_NONE)
			json_member_string(writer, learning_trait_word(trait),
					   one->traits[i][grains->of[i]]);
	}
	json_close_object(writer);
	json_close_object(writer);
}

static void
put_answer(struct exchange *exchange, const struct wanted *wanted,
	   const struct lesson *lesson)
{
	struct act_answer answer;
	struct json_writer *writer = &answer.writer;
	size_t lessons = 0;
	for (size_t i = 0; i < lesson->count; i++)
		lessons += lesson->cases[i].lessons_left_out;
	act_answer_begin(exchange, &answer);
	json_key(writer, "cases");
	json_open_array(writer);
	for (size_t i = 0; i < lesson->count; i++)
		put_case(writer, &lesson->cases[i], &wanted->grains, i + 1);
	json_close_array(writer);
	json_member_string(
		writer, "coarsened",
		learning_grains_text(exchange->arena, &wanted->grains));
	json_member_integer(writer, "k", (int64_t)wanted->k);
	json_member_integer(writer, "left_out", (int64_t)lesson->left_out);
	json_member_integer(writer, "lessons_left_out", (int64_t)lessons);
	act_answer_end(exchange, &answer);
}

enum status
act_learning_export(struct exchange *exchange)
{
	struct lesson lesson = {.count = 0};
	struct wanted wanted = {.cohort = NULL};
	exchange->act_event = "export";
	enum status status = act_begin(exchange);
	if (status == STATUS_OK)
		status = read_wanted(exchange, &wanted);
	if (status == STATUS_OK)
		status = make_cases(exchange, wanted.cohort, &lesson);
	if (status == STATUS_OK)
		status = check_alike(exchange, &wanted, &lesson);
	if (status == STATUS_OK)
		status = check_earlier(exchange, &wanted, &lesson);
	if (status == STATUS_OK)
		status = keep_given(exchange, &wanted, &lesson);
	if (status == STATUS_OK)
		put_answer(exchange, &wanted, &lesson);
	return status;
}
