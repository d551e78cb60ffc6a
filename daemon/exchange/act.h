/*
 * What a node does for its own users (ACT, in the access log) and tells
 * without touching anybody's data (TELL). One file per family.
 *
 * Each reads `exchange->body`, fills `exchange->answer`, and names in `act_*`
 * what the access log must know. A write leaves its transaction open: it is
 * committed by `settle`, after `record`.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_ACT_H
#define EENPLAN_DAEMON_EXCHANGE_ACT_H

#include "daemon/exchange/exchange.h"

enum status act_import(struct exchange *exchange) MUST_CHECK;
enum status act_household_list(struct exchange *exchange) MUST_CHECK;
enum status act_household_show(struct exchange *exchange) MUST_CHECK;
enum status act_plan_add(struct exchange *exchange) MUST_CHECK;
enum status act_plan_change(struct exchange *exchange) MUST_CHECK;
enum status act_plan_close(struct exchange *exchange) MUST_CHECK;
enum status act_plan_history(struct exchange *exchange) MUST_CHECK;
enum status act_report(struct exchange *exchange) MUST_CHECK;
enum status act_learning_export(struct exchange *exchange) MUST_CHECK;
enum status act_cohort_make(struct exchange *exchange) MUST_CHECK;
enum status act_cohort_add(struct exchange *exchange) MUST_CHECK;
enum status act_resident_show(struct exchange *exchange) MUST_CHECK;
enum status act_resident_set(struct exchange *exchange) MUST_CHECK;
enum status act_consultation_ask(struct exchange *exchange) MUST_CHECK;
enum status act_consultation_answer(struct exchange *exchange) MUST_CHECK;
enum status act_consultation_list(struct exchange *exchange) MUST_CHECK;
enum status act_conference_plan(struct exchange *exchange) MUST_CHECK;
enum status act_conference_move(struct exchange *exchange) MUST_CHECK;
enum status act_conference_cancel(struct exchange *exchange) MUST_CHECK;
enum status act_conference_invite(struct exchange *exchange) MUST_CHECK;
enum status act_conference_remove(struct exchange *exchange) MUST_CHECK;
enum status act_conference_discuss(struct exchange *exchange) MUST_CHECK;
enum status act_conference_drop(struct exchange *exchange) MUST_CHECK;
enum status act_conference_agenda(struct exchange *exchange) MUST_CHECK;
enum status act_conference_hold(struct exchange *exchange) MUST_CHECK;
enum status act_conference_close(struct exchange *exchange) MUST_CHECK;
enum status act_conference_show(struct exchange *exchange) MUST_CHECK;
enum status act_conference_list(struct exchange *exchange) MUST_CHECK;
enum status act_consult(struct exchange *exchange) MUST_CHECK;
enum status act_consult_answers(struct exchange *exchange) MUST_CHECK;
enum status act_hours_show(struct exchange *exchange) MUST_CHECK;
enum status act_hours_book(struct exchange *exchange) MUST_CHECK;
enum status act_consent_record(struct exchange *exchange) MUST_CHECK;
enum status act_consent_list(struct exchange *exchange) MUST_CHECK;
enum status act_consent_due(struct exchange *exchange) MUST_CHECK;
enum status act_consent_verify(struct exchange *exchange) MUST_CHECK;
enum status act_consent_receipt(struct exchange *exchange) MUST_CHECK;
enum status act_consent_export(struct exchange *exchange) MUST_CHECK;
enum status act_consent_status(struct exchange *exchange) MUST_CHECK;
enum status act_emergency_open(struct exchange *exchange) MUST_CHECK;
enum status act_emergency_review(struct exchange *exchange) MUST_CHECK;
enum status act_emergency_judge(struct exchange *exchange) MUST_CHECK;
enum status act_link_token(struct exchange *exchange) MUST_CHECK;
enum status act_link_accept(struct exchange *exchange) MUST_CHECK;
enum status act_link_redeem(struct exchange *exchange) MUST_CHECK;
enum status act_discover(struct exchange *exchange) MUST_CHECK;
enum status act_discovery_audit(struct exchange *exchange) MUST_CHECK;
enum status act_discovery_token(struct exchange *exchange) MUST_CHECK;
enum status act_lookup(struct exchange *exchange) MUST_CHECK;
enum status act_lookup_question(struct exchange *exchange) MUST_CHECK;
enum status act_lookup_claim(struct exchange *exchange) MUST_CHECK;
enum status act_discovery_show(struct exchange *exchange) MUST_CHECK;
enum status act_discovery_open(struct exchange *exchange) MUST_CHECK;
enum status act_discovery_prepare(struct exchange *exchange) MUST_CHECK;
enum status act_discovery_commit(struct exchange *exchange) MUST_CHECK;
enum status act_discovery_points(struct exchange *exchange) MUST_CHECK;
enum status act_discovery_raise(struct exchange *exchange) MUST_CHECK;
enum status act_discovery_tags(struct exchange *exchange) MUST_CHECK;
enum status act_discovery_answer(struct exchange *exchange) MUST_CHECK;
enum status act_discovery_close(struct exchange *exchange) MUST_CHECK;
enum status act_notice(struct exchange *exchange) MUST_CHECK;
enum status act_inbox(struct exchange *exchange) MUST_CHECK;
enum status act_inbox_see(struct exchange *exchange) MUST_CHECK;
enum status act_mandate_show(struct exchange *exchange) MUST_CHECK;
enum status act_mandate_history(struct exchange *exchange) MUST_CHECK;
enum status act_mandate_offer(struct exchange *exchange) MUST_CHECK;
enum status act_mandate_accept(struct exchange *exchange) MUST_CHECK;
enum status act_mandate_vacancy(struct exchange *exchange) MUST_CHECK;
enum status act_outbox_retry(struct exchange *exchange) MUST_CHECK;
enum status act_directory_list(struct exchange *exchange) MUST_CHECK;
enum status act_directory_given(struct exchange *exchange) MUST_CHECK;
enum status act_directory_add(struct exchange *exchange) MUST_CHECK;
enum status act_directory_change(struct exchange *exchange) MUST_CHECK;
enum status act_directory_remove(struct exchange *exchange) MUST_CHECK;
enum status act_staff_list(struct exchange *exchange) MUST_CHECK;
enum status act_staff_lend(struct exchange *exchange) MUST_CHECK;
enum status act_staff_accept(struct exchange *exchange) MUST_CHECK;
enum status act_staff_end(struct exchange *exchange) MUST_CHECK;
enum status act_audit_verify(struct exchange *exchange) MUST_CHECK;
enum status act_audit_who(struct exchange *exchange) MUST_CHECK;
enum status act_audit_statement(struct exchange *exchange) MUST_CHECK;
enum status act_audit_erase(struct exchange *exchange) MUST_CHECK;
enum status act_audit_replay(struct exchange *exchange) MUST_CHECK;
enum status act_audit_reconcile(struct exchange *exchange) MUST_CHECK;
enum status act_reconciled(struct exchange *exchange) MUST_CHECK;
enum status act_reconcile_answer(struct exchange *exchange) MUST_CHECK;
enum status act_resident_log(struct exchange *exchange) MUST_CHECK;
enum status act_policy_load(struct exchange *exchange) MUST_CHECK;
enum status act_policy_rollback(struct exchange *exchange) MUST_CHECK;
enum status act_policy_replay(struct exchange *exchange) MUST_CHECK;

enum status tell_cohort_list(struct exchange *exchange) MUST_CHECK;
enum status tell_discovery_list(struct exchange *exchange) MUST_CHECK;
enum status tell_health(struct exchange *exchange) MUST_CHECK;
enum status tell_outbox(struct exchange *exchange) MUST_CHECK;
enum status tell_ping(struct exchange *exchange) MUST_CHECK;
enum status tell_log_keys(struct exchange *exchange) MUST_CHECK;
enum status tell_add_checkpoint(struct exchange *exchange) MUST_CHECK;
enum status tell_witnesses(struct exchange *exchange) MUST_CHECK;
enum status tell_audit_keys(struct exchange *exchange) MUST_CHECK;
enum status tell_proof(struct exchange *exchange) MUST_CHECK;
enum status tell_progress(struct exchange *exchange) MUST_CHECK;
enum status tell_partner_list(struct exchange *exchange) MUST_CHECK;
enum status tell_partner_check(struct exchange *exchange) MUST_CHECK;
enum status tell_policy_show(struct exchange *exchange) MUST_CHECK;
enum status tell_policy_history(struct exchange *exchange) MUST_CHECK;

/* --- what several of them need --- */

/* Begin a transaction that settle commits, or the end rolls back. */
enum status act_begin(struct exchange *exchange) MUST_CHECK;
/*
 * In the transaction, before words are written that were looked up in the
 * policy of this exchange. STATUS_BUSY: another came in force since it began,
 * perhaps without them.
 */
enum status act_check_policy(struct exchange *exchange) MUST_CHECK;
/* The resident that the body's string member `key` names; noted as subject. */
enum status act_resident(struct exchange *exchange, const char *key,
			 const struct store_resident **resident_out) MUST_CHECK;
/* The same, of a body that says no more than {"resident"}. */
enum status act_only_resident(struct exchange *exchange,
			      const struct store_resident **resident_out)
	MUST_CHECK;
/* Every log entry about `resident`, by whatever key. */
enum status act_read_log(struct exchange *exchange,
			 const struct store_resident *resident,
			 audit_visitor *visit, void *context) MUST_CHECK;
/* Somebody who has died has no plan any more: STATUS_CONFLICT. */
enum status act_check_alive(struct exchange *exchange,
			    const struct store_resident *resident) MUST_CHECK;
/* What our user is shown of these records of `resident`, for the asker's
 * purpose, judged like any other of ours. Fills `prepared`. */
enum status act_judge(struct exchange *exchange,
		      const struct store_resident *resident,
		      const struct record *records, size_t count,
		      struct verdict *verdict_out) MUST_CHECK;
/* The same for any asker, who calls the resident by `reference`. */
struct act_question {
	const struct asker *asker;
	const struct store_resident *resident;
	const char *reference;
	const struct record *records;
	size_t count;
};
enum status act_judge_for(struct exchange *exchange,
			  const struct act_question *question,
			  const struct policy_prepared **prepared_out,
			  struct verdict *verdict_out) MUST_CHECK;
/*
 * Who may not see it may not write it: is every field of `records` among those?
 * STATUS_FORBIDDEN names one that isn't.
 */
enum status act_check_sight(struct exchange *exchange,
			    const struct store_resident *resident,
			    const struct record *records,
			    size_t count) MUST_CHECK;
/*
 * Of a body {"resident", "all"?}: that resident and the consents in force; all
 * there ever were with "all".
 */
enum status act_consents(struct exchange *exchange,
			 const struct store_resident **resident_out,
			 struct consent **consents_out,
			 size_t *count_out) MUST_CHECK;
/*
 * May this consent be recorded, by the circumstances of `resident` on the
 * exchange's day? Fills in the ground of a named representative. Else
 * STATUS_INVALID: the fault says by which article, and who may.
 */
enum status act_may_give(struct exchange *exchange,
			 const struct store_resident *resident,
			 struct consent *consent) MUST_CHECK;
/* STATUS_NOT_FOUND: none of that id is enrolled; the fault is about /partner.
 */
enum status act_find_partner(struct exchange *exchange, const char *id,
			     struct store_partner *partner_out) MUST_CHECK;
/* Of ours, or of a partner's; NULL: its id is all that is known. */
const char *act_organisation_name(struct exchange *exchange, const char *id);
/* STATUS_INVALID, with that fault about `where`. */
enum status act_refuse(struct exchange *exchange, const char *where,
		       const char *format, ...) MUST_CHECK PRINTF_LIKE(3, 4);
/* Is the body's string member `key` one line of what people write: long enough
 * to say something, and without a BSN? Else STATUS_INVALID. */
enum status act_check_words(struct exchange *exchange,
			    const char *key) MUST_CHECK;
/* The log gets an entry for each member of the exchange: all are looked at. */
void act_note_members(struct exchange *exchange);
/* handle, id and name, into an open object. */
void act_put_resident(struct json_writer *writer,
		      const struct store_resident *resident);
/* A writer on `exchange->answer`: open with begin, keep with end. */
struct act_answer {
	struct buf out;
	struct json_writer writer;
};
void act_answer_begin(struct exchange *exchange, struct act_answer *answer);
void act_answer_end(struct exchange *exchange, struct act_answer *answer);

#endif
