/*
 * What residents are to be asked again: of one household, or of all.
 *
 * Residents come by index (store.h); each is then looked at exactly. Where
 * nothing is due because of who gave, the store is told when to look again, so
 * that the next list doesn't look at everybody.
 */
#include "daemon/exchange/act.h"
#include "daemon/exchange/due.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

struct list {
	struct exchange *exchange;
	struct act_answer answer;
	int32_t within_days;
	bool has_more;
};

static void
put_consent(struct json_writer *writer, const struct consent_due *due)
{
	json_open_object(writer);
	json_member_string(writer, "article", due->rule.article);
	json_key(writer, "consent");
	consent_encode(writer, due->consent);
	json_member_day(writer, "day", due->day);
	json_member_string(writer, "who", due->rule.who);
	json_member_string(writer, "why", consent_due_word(due->why));
	json_close_object(writer);
}

static enum status
put_household(struct list *list, struct arena *arena, const char *resident)
{
	struct json_writer *writer = &list->answer.writer;
	struct store_household *households;
	size_t count;
	enum status status =
		store_households_of(list->exchange->place->store, arena,
				    resident, &households, &count);
	if (status != STATUS_OK || count == 0)
		return status;
	json_key(writer, "household");
	json_open_object(writer);
	json_member_string(writer, "handle", households[0].handle);
	json_member_string(writer, "id", households[0].id);
	json_member_string_if(writer, "name", households[0].name);
	json_close_object(writer);
	return STATUS_OK;
}

static void
put_resident(struct list *list, const struct store_resident *resident)
{
	struct json_writer *writer = &list->answer.writer;
	json_key(writer, "resident");
	json_open_object(writer);
	if (resident->birth_day != CLOCK_DAY_NONE)
		json_member_integer(writer, "age",
				    clock_age_years(resident->birth_day,
						    list->exchange->asker.day));
	act_put_resident(writer, resident);
	json_close_object(writer);
}

static void
put_asked(struct json_writer *writer, const struct store_asked *asked)
{
	if (asked->count == 0)
		return;
	json_key(writer, "asked");
	json_open_object(writer);
	json_member_integer(writer, "count", (int64_t)asked->count);
	json_member_day(writer, "first", asked->first_day);
	json_close_object(writer);
}

static enum status
put_due(struct list *list, struct arena *arena,
	const struct store_resident *resident, const struct due *due)
{
	struct json_writer *writer = &list->answer.writer;
	json_open_object(writer);
	put_asked(writer, &due->asked);
	json_key(writer, "consents");
	json_open_array(writer);
	for (size_t i = 0; i < due->consent_count; i++)
		put_consent(writer, &due->consents[i]);
	json_close_array(writer);
	enum status status = put_household(list, arena, resident->id);
	put_resident(list, resident);
	json_close_object(writer);
	return status;
}

/* The log gets an entry for each who is on the list. */
static void
note_subject(struct exchange *exchange, const struct store_resident *resident)
{
	struct store_resident *subject =
		&exchange->act_subjects[exchange->act_subject_count++];
	*subject = *resident;
	subject->id = arena_string(exchange->arena, resident->id);
	subject->handle = arena_string(exchange->arena, resident->handle);
	subject->name = NULL; /* the log has no names */
}

static enum status
list_one(struct list *list, const struct store_resident *resident,
	 int32_t *review_day_out)
{
	struct exchange *exchange = list->exchange;
	struct arena *arena = arena_new();
	struct due due;
	enum status status =
		due_read(exchange, arena, resident, list->within_days, &due);
	*review_day_out = due.review_day;
	if (status == STATUS_OK && !due_is_empty(&due)) {
		list->has_more =
			exchange->act_subject_count == LIMIT_DUE_RESIDENTS;
		if (!list->has_more) {
			note_subject(exchange, resident);
			status = put_due(list, arena, resident, &due);
		}
	}
	arena_free(arena);
	return status;
}

static enum status
list_household(struct list *list, const char *name)
{
	struct exchange *exchange = list->exchange;
	struct store *store = exchange->place->store;
	struct store_household household;
	int32_t review_day;
	enum status status =
		store_household_find(store, exchange->arena, name, &household);
	if (status == STATUS_OK)
		status = store_members(store, exchange->arena, household.id,
				       &exchange->members,
				       &exchange->member_count);
	if (status == STATUS_NOT_FOUND)
		fault_set(&exchange->fault, "/household",
			  "no household of this node has that id or handle");
	for (size_t i = 0; i < exchange->member_count && status == STATUS_OK;
	     i++)
		status = list_one(list, &exchange->members[i].resident,
				  &review_day);
	return status;
}

/* --- of all households --- */

static enum status
list_page(struct list *list, struct arena *arena,
	  struct store_due_search *search, size_t *count_out)
{
	struct store *store = list->exchange->place->store;
	struct store_due_resident *rows;
	enum status status =
		store_due_residents(store, arena, search, &rows, count_out);
	for (size_t i = 0;
	     i < *count_out && status == STATUS_OK && !list->has_more; i++) {
		int32_t review_day;
		status = list_one(list, &rows[i].resident, &review_day);
		if (status == STATUS_OK && review_day != rows[i].review_day)
			status = store_review_set(store, rows[i].resident.id,
						  review_day);
		search->after = arena_string(list->exchange->arena,
					     rows[i].resident.id);
	}
	return status;
}

/*
 * A short transaction for each page: what is read and when to look again
 * belong together, but nobody else should wait for the whole list.
 */
static enum status
list_all(struct list *list)
{
	struct exchange *exchange = list->exchange;
	struct store *store = exchange->place->store;
	int32_t day = exchange->asker.day;
	struct store_due_search search = {
		.ended_from = day - list->within_days,
		.ends_by = day + list->within_days,
		.asked_by = due_asked_by(exchange),
		.review_by = day + list->within_days,
		.after = "",
		.most = LIMIT_DUE_AT_ONCE,
	};
	enum status status = STATUS_OK;
	size_t count = search.most;
	while (status == STATUS_OK && count == search.most && !list->has_more) {
		struct arena *arena = arena_new();
		status = store_begin(store);
		if (status == STATUS_OK)
			status = store_end(
				store, list_page(list, arena, &search, &count));
		arena_free(arena);
	}
	return status;
}

static enum status
read_within(struct exchange *exchange, int32_t *within_out)
{
	int64_t days = json_get_integer(exchange->body, "within",
					exchange->node->settings.consent_days);
	if (days < 0 || days > LIMIT_ASK_DAYS) {
		fault_set(&exchange->fault, "/within",
			  "must be a number of days from 0 to %d",
			  LIMIT_ASK_DAYS);
		return STATUS_INVALID;
	}
	*within_out = (int32_t)days;
	return STATUS_OK;
}

enum status
act_consent_due(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"household", JSON_KIND_STRING, false, 0},
		{"within", JSON_KIND_INTEGER, false, 0},
	};
	struct list list = {.exchange = exchange};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = read_within(exchange, &list.within_days);
	if (status != STATUS_OK)
		return status;
	const char *household = json_get_string(exchange->body, "household");
	exchange->act_subjects = ARENA_ARRAY(
		exchange->arena, LIMIT_DUE_RESIDENTS, struct store_resident);
	act_answer_begin(exchange, &list.answer);
	json_key(&list.answer.writer, "due");
	json_open_array(&list.answer.writer);
	status = household == NULL ? list_all(&list)
				   : list_household(&list, household);
	json_close_array(&list.answer.writer);
	json_member_bool(&list.answer.writer, "more", list.has_more);
	json_member_integer(&list.answer.writer, "within", list.within_days);
	act_answer_end(exchange, &list.answer);
	return status;
}
