/*
 * What both sides of a session do: its quota, its end, the log, whom it found.
 */
#include "daemon/exchange/discover.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/exchange/mandates.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

#define DAY_MS (24 * 3600 * 1000LL)

static bool
may_use_bsn(const char *law)
{
	static const char *const laws[] = {
#define BSN_LAW(law, article) law,
#include "daemon/discovery/laws.def"
#undef BSN_LAW
	};
	for (size_t i = 0; i < COUNT_OF(laws); i++)
		if (strcmp(laws[i], law) == 0)
			return true;
	return false;
}

enum psi_identifier
discover_identifier(const struct exchange *exchange,
		    const struct store_partner *partner)
{
	const char *bsn = psi_identifier_word(PSI_IDENTIFIER_BSN);
	if (!may_use_bsn(exchange->node->settings.law) ||
	    !may_use_bsn(partner->domain))
		return PSI_IDENTIFIER_TOKEN;
	for (size_t i = 0; i < partner->identifier_count; i++)
		if (strcmp(partner->identifiers[i], bsn) == 0)
			return PSI_IDENTIFIER_BSN;
	return PSI_IDENTIFIER_TOKEN;
}

enum status
discover_check_quota(struct exchange *exchange, const char *partner,
		     const char *purpose)
{
	char date[CLOCK_DATE_BYTES];
	int64_t known_ms;
	enum status status = store_discovery_last(exchange->place->store,
						  partner, purpose, &known_ms);
	int64_t again_ms =
		known_ms + exchange->node->settings.discovery_days * DAY_MS;
	if (status != STATUS_OK || known_ms == 0 ||
	    again_ms <= exchange->now_ms)
		return status;
	clock_format_date(clock_day_of_ms(again_ms + DAY_MS - 1), date);
	fault_set(&exchange->fault, "/partner",
		  "was done for this purpose not long ago, and what was found "
		  "then is kept; again from %s on",
		  date);
	return STATUS_TOO_OFTEN;
}

void
discover_end(struct exchange *exchange, struct store_discovery *row,
	     const char *stage)
{
	struct store *store = exchange->place->store;
	if (exchange->in_transaction) {
		store_rollback(store);
		exchange->in_transaction = false;
	}
	row->stage = stage;
	enum status status = store_begin(store);
	if (status == STATUS_OK)
		status = store_discovery_change(store, row);
	if (status == STATUS_OK)
		status = store_discovery_wipe(store, row->id);
	status = store_end(store, status);
	log_warning("looking for joint clients ended early",
		    "peer=%s session=%s stage=%s status=%s", row->partner,
		    row->id, stage, status_code(status));
}

/* --- the log --- */

enum status
discover_log(struct exchange *exchange, const struct store_resident *residents,
	     size_t count, const char *outcome)
{
	size_t entries = count == 0 ? 1 : count;
	struct audit_event *events =
		ARENA_ARRAY(exchange->arena, entries, struct audit_event);
	for (size_t i = 0; i < entries; i++)
		events[i] = (struct audit_event){
			.event = DISCOVER_EVENT,
			.request = exchange->request->id,
			.time_ms = exchange->now_ms,
			.subject = count == 0 ? exchange->node->nobody
					      : node_log_subject(&residents[i]),
			.resident = count == 0 ? NULL : residents[i].id,
			.organisation = exchange->asker.organisation,
			.user = exchange->asker.user,
			.role = exchange->asker.role,
			.purpose = exchange->asker.purpose,
			.outcome = outcome,
			.partners = &exchange->act_partner,
			.partner_count = exchange->act_partner != NULL,
			.policy_digest = policy_digest(exchange->policy),
		};
	enum status status =
		audit_append(exchange->node->audit, events, entries);
	for (size_t i = 0; i < entries; i++)
		box_key_wipe(&events[i].subject.key);
	return status;
}

enum status
discover_log_many(struct exchange *exchange)
{
	const char *outcome = exchange->act_outcome != NULL
				      ? exchange->act_outcome
				      : status_code(STATUS_OK);
	enum status status = STATUS_OK;
	while (exchange->act_subject_count > LIMIT_DISCOVERY_LOGGED &&
	       status == STATUS_OK) {
		size_t over =
			exchange->act_subject_count - LIMIT_DISCOVERY_LOGGED;
		size_t count = over < LIMIT_DISCOVERY_LOGGED
				       ? over
				       : LIMIT_DISCOVERY_LOGGED;
		struct store_resident *last =
			&exchange->act_subjects[exchange->act_subject_count -
						count];
		status = discover_log(exchange, last, count, outcome);
		for (size_t i = 0; i < count; i++)
			box_key_wipe(&last[i].log_key);
		exchange->act_subject_count -= count;
	}
	return status;
}

/* --- whom it found --- */

static bool
is_linked(const struct store_link *links, size_t count, const char *partner)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(links[i].partner, partner) == 0)
			return true;
	return false;
}

enum status
discover_link(struct exchange *exchange, const char *partner,
	      const char *resident, const char *reference)
{
	struct store *store = exchange->place->store;
	struct store_link *links;
	size_t count;
	enum status status =
		store_links(store, exchange->arena, resident, &links, &count);
	if (status != STATUS_OK || is_linked(links, count, partner))
		return status;
	status = store_link_add(store, partner, reference, resident,
				exchange->now_ms);
	return status == STATUS_OK ? mandates_follow_link(exchange, resident)
				   : status;
}

/* Places are sorted, and so are matches. */
static const struct store_place *
find_place(const struct store_place *places, size_t count, int64_t place)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (places[middle].place < place)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && places[low].place == place ? &places[low] : NULL;
}

static enum status
keep_match(struct exchange *exchange, const struct session *session,
	   const struct session_match *match, const struct store_place *place)
{
	struct store *store = exchange->place->store;
	struct store_resident *resident =
		&exchange->act_subjects[exchange->act_subject_count];
	char reference[UUID_TEXT_BYTES];
	enum status status = store_resident_find(store, exchange->arena,
						 place->resident, resident);
	if (status != STATUS_OK)
		return status;
	exchange->act_subject_count++;
	status = store_match_add(store, session->row.id, resident->id);
	if (status != STATUS_OK || session->mode != DISCOVERY_MUTUAL)
		return status;
	uuid_of_bytes(match->pair, reference);
	return discover_link(exchange, session->row.partner, resident->id,
			     reference);
}

/* Those of one piece of our list; `*at` is the first match that isn't kept. */
static enum status
keep_piece(struct exchange *exchange, const struct session *session,
	   int64_t first, const struct session_match *matches, size_t count,
	   size_t *at)
{
	struct arena *arena = arena_new();
	struct store_place *places;
	size_t place_count;
	int64_t end = first + LIMIT_DISCOVERY_PIECE;
	enum status status =
		store_places(exchange->place->store, arena, &session->row,
			     first, end, false, &places, &place_count);
	for (; *at < count && matches[*at].place < end && status == STATUS_OK;
	     (*at)++) {
		const struct store_place *place =
			find_place(places, place_count, matches[*at].place);
		/* Padding is nobody's, at either side. */
		status = place == NULL ? STATUS_INVALID
				       : keep_match(exchange, session,
						    &matches[*at], place);
	}
	arena_free(arena);
	return status;
}

enum status
discover_keep_matches(struct exchange *exchange, const struct session *session,
		      const struct session_match *matches, size_t count)
{
	enum status status = STATUS_OK;
	size_t at = 0;
	exchange->act_subjects =
		ARENA_ARRAY(exchange->arena, count, struct store_resident);
	exchange->act_subject_count = 0;
	for (int64_t first = 0; at < count && status == STATUS_OK;
	     first += LIMIT_DISCOVERY_PIECE)
		status = keep_piece(exchange, session, first, matches, count,
				    &at);
	return status;
}
