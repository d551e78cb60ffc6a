#include "daemon/exchange/emergency.h"

#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/routes.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

#define DAY_MS (24 * 3600 * 1000LL)

const char *
emergency_state(const struct store_emergency *emergency)
{
	return emergency->judgement == NULL ? "waiting" : emergency->judgement;
}

/* The statement may leave the thread's cache before we end: copies. */
static void
take_claim(struct exchange *exchange, const struct statement *statement)
{
	struct arena *arena = exchange->arena;
	exchange->emergency = (struct store_emergency){
		.organisation = exchange->asker.organisation,
		.statement = arena_string(arena, statement->id),
		.user = arena_string(arena, statement->user),
		.role = arena_string(arena, statement->role),
		.plan = arena_string(arena, statement->plan),
		.reason = arena_string(arena, statement->reason),
		.opened_ms = exchange->now_ms,
		.until_ms = statement->expires_ms,
	};
}

enum status
emergency_believe(struct exchange *exchange, const struct statement *statement)
{
	bool is_urgent = exchange->route->story == STORY_ANSWER_URGENT;
	if (is_urgent != (statement->reason != NULL)) {
		fault_set(&exchange->fault, "header Authorization",
			  is_urgent ? N_("is of no emergency: ask at /v1/query")
				    : N_("is of an emergency: ask at "
					 "/v1/emergency"));
		return STATUS_INVALID;
	}
	if (!is_urgent)
		return STATUS_OK;
	enum status status =
		tries_take(exchange->node->emergency_tries,
			   exchange->asker.organisation, exchange->now_ms);
	if (status != STATUS_OK) {
		log_warning("partner asks too often in emergencies", "peer=%s",
			    exchange->asker.organisation);
		return status;
	}
	take_claim(exchange, statement);
	return STATUS_OK;
}

/* --- claim --- */

static enum status
claim_own(struct exchange *exchange)
{
	const struct store_emergency who = {
		.organisation = exchange->node->settings.organisation,
		.user = exchange->asker.user,
		.role = exchange->asker.role,
		.household = exchange->household.id,
	};
	enum status status = store_emergency_open(
		exchange->place->store, exchange->arena, &who, exchange->now_ms,
		&exchange->emergency);
	if (status != STATUS_NOT_FOUND)
		return status;
	fault_set(&exchange->fault, "/household",
		  "has no emergency of yours in this role that is still open: "
		  "eenplan emergency open");
	return STATUS_CONFLICT;
}

/* The same claim, or another that borrows its id? */
static bool
is_same_claim(const struct store_emergency *one,
	      const struct store_emergency *other)
{
	return strcmp(one->user, other->user) == 0 &&
	       strcmp(one->role, other->role) == 0 &&
	       strcmp(one->plan, other->plan) == 0 &&
	       strcmp(one->reason, other->reason) == 0 &&
	       one->until_ms == other->until_ms;
}

/* More than life brings would hide the others on the officer's list. */
static enum status
check_claims(struct exchange *exchange)
{
	int64_t count;
	enum status status = store_emergency_count_of(
		exchange->place->store, exchange->asker.organisation, NULL,
		exchange->now_ms - DAY_MS, &count);
	if (status != STATUS_OK || count < LIMIT_EMERGENCY_CLAIMS_PER_DAY)
		return status;
	log_warning("partner claims too many emergencies", "peer=%s most=%d",
		    exchange->asker.organisation,
		    LIMIT_EMERGENCY_CLAIMS_PER_DAY);
	return STATUS_TOO_OFTEN;
}

static enum status
add_claim(struct exchange *exchange)
{
	char *id = arena_alloc(exchange->arena, UUID_TEXT_BYTES);
	enum status status = check_claims(exchange);
	if (status != STATUS_OK)
		return status;
	random_uuid(id);
	exchange->emergency.id = id;
	log_warning("partner uses the emergency access", "peer=%s",
		    exchange->asker.organisation);
	return store_emergency_add(exchange->place->store,
				   &exchange->emergency);
}

/* Whomever it is about, also nobody: that a link is missing must not show. */
static enum status
claim_partners(struct exchange *exchange)
{
	struct store_emergency before;
	enum status status = act_begin(exchange);
	if (status == STATUS_OK)
		status = store_emergency_of_statement(
			exchange->place->store, exchange->arena,
			exchange->emergency.organisation,
			exchange->emergency.statement, &before);
	if (status == STATUS_NOT_FOUND)
		return add_claim(exchange);
	if (status != STATUS_OK)
		return status;
	if (before.judged_ms != 0 ||
	    !is_same_claim(&before, &exchange->emergency)) {
		log_warning("emergency refused", "peer=%s why=\"%s\"",
			    exchange->asker.organisation,
			    before.judged_ms != 0 ? "it was judged"
						  : "its id was another one's");
		return STATUS_STATEMENT_REFUSED;
	}
	exchange->emergency = before;
	return STATUS_OK;
}

enum status
step_claim(struct exchange *exchange)
{
	return route_asks(exchange->route) ? claim_own(exchange)
					   : claim_partners(exchange);
}

/* --- note --- */

static enum status
note_event(struct exchange *exchange, const struct audit_event *event)
{
	struct store *store = exchange->place->store;
	const char *id = exchange->emergency.id;
	struct store_emergency_given given = {.resident = event->resident,
					      .category = ""};
	enum status status = store_emergency_give(store, id, &given);
	for (size_t i = 0; i < event->category_count && status == STATUS_OK;
	     i++) {
		given.category = event->categories[i];
		status = store_emergency_give(store, id, &given);
	}
	return status;
}

/* The list says what the log says: of whom, and which categories. */
enum status
step_note(struct exchange *exchange)
{
	enum status status =
		exchange->in_transaction ? STATUS_OK : act_begin(exchange);
	for (size_t i = 0; i < exchange->event_count && status == STATUS_OK;
	     i++)
		if (exchange->events[i].resident != NULL)
			status = note_event(exchange, &exchange->events[i]);
	return status;
}
