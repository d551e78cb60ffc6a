/*
 * The ledger of specialists' hours: what is booked, and what they book besides
 * consultations. Whoever may ask a specialist sees what is left; the lines are
 * the specialist's own, and a manager's.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/hours.h"
#include "eenplan/base/half_year.h"
#include "eenplan/base/limits.h"

/* The half-year that the body names; else that of today. */
static enum status
read_period(struct exchange *exchange, int32_t *half_year_out)
{
	const char *period = json_get_string(exchange->body, "period");
	*half_year_out = half_year_of_day(exchange->asker.day);
	if (period == NULL || half_year_parse(period, half_year_out))
		return STATUS_OK;
	fault_set(&exchange->fault, "/period",
		  "must be a half-year, such as 2026-1 (January to June) or "
		  "2026-2");
	return STATUS_INVALID;
}

/* --- show --- */

static void
put_line(struct json_writer *writer, const struct store_hours_line *line)
{
	json_open_object(writer);
	json_member_time(writer, "booked", line->booked_ms);
	json_member_string_if(writer, "consultation", line->consultation);
	json_member_integer(writer, "minutes", line->minutes);
	json_member_string_if(writer, "reason", line->reason);
	json_close_object(writer);
}

static enum status
put_lines(struct exchange *exchange, struct json_writer *writer,
	  const struct hours *hours)
{
	struct store_hours_line *lines;
	size_t count;
	enum status status = store_hours_lines(
		exchange->place->store, exchange->arena, hours->specialist,
		hours->half_year, &lines, &count);
	if (status != STATUS_OK)
		return status;
	json_key(writer, "lines");
	json_open_array(writer);
	for (size_t i = 0; i < count; i++)
		put_line(writer, &lines[i]);
	json_close_array(writer);
	return STATUS_OK;
}

/* `named`: it was asked about this one by name. */
static enum status
put_hours(struct exchange *exchange, struct json_writer *writer,
	  const struct hours *hours, bool named)
{
	enum status status = STATUS_OK;
	json_open_object(writer);
	hours_put(writer, exchange, hours);
	if (named && (strcmp(hours->specialist, exchange->asker.user) == 0 ||
		      store_user_has(&exchange->user, "manager")))
		status = put_lines(exchange, writer, hours);
	json_close_object(writer);
	return status;
}

/* Everybody who is a specialist, whether something is booked or not. */
static enum status
put_all(struct exchange *exchange, struct json_writer *writer,
	int32_t half_year)
{
	struct store *store = exchange->place->store;
	struct store_hours *booked;
	struct store_user *users;
	size_t booked_count, user_count;
	enum status status = store_hours_of_all(
		store, exchange->arena, half_year, &booked, &booked_count);
	if (status == STATUS_OK)
		status = store_user_list(store, exchange->arena, &users,
					 &user_count);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < user_count && status == STATUS_OK; i++) {
		struct hours hours = {.specialist = users[i].id,
				      .half_year = half_year};
		if (!store_user_has(&users[i], HOURS_ROLE))
			continue;
		for (size_t at = 0; at < booked_count; at++)
			if (strcmp(booked[at].specialist, users[i].id) == 0)
				hours.used = booked[at].used;
		status = put_hours(exchange, writer, &hours, false);
	}
	return status;
}

static enum status
put_one(struct exchange *exchange, struct json_writer *writer,
	const char *specialist, int32_t half_year)
{
	struct hours hours = {.specialist = specialist, .half_year = half_year};
	enum status status = store_hours_used(
		exchange->place->store, specialist, half_year, &hours.used);
	return status == STATUS_OK ? put_hours(exchange, writer, &hours, true)
				   : status;
}

/* They are enrolled, or something is booked for them: they left. */
static enum status
check_specialist(struct exchange *exchange, const char *specialist,
		 int32_t half_year)
{
	struct store_user user;
	int64_t used;
	enum status status = store_user_find(
		exchange->place->store, exchange->arena, specialist, &user);
	if (status == STATUS_OK && store_user_has(&user, HOURS_ROLE))
		return STATUS_OK;
	if (status != STATUS_OK && status != STATUS_NOT_ENROLLED)
		return status;
	status = store_hours_used(exchange->place->store, specialist, half_year,
				  &used);
	if (status != STATUS_OK || used != 0)
		return status;
	fault_set(&exchange->fault, "/specialist",
		  "is no specialist of this node");
	return STATUS_NOT_FOUND;
}

enum status
act_hours_show(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"period", JSON_KIND_STRING, false, 0},
		{"specialist", JSON_KIND_STRING, false, 0},
	};
	const char *specialist = NULL;
	int32_t half_year;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = read_period(exchange, &half_year);
	if (status != STATUS_OK)
		return status;
	specialist = json_get_string(exchange->body, "specialist");
	if (specialist != NULL)
		status = check_specialist(exchange, specialist, half_year);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "hours");
	json_open_array(&answer.writer);
	status = specialist != NULL
			 ? put_one(exchange, &answer.writer, specialist,
				   half_year)
			 : put_all(exchange, &answer.writer, half_year);
	json_close_array(&answer.writer);
	act_answer_end(exchange, &answer);
	return status;
}

/* --- book --- */

static enum status
read_booking(struct exchange *exchange, struct hours *hours,
	     struct store_hours_line *line)
{
	static const struct json_shape shape[] = {
		{"minutes", JSON_KIND_INTEGER, true, 0},
		{"period", JSON_KIND_STRING, false, 0},
		{"reason", JSON_KIND_STRING, true, LIMIT_TEXT_BYTES},
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = act_check_words(exchange, "reason");
	if (status == STATUS_OK)
		status = read_period(exchange, &hours->half_year);
	if (status != STATUS_OK)
		return status;
	line->minutes = json_get_integer(exchange->body, "minutes", 0);
	line->reason = json_get_string(exchange->body, "reason");
	if (hours->half_year > half_year_of_day(exchange->asker.day))
		return act_refuse(exchange, "/period", "is still to come");
	if (line->minutes != 0 && line->minutes <= LIMIT_CONSULTATION_MINUTES &&
	    line->minutes >= -LIMIT_CONSULTATION_MINUTES)
		return STATUS_OK;
	return act_refuse(exchange, "/minutes",
			  "must be 1 to %d, or as many below 0 to "
			  "correct what was booked",
			  LIMIT_CONSULTATION_MINUTES);
}

enum status
act_hours_book(struct exchange *exchange)
{
	struct hours hours = {.specialist = exchange->asker.user};
	struct store_hours_line line = {.booked_ms = exchange->now_ms};
	exchange->act_event = "change";
	enum status status = read_booking(exchange, &hours, &line);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = hours_book(exchange, &hours, &line);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "hours");
	json_open_array(&answer.writer);
	json_open_object(&answer.writer);
	hours_put(&answer.writer, exchange, &hours);
	json_close_object(&answer.writer);
	json_close_array(&answer.writer);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}
