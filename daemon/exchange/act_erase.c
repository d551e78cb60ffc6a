/*
 * Erasing a resident from the access log: every key that their entries are
 * sealed under is destroyed. The entries stay, and the tree with them; that
 * they were erased, by whom and why, is the first thing under the new key.
 */
#include "daemon/exchange/act.h"
#include "daemon/store/emergencies.h"
#include "daemon/store/log_keys.h"
#include "eenplan/base/limits.h"

struct erasure {
	uint64_t entries; /* that nobody can read any more */
};

static bool
count_entry(void *context, const struct audit_entry *entry)
{
	struct erasure *erasure = context;
	(void)entry;
	erasure->entries++;
	return true;
}

/* The log is what an emergency is judged by. */
static enum status
check_judged(struct exchange *exchange, const struct store_resident *resident)
{
	struct store_emergency *emergencies;
	size_t count;
	enum status status =
		store_emergencies_of(exchange->place->store, exchange->arena,
				     resident->id, &emergencies, &count);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		if (emergencies[i].judged_ms == 0)
			status = STATUS_CONFLICT;
	if (status == STATUS_CONFLICT)
		fault_set(&exchange->fault, "/resident",
			  "was in an emergency that waits to be judged, by "
			  "what the log says: 'eenplan emergency review'");
	return status;
}

/*
 * How much there is, and may it go? Before the transaction: reading the log
 * takes its time, and nobody can write meanwhile.
 */
static enum status
look(struct exchange *exchange, struct erasure *erasure)
{
	const struct store_resident *resident;
	enum status status = act_resident(exchange, "resident", &resident);
	if (status == STATUS_OK)
		status = check_judged(exchange, resident);
	if (status == STATUS_OK)
		status = act_read_log(exchange, resident, count_entry, erasure);
	if (status == STATUS_OK)
		box_key_wipe(&exchange->act_subjects[0].log_key);
	return status;
}

/* The subject is the exchange's own, so that `record` has the new key. */
static enum status
erase(struct exchange *exchange, const struct store_resident **resident_out)
{
	enum status status = act_begin(exchange);
	if (status == STATUS_OK)
		status = act_resident(exchange, "resident", resident_out);
	if (status == STATUS_OK)
		status = check_judged(exchange, *resident_out);
	if (status == STATUS_OK)
		status = store_log_keys_erase(exchange->place->store,
					      &exchange->act_subjects[0],
					      exchange->now_ms);
	return status;
}

enum status
act_audit_erase(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"reason", JSON_KIND_STRING, true, LIMIT_TEXT_BYTES},
		{"resident", JSON_KIND_STRING, true, 0},
	};
	const struct store_resident *resident;
	struct erasure erasure = {0};
	exchange->act_event = "erase";
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = act_check_words(exchange, "reason");
	if (status == STATUS_OK)
		status = look(exchange, &erasure);
	if (status == STATUS_OK)
		status = erase(exchange, &resident);
	if (status != STATUS_OK)
		return status;
	exchange->act_reason = json_get_string(exchange->body, "reason");
	exchange->act_destroys = true;
	exchange->settle_at_gate = true;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_integer(&answer.writer, "erased", (int64_t)erasure.entries);
	json_key(&answer.writer, "resident");
	json_open_object(&answer.writer);
	act_put_resident(&answer.writer, resident);
	json_close_object(&answer.writer);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}
