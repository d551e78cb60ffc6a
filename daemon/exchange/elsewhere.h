/*
 * Consent that is asked at one node for another's records: the letter that
 * brings it there, the receipt that comes back, and what users at both ends
 * see of it.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_ELSEWHERE_H
#define EENPLAN_DAEMON_EXCHANGE_ELSEWHERE_H

#include "daemon/exchange/exchange.h"
#include "eenplan/wire/letter.h"

/*
 * Inside the transaction that recorded `consent`, which is about another's
 * records: the letter that brings it there, the next one of the thread of the
 * record that it supersedes. STATUS_INVALID with the exchange's fault: its
 * source is ourselves, no partner, or has no link with the resident.
 */
enum status elsewhere_write_letter(struct exchange *exchange,
				   const struct consent *consent) MUST_CHECK;

/*
 * Our receipt for the asker of `record`, which we took over from its letter:
 * it calls the resident by the link and the record by the letter, so that it
 * means nothing to anybody else. In the record's language.
 */
enum status elsewhere_sign_receipt(struct exchange *exchange,
				   const struct letter_head *head,
				   const struct consent *record,
				   const char **jws_out) MUST_CHECK;
/* The same receipt over the certificate that is in force now, if it was signed
 * over another. */
enum status elsewhere_renew_receipt(struct exchange *exchange,
				    const char **jws) MUST_CHECK;

/*
 * The partner's receipt, a receipt_file, for what `resident` was asked here
 * about the records of `source`; of the consent whose id begins with `wanted`,
 * unless that is NULL. STATUS_NOT_FOUND, STATUS_AMBIGUOUS with the exchange's
 * fault.
 */
enum status elsewhere_find_receipt(struct exchange *exchange,
				   const char *resident, const char *source,
				   const char *wanted,
				   struct text *receipt_out) MUST_CHECK;

/*
 * Write the members "elsewhere", what `resident` was asked here for other
 * organisations' records and what became of it, and "brought", what partners
 * brought that we didn't take over.
 */
enum status elsewhere_put(struct exchange *exchange, struct json_writer *writer,
			  const char *resident) MUST_CHECK;

#endif
