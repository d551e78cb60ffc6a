#include "daemon/exchange/reconcile.h"

#include <stdlib.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/strings.h"

struct gathering {
	const struct reconcile_means *means;
	struct reconcile_side *side;
	bool is_full;
};

static void
add(struct arena *arena, struct reconcile_ids *ids, const char *id)
{
	/* One request about several residents has several entries. */
	if (ids->count > 0 && strcmp(ids->items[ids->count - 1], id) == 0)
		return;
	if (ids->count == ids->room) {
		size_t room = 2 * ids->room + 64;
		const char **items = ARENA_ARRAY(arena, room, const char *);
		if (ids->count > 0)
			memcpy(items, ids->items, ids->count * sizeof(*items));
		ids->items = items;
		ids->room = room;
	}
	ids->items[ids->count++] = arena_string(arena, id);
}

static void
sort(struct reconcile_ids *ids)
{
	if (ids->count > 0)
		ids->count = strings_sort_unique(ids->items, ids->count);
}

bool
reconcile_has(const struct reconcile_ids *ids, const char *id)
{
	return ids->count > 0 &&
	       bsearch(&id, ids->items, ids->count, sizeof(*ids->items),
		       strings_order) != NULL;
}

/* An emergency is asked and answered under one name. */
static bool
is_asking(const char *event)
{
	return strcmp(event, "answer") != 0;
}

static bool
is_answering(const char *event)
{
	return strcmp(event, "ask") != 0;
}

static void
add_to_all(struct gathering *gathering, const char *event, const char *request)
{
	struct arena *arena = gathering->means->arena;
	const struct reconcile_side *side = gathering->side;
	gathering->is_full = side->all_asked.count + side->all_answered.count >=
			     LIMIT_RECONCILE_GATHERED;
	if (gathering->is_full)
		return;
	if (is_asking(event))
		add(arena, &gathering->side->all_asked, request);
	if (is_answering(event))
		add(arena, &gathering->side->all_answered, request);
}

static bool
has_answered(const struct audit_event *event, const char *partner)
{
	for (size_t i = 0; i < event->partner_count; i++)
		if (strcmp(event->partners[i], partner) == 0)
			return true;
	return false;
}

static void
add_seen(struct gathering *gathering, const struct audit_event *event,
	 bool is_asked)
{
	struct arena *arena = gathering->means->arena;
	struct reconcile_side *side = gathering->side;
	if (side->seen_count == side->seen_room) {
		size_t room = 2 * side->seen_room + 64;
		struct reconcile_seen *seen =
			ARENA_ARRAY(arena, room, struct reconcile_seen);
		if (side->seen_count > 0)
			memcpy(seen, side->seen,
			       side->seen_count * sizeof(*seen));
		side->seen = seen;
		side->seen_room = room;
	}
	side->seen[side->seen_count++] = (struct reconcile_seen){
		.time_ms = event->time_ms,
		.request = arena_string(arena, event->request),
		.is_asked = is_asked,
	};
}

static bool
see_entry(void *context, struct arena *arena, const struct audit_event *event)
{
	struct gathering *gathering = context;
	const struct reconcile_side *side = gathering->side;
	(void)arena;
	if (event == NULL)
		return !gathering->is_full;
	add_to_all(gathering, event->event, event->request);
	if (gathering->is_full)
		return false;
	if (event->organisation == NULL || event->time_ms < side->from_ms ||
	    event->time_ms >= side->until_ms)
		return true;
	if (strcmp(event->organisation, side->partner) == 0 &&
	    is_answering(event->event))
		add_seen(gathering, event, false);
	else if (is_asking(event->event) && has_answered(event, side->partner))
		add_seen(gathering, event, true);
	return true;
}

/* Whose key was destroyed: that it was logged is still to be seen. */
static void
see_erased(void *context, const char *event, const char *request,
	   int64_t time_ms)
{
	(void)time_ms;
	add_to_all(context, event, request);
}

static enum status
find_key(void *context, const char *key_id, struct box_key *key_out)
{
	const struct gathering *gathering = context;
	return node_log_key(gathering->means->node, gathering->means->store,
			    key_id, key_out);
}

/* By time; of one moment by id, so that those of one request are together. */
static int
by_time(const void *one_seen, const void *other_seen)
{
	const struct reconcile_seen *one = one_seen, *other = other_seen;
	int order = (one->time_ms > other->time_ms) -
		    (one->time_ms < other->time_ms);
	return order != 0 ? order : strcmp(one->request, other->request);
}

/* One request about several residents has several entries. */
static void
sort_seen(struct arena *arena, struct reconcile_side *side)
{
	size_t kept = 0;
	if (side->seen_count > 0)
		qsort(side->seen, side->seen_count, sizeof(*side->seen),
		      by_time);
	for (size_t i = 0; i < side->seen_count; i++) {
		const struct reconcile_seen *seen = &side->seen[i];
		if (kept > 0 &&
		    strcmp(side->seen[kept - 1].request, seen->request) == 0)
			continue;
		side->seen[kept++] = *seen;
		add(arena, seen->is_asked ? &side->asked : &side->answered,
		    seen->request);
	}
	side->seen_count = kept;
}

enum status
reconcile_gather(const struct reconcile_means *means,
		 struct reconcile_side *side)
{
	static const char *const events[] = {"answer", "ask", "emergency"};
	struct gathering gathering = {.means = means, .side = side};
	struct audit_selection selection = {
		/* by so much the listed may be at another time over there */
		.since_ms = side->from_ms - 2 * LIMIT_RECONCILE_MARGIN_MS,
		.until_ms = side->until_ms + 2 * LIMIT_RECONCILE_MARGIN_MS,
		.events = events,
		.event_count = COUNT_OF(events),
		.context = &gathering,
		.find_key = find_key,
		.visit = see_entry,
		.erased = see_erased,
	};
	enum status status =
		audit_read_everybody(&means->node->settings.audit, &selection);
	sort_seen(means->arena, side);
	sort(&side->asked);
	sort(&side->answered);
	sort(&side->all_asked);
	sort(&side->all_answered);
	return status == STATUS_OK && gathering.is_full ? STATUS_TOO_LARGE
							: status;
}

size_t
reconcile_part(struct arena *arena, const struct reconcile_side *whole,
	       size_t at, struct reconcile_side *part_out)
{
	struct reconcile_side part = {
		.partner = whole->partner,
		.from_ms = whole->from_ms - whole->early_ms,
		.until_ms = whole->until_ms + whole->late_ms,
	};
	if (at > 0)
		part.from_ms =
			whole->seen[at].time_ms - LIMIT_RECONCILE_MARGIN_MS;
	for (; at < whole->seen_count; at++) {
		const struct reconcile_seen *seen = &whole->seen[at];
		struct reconcile_ids *ids =
			seen->is_asked ? &part.asked : &part.answered;
		if (ids->count == LIMIT_RECONCILE_IDS)
			break;
		add(arena, ids, seen->request);
	}
	if (at < whole->seen_count)
		part.until_ms =
			whole->seen[at].time_ms + LIMIT_RECONCILE_MARGIN_MS;
	sort(&part.asked);
	sort(&part.answered);
	*part_out = part;
	return at;
}

void
reconcile_encode(struct json_writer *writer, const struct reconcile_side *side)
{
	json_open_object(writer);
	json_member_strings(writer, "answered", side->answered.items,
			    side->answered.count);
	json_member_strings(writer, "asked", side->asked.items,
			    side->asked.count);
	json_member_time(writer, "from", side->from_ms);
	json_member_time(writer, "until", side->until_ms);
	json_close_object(writer);
}

static bool
read_ids(struct arena *arena, const struct json *list,
	 struct reconcile_ids *ids)
{
	for (const struct json *one = json_first(list); one != NULL;
	     one = one->next) {
		if (one->kind != JSON_KIND_STRING)
			return false;
		add(arena, ids, one->as.string);
	}
	sort(ids);
	return true;
}

enum status
reconcile_decode(struct arena *arena, const struct json *json,
		 struct reconcile_side *side_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"answered", JSON_KIND_ARRAY, true, LIMIT_RECONCILE_IDS},
		{"asked", JSON_KIND_ARRAY, true, LIMIT_RECONCILE_IDS},
		{"from", JSON_KIND_STRING, true, 0},
		{"until", JSON_KIND_STRING, true, 0},
	};
	enum status status =
		json_check_shape(json, shape, COUNT_OF(shape), "", fault);
	if (status != STATUS_OK)
		return status;
	*side_out = (struct reconcile_side){0};
	if (read_ids(arena, json_member(json, "answered"),
		     &side_out->answered) &&
	    read_ids(arena, json_member(json, "asked"), &side_out->asked) &&
	    clock_parse_time(json_get_string(json, "from"),
			     &side_out->from_ms) &&
	    clock_parse_time(json_get_string(json, "until"),
			     &side_out->until_ms))
		return STATUS_OK;
	fault_set(fault, "", "has ids that are no strings, or no times");
	return STATUS_INVALID;
}
