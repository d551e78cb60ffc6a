/*
 * What a resident may ask of the access log, made by a privacy officer: our
 * log wholly, and of what crossed to linked partners also theirs.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/disclosure_match.h"
#include "daemon/exchange/disclosures.h"
#include "daemon/exchange/log_ids.h"
#include "daemon/federate/resident_logs.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/wire/statement.h"

#define DAY_MS (24 * 3600 * 1000LL)

/* What only a partner tells of, and whether our log has its request. */
struct strange {
	const char *partner;
	const struct resident_log_entry *entry;
};

struct making {
	struct exchange *exchange;
	struct disclosures all;
	const char *statement; /* the ask statement, JWS */
	struct merge_source *sources;
	const char **urls;
	struct resident_log_question *questions;
	struct resident_logs_answer *answers;
	size_t source_count;
	struct strange *strange;
	size_t strange_count;
};

static enum status
read_day(struct exchange *exchange, const char *key, int32_t *day_out)
{
	const char *day = json_get_string(exchange->body, key);
	*day_out = CLOCK_DAY_NONE;
	if (day == NULL || clock_parse_date(day, day_out))
		return STATUS_OK;
	return act_refuse(exchange, arena_printf(exchange->arena, "/%s", key),
			  "must be a date such as 2026-11-21");
}

static enum status
read_period(struct making *making)
{
	struct exchange *exchange = making->exchange;
	struct disclosure *statement = &making->all.statement;
	enum status status = read_day(exchange, "from", &statement->from_day);
	if (status == STATUS_OK)
		status = read_day(exchange, "until", &statement->until_day);
	if (status != STATUS_OK)
		return status;
	making->all.until_ms = exchange->now_ms;
	if (statement->from_day != CLOCK_DAY_NONE)
		making->all.from_ms = statement->from_day * DAY_MS;
	if (statement->until_day != CLOCK_DAY_NONE &&
	    (statement->until_day + 1) * DAY_MS < exchange->now_ms)
		making->all.until_ms = (statement->until_day + 1) * DAY_MS;
	return making->all.from_ms < making->all.until_ms
		       ? STATUS_OK
		       : act_refuse(exchange, "/from",
				    "is later than the last day, or than "
				    "today");
}

static enum status
read_request(struct making *making)
{
	static const struct json_shape shape[] = {
		{"from", JSON_KIND_STRING, false, 0},
		{"handout", JSON_KIND_BOOL, false, 0},
		{"reasons", JSON_KIND_BOOL, false, 0},
		{"resident", JSON_KIND_STRING, true, 0},
		{"until", JSON_KIND_STRING, false, 0},
	};
	struct exchange *exchange = making->exchange;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = read_period(making);
	if (status == STATUS_OK)
		status = act_resident(exchange, "resident",
				      &making->all.resident);
	if (status != STATUS_OK)
		return status;
	making->all.view.self = exchange->node->settings.organisation;
	making->all.view.is_handout =
		json_get_bool(exchange->body, "handout", false);
	making->all.view.with_reasons =
		json_get_bool(exchange->body, "reasons", false);
	return STATUS_OK;
}

static enum status
read_own(struct making *making)
{
	enum status status = disclosures_open(&making->all);
	return status == STATUS_OK ? disclosures_read(&making->all) : status;
}

/* The officer asks for the resident; the partner's log will hold it. */
static enum status
sign(struct making *making)
{
	struct exchange *exchange = making->exchange;
	const struct statement want = {
		.user = exchange->asker.user,
		.role = exchange->asker.role,
		.purpose = exchange->asker.purpose,
		.plan = exchange->request->id,
	};
	enum status status =
		statement_issue(exchange->node->issuer, exchange->arena, &want,
				exchange->now_ms, &making->statement);
	if (status == STATUS_OK)
		exchange->statement_digest =
			statement_digest(exchange->arena, making->statement);
	return status;
}

static void
prepare_question(struct making *making, size_t place,
		 struct disclosure_partner *partner)
{
	struct arena *arena = making->exchange->arena;
	const struct merge_source *source = &making->sources[place];
	const char **links =
		ARENA_ARRAY(arena, source->asked_count + 1, const char *);
	for (size_t i = 0; i < source->asked_count; i++)
		links[i] = source->asked[i].reference;
	struct resident_log_question *question = &making->questions[place];
	*question = (struct resident_log_question){
		.links = links,
		.link_count = source->asked_count,
		.from_ms = making->all.from_ms,
		.until_ms = making->all.until_ms,
	};
	*partner = (struct disclosure_partner){
		.organisation = source->organisation, .name = source->name};
	disclosure_match_ids(arena, &making->all.statement,
			     source->organisation, question,
			     &partner->not_compared);
}

/* A link with who isn't enrolled any more is a gap, and is told. */
static void
add_gone(struct making *making)
{
	const struct disclosure_view *view = &making->all.view;
	struct disclosure *statement = &making->all.statement;
	for (size_t i = 0; i < view->linked_count; i++) {
		bool is_there = false;
		for (size_t k = 0; k < statement->partner_count; k++)
			is_there = is_there ||
				   strcmp(statement->partners[k].organisation,
					  view->linked[i]) == 0;
		if (!is_there)
			statement->partners[statement->partner_count++] =
				(struct disclosure_partner){
					.organisation = view->linked[i],
					.name = view->linked[i],
					.reach = DISCLOSURE_REACH_GONE};
	}
}

static enum status
find_partners(struct making *making)
{
	struct exchange *exchange = making->exchange;
	struct arena *arena = exchange->arena;
	struct disclosure *statement = &making->all.statement;
	const struct store_member member = {.resident = *making->all.resident};
	enum status status = fan_out_sources(
		exchange->place->store, arena, &member, 1, &making->sources,
		&making->urls, &making->source_count);
	if (status != STATUS_OK)
		return status;
	size_t count = making->source_count;
	making->questions =
		ARENA_ARRAY(arena, count + 1, struct resident_log_question);
	making->answers =
		ARENA_ARRAY(arena, count + 1, struct resident_logs_answer);
	statement->partners =
		ARENA_ARRAY(arena, count + making->all.view.linked_count + 1,
			    struct disclosure_partner);
	for (size_t i = 0; i < count; i++)
		prepare_question(making, i, &statement->partners[i]);
	statement->partner_count = count;
	add_gone(making);
	return STATUS_OK;
}

static enum status
ask(struct making *making)
{
	struct exchange *exchange = making->exchange;
	const struct resident_logs asking = {
		.caller = exchange->place->caller,
		.statement = making->statement,
		.path = "/v1/log/resident",
		.request_id = exchange->request->id,
		.deadline_ms = exchange->node->settings.call_ms,
	};
	resident_logs_ask(&asking, exchange->arena, making->sources,
			  making->urls, making->questions, making->source_count,
			  making->answers);
	for (size_t i = 0; i < making->source_count; i++)
		making->all.statement.partners[i].reach =
			making->answers[i].reach;
	return STATUS_OK;
}

static void
keep_strange(struct making *making, const char *partner,
	     const struct resident_log_entry **entries, size_t count)
{
	struct strange *all =
		ARENA_ARRAY(making->exchange->arena,
			    making->strange_count + count + 1, struct strange);
	if (making->strange_count > 0)
		memcpy(all, making->strange,
		       making->strange_count * sizeof(*all));
	for (size_t i = 0; i < count; i++)
		all[making->strange_count++] =
			(struct strange){partner, entries[i]};
	making->strange = all;
}

/* Each partner's word beside ours. */
static enum status
match(struct making *making)
{
	struct exchange *exchange = making->exchange;
	for (size_t i = 0; i < making->source_count; i++) {
		const struct resident_log_entry **strange;
		size_t count;
		if (making->answers[i].reach != DISCLOSURE_REACH_ASKED)
			continue;
		disclosure_match(
			exchange->arena, &making->all.statement,
			&(struct disclosure_matching){
				.partner = making->sources[i].organisation,
				.question = &making->questions[i],
				.reply = &making->answers[i].reply,
				/* By so much clocks may differ, and a request
				 * last. */
				.settled_ms = exchange->now_ms -
					      LIMIT_RECONCILE_MARGIN_MS -
					      exchange->node->settings.call_ms,
			},
			&strange, &count);
		keep_strange(making, making->sources[i].organisation, strange,
			     count);
	}
	return STATUS_OK;
}

/*
 * What only a partner tells of: it may be in our log all the same, about
 * somebody else, whose record had data about this resident, too.
 */
static enum status
add_strange(struct making *making)
{
	struct exchange *exchange = making->exchange;
	struct log_ids sides[LOG_SIDES];
	for (size_t i = 0; i < LOG_SIDES; i++)
		log_ids_init(&sides[i], exchange->arena, making->strange_count);
	for (size_t i = 0; i < making->strange_count; i++) {
		const struct resident_log_entry *entry =
			making->strange[i].entry;
		log_ids_add(&sides[entry->gave ? LOG_SIDE_ASKED
					       : LOG_SIDE_ANSWERED],
			    entry->request);
	}
	for (size_t i = 0; i < LOG_SIDES; i++)
		log_ids_close(&sides[i]);
	enum status status = log_ids_find(
		exchange, making->all.from_ms - LIMIT_RECONCILE_MARGIN_MS,
		sides);
	for (size_t i = 0; i < making->strange_count && status == STATUS_OK;
	     i++) {
		const struct strange *strange = &making->strange[i];
		struct disclosure_line line;
		bool is_ours = log_ids_found(
			&sides[strange->entry->gave ? LOG_SIDE_ASKED
						    : LOG_SIDE_ANSWERED],
			strange->entry->request);
		disclosure_line_of_theirs(exchange->arena, &making->all.view,
					  strange->partner, strange->entry,
					  is_ours ? DISCLOSURE_MATCH_BOTH
						  : DISCLOSURE_MATCH_THEIRS,
					  &line);
		status = disclosures_add(&making->all, &line);
	}
	return status;
}

static void
answer_with(struct making *making)
{
	struct exchange *exchange = making->exchange;
	struct disclosure *statement = &making->all.statement;
	struct json_writer writer;
	struct buf out;
	disclosures_close(&making->all);
	statement->node = exchange->node->settings.organisation;
	statement->node_name = exchange->node->settings.name;
	statement->contact = exchange->node->settings.contact;
	statement->made_by = exchange->asker.user;
	statement->made_ms = exchange->now_ms;
	statement->is_handout = making->all.view.is_handout;
	statement->handle = making->all.resident->handle;
	statement->resident = making->all.resident->id;
	statement->name = making->all.resident->name;
	buf_init(&out, exchange->arena, 16384);
	json_begin(&writer, &out);
	disclosure_encode(&writer, statement);
	exchange->answer = buf_text(&out);
	if (disclosure_has_orphans(statement))
		log_error("access logs don't match: see 'eenplan audit "
			  "reconcile'",
			  "found_by=statement");
}

static const struct making_step {
	const char *name;
	enum status (*run)(struct making *making);
} steps[] = {
	{"request", read_request},   /* about whom, since when, for whom */
	{"own", read_own},	     /* our log, wholly */
	{"sign", sign},		     /* who asks partners, and that it is for
					the resident */
	{"partners", find_partners}, /* by which link, after which requests */
	{"ask", ask},		     /* all at once, under one deadline */
	{"match", match},	     /* both logs, beside each other */
	{"strange", add_strange},    /* what only a partner has */
};

enum status
act_audit_statement(struct exchange *exchange)
{
	struct making making = {.exchange = exchange,
				.all = {.exchange = exchange}};
	enum status status = STATUS_OK;
	exchange->act_event = "audit";
	exchange->asker.purpose = RESIDENT_LOG_PURPOSE;
	for (size_t i = 0; i < COUNT_OF(steps) && status == STATUS_OK; i++)
		status = steps[i].run(&making);
	if (status == STATUS_OK)
		answer_with(&making);
	past_policies_clear(&making.all.policies);
	return status;
}
