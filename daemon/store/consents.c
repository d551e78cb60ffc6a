#include "daemon/store/consents.h"

#include <assert.h>
#include <string.h>

#include "daemon/store/commas.h"
#include "daemon/store/documents.h"
#include "daemon/store/due.h"
#include "eenplan/base/limits.h"

static void
read_recipient(struct query *query, struct arena *arena,
	       struct consent *consent)
{
	if (!consent_recipient_of_word(query_text(query, arena),
				       &consent->recipient_kind))
		query_fail(query, STATUS_STORAGE, "a consent's recipient");
	consent->recipient = query_text_or_null(query, arena);
}

static void
read_scope(struct query *query, struct arena *arena, struct consent *consent)
{
	consent->kind = query_text(query, arena);
	read_recipient(query, arena, consent);
	consent->categories = commas_split(arena, query_text(query, arena),
					   &consent->category_count);
	consent->purposes = commas_split(arena, query_text(query, arena),
					 &consent->purpose_count);
	consent->from_day = query_day(query);
	consent->until_day = query_day(query);
}

void
consents_read(struct query *query, struct arena *arena,
	      struct consent *consent_out)
{
	consent_out->id = query_text(query, arena);
	consent_out->resident = query_text(query, arena);
	consent_out->given_by = query_text(query, arena);
	consent_out->ground = query_text_or_null(query, arena);
	read_scope(query, arena, consent_out);
	if (!consent_state_of_word(query_text(query, arena),
				   &consent_out->state))
		query_fail(query, STATUS_STORAGE, "a consent's state");
	consent_out->asked = query_text_or_null(query, arena);
	consent_out->text_version = query_text_or_null(query, arena);
	consent_out->evidence = query_text_or_null(query, arena);
	consent_out->supersedes = query_text_or_null(query, arena);
	consent_out->recorded_ms = query_integer(query);
	consent_out->giver = query_text_or_null(query, arena);
	consent_out->source = query_text_or_null(query, arena);
	consent_out->asked_by = query_text_or_null(query, arena);
	consent_out->conference = query_text_or_null(query, arena);
}

enum status
store_consents(struct store *store, struct arena *arena, const char *resident,
	       bool superseded_too, struct consent **consents_out,
	       size_t *count_out)
{
	struct query query;

	*consents_out = NULL;
	*count_out = 0;
	query_start(&query, store,
		    superseded_too ? QUERY_CONSENTS : QUERY_CONSENTS_IN_FORCE);
	query_put_text(&query, resident);
	while (query_next(&query))
		consents_read(&query, arena,
			      QUERY_ADD_ROW(arena, *consents_out, *count_out));
	return query_finish(&query);
}

/* Reading must stay bounded; a reader that skipped some could skip a refusal.
 */
static enum status
check_room(struct store *store, const char *resident)
{
	struct query query;
	int64_t count = 0;

	query_start(&query, store, QUERY_CONSENT_COUNT);
	query_put_text(&query, resident);
	if (query_next(&query))
		count = query_integer(&query);

	enum status status = query_finish(&query);

	if (status == STATUS_OK && count >= LIMIT_CONSENTS_PER_RESIDENT)
		return STATUS_TOO_LARGE;
	return status;
}

static enum status
mark_superseded(struct store *store, const struct consent *consent)
{
	struct query query;
	uint64_t changes = 0;

	if (consent->supersedes == NULL)
		return STATUS_OK;
	query_start(&query, store, QUERY_CONSENT_SUPERSEDE);
	query_put_text(&query, consent->id);
	query_put_text(&query, consent->supersedes);
	query_put_text(&query, consent->resident);

	enum status status = query_run(&query, &changes);

	return status == STATUS_OK && changes != 1 ? STATUS_CONFLICT : status;
}

static void
put_scope(struct query *query, const struct consent *consent,
	  const char *categories, const char *purposes)
{
	query_put_text(query, consent->kind);
	query_put_text(query, consent_recipient_word(consent->recipient_kind));
	query_put_text(query, consent->recipient);
	query_put_text(query, categories);
	query_put_text(query, purposes);
	query_put_day(query, consent->from_day);
	query_put_day(query, consent->until_day);
}

static enum status
insert_row(struct store *store, const struct consent *consent,
	   const struct consents_source *source, const char *categories,
	   const char *purposes)
{
	struct query query;

	query_start(&query, store, QUERY_CONSENT_ADD);
	query_put_text(&query, consent->id);
	query_put_text(&query, consent->resident);
	query_put_text(&query, consent->given_by);
	query_put_text(&query, consent->ground);
	put_scope(&query, consent, categories, purposes);
	query_put_text(&query, consent_state_word(consent->state));
	query_put_text(&query, consent->asked);
	query_put_text(&query, consent->text_version);
	query_put_text(&query, consent->evidence);
	query_put_text(&query, consent->supersedes);
	query_put_integer(&query, consent->recorded_ms);
	query_put_text(&query, consent->giver);
	query_put_text(&query, source->origin);
	query_put_integer(&query, source->version);
	query_put_text(&query, consent->source);
	query_put_text(&query, consent->asked_by);
	query_put_text(&query, consent->conference);
	return query_run(&query, NULL);
}

static enum status
insert_in_scope(struct store *store, const struct consent *consent,
		const struct consents_source *source)
{
	struct arena *arena = arena_new();
	const char *categories, *purposes;
	enum status status = commas_join(arena, consent->categories,
					 consent->category_count, &categories);

	if (status == STATUS_OK)
		status = commas_join(arena, consent->purposes,
				     consent->purpose_count, &purposes);
	if (status == STATUS_OK)
		status = mark_superseded(store, consent);
	if (status == STATUS_OK)
		status = check_room(store, consent->resident);
	if (status == STATUS_OK)
		status = insert_row(store, consent, source, categories,
				    purposes);
	if (status == STATUS_OK)
		status = documents_add(store, consent);
	if (status == STATUS_OK)
		status = due_review(store, consent->resident);
	arena_free(arena);
	return status;
}

enum status
consents_insert(struct store *store, const struct consent *consent,
		const struct consents_source *source)
{
	bool is_ours;
	enum status status = query_scope_begin(store, &is_ours);

	assert(consent->id != NULL && consent->resident != NULL);
	if (status != STATUS_OK)
		return status;
	return query_scope_end(store, is_ours,
			       insert_in_scope(store, consent, source));
}

enum status
store_consent_add(struct store *store, const struct consent *consent)
{
	return consents_insert(store, consent, &(struct consents_source){0});
}

/* --- threads --- */

enum status
store_consent_thread_add(struct store *store,
			 const struct store_consent_thread *thread)
{
	struct query query;

	query_start(&query, store, QUERY_CONSENT_THREAD_ADD);
	query_put_text(&query, thread->consent);
	query_put_text(&query, thread->asked_by);
	query_put_text(&query, thread->thread);
	query_put_integer(&query, thread->seq);
	return query_run(&query, NULL);
}

/* Ends `query`. */
static enum status
read_thread(struct query *query, struct arena *arena,
	    struct store_consent_thread *thread_out)
{
	bool is_found = query_next(query);
	enum status status;

	if (is_found) {
		thread_out->consent = query_text(query, arena);
		thread_out->asked_by = query_text(query, arena);
		thread_out->thread = query_text(query, arena);
		thread_out->seq = query_integer(query);
	}
	status = query_finish(query);
	return status == STATUS_OK && !is_found ? STATUS_NOT_FOUND : status;
}

enum status
store_consent_thread_of(struct store *store, struct arena *arena,
			const char *consent,
			struct store_consent_thread *thread_out)
{
	struct query query;

	query_start(&query, store, QUERY_CONSENT_THREAD_OF);
	query_put_text(&query, consent);
	return read_thread(&query, arena, thread_out);
}

enum status
store_consent_thread_last(struct store *store, struct arena *arena,
			  const char *asked_by, const char *thread,
			  struct store_consent_thread *thread_out)
{
	struct query query;

	query_start(&query, store, QUERY_CONSENT_THREAD_LAST);
	query_put_text(&query, asked_by);
	query_put_text(&query, thread);
	return read_thread(&query, arena, thread_out);
}
