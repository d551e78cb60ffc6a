/*
 * Addresses → which story runs, where, for whom.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_ROUTES_H
#define EENPLAN_DAEMON_EXCHANGE_ROUTES_H

#include "daemon/exchange/exchange.h"

enum route_id {
#define ROUTE(name, listener, method, path, purpose) ROUTE_##name,
#include "eenplan/wire/routes.def"
#undef ROUTE
	ROUTES
};

/* Which list of steps: see exchange.c. Urgent is: in an emergency. */
enum story {
	STORY_ANSWER,
	STORY_ASK,
	STORY_OWN,
	STORY_ANSWER_URGENT,
	STORY_ASK_URGENT,
	STORY_ACT,
	STORY_TELL,
};

struct route {
	enum route_id id;
	enum node_listener listener;
	enum http_method method;
	const char *path;
	enum story story;
	enum status (*act)(struct exchange *exchange); /* ACT, TELL */
};

/* Does a partner ask us for fragments? */
bool route_answers(const struct route *route);
/* Does one of our own users ask for a household's plan? */
bool route_asks(const struct route *route);

/*
 * STATUS_NO_ROUTE, or STATUS_WRONG_METHOD if another method would do.
 */
enum status route_find(const struct http_request *request,
		       const struct route **route_out) MUST_CHECK;

/* Is its body bytes, and no JSON? */
bool route_takes_octets(enum route_id route);
/* The most that a body for `route` can have. */
size_t route_max_body_bytes(enum route_id route);

/* May a user with this role use `route`? (permissions.def) */
bool route_permits(enum route_id route, const char *role);

#endif
