/*
 * Every night the access log of the day before, held against each partner's:
 * an entry that either of us dropped is found, without anybody having to ask.
 *
 * How far it got is kept for each partner, so that nothing is left out when a
 * node was off: the next night does all days since. A partner that can't be
 * reached is tried again.
 */
#include <string.h>

#include "daemon/exchange/keeper.h"
#include "daemon/exchange/reconcile.h"
#include "daemon/store/reconciled.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

#define HOUR_MS (3600 * 1000LL)
#define DAY_MS	(24 * HOUR_MS)

struct night {
	struct keeper_means *means;
	struct arena *arena;
	int64_t now_ms;
	int32_t until_day; /* days before it are over, and due */
	const struct store_partner *partner;
	struct store_reconciled row;
};

/* Both sides have had time to log what began before midnight. */
static int32_t
due_until(const struct node *node, int64_t now_ms)
{
	return clock_day_of_ms(now_ms -
			       node->settings.reconcile_hour * HOUR_MS -
			       2 * LIMIT_RECONCILE_MARGIN_MS);
}

/* A partner that is new is begun with at the last day. */
static enum status
find_row(struct night *night)
{
	enum status status =
		store_reconciled_find(night->means->store, night->arena,
				      night->partner->id, &night->row);
	if (status != STATUS_NOT_FOUND)
		return status;
	night->row = (struct store_reconciled){
		.partner = night->partner->id,
		.until_day = night->until_day - 1,
	};
	return STATUS_OK;
}

static bool
is_due(const struct night *night)
{
	return night->row.until_day < night->until_day &&
	       (night->row.trouble == NULL ||
		night->now_ms - night->row.tried_ms >=
			LIMIT_RECONCILE_AGAIN_MS);
}

/* The partner has the same request, as it has each of them. */
static enum status
record(const struct night *night, const char *request, const char *outcome)
{
	const struct node *node = night->means->node;
	char day[CLOCK_DATE_BYTES];
	clock_format_date(night->row.until_day, day);
	const struct audit_event event = {
		.event = "audit",
		.request = request,
		.time_ms = clock_now_ms(),
		.subject = node->nobody,
		.organisation = node->settings.organisation,
		.reason = arena_printf(night->arena,
				       "%s held against the log of %s", day,
				       night->partner->id),
		.outcome = outcome,
		.partners = (const char *const[]){night->partner->id},
		.partner_count = 1,
	};
	return audit_append(node->audit, &event, 1);
}

static enum status
keep_orphans(struct night *night, const struct reconcile_finding *finding)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < finding->orphan_count && status == STATUS_OK;
	     i++) {
		const struct store_orphan orphan = {
			.partner = night->partner->id,
			.request = finding->orphans[i].request,
			.event = finding->orphans[i].event,
			.missing_at = finding->orphans[i].missing_at,
			.day = night->row.until_day,
			.found_ms = night->now_ms,
		};
		status = store_orphan_add(night->means->store, &orphan);
	}
	return status;
}

/* All that a day brought, or nothing of it. */
static enum status
keep_finding(struct night *night, const struct reconcile_finding *finding)
{
	struct store *store = night->means->store;
	enum status status = store_begin(store);
	if (status != STATUS_OK)
		return status;
	status = keep_orphans(night, finding);
	night->row.until_day++;
	night->row.done_ms = night->row.tried_ms = night->now_ms;
	night->row.asked = (int64_t)finding->asked;
	night->row.answered = (int64_t)finding->answered;
	night->row.orphans = (int64_t)finding->found;
	night->row.trouble = NULL;
	if (status == STATUS_OK)
		status = store_reconciled_put(store, &night->row);
	status = store_end(store, status);
	node_wrote(night->means->node);
	return status;
}

/* Told and logged once, not each time, and kept until it could be done. */
static enum status
keep_trouble(struct night *night, const char *request, enum status why)
{
	const char *code = status_code(why);
	enum status status = STATUS_OK;
	if (night->row.trouble == NULL ||
	    strcmp(night->row.trouble, code) != 0) {
		log_warning("access log couldn't be held against a partner's",
			    "peer=%s why=%s", night->partner->id, code);
		status = record(night, request, code);
	}
	night->row.trouble = code;
	night->row.tried_ms = night->now_ms;
	if (status == STATUS_OK)
		status = store_reconciled_put(night->means->store, &night->row);
	node_wrote(night->means->node);
	return status;
}

static enum status
do_day(struct night *night, bool *is_done_out)
{
	const struct reconcile_means means = {
		.arena = night->arena,
		.node = night->means->node,
		.store = night->means->store,
		.caller = night->means->caller,
	};
	struct reconcile_finding finding;
	char request[UUID_TEXT_BYTES];
	int64_t began_ms = night->row.until_day * DAY_MS;
	random_uuid(request);
	enum status found = reconcile_with(
		&means, night->partner, began_ms - LIMIT_RECONCILE_MARGIN_MS,
		began_ms + DAY_MS + LIMIT_RECONCILE_MARGIN_MS, request,
		&finding);
	*is_done_out = found == STATUS_OK;
	if (found != STATUS_OK)
		return keep_trouble(night, request, found);
	reconcile_tell(night->partner->id, &finding);
	enum status status = record(night, request, status_code(found));
	return status == STATUS_OK ? keep_finding(night, &finding) : status;
}

/* A day's ids are gone before the next day's are read. */
static enum status
do_partner(struct keeper_means *means, const struct store_partner *partner,
	   int64_t now_ms)
{
	enum status status = STATUS_OK;
	bool goes_on = true;
	for (unsigned i = 0; i < LIMIT_RECONCILE_DAYS && goes_on; i++) {
		struct night night = {
			.means = means,
			.arena = arena_new(),
			.now_ms = now_ms,
			.until_day = due_until(means->node, now_ms),
			.partner = partner,
		};
		status = find_row(&night);
		goes_on = status == STATUS_OK && is_due(&night);
		if (goes_on)
			status = do_day(&night, &goes_on);
		arena_free(night.arena);
		goes_on = goes_on && status == STATUS_OK;
	}
	return status;
}

enum status
keep_reconciled(struct keeper_means *means, int64_t now_ms)
{
	struct store_partner *partners;
	size_t count;
	if (means->node->settings.reconcile_hour == LIMIT_RECONCILE_NEVER)
		return STATUS_OK;
	struct arena *arena = arena_new();
	enum status status =
		store_partner_list(means->store, arena, &partners, &count);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = do_partner(means, &partners[i], now_ms);
	if (status == STATUS_OK)
		status = store_orphan_forget(
			means->store,
			now_ms - LIMIT_RECONCILE_KEPT_DAYS * DAY_MS);
	arena_free(arena);
	return status;
}
