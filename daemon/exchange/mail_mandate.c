/*
 * A partner brings a document of a mandate, or says that there is one that we
 * may not see. It is believed by its own signature, whoever brings it; kept
 * under the household that the partner's links mean; and brought on to ours. A
 * link that means nobody is answered like any other.
 */
#include <string.h>

#include "daemon/exchange/mandates.h"
#include "daemon/exchange/post.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/wire/mandate_letter.h"

static enum status
verify(struct exchange *exchange, const struct mandate_letter *letter,
       struct mandate_entry *entry_out)
{
	const char *authority = exchange->node->settings.caller.authority;
	const struct mandate_paper paper = {.jws = letter->document,
					    .certificate = letter->certificate};
	struct fault fault = {0};
	struct vouch *vouch;
	enum status status = vouch_open(authority, &vouch, &fault);
	if (status != STATUS_OK) {
		log_error("authority can't be read", "where=\"%s\" why=\"%s\"",
			  fault.where, fault.text);
		return STATUS_STORAGE;
	}
	status = mandate_paper_verify(exchange->arena, vouch, &paper, entry_out,
				      &exchange->fault);
	vouch_close(vouch);
	if (status == STATUS_OK &&
	    strcmp(entry_out->mandate.plan, letter->plan) != 0) {
		fault_set(&exchange->fault, "/plan",
			  "isn't the plan of the document");
		return STATUS_INVALID;
	}
	return status;
}

/* --- whose plan it is --- */

struct ballot {
	const char *household;
	size_t members;
};

static void
count_household(struct ballot *ballots, size_t *count, const char *household)
{
	for (size_t i = 0; i < *count; i++) {
		if (strcmp(ballots[i].household, household) == 0) {
			ballots[i].members++;
			return;
		}
	}
	if (*count < LIMIT_MEMBERS)
		ballots[(*count)++] = (struct ballot){household, 1};
}

static enum status
count_households(struct exchange *exchange, const struct mandate_letter *letter,
		 struct ballot *ballots, size_t *count)
{
	struct store *store = exchange->place->store;
	*count = 0;
	for (size_t i = 0; i < letter->link_count; i++) {
		struct store_resident resident;
		struct store_household *households;
		size_t found = 0;
		enum status status = store_meant_resident(
			store, exchange->arena, letter->head.sender,
			letter->links[i], &resident);
		if (status == STATUS_NOT_FOUND)
			continue;
		if (status == STATUS_OK)
			status = store_households_of(store, exchange->arena,
						     resident.id, &households,
						     &found);
		if (status != STATUS_OK)
			return status;
		for (size_t h = 0; h < found; h++)
			count_household(ballots, count, households[h].id);
	}
	return STATUS_OK;
}

/*
 * The household with most of the residents that the links mean. A child of two
 * homes alone doesn't tell which is meant, and the wrong one must not learn who
 * coordinates the other: NULL.
 */
static enum status
guess_household(struct exchange *exchange, const struct mandate_letter *letter,
		const char **household_out)
{
	struct ballot ballots[LIMIT_MEMBERS];
	size_t count, most = 0;
	enum status status =
		count_households(exchange, letter, ballots, &count);
	*household_out = NULL;
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		if (ballots[i].members < most)
			continue;
		*household_out =
			ballots[i].members > most ? ballots[i].household : NULL;
		most = ballots[i].members;
	}
	return status;
}

static bool
is_member(const struct exchange *exchange, const char *resident)
{
	for (size_t i = 0; i < exchange->member_count; i++)
		if (strcmp(exchange->members[i].resident.id, resident) == 0)
			return true;
	return false;
}

/*
 * The household that the plan is tied to, or is to be. Who brings a document
 * must be linked with one of its members: else NOT_FOUND, as for nobody.
 */
static enum status
find_household(struct exchange *exchange, const struct mandate_letter *letter,
	       const char *resident, struct store_household *household_out)
{
	struct store *store = exchange->place->store;
	const char *id = NULL;
	enum status status =
		store_plan_household(store, exchange->arena, letter->plan, &id);
	if (status == STATUS_NOT_FOUND)
		status = guess_household(exchange, letter, &id);
	if (status == STATUS_OK && id == NULL)
		return STATUS_NOT_FOUND;
	if (status == STATUS_OK)
		status = store_household_find(store, exchange->arena, id,
					      household_out);
	if (status == STATUS_OK)
		status = store_members(store, exchange->arena, id,
				       &exchange->members,
				       &exchange->member_count);
	if (status == STATUS_OK && !is_member(exchange, resident))
		return STATUS_NOT_FOUND;
	return status;
}

/* --- keeping it --- */

static enum status
keep(struct exchange *exchange, const struct mandate_letter *letter,
     const struct mandate_entry *entry)
{
	struct store *store = exchange->place->store;
	struct mandate_file file;
	enum status status = mandates_open_plan(exchange, letter->plan, &file);
	if (status != STATUS_OK)
		return status;
	if (file.paper_count + file.masked_count >= LIMIT_MANDATE_DOCUMENTS) {
		log_warning("a plan has as many documents as it can have",
			    "peer=%s", letter->head.sender);
		return STATUS_OK;
	}
	if (letter->document == NULL)
		return store_masked_add(
			store, letter->plan,
			&(struct store_masked){
				.digest = letter->masked_digest,
				.kind = mandate_kind_word(letter->masked.kind),
				.seq = letter->masked.seq,
				.previous = letter->masked.previous,
				.previous_count = letter->masked.previous_count,
				.group = letter->masked_group});
	return store_mandate_add(
		store,
		&(struct store_mandate){.plan = letter->plan,
					.digest = entry->digest,
					.jws = letter->document,
					.certificate = letter->certificate,
					.partner = letter->head.sender,
					.kept_ms = exchange->now_ms});
}

static enum status
take(struct exchange *exchange, const struct mandate_letter *letter,
     const struct mandate_entry *entry, const struct store_household *household)
{
	const struct mandates_known known = {.partner = letter->head.sender,
					     .digests = letter->known,
					     .count = letter->known_count};
	struct mandate_file file;
	enum status status = store_plan_tie(exchange->place->store,
					    letter->plan, household->id);
	exchange->act_event = "mandate";
	if (status == STATUS_OK)
		status = keep(exchange, letter, entry);
	if (status == STATUS_OK)
		status = mandates_open_plan(exchange, letter->plan, &file);
	return status == STATUS_OK ? mandates_spread(exchange, &file, &known)
				   : status;
}

enum status
mail_take_mandate(struct exchange *exchange, const struct mail *mail,
		  struct mail_decision *decision)
{
	struct mandate_letter letter;
	struct mandate_entry entry = {0};
	struct store_household household;
	(void)decision;
	enum status status =
		mandate_letter_decode(exchange->arena, mail->letter.content,
				      &letter, &exchange->fault);
	if (status == STATUS_OK && letter.document != NULL)
		status = verify(exchange, &letter, &entry);
	if (status != STATUS_OK || mail->resident == NULL)
		return status;
	status = find_household(exchange, &letter, mail->resident->id,
				&household);
	if (status == STATUS_NOT_FOUND)
		return STATUS_OK;
	return status == STATUS_OK ? take(exchange, &letter, &entry, &household)
				   : status;
}
