/*
 * The outbox as its keepers see it: which letters wait, which are dead and why,
 * without anything about residents; and sending them again.
 */
#include "daemon/exchange/act.h"
#include "daemon/store/letters.h"

static void
put_letter(struct exchange *exchange, struct json_writer *writer,
	   const struct store_letter *letter)
{
	const char *name = act_organisation_name(exchange, letter->partner);
	json_open_object(writer);
	if (letter->confirmed_ms != 0)
		json_member_time(writer, "confirmed", letter->confirmed_ms);
	json_member_string(writer, "id", letter->id);
	json_member_string(writer, "kind", letter->kind);
	if (letter->next_ms != 0)
		json_member_time(writer, "next", letter->next_ms);
	json_member_string(writer, "partner", letter->partner);
	json_member_string_if(writer, "partner_name", name);
	json_member_string(writer, "state", store_letter_state(letter));
	json_member_integer(writer, "tries", letter->tries);
	json_member_string_if(writer, "why", letter->why);
	json_member_time(writer, "written", letter->written_ms);
	json_close_object(writer);
}

static void
put_counts(struct json_writer *writer, const struct store_letter_counts *counts)
{
	json_member_integer(writer, "confirmed", counts->confirmed);
	json_member_integer(writer, "dead", counts->dead);
}

enum status
tell_outbox(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"all", JSON_KIND_BOOL, false, 0},
	};
	struct store *store = exchange->place->store;
	struct store_letter_counts counts;
	struct store_letter *letters;
	size_t count;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = store_letter_count(store, &counts);
	if (status == STATUS_OK)
		status = store_letters(
			store, exchange->arena,
			json_get_bool(exchange->body, "all", false), &letters,
			&count);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	put_counts(&answer.writer, &counts);
	json_key(&answer.writer, "letters");
	json_open_array(&answer.writer);
	for (size_t i = 0; i < count; i++)
		put_letter(exchange, &answer.writer, &letters[i]);
	json_close_array(&answer.writer);
	json_member_integer(&answer.writer, "waiting", counts.waiting);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

static enum status
read_wish(struct exchange *exchange, const char **letter_out)
{
	static const struct json_shape shape[] = {
		{"dead", JSON_KIND_BOOL, false, 0},
		{"letter", JSON_KIND_STRING, false, 0},
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status != STATUS_OK)
		return status;
	*letter_out = json_get_string(exchange->body, "letter");
	if ((*letter_out != NULL) !=
	    json_get_bool(exchange->body, "dead", false))
		return STATUS_OK;
	fault_set(&exchange->fault, "",
		  "must name a letter, or say \"dead\": true for all that are "
		  "dead");
	return STATUS_INVALID;
}

enum status
act_outbox_retry(struct exchange *exchange)
{
	const char *letter;
	uint64_t count;
	exchange->act_event = "outbox";
	enum status status = read_wish(exchange, &letter);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = store_letters_retry(exchange->place->store,
					     exchange->arena, letter,
					     exchange->now_ms, &count);
	if (status == STATUS_NOT_FOUND)
		fault_set(&exchange->fault, "/letter",
			  "no letter that waits or is dead has that id: see "
			  "'eenplan outbox'");
	if (status == STATUS_AMBIGUOUS)
		fault_set(&exchange->fault, "/letter",
			  "fits more than one letter: give more of its id");
	if (status != STATUS_OK)
		return status;
	exchange->wrote_letters = count > 0;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_integer(&answer.writer, "letters", (int64_t)count);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}
