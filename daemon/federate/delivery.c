#include "daemon/federate/delivery.h"

#include <string.h>

#include "daemon/federate/posted.h"
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

/* Those that can be sent at all; the others have failed already. */
static void
send_all(const struct delivery_means *means, struct arena *arena,
	 struct posted *all, size_t count)
{
	struct call *calls = ARENA_ARRAY(arena, count, struct call);
	struct posted **sent = ARENA_ARRAY(arena, count, struct posted *);
	size_t sent_count = 0;
	for (size_t i = 0; i < count; i++) {
		struct posted *posted = &all[i];
		enum status status = call_for(means, arena, posted->letter,
					      &calls[sent_count]);
		posted->why = status == STATUS_NOT_ENROLLED
				      ? LETTER_NOT_ENROLLED
				      : LETTER_OWN_FAILURE;
		if (status == STATUS_OK)
			sent[sent_count++] = posted;
	}
	if (sent_count > 0)
		caller_perform(means->caller, arena, calls, sent_count,
			       means->call_ms);
	for (size_t i = 0; i < sent_count; i++)
		posted_take_answer(means->organisation, arena, &calls[i],
				   sent[i]);
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
note_failure(const struct delivery_means *means, const struct posted *posted,
	     int64_t now_ms)
{
	const struct store_letter *letter = posted->letter;
	const char *why = letter_why_word(posted->why);
	uint64_t random;
	random_bytes(&random, sizeof(random));
	int64_t next_ms = delivery_next_ms(letter, now_ms, random);
	/* Nothing but a person can make it a partner again. */
	if (posted->why == LETTER_NOT_ENROLLED)
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
	if (status == STATUS_OK && next_ms != 0 && is_away(posted->why))
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
is_refused(const struct posted *posted)
{
	const char *outcome = posted->answer.outcome;
	return outcome != NULL &&
	       strcmp(outcome, letter_outcome_word(LETTER_ACCEPTED)) != 0 &&
	       strcmp(outcome, letter_outcome_word(LETTER_OVERTAKEN)) != 0;
}

static enum status
describe(const struct delivery_means *means, struct arena *arena,
	 const struct posted *posted, struct audit_event *event_out)
{
	const struct store_letter *letter = posted->letter;
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
		.outcome =
			is_refused(posted) ? "refused" : status_code(STATUS_OK),
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
		  const struct posted *all, size_t count)
{
	struct audit_event *events =
		ARENA_ARRAY(arena, count, struct audit_event);
	size_t event_count = 0;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		if (all[i].is_confirmed)
			status = describe(means, arena, &all[i],
					  &events[event_count++]);
	if (status == STATUS_OK && event_count > 0)
		status = audit_append(means->audit, events, event_count);
	for (size_t i = 0; i < event_count; i++)
		box_key_wipe(&events[i].subject.key);
	return status;
}

static enum status
note_all(const struct delivery_means *means, struct posted *all, size_t count)
{
	int64_t now_ms = clock_now_ms();
	enum status status = store_begin(means->store);
	if (status != STATUS_OK)
		return status;
	/* Confirmations last: they make the rest of their partner due. */
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		if (!all[i].is_confirmed)
			status = note_failure(means, &all[i], now_ms);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		all[i].answer.confirmed_ms = now_ms;
		if (all[i].is_confirmed)
			status = store_letter_confirm(
				means->store, all[i].letter, &all[i].answer);
	}
	return store_end(means->store, status);
}

/* What may still be said, said; how many of `count` that is comes back. */
static enum status
send_reviewed(const struct delivery_means *means, struct arena *arena,
	      struct store_letter *letters, struct posted *all, size_t *count)
{
	const struct delivery_review *review = &means->review;
	enum status status = review->begin(review->context, means->store, arena,
					   letters, count);
	for (size_t i = 0; i < *count; i++)
		all[i].letter = &letters[i];
	if (status == STATUS_OK)
		send_all(means, arena, all, *count);
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
	struct posted *all = ARENA_ARRAY(arena, *count_out, struct posted);
	size_t count = *count_out;
	status = send_reviewed(means, arena, letters, all, &count);
	if (status == STATUS_OK)
		status = log_confirmations(means, arena, all, count);
	return status == STATUS_OK ? note_all(means, all, count) : status;
}
