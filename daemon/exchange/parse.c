/*
 * parse: what do they want? Measured at the door: content type, size, strict
 * JSON, known members.
 */
#include <string.h>

#include "daemon/exchange/routes.h"
#include "eenplan/base/log.h"
#include "eenplan/wire/statement.h"

static bool
is_json(const struct exchange *exchange)
{
	const char *type = exchange->request->content_type;
	if (strcmp(type, "application/json") == 0)
		return true;
	return exchange->route->id == ROUTE_IMPORT &&
	       strcmp(type, "application/fhir+json") == 0;
}

/* A checkpoint has its own form, which its act reads. */
static bool
is_text(const struct exchange *exchange)
{
	return exchange->route->id == ROUTE_ADD_CHECKPOINT;
}

/* Bytes that an act reads itself. */
static enum status
parse_octets(struct exchange *exchange)
{
	if (strcmp(exchange->request->content_type,
		   "application/octet-stream") != 0) {
		fault_set(&exchange->fault, "header Content-Type",
			  "send application/octet-stream");
		return STATUS_WRONG_TYPE;
	}
	return exchange->request->body.length <=
			       route_max_body_bytes(exchange->route->id)
		       ? STATUS_OK
		       : STATUS_TOO_LARGE;
}

static void
take_view(struct exchange *exchange, const char *purpose)
{
	exchange->wanted_household =
		json_get_string(exchange->body, "household");
	exchange->asker.purpose = purpose;
	exchange->asker.role = json_get_string(exchange->body, "role");
}

/* Of which categories, if not of all that may be seen. */
static enum status
take_categories(struct exchange *exchange)
{
	struct query *query = &exchange->query;
	enum status status = query_decode_categories(
		exchange->arena, json_member(exchange->body, "categories"),
		query, &exchange->fault);
	exchange->asker.wanted = query->categories;
	exchange->asker.wanted_count = query->category_count;
	return status;
}

static enum status
parse_view(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"categories", JSON_KIND_ARRAY, false, LIMIT_CATEGORIES},
		{"household", JSON_KIND_STRING, true, 0},
		{"purpose", JSON_KIND_STRING, true, 0},
		{"role", JSON_KIND_STRING, false, 0},
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = take_categories(exchange);
	if (status != STATUS_OK)
		return status;
	take_view(exchange, json_get_string(exchange->body, "purpose"));
	if (strcmp(exchange->asker.purpose, STATEMENT_EMERGENCY) != 0)
		return STATUS_OK;
	fault_set(&exchange->fault, "/purpose",
		  "is for an emergency that was opened, with a reason: "
		  "eenplan emergency open");
	return STATUS_INVALID;
}

static enum status
parse_emergency_view(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"household", JSON_KIND_STRING, true, 0},
		{"role", JSON_KIND_STRING, false, 0},
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		take_view(exchange, STATEMENT_EMERGENCY);
	return status;
}

/* Our own part of the plan: what for is clear. */
static enum status
parse_own(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"all", JSON_KIND_BOOL, false, 0},
		{"categories", JSON_KIND_ARRAY, false, LIMIT_CATEGORIES},
		{"household", JSON_KIND_STRING, true, 0},
		{"overdue", JSON_KIND_BOOL, false, 0},
		{"role", JSON_KIND_STRING, false, 0},
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = take_categories(exchange);
	if (status != STATUS_OK)
		return status;
	exchange->wanted_household =
		json_get_string(exchange->body, "household");
	exchange->asker.purpose = OWN_PURPOSE;
	exchange->asker.role = json_get_string(exchange->body, "role");
	return STATUS_OK;
}

static enum status
parse_query(struct exchange *exchange)
{
	enum status status = query_decode(exchange->arena, exchange->body,
					  &exchange->query, &exchange->fault);
	exchange->asker.wanted = exchange->query.categories;
	exchange->asker.wanted_count = exchange->query.category_count;
	return status;
}

static enum status
parse_body(struct exchange *exchange)
{
	switch (exchange->route->story) {
	case STORY_ANSWER:
	case STORY_ANSWER_URGENT: return parse_query(exchange);
	case STORY_ASK: return parse_view(exchange);
	case STORY_ASK_URGENT: return parse_emergency_view(exchange);
	case STORY_OWN: return parse_own(exchange);
	case STORY_ACT:
		/* Permit asks for the role; else each act knows its shape. */
		if (exchange->route->id == ROUTE_EMERGENCY_OPEN ||
		    exchange->route->id == ROUTE_DISCOVER ||
		    exchange->route->id == ROUTE_LOOKUP)
			exchange->asker.role =
				json_get_string(exchange->body, "role");
		return STATUS_OK;
	case STORY_TAKE:
	case STORY_TELL: return STATUS_OK;
	}
	return STATUS_INTERNAL;
}

enum status
step_parse(struct exchange *exchange)
{
	if (exchange->route->method == HTTP_GET || is_text(exchange))
		return STATUS_OK;
	if (route_takes_octets(exchange->route->id))
		return parse_octets(exchange);
	if (!is_json(exchange)) {
		fault_set(&exchange->fault, "header Content-Type",
			  exchange->route->id == ROUTE_IMPORT
				  ? N_("send application/json or "
				       "application/fhir+json")
				  : N_("send application/json"));
		return STATUS_WRONG_TYPE;
	}
	enum status status =
		json_read(exchange->arena, exchange->request->body,
			  route_max_body_bytes(exchange->route->id),
			  &exchange->body, &exchange->fault);
	return status == STATUS_OK ? parse_body(exchange) : status;
}
