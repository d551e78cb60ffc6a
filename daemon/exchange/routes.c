#include "daemon/exchange/routes.h"

#include <string.h>

#include "daemon/exchange/act.h"
#include "eenplan/base/limits.h"

#define LISTENER_PARTNERS NODE_PARTNERS
#define LISTENER_USERS	  NODE_USERS
#define METHOD_GET	  HTTP_GET
#define METHOD_POST	  HTTP_POST

static const struct route routes[] = {
#define ROUTE(name, from, verb, address, purpose)                              \
	[ROUTE_##name] = {.id = ROUTE_##name,                                  \
			  .listener = LISTENER_##from,                         \
			  .method = METHOD_##verb,                             \
			  .path = address,                                     \
			  .story = STORY_OF_##name,                            \
			  .act = ACT_OF_##name},
#include "daemon/exchange/stories.def"
#include "eenplan/wire/routes.def"
#undef ROUTE
};

static const struct permission {
	enum route_id route;
	const char *roles[LIMIT_ROLES];
} permissions[] = {
#define PERMISSION(route, ...) {ROUTE_##route, {__VA_ARGS__}},
#include "daemon/exchange/permissions.def"
#undef PERMISSION
};

/* Where LIMIT_REQUEST_BYTES would be too little. */
static const struct large_body {
	enum route_id route;
	size_t bytes;
} large_bodies[] = {
	{ROUTE_IMPORT, LIMIT_IMPORT_BYTES},
	{ROUTE_POLICY_LOAD, LIMIT_POLICY_SENT_BYTES},
	{ROUTE_POLICY_REPLAY, LIMIT_POLICY_SENT_BYTES},
	{ROUTE_DISCOVERY_POINTS, LIMIT_DISCOVERY_PIECE_BYTES},
	{ROUTE_DISCOVERY_TAGS, LIMIT_DISCOVERY_PIECE_BYTES},
};

bool
route_takes_octets(enum route_id route)
{
	return route == ROUTE_DISCOVERY_POINTS || route == ROUTE_DISCOVERY_TAGS;
}

bool
route_answers(const struct route *route)
{
	return route->story == STORY_ANSWER ||
	       route->story == STORY_ANSWER_URGENT;
}

bool
route_asks(const struct route *route)
{
	return route->story == STORY_ASK || route->story == STORY_OWN ||
	       route->story == STORY_ASK_URGENT;
}

bool
route_gives(const struct route *route)
{
	/* What was logged was decided then: a withdrawal needn't wait for a
	 * reading of the whole log. */
	if (route->id == ROUTE_RESIDENT_LOG)
		return false;
	return route_answers(route) || route_asks(route) ||
	       route->story == STORY_TAKE ||
	       route->id == ROUTE_CONSULTATION_ASK;
}

enum status
route_find(const struct http_request *request, const struct route **route_out)
{
	enum status status = STATUS_NO_ROUTE;
	for (size_t i = 0; i < COUNT_OF(routes); i++) {
		const struct route *route = &routes[i];
		if ((unsigned)route->listener != request->listener ||
		    strcmp(route->path, request->path) != 0)
			continue;
		if (route->method == request->method) {
			*route_out = route;
			return STATUS_OK;
		}
		status = STATUS_WRONG_METHOD;
	}
	return status;
}

size_t
route_max_body_bytes(enum route_id route)
{
	for (size_t i = 0; i < COUNT_OF(large_bodies); i++)
		if (large_bodies[i].route == route)
			return large_bodies[i].bytes;
	return LIMIT_REQUEST_BYTES;
}

static bool
has_role(const char *const *roles, const char *role)
{
	for (size_t i = 0; i < LIMIT_ROLES && roles[i] != NULL; i++)
		if (strcmp(roles[i], role) == 0)
			return true;
	return false;
}

bool
route_permits(enum route_id route, const char *role)
{
	for (size_t i = 0; i < COUNT_OF(permissions); i++)
		if (permissions[i].route == route &&
		    has_role(permissions[i].roles, role))
			return true;
	return false;
}
