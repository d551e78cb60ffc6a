/*
 * What each at a case conference may hear of each topic, by the policy and the
 * consents as they are now, judged like a query; and what one of them would get
 * by asking.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/conferences.h"
#include "daemon/exchange/naming.h"
#include "daemon/exchange/subjects.h"
#include "eenplan/base/limits.h"

/* Nobody asks in their place: what they hear, people say. */
#define NO_ASKER NULL

/* --- as whom they would ask --- */

static const struct asker *
asker_of(struct exchange *exchange, const struct conference_sheet *sheet,
	 const struct store_seat *seat)
{
	const struct store_partner *partner =
		&sheet->partners[seat - sheet->seats];
	struct asker *asker = ARENA_NEW(exchange->arena, struct asker);
	*asker = (struct asker){
		.organisation = exchange->node->settings.organisation,
		.domain = ASKER_OWN,
		.user = exchange->asker.user,
		.role = seat->role,
		.purpose = CONFERENCE_PURPOSE,
		.day = exchange->asker.day,
	};
	switch (seat->who) {
	case CONFERENCE_USER: return asker;
	case CONFERENCE_OTHERS:
		asker->organisation = partner->id;
		asker->domain = partner->domain;
		return partner->domain == NULL ? NO_ASKER : asker;
	case CONFERENCE_MEMBER:
	case CONFERENCE_NEARBY: break;
	}
	return NO_ASKER;
}

static enum status
read_subject(struct exchange *exchange, const struct conference_member *member,
	     struct subject *subject)
{
	*subject = (struct subject){.resident = member->resident,
				    .reference = member->resident.id};
	return subjects_read(exchange->place->store, exchange->arena,
			     policy_vocabulary(exchange->policy), subject);
}

/* Who asks, and what that makes of each record of a subject. */
struct question {
	const struct policy_prepared *prepared;
	struct verdict verdict;
};

/* False: there is no asking so, since a word of it isn't ours. */
static bool
ask(struct exchange *exchange, const struct asker *asker,
    const struct subject *subject, struct question *question)
{
	struct policy_asker ids;
	if (judge_asker(policy_vocabulary(exchange->policy), asker, &ids,
			NULL) != STATUS_OK)
		return false;
	question->prepared =
		policy_prepare(exchange->arena, exchange->policy, &ids);
	question->verdict = judge(exchange->arena, exchange->policy,
				  question->prepared, asker, subject);
	return true;
}

/* --- why not --- */

/* "consent share is given" → the kind, and whether it has to name it. */
static bool
read_missing(const struct exchange *exchange, const char *missing,
	     const char **kind_out, bool *naming_out)
{
	const struct vocabulary *vocabulary =
		policy_vocabulary(exchange->policy);
	size_t count = vocabulary_count(vocabulary, VOCABULARY_CONSENT);
	for (size_t i = 0; i < count; i++) {
		const char *kind =
			vocabulary_word(vocabulary, VOCABULARY_CONSENT, (int)i);
		const char *said =
			arena_printf(exchange->arena, "consent %s ", kind);
		if (strncmp(missing, said, strlen(said)) != 0)
			continue;
		*kind_out = kind;
		*naming_out = strncmp(missing + strlen(said), "names", 5) == 0;
		return true;
	}
	return false;
}

static void
put_missing(struct exchange *exchange, struct json_writer *writer,
	    const char *key, const struct policy_reason *reason, bool naming)
{
	json_key(writer, key);
	json_open_array(writer);
	for (size_t i = 0; i < reason->missing_count; i++) {
		const char *kind;
		bool is_naming;
		if (read_missing(exchange, reason->missing[i], &kind,
				 &is_naming) &&
		    is_naming == naming)
			json_put_string(writer, kind);
	}
	json_close_array(writer);
}

/* Refused, by the resident; unknown, while nobody consented; forbidden, if
 * nothing that a resident says could open it. */
static void
put_why_not(struct exchange *exchange, struct json_writer *writer,
	    const struct question *question, const struct judgement *judgement)
{
	const struct judgement *because =
		judgement->other != NULL ? judgement->other : judgement;
	struct policy_reason reason =
		policy_explain(exchange->arena, question->prepared,
			       &because->item, &because->decision);
	json_member_strings(writer, "basis", reason.basis, reason.basis_count);
	put_missing(exchange, writer, "missing", &reason, false);
	put_missing(exchange, writer, "naming", &reason, true);
	json_member_string(writer, "reason",
			   because->refused	      ? "refused"
			   : reason.missing_count > 0 ? "unknown"
						      : "forbidden");
	json_member_string_if(writer, "rule", reason.rule);
}

/* --- one topic --- */

/*
 * What could be said of it: a record as the topic says it is, and all that we
 * have on file in those categories.
 */
static void
take_sayable(struct exchange *exchange, const struct store_topic *topic,
	     struct subject *subject)
{
	struct record *records =
		ARENA_ARRAY(exchange->arena,
			    topic->category_count * (subject->record_count + 1),
			    struct record);
	size_t count = 0;
	for (size_t i = 0; i < topic->category_count; i++) {
		const char *category = topic->categories[i];
		records[count++] = (struct record){
			.id = "", /* it is none */
			.category = category,
			.law = topic->law,
			.sensitivity = topic->sensitivity,
		};
		for (size_t k = 0; k < subject->record_count; k++)
			if (strcmp(subject->records[k].category, category) == 0)
				records[count++] = subject->records[k];
	}
	subject->records = records;
	subject->record_count = count;
}

/* Of one category: all of it, some of it, or nothing and why. */
static const char *
put_category(struct exchange *exchange, struct json_writer *writer,
	     const struct question *question, const char *category)
{
	const struct judgement *closed = NULL;
	bool any = false;
	for (size_t i = 0; i < question->verdict.count; i++) {
		const struct judgement *one = &question->verdict.judgements[i];
		if (strcmp(one->record->category, category) != 0)
			continue;
		any = any || one->fields != 0;
		if (one->fields == 0 && closed == NULL)
			closed = one;
	}
	const char *hears = !any ? "nothing" : closed != NULL ? "some" : "all";
	json_open_object(writer);
	json_member_string(writer, "category", category);
	json_member_string(writer, "hears", hears);
	if (closed != NULL)
		put_why_not(exchange, writer, question, closed);
	json_close_object(writer);
	return hears;
}

static void
put_judged(struct exchange *exchange, struct json_writer *writer,
	   const struct question *question, const struct store_topic *topic)
{
	size_t all = 0, nothing = 0;
	json_key(writer, "categories");
	json_open_array(writer);
	for (size_t i = 0; i < topic->category_count; i++) {
		const char *hears = put_category(exchange, writer, question,
						 topic->categories[i]);
		all += strcmp(hears, "all") == 0;
		nothing += strcmp(hears, "nothing") == 0;
	}
	json_close_array(writer);
	json_member_string(writer, "hears",
			   all == topic->category_count	      ? "all"
			   : nothing == topic->category_count ? "nothing"
							      : "some");
}

/* Their node can't ask about somebody whom they have no link with; to who may
 * not know whether they have one, it is as if. */
static bool
is_out_of_reach(struct exchange *exchange,
		const struct conference_member *member,
		const struct store_seat *seat, const struct asker *asker)
{
	return seat->who == CONFERENCE_OTHERS &&
	       !conference_is_linked(member, seat->party) &&
	       naming_of(exchange, asker->domain, OWN_PURPOSE).naming ==
		       MERGE_NAMED;
}

/* Without a policy that could say it: their own is theirs, the rest is for
 * whom it is about to tell. */
static void
put_unjudged(struct json_writer *writer, const struct store_seat *seat,
	     const struct store_topic *topic)
{
	bool is_self = seat->who == CONFERENCE_MEMBER &&
		       strcmp(seat->party, topic->resident) == 0;
	json_member_string(writer, "hears", is_self ? "all" : "nothing");
	json_member_string(writer, "reason", is_self ? "self" : "theirs");
}

static enum status
put_hearing(struct exchange *exchange, struct json_writer *writer,
	    const struct conference_sheet *sheet, const struct store_seat *seat,
	    const struct store_topic *topic)
{
	const struct conference_member *member =
		conference_member_find(sheet, topic->resident);
	const struct asker *asker = asker_of(exchange, sheet, seat);
	struct question question;
	struct subject subject;
	if (member == NULL)
		return STATUS_OK;
	enum status status = read_subject(exchange, member, &subject);
	if (status != STATUS_OK)
		return status;
	take_sayable(exchange, topic, &subject);
	json_open_object(writer);
	if (asker == NO_ASKER)
		put_unjudged(writer, seat, topic);
	else if (is_out_of_reach(exchange, member, seat, asker)) {
		json_member_string(writer, "hears", "nothing");
		json_member_string(writer, "reason", "no_link");
	} else if (ask(exchange, asker, &subject, &question))
		put_judged(exchange, writer, &question, topic);
	else {
		json_member_string(writer, "hears", "nothing");
		json_member_string(writer, "reason", "forbidden");
	}
	json_member_integer(writer, "seat", seat->number);
	json_member_integer(writer, "topic", topic->number);
	json_close_object(writer);
	return STATUS_OK;
}

enum status
act_conference_agenda(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"conference", JSON_KIND_STRING, true, 0},
	};
	struct conference_sheet sheet;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = conferences_open(exchange, &sheet);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "conference");
	status = conferences_put(exchange, &answer.writer, &sheet);
	json_key(&answer.writer, "hearings");
	json_open_array(&answer.writer);
	for (size_t i = 0; i < sheet.topic_count; i++)
		for (size_t k = 0; k < sheet.seat_count && status == STATUS_OK;
		     k++)
			status = put_hearing(exchange, &answer.writer, &sheet,
					     &sheet.seats[k], &sheet.topics[i]);
	json_close_array(&answer.writer);
	act_answer_end(exchange, &answer);
	return status;
}

/* --- what one of them gets --- */

/* Only what is of this conference. */
static void
keep_conference(struct exchange *exchange, const char *conference,
		struct subject *subject)
{
	const char *origin = arena_printf(exchange->arena,
					  CONFERENCE_ORIGIN "%s#", conference);
	struct record *kept = ARENA_ARRAY(exchange->arena,
					  subject->record_count, struct record);
	size_t count = 0;
	for (size_t i = 0; i < subject->record_count; i++)
		if (strncmp(subject->records[i].origin, origin,
			    strlen(origin)) == 0)
			kept[count++] = subject->records[i];
	subject->records = kept;
	subject->record_count = count;
}

static enum status
put_what_they_get(struct exchange *exchange, struct json_writer *writer,
		  const struct conference_sheet *sheet,
		  const struct store_seat *seat)
{
	const struct asker *asker = asker_of(exchange, sheet, seat);
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sheet->member_count && asker != NO_ASKER; i++) {
		const struct conference_member *member = &sheet->members[i];
		struct question question;
		struct subject subject;
		if (!conference_concerns(sheet, member) ||
		    is_out_of_reach(exchange, member, seat, asker))
			continue;
		status = read_subject(exchange, member, &subject);
		if (status != STATUS_OK)
			return status;
		keep_conference(exchange, sheet->conference.id, &subject);
		if (ask(exchange, asker, &subject, &question))
			json_put_raw(writer,
				     parcel_text(minimise(
					     exchange->arena, exchange->policy,
					     question.prepared,
					     &question.verdict, 1, NULL, 0)));
	}
	return status;
}

static enum status
show_as(struct exchange *exchange, const struct conference_sheet *sheet,
	int64_t number)
{
	const struct store_seat *seat = conference_seat_find(sheet, number);
	struct act_answer answer;
	if (seat == NULL)
		return act_refuse(exchange, "/as",
				  "is nobody's number at this conference; see "
				  "'eenplan conference show'");
	act_answer_begin(exchange, &answer);
	json_member_integer(&answer.writer, "as", number);
	json_key(&answer.writer, "conference");
	enum status status = conferences_put(exchange, &answer.writer, sheet);
	json_key(&answer.writer, "gets");
	json_open_array(&answer.writer);
	if (status == STATUS_OK)
		status = put_what_they_get(exchange, &answer.writer, sheet,
					   seat);
	json_close_array(&answer.writer);
	act_answer_end(exchange, &answer);
	return status;
}

enum status
act_conference_show(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"as", JSON_KIND_INTEGER, false, 0},
		{"conference", JSON_KIND_STRING, true, 0},
	};
	struct conference_sheet sheet;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = conferences_open(exchange, &sheet);
	if (status != STATUS_OK)
		return status;
	return json_member(exchange->body, "as") == NULL
		       ? conferences_answer(exchange, &sheet)
		       : show_as(exchange, &sheet,
				 json_get_integer(exchange->body, "as", 0));
}
