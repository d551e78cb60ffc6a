/*
 * Bringing a mandate's documents to the partners, as far as each may know whom
 * they name.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/mandates.h"
#include "daemon/exchange/naming.h"
#include "daemon/exchange/post.h"
#include "eenplan/base/limits.h"
#include "eenplan/wire/mandate_letter.h"

#define COORDINATOR "coordinator"

/* A partner, and the links of this household with it. */
struct recipient {
	struct store_partner partner;
	struct store_link first;
	const char **links;
	size_t link_count;
};

static struct recipient *
find_recipient(struct recipient *recipients, size_t count, const char *partner)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(recipients[i].partner.id, partner) == 0)
			return &recipients[i];
	return NULL;
}

static enum status
add_link(struct exchange *exchange, const struct store_link *link,
	 struct recipient *recipients, size_t *count)
{
	struct recipient *known =
		find_recipient(recipients, *count, link->partner);
	if (known == NULL) {
		struct store_partner partner;
		enum status status = store_partner_find(
			exchange->place->store, exchange->arena, link->partner,
			&partner);
		/* Who is no partner any more is told nothing new. */
		if (status == STATUS_NOT_ENROLLED || *count == LIMIT_PARTNERS)
			return STATUS_OK;
		if (status != STATUS_OK)
			return status;
		known = &recipients[(*count)++];
		*known = (struct recipient){
			.partner = partner,
			.first = *link,
			.links = ARENA_ARRAY(exchange->arena, LIMIT_MEMBERS,
					     const char *)};
	}
	if (known->link_count < LIMIT_MEMBERS)
		known->links[known->link_count++] = link->reference;
	return STATUS_OK;
}

static enum status
list_recipients(struct exchange *exchange, struct recipient **recipients_out,
		size_t *count_out)
{
	struct recipient *recipients =
		ARENA_ARRAY(exchange->arena, LIMIT_PARTNERS, struct recipient);
	enum status status = STATUS_OK;
	*count_out = 0;
	for (size_t m = 0; m < exchange->member_count && status == STATUS_OK;
	     m++) {
		struct store_link *links;
		size_t count;
		status = store_links(exchange->place->store, exchange->arena,
				     exchange->members[m].resident.id, &links,
				     &count);
		for (size_t i = 0; status == STATUS_OK && i < count; i++)
			status = add_link(exchange, &links[i], recipients,
					  count_out);
	}
	*recipients_out = recipients;
	return status;
}

/* --- what a partner may know --- */

static struct naming
naming_for(struct exchange *exchange, const struct store_partner *partner,
	   const char *organisation)
{
	struct store_partner named;
	/* Who is linked with us knows of us, and of itself. */
	if (organisation == NULL || strcmp(organisation, partner->id) == 0 ||
	    strcmp(organisation, exchange->node->settings.organisation) == 0)
		return (struct naming){.naming = MERGE_NAMED};
	if (store_partner_find(exchange->place->store, exchange->arena,
			       organisation, &named) != STATUS_OK)
		return (struct naming){.naming = MERGE_HIDDEN, .group = "any"};
	return naming_of_coordinator_to(
		exchange,
		&(struct asker){.domain = partner->domain,
				.role = COORDINATOR,
				.purpose = MANDATES_ARE_FOR,
				.day = exchange->asker.day},
		named.domain);
}

static struct naming
naming_of_all(struct exchange *exchange, const struct store_partner *partner,
	      const struct mandate *mandate)
{
	struct naming signer =
		naming_for(exchange, partner, mandate->organisation);
	struct naming successor =
		naming_for(exchange, partner, mandate->successor);
	if (signer.naming == MERGE_NAMED)
		return successor;
	if (successor.naming == MERGE_NAMED || signer.naming == MERGE_HIDDEN)
		return signer;
	return successor;
}

/* --- letters --- */

static enum status
post(struct exchange *exchange, const struct recipient *recipient,
     const struct mandate_file *file, const char *about,
     struct mandate_letter *letter)
{
	const char **known = ARENA_ARRAY(exchange->arena, file->paper_count + 1,
					 const char *);
	for (size_t i = 0; i < file->paper_count; i++)
		known[i] = file->papers[i].digest;
	letter->head = post_head(exchange, &recipient->first);
	letter->plan = file->plan;
	letter->links = recipient->links;
	letter->link_count = recipient->link_count;
	letter->known = known;
	letter->known_count = file->paper_count;
	return post_letter(exchange,
			   &(struct post){.kind = LETTER_KIND_MANDATE,
					  .head = &letter->head,
					  .resident = recipient->first.resident,
					  .about = about,
					  .content = mandate_letter_encode(
						  exchange->arena, letter)});
}

static bool
lacks(const struct mandates_known *known, const char *partner,
      const char *digest)
{
	if (known == NULL || strcmp(known->partner, partner) != 0)
		return false;
	for (size_t i = 0; i < known->count; i++)
		if (strcmp(known->digests[i], digest) == 0)
			return false;
	return true;
}

/* Once; and again when what was told is known not to be there. */
static enum status
is_to_be_told(struct exchange *exchange, const char *about, const char *partner,
	      bool is_lacking, bool *is_out)
{
	int64_t count, unconfirmed;
	enum status status = store_letters_about(exchange->place->store, about,
						 partner, &count, &unconfirmed);
	*is_out = count == 0 || (is_lacking && unconfirmed == 0);
	return status;
}

static const struct mandate *
find_mandate(const struct mandate_file *file, const char *digest)
{
	for (size_t i = 0; i < file->chain.count; i++)
		if (strcmp(file->chain.entries[i].digest, digest) == 0)
			return &file->chain.entries[i].mandate;
	return NULL;
}

static enum status
tell_mask(struct exchange *exchange, const struct recipient *recipient,
	  const struct mandate_file *file, const char *digest,
	  const char *group)
{
	const struct mandate *mandate = find_mandate(file, digest);
	const char *about = arena_printf(exchange->arena, "mask:%s", digest);
	struct mandate_letter letter = {
		.masked = *mandate,
		.masked_digest = digest,
		.masked_group = group,
	};
	bool is_new;
	enum status status = is_to_be_told(
		exchange, about, recipient->partner.id, false, &is_new);
	return status == STATUS_OK && is_new
		       ? post(exchange, recipient, file, about, &letter)
		       : status;
}

static enum status
tell_one(struct exchange *exchange, const struct recipient *recipient,
	 const struct mandate_file *file, const struct store_mandate *paper,
	 const struct mandates_known *known)
{
	const char *partner = recipient->partner.id;
	const struct mandate *mandate = find_mandate(file, paper->digest);
	bool is_lacking = lacks(known, partner, paper->digest);
	bool is_new;
	if (mandate == NULL || (!is_lacking && paper->partner != NULL &&
				strcmp(paper->partner, partner) == 0))
		return STATUS_OK;
	struct naming naming =
		naming_of_all(exchange, &recipient->partner, mandate);
	if (naming.naming != MERGE_NAMED)
		return tell_mask(exchange, recipient, file, paper->digest,
				 naming.naming == MERGE_MASKED ? naming.group
							       : "any");
	struct mandate_letter letter = {.document = paper->jws,
					.certificate = paper->certificate};
	enum status status = is_to_be_told(exchange, paper->digest, partner,
					   is_lacking, &is_new);
	return status == STATUS_OK && is_new
		       ? post(exchange, recipient, file, paper->digest, &letter)
		       : status;
}

/* Masks too: whom we may not know, the partners may know less still. */
static enum status
tell_all(struct exchange *exchange, const struct recipient *recipient,
	 const struct mandate_file *file, const struct mandates_known *known)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < file->paper_count && status == STATUS_OK; i++)
		status = tell_one(exchange, recipient, file, &file->papers[i],
				  known);
	for (size_t i = 0; i < file->masked_count && status == STATUS_OK; i++)
		if (!mandates_has(file, file->masked[i].digest))
			status = tell_mask(exchange, recipient, file,
					   file->masked[i].digest, "any");
	return status;
}

enum status
mandates_spread(struct exchange *exchange, const struct mandate_file *file,
		const struct mandates_known *known)
{
	struct recipient *recipients;
	size_t count;
	enum status status = list_recipients(exchange, &recipients, &count);
	for (size_t r = 0; r < count && status == STATUS_OK; r++)
		status = tell_all(exchange, &recipients[r], file, known);
	return status;
}

static enum status
spread_household(struct exchange *exchange, const char *household)
{
	struct store *store = exchange->place->store;
	const char **plans;
	size_t count;
	enum status status =
		store_members(store, exchange->arena, household,
			      &exchange->members, &exchange->member_count);
	if (status == STATUS_OK)
		status = store_plans(store, exchange->arena, household, &plans,
				     &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		struct mandate_file file;
		status = mandates_open_plan(exchange, plans[i], &file);
		if (status == STATUS_OK)
			status = mandates_spread(exchange, &file, NULL);
	}
	return status;
}

enum status
mandates_follow_link(struct exchange *exchange, const char *resident)
{
	struct store_household *households;
	size_t count;
	enum status status =
		store_households_of(exchange->place->store, exchange->arena,
				    resident, &households, &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		status = spread_household(exchange, households[i].id);
	return status;
}
