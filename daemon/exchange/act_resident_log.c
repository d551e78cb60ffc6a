/*
 * A partner's privacy officer asks, for a resident whom we share, what our log
 * has of requests between the two nodes. We tell what went from one to the
 * other, which the partner's own log should have as well, and of the requests
 * that it names, which we never logged. That we withheld something, and what
 * we did by ourselves or with others, the resident asks of us.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/log_ids.h"
#include "daemon/exchange/routes.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/wire/resident_log.h"

struct telling {
	struct exchange *exchange;
	struct resident_log_question question;
	struct resident_log_reply reply;
};

/* For the resident, by who may do so at their own node; and not without end,
 * since each time the whole log is read. */
static enum status
check_asker(struct exchange *exchange)
{
	enum status status =
		tries_take(exchange->node->log_tries,
			   exchange->asker.organisation, exchange->now_ms);
	if (status != STATUS_OK) {
		log_warning("partner asks for residents too often", "peer=%s",
			    exchange->asker.organisation);
		return status;
	}
	if (strcmp(exchange->asker.purpose, RESIDENT_LOG_PURPOSE) == 0 &&
	    route_permits(ROUTE_AUDIT_STATEMENT, exchange->asker.role))
		return STATUS_OK;
	fault_set(&exchange->fault, "header Authorization",
		  "is of another purpose than %s, or of a role that doesn't "
		  "ask for residents",
		  RESIDENT_LOG_PURPOSE);
	return STATUS_INVALID;
}

static bool
is_partner(const struct audit_event *event, const char *partner)
{
	for (size_t i = 0; i < event->partner_count; i++)
		if (strcmp(event->partners[i], partner) == 0)
			return true;
	return false;
}

static bool
is_emergency(const struct audit_event *event)
{
	return strcmp(event->event, "emergency") == 0;
}

/* Something that we gave this partner. */
static bool
was_given(const struct telling *telling, const struct audit_event *event)
{
	return (is_emergency(event) || strcmp(event->event, "answer") == 0) &&
	       event->category_count > 0 && event->organisation != NULL &&
	       strcmp(event->organisation,
		      telling->exchange->asker.organisation) == 0;
}

/* Something that our user asked, and this partner answered. */
static bool
was_asked(const struct telling *telling, const struct audit_event *event)
{
	const struct exchange *exchange = telling->exchange;
	return (is_emergency(event) || strcmp(event->event, "ask") == 0) &&
	       event->organisation != NULL &&
	       strcmp(event->organisation,
		      exchange->node->settings.organisation) == 0 &&
	       is_partner(event, exchange->asker.organisation);
}

static const char *
copy(struct arena *arena, const char *string)
{
	return string == NULL ? NULL : arena_string(arena, string);
}

static void
add_entry(struct telling *telling, const struct audit_event *event, bool gave)
{
	struct arena *arena = telling->exchange->arena;
	struct resident_log_reply *reply = &telling->reply;
	struct resident_log_entry *entry = &reply->entries[reply->entry_count];
	size_t count = gave ? event->category_count : 0;
	const char **categories = ARENA_ARRAY(arena, count + 1, const char *);
	if (reply->entry_count == LIMIT_RESIDENT_LOG_ENTRIES) {
		reply->has_more = true;
		return;
	}
	for (size_t i = 0; i < count; i++)
		categories[i] = arena_string(arena, event->categories[i]);
	reply->entry_count++;
	*entry = (struct resident_log_entry){
		.gave = gave,
		.is_emergency = is_emergency(event),
		.request = arena_string(arena, event->request),
		.time_ms = event->time_ms,
		.user = copy(arena, event->user),
		.role = copy(arena, event->role),
		.purpose = copy(arena, event->purpose),
		.categories = categories,
		.category_count = count,
	};
}

static bool
see_entry(void *context, const struct audit_entry *entry)
{
	struct telling *telling = context;
	const struct audit_event *event = &entry->event;
	if (event->time_ms <
		    telling->question.from_ms - LIMIT_RECONCILE_MARGIN_MS ||
	    event->time_ms >=
		    telling->question.until_ms + LIMIT_RECONCILE_MARGIN_MS)
		return true;
	if (was_given(telling, event))
		add_entry(telling, event, true);
	else if (was_asked(telling, event))
		add_entry(telling, event, false);
	return !telling->reply.has_more;
}

static bool
is_noted(const struct exchange *exchange, const struct store_resident *resident)
{
	for (size_t i = 0; i < exchange->act_subject_count; i++)
		if (strcmp(exchange->act_subjects[i].id, resident->id) == 0)
			return true;
	return false;
}

/* The same reading of the log, whether the link means somebody or nobody. */
static enum status
tell_of(struct telling *telling, const char *link)
{
	struct exchange *exchange = telling->exchange;
	struct store_resident *resident =
		&exchange->act_subjects[exchange->act_subject_count];
	enum status status = store_linked_resident(
		exchange->place->store, exchange->arena,
		exchange->asker.organisation, link, resident);
	if (status == STATUS_NOT_FOUND)
		return audit_read_subject(&exchange->node->settings.audit, NULL,
					  0, see_entry, telling);
	if (status != STATUS_OK)
		return status;
	if (is_noted(exchange, resident)) {
		box_key_wipe(&resident->log_key);
		return STATUS_OK;
	}
	exchange->act_subject_count++;
	return act_read_log(exchange, resident, see_entry, telling);
}

static enum status
tell_of_all(struct telling *telling)
{
	struct exchange *exchange = telling->exchange;
	const struct resident_log_question *question = &telling->question;
	enum status status = STATUS_OK;
	exchange->act_subjects = ARENA_ARRAY(
		exchange->arena, question->link_count, struct store_resident);
	telling->reply.entries =
		ARENA_ARRAY(exchange->arena, LIMIT_RESIDENT_LOG_ENTRIES + 1,
			    struct resident_log_entry);
	for (size_t i = 0; i < question->link_count && status == STATUS_OK; i++)
		status = tell_of(telling, question->links[i]);
	return status;
}

static void
add_unknown(struct log_ids *unknown, const struct log_ids *ids)
{
	for (size_t i = 0; i < ids->count; i++)
		if (!ids->found[i])
			log_ids_add(unknown, ids->items[i]);
}

/* What they asked we answered, and the other way round. */
static enum status
find_unknown(struct telling *telling)
{
	const struct resident_log_question *question = &telling->question;
	struct arena *arena = telling->exchange->arena;
	struct log_ids sides[LOG_SIDES], unknown;
	log_ids_init(&sides[LOG_SIDE_ASKED], arena, question->answered_count);
	log_ids_init(&sides[LOG_SIDE_ANSWERED], arena, question->asked_count);
	log_ids_init(&unknown, arena,
		     question->answered_count + question->asked_count);
	for (size_t i = 0; i < question->answered_count; i++)
		log_ids_add(&sides[LOG_SIDE_ASKED], question->answered[i]);
	for (size_t i = 0; i < question->asked_count; i++)
		log_ids_add(&sides[LOG_SIDE_ANSWERED], question->asked[i]);
	for (size_t i = 0; i < LOG_SIDES; i++)
		log_ids_close(&sides[i]);
	enum status status = log_ids_find(
		telling->exchange,
		question->from_ms - LIMIT_RECONCILE_MARGIN_MS, sides);
	for (size_t i = 0; i < LOG_SIDES; i++)
		add_unknown(&unknown, &sides[i]);
	log_ids_close(&unknown);
	telling->reply.unknown = unknown.items;
	telling->reply.unknown_count = unknown.count;
	return status;
}

enum status
act_resident_log(struct exchange *exchange)
{
	struct telling telling = {.exchange = exchange};
	exchange->act_event = "audit";
	enum status status = check_asker(exchange);
	if (status == STATUS_OK)
		status = resident_log_question_decode(
			exchange->arena, exchange->body, &telling.question,
			&exchange->fault);
	if (status == STATUS_OK)
		status = tell_of_all(&telling);
	if (status == STATUS_OK)
		status = find_unknown(&telling);
	if (status != STATUS_OK)
		return status;
	struct json_writer writer;
	struct buf out;
	buf_init(&out, exchange->arena, 4096);
	json_begin(&writer, &out);
	resident_log_reply_encode(&writer, &telling.reply);
	exchange->answer = buf_text(&out);
	return STATUS_OK;
}
