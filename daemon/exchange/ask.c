/*
 * fan_out and merge: the partners' results beside our own, or ours alone, as
 * one view.
 */
#include "daemon/exchange/due.h"
#include "daemon/exchange/mandates.h"
#include "daemon/exchange/naming.h"
#include "daemon/exchange/news.h"
#include "daemon/federate/overlap.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/wire/entry.h"

/* Of a view without fragments, and more of each for its source */
#define VIEW_ROOM_BYTES	  16384
#define VIEW_SOURCE_BYTES 64

/* We are a source like any other, with the members' own ids as references. */
static enum status
own_source(struct exchange *exchange, struct merge_source *source)
{
	struct merge_asked *asked = ARENA_ARRAY(
		exchange->arena, exchange->member_count, struct merge_asked);
	for (size_t i = 0; i < exchange->member_count; i++)
		asked[i].reference = asked[i].member =
			exchange->members[i].resident.id;
	*source = (struct merge_source){
		.organisation = exchange->node->settings.organisation,
		.name = exchange->node->settings.name,
		.own = true,
		.status = STATUS_OK,
		.asked = asked,
		.asked_count = exchange->member_count,
		.bytes = parcel_text(exchange->parcel).length,
	};
	const struct json *value;
	enum status status =
		json_read(exchange->arena, parcel_text(exchange->parcel),
			  LIMIT_IMPORT_BYTES, &value, &exchange->fault);
	if (status == STATUS_OK)
		status = result_decode(exchange->arena, value, &source->result,
				       &exchange->fault);
	return status == STATUS_OK ? STATUS_OK : STATUS_INTERNAL;
}

static enum status
issue_for(struct exchange *exchange, const char **jws_out)
{
	const struct store_emergency *emergency = &exchange->emergency;
	const struct statement want = {
		.id = emergency->statement,
		.user = exchange->asker.user,
		.role = exchange->asker.role,
		.purpose = exchange->asker.purpose,
		.reason = emergency->reason,
		.plan = exchange->household.plan,
		.issued_ms = emergency->opened_ms,
		.expires_ms = emergency->until_ms,
	};
	if (emergency->reason != NULL)
		return statement_issue_emergency(exchange->node->issuer,
						 exchange->arena, &want,
						 jws_out);
	return statement_issue(exchange->node->issuer, exchange->arena, &want,
			       exchange->now_ms, jws_out);
}

static enum status
statement_for(struct exchange *exchange, const char **jws_out)
{
	enum status status = issue_for(exchange, jws_out);
	if (status == STATUS_OK)
		exchange->statement_digest =
			statement_digest(exchange->arena, *jws_out);
	return status;
}

enum status
step_fan_out(struct exchange *exchange)
{
	struct merge_source *partners;
	const char **urls;
	const char *jws;
	size_t count;
	enum status status = fan_out_sources(
		exchange->place->store, exchange->arena, exchange->members,
		exchange->member_count, &partners, &urls, &count);
	if (status == STATUS_OK)
		status = statement_for(exchange, &jws);
	if (status != STATUS_OK)
		return status;
	const struct fan_out fan_out = {
		.caller = exchange->place->caller,
		.statement = jws,
		.path = exchange->emergency.reason == NULL ? "/v1/query"
							   : "/v1/emergency",
		.categories = exchange->query.categories,
		.category_count = exchange->query.category_count,
		.request_id = exchange->request->id,
		.deadline_ms = exchange->node->settings.call_ms,
	};
	fan_out_ask(&fan_out, exchange->arena, partners, urls, count);

	struct merge_source *sources =
		ARENA_ARRAY(exchange->arena, count + 1, struct merge_source);
	for (size_t i = 0; i < count; i++) {
		struct naming naming = naming_of(exchange, partners[i].domain,
						 exchange->asker.purpose);
		sources[i + 1] = partners[i];
		sources[i + 1].naming = naming.naming;
		sources[i + 1].group = naming.group;
	}
	exchange->sources = sources;
	exchange->source_count = count + 1;
	return own_source(exchange, &sources[0]);
}

static const struct view_member *
members_in_view(struct exchange *exchange)
{
	struct view_member *members = ARENA_ARRAY(
		exchange->arena, exchange->member_count, struct view_member);
	for (size_t i = 0; i < exchange->member_count; i++) {
		const struct store_member *member = &exchange->members[i];
		int32_t born = member->resident.birth_day;
		members[i] = (struct view_member){
			.id = member->resident.id,
			.name = member->resident.name,
			.relation = member->relation,
			.age_years =
				born == CLOCK_DAY_NONE
					? -1
					: clock_age_years(born,
							  exchange->asker.day),
		};
	}
	return members;
}

/* About what the view takes: what came, and whose it is. It may grow. */
static size_t
view_room(const struct exchange *exchange)
{
	size_t room = VIEW_ROOM_BYTES +
		      VIEW_SOURCE_BYTES * exchange->view.fragment_count;
	for (size_t i = 0; i < exchange->source_count; i++)
		room += exchange->sources[i].bytes;
	return room;
}

enum status
step_merge(struct exchange *exchange)
{
	const struct store_household *household = &exchange->household;
	struct view_coordinator coordinator;
	enum status status =
		mandates_describe(exchange, household, &coordinator);
	if (status != STATUS_OK)
		return status;
	exchange->view = (struct view){
		.household = household->id,
		.household_name = household->name,
		.coordinator = coordinator,
		.emergency = exchange->emergency.id,
		.emergency_until_ms = exchange->emergency.until_ms,
		.categories = exchange->query.categories,
		.category_count = exchange->query.category_count,
		.purpose = exchange->asker.purpose,
		.role = exchange->asker.role,
		.request = exchange->request->id,
		.time_ms = exchange->now_ms,
		.members = members_in_view(exchange),
		.member_count = exchange->member_count,
	};
	struct news_count news;
	status = due_count(exchange, &exchange->view.due);
	if (status == STATUS_OK)
		status = news_count(exchange, &news);
	if (status != STATUS_OK)
		return status;
	exchange->view.news = news.count;
	exchange->view.news_since_ms = news.since_ms;
	merge(exchange->arena, exchange->sources, exchange->source_count,
	      &exchange->view);
	overlap_find(exchange->arena, exchange->asker.day, &exchange->view);
	struct buf out;
	buf_init(&out, exchange->arena, view_room(exchange));
	view_encode(&out, &exchange->view);
	exchange->answer = buf_text(&out);
	return STATUS_OK;
}

/* Without what is over, unless all is asked for; or only what is overdue. */
static void
leave_out(struct exchange *exchange, struct result *result)
{
	bool all = json_get_bool(exchange->body, "all", false);
	bool overdue = json_get_bool(exchange->body, "overdue", false);
	int32_t today = exchange->asker.day;
	size_t count = 0;
	struct fragment *kept = ARENA_ARRAY(
		exchange->arena, result->fragment_count, struct fragment);
	for (size_t i = 0; i < result->fragment_count; i++) {
		const struct json *fields = result->fragments[i].fields;
		if (overdue ? entry_is_overdue(fields, today)
			    : all || !entry_is_over(fields, today))
			kept[count++] = result->fragments[i];
	}
	result->fragments = kept;
	result->fragment_count = count;
}

enum status
step_merge_own(struct exchange *exchange)
{
	struct merge_source *source =
		ARENA_NEW(exchange->arena, struct merge_source);
	enum status status = own_source(exchange, source);
	if (status == STATUS_OK)
		leave_out(exchange, &source->result);
	exchange->sources = source;
	exchange->source_count = 1;
	return status == STATUS_OK ? step_merge(exchange) : status;
}
