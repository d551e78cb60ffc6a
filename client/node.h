/*
 * The node of the chosen profile: ask it, and get its reply or say what went
 * wrong. Addresses come from routes.def.
 */
#ifndef EENPLAN_CLIENT_NODE_H
#define EENPLAN_CLIENT_NODE_H

#include "client/call.h"
#include "client/command.h"

enum node_route {
#define ROUTE(name, listener, method, path, purpose) NODE_##name,
#include "eenplan/wire/routes.def"
#undef ROUTE
};

struct node_request {
	enum node_route route;
	const char *query;    /* "law=wmo", or NULL */
	const char *type;     /* NULL: application/json */
	struct text body;     /* empty for GET */
	const char *id;	      /* NULL: a new one */
	bool is_long;	      /* may take minutes */
	bool unwell_is_reply; /* a 503 with JSON is an answer, too */
	const struct call_watch *watch;
};

/*
 * Ask, and read the reply as JSON into the client's arena. Anything but
 * EXIT_CODE_OK: the reason was said on standard error.
 */
enum exit_code node_ask(struct client *client,
			const struct node_request *request,
			const struct json **reply_out) MUST_CHECK;
/*
 * The same; then print the reply as JSON if that is wanted, and set
 * `*reply_out` to NULL when there is nothing more to print.
 */
enum exit_code node_ask_and_show(struct client *client,
				 const struct node_request *request,
				 const struct json **reply_out) MUST_CHECK;

/*
 * Of what is sound or isn't: show the report as JSON or by `print`.
 * EXIT_CODE_NOT_SOUND unless its member `sound` is true.
 */
enum exit_code node_show_whether(
	struct client *client, const struct json *report, const char *sound,
	void (*print)(struct page *page, const struct json *report)) MUST_CHECK;
/* Ask, and show it so. */
enum exit_code node_ask_whether(
	struct client *client, const struct node_request *request,
	const char *sound,
	void (*print)(struct page *page, const struct json *report)) MUST_CHECK;

/* The request of `route` itself, for watching another. */
struct call_request node_poll(enum node_route route, struct text body,
			      const char *id);

/*
 * The user that the profile's certificate names, once the node was asked;
 * NULL: it names none, or nobody was asked.
 */
const char *node_user(const struct client *client);

/* Takes NULL. */
void node_close(struct node *node);

#endif
