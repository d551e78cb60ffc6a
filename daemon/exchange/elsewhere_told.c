/*
 * What our own users see: what became of consents that were asked here for
 * other organisations' records, and what partners brought for ours in vain.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/elsewhere.h"
#include "daemon/exchange/naming.h"
#include "daemon/store/letters.h"
#include "eenplan/wire/consent_letter.h"

/* What is on file about one resident. */
struct shelf {
	struct consent *consents; /* superseded ones too */
	size_t consent_count;
	struct store_letter *letters;
	size_t letter_count;
};

static enum status
open_shelf(struct exchange *exchange, const char *resident, bool all,
	   struct shelf *shelf_out)
{
	struct store *store = exchange->place->store;
	enum status status =
		store_consents(store, exchange->arena, resident, all,
			       &shelf_out->consents, &shelf_out->consent_count);
	return status == STATUS_OK
		       ? store_letters_of(store, exchange->arena, resident,
					  &shelf_out->letters,
					  &shelf_out->letter_count)
		       : status;
}

/* NULL: it isn't about another's records. */
static const struct store_letter *
letter_of(const struct shelf *shelf, const struct consent *consent)
{
	if (consent->source == NULL)
		return NULL;
	for (size_t i = 0; i < shelf->letter_count; i++)
		if (shelf->letters[i].about != NULL &&
		    strcmp(shelf->letters[i].about, consent->id) == 0)
			return &shelf->letters[i];
	return NULL;
}

/* The record names the organisation: naming it here tells nothing more. */
static void
put_asked(struct exchange *exchange, struct json_writer *writer,
	  const struct consent *consent, const struct store_letter *letter)
{
	json_open_object(writer);
	if (letter->confirmed_ms != 0)
		json_member_time(writer, "confirmed", letter->confirmed_ms);
	json_key(writer, "consent");
	consent_encode(writer, consent);
	json_member_string_if(writer, "detail", letter->detail);
	json_member_string_if(writer, "outcome", letter->outcome);
	json_member_string(writer, "partner", letter->partner);
	json_member_string_if(writer, "partner_name",
			      act_organisation_name(exchange, letter->partner));
	json_member_bool(writer, "receipt", letter->receipt != NULL);
	json_member_string(writer, "state", store_letter_state(letter));
	json_member_integer(writer, "tries", letter->tries);
	json_member_string_if(writer, "why", letter->why);
	json_member_time(writer, "written", letter->written_ms);
	json_close_object(writer);
}

static bool
is_in_vain(const struct store_notice *notice)
{
	return notice->outcome != NULL &&
	       strcmp(notice->outcome, letter_outcome_word(LETTER_ACCEPTED)) !=
		       0;
}

static enum status
put_brought(struct exchange *exchange, struct json_writer *writer,
	    const struct store_notice *notice)
{
	struct consent_letter letter;
	struct fault fault = {0};
	/* It was readable when it was decided about. */
	if (consent_letter_decode(exchange->arena, text_of(notice->content),
				  &letter, &fault) != STATUS_OK)
		return STATUS_STORAGE;
	enum status status =
		naming_put_somebody(exchange, writer, notice->partner);
	if (status != STATUS_OK)
		return status;
	json_member_strings(writer, "categories", letter.consent.categories,
			    letter.consent.category_count);
	json_member_string_if(writer, "detail", notice->detail);
	json_member_string(writer, "kind", letter.consent.kind);
	json_member_string(writer, "outcome", notice->outcome);
	json_member_strings(writer, "purposes", letter.consent.purposes,
			    letter.consent.purpose_count);
	json_member_time(writer, "received", notice->handled_ms);
	json_member_string(writer, "state",
			   consent_state_word(letter.consent.state));
	json_close_object(writer);
	return STATUS_OK;
}

static enum status
put_all_brought(struct exchange *exchange, struct json_writer *writer,
		const char *resident)
{
	struct store_notice_list told;
	enum status status =
		store_notices(exchange->place->store, exchange->arena, resident,
			      letter_kind_word(LETTER_KIND_CONSENT), &told);
	if (status != STATUS_OK)
		return status;
	json_key(writer, "brought");
	json_open_array(writer);
	for (size_t i = 0; i < told.count && status == STATUS_OK; i++)
		if (is_in_vain(&told.notices[i]))
			status =
				put_brought(exchange, writer, &told.notices[i]);
	json_close_array(writer);
	if (told.left_out > 0)
		json_member_integer(writer, "brought_left_out",
				    (int64_t)told.left_out);
	return status;
}

enum status
elsewhere_put(struct exchange *exchange, struct json_writer *writer,
	      const char *resident)
{
	struct shelf shelf;
	enum status status = put_all_brought(exchange, writer, resident);
	if (status == STATUS_OK)
		status = open_shelf(exchange, resident, true, &shelf);
	if (status != STATUS_OK)
		return status;
	json_key(writer, "elsewhere");
	json_open_array(writer);
	for (size_t i = 0; i < shelf.consent_count; i++) {
		const struct store_letter *letter =
			letter_of(&shelf, &shelf.consents[i]);
		if (letter != NULL)
			put_asked(exchange, writer, &shelf.consents[i], letter);
	}
	json_close_array(writer);
	return STATUS_OK;
}

static bool
is_wanted(const struct consent *consent, const char *source, const char *wanted)
{
	return consent->source != NULL &&
	       strcmp(consent->source, source) == 0 &&
	       (wanted == NULL ||
		strncmp(consent->id, wanted, strlen(wanted)) == 0);
}

enum status
elsewhere_find_receipt(struct exchange *exchange, const char *resident,
		       const char *source, const char *wanted,
		       struct text *receipt_out)
{
	struct shelf shelf;
	const char *found = NULL;
	enum status status =
		open_shelf(exchange, resident, wanted != NULL, &shelf);
	for (size_t i = 0; status == STATUS_OK && i < shelf.consent_count;
	     i++) {
		const struct store_letter *letter =
			letter_of(&shelf, &shelf.consents[i]);
		if (!is_wanted(&shelf.consents[i], source, wanted) ||
		    letter == NULL || letter->receipt == NULL)
			continue;
		if (found != NULL)
			status = STATUS_AMBIGUOUS;
		found = letter->receipt;
	}
	if (status == STATUS_AMBIGUOUS)
		fault_set(&exchange->fault, "/consent",
			  "fits more than one receipt: name one consent, with "
			  "enough of its id");
	if (status != STATUS_OK)
		return status;
	if (found == NULL) {
		fault_set(&exchange->fault, "/source",
			  "has given no receipt for this yet: see 'eenplan "
			  "consent status'");
		return STATUS_NOT_FOUND;
	}
	*receipt_out = text_of(found);
	return STATUS_OK;
}
