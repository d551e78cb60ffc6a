#include "daemon/federate/delivery.h"

#include <string.h>

#include "daemon/federate/letters.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/wire/letter.h"

#define DAY_MS (24 * 3600 * 1000LL)

int64_t
delivery_wait_ms(int64_t tries, uint64_t random)
{
	int64_t wait_ms = LIMIT_OUTBOX_FIRST_WAIT_MS;
	for (int64_t i = 1; i < tries && wait_ms < LIMIT_OUTBOX_LONGEST_WAIT_MS;
	     i++)
		wait_ms *= 2;
	if (wait_ms > LIMIT_OUTBOX_LONGEST_WAIT_MS)
		wait_ms = LIMIT_OUTBOX_LONGEST_WAIT_MS;
	uint64_t most = (uint64_t)(wait_ms * LIMIT_OUTBOX_JITTER_PERCENT / 100);
	return wait_ms - (int64_t)(random % (most + 1));
}

int64_t
delivery_next_ms(const struct store_letter *letter, int64_t now_ms,
		 uint64_t random)
{
	int64_t tries = letter->tries + 1;
	if (tries >= LIMIT_OUTBOX_TRIES ||
	    now_ms - letter->begun_ms >= LIMIT_OUTBOX_DAYS * DAY_MS)
		return 0;
	return now_ms + delivery_wait_ms(tries, random);
}

/* One letter under way. */
struct delivery {
	const struct store_letter *letter;
	enum letter_why why; /* unless it is confirmed */
	bool is_confirmed;
	struct store_letter_answer answer;
};

static enum status
sign_letter(const struct delivery_means *means, struct arena *arena,
	    const struct store_letter *letter, const char **jws_out)
{
	struct signing signing;
	enum letter_kind kind;
	if (!letter_kind_of_word(letter->kind, &kind))
		return STATUS_STORAGE;
	signing_begin(means->signer, arena, &signing);
	enum status status =
		signing_sign(&signing, arena, letter_kind_type(kind),
			     text_of(letter->content), jws_out);
	signing_end(&signing);
	return status;
}

static enum status
call_for(const struct delivery_means *means, struct arena *arena,
	 const struct store_letter *letter, struct call *call)
{
	struct store_partner partner;
	const char *jws;
	enum status status = store_partner_find(means->store, arena,
						letter->partner, &partner);
	if (status == STATUS_OK)
		status = sign_letter(means, arena, letter, &jws);
	if (status != STATUS_OK)
		return status;
	struct json_writer writer;
	struct buf body;
	buf_init(&body, arena, strlen(jws) + 32);
	json_begin(&writer, &body);
	json_open_object(&writer);
	json_member_string(&writer, "notice", jws);
	json_close_object(&writer);
	*call = (struct call){
		.organisation = partner.id,
		.url = arena_printf(arena, "%s/v1/notices", partner.url),
		/* The same at both nodes, and at each try. */
		.request_id = letter->id,
		.body = buf_text(&body),
		.wants_certificate = true,
	};
	return STATUS_OK;
}

/* What a partner answers with. */
struct reply {
	const char *confirmation; /* JWS */
	const char *receipt;	  /* JWS, or NULL */
};

/* The receipt with the certificate that signed it, to be verified without us.
 */
static const char *
file_receipt(struct arena *arena, const struct call *call,
	     const struct reply *reply, struct text payload)
{
	struct json_writer writer;
	struct buf out;
	if (reply->receipt == NULL)
		return NULL;
	buf_init(&out, arena, 4096);
	json_begin(&writer, &out);
	json_open_object(&writer);
	receipt_file_encode(&writer, arena, call->certificate, reply->receipt,
			    payload);
	json_close_object(&writer);
	return buf_string(&out);
}

static bool
is_believed(const struct letter_peer *peer, struct arena *arena,
	    const struct call *call, const struct reply *reply,
	    struct delivery *delivery)
{
	const struct letter_sent sent = {.id = delivery->letter->id,
					 .content = delivery->letter->content};
	struct confirmation confirmation;
	struct text payload;
	if (letter_accept_confirmation(arena, peer, &sent,
				       text_of(reply->confirmation),
				       &confirmation) != STATUS_OK ||
	    letter_accept_receipt(arena, peer, &confirmation, reply->receipt,
				  &payload) != STATUS_OK)
		return false;
	delivery->answer = (struct store_letter_answer){
		.confirmation = reply->confirmation,
		.outcome = confirmation.outcome,
		.detail = confirmation.detail,
		.receipt = file_receipt(arena, call, reply, payload),
	};
	return true;
}

static bool
is_confirmed_by(const struct delivery_means *means, struct arena *arena,
		const struct call *call, const struct reply *reply,
		struct delivery *delivery)
{
	struct identity identity;
	struct seal_key *key;
	if (identity_of_certificate(call->certificate, &identity) !=
		    STATUS_OK ||
	    seal_key_of_certificate(call->certificate, &key) != STATUS_OK)
		return false;
	const struct letter_peer peer = {
		.self = means->organisation,
		.identity = &identity,
		.key = key,
	};
	bool is_ours = is_believed(&peer, arena, call, reply, delivery);
	seal_key_free(key);
	return is_ours;
}

static const struct {
	enum status status;
	enum letter_why why;
} failures[] = {
	{STATUS_UNREACHABLE, LETTER_UNREACHABLE},
	{STATUS_TIMEOUT, LETTER_TIMEOUT},
	{STATUS_REFUSED, LETTER_REFUSED},
	{STATUS_TOO_LARGE, LETTER_NO_CONFIRMATION},
};

static enum letter_why
why_unanswered(const struct call *call)
{
	if (call->status == STATUS_OK)
		return call->http_status < 500 ? LETTER_REFUSED
					       : LETTER_THEIR_FAILURE;
	for (size_t i = 0; i < COUNT_OF(failures); i++)
		if (failures[i].status == call->status)
			return failures[i].why;
	return LETTER_OWN_FAILURE;
}

static void
read_answer(const struct delivery_means *means, struct arena *arena,
	    const struct call *call, struct delivery *delivery)
{
	static const struct json_shape shape[] = {
		{"confirmation", JSON_KIND_STRING, true, LIMIT_NOTICE_BYTES},
		{"receipt", JSON_KIND_STRING, false, LIMIT_JWS_BYTES},
	};
	const struct json *value;
	if (call->status != STATUS_OK || call->http_status != 200) {
		delivery->why = why_unanswered(call);
		return;
	}
	delivery->why = LETTER_NO_CONFIRMATION;
	if (json_read(arena, call->reply, LIMIT_LETTER_ANSWER_BYTES, &value,
		      NULL) != STATUS_OK ||
	    json_check_shape(value, shape, COUNT_OF(shape), "", NULL) !=
		    STATUS_OK)
		return;
	delivery->why = LETTER_NOT_THEIRS;
	const struct reply reply = {
		.confirmation = json_get_string(value, "confirmation"),
		.receipt = json_get_string(value, "receipt"),
	};
	delivery->is_confirmed =
		is_confirmed_by(means, arena, call, &reply, delivery);
}

/* Those that can be sent at all; the others have failed already. */
static void
send_all(const struct delivery_means *means, struct arena *arena,
	 struct delivery *deliveries, size_t count)
{
	struct call *calls = ARENA_ARRAY(arena, count, struct call);
	struct delivery **sent = ARENA_ARRAY(arena, count, struct delivery *);
	size_t sent_count = 0;
	for (size_t i = 0; i < count; i++) {
		struct delivery *delivery = &deliveries[i];
		enum status status = call_for(means, arena, delivery->letter,
					      &calls[sent_count]);
		delivery->why = status == STATUS_NOT_ENROLLED
					? LETTER_NOT_ENROLLED
					: LETTER_OWN_FAILURE;
		if (status == STATUS_OK)
			sent[sent_count++] = delivery;
	}
	if (sent_count > 0)
		caller_perform(means->caller, arena, calls, sent_count,
			       means->call_ms);
	for (size_t i = 0; i < sent_count; i++)
		read_answer(means, arena, &calls[i], sent[i]);
}

/* --- what became of it --- */

/* The next letter to that partner would fare no better. */
static bool
is_away(enum letter_why why)
{
	return why == LETTER_UNREACHABLE || why == LETTER_TIMEOUT ||
	       why == LETTER_THEIR_FAILURE;
}

static enum status
note_failure(const struct delivery_means *means,
	     const struct delivery *delivery, int64_t now_ms)
{
	const struct store_letter *letter = delivery->letter;
	const char *why = letter_why_word(delivery->why);
	uint64_t random;
	random_bytes(&random, sizeof(random));
	int64_t next_ms = delivery_next_ms(letter, now_ms, random);
	/* Nothing but a person can make it a partner again. */
	if (delivery->why == LETTER_NOT_ENROLLED)
		next_ms = 0;
	if (next_ms == 0)
		log_error("a letter is dead: see 'eenplan outbox'",
			  "peer=%s letter=%s tries=%lld why=%s",
			  letter->partner, letter->id,
			  (long long)letter->tries + 1, why);
	else
		log_warning("a letter isn't confirmed yet",
			    "peer=%s letter=%s tries=%lld why=%s",
			    letter->partner, letter->id,
			    (long long)letter->tries + 1, why);
	enum status status =
		store_letter_fail(means->store, letter, next_ms, why);
	if (status == STATUS_OK && next_ms != 0 && is_away(delivery->why))
		status = store_letters_hold(means->store, letter->partner,
					    next_ms);
	return status;
}

/* Under whom the log has it; a letter about nobody is in nobody's. */
static enum status
find_subject(const struct delivery_means *means, struct arena *arena,
	     const struct store_letter *letter,
	     struct store_resident *subject_out)
{
	return letter->resident == NULL
		       ? store_node_log_key(means->store, arena, subject_out)
		       : store_resident_find(means->store, arena,
					     letter->resident, subject_out);
}

/* Confirmed, but not done: the letter itself has which of the reasons. */
static bool
is_refused(const struct delivery *delivery)
{
	const char *outcome = delivery->answer.outcome;
	return outcome != NULL &&
	       strcmp(outcome, letter_outcome_word(LETTER_ACCEPTED)) != 0 &&
	       strcmp(outcome, letter_outcome_word(LETTER_OVERTAKEN)) != 0;
}

static enum status
describe(const struct delivery_means *means, struct arena *arena,
	 const struct delivery *delivery, struct audit_event *event_out)
{
	const struct store_letter *letter = delivery->letter;
	struct store_resident resident;
	enum status status = find_subject(means, arena, letter, &resident);
	if (status != STATUS_OK)
		return status;
	*event_out = (struct audit_event){
		.event = "told",
		.request = letter->id,
		.time_ms = clock_now_ms(),
		.subject = {.key = resident.log_key},
		.resident = letter->resident,
		.organisation = letter->partner,
		.outcome = is_refused(delivery) ? "refused"
						: status_code(STATUS_OK),
		.consents = &letter->about,
		.consent_count = letter->about == NULL ? 0 : 1,
	};
	memcpy(event_out->subject.key_id, resident.log_key_id,
	       sizeof(event_out->subject.key_id));
	box_key_wipe(&resident.log_key);
	return STATUS_OK;
}

/* Whose resident it is can see who was told: no log, no confirmation. */
static enum status
log_confirmations(const struct delivery_means *means, struct arena *arena,
		  const struct delivery *deliveries, size_t count)
{
	struct audit_event *events =
		ARENA_ARRAY(arena, count, struct audit_event);
	size_t event_count = 0;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		if (deliveries[i].is_confirmed)
			status = describe(means, arena, &deliveries[i],
					  &events[event_count++]);
	if (status == STATUS_OK && event_count > 0)
		status = audit_append(means->audit, events, event_count);
	for (size_t i = 0; i < event_count; i++)
		box_key_wipe(&events[i].subject.key);
	return status;
}

static enum status
note_all(const struct delivery_means *means, struct delivery *deliveries,
	 size_t count)
{
	int64_t now_ms = clock_now_ms();
	enum status status = store_begin(means->store);
	if (status != STATUS_OK)
		return status;
	/* Confirmations last: they make the rest of their partner due. */
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		if (!deliveries[i].is_confirmed)
			status = note_failure(means, &deliveries[i], now_ms);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		deliveries[i].answer.confirmed_ms = now_ms;
		if (deliveries[i].is_confirmed)
			status = store_letter_confirm(means->store,
						      deliveries[i].letter,
						      &deliveries[i].answer);
	}
	if (status == STATUS_OK)
		return store_commit(means->store);
	store_rollback(means->store);
	return status;
}

/* What may still be said, said; how many of `count` that is comes back. */
static enum status
send_reviewed(const struct delivery_means *means, struct arena *arena,
	      struct store_letter *letters, struct delivery *deliveries,
	      size_t *count)
{
	const struct delivery_review *review = &means->review;
	enum status status = review->begin(review->context, means->store, arena,
					   letters, count);
	for (size_t i = 0; i < *count; i++)
		deliveries[i].letter = &letters[i];
	if (status == STATUS_OK)
		send_all(means, arena, deliveries, *count);
	review->end(review->context);
	return status;
}

enum status
delivery_of_due(const struct delivery_means *means, struct arena *arena,
		size_t *count_out)
{
	struct store_letter *letters;
	enum status status =
		store_letters_due(means->store, arena, clock_now_ms(),
				  LIMIT_OUTBOX_BATCH, &letters, count_out);
	if (status != STATUS_OK || *count_out == 0)
		return status;
	struct delivery *deliveries =
		ARENA_ARRAY(arena, *count_out, struct delivery);
	size_t count = *count_out;
	status = send_reviewed(means, arena, letters, deliveries, &count);
	if (status == STATUS_OK)
		status = log_confirmations(means, arena, deliveries, count);
	return status == STATUS_OK ? note_all(means, deliveries, count)
				   : status;
}
