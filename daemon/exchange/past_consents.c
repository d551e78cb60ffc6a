#include "daemon/exchange/past_consents.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/exchange/own_documents.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

/* A resident's chain as it is on file, read once for many decisions. */
struct past_chain {
	char resident[UUID_TEXT_BYTES]; /* "": none */
	struct arena *arena;
	int32_t birth_day;
	struct store_document *documents;
	size_t count;
	struct consent_chain_report found;
	struct circumstance *settings; /* see store_circumstance_past */
	size_t setting_count;
};

/* Where a resident's chain ended, by the log as far as it was followed. */
struct end {
	char resident[UUID_TEXT_BYTES]; /* "": a free place */
	char last[DIGEST_HEX_BYTES];
	int64_t last_ms;		/* the log's clock at its entry */
	char settled[DIGEST_HEX_BYTES]; /* an earlier one that nothing follows
					   within the margin; "": none */
};

struct past_consents {
	const struct node *node;
	struct store *store;
	struct own_documents own;
	int64_t clock_ms; /* the latest time that the log had */
	bool is_settled;  /* what was logged is committed */
	struct end *ends; /* by a hash of the resident; `places` of them */
	size_t places;
	size_t end_count;
	struct past_chain chains[LIMIT_REPLAY_CHAINS];
};

enum status
past_consents_open(const struct node *node, struct store *store,
		   struct past_consents **past_out)
{
	struct past_consents *past = calloc(1, sizeof(*past));
	if (past == NULL)
		abort();
	past->node = node;
	past->store = store;
	enum status status = own_documents_open(node, store, &past->own);
	if (status == STATUS_OK)
		*past_out = past;
	else
		past_consents_close(past);
	return status;
}

void
past_consents_close(struct past_consents *past)
{
	if (past == NULL)
		return;
	for (size_t i = 0; i < LIMIT_REPLAY_CHAINS; i++)
		arena_free(past->chains[i].arena);
	own_documents_close(&past->own);
	free(past->ends);
	free(past);
}

/* FNV-1a; the ids are our own random ones. */
static size_t
hash_of(const char *resident)
{
	uint64_t hash = 14695981039346656037U;
	for (const char *at = resident; *at != '\0'; at++)
		hash = (hash ^ (unsigned char)*at) * 1099511628211U;
	return (size_t)hash;
}

static bool
is_id(const char *resident)
{
	return strlen(resident) == UUID_TEXT_BYTES - 1;
}

/* --- where chains ended --- */

/* Its place, or the free one where it would stand; NULL: there are none. */
static struct end *
find_end(const struct past_consents *past, const char *resident)
{
	size_t at = hash_of(resident);
	if (past->places == 0)
		return NULL;
	while (past->ends[at % past->places].resident[0] != '\0' &&
	       strcmp(past->ends[at % past->places].resident, resident) != 0)
		at++;
	return &past->ends[at % past->places];
}

/* At most half of the places are taken, so that a search is short. */
static void
make_room(struct past_consents *past)
{
	struct past_consents before = *past;
	if (2 * (past->end_count + 1) <= past->places)
		return;
	past->places = 2 * before.places + LIMIT_REPLAY_CHAINS;
	past->ends = calloc(past->places, sizeof(*past->ends));
	if (past->ends == NULL)
		abort();
	for (size_t i = 0; i < before.places; i++)
		if (before.ends[i].resident[0] != '\0')
			*find_end(past, before.ends[i].resident) =
				before.ends[i];
	free(before.ends);
}

static void
note_end(struct past_consents *past, const char *resident, const char *digest)
{
	make_room(past);
	struct end *end = find_end(past, resident);
	if (end->resident[0] == '\0') {
		past->end_count++;
		memcpy(end->resident, resident, sizeof(end->resident));
	} else if (strcmp(end->last, digest) == 0) {
		return;
	} else if (past->clock_ms - end->last_ms > LIMIT_REPLAY_MARGIN_MS) {
		memcpy(end->settled, end->last, sizeof(end->settled));
	}
	memcpy(end->last, digest, sizeof(end->last));
	end->last_ms = past->clock_ms;
}

void
past_consents_follow(struct past_consents *past,
		     const struct audit_event *event)
{
	if (event->time_ms > past->clock_ms)
		past->clock_ms = event->time_ms;
	if (event->consent_head != NULL && event->resident != NULL &&
	    strlen(event->consent_head) == DIGEST_HEX_BYTES - 1 &&
	    is_id(event->resident))
		note_end(past, event->resident, event->consent_head);
}

/* --- chains --- */

static enum status
read_chain(struct past_consents *past, const char *resident,
	   struct past_chain *chain)
{
	struct store_resident row;
	enum status status =
		store_resident_find(past->store, chain->arena, resident, &row);
	if (status == STATUS_OK)
		status = store_documents(past->store, chain->arena, resident,
					 &chain->documents, &chain->count);
	if (status == STATUS_OK)
		status = store_circumstance_past(past->store, chain->arena,
						 resident, &chain->settings,
						 &chain->setting_count);
	if (status != STATUS_OK)
		return status;
	chain->birth_day = row.birth_day;
	box_key_wipe(&row.log_key);
	own_documents_verify(&past->own, chain->arena, resident,
			     chain->documents, chain->count, &chain->found);
	memcpy(chain->resident, resident, sizeof(chain->resident));
	return STATUS_OK;
}

/*
 * What is logged is committed soon after, under the writers' lock: who had the
 * lock once since, sees it.
 */
static enum status
settle(struct past_consents *past)
{
	if (past->is_settled)
		return STATUS_OK;
	enum status status = store_begin(past->store);
	store_rollback(past->store);
	past->is_settled = status == STATUS_OK;
	return status;
}

static enum status
find_chain(struct past_consents *past, const char *resident,
	   struct past_chain **chain_out)
{
	struct past_chain *chain =
		&past->chains[hash_of(resident) % LIMIT_REPLAY_CHAINS];
	*chain_out = chain;
	if (strcmp(chain->resident, resident) == 0)
		return STATUS_OK;
	enum status status = settle(past);
	if (status != STATUS_OK)
		return status;
	arena_free(chain->arena);
	*chain = (struct past_chain){.arena = arena_new()};
	return read_chain(past, resident, chain);
}

/* --- at a moment --- */

/* How many documents lead to `digest`; more than there are: none does. */
static size_t
count_to(const struct past_chain *chain, const char *digest)
{
	for (size_t i = chain->count; i > 0; i--) {
		char own[DIGEST_HEX_BYTES];
		consent_chain_digest(text_of(chain->documents[i - 1].jws), own);
		if (strcmp(own, digest) == 0)
			return i;
	}
	return SIZE_MAX;
}

/* How many sound ones were signed by then: for before the log kept ends. */
static size_t
count_until(const struct past_chain *chain, int64_t time_ms)
{
	size_t count = 0;
	while (count < chain->found.at &&
	       chain->found.documents[count].issued_ms <= time_ms)
		count++;
	return count;
}

static void
set_range(const struct past_consents *past, int64_t time_ms,
	  struct past_range *range)
{
	const struct past_chain *chain = range->chain;
	const struct end *end = find_end(past, chain->resident);
	size_t signed_before =
		count_until(chain, time_ms - LIMIT_REPLAY_MARGIN_MS);
	if (end == NULL || end->resident[0] == '\0') {
		range->least = signed_before;
		range->most =
			count_until(chain, time_ms + LIMIT_REPLAY_MARGIN_MS);
		return;
	}
	range->most = count_to(chain, end->last);
	range->least = range->most;
	if (time_ms - end->last_ms <= LIMIT_REPLAY_MARGIN_MS)
		range->least = end->settled[0] == '\0'
				       ? 0
				       : count_to(chain, end->settled);
	/* An import signs long before it logs. */
	if (signed_before > range->most)
		range->most = signed_before;
}

enum status
past_consents_at(struct past_consents *past, const char *resident,
		 int64_t time_ms, struct past_range *range_out)
{
	struct past_chain *chain;
	if (!is_id(resident))
		return STATUS_NOT_FOUND;
	enum status status = find_chain(past, resident, &chain);
	if (status != STATUS_OK)
		return status;
	*range_out = (struct past_range){.chain = chain};
	set_range(past, time_ms, range_out);
	return range_out->most <= chain->found.at &&
			       range_out->least <= range_out->most
		       ? STATUS_OK
		       : STATUS_TAMPERED;
}

bool
past_consents_unsure(const struct past_range *range, int64_t time_ms)
{
	for (size_t i = 0; i < range->chain->setting_count; i++) {
		int64_t set_ms = range->chain->settings[i].set_ms;
		if (set_ms >= time_ms - LIMIT_REPLAY_MARGIN_MS &&
		    set_ms <= time_ms + LIMIT_REPLAY_MARGIN_MS)
			return true;
	}
	return false;
}

int
past_consents_age(const struct past_range *range, int32_t day)
{
	int32_t born = range->chain->birth_day;
	if (born == CLOCK_DAY_NONE || born > day)
		return POLICY_AGE_UNKNOWN;
	int age_years = clock_age_years(born, day);
	return age_years > LIMIT_POLICY_AGE_YEARS ? LIMIT_POLICY_AGE_YEARS
						  : age_years;
}

static bool
is_replaced(const struct consent_document *documents, size_t count,
	    const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (documents[i].consent.supersedes != NULL &&
		    strcmp(documents[i].consent.supersedes, id) == 0)
			return true;
	return false;
}

/* The one that held then about each thing: the last that was set by then. */
static const struct circumstances *
circumstances_then(struct arena *arena, const struct past_chain *chain,
		   int64_t time_ms)
{
	struct circumstances *circumstances =
		ARENA_NEW(arena, struct circumstances);
	struct circumstance *settings = ARENA_ARRAY(
		arena, chain->setting_count + 1, struct circumstance);
	size_t count = 0;
	for (size_t i = 0; i < chain->setting_count; i++) {
		const struct circumstance *one = &chain->settings[i];
		const struct circumstance *last =
			count > 0 ? &settings[count - 1] : NULL;
		if (one->set_ms > time_ms)
			continue;
		if (last == NULL || last->about != one->about ||
		    strcmp(last->reference == NULL ? "" : last->reference,
			   one->reference == NULL ? "" : one->reference) != 0)
			count++;
		settings[count - 1] = *one;
	}
	circumstances->birth_day = chain->birth_day;
	circumstances_apply(arena, settings, count, circumstances);
	return circumstances;
}

const struct consent_file *
past_consents_file(struct arena *arena, const struct past_range *range,
		   size_t count, const struct vocabulary *vocabulary,
		   int64_t time_ms)
{
	const struct consent_document *documents =
		range->chain->found.documents;
	struct consent *records = ARENA_ARRAY(arena, count + 1, struct consent);
	size_t in_force = 0;
	for (size_t i = 0; i < count; i++)
		if (!is_replaced(documents, count, documents[i].consent.id))
			records[in_force++] = documents[i].consent;
	return consent_file_new(
		arena, vocabulary,
		circumstances_then(arena, range->chain, time_ms), records,
		in_force);
}
