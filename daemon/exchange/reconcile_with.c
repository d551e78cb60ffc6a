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
	const struct reconcile_means *means;
	const struct store_partner *partner;
	const char *request;
	struct reconcile_side ours;
	struct reconcile_finding *finding;
};

static void
add_orphan(struct comparing *comparing, const struct reconcile_orphan *orphan)
{
	struct reconcile_finding *finding = comparing->finding;
	if (finding->orphan_count == finding->orphan_room) {
		size_t room = 2 * finding->orphan_room + 16;
		struct reconcile_orphan *orphans = ARENA_ARRAY(
			comparing->means->arena, room, struct reconcile_orphan);
		if (finding->orphan_count > 0)
			memcpy(orphans, finding->orphans,
			       finding->orphan_count * sizeof(*orphans));
		finding->orphans = orphans;
		finding->orphan_room = room;
	}
	finding->orphans[finding->orphan_count++] = *orphan;
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
	const struct reconcile_means *means = comparing->means;
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
	if (call.http_status != status_http(STATUS_OK) ||
	    json_read(means->arena, call.reply, LIMIT_RECONCILE_BYTES, &reply,
		      NULL) != STATUS_OK)
		return STATUS_REFUSED;
	comparing->finding->asked += part->asked.count;
	comparing->finding->answered += part->answered.count;
	take_reply(comparing, reply);
	return STATUS_OK;
}

enum status
reconcile_with(const struct reconcile_means *means,
	       const struct store_partner *partner, int64_t from_ms,
	       int64_t until_ms, const char *request,
	       struct reconcile_finding *finding_out)
{
	struct comparing comparing = {
		.means = means,
		.partner = partner,
		.request = request,
		.ours = {.partner = partner->id,
			 .from_ms = from_ms,
			 .until_ms = until_ms},
		.finding = finding_out,
	};
	struct reconcile_side part;
	size_t at = 0;
	*finding_out = (struct reconcile_finding){0};
	enum status status = reconcile_gather(means, &comparing.ours);
	/* Also where we have nothing the partner may have something. */
	do {
		if (status != STATUS_OK)
			return status;
		at = reconcile_part(means->arena, &comparing.ours, at, &part);
		status = ask(&comparing, &part);
	} while (at < comparing.ours.seen_count);
	return status;
}

void
reconcile_tell(const char *partner, const struct reconcile_finding *finding)
{
	if (finding->orphan_count > 0)
		log_error("access logs don't match: see 'eenplan audit "
			  "reconcile'",
			  "peer=%s orphans=%zu first=%s", partner,
			  finding->orphan_count, finding->orphans[0].request);
}
