#include "daemon/exchange/elsewhere.h"

#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/post.h"
#include "eenplan/wire/consent_letter.h"

static enum status
refuse_source(struct exchange *exchange, const char *why)
{
	fault_say(&exchange->fault, "/source", why);
	return STATUS_INVALID;
}

/* The last link with that organisation. */
static enum status
find_link(struct exchange *exchange, const struct consent *consent,
	  struct store_link *link_out)
{
	struct store *store = exchange->place->store;
	struct store_partner partner;
	struct store_link *links;
	size_t count;
	if (strcmp(consent->source, exchange->node->settings.organisation) == 0)
		return refuse_source(exchange,
				     "is this organisation itself: leave it "
				     "out for its own records");
	enum status status = store_partner_find(store, exchange->arena,
						consent->source, &partner);
	if (status == STATUS_NOT_ENROLLED)
		return refuse_source(exchange,
				     "is no partner of this node: see 'eenplan "
				     "partner list'");
	if (status == STATUS_OK)
		status = store_links(store, exchange->arena, consent->resident,
				     &links, &count);
	if (status != STATUS_OK)
		return status;
	*link_out = (struct store_link){0};
	for (size_t i = 0; i < count; i++)
		if (strcmp(links[i].partner, consent->source) == 0 &&
		    links[i].made_ms >= link_out->made_ms)
			*link_out = links[i];
	return link_out->reference != NULL
		       ? STATUS_OK
		       : refuse_source(exchange,
				       "has no link with this resident: make "
				       "one with 'eenplan link token'");
}

/* The next of the thread of what it replaces, or a thread of its own. */
static enum status
find_place(struct exchange *exchange, const struct consent *consent,
	   struct store_consent_thread *place_out)
{
	enum status status = STATUS_NOT_FOUND;
	if (consent->supersedes != NULL)
		status = store_consent_thread_of(
			exchange->place->store, exchange->arena,
			consent->supersedes, place_out);
	if (status == STATUS_NOT_FOUND) {
		char *thread = arena_alloc(exchange->arena, UUID_TEXT_BYTES);
		random_uuid(thread);
		*place_out = (struct store_consent_thread){
			.asked_by = exchange->node->settings.organisation,
			.thread = thread,
		};
		status = STATUS_OK;
	}
	place_out->consent = consent->id;
	place_out->seq++;
	return status;
}

/* What crosses of a record: no id, nobody's reference, nothing typed freely. */
static struct consent
what_crosses(const struct consent *consent)
{
	struct consent crossing = *consent;
	crossing.id = NULL;
	crossing.resident = NULL;
	crossing.source = NULL;
	crossing.giver = NULL;
	crossing.asked = NULL;
	crossing.evidence = NULL;
	crossing.supersedes = NULL;
	return crossing;
}

enum status
elsewhere_write_letter(struct exchange *exchange, const struct consent *consent)
{
	struct store_link link;
	struct store_consent_thread place = {0};
	enum status status = find_link(exchange, consent, &link);
	if (status == STATUS_OK)
		status = find_place(exchange, consent, &place);
	if (status == STATUS_OK)
		status = store_consent_thread_add(exchange->place->store,
						  &place);
	if (status != STATUS_OK)
		return status;
	const struct consent_letter letter = {
		.head = post_head(exchange, &link),
		.thread = place.thread,
		.seq = place.seq,
		.consent = what_crosses(consent),
	};
	const struct post post = {
		.kind = LETTER_KIND_CONSENT,
		.head = &letter.head,
		.resident = consent->resident,
		.about = consent->id,
		.content = consent_letter_encode(exchange->arena, &letter),
	};
	return post_letter(exchange, &post);
}
