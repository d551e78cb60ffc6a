#include "daemon/federate/resident_logs.h"

#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/wire/statement.h"

#define BODY_BYTES 4096

static struct text
body_of(struct arena *arena, const struct resident_log_question *question)
{
	struct json_writer writer;
	struct buf out;
	buf_init(&out, arena, BODY_BYTES);
	json_begin(&writer, &out);
	resident_log_question_encode(&writer, question);
	return buf_text(&out);
}

enum disclosure_reach
resident_logs_reach(enum status called, int http_status)
{
	if (called != STATUS_OK)
		return called == STATUS_REFUSED ? DISCLOSURE_REACH_REFUSED
						: DISCLOSURE_REACH_UNREACHABLE;
	if (http_status == status_http(STATUS_OK))
		return DISCLOSURE_REACH_ASKED;
	if (http_status == status_http(STATUS_NO_ROUTE))
		return DISCLOSURE_REACH_TOO_OLD;
	return http_status < 500 ? DISCLOSURE_REACH_REFUSED
				 : DISCLOSURE_REACH_UNREACHABLE;
}

static void
read_answer(struct arena *arena, const struct call *call,
	    struct resident_logs_answer *answer)
{
	const struct json *value;
	struct fault fault = {0};
	answer->reach = resident_logs_reach(call->status, call->http_status);
	if (answer->reach != DISCLOSURE_REACH_ASKED) {
		log_warning("partner doesn't tell what it logged",
			    "peer=%s http=%d why=\"%s\"", call->organisation,
			    call->http_status,
			    call->status == STATUS_OK ? "" : call->reason);
		return;
	}
	if (arena_used(arena) < LIMIT_FAN_OUT_ARENA_BYTES &&
	    json_read(arena, call->reply, LIMIT_REPLY_BYTES, &value, &fault) ==
		    STATUS_OK &&
	    resident_log_reply_decode(arena, value, &answer->reply, &fault) ==
		    STATUS_OK)
		return;
	log_warning("what a partner tells of its log can't be read",
		    "peer=%s where=\"%s\" why=\"%s\"", call->organisation,
		    fault.where, fault.text);
	answer->reach = DISCLOSURE_REACH_REFUSED;
	answer->reply = (struct resident_log_reply){0};
}

void
resident_logs_ask(const struct resident_logs *asking, struct arena *arena,
		  const struct merge_source *sources, const char *const *urls,
		  const struct resident_log_question *questions, size_t count,
		  struct resident_logs_answer *answers_out)
{
	struct call *calls = ARENA_ARRAY(arena, count + 1, struct call);
	size_t *asked = ARENA_ARRAY(arena, count + 1, size_t);
	size_t asked_count = 0;
	const char *authorization =
		arena_printf(arena, STATEMENT_SCHEME " %s", asking->statement);
	for (size_t i = 0; i < count; i++) {
		answers_out[i] = (struct resident_logs_answer){
			.reach = DISCLOSURE_REACH_HELD};
		if (questions[i].link_count == 0)
			continue;
		asked[asked_count] = i;
		calls[asked_count++] = (struct call){
			.organisation = sources[i].organisation,
			.url = arena_printf(arena, "%s%s", urls[i],
					    asking->path),
			.request_id = asking->request_id,
			.authorization = authorization,
			.body = body_of(arena, &questions[i]),
		};
	}
	if (asked_count > 0)
		caller_perform(asking->caller, arena, calls, asked_count,
			       asking->deadline_ms);
	for (size_t i = 0; i < asked_count; i++)
		read_answer(arena, &calls[i], &answers_out[asked[i]]);
}
