/*
 * What our own users see: which partners were told of an objection, what each
 * of them said, and what partners told us.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/naming.h"
#include "daemon/exchange/withdrawal.h"
#include "eenplan/wire/notice.h"

static enum status
put_letter(struct exchange *exchange, struct json_writer *writer,
	   const struct store_letter *letter)
{
	bool is_known;
	enum status status = naming_put_partner(exchange, writer,
						letter->partner, &is_known);
	if (!is_known)
		return status;
	if (letter->confirmed_ms != 0)
		json_member_time(writer, "confirmed", letter->confirmed_ms);
	json_member_string(writer, "state", store_letter_state(letter));
	json_member_integer(writer, "tries", letter->tries);
	json_member_string_if(writer, "why", letter->why);
	json_member_time(writer, "written", letter->written_ms);
	json_close_object(writer);
	return STATUS_OK;
}

static enum status
put_letters_about(struct exchange *exchange, struct json_writer *writer,
		  const struct consent *consent,
		  const struct store_letter *letters, size_t count)
{
	enum status status = STATUS_OK;
	json_open_object(writer);
	json_key(writer, "consent");
	consent_encode(writer, consent);
	json_key(writer, "letters");
	json_open_array(writer);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		if (letters[i].about != NULL &&
		    strcmp(letters[i].about, consent->id) == 0)
			status = put_letter(exchange, writer, &letters[i]);
	json_close_array(writer);
	json_close_object(writer);
	return status;
}

/* Also one that was replaced since: its letters still go out. */
static bool
is_shown(const struct consent *consent)
{
	return consent->source == NULL && (consent->state == CONSENT_REFUSED ||
					   consent->state == CONSENT_WITHDRAWN);
}

enum status
withdrawal_put_told(struct exchange *exchange, struct json_writer *writer,
		    const char *resident)
{
	struct store *store = exchange->place->store;
	struct consent *consents;
	struct store_letter *letters;
	size_t count, letter_count;
	enum status status = store_consents(store, exchange->arena, resident,
					    true, &consents, &count);
	if (status == STATUS_OK)
		status = store_letters_of(store, exchange->arena, resident,
					  &letters, &letter_count);
	if (status != STATUS_OK)
		return status;
	json_key(writer, "withdrawals");
	json_open_array(writer);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		if (is_shown(&consents[i]))
			status = put_letters_about(exchange, writer,
						   &consents[i], letters,
						   letter_count);
	json_close_array(writer);
	return status;
}

static enum status
put_notice(struct exchange *exchange, struct json_writer *writer,
	   const struct store_notice *stored)
{
	struct notice notice;
	struct fault fault = {0};
	bool is_known;
	/* It was readable when it was handled. */
	if (notice_decode(exchange->arena, text_of(stored->content), &notice,
			  &fault) != STATUS_OK)
		return STATUS_STORAGE;
	enum status status = naming_put_partner(exchange, writer,
						stored->partner, &is_known);
	if (!is_known)
		return status;
	json_member_strings(writer, "categories", notice.scope.categories,
			    notice.scope.category_count);
	json_member_string(writer, "id", notice.head.id);
	json_member_string(writer, "kind", notice.scope.kind);
	json_member_strings(writer, "purposes", notice.scope.purposes,
			    notice.scope.purpose_count);
	json_member_time(writer, "received", stored->handled_ms);
	json_member_time(writer, "since", notice.since_ms);
	json_member_string(writer, "state",
			   consent_state_word(notice.scope.state));
	json_close_object(writer);
	return STATUS_OK;
}

enum status
withdrawal_put_notices(struct exchange *exchange, struct json_writer *writer,
		       const char *resident)
{
	struct store_notice_list told;
	enum status status =
		store_notices(exchange->place->store, exchange->arena, resident,
			      letter_kind_word(LETTER_KIND_WITHDRAWAL), &told);
	if (status != STATUS_OK)
		return status;
	json_key(writer, "notices");
	json_open_array(writer);
	for (size_t i = 0; i < told.count && status == STATUS_OK; i++)
		status = put_notice(exchange, writer, &told.notices[i]);
	json_close_array(writer);
	/* Of partners that this user may not know of, not even how many. */
	if (told.left_out > 0 && naming_is_officer(exchange))
		json_member_integer(writer, "notices_left_out",
				    (int64_t)told.left_out);
	return status;
}
