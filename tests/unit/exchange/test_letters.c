#include "daemon/federate/letters.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/seal/jws.h"
#include "eenplan/wire/consent_letter.h"
#include "eenplan/wire/death_letter.h"
#include "eenplan/wire/loan_letter.h"
#include "eenplan/wire/mandate_letter.h"
#include "eenplan/wire/news_letter.h"
#include "eenplan/wire/notice.h"
#include "exchange/party.h"
#include "leak_free.h"

#define LETTER "5e4d3c2b-1a09-4f8e-9d7c-6b5a49382716"
#define LINK   "0b9f8d5c-6a3e-4f1d-8a2b-3c4d5e6f7081"

/* Who writes, and who is written to. */
struct post {
	struct party source, partner, other;
	struct arena *arena;
};

static struct post
post_open(void)
{
	return (struct post){.source = party_make("thuiszorg"),
			     .partner = party_make("wijkteam"),
			     .other = party_make("ggz"),
			     .arena = arena_new()};
}

static void
post_close(struct post *post)
{
	party_free(&post->source);
	party_free(&post->partner);
	party_free(&post->other);
	arena_free(post->arena);
}

static struct letter_peer
seen_by(const char *self, const struct party *peer)
{
	return (struct letter_peer){.self = self,
				    .identity = &peer->identity,
				    .key = peer->public_key};
}

static struct text
sign(const struct post *post, const struct party *party, const char *type,
     struct text payload)
{
	const struct jws_header header = {.type = type,
					  .key_id = party->identity.thumbprint};
	const char *jws;
	cr_assert_eq(jws_sign(post->arena, party->private_key, &header, payload,
			      &jws),
		     STATUS_OK);
	return text_of(jws);
}

static struct notice
honest_notice(void)
{
	return (struct notice){
		.head = {.id = LETTER,
			 .sender = "thuiszorg",
			 .recipient = "wijkteam",
			 .link = LINK},
		.since_ms = NOON,
		.scope = {.kind = "share", .state = CONSENT_WITHDRAWN},
	};
}

static enum status
accept_notice(const struct post *post, const char *self,
	      const struct party *bearer, struct text jws, struct fault *fault)
{
	const struct letter_peer peer = seen_by(self, bearer);
	struct letter letter;
	return letter_accept(post->arena, &peer, jws, &letter, fault);
}

LEAK_FREE_TEST(letters, believe_no_notice_but_its_bearers_own_to_us)
{
	struct post post = post_open();
	struct notice notice = honest_notice();
	struct text payload = notice_encode(post.arena, &notice);
	struct text jws = sign(&post, &post.source, "withdrawal+jws", payload);
	struct fault fault = {0};
	cr_expect_eq(accept_notice(&post, "wijkteam", &post.other, jws, &fault),
		     STATUS_INVALID, "brought by another");
	cr_expect_str_eq(fault.where, "/notice");
	cr_expect_eq(accept_notice(&post, "ggz", &post.source, jws, NULL),
		     STATUS_INVALID, "meant for another node");
	struct text forged =
		sign(&post, &post.other, "withdrawal+jws", payload);
	cr_expect_eq(
		accept_notice(&post, "wijkteam", &post.other, forged, NULL),
		STATUS_INVALID, "in another's name");
	struct text ask = sign(&post, &post.source, "ask+jws", payload);
	cr_expect_eq(accept_notice(&post, "wijkteam", &post.source, ask, NULL),
		     STATUS_INVALID, "of another type");
	cr_expect_eq(accept_notice(&post, "wijkteam", &post.source, jws, NULL),
		     STATUS_OK);
	post_close(&post);
}

static struct text
payload_of(const struct post *post, enum letter_kind kind)
{
	const struct notice notice = honest_notice();
	const struct death_letter death = {
		.head = notice.head, .deceased = true, .since_ms = NOON};
	const struct consent_letter consent = {
		.head = notice.head,
		.thread = LINK,
		.seq = 1,
		.consent = {.given_by = "self",
			    .kind = "share",
			    .state = CONSENT_GIVEN,
			    .from_day = CLOCK_DAY_NONE,
			    .until_day = CLOCK_DAY_NONE,
			    .recorded_ms = NOON},
	};
	const struct mandate_letter mandate = {
		.head = notice.head,
		.plan = PLAN,
		.links = &notice.head.link,
		.link_count = 1,
		.masked = {.kind = MANDATE_OFFER, .seq = 2},
		.masked_digest = letter_digest(post->arena, text_of("{}")),
		.masked_group = "care",
	};
	const struct loan_letter loan = {
		.head = notice.head,
		.person = "anne",
		.name = "Anne de Wit",
		.from_ms = NOON,
		.until_ms = NOON + 1,
	};
	switch (kind) {
	case LETTER_KIND_CHANGED:
	case LETTER_KIND_SIGNAL:
		return news_letter_encode(post->arena, &notice.head);
	case LETTER_KIND_WITHDRAWAL: return notice_encode(post->arena, &notice);
	case LETTER_KIND_CONSENT:
		return consent_letter_encode(post->arena, &consent);
	case LETTER_KIND_DEATH: return death_letter_encode(post->arena, &death);
	case LETTER_KIND_LOAN: return loan_letter_encode(post->arena, &loan);
	case LETTER_KIND_MANDATE:
		return mandate_letter_encode(post->arena, &mandate);
	case LETTER_KINDS: break;
	}
	return (struct text){0};
}

LEAK_FREE_TEST(letters, believe_no_altered_letter_of_any_kind)
{
	struct post post = post_open();
	for (int i = 0; i < LETTER_KINDS; i++) {
		enum letter_kind kind = (enum letter_kind)i;
		struct text jws =
			sign(&post, &post.source, letter_kind_type(kind),
			     payload_of(&post, kind));
		cr_assert_eq(accept_notice(&post, "wijkteam", &post.source, jws,
					   NULL),
			     STATUS_OK, "%s", letter_kind_word(kind));
		for (size_t at = 0; at < jws.length; at += 3) {
			char *altered = arena_text(post.arena, jws);
			altered[at] = altered[at] == 'A' ? 'B' : 'A';
			cr_expect_eq(accept_notice(&post, "wijkteam",
						   &post.source,
						   text_of(altered), NULL),
				     STATUS_INVALID, "%s, byte %zu",
				     letter_kind_word(kind), at);
		}
	}
	post_close(&post);
}

/* What was signed as one kind says nothing as another. */
LEAK_FREE_TEST(letters, are_of_one_kind_only)
{
	struct post post = post_open();
	struct fault fault = {0};
	struct consent_letter consent;
	struct death_letter death;
	struct text told = payload_of(&post, LETTER_KIND_DEATH);
	struct text asked = payload_of(&post, LETTER_KIND_CONSENT);
	cr_expect_eq(consent_letter_decode(post.arena, told, &consent, &fault),
		     STATUS_INVALID);
	cr_expect_eq(death_letter_decode(post.arena, asked, &death, &fault),
		     STATUS_INVALID);
	post_close(&post);
}

/* A confirmation of `content` as the partner would make it. */
static struct confirmation
honest_confirmation(const struct post *post, const char *content)
{
	return (struct confirmation){
		.id = LETTER,
		.sender = "wijkteam",
		.recipient = "thuiszorg",
		.digest = letter_digest(post->arena, text_of(content)),
		.handled_ms = NOON,
	};
}

static const struct letter_sent sent = {.id = LETTER, .content = "{}"};

static enum status
accept_confirmation(const struct post *post, const struct party *signer,
		    const struct confirmation *confirmation)
{
	const struct letter_peer peer = seen_by("thuiszorg", &post->partner);
	struct confirmation got;
	struct text jws = sign(post, signer, CONFIRMATION_TYPE,
			       confirmation_encode(post->arena, confirmation));
	return letter_accept_confirmation(post->arena, &peer, &sent, jws, &got);
}

LEAK_FREE_TEST(letters, are_confirmed_by_their_recipient_alone)
{
	struct post post = post_open();
	struct confirmation good = honest_confirmation(&post, "{}");
	cr_expect_eq(accept_confirmation(&post, &post.other, &good),
		     STATUS_INVALID, "signed by another");
	cr_expect_eq(accept_confirmation(&post, &post.source, &good),
		     STATUS_INVALID, "signed by ourselves");
	struct confirmation changed = good;
	changed.sender = "ggz";
	cr_expect_eq(accept_confirmation(&post, &post.partner, &changed),
		     STATUS_INVALID, "in another's name");
	changed = good;
	changed.recipient = "ggz";
	cr_expect_eq(accept_confirmation(&post, &post.partner, &changed),
		     STATUS_INVALID, "to another");
	cr_expect_eq(accept_confirmation(&post, &post.partner, &good),
		     STATUS_OK);
	post_close(&post);
}

LEAK_FREE_TEST(letters, are_confirmed_one_by_one_with_their_content)
{
	struct post post = post_open();
	struct confirmation changed = honest_confirmation(&post, "{}");
	changed.id = LINK;
	cr_expect_eq(accept_confirmation(&post, &post.partner, &changed),
		     STATUS_INVALID, "of another letter");
	changed = honest_confirmation(&post, "{\"other\":1}");
	cr_expect_eq(accept_confirmation(&post, &post.partner, &changed),
		     STATUS_INVALID, "of another content");
	const struct letter_peer peer = seen_by("thuiszorg", &post.partner);
	struct confirmation got;
	cr_expect_eq(letter_accept_confirmation(post.arena, &peer, &sent,
						text_of("nonsense"), &got),
		     STATUS_INVALID);
	post_close(&post);
}

/* The partner's receipt for our letter `about`, signed by `signer`. */
static const char *
receipt_by(const struct post *post, const struct party *signer,
	   const char *about)
{
	const struct receipt_record record = {
		.consent = {.id = about,
			    .given_by = "self",
			    .kind = "share",
			    .state = CONSENT_GIVEN,
			    .from_day = CLOCK_DAY_NONE,
			    .until_day = CLOCK_DAY_NONE,
			    .recorded_ms = NOON},
		.kind = "sharing",
	};
	const struct receipt receipt = {
		.id = LINK,
		.issued_ms = NOON,
		.principal = LINK,
		.certificate = signer->identity.thumbprint,
		.organisation = signer->identity.organisation,
		.organisation_name = "X",
		.records = &record,
		.record_count = 1,
	};
	return sign(post, signer, RECEIPT_TYPE,
		    receipt_encode(post->arena, &receipt))
		.bytes;
}

static enum status
accept_receipt(const struct post *post, const char *named, const char *jws)
{
	const struct letter_peer peer = seen_by("thuiszorg", &post->partner);
	struct confirmation confirmation = honest_confirmation(post, "{}");
	struct text payload;
	if (named != NULL)
		confirmation.receipt =
			letter_digest(post->arena, text_of(named));
	return letter_accept_receipt(post->arena, &peer, &confirmation, jws,
				     &payload);
}

LEAK_FREE_TEST(letters, bring_no_receipt_but_the_recipients_own_for_them)
{
	struct post post = post_open();
	const char *good = receipt_by(&post, &post.partner, LETTER);
	const char *anothers = receipt_by(&post, &post.other, LETTER);
	const char *elsewhere = receipt_by(&post, &post.partner, LINK);
	cr_expect_eq(accept_receipt(&post, good, NULL), STATUS_INVALID,
		     "named, but it didn't come");
	cr_expect_eq(accept_receipt(&post, NULL, good), STATUS_INVALID,
		     "came, but isn't named");
	cr_expect_eq(accept_receipt(&post, elsewhere, good), STATUS_INVALID,
		     "another than it names");
	cr_expect_eq(accept_receipt(&post, anothers, anothers), STATUS_INVALID,
		     "by another");
	cr_expect_eq(accept_receipt(&post, elsewhere, elsewhere),
		     STATUS_INVALID, "for another letter");
	cr_expect_eq(accept_receipt(&post, NULL, NULL), STATUS_OK);
	cr_expect_eq(accept_receipt(&post, good, good), STATUS_OK);
	post_close(&post);
}
