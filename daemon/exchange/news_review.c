/*
 * News again, in the moment before it is sent.
 */
#include <string.h>

#include "daemon/exchange/news.h"
#include "daemon/exchange/subjects.h"
#include "eenplan/base/clock.h"
#include "eenplan/wire/letter.h"

struct review {
	struct store *store;
	struct arena *arena;
	const struct policy *policy;
	int32_t day;
};

static bool
is_kind(const struct store_letter *letter, enum letter_kind kind)
{
	return strcmp(letter->kind, letter_kind_word(kind)) == 0;
}

static bool
is_news(const struct store_letter *letter)
{
	return is_kind(letter, LETTER_KIND_CHANGED) ||
	       is_kind(letter, LETTER_KIND_SIGNAL);
}

static bool
has_kind(const struct store_letter *letters, size_t count,
	 bool (*is_one)(const struct store_letter *letter))
{
	for (size_t i = 0; i < count; i++)
		if (is_one(&letters[i]))
			return true;
	return false;
}

static bool
is_signal(const struct store_letter *letter)
{
	return is_kind(letter, LETTER_KIND_SIGNAL);
}

static enum status
read_subject(const struct review *review, const struct store_letter *letter,
	     struct subject *subject)
{
	enum status status =
		store_resident_find(review->store, review->arena,
				    letter->resident, &subject->resident);
	subject->reference = letter->resident;
	return status == STATUS_OK
		       ? subjects_read(review->store, review->arena,
				       policy_vocabulary(review->policy),
				       subject)
		       : status;
}

/* May the very signal that it tells of still be told? */
static bool
may_signal(const struct review *review, const struct store_letter *letter,
	   const struct store_partner *partner, struct subject subject)
{
	for (size_t i = 0; i < subject.record_count && letter->about != NULL;
	     i++) {
		if (strcmp(subject.records[i].id, letter->about) != 0)
			continue;
		subject.records += i;
		subject.record_count = 1;
		return news_judge(review->policy, partner, &subject,
				  review->day) == NEWS_SIGNAL;
	}
	return false;
}

/* What `letter` may say by now. */
static enum status
decide(const struct review *review, const struct store_letter *letter,
       enum news *news_out)
{
	struct store_partner partner;
	struct subject subject = {0};
	bool is_overtaken;
	*news_out = NEWS_NONE;
	enum status status =
		store_letter_is_overtaken(review->store, letter, &is_overtaken);
	if (status != STATUS_OK || (is_overtaken && !is_signal(letter)))
		return status;
	status = store_partner_find(review->store, review->arena,
				    letter->partner, &partner);
	/* The delivery makes it dead, for a person to see. */
	if (status == STATUS_NOT_ENROLLED) {
		*news_out = is_signal(letter) ? NEWS_SIGNAL : NEWS_CHANGED;
		return STATUS_OK;
	}
	if (status == STATUS_OK)
		status = read_subject(review, letter, &subject);
	if (status != STATUS_OK)
		return status;
	if (is_signal(letter) && may_signal(review, letter, &partner, subject))
		*news_out = NEWS_SIGNAL;
	else if (news_judge(review->policy, &partner, &subject, review->day) !=
		 NEWS_NONE)
		*news_out = NEWS_CHANGED;
	return STATUS_OK;
}

/* False: it isn't sent. */
static enum status
apply(const struct review *review, struct store_letter *letter, bool *stays_out)
{
	enum news news;
	enum status status = decide(review, letter, &news);
	*stays_out = news != NEWS_NONE;
	if (status != STATUS_OK)
		return status;
	if (news == NEWS_NONE)
		return store_letter_recall(review->store, letter,
					   clock_now_ms());
	if (news == NEWS_SIGNAL || !is_signal(letter))
		return STATUS_OK;
	letter->kind = letter_kind_word(LETTER_KIND_CHANGED);
	return store_letter_lower(review->store, letter, letter->kind);
}

static enum status
apply_all(const struct review *review, struct store_letter *letters,
	  size_t *count)
{
	size_t kept = 0;
	enum status status = store_begin(review->store);
	for (size_t i = 0; i < *count && status == STATUS_OK; i++) {
		bool stays = true;
		if (is_news(&letters[i]))
			status = apply(review, &letters[i], &stays);
		if (stays)
			letters[kept++] = letters[i];
	}
	*count = kept;
	return store_end(review->store, status);
}

enum status
news_review_begin(void *context, struct store *store, struct arena *arena,
		  struct store_letter *letters, size_t *count)
{
	struct node *node = context;
	if (!has_kind(letters, *count, is_news))
		return STATUS_OK;
	/* A withdrawal waits for what is on its way, where that says more than
	 * that something changed. */
	if (has_kind(letters, *count, is_signal)) {
		node->outbox_pass = gate_enter(node->gate);
		node->outbox_in_gate = true;
	}
	struct policy *policy = node_policy(node);
	const struct review review = {
		.store = store,
		.arena = arena,
		.policy = policy,
		.day = clock_day_of_ms(clock_now_ms()),
	};
	enum status status = apply_all(&review, letters, count);
	policy_free(policy);
	return status;
}

void
news_review_end(void *context)
{
	struct node *node = context;
	if (node->outbox_in_gate)
		gate_leave(node->gate, node->outbox_pass);
	node->outbox_in_gate = false;
}
