/*
 * A receipt being written, for the resident or for who asked a consent
 * elsewhere: records in words that people read, with the texts that were shown,
 * signed by this node.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_RECEIPT_DRAFT_H
#define EENPLAN_DAEMON_EXCHANGE_RECEIPT_DRAFT_H

#include "daemon/exchange/exchange.h"
#include "eenplan/wire/receipt.h"

struct receipt_draft {
	struct exchange *exchange;
	const struct vocabulary *vocabulary;
	struct receipt receipt;
	struct receipt_notice *notices;
	struct store_document *documents;
	size_t document_count;
	size_t document_next; /* both lists are in the order of recording */
};

/*
 * Ours, in `language`, about `resident`, whom it calls by a pseudonym; no
 * records yet. What it says is in the exchange's arena.
 */
enum status receipt_draft_begin(struct exchange *exchange,
				const struct store_resident *resident,
				enum receipt_language language,
				struct receipt_draft *draft_out) MUST_CHECK;
/* Its records: `count` of `consents`, which it borrows. Once. */
void receipt_draft_add(struct receipt_draft *draft,
		       const struct consent *consents, size_t count);

/* A signed receipt, and what it takes to verify it. */
struct receipt_signed {
	struct text certificate; /* DER */
	struct text payload;
	const char *jws;
};

/* Over the certificate that is in force now. */
enum status receipt_draft_sign(struct receipt_draft *draft,
			       struct receipt_signed *signed_out) MUST_CHECK;

#endif
