/*
 * What the nights found: how far our log was held against each partner's, and
 * the requests that only one side has. See keep_reconciled.c.
 */
#include "daemon/exchange/act.h"
#include "daemon/store/reconciled.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

static void
put_day(struct json_writer *writer, const char *key, int32_t day)
{
	char date[CLOCK_DATE_BYTES];
	clock_format_date(day, date);
	json_member_string(writer, key, date);
}

static void
put_night(struct exchange *exchange, struct json_writer *writer,
	  const struct store_reconciled *night)
{
	json_open_object(writer);
	if (night->done_ms > 0) {
		json_member_integer(writer, "answered", night->answered);
		json_member_integer(writer, "asked", night->asked);
		/* the last day that was compared */
		put_day(writer, "day", night->until_day - 1);
		json_member_integer(writer, "orphans", night->orphans);
	}
	json_member_string(writer, "partner", night->partner);
	json_member_string_if(writer, "partner_name",
			      act_organisation_name(exchange, night->partner));
	if (night->done_ms > 0)
		json_member_time(writer, "time", night->done_ms);
	json_member_string_if(writer, "trouble", night->trouble);
	if (night->trouble != NULL)
		json_member_time(writer, "trouble_time", night->tried_ms);
	json_close_object(writer);
}

static void
put_orphan(struct json_writer *writer, const struct store_orphan *orphan)
{
	json_open_object(writer);
	put_day(writer, "day", orphan->day);
	json_member_string(writer, "event", orphan->event);
	json_member_time(writer, "found", orphan->found_ms);
	json_member_string(writer, "missing_at", orphan->missing_at);
	json_member_string(writer, "partner", orphan->partner);
	json_member_string(writer, "request", orphan->request);
	json_close_object(writer);
}

enum status
act_reconciled(struct exchange *exchange)
{
	struct store *store = exchange->place->store;
	unsigned hour = exchange->node->settings.reconcile_hour;
	struct store_reconciled *nights;
	struct store_orphan *orphans;
	size_t night_count, orphan_count;
	int64_t known;
	enum status status = store_reconciled_list(store, exchange->arena,
						   &nights, &night_count);
	if (status == STATUS_OK)
		status = store_orphan_list(store, exchange->arena,
					   LIMIT_RECONCILE_SHOWN, &orphans,
					   &orphan_count);
	if (status == STATUS_OK)
		status = store_orphan_count(store, 0, &known);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	struct json_writer *writer = &answer.writer;
	act_answer_begin(exchange, &answer);
	if (hour != LIMIT_RECONCILE_NEVER)
		json_member_integer(writer, "hour", hour);
	json_member_integer(writer, "known", known);
	json_key(writer, "nights");
	json_open_array(writer);
	for (size_t i = 0; i < night_count; i++)
		put_night(exchange, writer, &nights[i]);
	json_close_array(writer);
	json_key(writer, "orphans");
	json_open_array(writer);
	for (size_t i = 0; i < orphan_count; i++)
		put_orphan(writer, &orphans[i]);
	json_close_array(writer);
	json_member_bool(writer, "sound", known == 0);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}
