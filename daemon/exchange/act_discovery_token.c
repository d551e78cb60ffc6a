/*
 * What a resident carries from one organisation to the next, so that these can
 * find each other where no number may be used: a token like those of links,
 * made at the first and noted at the others.
 */
#include "daemon/exchange/act.h"
#include "daemon/exchange/discover.h"
#include "eenplan/wire/link.h"

static enum status
read_token(struct exchange *exchange, const char *given,
	   char token_out[LINK_TOKEN_TEXT_BYTES])
{
	uint8_t token[LINK_TOKEN_BYTES];
	if (given == NULL)
		random_bytes(token, sizeof(token));
	else if (!link_token_read(given, token))
		return act_refuse(exchange, "/token",
				  "isn't a token: read it again, every symbol");
	link_token_print(token, token_out);
	wipe(token, sizeof(token));
	return STATUS_OK;
}

enum status
act_discovery_token(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"resident", JSON_KIND_STRING, true, 0},
		{"token", JSON_KIND_STRING, false, 0},
	};
	const struct store_resident *resident;
	char token[LINK_TOKEN_TEXT_BYTES];
	exchange->act_event = DISCOVER_EVENT;
	exchange->act_outcome = "token";
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = read_token(exchange,
				    json_get_string(exchange->body, "token"),
				    token);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = act_resident(exchange, "resident", &resident);
	if (status == STATUS_OK)
		status = act_check_alive(exchange, resident);
	if (status == STATUS_OK)
		status = store_discovery_token_set(
			exchange->place->store, exchange->arena, resident->id,
			token, exchange->now_ms);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_string(&answer.writer, "resident", resident->id);
	json_member_string(&answer.writer, "token", token);
	act_answer_end(exchange, &answer);
	wipe(token, sizeof(token));
	return STATUS_OK;
}
