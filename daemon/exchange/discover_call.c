#include <string.h>

#include "daemon/exchange/discover_ask.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/wire/problem.h"

/* It speaks English to us, mostly in sentences that are in our catalogue. */
static void
pass_on(struct exchange *exchange, const struct problem *problem)
{
	static const char format[] = N_("says: %s %s%s");
	const char *title = status_sentence(problem->status);
	const struct fault *said = &problem->fault;
	enum tongue tongue = exchange->fault.tongue;
	fault_quote(&exchange->fault, "/partner",
		    arena_printf(exchange->arena, format, title, said->where,
				 said->text),
		    arena_printf(exchange->arena, tongue_say(tongue, format),
				 tongue_say(tongue, title), said->where,
				 tongue_say(tongue, said->text)));
}

/* What the partner's node says in words of ours is passed on; nothing else. */
static enum status
explain_refusal(struct discovery *discovery, const struct call *call)
{
	struct exchange *exchange = discovery->exchange;
	const struct json *value;
	struct problem problem;
	if (json_read(exchange->arena, call->reply, LIMIT_REPLY_BYTES, &value,
		      NULL) != STATUS_OK ||
	    problem_decode(value, &problem) != STATUS_OK) {
		fault_set(&exchange->fault, "/partner",
			  "answers what isn't understood here");
		return STATUS_REFUSED;
	}
	log_warning("partner refuses to look for joint clients",
		    "peer=%s status=%s", discovery->partner.id,
		    status_code(problem.status));
	pass_on(exchange, &problem);
	switch (problem.status) {
	case STATUS_TOO_OFTEN:
	case STATUS_BUSY:
	case STATUS_CONFLICT: return problem.status;
	default: return STATUS_REFUSED;
	}
}

/* What it returns is in `arena`. */
static enum status
perform(struct discovery *discovery, struct arena *arena, struct call *call,
	const char *path)
{
	struct exchange *exchange = discovery->exchange;
	call->organisation = discovery->partner.id;
	call->url = arena_printf(arena, "%s/v1/discovery/%s",
				 discovery->partner.url, path);
	call->request_id = exchange->request->id;
	caller_perform(exchange->place->caller, arena, call, 1,
		       LIMIT_DISCOVERY_CALL_MS);
	if (call->status != STATUS_OK) {
		log_warning("partner gave no answer", "peer=%s why=\"%s\"",
			    discovery->partner.id, call->reason);
		fault_set(&exchange->fault, "/partner",
			  "gave no answer; the same command goes on where it "
			  "was");
		return call->status;
	}
	return call->http_status == 200 ? STATUS_OK
					: explain_refusal(discovery, call);
}

/* --- documents --- */

static struct text
body_of(struct discovery *discovery, const char *member, const char *jws,
	bool names_itself)
{
	struct json_writer writer;
	struct buf out;
	buf_init(&out, discovery->exchange->arena, 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	if (member != NULL)
		json_member_string(&writer, member, jws);
	if (!names_itself)
		json_member_string(&writer, "session",
				   discovery->session.row.id);
	json_close_object(&writer);
	return buf_text(&out);
}

static enum status
not_theirs(struct discovery *discovery)
{
	fault_set(&discovery->exchange->fault, "/partner",
		  "answers with something that it didn't sign, or that isn't "
		  "about this session");
	return STATUS_REFUSED;
}

static enum status
believe(struct discovery *discovery, const struct call *call,
	struct discover_letter *letter)
{
	struct exchange *exchange = discovery->exchange;
	struct identity identity;
	struct seal_key *key;
	if (identity_of_certificate(call->certificate, &identity) !=
		    STATUS_OK ||
	    seal_key_of_certificate(call->certificate, &key) != STATUS_OK)
		return not_theirs(discovery);
	const struct paper_peer peer = {
		.self = exchange->node->settings.organisation,
		.identity = &identity,
		.key = key,
	};
	enum status status =
		paper_open(exchange->arena, &peer, letter->type, letter->reply,
			   &letter->payload, &exchange->fault);
	seal_key_free(key);
	letter->certificate = call->certificate;
	return status == STATUS_OK ? STATUS_OK : not_theirs(discovery);
}

enum status
discover_call_paper(struct discovery *discovery, struct discover_letter *letter)
{
	const struct json_shape shape[] = {
		{letter->wanted, JSON_KIND_STRING, true,
		 LIMIT_DISCOVERY_PAPER_BYTES},
	};
	struct call call = {
		.body = body_of(discovery, letter->member, letter->jws,
				letter->names_itself),
		.wants_certificate = true,
	};
	const struct json *value;
	enum status status = perform(discovery, discovery->exchange->arena,
				     &call, letter->path);
	if (status != STATUS_OK)
		return status;
	if (json_read(discovery->exchange->arena, call.reply,
		      LIMIT_REQUEST_BYTES, &value, NULL) != STATUS_OK ||
	    json_check_shape(value, shape, COUNT_OF(shape), "", NULL) !=
		    STATUS_OK)
		return not_theirs(discovery);
	letter->reply = json_get_string(value, letter->wanted);
	return believe(discovery, &call, letter);
}

enum status
discover_call_value(struct discovery *discovery, const char *path,
		    struct text body, const struct json **value_out)
{
	struct call call = {.body = body};
	enum status status =
		perform(discovery, discovery->exchange->arena, &call, path);
	if (status != STATUS_OK)
		return status;
	return json_read(discovery->exchange->arena, call.reply,
			 LIMIT_REQUEST_BYTES, value_out, NULL) == STATUS_OK
		       ? STATUS_OK
		       : not_theirs(discovery);
}

enum status
discover_call_piece(struct discovery *discovery, const char *path,
		    bool *is_done_out)
{
	static const struct json_shape shape[] = {
		{"done", JSON_KIND_INTEGER, true, 0},
		{"of", JSON_KIND_INTEGER, true, 0},
	};
	const struct json *value;
	enum status status = discover_call_value(
		discovery, path, body_of(discovery, NULL, NULL, false), &value);
	if (status != STATUS_OK)
		return status;
	if (json_check_shape(value, shape, COUNT_OF(shape), "", NULL) !=
	    STATUS_OK)
		return not_theirs(discovery);
	*is_done_out = json_get_integer(value, "done", 0) >=
		       json_get_integer(value, "of", 0);
	return STATUS_OK;
}

/* --- bytes --- */

enum status
discover_call_octets(struct discovery *discovery, struct arena *arena,
		     const char *path, int64_t first, struct text bytes,
		     struct text *reply_out)
{
	struct call call = {.body = bytes, .content_type = DISCOVER_OCTETS};
	if (first < 0)
		call = (struct call){
			.body = body_of(discovery, NULL, NULL, false)};
	else
		path = arena_printf(arena, "%s?session=%s&first=%lld", path,
				    discovery->session.row.id,
				    (long long)first);
	enum status status = perform(discovery, arena, &call, path);
	*reply_out = call.reply;
	return status;
}
