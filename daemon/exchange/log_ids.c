#include "daemon/exchange/log_ids.h"

#include <stdlib.h>
#include <string.h>

#include "eenplan/base/strings.h"

void
log_ids_init(struct log_ids *ids, struct arena *arena, size_t room)
{
	*ids = (struct log_ids){
		.items = ARENA_ARRAY(arena, room + 1, const char *),
		.found = ARENA_ARRAY(arena, room + 1, bool),
	};
}

void
log_ids_add(struct log_ids *ids, const char *id)
{
	ids->items[ids->count++] = id;
}

void
log_ids_close(struct log_ids *ids)
{
	ids->count = strings_sort_unique(ids->items, ids->count);
}

/* Its place; `count`: it isn't among them. */
static size_t
find(const struct log_ids *ids, const char *id)
{
	const char **place = bsearch(&id, ids->items, ids->count,
				     sizeof(*ids->items), strings_order);
	return place == NULL ? ids->count : (size_t)(place - ids->items);
}

bool
log_ids_found(const struct log_ids *ids, const char *id)
{
	size_t place = find(ids, id);
	return place < ids->count && ids->found[place];
}

static void
note(struct log_ids *ids, const char *id)
{
	size_t place = find(ids, id);
	if (place < ids->count)
		ids->found[place] = true;
}

/* An emergency is asked and answered under one name. */
static void
see_header(void *context, const char *event, const char *request,
	   int64_t time_ms)
{
	struct log_ids *sides = context;
	(void)time_ms;
	if (strcmp(event, "answer") != 0)
		note(&sides[LOG_SIDE_ASKED], request);
	if (strcmp(event, "ask") != 0)
		note(&sides[LOG_SIDE_ANSWERED], request);
}

static bool
go_on(void *context, struct arena *arena, const struct audit_event *event)
{
	(void)context;
	(void)arena;
	(void)event;
	return true;
}

/* Nobody's: what is sealed stays so. */
static enum status
no_key(void *context, const char *key_id, struct box_key *key_out)
{
	(void)context;
	(void)key_id;
	(void)key_out;
	return STATUS_GONE;
}

enum status
log_ids_find(struct exchange *exchange, int64_t since_ms,
	     struct log_ids sides[LOG_SIDES])
{
	static const char *const events[] = {"answer", "ask", "emergency"};
	struct audit_selection selection = {
		.since_ms = since_ms,
		.events = events,
		.event_count = COUNT_OF(events),
		.context = sides,
		.find_key = no_key,
		.visit = go_on,
		.erased = see_header,
	};
	if (sides[LOG_SIDE_ASKED].count + sides[LOG_SIDE_ANSWERED].count == 0)
		return STATUS_OK;
	return audit_read_everybody(&exchange->node->settings.audit,
				    &selection);
}
