#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/emergency.h"
#include "eenplan/base/limits.h"

static void
note_progress(void *context, uint64_t done, uint64_t of)
{
	struct exchange *exchange = context;
	const struct progress_state state = {"verifying", (size_t)done,
					     (size_t)of};
	progress_set(exchange->node->progress, exchange->request->id, &state);
}

static enum status
find_key(void *context, const char *key_id)
{
	struct exchange *exchange = context;
	struct box_key key;
	enum status status = node_log_key(exchange->node,
					  exchange->place->store, key_id, &key);
	box_key_wipe(&key);
	return status;
}

static void
put_report(struct json_writer *writer, const struct audit_report *report)
{
	json_member_integer(writer, "entries", (int64_t)report->entries);
	json_member_integer(writer, "erased", (int64_t)report->erased);
	json_member_string_if(writer, "fault", report->fault);
	if (!report->intact)
		json_member_integer(writer, "first_bad",
				    (int64_t)report->first_bad);
	if (report->unknown > 0)
		json_member_integer(writer, "first_unknown",
				    (int64_t)report->first_unknown);
	json_member_integer(writer, "head_entries",
			    (int64_t)report->head_entries);
	json_member_bool(writer, "head_signed", report->head_is_signed);
	json_member_bool(writer, "intact", report->intact);
	json_member_string(writer, "root", report->root);
	json_member_integer(writer, "unknown", (int64_t)report->unknown);
}

enum status
act_audit_verify(struct exchange *exchange)
{
	const struct audit_watch watch = {exchange, note_progress, find_key};
	struct audit_report report;
	exchange->act_event = "audit";
	enum status status =
		json_check_shape(exchange->body, NULL, 0, "", &exchange->fault);
	if (status == STATUS_OK)
		status = audit_verify(&exchange->node->settings.audit,
				      exchange->arena, &watch, &report);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	put_report(&answer.writer, &report);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

struct reader {
	struct exchange *exchange;
	struct json_writer *writer;
	const struct store_emergency *emergencies; /* of the resident */
	size_t emergency_count;
	bool is_full;
};

/* Why it was one, and what the privacy officer found. */
static void
put_emergency(const struct reader *reader, const struct audit_event *event)
{
	struct json_writer *writer = reader->writer;
	if (event->emergency == NULL)
		return;
	json_member_string(writer, "emergency", event->emergency);
	for (size_t i = 0; i < reader->emergency_count; i++)
		if (strcmp(reader->emergencies[i].id, event->emergency) == 0)
			json_member_string(
				writer, "judgement",
				emergency_state(&reader->emergencies[i]));
	json_member_string_if(writer, "reason", event->reason);
}

static bool
put_entry(void *context, const struct audit_entry *entry)
{
	struct reader *reader = context;
	struct json_writer *writer = reader->writer;
	const struct audit_event *event = &entry->event;
	/* A partner decides how often it asks: that must not end the node. */
	reader->is_full =
		arena_used(reader->exchange->arena) > LIMIT_AUDIT_READ_BYTES;
	if (reader->is_full)
		return false;
	json_open_object(writer);
	json_member_strings(writer, "categories", event->categories,
			    event->category_count);
	put_emergency(reader, event);
	json_member_string(writer, "event", event->event);
	json_member_string_if(writer, "lent_by", event->lent_by);
	if (event->lent_by != NULL)
		json_member_string_if(writer, "lent_by_name",
				      act_organisation_name(reader->exchange,
							    event->lent_by));
	json_member_string(writer, "organisation", event->organisation);
	json_member_string_if(
		writer, "organisation_name",
		act_organisation_name(reader->exchange, event->organisation));
	json_member_string(writer, "outcome", event->outcome);
	json_member_string_if(writer, "policy", event->policy_digest);
	json_member_string_if(writer, "purpose", event->purpose);
	json_member_string(writer, "request", event->request);
	json_member_string_if(writer, "role", event->role);
	json_member_strings(writer, "rules", event->rules, event->rule_count);
	json_member_integer(writer, "seq", (int64_t)entry->seq);
	json_member_time(writer, "time", event->time_ms);
	json_member_string_if(writer, "user", event->user);
	json_member_strings(writer, "withheld", event->withheld,
			    event->withheld_count);
	json_close_object(writer);
	return true;
}

enum status
act_audit_who(struct exchange *exchange)
{
	const struct store_resident *resident;
	struct store_emergency *emergencies;
	exchange->act_event = "audit";
	enum status status = act_only_resident(exchange, &resident);
	if (status != STATUS_OK)
		return status;

	struct act_answer answer;
	struct json_writer *writer = &answer.writer;
	struct reader reader = {.exchange = exchange, .writer = writer};
	act_answer_begin(exchange, &answer);
	json_key(writer, "entries");
	json_open_array(writer);
	status = store_emergencies_of(exchange->place->store, exchange->arena,
				      resident->id, &emergencies,
				      &reader.emergency_count);
	reader.emergencies = emergencies;
	if (status == STATUS_OK)
		status = act_read_log(exchange, resident, put_entry, &reader);
	json_close_array(writer);
	json_key(writer, "resident");
	json_open_object(writer);
	act_put_resident(writer, resident);
	json_close_object(writer);
	act_answer_end(exchange, &answer);
	if (status == STATUS_OK && reader.is_full) {
		fault_set(&exchange->fault, "/resident",
			  "has more log entries than one answer can hold");
		return STATUS_TOO_LARGE;
	}
	return status;
}
