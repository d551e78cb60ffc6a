/*
 * Who coordinates a household's plan: shown, taken, offered, accepted, and when
 * nobody is left, voted on. The rules are in daemon/plan.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/mandates.h"
#include "eenplan/base/log.h"

/* The household that the body names, and whose plan is its. */
struct desk {
	struct store_household household;
	struct mandate_file file;
};

static enum status
open_desk(struct exchange *exchange, struct desk *desk)
{
	struct store *store = exchange->place->store;
	enum status status = store_household_find(
		store, exchange->arena,
		json_get_string(exchange->body, "household"), &desk->household);
	if (status != STATUS_OK) {
		fault_set(
			&exchange->fault, "/household",
			status == STATUS_AMBIGUOUS
				? N_("fits more than one household: give more "
				     "of the id")
				: N_("no household of this node has that id or "
				     "handle: see 'eenplan household list'"));
		return status;
	}
	status = store_members(store, exchange->arena, desk->household.id,
			       &exchange->members, &exchange->member_count);
	if (status == STATUS_OK)
		status = mandates_open(exchange, &desk->household, &desk->file);
	if (status == STATUS_OK)
		act_note_members(exchange);
	return status;
}

/* --- what is answered --- */

static void
put_offer(struct exchange *exchange, struct json_writer *writer,
	  const struct mandate_file *file)
{
	const struct mandate *offer = file->chain.offer;
	bool is_ours;
	if (offer == NULL)
		return;
	is_ours = strcmp(offer->successor,
			 exchange->node->settings.organisation) == 0;
	json_key(writer, "offer");
	json_open_object(writer);
	json_member_time(writer, "since", offer->from_ms);
	json_member_string(writer, "to",
			   mandates_name(exchange, offer->successor));
	json_member_bool(writer, "to_us", is_ours);
	json_close_object(writer);
}

static void
put_votes(struct exchange *exchange, struct json_writer *writer,
	  const struct mandate_file *file)
{
	const struct mandate_chain *chain = &file->chain;
	size_t seats = chain->voters == NULL ? 0 : chain->voters->circle_count;
	json_key(writer, "votes");
	json_open_array(writer);
	for (size_t i = 0; i < chain->count; i++) {
		const struct mandate *vote = &chain->entries[i].mandate;
		if (chain->fates[i] != MANDATE_IS_VOTE ||
		    vote->seq != chain->next_seq || chain->entries[i].is_masked)
			continue;
		json_open_object(writer);
		json_member_string(writer, "by",
				   mandates_name(exchange, vote->organisation));
		json_member_string(writer, "for",
				   mandates_name(exchange, vote->successor));
		json_close_object(writer);
	}
	json_close_array(writer);
	json_member_integer(writer, "votes_needed", (int64_t)seats / 2 + 1);
}

static enum status
answer_with(struct exchange *exchange, const struct desk *desk)
{
	struct view_coordinator coordinator;
	struct act_answer answer;
	enum status status =
		mandates_describe(exchange, &desk->household, &coordinator);
	if (status != STATUS_OK)
		return status;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "coordinator");
	view_coordinator_encode(&answer.writer, &coordinator);
	json_key(&answer.writer, "household");
	json_open_object(&answer.writer);
	json_member_string(&answer.writer, "handle", desk->household.handle);
	json_member_string(&answer.writer, "id", desk->household.id);
	json_member_string_if(&answer.writer, "name", desk->household.name);
	json_close_object(&answer.writer);
	put_offer(exchange, &answer.writer, &desk->file);
	json_member_string(&answer.writer, "plan", desk->file.plan);
	if (desk->file.rivals > 0)
		json_member_integer(&answer.writer, "rivals",
				    (int64_t)desk->file.rivals);
	put_votes(exchange, &answer.writer, &desk->file);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

static enum status
open_only(struct exchange *exchange, struct desk *desk)
{
	static const struct json_shape shape[] = {
		{"household", JSON_KIND_STRING, true, 0},
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	return status == STATUS_OK ? open_desk(exchange, desk) : status;
}

enum status
act_mandate_show(struct exchange *exchange)
{
	struct desk desk;
	enum status status = open_only(exchange, &desk);
	return status == STATUS_OK ? answer_with(exchange, &desk) : status;
}

static const char *
verdict_of(struct exchange *exchange, struct vouch *vouch,
	   const struct store_mandate *paper)
{
	const struct mandate_paper on_paper = {
		.jws = paper->jws, .certificate = paper->certificate};
	struct mandate_entry entry;
	struct fault fault = {0};
	return mandate_paper_verify(exchange->arena, vouch, &on_paper, &entry,
				    &fault) == STATUS_OK &&
			       strcmp(entry.digest, paper->digest) == 0
		       ? "sound"
		       : "altered";
}

static const struct store_mandate *
find_paper(const struct mandate_file *file, const char *digest)
{
	for (size_t i = 0; i < file->paper_count; i++)
		if (strcmp(file->papers[i].digest, digest) == 0)
			return &file->papers[i];
	return NULL;
}

static void
put_document(struct exchange *exchange, struct json_writer *writer,
	     const struct mandate_file *file, size_t at, const char *verdict)
{
	const struct mandate_entry *entry = &file->chain.entries[at];
	const struct mandate *mandate = &entry->mandate;
	json_open_object(writer);
	json_member_string(writer, "digest", entry->digest);
	json_member_string(writer, "fate",
			   mandate_fate_word(file->chain.fates[at]));
	if (!entry->is_masked)
		json_member_time(writer, "from", mandate->from_ms);
	json_member_string(writer, "kind", mandate_kind_word(mandate->kind));
	json_member_string(writer, "organisation",
			   mandates_name(exchange, mandate->organisation));
	json_member_integer(writer, "seq", mandate->seq);
	json_member_string(writer, "signature", verdict);
	if (mandate->successor != NULL)
		json_member_string(writer, "successor",
				   mandates_name(exchange, mandate->successor));
	json_close_object(writer);
}

static void
answer_with_history(struct exchange *exchange, const struct mandate_file *file,
		    struct vouch *vouch)
{
	struct act_answer answer;
	bool is_sound = true;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "documents");
	json_open_array(&answer.writer);
	for (size_t i = 0; i < file->chain.count; i++) {
		const struct store_mandate *paper =
			find_paper(file, file->chain.entries[i].digest);
		const char *verdict =
			paper == NULL ? "altered"
				      : verdict_of(exchange, vouch, paper);
		is_sound &= strcmp(verdict, "altered") != 0;
		put_document(exchange, &answer.writer, file, i, verdict);
	}
	json_close_array(&answer.writer);
	json_member_string(&answer.writer, "plan", file->plan);
	json_member_bool(&answer.writer, "sound", is_sound);
	act_answer_end(exchange, &answer);
}

enum status
act_mandate_history(struct exchange *exchange)
{
	struct desk desk;
	struct fault fault = {0};
	struct vouch *vouch;
	enum status status = open_only(exchange, &desk);
	if (status != STATUS_OK)
		return status;
	if (vouch_open(exchange->node->settings.caller.authority, &vouch,
		       &fault) != STATUS_OK) {
		log_error("authority can't be read", "where=\"%s\" why=\"%s\"",
			  fault.where, fault.text);
		return STATUS_STORAGE;
	}
	answer_with_history(exchange, &desk.file, vouch);
	vouch_close(vouch);
	return STATUS_OK;
}

/* --- what is signed --- */

/* By its id, or the beginning of it. */
static bool
is_meant(const struct consent *consent, const char *wanted)
{
	size_t length = strlen(wanted);
	return consent->state == CONSENT_GIVEN && length >= 4 &&
	       strncmp(consent->id, wanted, length) == 0;
}

/* The consent of a member that a document relies on, by its digest. */
static enum status
find_consent(struct exchange *exchange, const char *wanted,
	     const char **digest_out)
{
	struct store *store = exchange->place->store;
	for (size_t m = 0; m < exchange->member_count; m++) {
		const char *resident = exchange->members[m].resident.id;
		struct consent *consents;
		struct store_document *documents;
		size_t count, document_count;
		enum status status =
			store_consents(store, exchange->arena, resident, false,
				       &consents, &count);
		if (status == STATUS_OK)
			status = store_documents(store, exchange->arena,
						 resident, &documents,
						 &document_count);
		if (status != STATUS_OK)
			return status;
		for (size_t i = 0; i < count; i++) {
			if (!is_meant(&consents[i], wanted))
				continue;
			for (size_t d = 0; d < document_count; d++)
				if (strcmp(documents[d].consent,
					   consents[i].id) == 0)
					*digest_out = documents[d].digest;
		}
	}
	if (*digest_out != NULL)
		return STATUS_OK;
	fault_set(&exchange->fault, "/consent",
		  "no member of the household has given a consent of that id "
		  "that is in force here: see 'eenplan consent list'");
	return STATUS_NOT_FOUND;
}

/* Who is named as successor: a partner that is linked with a member, or we. */
static enum status
check_successor(struct exchange *exchange, const char *successor)
{
	const struct node_settings *settings = &exchange->node->settings;
	struct store_partner partner;
	if (strcmp(successor, settings->organisation) == 0)
		return mandates_check_lead(exchange, settings->law, "/to");
	enum status status = store_partner_find(
		exchange->place->store, exchange->arena, successor, &partner);
	if (status != STATUS_OK && status != STATUS_NOT_ENROLLED)
		return status;
	bool is_linked = false;
	if (status == STATUS_OK) {
		status = mandates_is_linked(exchange, successor, &is_linked);
		if (status != STATUS_OK)
			return status;
	}
	if (!is_linked) {
		fault_set(&exchange->fault, "/to",
			  "no organisation of that id is linked with this "
			  "household: make a link first, with 'eenplan link'");
		return STATUS_NOT_FOUND;
	}
	return mandates_check_lead(exchange, partner.domain, "/to");
}

/* In the transaction: the desk, and what the body says for every kind. */
static enum status
begin(struct exchange *exchange, struct desk *desk, struct mandate *mandate)
{
	const char *consent = json_get_string(exchange->body, "consent");
	exchange->act_event = "mandate";
	enum status status = act_begin(exchange);
	if (status == STATUS_OK)
		status = open_desk(exchange, desk);
	if (status == STATUS_OK && consent != NULL)
		status = find_consent(exchange, consent, &mandate->consent);
	return status;
}

/* Two plans for one household: each is sound by itself, and neither acts. */
static enum status
refuse_rivals(struct exchange *exchange, const struct desk *desk)
{
	if (desk->file.rivals == 0)
		return STATUS_OK;
	fault_set(&exchange->fault, "/household",
		  "several organisations have begun a plan for this household: "
		  "none of them acts until all but one lay theirs down, with "
		  "'eenplan coordinator vacancy HOUSEHOLD --lay-down'");
	return STATUS_CONFLICT;
}

static enum status
sign_and_answer(struct exchange *exchange, struct desk *desk,
		struct mandate *mandate)
{
	enum status status =
		mandates_sign(exchange, &desk->household, &desk->file, mandate);
	return status == STATUS_OK ? answer_with(exchange, desk) : status;
}

enum status
act_mandate_offer(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"consent", JSON_KIND_STRING, false, 0},
		{"household", JSON_KIND_STRING, true, 0},
		{"to", JSON_KIND_STRING, true, 0},
	};
	struct mandate offer = {.kind = MANDATE_OFFER};
	struct desk desk;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status != STATUS_OK)
		return status;
	offer.successor = json_get_string(exchange->body, "to");
	status = begin(exchange, &desk, &offer);
	if (status == STATUS_OK)
		status = refuse_rivals(exchange, &desk);
	if (status == STATUS_OK)
		status = check_successor(exchange, offer.successor);
	return status == STATUS_OK ? sign_and_answer(exchange, &desk, &offer)
				   : status;
}

/* What accepting means now: a beginning, an answer, or an appointment. */
static enum mandate_kind
kind_of_acceptance(const struct mandate_chain *chain, bool has_votes)
{
	if (chain->standing == MANDATE_NOBODY)
		return MANDATE_GENESIS;
	if (chain->standing == MANDATE_VACANT ||
	    chain->standing == MANDATE_CONFLICT || has_votes)
		return MANDATE_APPOINTMENT;
	return MANDATE_ACCEPTANCE;
}

enum status
act_mandate_accept(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"consent", JSON_KIND_STRING, false, 0},
		{"contact", JSON_KIND_STRING, false, 0},
		{"decline", JSON_KIND_BOOL, false, 0},
		{"household", JSON_KIND_STRING, true, 0},
	};
	const char *self = exchange->node->settings.organisation;
	struct mandate answer = {.kind = MANDATE_DECLINED};
	struct desk desk;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = begin(exchange, &desk, &answer);
	if (status == STATUS_OK)
		status = refuse_rivals(exchange, &desk);
	if (status != STATUS_OK)
		return status;
	if (json_get_bool(exchange->body, "decline", false)) {
		answer.consent = NULL;
		return sign_and_answer(exchange, &desk, &answer);
	}
	struct mandate_tally tally =
		mandate_chain_tally(exchange->arena, &desk.file.chain, self);
	answer.kind = kind_of_acceptance(&desk.file.chain,
					 mandate_tally_is_majority(&tally));
	answer.contact = json_get_string(exchange->body, "contact");
	status = mandates_check_lead(exchange, exchange->node->settings.law,
				     "/household");
	return status == STATUS_OK ? sign_and_answer(exchange, &desk, &answer)
				   : status;
}

enum status
act_mandate_vacancy(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"consent", JSON_KIND_STRING, false, 0},
		{"household", JSON_KIND_STRING, true, 0},
		{"lay_down", JSON_KIND_BOOL, false, 0},
		{"to", JSON_KIND_STRING, false, 0},
	};
	struct mandate mandate = {.kind = MANDATE_LAID_DOWN};
	struct desk desk;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = begin(exchange, &desk, &mandate);
	if (status != STATUS_OK)
		return status;
	if (json_get_bool(exchange->body, "lay_down", false)) {
		mandate.consent = NULL;
		return sign_and_answer(exchange, &desk, &mandate);
	}
	mandate.kind = MANDATE_VOTE;
	mandate.successor = json_get_string(exchange->body, "to");
	status = refuse_rivals(exchange, &desk);
	if (status == STATUS_OK &&
	    (mandate.successor == NULL || mandate.consent == NULL)) {
		fault_set(&exchange->fault,
			  mandate.successor == NULL ? "/to" : "/consent",
			  "a vote names whom it is for, and the consent by "
			  "which the household agrees");
		return STATUS_INVALID;
	}
	if (status == STATUS_OK)
		status = check_successor(exchange, mandate.successor);
	return status == STATUS_OK ? sign_and_answer(exchange, &desk, &mandate)
				   : status;
}
