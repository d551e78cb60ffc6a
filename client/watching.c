#include "client/watching.h"

#include "client/body.h"
#include "eenplan/base/limits.h"

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

void
watching_begin(struct watching *watching, struct client *client,
	       const char *name)
{
	const struct body_member asked = {"request", watching->id};

	progress_start(&watching->progress, name, command_is_quiet(client));
	random_uuid(watching->id);
	watching->poll = node_poll(
		NODE_PROGRESS, body_of(client->arena, &asked, 1), watching->id);
	watching->poll.id = arena_string(client->arena, watching->id);
	watching->watch = (struct call_watch){.context = &watching->progress,
					      .sent = show_sent,
					      .poll = &watching->poll,
					      .polled = show_polled};
}

const struct call_watch *
watching_watch(const struct watching *watching)
{
	return watching->progress.shown ? &watching->watch : NULL;
}

void
watching_end(struct watching *watching)
{
	progress_end(&watching->progress);
}
