/*
 * A partner's letter: a consent that we may have relied on no longer holds. We
 * keep it, log it under the resident, and confirm it with our signature. It is
 * handled once, however often it comes, and a reference that means nobody here
 * is answered like any other.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/federate/letters.h"
#include "daemon/store/letters.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

/* A letter as it came in. */
struct mail {
	struct notice notice;
	struct text content;
	const char *digest;
};

static enum status
open_mail(struct exchange *exchange, struct mail *mail)
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
		status = letter_accept_notice(
			exchange->arena, &peer,
			text_of(json_get_string(exchange->body, "notice")),
			&mail->notice, &mail->content, &exchange->fault);
	if (status == STATUS_OK)
		mail->digest = letter_digest(exchange->arena, mail->content);
	return status;
}

/* Nobody, for a reference without a link. */
static enum status
find_resident(struct exchange *exchange, const struct notice *notice)
{
	struct store_resident *resident =
		ARENA_NEW(exchange->arena, struct store_resident);
	enum status status =
		store_linked_resident(exchange->place->store, exchange->arena,
				      notice->sender, notice->link, resident);
	if (status != STATUS_OK)
		return status == STATUS_NOT_FOUND ? STATUS_OK : status;
	exchange->act_subjects = resident;
	exchange->act_subject_count = 1;
	return STATUS_OK;
}

/*
 * What the log may know of it: words of a partner go in where they are words of
 * our vocabulary.
 */
static void
note_categories(struct exchange *exchange, const struct consent *scope)
{
	const struct vocabulary *vocabulary =
		policy_vocabulary(exchange->policy);
	const char **words = ARENA_ARRAY(exchange->arena, scope->category_count,
					 const char *);
	size_t count = 0;
	for (size_t i = 0; i < scope->category_count; i++)
		if (vocabulary_find(vocabulary, VOCABULARY_CATEGORY,
				    scope->categories[i]) != VOCABULARY_UNKNOWN)
			words[count++] = scope->categories[i];
	exchange->act_categories = words;
	exchange->act_category_count = count;
}

static enum status
handle(struct exchange *exchange, const struct mail *mail)
{
	enum status status = find_resident(exchange, &mail->notice);
	if (status != STATUS_OK)
		return status;
	const struct store_notice notice = {
		.partner = mail->notice.sender,
		.id = mail->notice.id,
		.digest = mail->digest,
		.content = arena_text(exchange->arena, mail->content),
		.resident = exchange->act_subject_count == 0
				    ? NULL
				    : exchange->act_subjects->id,
		.handled_ms = exchange->now_ms,
	};
	note_categories(exchange, &mail->notice.scope);
	return store_notice_add(exchange->place->store, &notice);
}

/* A repetition is no second event for the resident, but the same answer. */
static enum status
handle_once(struct exchange *exchange, const struct mail *mail,
	    int64_t *handled_ms_out)
{
	struct store_notice before;
	enum status status = store_notice_find(
		exchange->place->store, exchange->arena, mail->notice.sender,
		mail->notice.id, &before);
	*handled_ms_out = exchange->now_ms;
	if (status == STATUS_NOT_FOUND)
		return handle(exchange, mail);
	if (status != STATUS_OK)
		return status;
	*handled_ms_out = before.handled_ms;
	if (strcmp(before.digest, mail->digest) == 0)
		return STATUS_OK;
	fault_set(&exchange->fault, "/notice",
		  "has the id of another letter of yours: write a new one");
	return STATUS_CONFLICT;
}

static enum status
confirm(struct exchange *exchange, const struct mail *mail, int64_t handled_ms)
{
	const struct confirmation confirmation = {
		.id = mail->notice.id,
		.sender = exchange->node->settings.organisation,
		.recipient = mail->notice.sender,
		.digest = mail->digest,
		.handled_ms = handled_ms,
	};
	struct signing signing;
	const char *jws;
	signing_begin(exchange->node->settings.store.signer, exchange->arena,
		      &signing);
	enum status status = signing_sign(
		&signing, exchange->arena, CONFIRMATION_TYPE,
		confirmation_encode(exchange->arena, &confirmation), &jws);
	signing_end(&signing);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_string(&answer.writer, "confirmation", jws);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

enum status
act_notice(struct exchange *exchange)
{
	struct mail mail;
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
	status = open_mail(exchange, &mail);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = handle_once(exchange, &mail, &handled_ms);
	return status == STATUS_OK ? confirm(exchange, &mail, handled_ms)
				   : status;
}
