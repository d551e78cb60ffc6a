#include <string.h>

#include "daemon/store/letters.h"
#include "daemon/store/lookup.h"
#include "eenplan/base/limits.h"

const char *
store_letter_state(const struct store_letter *letter)
{
	if (letter->confirmed_ms != 0)
		return letter->confirmation != NULL ? "confirmed" : "recalled";
	return letter->next_ms != 0 ? "waiting" : "dead";
}

enum status
store_letter_put(struct store *store, const struct store_letter *letter)
{
	struct query query;

	query_start(&query, store, QUERY_LETTER_ADD);
	query_put_text(&query, letter->id);
	query_put_text(&query, letter->partner);
	query_put_text(&query, letter->kind);
	query_put_text(&query, letter->resident);
	query_put_text(&query, letter->about);
	query_put_text(&query, letter->content);
	query_put_integer(&query, letter->written_ms);
	query_put_integer(&query, letter->written_ms);
	query_put_integer(&query, letter->written_ms);
	return query_run(&query, NULL);
}

static void
read_letter(struct query *query, struct arena *arena, void *row_out)
{
	struct store_letter *letter = row_out;

	letter->id = query_text(query, arena);
	letter->partner = query_text(query, arena);
	letter->kind = query_text(query, arena);
	letter->resident = query_text_or_null(query, arena);
	letter->about = query_text_or_null(query, arena);
	letter->content = query_text(query, arena);
	letter->written_ms = query_integer(query);
	letter->begun_ms = query_integer(query);
	letter->tries = query_integer(query);
	letter->next_ms = query_integer(query);
	letter->confirmed_ms = query_integer(query);
	letter->confirmation = query_text_or_null(query, arena);
	letter->why = query_text_or_null(query, arena);
	letter->outcome = query_text_or_null(query, arena);
	letter->detail = query_text_or_null(query, arena);
	letter->receipt = query_text_or_null(query, arena);
	if (letter->next_ms != 0 && letter->confirmed_ms != 0)
		query_fail(query, STATUS_STORAGE, "a letter's state");
}

/* Ends `query`. */
static enum status
read_letters(struct query *query, struct arena *arena,
	     struct store_letter **letters_out, size_t *count_out)
{
	*letters_out = NULL;
	*count_out = 0;
	while (query_next(query))
		read_letter(query, arena,
			    QUERY_ADD_ROW(arena, *letters_out, *count_out));
	return query_finish(query);
}

enum status
store_letters_due(struct store *store, struct arena *arena, int64_t now_ms,
		  size_t most, struct store_letter **letters_out,
		  size_t *count_out)
{
	struct query query;

	query_start(&query, store, QUERY_LETTERS_DUE);
	query_put_integer(&query, now_ms);
	query_put_integer(&query, (int64_t)most);
	return read_letters(&query, arena, letters_out, count_out);
}

enum status
store_letters_next(struct store *store, int64_t *next_ms_out)
{
	struct query query;

	*next_ms_out = 0;
	query_start(&query, store, QUERY_LETTERS_NEXT);
	if (query_next(&query))
		*next_ms_out = query_integer(&query);
	return query_finish(&query);
}

static enum status
set_confirmed(struct store *store, const struct store_letter *letter,
	      const struct store_letter_answer *answer)
{
	struct query query;

	query_start(&query, store, QUERY_LETTER_CONFIRM);
	query_put_integer(&query, answer->confirmed_ms);
	query_put_text(&query, answer->confirmation);
	query_put_text(&query, answer->outcome);
	query_put_text(&query, answer->detail);
	query_put_text(&query, answer->receipt);
	query_put_text(&query, letter->id);
	return query_run(&query, NULL);
}

static enum status
set_partner_due(struct store *store, const char *partner, int64_t now_ms)
{
	struct query query;

	query_start(&query, store, QUERY_LETTERS_HASTEN);
	query_put_integer(&query, now_ms);
	query_put_text(&query, partner);
	query_put_integer(&query, now_ms);
	return query_run(&query, NULL);
}

enum status
store_letter_confirm(struct store *store, const struct store_letter *letter,
		     const struct store_letter_answer *answer)
{
	bool is_ours;
	enum status status = query_scope_begin(store, &is_ours);

	if (status != STATUS_OK)
		return status;
	status = set_confirmed(store, letter, answer);
	if (status == STATUS_OK)
		status = set_partner_due(store, letter->partner,
					 answer->confirmed_ms);
	return query_scope_end(store, is_ours, status);
}

enum status
store_letter_fail(struct store *store, const struct store_letter *letter,
		  int64_t next_ms, const char *why)
{
	struct query query;

	query_start(&query, store, QUERY_LETTER_FAIL);
	query_put_integer(&query, next_ms);
	query_put_text(&query, why);
	query_put_text(&query, letter->id);
	return query_run(&query, NULL);
}

enum status
store_letters_hold(struct store *store, const char *partner, int64_t next_ms)
{
	struct query query;

	query_start(&query, store, QUERY_LETTERS_HOLD);
	query_put_integer(&query, next_ms);
	query_put_text(&query, partner);
	query_put_integer(&query, next_ms);
	return query_run(&query, NULL);
}

enum status
store_letter_recall(struct store *store, const struct store_letter *letter,
		    int64_t now_ms)
{
	struct query query;

	query_start(&query, store, QUERY_LETTER_RECALL);
	query_put_integer(&query, now_ms);
	query_put_text(&query, letter->id);
	return query_run(&query, NULL);
}

enum status
store_letter_lower(struct store *store, const struct store_letter *letter,
		   const char *kind)
{
	struct query query;

	query_start(&query, store, QUERY_LETTER_LOWER);
	query_put_text(&query, kind);
	query_put_text(&query, letter->id);
	return query_run(&query, NULL);
}

enum status
store_letter_is_overtaken(struct store *store,
			  const struct store_letter *letter,
			  bool *is_overtaken_out)
{
	struct query query;

	*is_overtaken_out = false;
	query_start(&query, store, QUERY_LETTERS_LATER);
	query_put_text(&query, letter->partner);
	query_put_text(&query, letter->resident);
	query_put_integer(&query, letter->written_ms);
	if (query_next(&query))
		*is_overtaken_out = query_integer(&query) > 0;
	return query_finish(&query);
}

static enum status
retry_dead(struct store *store, int64_t now_ms, uint64_t *count_out)
{
	struct query query;

	query_start(&query, store, QUERY_LETTERS_REVIVE);
	query_put_integer(&query, now_ms);
	query_put_integer(&query, now_ms);
	return query_run(&query, count_out);
}

static enum status
retry_one(struct store *store, struct arena *arena, const char *name,
	  int64_t now_ms, uint64_t *count_out)
{
	/* Letters have no handles: their id twice. */
	static const struct lookup lookup = {
		.by_id = QUERY_LETTER_BY_ID,
		.by_handle = QUERY_LETTER_BY_ID,
		.by_prefix = QUERY_LETTER_BY_PREFIX,
		.read = read_letter,
	};
	struct store_letter letter;
	struct query query;
	enum status status = lookup_find(store, &lookup, arena, name, &letter);

	if (status != STATUS_OK)
		return status;
	query_start(&query, store, QUERY_LETTER_RETRY);
	query_put_integer(&query, now_ms);
	query_put_integer(&query, now_ms);
	query_put_text(&query, letter.id);
	status = query_run(&query, count_out);
	return status == STATUS_OK && *count_out == 0 ? STATUS_NOT_FOUND
						      : status;
}

enum status
store_letters_retry(struct store *store, struct arena *arena, const char *id,
		    int64_t now_ms, uint64_t *count_out)
{
	*count_out = 0;
	return id == NULL ? retry_dead(store, now_ms, count_out)
			  : retry_one(store, arena, id, now_ms, count_out);
}

enum status
store_letter_count(struct store *store, struct store_letter_counts *counts_out)
{
	struct query query;

	*counts_out = (struct store_letter_counts){0};
	query_start(&query, store, QUERY_LETTER_COUNT);
	if (query_next(&query)) {
		counts_out->waiting = query_integer(&query);
		counts_out->dead = query_integer(&query);
		counts_out->confirmed = query_integer(&query);
	}
	return query_finish(&query);
}

enum status
store_letters(struct store *store, struct arena *arena, bool confirmed_too,
	      struct store_letter **letters_out, size_t *count_out)
{
	struct query query;

	query_start(&query, store,
		    confirmed_too ? QUERY_LETTERS : QUERY_LETTERS_OPEN);
	query_put_integer(&query, LIMIT_OUTBOX_LISTED);
	return read_letters(&query, arena, letters_out, count_out);
}

enum status
store_letters_about(struct store *store, const char *about, const char *partner,
		    int64_t *count_out, int64_t *unconfirmed_out)
{
	struct query query;

	*count_out = *unconfirmed_out = 0;
	query_start(&query, store, QUERY_LETTERS_ABOUT);
	query_put_text(&query, about);
	query_put_text(&query, partner);
	if (query_next(&query)) {
		*count_out = query_integer(&query);
		*unconfirmed_out = query_integer(&query);
	}
	return query_finish(&query);
}

enum status
store_letters_of(struct store *store, struct arena *arena, const char *resident,
		 struct store_letter **letters_out, size_t *count_out)
{
	struct query query;

	query_start(&query, store, QUERY_LETTERS_OF);
	query_put_text(&query, resident);
	return read_letters(&query, arena, letters_out, count_out);
}
