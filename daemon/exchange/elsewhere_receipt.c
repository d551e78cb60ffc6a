/*
 * The receipt for who asked a consent elsewhere.
 */
#include <string.h>

#include "daemon/exchange/elsewhere.h"
#include "daemon/exchange/receipt_draft.h"
#include "eenplan/seal/jws.h"

enum status
elsewhere_sign_receipt(struct exchange *exchange,
		       const struct letter_head *head,
		       const struct consent *record, const char **jws_out)
{
	struct receipt_draft draft;
	struct receipt_signed made;
	enum receipt_language language = RECEIPT_DUTCH;
	if (record->language != NULL)
		(void)receipt_language_of_word(record->language, &language);
	enum status status = receipt_draft_begin(
		exchange, exchange->act_subjects, language, &draft);
	if (status != STATUS_OK)
		return status;
	receipt_draft_add(&draft, record, 1);
	struct receipt_record *known =
		ARENA_NEW(exchange->arena, struct receipt_record);
	*known = draft.receipt.records[0];
	known->consent.id = head->id;
	draft.receipt.records = known;
	draft.receipt.principal = head->link;
	status = receipt_draft_sign(&draft, &made);
	if (status == STATUS_OK)
		*jws_out = made.jws;
	return status;
}

enum status
elsewhere_renew_receipt(struct exchange *exchange, const char **jws)
{
	struct jws_header header;
	struct text payload;
	struct fault fault = {0};
	struct signing signing;
	struct receipt_draft draft = {.exchange = exchange};
	struct receipt_signed made;
	signing_begin(exchange->node->settings.store.signer, exchange->arena,
		      &signing);
	/* Our own, from our own store. */
	enum status status = jws_peek_unverified(exchange->arena, text_of(*jws),
						 &header, &payload);
	bool is_current = status == STATUS_OK &&
			  strcmp(header.key_id, signing.self.thumbprint) == 0;
	signing_end(&signing);
	if (status != STATUS_OK || is_current)
		return status;
	status = receipt_decode(exchange->arena, payload, &draft.receipt,
				&fault);
	if (status == STATUS_OK)
		status = receipt_draft_sign(&draft, &made);
	if (status == STATUS_OK)
		*jws = made.jws;
	return status;
}
