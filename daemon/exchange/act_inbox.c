/*
 * What partners wrote that changed at theirs, for our own users: who, when, and
 * about whom; what it is, they see in a view, decided on as always.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/naming.h"
#include "daemon/store/news.h"

/* Each resident once: the log has that this user read of them. */
static enum status
note_subject(struct exchange *exchange, const char *id,
	     const struct store_resident **resident_out)
{
	struct store_resident *subjects = exchange->act_subjects;
	size_t count = exchange->act_subject_count;
	for (size_t i = 0; i < count; i++)
		if (strcmp(subjects[i].id, id) == 0) {
			*resident_out = &subjects[i];
			return STATUS_OK;
		}
	*resident_out = &subjects[count];
	enum status status = store_resident_find(
		exchange->place->store, exchange->arena, id, &subjects[count]);
	exchange->act_subject_count += status == STATUS_OK;
	return status;
}

static enum status
put_households(struct exchange *exchange, struct json_writer *writer,
	       const char *resident)
{
	struct store_household *households;
	size_t count;
	enum status status =
		store_households_of(exchange->place->store, exchange->arena,
				    resident, &households, &count);
	if (status != STATUS_OK)
		return status;
	json_key(writer, "households");
	json_open_array(writer);
	for (size_t i = 0; i < count; i++) {
		json_open_object(writer);
		json_member_string(writer, "handle", households[i].handle);
		json_member_string(writer, "id", households[i].id);
		json_close_object(writer);
	}
	json_close_array(writer);
	return STATUS_OK;
}

static enum status
put_news(struct exchange *exchange, struct json_writer *writer,
	 const struct store_news *news)
{
	const struct store_resident *resident;
	enum status status = note_subject(exchange, news->resident, &resident);
	if (status == STATUS_OK)
		status = naming_put_somebody(exchange, writer, news->partner);
	if (status != STATUS_OK)
		return status;
	status = put_households(exchange, writer, resident->id);
	json_member_string(writer, "id", news->id);
	json_member_string(writer, "kind", news->kind);
	json_member_time(writer, "received", news->handled_ms);
	json_key(writer, "resident");
	json_open_object(writer);
	act_put_resident(writer, resident);
	json_close_object(writer);
	if (news->seen_ms != 0)
		json_member_time(writer, "seen", news->seen_ms);
	json_member_string_if(writer, "seen_by", news->seen_by);
	json_close_object(writer);
	return status;
}

enum status
act_inbox(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"all", JSON_KIND_BOOL, false, 0},
	};
	struct store_news *news;
	size_t count;
	exchange->act_event = "read";
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = store_news_list(
			exchange->place->store, exchange->arena,
			json_get_bool(exchange->body, "all", false), &news,
			&count);
	if (status != STATUS_OK)
		return status;
	exchange->act_subjects =
		ARENA_ARRAY(exchange->arena, count, struct store_resident);
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "news");
	json_open_array(&answer.writer);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = put_news(exchange, &answer.writer, &news[i]);
	json_close_array(&answer.writer);
	act_answer_end(exchange, &answer);
	return status;
}

static enum status
find_news(struct exchange *exchange, struct store_news *news_out)
{
	enum status status = store_news_find(
		exchange->place->store, exchange->arena,
		json_get_string(exchange->body, "news"), news_out);
	if (status == STATUS_NOT_FOUND)
		fault_set(&exchange->fault, "/news",
			  "nothing that a partner told has that id: see "
			  "'eenplan inbox'");
	if (status == STATUS_AMBIGUOUS)
		fault_set(&exchange->fault, "/news",
			  "fits more than one: give more of the id");
	return status;
}

enum status
act_inbox_see(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"news", JSON_KIND_STRING, true, 0},
	};
	struct store_news news;
	const struct store_resident *resident;
	uint64_t count;
	exchange->act_event = "read";
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = find_news(exchange, &news);
	if (status != STATUS_OK)
		return status;
	exchange->act_subjects =
		ARENA_NEW(exchange->arena, struct store_resident);
	status = note_subject(exchange, news.resident, &resident);
	if (status == STATUS_OK)
		status = store_news_see(exchange->place->store, &news,
					exchange->asker.user, exchange->now_ms,
					&count);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_integer(&answer.writer, "news", (int64_t)count);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}
