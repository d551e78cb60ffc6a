#include "daemon/federate/fan_out.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/wire/query.h"
#include "eenplan/wire/statement.h"

/* The links of one member. */
struct gathered {
	struct store_link *links;
	size_t count;
};

static enum status
gather_links(struct store *store, struct arena *arena,
	     const struct store_member *members, size_t count,
	     struct gathered *gathered_out)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = store_links(store, arena, members[i].resident.id,
				     &gathered_out[i].links,
				     &gathered_out[i].count);
	return status;
}

/* A member is held once, over however many links. */
static void
add_held(const char **held, struct merge_source *source, const char *member)
{
	if (source->held_count == 0 || held[source->held_count - 1] != member)
		held[source->held_count++] = member;
}

/* How `partner` and we call the members; every link is a name of its own. */
static void
collect_asked(struct arena *arena, const struct store_member *members,
	      const struct gathered *gathered, size_t count,
	      struct merge_source *source)
{
	size_t room = 0;
	for (size_t i = 0; i < count; i++)
		room += gathered[i].count;
	struct merge_asked *asked =
		ARENA_ARRAY(arena, room, struct merge_asked);
	const char **held = ARENA_ARRAY(arena, count, const char *);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < gathered[i].count; k++) {
			const struct store_link *link = &gathered[i].links[k];
			const char *member = members[i].resident.id;
			if (strcmp(link->partner, source->organisation) != 0)
				continue;
			if (link->held_ms != 0)
				add_held(held, source, member);
			else
				asked[source->asked_count++] =
					(struct merge_asked){link->reference,
							     member};
		}
	source->asked = asked;
	source->held = held;
}

enum status
fan_out_sources(struct store *store, struct arena *arena,
		const struct store_member *members, size_t count,
		struct merge_source **sources_out, const char ***urls_out,
		size_t *source_count_out)
{
	struct gathered *gathered = ARENA_ARRAY(arena, count, struct gathered);
	enum status status =
		gather_links(store, arena, members, count, gathered);
	struct store_partner *partners;
	size_t partner_count;
	if (status == STATUS_OK)
		status = store_partner_list(store, arena, &partners,
					    &partner_count);
	if (status != STATUS_OK)
		return status;

	struct merge_source *sources =
		ARENA_ARRAY(arena, partner_count, struct merge_source);
	const char **urls = ARENA_ARRAY(arena, partner_count, const char *);
	size_t source_count = 0;
	for (size_t i = 0; i < partner_count; i++) {
		struct merge_source source = {.organisation = partners[i].id,
					      .name = partners[i].name,
					      .domain = partners[i].domain};
		collect_asked(arena, members, gathered, count, &source);
		if (source.asked_count + source.held_count == 0)
			continue;
		urls[source_count] = partners[i].url;
		sources[source_count++] = source;
	}
	*sources_out = sources;
	*urls_out = urls;
	*source_count_out = source_count;
	return STATUS_OK;
}

static struct text
query_for(struct arena *arena, const struct fan_out *fan_out,
	  const struct merge_source *source)
{
	const char **subjects =
		ARENA_ARRAY(arena, source->asked_count, const char *);
	for (size_t i = 0; i < source->asked_count; i++)
		subjects[i] = source->asked[i].reference;
	const struct query query = {.subjects = subjects,
				    .subject_count = source->asked_count,
				    .categories = fan_out->categories,
				    .category_count = fan_out->category_count};
	struct buf out;
	buf_init(&out, arena, 2048);
	query_encode(&out, &query);
	return buf_text(&out);
}

/* A call's context: whose answer it brings, and where to read it. */
struct asking {
	struct arena *arena;
	struct merge_source *source;
};

static enum status
read_answer(struct arena *arena, const struct call *call,
	    struct merge_source *source)
{
	if (call->status != STATUS_OK) {
		log_warning("partner gave no answer", "peer=%s why=\"%s\"",
			    source->organisation, call->reason);
		return call->status;
	}
	if (call->http_status != 200) {
		log_warning("partner answered with an error", "peer=%s http=%d",
			    source->organisation, call->http_status);
		return call->http_status < 500 ? STATUS_REFUSED
					       : STATUS_UNREACHABLE;
	}
	const struct json *value;
	struct fault fault = {0};
	if (arena_used(arena) > LIMIT_FAN_OUT_ARENA_BYTES) {
		log_warning("partners' answers are too much together",
			    "peer=%s", source->organisation);
		return STATUS_TOO_LARGE;
	}
	if (json_read(arena, call->reply, LIMIT_REPLY_BYTES, &value, &fault) !=
		    STATUS_OK ||
	    result_decode(arena, value, &source->result, &fault) != STATUS_OK) {
		log_warning("partner's answer can't be read",
			    "peer=%s where=\"%s\" why=\"%s\"",
			    source->organisation, fault.where, fault.text);
		source->result = (struct result){0};
		return STATUS_UNREACHABLE;
	}
	source->bytes = call->reply.length;
	return STATUS_OK;
}

/* At once: there is time while the slower partners are still at work. */
static void
answer_came(struct call *call)
{
	const struct asking *asking = call->context;
	asking->source->status =
		read_answer(asking->arena, call, asking->source);
}

void
fan_out_ask(const struct fan_out *fan_out, struct arena *arena,
	    struct merge_source *sources, const char *const *urls, size_t count)
{
	const char *authorization =
		arena_printf(arena, STATEMENT_SCHEME " %s", fan_out->statement);
	struct call *calls = ARENA_ARRAY(arena, count, struct call);
	struct asking *askings = ARENA_ARRAY(arena, count, struct asking);
	size_t asked_count = 0;
	for (size_t i = 0; i < count; i++) {
		if (sources[i].asked_count == 0)
			continue;
		askings[asked_count] = (struct asking){arena, &sources[i]};
		calls[asked_count] = (struct call){
			.organisation = sources[i].organisation,
			.url = arena_printf(arena, "%s%s", urls[i],
					    fan_out->path),
			.request_id = fan_out->request_id,
			.authorization = authorization,
			.body = query_for(arena, fan_out, &sources[i]),
			.ended = answer_came,
			.context = &askings[asked_count],
		};
		asked_count++;
	}
	caller_perform(fan_out->caller, arena, calls, asked_count,
		       fan_out->deadline_ms);
}
