#include "daemon/exchange/discover_theirs.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/exchange/act.h"
#include "eenplan/base/limits.h"

struct paper_peer
theirs_peer(const struct exchange *exchange)
{
	return (struct paper_peer){
		.self = exchange->node->settings.organisation,
		.identity = exchange->request->peer,
		.key = exchange->request->peer_key,
	};
}

struct discovery_head
theirs_head(const struct exchange *exchange, const struct store_discovery *row)
{
	return (struct discovery_head){
		.session = row->id,
		.sender = exchange->node->settings.organisation,
		.recipient = row->partner,
	};
}

void
theirs_note_asker(struct exchange *exchange, const struct store_discovery *row)
{
	exchange->asker.user = row->user;
	exchange->asker.role = row->role;
	exchange->asker.purpose = row->purpose;
}

enum status
theirs_find(struct exchange *exchange, const char *id,
	    struct store_discovery *row_out)
{
	exchange->act_event = DISCOVER_EVENT;
	if (id == NULL)
		return STATUS_NOT_FOUND;
	enum status status = store_discovery_find(exchange->place->store,
						  exchange->arena, id, row_out);
	if (status == STATUS_AMBIGUOUS)
		status = STATUS_NOT_FOUND;
	if (status == STATUS_OK &&
	    (row_out->ours || strcmp(row_out->id, id) != 0 ||
	     strcmp(row_out->partner, exchange->asker.organisation) != 0))
		status = STATUS_NOT_FOUND;
	if (status == STATUS_OK)
		theirs_note_asker(exchange, row_out);
	return status;
}

enum status
theirs_refuse(struct exchange *exchange, enum status status, const char *text)
{
	fault_say(&exchange->fault, "", text);
	return status;
}

/* Ready to go on with; session_close it. */
static enum status
open_session(struct exchange *exchange, const char *id,
	     struct session *session_out)
{
	struct store_discovery row;
	*session_out = (struct session){.threads = 0};
	enum status status = theirs_find(exchange, id, &row);
	if (status == STATUS_OK && row.ends_ms <= exchange->now_ms)
		return theirs_refuse(
			exchange, STATUS_CONFLICT,
			"this session wasn't done in time: begin another");
	if (status != STATUS_OK)
		return status;
	status = session_open(exchange->place->store, exchange->arena, &row,
			      exchange->node->settings.organisation,
			      exchange->node->settings.discovery_threads,
			      session_out);
	return status == STATUS_NOT_FOUND
		       ? theirs_refuse(exchange, STATUS_CONFLICT,
				       "this session is over: begin another")
		       : status;
}

enum status
theirs_check_stage(struct exchange *exchange, const struct session *session,
		   const char *stage)
{
	return strcmp(session->row.stage, stage) == 0
		       ? STATUS_OK
		       : theirs_refuse(exchange, STATUS_CONFLICT,
				       "isn't this session's turn");
}

enum status
theirs_of_body(struct exchange *exchange, const char *member,
	       struct session *session_out)
{
	const struct json_shape shape[] = {
		{"session", JSON_KIND_STRING, true, 0},
		{member, JSON_KIND_STRING, true, LIMIT_DISCOVERY_PAPER_BYTES},
	};
	*session_out = (struct session){.threads = 0};
	exchange->act_event = DISCOVER_EVENT;
	enum status status =
		json_check_shape(exchange->body, shape, member == NULL ? 1 : 2,
				 "", &exchange->fault);
	return status == STATUS_OK
		       ? open_session(
				 exchange,
				 json_get_string(exchange->body, "session"),
				 session_out)
		       : status;
}

enum status
theirs_of_query(struct exchange *exchange, struct session *session_out,
		int64_t *first_out)
{
	static const char form[] = "session=";
	static const char then[] = "&first=";
	const char *query = exchange->request->query;
	char id[UUID_TEXT_BYTES] = "";
	char *end = NULL;
	*session_out = (struct session){.threads = 0};
	exchange->act_event = DISCOVER_EVENT;
	if (query == NULL || strlen(query) < sizeof(form) + sizeof(id) ||
	    strncmp(query, form, sizeof(form) - 1) != 0)
		return theirs_refuse(exchange, STATUS_INVALID,
				     "must have ?session=…&first=…");
	memcpy(id, query + sizeof(form) - 1, sizeof(id) - 1);
	query += sizeof(form) + sizeof(id) - 2;
	if (strncmp(query, then, sizeof(then) - 1) == 0)
		*first_out = strtoll(query + sizeof(then) - 1, &end, 10);
	if (end == NULL || *end != '\0' || *first_out < 0 ||
	    *first_out % LIMIT_DISCOVERY_PIECE != 0 ||
	    *first_out >= LIMIT_DISCOVERY_PLACES)
		return theirs_refuse(
			exchange, STATUS_INVALID,
			"must have a first that a piece begins at");
	return open_session(exchange, arena_string(exchange->arena, id),
			    session_out);
}

void
theirs_answer_octets(struct exchange *exchange, struct text octets)
{
	exchange->answer = octets;
	exchange->answer_type = DISCOVER_OCTETS;
}

void
theirs_answer_paper(struct exchange *exchange, const char *member,
		    const char *jws)
{
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_string(&answer.writer, member, jws);
	act_answer_end(exchange, &answer);
}

enum status
theirs_check_same(struct exchange *exchange, const struct session *session,
		  enum store_list list, int64_t first, bool *is_here_out)
{
	struct text before;
	enum status status =
		store_piece_find(exchange->place->store, exchange->arena,
				 session->row.id, list, first, &before);
	*is_here_out = status == STATUS_OK;
	if (status == STATUS_NOT_FOUND)
		return STATUS_OK;
	if (status == STATUS_OK &&
	    !text_equals(before, exchange->request->body))
		return theirs_refuse(exchange, STATUS_CONFLICT,
				     "isn't the piece that was sent before");
	return status;
}

void
theirs_answer_progress(struct exchange *exchange, int64_t done, int64_t of)
{
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_integer(&answer.writer, "done", done);
	json_member_integer(&answer.writer, "of", of);
	act_answer_end(exchange, &answer);
}
