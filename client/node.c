#include "client/node.h"

#include <stdlib.h>
#include <string.h>

#include "client/finding.h"
#include "client/i18n.h"
#include "client/message.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/random.h"
#include "eenplan/seal/identity.h"
#include "eenplan/seal/vouch.h"
#include "eenplan/wire/findings.h"
#include "eenplan/wire/problem.h"

#define JSON_TYPE "application/json"

struct node {
	struct arena *arena; /* of the profile, for as long as the node */
	struct profile profile;
	struct call *call;
};

static const struct {
	const char *method;
	const char *path;
} routes[] = {
#define ROUTE(name, listener, method, path, purpose) {#method, path},
#include "eenplan/wire/routes.def"
#undef ROUTE
};

static struct node *
node_open(const char *wanted)
{
	struct node *node = calloc(1, sizeof(*node));

	if (!node)
		abort();
	node->arena = arena_new();
	if (profile_load(node->arena, wanted, &node->profile) != STATUS_OK) {
		node_close(node);
		return NULL;
	}
	node->call = call_open(&node->profile);
	return node;
}

void
node_close(struct node *node)
{
	if (!node)
		return;
	call_close(node->call);
	arena_free(node->arena);
	free(node);
}

const char *
node_user(const struct client *client)
{
	struct identity identity;
	struct fault fault = {0};
	struct text certificate;

	if (!client->node ||
	    vouch_read_certificate(client->arena,
				   client->node->profile.certificate,
				   &certificate, &fault) != STATUS_OK ||
	    identity_of_certificate(certificate, &identity) != STATUS_OK ||
	    identity.kind != IDENTITY_USER)
		return NULL;
	return arena_string(client->arena, identity.user);
}

struct call_request
node_poll(enum node_route route, struct text body, const char *id)
{
	return (struct call_request){.method = routes[route].method,
				     .path = routes[route].path,
				     .type = JSON_TYPE,
				     .body = body,
				     .id = id,
				     .limit_ms = LIMIT_CLIENT_CONNECT_MS};
}

static enum exit_code
say_unanswered(const struct node *node, enum status status,
	       const struct fault *fault)
{
	if (status == STATUS_CRYPTO) {
		message_error("%s", fault->told);
		message_hint(_("see the profile \"%s\""), node->profile.name);
		return EXIT_CODE_USAGE;
	}
	message_error(_("no answer from the node at %s: %s"), node->profile.url,
		      fault->told);
	return status == STATUS_TOO_LARGE ? EXIT_CODE_NODE_FAILED
					  : exit_of_status(status);
}

/* Mistakes in files that were sent, as if they had been found here. */
static void
say_found(struct arena *arena, const struct json *document)
{
	struct diagnostics found;

	diagnostics_init(&found, arena, LIMIT_POLICY_ERRORS);
	if (findings_decode(document, &found) == STATUS_OK && found.count > 0)
		message_lines(finding_lines(arena, &found, false));
}

static enum exit_code
say_problem(struct arena *arena, const struct json *document,
	    const struct problem *problem)
{
	const struct fault *fault = &problem->fault;

	say_found(arena, document);
	message_error("%s", gettext(status_sentence(problem->status)));
	if (fault_is_set(fault) && *fault->where)
		message_hint("%s: %s", fault->where, fault->told);
	else if (fault_is_set(fault))
		message_hint("%s", fault->told);
	if (problem->request && *problem->request)
		message_hint(_("request %s"), problem->request);
	return exit_of_status(problem->status);
}

static enum exit_code
say_unusable(const struct call_reply *reply)
{
	message_error(_("the node's reply isn't one that this program "
			"understands (HTTP status %ld); is this the right "
			"address, and is it the same release?"),
		      reply->http);
	return EXIT_CODE_NODE_FAILED;
}

static enum exit_code
understand(struct client *client, const struct node_request *request,
	   const struct call_reply *reply, const struct json **reply_out)
{
	struct fault fault = {0};
	struct problem problem;
	bool good = reply->http >= 200 && reply->http < 300;

	if (json_read(client->arena, reply->body, LIMIT_CLIENT_REPLY_BYTES,
		      reply_out, &fault) != STATUS_OK)
		return say_unusable(reply);
	if (strcmp(reply->type, PROBLEM_CONTENT_TYPE) == 0 &&
	    problem_decode(*reply_out, &problem) == STATUS_OK)
		return say_problem(client->arena, *reply_out, &problem);
	if ((good || (request->unwell_is_reply && reply->http == 503)) &&
	    (*reply_out)->kind == JSON_KIND_OBJECT)
		return EXIT_CODE_OK;
	return say_unusable(reply);
}

enum exit_code
node_ask(struct client *client, const struct node_request *request,
	 const struct json **reply_out)
{
	char id[UUID_TEXT_BYTES];
	struct fault fault = {0};
	struct call_request call;
	struct call_reply reply;
	enum status status;

	if (!client->node)
		client->node =
			node_open(client->options->values[OPTION_PROFILE]);
	if (!client->node)
		return EXIT_CODE_USAGE;
	random_uuid(id);
	call = node_poll(request->route, request->body,
			 request->id ? request->id : id);
	if (request->type)
		call.type = request->type;
	if (request->query)
		call.path = arena_printf(client->arena, "%s?%s", call.path,
					 request->query);
	call.limit_ms =
		request->is_long ? LIMIT_CLIENT_LONG_MS : LIMIT_CLIENT_REPLY_MS;
	status = call_send(client->node->call, client->arena, &call,
			   request->watch, &reply, &fault);
	if (status != STATUS_OK)
		return say_unanswered(client->node, status, &fault);
	return understand(client, request, &reply, reply_out);
}

enum exit_code
node_ask_and_show(struct client *client, const struct node_request *request,
		  const struct json **reply_out)
{
	enum exit_code code = node_ask(client, request, reply_out);

	if (code != EXIT_CODE_OK) {
		*reply_out = NULL;
	} else if (command_wants_json(client)) {
		page_json(client->page, *reply_out);
		*reply_out = NULL;
	}
	return code;
}

enum exit_code
node_ask_whether(struct client *client, const struct node_request *request,
		 const char *sound,
		 void (*print)(struct page *page, const struct json *report))
{
	const struct json *report = NULL;
	enum exit_code code = node_ask(client, request, &report);

	return code == EXIT_CODE_OK
		       ? node_show_whether(client, report, sound, print)
		       : code;
}

enum exit_code
node_show_whether(struct client *client, const struct json *report,
		  const char *sound,
		  void (*print)(struct page *page, const struct json *report))
{
	if (command_wants_json(client))
		page_json(client->page, report);
	else
		print(client->page, report);
	return json_get_bool(report, sound, false) ? EXIT_CODE_OK
						   : EXIT_CODE_NOT_SOUND;
}
