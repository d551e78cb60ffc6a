/*
 * Our log held against a partner's, from the side that asks for it. A partner
 * compares at most LIMIT_RECONCILE_IDS ids at once, so a busy time is told in
 * several calls, each from where the one before ended.
 */
#include <string.h>

#include "daemon/exchange/reconcile.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

struct comparing {
	/* the caller's, for what is found; and of the span under way */
	const struct reconcile_means *means;
	struct reconcile_means here;
	const struct store_partner *partner;
	const char *request;
	struct reconcile_side ours;
	struct reconcile_finding *finding;
};

static void
add_orphan(struct comparing *comparing, const struct reconcile_orphan *orphan)
{
	struct arena *arena = comparing->means->arena;
	struct reconcile_finding *finding = comparing->finding;
	finding->found++;
	if (finding->orphan_count == LIMIT_RECONCILE_ORPHANS)
		return;
	if (finding->orphans == NULL)
		finding->orphans = ARENA_ARRAY(arena, LIMIT_RECONCILE_ORPHANS,
					       struct reconcile_orphan);
	finding->orphans[finding->orphan_count] = *orphan;
	finding->orphans[finding->orphan_count++].request =
		arena_string(arena, orphan->request);
}

/* What the partner says goes into our log and our store. */
static bool
is_request(const struct json *one)
{
	return one->kind == JSON_KIND_STRING &&
	       strlen(one->as.string) == UUID_TEXT_BYTES - 1 &&
	       strspn(one->as.string, "0123456789abcdef-") ==
		       UUID_TEXT_BYTES - 1;
}

/*
 * `list` are ids by which somebody has `event` without its counterpart; of
 * what is missing with us, `known` is what we do have, if only to ourselves.
 */
static void
add_orphans(struct comparing *comparing, const struct json *list,
	    const char *event, const char *missing_at,
	    const struct reconcile_ids *known)
{
	for (const struct json *one = json_first(list); one != NULL;
	     one = one->next) {
		if (!is_request(one) ||
		    (known != NULL && reconcile_has(known, one->as.string)))
			continue;
		add_orphan(comparing,
			   &(struct reconcile_orphan){one->as.string, event,
						      missing_at});
	}
}

static void
take_reply(struct comparing *comparing, const struct json *reply)
{
	const struct json *asked = json_member(reply, "asked");
	const struct json *answered = json_member(reply, "answered");
	const char *self = comparing->means->node->settings.organisation;
	const char *partner = comparing->partner->id;
	const struct reconcile_side *ours = &comparing->ours;
	add_orphans(comparing, json_member(asked, "unknown"), "answer", partner,
		    NULL);
	add_orphans(comparing, json_member(asked, "extra"), "ask", self,
		    &ours->all_asked);
	add_orphans(comparing, json_member(answered, "unknown"), "ask", partner,
		    NULL);
	add_orphans(comparing, json_member(answered, "extra"), "answer", self,
		    &ours->all_answered);
}

static enum status
ask(struct comparing *comparing, const struct reconcile_side *part)
{
	const struct reconcile_means *means = &comparing->here;
	struct json_writer writer;
	struct buf body;
	const struct json *reply;
	buf_init(&body, means->arena, 4096);
	json_begin(&writer, &body);
	reconcile_encode(&writer, part);
	struct call call = {
		.organisation = comparing->partner->id,
		.url = arena_printf(means->arena, "%s/v1/log/reconcile",
				    comparing->partner->url),
		.request_id = comparing->request,
		.body = buf_text(&body),
	};
	caller_perform(means->caller, means->arena, &call, 1,
		       means->node->settings.call_ms);
	if (call.status != STATUS_OK)
		return call.status;
	if (call.http_status == status_http(STATUS_TOO_LARGE))
		return STATUS_TOO_LARGE;
	if (call.http_status != status_http(STATUS_OK) ||
	    json_read(means->arena, call.reply, LIMIT_RECONCILE_BYTES, &reply,
		      NULL) != STATUS_OK)
		return STATUS_REFUSED;
	comparing->finding->asked += part->asked.count;
	comparing->finding->answered += part->answered.count;
	take_reply(comparing, reply);
	return STATUS_OK;
}

/* All of a span, in as many parts as its ids need. */
static enum status
ask_parts(struct comparing *comparing)
{
	struct reconcile_side part;
	size_t at = 0;
	enum status status =
		reconcile_gather(&comparing->here, &comparing->ours);
	/* Also where we have nothing the partner may have something. */
	do {
		if (status != STATUS_OK)
			return status;
		at = reconcile_part(comparing->here.arena, &comparing->ours, at,
				    &part);
		status = ask(comparing, &part);
	} while (at < comparing->ours.seen_count);
	return status;
}

/* What was found of a span that is too large is found again by its halves. */
static enum status
ask_span(struct comparing *comparing, const struct reconcile_side *span)
{
	struct reconcile_finding *finding = comparing->finding;
	const struct reconcile_finding before = *finding;
	struct arena *arena = arena_new();
	comparing->here = *comparing->means;
	comparing->here.arena = arena;
	comparing->ours = *span;
	enum status status = ask_parts(comparing);
	arena_free(arena);
	if (status == STATUS_TOO_LARGE)
		*finding = before;
	return status;
}

static struct reconcile_side
span_at(const char *partner, int64_t at_ms, int64_t length_ms,
	const struct reconcile_side *whole)
{
	bool is_first = at_ms == whole->from_ms;
	bool is_last = length_ms >= whole->until_ms - at_ms;
	return (struct reconcile_side){
		.partner = partner,
		.from_ms = at_ms,
		.until_ms = is_last ? whole->until_ms : at_ms + length_ms,
		.early_ms = is_first ? 0 : LIMIT_RECONCILE_MARGIN_MS,
		.late_ms = is_last ? 0 : LIMIT_RECONCILE_MARGIN_MS,
	};
}

/* A span that is too large for either of us is halved, and so are those that
 * follow it. */
enum status
reconcile_with(const struct reconcile_means *means,
	       const struct store_partner *partner, int64_t from_ms,
	       int64_t until_ms, const char *request,
	       struct reconcile_finding *finding_out)
{
	const struct reconcile_side whole = {.from_ms = from_ms,
					     .until_ms = until_ms};
	struct comparing comparing = {.means = means,
				      .partner = partner,
				      .request = request,
				      .finding = finding_out};
	int64_t at_ms = from_ms, length_ms = until_ms - from_ms;
	enum status status = STATUS_OK;
	*finding_out = (struct reconcile_finding){0};
	while (at_ms < until_ms && status == STATUS_OK) {
		const struct reconcile_side span =
			span_at(partner->id, at_ms, length_ms, &whole);
		status = ask_span(&comparing, &span);
		if (status == STATUS_OK)
			at_ms = span.until_ms;
		if (status != STATUS_TOO_LARGE)
			continue;
		length_ms = (span.until_ms - at_ms) / 2;
		if (length_ms >= LIMIT_RECONCILE_SPAN_MS)
			status = STATUS_OK;
	}
	return status;
}

void
reconcile_tell(const char *partner, const struct reconcile_finding *finding)
{
	if (finding->found > 0)
		log_error("access logs don't match: see 'eenplan audit "
			  "reconcile'",
			  "peer=%s orphans=%zu first=%s", partner,
			  finding->found, finding->orphans[0].request);
}
