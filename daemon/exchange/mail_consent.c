/*
 * A partner asks us to take over a consent that was given there for our
 * records. Whether we do is decided here, by a list of checks; none about the
 * resident comes before the one of trust, so that a partner that isn't trusted
 * learns nothing. What we take over is a record of our own, under our own
 * conflict rule.
 */
#include <stdlib.h>
#include <string.h>

#include "daemon/consent/check.h"
#include "daemon/consent/giver.h"
#include "daemon/exchange/act.h"
#include "daemon/exchange/elsewhere.h"
#include "daemon/exchange/post.h"
#include "daemon/exchange/withdrawal.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/wire/consent_letter.h"

/* A letter on our desk. */
struct intake {
	struct exchange *exchange;
	const struct mail *mail;
	struct mail_decision *decision;
	struct consent_letter letter;
	struct consent record; /* what we would record */
	bool follows;	       /* we have a record of its thread */
	struct store_consent_thread last;
};

static enum status
refuse(struct intake *intake, enum letter_outcome outcome, const char *detail)
{
	intake->decision->outcome = letter_outcome_word(outcome);
	intake->decision->detail = detail;
	return STATUS_OK;
}

static bool
is_objection(const struct consent *consent)
{
	return consent->state != CONSENT_GIVEN;
}

static bool
is_trusted(const struct store_partner *partner, const char *kind)
{
	for (size_t i = 0; i < partner->consent_count; i++)
		if (strcmp(partner->consents[i], kind) == 0)
			return true;
	return false;
}

static enum status
find_thread(struct intake *intake)
{
	struct exchange *exchange = intake->exchange;
	enum status status = store_consent_thread_last(
		exchange->place->store, exchange->arena,
		intake->letter.head.sender, intake->letter.thread,
		&intake->last);
	intake->follows = status == STATUS_OK;
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* An objection to what it brought us is taken from anybody. */
static enum status
check_trust(struct intake *intake)
{
	struct exchange *exchange = intake->exchange;
	struct store_partner partner;
	enum status status = find_thread(intake);
	if (status == STATUS_OK)
		status = store_partner_find(
			exchange->place->store, exchange->arena,
			intake->letter.head.sender, &partner);
	if (status != STATUS_OK ||
	    is_trusted(&partner, intake->letter.consent.kind) ||
	    (intake->follows && is_objection(&intake->letter.consent)))
		return status;
	return refuse(intake, LETTER_UNTRUSTED, NULL);
}

/* Which word it is that we don't know, by its place in the letter. */
static const char *
word_at(const struct consent *consent, const char *where)
{
	char *end;
	const char *number = strrchr(where, '/') + 1;
	size_t at = strtoul(number, &end, 10);
	if (strncmp(where, "/categories/", 12) == 0 &&
	    at < consent->category_count)
		return consent->categories[at];
	if (strncmp(where, "/purposes/", 10) == 0 &&
	    at < consent->purpose_count)
		return consent->purposes[at];
	if (strncmp(where, "/recipient", 10) == 0)
		return consent->recipient;
	return strcmp(where, "/kind") == 0 ? consent->kind : NULL;
}

static enum status
check_words(struct intake *intake)
{
	struct exchange *exchange = intake->exchange;
	const struct consent *consent = &intake->letter.consent;
	struct fault fault = {0};
	enum status status = act_check_policy(exchange);
	if (status != STATUS_OK ||
	    consent_check(policy_vocabulary(exchange->policy), consent,
			  &fault) == STATUS_OK)
		return status;
	const char *word = word_at(consent, fault.where);
	return refuse(intake, LETTER_WORD,
		      word != NULL
			      ? word
			      : arena_string(exchange->arena, fault.where));
}

static enum status
check_time(struct intake *intake)
{
	const struct exchange *exchange = intake->exchange;
	const struct consent *consent = &intake->letter.consent;
	if (consent->recorded_ms >
	    exchange->now_ms + LIMIT_STATEMENT_CLOCK_SKEW_MS)
		return refuse(intake, LETTER_CLOCK, NULL);
	if (consent->until_day != CLOCK_DAY_NONE &&
	    consent->until_day < exchange->asker.day)
		return refuse(intake, LETTER_OVER, NULL);
	return STATUS_OK;
}

static enum status
check_link(struct intake *intake)
{
	if (intake->mail->resident == NULL)
		return refuse(intake, LETTER_UNLINKED, NULL);
	intake->record.resident = intake->mail->resident->id;
	return STATUS_OK;
}

static const struct consent *
find_record(const struct consent *consents, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(consents[i].id, id) == 0)
			return &consents[i];
	return NULL;
}

/* A thread is about one thing, and only goes forward. */
static enum status
check_thread(struct intake *intake)
{
	struct exchange *exchange = intake->exchange;
	struct consent *consents;
	size_t count;
	if (!intake->follows)
		return STATUS_OK;
	if (intake->letter.seq <= intake->last.seq)
		return refuse(intake, LETTER_OVERTAKEN, NULL);
	enum status status = store_consents(
		exchange->place->store, exchange->arena,
		intake->record.resident, true, &consents, &count);
	if (status != STATUS_OK)
		return status;
	const struct consent *last =
		find_record(consents, count, intake->last.consent);
	return last != NULL && consent_same_scope(last, &intake->record)
		       ? STATUS_OK
		       : refuse(intake, LETTER_OTHER_SCOPE, NULL);
}

/* Who objects is heard; who gives must be somebody we know of. */
static enum status
check_giver(struct intake *intake)
{
	struct exchange *exchange = intake->exchange;
	struct circumstances circumstances;
	if (is_objection(&intake->record))
		return STATUS_OK;
	enum status status =
		store_circumstances(exchange->place->store, exchange->arena,
				    intake->mail->resident, &circumstances);
	if (status != STATUS_OK ||
	    consent_may_come(&circumstances, &intake->record,
			     exchange->asker.day))
		return status;
	/* Why not is about the resident, and stays here. */
	return refuse(intake, LETTER_GIVER, NULL);
}

/*
 * It replaces the last of its thread, if that still holds: one that was
 * replaced here stays so, and both are in force, so that the objection wins.
 */
static enum status
check_room(struct intake *intake)
{
	struct exchange *exchange = intake->exchange;
	struct consent *consents;
	size_t count;
	enum status status = store_consents(
		exchange->place->store, exchange->arena,
		intake->record.resident, false, &consents, &count);
	if (status != STATUS_OK)
		return status;
	if (intake->follows &&
	    find_record(consents, count, intake->last.consent) != NULL)
		intake->record.supersedes = intake->last.consent;
	/* Who is here can always say something as well. */
	else if (count >= LIMIT_CONSENTS_BY_LETTER)
		return refuse(intake, LETTER_FULL, NULL);
	return STATUS_OK;
}

static enum status (*const checks[])(struct intake *intake) = {
	check_trust,  check_words, check_time, check_link,
	check_thread, check_giver, check_room,
};

static void
draft_record(struct intake *intake)
{
	struct exchange *exchange = intake->exchange;
	const struct letter *letter = &intake->mail->letter;
	char *id = arena_alloc(exchange->arena, UUID_TEXT_BYTES);
	random_uuid(id);
	intake->record = intake->letter.consent;
	intake->record.id = id;
	intake->record.asked_by = letter->head.sender;
	/* So that our own signature is over what was signed there. */
	intake->record.evidence =
		arena_printf(exchange->arena, "letter %s, sha256 %s",
			     letter->head.id, letter->digest);
	intake->record.recorded_ms = exchange->now_ms;
}

static enum status
take_over(struct intake *intake)
{
	struct exchange *exchange = intake->exchange;
	struct store *store = exchange->place->store;
	const struct store_consent_thread thread = {
		.consent = intake->record.id,
		.asked_by = intake->record.asked_by,
		.thread = intake->letter.thread,
		.seq = intake->letter.seq,
	};
	enum status status = store_consent_add(store, &intake->record);
	if (status == STATUS_OK)
		status = store_consent_thread_add(store, &thread);
	if (status == STATUS_OK)
		status = withdrawal_write_letters(exchange,
						  intake->record.resident);
	if (status != STATUS_OK)
		return status;
	exchange->act_event = "consent";
	/* In force here before it is confirmed there. */
	exchange->settle_at_gate = true;
	intake->decision->outcome = letter_outcome_word(LETTER_ACCEPTED);
	return elsewhere_sign_receipt(exchange, &intake->letter.head,
				      &intake->record,
				      &intake->decision->receipt);
}

enum status
mail_take_consent(struct exchange *exchange, const struct mail *mail,
		  struct mail_decision *decision)
{
	struct intake intake = {
		.exchange = exchange, .mail = mail, .decision = decision};
	enum status status =
		consent_letter_decode(exchange->arena, mail->letter.content,
				      &intake.letter, &exchange->fault);
	if (status != STATUS_OK)
		return status;
	mail_note_categories(exchange, &intake.letter.consent);
	draft_record(&intake);
	for (size_t i = 0; i < COUNT_OF(checks); i++) {
		status = checks[i](&intake);
		if (status != STATUS_OK || decision->outcome != NULL)
			return status;
	}
	return take_over(&intake);
}
