#include "client/discover_proof.h"

#include <string.h>

#include "client/i18n.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/seal/identity.h"
#include "eenplan/seal/jcs.h"
#include "eenplan/seal/jws.h"
#include "eenplan/wire/consent_document.h"
#include "eenplan/wire/discovery_opening.h"

/* The only purpose of the policy for which somebody may be in a list. */
#define FINDING "discovery"
#define SHARE	"share"
#define SHOWN	"involvement"

struct proof {
	struct arena *arena;
	struct vouch *vouch;
	struct discover_proof *out;
	size_t room; /* for findings */
	struct discovery_contract contract;
	struct discovery_agreement agreement;
	struct discovery_commitment asker, partner;
	struct discovery_closing asker_closing, partner_closing;
	const char *owner; /* whose list it is */
};

static void
find(struct proof *proof, const char *resident, const char *what)
{
	struct discover_proof *out = proof->out;

	if (out->finding_count < proof->room)
		out->findings[out->finding_count++] =
			(struct discover_finding){resident, what};
}

/* --- what was signed --- */

/* By whom, whose certificate is one of an organisation. */
static bool
open_signed(struct proof *proof, const struct json *one, const char *type,
	    struct identity *signer_out, struct text *payload_out)
{
	const char *jws = json_get_string(one, "jws");
	const char *base64 = json_get_string(one, "certificate");
	struct text der;
	struct seal_key *key;
	bool is_sound;

	if (jws == NULL || base64 == NULL ||
	    !base64url_decode(proof->arena, text_of(base64), &der) ||
	    identity_of_certificate(der, signer_out) != STATUS_OK ||
	    signer_out->kind != IDENTITY_ORGANISATION ||
	    seal_key_of_certificate(der, &key) != STATUS_OK)
		return false;

	const struct jws_header expected = {.type = type,
					    .key_id = signer_out->thumbprint};

	is_sound = jws_verify(proof->arena, key, &expected, text_of(jws),
			      payload_out) == STATUS_OK;
	seal_key_free(key);
	return is_sound && (proof->vouch == NULL ||
			    vouch_for(proof->vouch, der, clock_now_ms()));
}

static bool
open_paper(struct proof *proof, const struct json *papers, const char *name,
	   const char *type, struct text *payload_out,
	   struct identity *signer_out)
{
	return open_signed(proof, json_member(papers, name), type, signer_out,
			   payload_out);
}

static bool
is_from(const struct discovery_head *head, const struct identity *signer,
	const char *sender, const char *recipient, const char *session)
{
	return strcmp(signer->organisation, head->sender) == 0 &&
	       strcmp(head->sender, sender) == 0 &&
	       strcmp(head->recipient, recipient) == 0 &&
	       strcmp(head->session, session) == 0;
}

static const char *
digest_text(struct arena *arena, struct text payload)
{
	uint8_t digest[DIGEST_BYTES];
	char *hex = arena_alloc(arena, DIGEST_HEX_BYTES);

	digest_of(&payload, 1, digest);
	digest_hex(digest, hex);
	return hex;
}

static bool
open_agreement(struct proof *proof, const struct json *papers)
{
	struct arena *arena = proof->arena;
	const struct discovery_head *head = &proof->contract.head;
	struct identity asker, partner;
	struct text contract, agreement;
	struct fault fault = {0};

	return open_paper(proof, papers, "contract", DISCOVERY_CONTRACT_TYPE,
			  &contract, &asker) &&
	       discovery_contract_decode(arena, contract, &proof->contract,
					 &fault) == STATUS_OK &&
	       strcmp(asker.organisation, head->sender) == 0 &&
	       open_paper(proof, papers, "agreement", DISCOVERY_AGREEMENT_TYPE,
			  &agreement, &partner) &&
	       discovery_agreement_decode(arena, agreement, &proof->agreement,
					  &fault) == STATUS_OK &&
	       is_from(&proof->agreement.head, &partner, head->recipient,
		       head->sender, head->session) &&
	       strcmp(proof->agreement.contract,
		      digest_text(arena, contract)) == 0;
}

/* One side's commitment and closing, which shows what that has the digest of.
 */
static bool
open_side(struct proof *proof, const struct json *papers, bool is_asker)
{
	struct arena *arena = proof->arena;
	const struct discovery_head *head = &proof->contract.head;
	const char *self = is_asker ? head->sender : head->recipient;
	const char *other = is_asker ? head->recipient : head->sender;
	struct discovery_commitment *commitment =
		is_asker ? &proof->asker : &proof->partner;
	struct discovery_closing *closing =
		is_asker ? &proof->asker_closing : &proof->partner_closing;
	const struct text nonce = {(const char *)closing->nonce, DIGEST_BYTES};
	uint8_t digest[DIGEST_BYTES];
	struct identity signer;
	struct text payload;
	struct fault fault = {0};

	if (!open_paper(proof, papers,
			is_asker ? "asker_commitment" : "partner_commitment",
			DISCOVERY_COMMITMENT_TYPE, &payload, &signer) ||
	    discovery_commitment_decode(arena, payload, commitment, &fault) !=
		    STATUS_OK ||
	    !is_from(&commitment->head, &signer, self, other, head->session) ||
	    !open_paper(proof, papers,
			is_asker ? "asker_closing" : "partner_closing",
			DISCOVERY_CLOSING_TYPE, &payload, &signer) ||
	    discovery_closing_decode(arena, payload, closing, &fault) !=
		    STATUS_OK ||
	    !is_from(&closing->head, &signer, self, other, head->session))
		return false;
	digest_of(&nonce, 1, digest);
	return memcmp(digest, commitment->nonce, sizeof(digest)) == 0;
}

static bool
open_papers(struct proof *proof, const struct json *papers)
{
	return open_agreement(proof, papers) &&
	       open_side(proof, papers, true) &&
	       open_side(proof, papers, false) &&
	       memcmp(proof->asker_closing.transcript,
		      proof->partner_closing.transcript, DIGEST_BYTES) == 0;
}

/* --- one of the people --- */

static bool
has_word(const char *const *words, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return count == 0;
}

static bool
is_for_partner(const struct proof *proof, const struct consent *consent)
{
	const struct discovery_head *head = &proof->contract.head;
	bool is_asker = strcmp(proof->owner, head->sender) == 0;

	switch (consent->recipient_kind) {
	case CONSENT_TO_ANYONE: return true;
	case CONSENT_TO_DOMAIN:
		return strcmp(consent->recipient,
			      is_asker ? proof->agreement.law
				       : proof->contract.law) == 0;
	case CONSENT_TO_ROLE:
		return strcmp(consent->recipient, proof->contract.role) == 0;
	case CONSENT_TO_ORGANISATION:
		return strcmp(consent->recipient,
			      is_asker ? head->recipient : head->sender) == 0;
	}
	return false;
}

/* Given, to share that there is help, with who asked, for this, on the day. */
static bool
opens(const struct proof *proof, const struct consent *consent)
{
	int32_t day = clock_day_of_ms(proof->contract.issued_ms);

	return consent->state == CONSENT_GIVEN && consent->source == NULL &&
	       strcmp(consent->kind, SHARE) == 0 &&
	       consent->recorded_ms < proof->contract.expires_ms &&
	       (consent->from_day == CLOCK_DAY_NONE ||
		consent->from_day <= day) &&
	       (consent->until_day == CLOCK_DAY_NONE ||
		day <= consent->until_day) &&
	       has_word(consent->categories, consent->category_count, SHOWN) &&
	       has_word(consent->purposes, consent->purpose_count, FINDING) &&
	       has_word(consent->purposes, consent->purpose_count,
			proof->contract.purpose) &&
	       is_for_partner(proof, consent);
}

static bool
is_consent(struct proof *proof, const struct json *one,
	   const struct discovery_opening *opening)
{
	struct consent_document document;
	struct identity signer;
	struct text payload;
	struct fault fault = {0};

	return open_signed(proof, one, CONSENT_DOCUMENT_TYPE, &signer,
			   &payload) &&
	       consent_document_decode(proof->arena, payload, &document,
				       &fault) == STATUS_OK &&
	       strcmp(signer.organisation, proof->owner) == 0 &&
	       strcmp(document.organisation, proof->owner) == 0 &&
	       strcmp(document.consent.resident, opening->resident) == 0 &&
	       opens(proof, &document.consent);
}

/* DOMAIN row 35: of long-term care among itself by law. */
static bool
is_by_law(const struct proof *proof)
{
	return strncmp(proof->contract.law, "wlz", 3) == 0 &&
	       strncmp(proof->agreement.law, "wlz", 3) == 0;
}

static void
judge_person(struct proof *proof, const struct json *person,
	     const struct discovery_opening *opening)
{
	const char *id = json_get_string(person, "id");
	const char *handle = json_get_string(person, "handle");

	if (id == NULL || strcmp(id, opening->resident) != 0) {
		find(proof, handle,
		     _("is somebody else than stands in the list"));
		return;
	}
	for (const struct json *one =
		     json_first(json_member(person, "consents"));
	     one; one = one->next)
		if (is_consent(proof, one, opening))
			return;
	if (is_by_law(proof))
		proof->out->by_law++;
	else
		find(proof, handle,
		     _("was in the list without a signed consent that lets "
		       "them be found by this partner, for this"));
}

static void
judge_people(struct proof *proof, const struct discovery_openings *openings,
	     const struct json *people)
{
	const struct json *person = json_first(people);

	for (size_t i = 0; i < openings->count; i++) {
		if (!openings->items[i].entry.is_person)
			continue;
		proof->out->people++;
		judge_person(proof, person, &openings->items[i]);
		person = person ? person->next : NULL;
	}
}

/* --- all of it --- */

static void
judge_places(struct proof *proof, const struct discovery_openings *openings,
	     bool is_asker)
{
	const struct discovery_nonces nonces = {
		.asker = proof->asker_closing.nonce,
		.partner = proof->partner_closing.nonce,
	};
	const struct discovery_commitment *commitment =
		is_asker ? &proof->asker : &proof->partner;
	size_t at;

	proof->out->length = commitment->count;
	proof->out->places = (int64_t)openings->count;
	if (discovery_openings_flaw(proof->arena, openings, commitment, &nonces,
				    &at))
		find(proof, NULL,
		     _("the opened places aren't those that were drawn, or not "
		       "what was committed to"));
}

enum status
discover_prove(struct arena *arena, const struct json *reply,
	       struct vouch *vouch, struct discover_proof *proof_out)
{
	struct proof proof = {.arena = arena, .vouch = vouch, .out = proof_out};
	const struct json *openings_value = json_member(reply, "openings");
	bool is_asker = json_get_bool(reply, "ours", false);
	struct discovery_openings openings;
	struct fault fault = {0};
	struct buf out;

	*proof_out = (struct discover_proof){.places = 0};
	if (openings_value == NULL)
		return STATUS_INVALID;
	buf_init(&out, arena, 64 * 1024);
	jcs_write(&out, openings_value);
	if (discovery_openings_decode(arena, buf_text(&out), &openings,
				      &fault) != STATUS_OK)
		return STATUS_INVALID;
	proof.room = openings.count + 2;
	proof_out->findings =
		ARENA_ARRAY(arena, proof.room, struct discover_finding);
	if (!open_papers(&proof, json_member(reply, "papers"))) {
		find(&proof, NULL,
		     _("what was signed isn't signed by both organisations, or "
		       "isn't of one session"));
		return STATUS_OK;
	}
	proof.owner = is_asker ? proof.contract.head.sender
			       : proof.contract.head.recipient;
	judge_places(&proof, &openings, is_asker);
	judge_people(&proof, &openings, json_member(reply, "people"));
	return STATUS_OK;
}
