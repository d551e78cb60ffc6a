/*
 * verify and permit: in which role is this asked, for what purpose, and may
 * that be?
 */
#include <string.h>

#include "daemon/exchange/emergency.h"
#include "daemon/exchange/routes.h"
#include "eenplan/base/log.h"
#include "eenplan/wire/statement.h"

/* From here on it is known who asks, as ids of the policy's vocabulary. */
static enum status
prepare(struct exchange *exchange)
{
	struct policy_asker asker;
	enum status status =
		judge_asker(policy_vocabulary(exchange->policy),
			    &exchange->asker, &asker, &exchange->fault);
	if (status == STATUS_OK)
		exchange->prepared = policy_prepare(exchange->arena,
						    exchange->policy, &asker);
	return status;
}

/* `Authorization: Ask JWS`; schemes are not case-sensitive. */
static enum status
find_statement(struct exchange *exchange, struct text *jws_out)
{
	const char *header = exchange->request->authorization;
	size_t scheme = strlen(STATEMENT_SCHEME);
	if (strncasecmp(header, STATEMENT_SCHEME " ", scheme + 1) == 0) {
		*jws_out = text_of(header + scheme + 1);
		return STATUS_OK;
	}
	fault_set(&exchange->fault, "header Authorization",
		  "send the ask statement: %s and its JWS", STATEMENT_SCHEME);
	return STATUS_INVALID;
}

enum status
step_verify(struct exchange *exchange)
{
	const struct statement_bearer bearer = {
		.peer = exchange->request->peer,
		.key = exchange->request->peer_key,
		.now_ms = exchange->now_ms,
	};
	const struct statement *statement;
	const char *digest;
	struct text jws;
	enum status status = find_statement(exchange, &jws);
	if (status == STATUS_OK)
		status = statement_accept(exchange->place->statements, &bearer,
					  jws, &statement, &digest);
	if (status != STATUS_OK)
		return status;
	status = emergency_believe(exchange, statement);
	if (status != STATUS_OK)
		return status;
	/*
	 * Copies: while we wait for the log, the next request on this thread
	 * may take the statement's place in the cache.
	 */
	struct arena *arena = exchange->arena;
	exchange->asker.user = arena_string(arena, statement->user);
	exchange->asker.role = arena_string(arena, statement->role);
	exchange->asker.purpose = arena_string(arena, statement->purpose);
	exchange->statement_digest = arena_string(arena, digest);
	/* For the resident the log is read by law: no policy gives or refuses
	 * it, and its purpose is no word of one. */
	return exchange->route->id == ROUTE_RESIDENT_LOG ? STATUS_OK
							 : prepare(exchange);
}

/* Their first role that may do this. */
static const char *
role_for(const struct store_user *user, enum route_id route)
{
	for (size_t i = 0; i < user->role_count; i++)
		if (route_permits(route, user->roles[i]))
			return user->roles[i];
	return NULL;
}

enum status
step_permit(struct exchange *exchange)
{
	enum route_id route = exchange->route->id;
	if (exchange->request->listener == NODE_PARTNERS ||
	    route == ROUTE_USER_HEALTH)
		return STATUS_OK; /* enrolment is enough */

	struct asker *asker = &exchange->asker;
	if (asker->role == NULL)
		asker->role = role_for(&exchange->user, route);
	if (route_asks(exchange->route) && asker->role != NULL) {
		enum status status = prepare(exchange);
		if (status == STATUS_OK)
			status = judge_wanted(
				policy_vocabulary(exchange->policy), asker,
				&exchange->fault);
		if (status != STATUS_OK)
			return status;
	}
	if (asker->role == NULL ||
	    !store_user_has(&exchange->user, asker->role) ||
	    !route_permits(route, asker->role)) {
		log_warning("user's roles don't allow this", "user=%s path=%s",
			    exchange->request->peer->user,
			    exchange->route->path);
		return STATUS_FORBIDDEN;
	}
	return STATUS_OK;
}
