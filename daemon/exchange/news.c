#include "daemon/exchange/news.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/exchange/post.h"
#include "daemon/exchange/routes.h"
#include "daemon/exchange/subjects.h"
#include "daemon/store/news.h"
#include "eenplan/base/strings.h"
#include "eenplan/wire/news_letter.h"

/* --- told --- */

/* `signal`: the record that is one; NULL: something changed. */
static enum status
tell(struct exchange *exchange, const struct store_link *link,
     const struct record *signal)
{
	const struct letter_head head = post_head(exchange, link);
	const struct post post = {
		.kind = signal != NULL ? LETTER_KIND_SIGNAL
				       : LETTER_KIND_CHANGED,
		.head = &head,
		.resident = link->resident,
		.about = signal != NULL ? signal->id : NULL,
		.content = news_letter_encode(exchange->arena, &head),
	};
	return post_letter(exchange, &post);
}

/* Which of them is the signal that may be told. */
static const struct record *
find_signal(struct exchange *exchange, const struct store_partner *partner,
	    struct subject subject)
{
	const struct record *records = subject.records;
	size_t count = subject.record_count;
	subject.record_count = 1;
	for (size_t i = 0; i < count; i++) {
		subject.records = &records[i];
		if (news_judge(exchange->policy, partner, &subject,
			       exchange->asker.day) == NEWS_SIGNAL)
			return subject.records;
	}
	return NULL;
}

static enum status
tell_if_it_may(struct exchange *exchange, const struct store_link *link,
	       const struct subject *subject)
{
	struct store_partner partner;
	enum status status =
		store_partner_find(exchange->place->store, exchange->arena,
				   link->partner, &partner);
	if (status != STATUS_OK)
		return status == STATUS_NOT_ENROLLED ? STATUS_OK : status;
	switch (news_judge(exchange->policy, &partner, subject,
			   exchange->asker.day)) {
	case NEWS_NONE: return STATUS_OK;
	case NEWS_CHANGED: return tell(exchange, link, NULL);
	case NEWS_SIGNAL:
		return tell(exchange, link,
			    find_signal(exchange, &partner, *subject));
	}
	return STATUS_INTERNAL;
}

/* Only those that changed; who else they are about stays. */
static void
keep_changed(struct arena *arena, struct subject *subject,
	     const struct news_of *changed)
{
	struct record *kept =
		ARENA_ARRAY(arena, subject->record_count, struct record);
	size_t count = 0;
	for (size_t i = 0; i < subject->record_count; i++)
		if (bsearch(&subject->records[i].id, changed->records,
			    changed->count, sizeof(*changed->records),
			    strings_order) != NULL)
			kept[count++] = subject->records[i];
	subject->records = kept;
	subject->record_count = count;
}

enum status
news_write(struct exchange *exchange, const struct store_resident *resident,
	   const struct news_of *changed)
{
	struct store *store = exchange->place->store;
	struct subject subject = {.resident = *resident,
				  .reference = resident->id};
	struct store_link *links;
	size_t count;
	enum status status = store_links(store, exchange->arena, resident->id,
					 &links, &count);
	if (status != STATUS_OK || count == 0)
		return status;
	status = subjects_read(store, exchange->arena,
			       policy_vocabulary(exchange->policy), &subject);
	if (status == STATUS_OK)
		keep_changed(exchange->arena, &subject, changed);
	/* They are by partner: of more than one with the same, the last. Where
	 * a partner says that somebody died, nothing goes over that link. */
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		if (links[i].held_ms == 0 &&
		    (i + 1 == count ||
		     strcmp(links[i].partner, links[i + 1].partner) != 0))
			status = tell_if_it_may(exchange, &links[i], &subject);
	return status;
}

/* --- heard --- */

/* There is nothing to do but to keep that it came: who reads it asks. */
static enum status
take(struct exchange *exchange, const struct mail *mail)
{
	struct letter_head head;
	exchange->act_event = "signal";
	return news_letter_decode(exchange->arena, mail->letter.content, &head,
				  &exchange->fault);
}

enum status
mail_take_changed(struct exchange *exchange, const struct mail *mail,
		  struct mail_decision *decision)
{
	(void)decision;
	return take(exchange, mail);
}

enum status
mail_take_signal(struct exchange *exchange, const struct mail *mail,
		 struct mail_decision *decision)
{
	(void)decision;
	return take(exchange, mail);
}

/* --- how much there is --- */

enum status
news_count(struct exchange *exchange, struct news_count *count_out)
{
	enum status status = STATUS_OK;
	*count_out = (struct news_count){.count = -1};
	if (!route_permits(ROUTE_INBOX, exchange->asker.role))
		return STATUS_OK;
	count_out->count = 0;
	for (size_t i = 0; i < exchange->member_count && status == STATUS_OK;
	     i++) {
		struct store_news_count unseen;
		status = store_news_unseen(exchange->place->store,
					   exchange->members[i].resident.id,
					   &unseen);
		if (status != STATUS_OK || unseen.count == 0)
			continue;
		if (count_out->count == 0 ||
		    unseen.since_ms < count_out->since_ms)
			count_out->since_ms = unseen.since_ms;
		count_out->count += unseen.count;
	}
	return status;
}
