/*
 * A partner's letter. What it says is its kind's affair (post.h); here it is
 * opened, taken once however often it comes, kept, and confirmed with our
 * signature. A reference that means nobody here is answered like any other.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/elsewhere.h"
#include "daemon/exchange/post.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

static enum status (*const kinds[])(struct exchange *exchange,
				    const struct mail *mail,
				    struct mail_decision *decision) = {
#define LETTER_KIND(NAME, name, type) [LETTER_KIND_##NAME] = mail_take_##name,
#include "eenplan/wire/letter.def"
};

static enum status
open_mail(struct exchange *exchange, struct letter *letter)
{
	static const struct json_shape shape[] = {
		{"notice", JSON_KIND_STRING, true, LIMIT_NOTICE_BYTES},
	};
	const struct letter_peer peer = {
		.self = exchange->node->settings.organisation,
		.identity = exchange->request->peer,
		.key = exchange->request->peer_key,
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = letter_accept(
			exchange->arena, &peer,
			text_of(json_get_string(exchange->body, "notice")),
			letter, &exchange->fault);
	return status;
}

/* Nobody, for a reference without a link. */
static enum status
find_resident(struct exchange *exchange, struct mail *mail)
{
	const struct letter_head *head = &mail->letter.head;
	struct store_resident *resident =
		ARENA_NEW(exchange->arena, struct store_resident);
	enum status status =
		store_meant_resident(exchange->place->store, exchange->arena,
				     head->sender, head->link, resident);
	if (status != STATUS_OK)
		return status == STATUS_NOT_FOUND ? STATUS_OK : status;
	exchange->act_subjects = resident;
	exchange->act_subject_count = 1;
	mail->resident = resident;
	return STATUS_OK;
}

static enum status
handle(struct exchange *exchange, struct mail *mail,
       struct mail_decision *decision)
{
	const struct letter *letter = &mail->letter;
	enum status status = find_resident(exchange, mail);
	if (status == STATUS_OK)
		status = kinds[letter->kind](exchange, mail, decision);
	if (status != STATUS_OK)
		return status;
	const struct store_notice notice = {
		.partner = letter->head.sender,
		.id = letter->head.id,
		.kind = letter_kind_word(letter->kind),
		.digest = letter->digest,
		.content = arena_text(exchange->arena, letter->content),
		.jws = arena_text(exchange->arena, letter->jws),
		.resident = mail->resident == NULL ? NULL : mail->resident->id,
		.handled_ms = exchange->now_ms,
		.outcome = decision->outcome,
		.detail = decision->detail,
		.receipt = decision->receipt,
	};
	return store_notice_add(exchange->place->store, &notice);
}

/* A repetition is no second event for the resident, but the same answer. */
static enum status
handle_once(struct exchange *exchange, struct mail *mail,
	    struct mail_decision *decision, int64_t *handled_ms_out)
{
	const struct letter *letter = &mail->letter;
	struct store_notice before;
	enum status status = store_notice_find(
		exchange->place->store, exchange->arena, letter->head.sender,
		letter->head.id, &before);
	*handled_ms_out = exchange->now_ms;
	if (status == STATUS_NOT_FOUND)
		return handle(exchange, mail, decision);
	if (status != STATUS_OK)
		return status;
	*handled_ms_out = before.handled_ms;
	*decision = (struct mail_decision){.outcome = before.outcome,
					   .detail = before.detail,
					   .receipt = before.receipt};
	/* The first time may have failed to wait, and so to confirm. */
	exchange->settle_at_gate = true;
	if (strcmp(before.digest, letter->digest) == 0)
		return decision->receipt == NULL
			       ? STATUS_OK
			       : elsewhere_renew_receipt(exchange,
							 &decision->receipt);
	fault_set(&exchange->fault, "/notice",
		  "has the id of another letter of yours: write a new one");
	return STATUS_CONFLICT;
}

static enum status
confirm(struct exchange *exchange, const struct letter *letter,
	const struct mail_decision *decision, int64_t handled_ms)
{
	struct arena *arena = exchange->arena;
	const struct confirmation confirmation = {
		.id = letter->head.id,
		.sender = exchange->node->settings.organisation,
		.recipient = letter->head.sender,
		.digest = letter->digest,
		.handled_ms = handled_ms,
		.outcome = decision->outcome,
		.detail = decision->detail,
		.receipt = decision->receipt == NULL
				   ? NULL
				   : letter_digest(arena,
						   text_of(decision->receipt)),
	};
	struct signing signing;
	const char *jws;
	signing_begin(exchange->node->settings.store.signer, arena, &signing);
	enum status status =
		signing_sign(&signing, arena, CONFIRMATION_TYPE,
			     confirmation_encode(arena, &confirmation), &jws);
	signing_end(&signing);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_string(&answer.writer, "confirmation", jws);
	json_member_string_if(&answer.writer, "receipt", decision->receipt);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

enum status
act_notice(struct exchange *exchange)
{
	struct mail mail = {0};
	struct mail_decision decision = {0};
	int64_t handled_ms;
	exchange->act_event = "notice";
	enum status status =
		tries_take(exchange->node->notice_tries,
			   exchange->asker.organisation, exchange->now_ms);
	if (status != STATUS_OK) {
		log_warning("partner writes too many letters", "peer=%s",
			    exchange->asker.organisation);
		return status;
	}
	status = open_mail(exchange, &mail.letter);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = handle_once(exchange, &mail, &decision, &handled_ms);
	return status == STATUS_OK
		       ? confirm(exchange, &mail.letter, &decision, handled_ms)
		       : status;
}
