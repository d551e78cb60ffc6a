#include <string.h>

#include "daemon/consent/check.h"
#include "daemon/consent/texts.h"
#include "daemon/exchange/act.h"
#include "daemon/exchange/conferences.h"
#include "daemon/exchange/death.h"
#include "daemon/exchange/elsewhere.h"
#include "daemon/exchange/withdrawal.h"
#include "eenplan/base/limits.h"

static void
answer_with(struct exchange *exchange, const struct consent *consent)
{
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "consent");
	consent_encode(&answer.writer, consent);
	act_answer_end(exchange, &answer);
}

/* Record `consent` as what now holds; it replaces the record that it changes.
 */
static enum status
add(struct exchange *exchange, struct consent *consent)
{
	char *id = arena_alloc(exchange->arena, UUID_TEXT_BYTES);
	random_uuid(id);
	consent->id = id;
	consent->recorded_ms = exchange->now_ms;
	enum status status = store_consent_add(exchange->place->store, consent);
	if (status == STATUS_OK)
		status = consent->source != NULL
				 ? elsewhere_write_letter(exchange, consent)
				 : withdrawal_write_letters(exchange,
							    consent->resident);
	if (status != STATUS_OK)
		return status;
	exchange->act_event = "consent";
	exchange->act_categories = consent->categories;
	exchange->act_category_count = consent->category_count;
	/* Also a narrower consent closes something: always wait. */
	exchange->settle_at_gate = true;
	answer_with(exchange, consent);
	return STATUS_OK;
}

static const struct consent *
find_replaced(const struct consent *records, size_t count,
	      const struct consent *later, int32_t day)
{
	for (size_t i = 0; i < count; i++)
		if (consent_supersedes(later, &records[i], day))
			return &records[i];
	return NULL;
}

/* A resident and the consents in force, inside the transaction that changes
 * them. */
struct on_file {
	const struct store_resident *resident;
	struct consent *consents;
	size_t count;
};

static enum status
open_file(struct exchange *exchange, struct on_file *file_out)
{
	enum status status = act_begin(exchange);
	if (status == STATUS_OK)
		status =
			act_resident(exchange, "resident", &file_out->resident);
	if (status == STATUS_OK)
		status = store_consents(exchange->place->store, exchange->arena,
					file_out->resident->id, false,
					&file_out->consents, &file_out->count);
	return status;
}

/* What was shown must be on file; else nobody can ever say what it was. */
static enum status
check_text(struct exchange *exchange, const struct consent *consent)
{
	const char *folder = exchange->node->settings.texts;
	const char *text;
	if (folder == NULL || consent->text_version == NULL ||
	    texts_read(exchange->arena, folder, consent->text_version, "nl",
		       &text) == STATUS_OK)
		return STATUS_OK;
	fault_set(&exchange->fault, "/text_version",
		  "is no version of a text that this node has; it has: %s",
		  texts_versions(exchange->arena, folder));
	return STATUS_INVALID;
}

/* At which it was said, by its whole id. */
static enum status
find_conference(struct exchange *exchange, struct consent *consent)
{
	return consent->conference == NULL
		       ? STATUS_OK
		       : conferences_of_resident(exchange, consent->conference,
						 consent->resident,
						 "/conference",
						 &consent->conference);
}

static enum status
record_stated(struct exchange *exchange)
{
	struct consent consent;
	struct on_file file;
	enum status status = consent_decode(exchange->arena, exchange->body,
					    &consent, &exchange->fault);
	if (status == STATUS_OK)
		status = consent_check(policy_vocabulary(exchange->policy),
				       &consent, &exchange->fault);
	if (status == STATUS_OK)
		status = check_text(exchange, &consent);
	if (status == STATUS_OK)
		status = open_file(exchange, &file);
	if (status == STATUS_OK)
		status = act_check_policy(exchange);
	if (status != STATUS_OK)
		return status;
	consent.resident = file.resident->id;
	status = find_conference(exchange, &consent);
	if (status == STATUS_OK)
		status = act_may_give(exchange, file.resident, &consent);
	if (status != STATUS_OK)
		return status;
	const struct consent *before = find_replaced(
		file.consents, file.count, &consent, exchange->asker.day);
	if (before != NULL)
		consent.supersedes = before->id;
	else if (file.count >= LIMIT_CONSENTS_PER_RESIDENT) {
		fault_set(&exchange->fault, "/resident",
			  "has the largest number of consents already");
		return STATUS_TOO_LARGE;
	}
	status = add(exchange, &consent);
	if (status == STATUS_OK && consent.state == CONSENT_GIVEN &&
	    consent.source == NULL)
		status = conferences_tell(exchange, file.resident);
	return status;
}

static enum status
withdraw_by_id(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"conference", JSON_KIND_STRING, false, 0},
		{"language", JSON_KIND_STRING, false, 0},
		{"resident", JSON_KIND_STRING, true, 0},
		{"withdraw", JSON_KIND_STRING, true, 0},
	};
	const char *language = json_get_string(exchange->body, "language");
	struct on_file file;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = consent_check_language(language, &exchange->fault);
	if (status == STATUS_OK)
		status = open_file(exchange, &file);
	if (status != STATUS_OK)
		return status;
	const char *wanted = json_get_string(exchange->body, "withdraw");
	for (size_t i = 0; i < file.count; i++) {
		if (strcmp(file.consents[i].id, wanted) != 0)
			continue;
		struct consent withdrawal = file.consents[i];
		withdrawal.supersedes = file.consents[i].id;
		withdrawal.state = CONSENT_WITHDRAWN;
		withdrawal.asked_by = NULL; /* this was said here */
		withdrawal.evidence = NULL;
		withdrawal.conference =
			json_get_string(exchange->body, "conference");
		withdrawal.language = language;
		status = find_conference(exchange, &withdrawal);
		return status == STATUS_OK ? add(exchange, &withdrawal)
					   : status;
	}
	fault_set(&exchange->fault, "/withdraw",
		  "no consent in force of this resident has that id");
	return STATUS_NOT_FOUND;
}

enum status
act_consent_record(struct exchange *exchange)
{
	return json_member(exchange->body, "withdraw") != NULL
		       ? withdraw_by_id(exchange)
		       : record_stated(exchange);
}

static enum status
put_what_partners_told(struct exchange *exchange, struct json_writer *writer,
		       const char *resident)
{
	enum status status = death_put(exchange, writer, resident);
	if (status == STATUS_OK)
		status = elsewhere_put(exchange, writer, resident);
	return status == STATUS_OK
		       ? withdrawal_put_notices(exchange, writer, resident)
		       : status;
}

enum status
act_consent_list(struct exchange *exchange)
{
	const struct store_resident *resident;
	struct consent *consents;
	size_t count;
	enum status status =
		act_consents(exchange, &resident, &consents, &count);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "consents");
	json_open_array(&answer.writer);
	for (size_t i = 0; i < count; i++)
		consent_encode(&answer.writer, &consents[i]);
	json_close_array(&answer.writer);
	status = put_what_partners_told(exchange, &answer.writer, resident->id);
	act_answer_end(exchange, &answer);
	return status;
}

enum status
act_consent_status(struct exchange *exchange)
{
	const struct store_resident *resident;
	enum status status = act_only_resident(exchange, &resident);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	status = put_what_partners_told(exchange, &answer.writer, resident->id);
	if (status == STATUS_OK)
		status = withdrawal_put_told(exchange, &answer.writer,
					     resident->id);
	act_answer_end(exchange, &answer);
	return status;
}
