/*
 * record: what the access log must know, one event for each resident that was
 * asked about, or one about nobody when it did not come to that.
 */
#include <string.h>

#include "daemon/exchange/routes.h"
#include "eenplan/policy/replay.h"

/* Room for the minutes of an ordinary answer. */
#define MINUTES_BYTES 1024

static const char *
event_name(const struct exchange *exchange)
{
	switch (exchange->route->story) {
	case STORY_ANSWER: return "answer";
	case STORY_ASK: return "ask";
	case STORY_ANSWER_URGENT:
	case STORY_ASK_URGENT: return "emergency";
	case STORY_OWN:
	case STORY_ACT:
	case STORY_TAKE:
	case STORY_TELL: break;
	}
	return exchange->act_event != NULL ? exchange->act_event : "read";
}

/* Add an event about `resident` (NULL: nobody) with what all of them share. */
static struct audit_event *
add_event(struct exchange *exchange, const struct store_resident *resident)
{
	struct audit_event *event = &exchange->events[exchange->event_count++];
	*event = (struct audit_event){
		.event = event_name(exchange),
		.request = exchange->request->id,
		.time_ms = exchange->now_ms,
		.subject = resident == NULL ? exchange->node->nobody
					    : node_log_subject(resident),
		.resident = resident == NULL ? NULL : resident->id,
		.organisation = exchange->asker.organisation,
		.user = exchange->asker.user,
		.lent_by = exchange->lent_by,
		.role = exchange->asker.role,
		.purpose = exchange->asker.purpose,
		.reason = exchange->act_reason != NULL
				  ? exchange->act_reason
				  : exchange->emergency.reason,
		.emergency = exchange->emergency.id,
		.outcome = status_code(exchange->status),
		.policy_digest = policy_digest(exchange->policy),
		.statement_digest = exchange->statement_digest,
	};
	return event;
}

/*
 * What the policy was asked about subject `index` and what it said, and by
 * which rules and consents.
 */
static void
record_decisions(struct exchange *exchange, size_t index,
		 struct audit_event *event)
{
	const struct verdict *verdict = &exchange->verdicts[index];
	const struct parcel_account *account =
		parcel_account(exchange->parcel, index);
	event->rules = account->rules;
	event->rule_count = account->rule_count;
	event->consents = verdict->consents;
	event->consent_count = verdict->consent_count;
	if (!verdict->subject->known)
		return;
	struct buf out;
	struct replay_writer writer;
	buf_init(&out, exchange->arena, MINUTES_BYTES);
	replay_begin(&writer, &out, exchange->prepared,
		     judge_age(verdict->subject, exchange->asker.day));
	for (size_t i = 0; i < verdict->cell_count; i++)
		replay_add(&writer, &verdict->cells[i]->item,
			   &verdict->cells[i]->decision,
			   account->cell_rules[i]);
	replay_end(&writer);
	event->decided = buf_string(&out);
}

static bool
is_other(const struct parcel_account *account, const struct subject *other)
{
	for (size_t i = 0; i < account->other_count; i++)
		if (strcmp(account->others[i], other->resident.id) == 0)
			return true;
	return false;
}

/*
 * Of others, data left in what is subject `index`'s: their log tells of it as
 * well, so that they can see who saw it.
 */
static void
record_others(struct exchange *exchange, size_t index,
	      const struct audit_event *about)
{
	const struct subject *subject = &exchange->subjects[index];
	const struct parcel_account *account =
		parcel_account(exchange->parcel, index);
	for (size_t i = 0; i < subject->other_count; i++) {
		if (!is_other(account, &subject->others[i]))
			continue;
		struct audit_event *event =
			add_event(exchange, &subject->others[i].resident);
		event->outcome = "permitted";
		event->categories = account->joint;
		event->category_count = account->joint_count;
		event->rules = about->rules;
		event->rule_count = about->rule_count;
		event->consents = about->consents;
		event->consent_count = about->consent_count;
	}
}

static size_t
count_others(const struct exchange *exchange)
{
	size_t count = 0;
	for (size_t i = 0; i < exchange->subject_count; i++)
		count += exchange->subjects[i].other_count;
	return count;
}

/* What the partner was given, from the parcel's own account. */
static void
record_answer(struct exchange *exchange)
{
	for (size_t i = 0; i < exchange->subject_count; i++) {
		const struct subject *subject = &exchange->subjects[i];
		const struct parcel_account *account =
			parcel_account(exchange->parcel, i);
		struct audit_event *event = add_event(
			exchange, subject->known ? &subject->resident : NULL);
		event->outcome = !subject->known	     ? "unknown"
				 : account->shared_count > 0 ? "permitted"
							     : "withheld";
		event->categories = account->shared;
		event->category_count = account->shared_count;
		event->withheld = account->withheld;
		event->withheld_count = account->withheld_count;
		record_decisions(exchange, i, event);
		record_others(exchange, i, event);
	}
}

static bool
is_about(const char *subject, const struct store_member *member)
{
	return subject != NULL && strcmp(subject, member->resident.id) == 0;
}

/*
 * A partner's words go into our log only where they are ours as well: what it
 * makes up can't fill the entry until no entry fits, and then no answer.
 */
static const char *
logged_category(const struct exchange *exchange, const char *category)
{
	return vocabulary_find(policy_vocabulary(exchange->policy),
			       VOCABULARY_CATEGORY,
			       category) == VOCABULARY_UNKNOWN
		       ? "unknown"
		       : category;
}

static void
add_once(const char **words, size_t *count, const char *word)
{
	for (size_t i = 0; i < *count; i++)
		if (strcmp(words[i], word) == 0)
			return;
	words[(*count)++] = word;
}

/* Who answered: they have this request in their logs as well. */
static void
record_partners(struct exchange *exchange, struct audit_event *event)
{
	const char **partners = ARENA_ARRAY(
		exchange->arena, exchange->source_count + 1, const char *);
	for (size_t i = 0; i < exchange->source_count; i++) {
		const struct merge_source *source = &exchange->sources[i];
		if (!source->own && source->status == STATUS_OK)
			partners[event->partner_count++] = source->organisation;
	}
	event->partners = partners;
}

/*
 * What our user was shown of member `index`, from every source, as the view
 * has it; the rules and consents are those of our own records, under our own
 * policy. A partner's are in its log, under the same request.
 */
static void
record_view_of(struct exchange *exchange, size_t index)
{
	const struct view *view = &exchange->view;
	const struct store_member *member = &exchange->members[index];
	struct audit_event *event = add_event(exchange, &member->resident);
	const char **shared = ARENA_ARRAY(exchange->arena, view->fragment_count,
					  const char *);
	const char **withheld =
		ARENA_ARRAY(exchange->arena, view->missing_count, const char *);
	for (size_t i = 0; i < view->fragment_count; i++) {
		const struct fragment *fragment = &view->fragments[i].fragment;
		if (is_about(fragment->subject, member))
			add_once(shared, &event->category_count,
				 logged_category(exchange, fragment->category));
	}
	for (size_t i = 0; i < view->missing_count; i++) {
		const struct withheld *missing = &view->missing[i].withheld;
		if (is_about(missing->subject, member) &&
		    missing->category != NULL)
			add_once(withheld, &event->withheld_count,
				 logged_category(exchange, missing->category));
	}
	event->categories = shared;
	event->withheld = withheld;
	record_partners(exchange, event);
	record_decisions(exchange, index, event);
	event->outcome = event->category_count > 0 ? "permitted" : "withheld";
}

/*
 * Where the resident's chain of consents ends once this is committed: the log
 * keeps it, so that its end can't be cut off unseen. A failure to read it
 * fails the commit, too.
 */
static const char *
consent_head(struct exchange *exchange, const char *resident)
{
	const char *head = NULL;
	if (!exchange->in_transaction || !exchange->settle_at_gate ||
	    store_document_head(exchange->place->store, exchange->arena,
				resident, &head) != STATUS_OK)
		return NULL;
	return head;
}

static void
record_act(struct exchange *exchange)
{
	if (exchange->act_subject_count == 0)
		(void)add_event(exchange, NULL);
	if (exchange->act_policy != NULL) {
		exchange->events[0].policy_digest = exchange->act_policy_before;
		exchange->events[0].next_policy_digest =
			policy_digest(exchange->act_policy);
	}
	for (size_t i = 0; i < exchange->act_subject_count; i++) {
		const struct store_resident *resident =
			&exchange->act_subjects[i];
		add_event(exchange, resident)->consent_head =
			consent_head(exchange, resident->id);
	}
	if (exchange->act_outcome != NULL)
		for (size_t i = 0; i < exchange->event_count; i++)
			exchange->events[i].outcome = exchange->act_outcome;
	for (size_t i = 0; i < exchange->event_count; i++) {
		exchange->events[i].categories = exchange->act_categories;
		exchange->events[i].category_count =
			exchange->act_category_count;
		exchange->events[i].partners = &exchange->act_partner;
		exchange->events[i].partner_count =
			exchange->act_partner != NULL;
		exchange->events[i].rules = exchange->act_rules;
		exchange->events[i].rule_count = exchange->act_rule_count;
	}
}

void
step_record_prepare(struct exchange *exchange)
{
	size_t room = 1 + exchange->subject_count + count_others(exchange) +
		      exchange->act_subject_count;
	exchange->events =
		ARENA_ARRAY(exchange->arena, room, struct audit_event);
	if (exchange->status != STATUS_OK) {
		(void)add_event(exchange, NULL);
		return;
	}
	switch (exchange->route->story) {
	case STORY_ANSWER:
	case STORY_ANSWER_URGENT: record_answer(exchange); break;
	case STORY_ASK:
	case STORY_ASK_URGENT:
	case STORY_OWN:
		for (size_t i = 0; i < exchange->member_count; i++)
			record_view_of(exchange, i);
		if (exchange->member_count == 0)
			(void)add_event(exchange, NULL);
		break;
	case STORY_ACT:
	case STORY_TAKE:
	case STORY_TELL: record_act(exchange); break;
	}
}
