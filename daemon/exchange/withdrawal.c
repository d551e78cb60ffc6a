#include "daemon/exchange/withdrawal.h"

#include <string.h>

#include "daemon/consent/hearing.h"
#include "daemon/exchange/post.h"
#include "eenplan/base/clock.h"
#include "eenplan/wire/notice.h"

#define DAY_MS (24 * 3600 * 1000LL)

/* What is on file about one resident. */
struct desk {
	struct consent *consents;
	size_t consent_count;
	struct store_link *links;
	size_t link_count;
	struct store_letter *letters;
	size_t letter_count;
};

static enum status
open_desk(struct exchange *exchange, const char *resident, struct desk *desk)
{
	struct store *store = exchange->place->store;
	struct arena *arena = exchange->arena;
	enum status status =
		store_consents(store, arena, resident, false, &desk->consents,
			       &desk->consent_count);
	if (status == STATUS_OK)
		status = store_links(store, arena, resident, &desk->links,
				     &desk->link_count);
	if (status == STATUS_OK)
		status = store_letters_of(store, arena, resident,
					  &desk->letters, &desk->letter_count);
	return status;
}

static bool
is_objection(const struct consent *consent, int32_t day)
{
	if (consent->until_day != CLOCK_DAY_NONE && consent->until_day < day)
		return false;
	/* What is said of another's records, that one has to tell of. */
	if (consent->source != NULL)
		return false;
	return consent->state == CONSENT_REFUSED ||
	       consent->state == CONSENT_WITHDRAWN;
}

bool
withdrawal_concerns(const struct consent *consent, const char *partner,
		    const char *domain)
{
	if (strcmp(consent->kind, CONSENT_TO_HELP) == 0)
		return false;
	switch (consent->recipient_kind) {
	case CONSENT_TO_ANYONE:
	case CONSENT_TO_ROLE: return true; /* anybody's worker may have it */
	case CONSENT_TO_DOMAIN:
		return domain == NULL ||
		       strcmp(consent->recipient, domain) == 0;
	case CONSENT_TO_ORGANISATION:
		return strcmp(consent->recipient, partner) == 0;
	}
	return true;
}

static bool
is_told(const struct desk *desk, const struct consent *consent,
	const char *partner)
{
	for (size_t i = 0; i < desk->letter_count; i++)
		if (desk->letters[i].about != NULL &&
		    strcmp(desk->letters[i].about, consent->id) == 0 &&
		    strcmp(desk->letters[i].partner, partner) == 0)
			return true;
	return false;
}

/* NULL: it is no partner any more. */
static enum status
domain_of(struct exchange *exchange, const char *partner,
	  const char **domain_out)
{
	struct store_partner found;
	enum status status = store_partner_find(
		exchange->place->store, exchange->arena, partner, &found);
	*domain_out = status == STATUS_OK ? found.domain : NULL;
	return status == STATUS_NOT_ENROLLED ? STATUS_OK : status;
}

static int64_t
since_of(const struct consent *consent)
{
	int64_t from_ms = consent->from_day * DAY_MS;
	return consent->from_day != CLOCK_DAY_NONE &&
			       from_ms > consent->recorded_ms
		       ? from_ms
		       : consent->recorded_ms;
}

static enum status
write_letter(struct exchange *exchange, const struct consent *consent,
	     const struct store_link *link)
{
	const struct notice notice = {
		.head = post_head(exchange, link),
		.since_ms = since_of(consent),
		.scope = *consent,
	};
	const struct post post = {
		.kind = LETTER_KIND_WITHDRAWAL,
		.head = &notice.head,
		.resident = consent->resident,
		.about = consent->id,
		.content = notice_encode(exchange->arena, &notice),
	};
	return post_letter(exchange, &post);
}

/* Who brought it knows. */
static bool
is_from(const struct consent *consent, const char *partner)
{
	return consent->asked_by != NULL &&
	       strcmp(consent->asked_by, partner) == 0;
}

static enum status
write_letters_about(struct exchange *exchange, const struct desk *desk,
		    const struct consent *consent)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < desk->link_count && status == STATUS_OK; i++) {
		const struct store_link *link = &desk->links[i];
		const char *domain;
		/* Nothing was given to who wasn't linked yet. */
		if (link->made_ms > consent->recorded_ms ||
		    is_from(consent, link->partner) ||
		    is_told(desk, consent, link->partner))
			continue;
		status = domain_of(exchange, link->partner, &domain);
		if (status == STATUS_OK &&
		    withdrawal_concerns(consent, link->partner, domain))
			status = write_letter(exchange, consent, link);
	}
	return status;
}

enum status
withdrawal_write_letters(struct exchange *exchange, const char *resident)
{
	struct desk desk;
	enum status status = open_desk(exchange, resident, &desk);
	for (size_t i = 0; status == STATUS_OK && i < desk.consent_count; i++)
		if (is_objection(&desk.consents[i], exchange->asker.day))
			status = write_letters_about(exchange, &desk,
						     &desk.consents[i]);
	return status;
}
