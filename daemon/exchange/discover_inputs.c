/*
 * Who is in the list of those whom a partner can find out that we know: all of
 * them when it is made, and each again before anything can be known.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/exchange/discover.h"
#include "daemon/store/lookups.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

/* Residents that are judged of one snapshot. */
#define PAGE	 256
#define GATHERED 4096 /* inputs that there is more room for at a time */
/* Of a digest, by which who has the same number is known within a node. */
#define TWIN_BYTES 16

struct gathering {
	const struct discover_judge *judge;
	struct discover_inputs *inputs;
	/* Of their identifiers, as they are found. Wiped. */
	struct twin {
		uint8_t identifier[TWIN_BYTES];
		uint32_t input;
	} * twins;
	const char *rules; /* of the one before: most have the same */
};

static void *
grow(void *items, size_t count, size_t size)
{
	void *grown = reallocarray(items, count, size);
	if (grown == NULL)
		abort();
	return grown;
}

static void
make_room(struct gathering *gathering)
{
	struct discover_inputs *inputs = gathering->inputs;
	if (inputs->count < inputs->room)
		return;
	inputs->room += GATHERED;
	inputs->items =
		grow(inputs->items, inputs->room, sizeof(*inputs->items));
	gathering->twins =
		grow(gathering->twins, inputs->room, sizeof(*gathering->twins));
}

static void
keep_input(struct gathering *gathering, const struct discover_input *input,
	   const char *identifier)
{
	struct discover_inputs *inputs = gathering->inputs;
	const struct text text = text_of(identifier);
	uint8_t digest[DIGEST_BYTES];
	make_room(gathering);
	if (gathering->rules == NULL ||
	    strcmp(gathering->rules, input->rules) != 0)
		gathering->rules = arena_string(inputs->arena, input->rules);
	digest_of(&text, 1, digest);
	assert(gathering->twins != NULL);
	struct twin *twin = &gathering->twins[inputs->count];
	memcpy(twin->identifier, digest, sizeof(twin->identifier));
	twin->input = (uint32_t)inputs->count;
	inputs->items[inputs->count++] = (struct discover_input){
		.resident = arena_string(inputs->arena, input->resident),
		.rules = gathering->rules,
		.consents = arena_string(inputs->arena, input->consents),
	};
	wipe(digest, sizeof(digest));
}

static enum status
gather_one(struct gathering *gathering, struct arena *arena,
	   const struct store_candidate *candidate)
{
	const struct discover_judge *judge = gathering->judge;
	struct discover_input input;
	const char *identifier;
	bool may;
	enum status status =
		discover_judge_one(judge, arena, candidate, &may, &input);
	if (status != STATUS_OK || !may)
		return status;
	if (gathering->inputs->count == LIMIT_DISCOVERY_PLACES)
		return STATUS_TOO_LARGE;
	status = store_identifier(judge->exchange->place->store, arena,
				  judge->scope->identifier, input.resident,
				  &identifier);
	if (status == STATUS_OK)
		keep_input(gathering, &input, identifier);
	return status;
}

/* Behind `after`, which moves on; `*more` is false behind the last. */
static enum status
gather_page(struct gathering *gathering, char after[UUID_TEXT_BYTES],
	    bool *more)
{
	struct store *store = gathering->judge->exchange->place->store;
	struct arena *arena = arena_new();
	struct store_candidate *candidates;
	size_t found = 0;
	enum status status = store_begin_reading(store);
	if (status == STATUS_OK) {
		status = store_discovery_candidates(
			store, arena, gathering->judge->scope->identifier,
			after, PAGE, &candidates, &found);
		for (size_t i = 0; i < found && status == STATUS_OK; i++)
			status = gather_one(gathering, arena, &candidates[i]);
		store_rollback(store);
	}
	*more = found == PAGE;
	if (found > 0)
		snprintf(after, UUID_TEXT_BYTES, "%s",
			 candidates[found - 1].id);
	arena_free(arena);
	return status;
}

static int
compare_twins(const void *one, const void *other)
{
	const struct twin *a = one, *b = other;
	return memcmp(a->identifier, b->identifier, sizeof(a->identifier));
}

static int
compare_numbers(const void *one, const void *other)
{
	const struct twin *a = one, *b = other;
	return a->input < b->input ? -1 : a->input > b->input;
}

/* One number is one point: of residents who have the same only one is in. */
static void
drop_twins(struct gathering *gathering)
{
	struct discover_inputs *inputs = gathering->inputs;
	struct twin *twins = gathering->twins;
	size_t kept = 0;
	if (twins == NULL)
		return;
	qsort(twins, inputs->count, sizeof(*twins), compare_twins);
	for (size_t i = 0; i < inputs->count; i++)
		if (kept == 0 ||
		    compare_twins(&twins[kept - 1], &twins[i]) != 0)
			twins[kept++] = twins[i];
	if (kept == inputs->count)
		return;
	log_warning("residents have the same number, and only one of each is "
		    "looked for",
		    "left_out=%zu", inputs->count - kept);
	qsort(twins, kept, sizeof(*twins), compare_numbers);
	for (size_t i = 0; i < kept; i++)
		inputs->items[i] = inputs->items[twins[i].input];
	inputs->count = kept;
}

void
discover_inputs_free(struct discover_inputs *inputs)
{
	arena_free(inputs->arena);
	free(inputs->items);
	*inputs = (struct discover_inputs){.arena = NULL};
}

enum status
discover_gather(struct exchange *exchange, const struct discover_scope *scope,
		struct discover_inputs *inputs_out)
{
	struct discover_judge judge;
	struct gathering gathering = {.judge = &judge, .inputs = inputs_out};
	char after[UUID_TEXT_BYTES] = "";
	bool more = true;
	*inputs_out = (struct discover_inputs){.arena = arena_new()};
	enum status status = discover_judge_begin(&judge, exchange,
						  inputs_out->arena, scope);
	while (more && status == STATUS_OK)
		status = gather_page(&gathering, after, &more);
	if (status == STATUS_OK)
		drop_twins(&gathering);
	if (gathering.twins != NULL)
		wipe(gathering.twins,
		     inputs_out->room * sizeof(*gathering.twins));
	free(gathering.twins);
	if (status == STATUS_TOO_LARGE)
		fault_set(&exchange->fault, "",
			  "more than %d residents may be looked for: ask your "
			  "supplier",
			  LIMIT_DISCOVERY_PLACES);
	return status;
}

/* --- again --- */

static enum status
check_one(const struct discover_judge *judge,
	  const struct store_candidate *candidate)
{
	struct arena *arena = arena_new();
	bool may;
	enum status status =
		discover_judge_one(judge, arena, candidate, &may, NULL);
	arena_free(arena);
	return status == STATUS_OK && !may ? STATUS_CONFLICT : status;
}

static enum status
check_page(const struct discover_judge *judge,
	   const struct store_discovery *row, int64_t first)
{
	struct store *store = judge->exchange->place->store;
	struct arena *arena = arena_new();
	struct store_candidate *candidates;
	size_t count;
	enum status status = store_begin_reading(store);
	if (status == STATUS_OK) {
		status = store_discovery_placed(store, arena, row->id, first,
						first + PAGE, &candidates,
						&count);
		for (size_t i = 0; i < count && status == STATUS_OK; i++)
			status = check_one(judge, &candidates[i]);
		store_rollback(store);
	}
	arena_free(arena);
	return status;
}

enum status
discover_check_again(struct exchange *exchange,
		     const struct discover_scope *scope,
		     const struct store_discovery *row)
{
	struct arena *arena = arena_new();
	struct discover_judge judge;
	enum status status =
		discover_judge_begin(&judge, exchange, arena, scope);
	for (int64_t first = 0; first < row->length && status == STATUS_OK;
	     first += PAGE)
		status = check_page(&judge, row, first);
	arena_free(arena);
	if (status == STATUS_CONFLICT)
		fault_set(
			&exchange->fault, "",
			"somebody in the list may no longer be told of: begin "
			"again");
	return status;
}
