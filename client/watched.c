#include "client/watched.h"

#include "client/body.h"
#include "client/progress.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/random.h"

static void
show_sent(void *context, size_t done, size_t of)
{
	progress_set(context, "sending", done, of);
}

static void
show_polled(void *context, const struct call_reply *reply)
{
	struct arena *arena = arena_new();
	struct fault fault = {0};
	const struct json *value;
	const char *step;
	int64_t done, of;

	if (reply->http == 200 &&
	    json_read(arena, reply->body, LIMIT_CLIENT_REPLY_BYTES, &value,
		      &fault) == STATUS_OK) {
		step = json_get_string(value, "step");
		done = json_get_integer(value, "done", 0);
		of = json_get_integer(value, "of", 0);
		if (step && done >= 0 && of > 0)
			progress_set(context, step, (size_t)done, (size_t)of);
	}
	arena_free(arena);
}

enum exit_code
watched_ask(struct client *client, struct node_request request,
	    const char *name, const struct json **reply_out)
{
	char id[UUID_TEXT_BYTES];
	const struct body_member asked = {"request", id};
	struct progress progress;
	struct call_request poll;
	struct call_watch watch = {.context = &progress,
				   .sent = show_sent,
				   .poll = &poll,
				   .polled = show_polled};
	enum exit_code code;

	random_uuid(id);
	progress_start(&progress, name, command_is_quiet(client));
	poll = node_poll(NODE_PROGRESS, body_of(client->arena, &asked, 1),
			 arena_string(client->arena, id));
	request.id = id;
	request.is_long = true;
	request.watch = progress.shown ? &watch : NULL;
	code = node_ask(client, &request, reply_out);
	progress_end(&progress);
	return code;
}
