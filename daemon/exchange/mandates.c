#include "daemon/exchange/mandates.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/naming.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/base/strings.h"
#include "eenplan/policy/lead.h"

/* --- reading --- */

static enum status
read_papers(struct exchange *exchange, struct mandate_file *file,
	    struct mandate_entry *entries)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < file->paper_count && status == STATUS_OK; i++) {
		const struct mandate_paper paper = {
			.jws = file->papers[i].jws,
			.certificate = file->papers[i].certificate};
		status = mandate_paper_read_unverified(exchange->arena, &paper,
						       &entries[i]);
	}
	return status;
}

bool
mandates_has(const struct mandate_file *file, const char *digest)
{
	for (size_t i = 0; i < file->paper_count; i++)
		if (strcmp(file->papers[i].digest, digest) == 0)
			return true;
	return false;
}

static struct mandate_entry
entry_of(const char *plan, const struct store_masked *masked)
{
	struct mandate_entry entry = {
		.mandate = {.plan = plan,
			    .seq = masked->seq,
			    .previous = masked->previous,
			    .previous_count = masked->previous_count},
		.digest = masked->digest,
		.is_masked = true,
	};
	/* What can't be read as a kind is a vote that nobody names. */
	if (!mandate_kind_of_word(masked->kind, &entry.mandate.kind))
		entry.mandate.kind = MANDATE_VOTE;
	return entry;
}

enum status
mandates_open_plan(struct exchange *exchange, const char *plan,
		   struct mandate_file *file)
{
	struct store *store = exchange->place->store;
	struct arena *arena = exchange->arena;
	*file = (struct mandate_file){.plan = plan};
	enum status status = store_mandates(store, arena, plan, &file->papers,
					    &file->paper_count);
	if (status == STATUS_OK)
		status = store_masked_list(store, arena, plan, &file->masked,
					   &file->masked_count);
	if (status != STATUS_OK)
		return status;
	struct mandate_entry *entries =
		ARENA_ARRAY(arena, file->paper_count + file->masked_count + 1,
			    struct mandate_entry);
	status = read_papers(exchange, file, entries);
	size_t count = file->paper_count;
	/* What is here itself needs nobody's word. */
	for (size_t i = 0; i < file->masked_count; i++)
		if (!mandates_has(file, file->masked[i].digest))
			entries[count++] = entry_of(plan, &file->masked[i]);
	return status == STATUS_OK
		       ? mandate_chain_read(arena, entries, count, &file->chain)
		       : status;
}

static bool
is_claimed(const struct mandate_file *file)
{
	switch (file->chain.standing) {
	case MANDATE_HELD:
	case MANDATE_OFFERED:
	case MANDATE_MASKED:
	case MANDATE_CONFLICT: return true;
	case MANDATE_NOBODY:
	case MANDATE_VACANT: break;
	}
	return false;
}

static bool
claims(const struct mandate_file *file, const char *organisation)
{
	for (size_t i = 0; i < file->chain.tip_count; i++)
		if (file->chain.claims[i] != NULL &&
		    file->chain.claims[i]->organisation != NULL &&
		    strcmp(file->chain.claims[i]->organisation, organisation) ==
			    0)
			return true;
	return false;
}

enum status
mandates_open(struct exchange *exchange,
	      const struct store_household *household,
	      struct mandate_file *file_out)
{
	const char *self = exchange->node->settings.organisation;
	const char **plans;
	size_t count, claimed = 0;
	enum status status =
		store_plans(exchange->place->store, exchange->arena,
			    household->id, &plans, &count);
	if (status == STATUS_OK)
		status = mandates_open_plan(
			exchange, count > 0 ? plans[0] : household->plan,
			file_out);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		struct mandate_file file;
		status = mandates_open_plan(exchange, plans[i], &file);
		if (status != STATUS_OK || !is_claimed(&file))
			continue;
		if (claimed++ == 0 || claims(&file, self))
			*file_out = file;
	}
	if (status == STATUS_OK && claimed > 1) {
		file_out->rivals = claimed - 1;
		file_out->chain.standing = MANDATE_CONFLICT;
		file_out->chain.held_by = NULL;
		file_out->chain.offer = NULL;
	}
	return status;
}

/* --- showing --- */

/* NULL: an organisation that this node doesn't know. */
static const char *
domain_of(struct exchange *exchange, const char *organisation)
{
	struct store_partner partner;
	if (strcmp(organisation, exchange->node->settings.organisation) == 0)
		return exchange->node->settings.law;
	return store_partner_find(exchange->place->store, exchange->arena,
				  organisation, &partner) == STATUS_OK
		       ? partner.domain
		       : NULL;
}

static struct naming
naming_of_organisation(struct exchange *exchange, const char *organisation)
{
	const char *domain = domain_of(exchange, organisation);
	if (strcmp(organisation, exchange->node->settings.organisation) == 0)
		return (struct naming){.naming = MERGE_NAMED};
	return domain == NULL
		       ? (struct naming){.naming = MERGE_HIDDEN, .group = "any"}
		       : naming_of_coordinator(exchange, domain,
					       MANDATES_ARE_FOR);
}

const char *
mandates_name(struct exchange *exchange, const char *organisation)
{
	if (organisation == NULL)
		return "any";
	struct naming naming = naming_of_organisation(exchange, organisation);
	const char *name = act_organisation_name(exchange, organisation);
	switch (naming.naming) {
	case MERGE_NAMED: return name != NULL ? name : organisation;
	case MERGE_MASKED: return naming.group;
	case MERGE_HIDDEN: break;
	}
	return "any";
}

static void
describe_holder(struct exchange *exchange, const struct mandate *held_by,
		struct view_coordinator *coordinator)
{
	struct naming naming =
		naming_of_organisation(exchange, held_by->organisation);
	if (naming.naming != MERGE_NAMED) {
		coordinator->standing = "masked";
		coordinator->group =
			naming.naming == MERGE_MASKED ? naming.group : "any";
		return;
	}
	coordinator->name = held_by->name;
	coordinator->contact = held_by->contact;
	coordinator->organisation =
		mandates_name(exchange, held_by->organisation);
}

static void
describe_claims(struct exchange *exchange, const struct mandate_file *file,
		struct view_coordinator *coordinator)
{
	const char **names = ARENA_ARRAY(
		exchange->arena, file->chain.tip_count + 2, const char *);
	size_t count = 0;
	for (size_t i = 0; i < file->chain.tip_count; i++) {
		if (file->chain.claims[i] == NULL)
			continue;
		const char *name = mandates_name(
			exchange, file->chain.claims[i]->organisation);
		bool is_there = false;
		for (size_t k = 0; k < count; k++)
			is_there |= strcmp(names[k], name) == 0;
		if (!is_there)
			names[count++] = name;
	}
	coordinator->claims = names;
	coordinator->claim_count = count;
}

/* Of the organisation that coordinates: the last one that was told of. */
static const char *
last_group(const struct mandate_file *file)
{
	return file->masked_count == 0
		       ? "any"
		       : file->masked[file->masked_count - 1].group;
}

enum status
mandates_describe(struct exchange *exchange,
		  const struct store_household *household,
		  struct view_coordinator *coordinator_out)
{
	struct mandate_file file;
	enum status status = mandates_open(exchange, household, &file);
	*coordinator_out = (struct view_coordinator){0};
	if (status != STATUS_OK)
		return status;
	coordinator_out->standing = mandate_standing_word(file.chain.standing);
	switch (file.chain.standing) {
	case MANDATE_NOBODY:
		coordinator_out->standing = household->coordinator_name == NULL
						    ? NULL
						    : "unconfirmed";
		coordinator_out->name = household->coordinator_name;
		coordinator_out->organisation =
			household->coordinator_organisation;
		coordinator_out->contact = household->coordinator_contact;
		break;
	case MANDATE_HELD:
	case MANDATE_OFFERED:
		describe_holder(exchange, file.chain.held_by, coordinator_out);
		break;
	case MANDATE_CONFLICT:
		describe_claims(exchange, &file, coordinator_out);
		break;
	case MANDATE_MASKED: coordinator_out->group = last_group(&file); break;
	case MANDATE_VACANT: break;
	}
	return STATUS_OK;
}

/* --- signing --- */

enum status
mandates_check_lead(struct exchange *exchange, const char *domain,
		    const char *where)
{
	const struct vocabulary *vocabulary =
		policy_vocabulary(exchange->policy);
	struct lead_reason reason = lead_judge(
		exchange->arena, exchange->policy,
		vocabulary_find(vocabulary, VOCABULARY_DOMAIN, domain),
		exchange->asker.day);
	exchange->act_rules = reason.rules;
	exchange->act_rule_count = reason.rule_count;
	switch (reason.verdict) {
	case POLICY_PERMIT: return STATUS_OK;
	case POLICY_FORBIDDEN:
		fault_set(
			&exchange->fault, where,
			"this organisation may not lead by the policy of this "
			"node: rule %s, \"%s\"",
			reason.rules[0], reason.title);
		break;
	case POLICY_NOTHING_PERMITS:
		fault_set(&exchange->fault, where,
			  "nothing in the policy of this node lets an "
			  "organisation of this kind lead: a privacy officer "
			  "adds a rule that begins with \"lead\"");
		break;
	}
	return STATUS_FORBIDDEN;
}

/* The first link with each partner, of all members; by the reference. */
static enum status
list_links(struct exchange *exchange, struct store_link **links_out,
	   size_t *count_out)
{
	struct store_link *all =
		ARENA_ARRAY(exchange->arena, LIMIT_MEMBERS * LIMIT_PARTNERS,
			    struct store_link);
	size_t total = 0;
	for (size_t m = 0; m < exchange->member_count; m++) {
		struct store_link *links;
		size_t count;
		enum status status = store_links(
			exchange->place->store, exchange->arena,
			exchange->members[m].resident.id, &links, &count);
		if (status != STATUS_OK)
			return status;
		for (size_t i = 0;
		     i < count && total < LIMIT_MEMBERS * LIMIT_PARTNERS; i++)
			all[total++] = links[i];
	}
	*links_out = all;
	*count_out = total;
	return STATUS_OK;
}

enum status
mandates_is_linked(struct exchange *exchange, const char *partner,
		   bool *is_linked_out)
{
	struct store_link *links;
	size_t count;
	enum status status = list_links(exchange, &links, &count);
	*is_linked_out = false;
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		*is_linked_out |= strcmp(links[i].partner, partner) == 0;
	return status;
}

/* Is there no link with the same partner and a lesser reference? */
static bool
is_first_of_partner(const struct store_link *links, size_t count, size_t at)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(links[i].partner, links[at].partner) == 0 &&
		    strcmp(links[i].reference, links[at].reference) < 0)
			return false;
	return true;
}

static enum status
seat_circle(struct exchange *exchange, struct mandate *mandate)
{
	struct store_link *links;
	size_t count;
	enum status status = list_links(exchange, &links, &count);
	if (status != STATUS_OK)
		return status;
	const char **circle =
		ARENA_ARRAY(exchange->arena, count + 1, const char *);
	for (size_t i = 0; i < count && mandate->circle_count < LIMIT_PARTNERS;
	     i++) {
		if (!is_first_of_partner(links, count, i) ||
		    domain_of(exchange, links[i].partner) == NULL)
			continue;
		circle[mandate->circle_count++] = mandate_seat(
			exchange->arena,
			mandate_voucher(exchange->arena, mandate->plan,
					links[i].reference),
			links[i].partner);
	}
	qsort(circle, mandate->circle_count, sizeof(*circle), strings_order);
	mandate->circle = circle;
	return STATUS_OK;
}

/* The voucher of a seat in the circle that votes; any other has none. */
static enum status
find_voucher(struct exchange *exchange, const struct mandate_chain *chain,
	     struct mandate *vote)
{
	struct store_link *links;
	size_t count;
	enum status status = list_links(exchange, &links, &count);
	vote->voucher = mandate_voucher(exchange->arena, vote->plan, "");
	for (size_t i = 0;
	     status == STATUS_OK && chain->voters != NULL && i < count; i++) {
		const char *voucher = mandate_voucher(
			exchange->arena, vote->plan, links[i].reference);
		const char *seat = mandate_seat(exchange->arena, voucher,
						vote->organisation);
		for (size_t s = 0; s < chain->voters->circle_count; s++)
			if (strcmp(chain->voters->circle[s], seat) == 0)
				vote->voucher = voucher;
	}
	return status;
}

/* What each kind has of its own that this node knows. */
static enum status
fill_in(struct exchange *exchange, const struct mandate_file *file,
	struct mandate *mandate)
{
	const struct node_settings *settings = &exchange->node->settings;
	struct mandate_tally tally;
	mandate->plan = file->plan;
	mandate->organisation = settings->organisation;
	mandate->from_ms = exchange->now_ms;
	mandate->seq = file->chain.next_seq;
	mandate->previous = file->chain.tips;
	mandate->previous_count = file->chain.tip_count;
	switch (mandate->kind) {
	case MANDATE_OFFER:
	case MANDATE_DECLINED:
	case MANDATE_LAID_DOWN: return STATUS_OK;
	case MANDATE_VOTE: return find_voucher(exchange, &file->chain, mandate);
	case MANDATE_APPOINTMENT:
		tally = mandate_chain_tally(exchange->arena, &file->chain,
					    settings->organisation);
		mandate->votes = tally.votes;
		mandate->vote_count = tally.count;
		break;
	case MANDATE_GENESIS:
	case MANDATE_ACCEPTANCE: break;
	}
	mandate->name = exchange->user.name != NULL ? exchange->user.name
						    : exchange->user.id;
	if (mandate->contact == NULL)
		mandate->contact = exchange->user.contact != NULL
					   ? exchange->user.contact
					   : settings->contact;
	return seat_circle(exchange, mandate);
}

static enum status
keep(struct exchange *exchange, const struct store_household *household,
     const struct mandate *mandate)
{
	struct text payload = mandate_encode(exchange->arena, mandate);
	char digest[DIGEST_HEX_BYTES];
	struct signing signing;
	const char *jws;
	mandate_digest(payload, digest);
	signing_begin(exchange->node->settings.store.signer, exchange->arena,
		      &signing);
	enum status status = signing_sign(&signing, exchange->arena,
					  MANDATE_TYPE, payload, &jws);
	signing_end(&signing);
	const struct store_mandate kept = {
		.plan = mandate->plan,
		.digest = digest,
		.jws = jws,
		.certificate = signing.certificate,
		.kept_ms = exchange->now_ms,
	};
	if (status == STATUS_OK)
		status = store_mandate_add(exchange->place->store, &kept);
	if (status == STATUS_OK)
		status = store_plan_tie(exchange->place->store, mandate->plan,
					household->id);
	return status;
}

enum status
mandates_sign(struct exchange *exchange,
	      const struct store_household *household,
	      struct mandate_file *file, struct mandate *mandate)
{
	enum status status = fill_in(exchange, file, mandate);
	if (status == STATUS_OK)
		status = mandate_chain_check(exchange->arena, &file->chain,
					     mandate, &exchange->fault);
	if (status == STATUS_OK)
		status = keep(exchange, household, mandate);
	if (status == STATUS_OK)
		status = mandates_open(exchange, household, file);
	return status == STATUS_OK ? mandates_spread(exchange, file, NULL)
				   : status;
}
