#include "daemon/exchange/act.h"
#include "daemon/exchange/due.h"
#include "daemon/exchange/mandates.h"
#include "daemon/exchange/naming.h"
#include "daemon/exchange/news.h"
#include "eenplan/base/clock.h"

static void
put_household(struct json_writer *writer,
	      const struct store_household *household)
{
	json_member_string(writer, "id", household->id);
	json_member_string(writer, "handle", household->handle);
	json_member_string(writer, "name", household->name);
}

static enum status
put_coordinator(struct exchange *exchange, struct json_writer *writer,
		const struct store_household *household)
{
	struct view_coordinator coordinator;
	enum status status =
		mandates_describe(exchange, household, &coordinator);
	if (status != STATUS_OK)
		return status;
	json_key(writer, "coordinator");
	view_coordinator_encode(writer, &coordinator);
	return STATUS_OK;
}

enum status
act_household_list(struct exchange *exchange)
{
	struct store_household *households;
	size_t count;
	enum status status = store_household_list(
		exchange->place->store, exchange->arena, &households, &count);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "households");
	json_open_array(&answer.writer);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		json_open_object(&answer.writer);
		put_household(&answer.writer, &households[i]);
		json_member_integer(&answer.writer, "members",
				    (int64_t)households[i].member_count);
		status = put_coordinator(exchange, &answer.writer,
					 &households[i]);
		json_close_object(&answer.writer);
	}
	json_close_array(&answer.writer);
	act_answer_end(exchange, &answer);
	return status;
}

/*
 * A link says who helps: it is shown as far as this user may know that. One of
 * a partner that is no longer enrolled rests, unused and unnamed.
 */
static enum status
put_link(struct exchange *exchange, struct json_writer *writer,
	 const struct store_link *link)
{
	struct store_partner partner;
	enum status status =
		store_partner_find(exchange->place->store, exchange->arena,
				   link->partner, &partner);
	if (status == STATUS_NOT_ENROLLED)
		return STATUS_OK;
	if (status != STATUS_OK)
		return status;
	struct naming naming =
		naming_of(exchange, partner.domain, MANDATES_ARE_FOR);
	if (naming.naming == MERGE_HIDDEN)
		return STATUS_OK;
	bool named = naming.naming == MERGE_NAMED;
	json_open_object(writer);
	json_member_string(writer, "partner",
			   named ? partner.id : naming.group);
	json_member_string_if(writer, "partner_name",
			      named ? partner.name : NULL);
	json_member_time(writer, "since", link->made_ms);
	json_close_object(writer);
	return STATUS_OK;
}

static enum status
put_links(struct exchange *exchange, struct json_writer *writer,
	  const char *resident)
{
	struct store_link *links;
	size_t count;
	enum status status =
		store_links(exchange->place->store, exchange->arena, resident,
			    &links, &count);
	if (status != STATUS_OK)
		return status;
	json_key(writer, "links");
	json_open_array(writer);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = put_link(exchange, writer, &links[i]);
	json_close_array(writer);
	return status;
}

static enum status
put_member(struct exchange *exchange, struct json_writer *writer,
	   const struct store_member *member)
{
	const struct store_resident *resident = &member->resident;
	struct record *records;
	size_t count;
	enum status status =
		store_records(exchange->place->store, exchange->arena,
			      resident->id, &records, &count);
	if (status != STATUS_OK)
		return status;
	json_open_object(writer);
	json_member_string(writer, "id", resident->id);
	json_member_string(writer, "handle", resident->handle);
	json_member_string_if(writer, "name", resident->name);
	if (resident->birth_day != CLOCK_DAY_NONE)
		json_member_integer(writer, "age",
				    clock_age_years(resident->birth_day,
						    exchange->asker.day));
	json_member_string_if(writer, "relation", member->relation);
	json_member_integer(writer, "records", (int64_t)count);
	status = put_links(exchange, writer, resident->id);
	json_close_object(writer);
	return status;
}

static enum status
put_members(struct exchange *exchange, struct json_writer *writer)
{
	enum status status = STATUS_OK;
	json_key(writer, "members");
	json_open_array(writer);
	for (size_t i = 0; i < exchange->member_count && status == STATUS_OK;
	     i++)
		status = put_member(exchange, writer, &exchange->members[i]);
	json_close_array(writer);
	return status;
}

static enum status
put_due(struct exchange *exchange, struct json_writer *writer)
{
	int64_t count;
	enum status status = due_count(exchange, &count);
	if (status == STATUS_OK && count >= 0)
		json_member_integer(writer, "due", count);
	return status;
}

static enum status
put_news(struct exchange *exchange, struct json_writer *writer)
{
	struct news_count news;
	enum status status = news_count(exchange, &news);
	if (status == STATUS_OK && news.count > 0)
		view_news_encode(writer, news.count, news.since_ms);
	return status;
}

enum status
act_household_show(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"household", JSON_KIND_STRING, true, 0},
	};
	struct store_household household;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = store_household_find(
			exchange->place->store, exchange->arena,
			json_get_string(exchange->body, "household"),
			&household);
	if (status == STATUS_OK)
		status = store_members(exchange->place->store, exchange->arena,
				       household.id, &exchange->members,
				       &exchange->member_count);
	if (status != STATUS_OK)
		return status;
	act_note_members(exchange);

	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	status = put_coordinator(exchange, &answer.writer, &household);
	if (status != STATUS_OK)
		return status;
	status = put_due(exchange, &answer.writer);
	json_key(&answer.writer, "household");
	json_open_object(&answer.writer);
	put_household(&answer.writer, &household);
	json_close_object(&answer.writer);
	if (status == STATUS_OK)
		status = put_members(exchange, &answer.writer);
	if (status == STATUS_OK)
		status = put_news(exchange, &answer.writer);
	act_answer_end(exchange, &answer);
	return status;
}
