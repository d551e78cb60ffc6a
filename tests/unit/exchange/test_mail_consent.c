/*
 * Home care's desk: a letter of the district team's comes in that asks to take
 * a consent over.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/elsewhere.h"
#include "daemon/exchange/post.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/seal/jws.h"
#include "eenplan/wire/consent_letter.h"
#include "eenplan/wire/receipt.h"
#include "exchange/party.h"
#include "exchange/world.h"
#include "leak_free.h"

#define LETTER "5e4d3c2b-1a09-4f8e-9d7c-6b5a49382716"
#define THREAD "6f5e4d3c-2b1a-4098-8f7e-7d6c5b4a3928"
#define LINK   "0b9f8d5c-6a3e-4f1d-8a2b-3c4d5e6f7081"

struct desk {
	struct world world;
	struct party self;
	struct signer *signer;
	char folder[64];
	struct box_key key;
	struct node node;
	struct node_place place;
	struct exchange exchange;
	struct store_resident mirjam;
	struct mail_decision decision;
};

static void
fill(struct desk *desk)
{
	static const char *const share[] = {"share"};
	static const struct store_partner partners[] = {
		{.id = "wijkteam",
		 .name = "Wijkteam",
		 .domain = "wmo",
		 .url = "https://127.0.0.1:1",
		 .consents = share,
		 .consent_count = 1},
		{.id = "welzijn",
		 .name = "Welzijn",
		 .domain = "welzijn",
		 .url = "https://127.0.0.1:2"},
	};
	static const struct import_resident person = {
		.origin = "Patient/mirjam", .birth_day = TODAY - 45 * 366};
	const struct import import = {.residents = &person,
				      .resident_count = 1};
	const struct store_policy about = {
		.digest = policy_digest(desk->world.policy),
		.way = STORE_POLICY_LOAD};
	const struct policy_source file = {"a.policy", text_of("x")};
	struct store *store = desk->place.store;
	struct store_import_counts counts;
	struct fault fault = {0};
	int64_t number;
	cr_assert_eq(store_partners_set(store, partners, 2), STATUS_OK);
	cr_assert_eq(store_policy_add(store, &about, &file, 1, &number),
		     STATUS_OK);
	cr_assert_eq(store_begin(store), STATUS_OK);
	cr_assert_eq(store_import(store, desk->world.arena, NULL, &import,
				  &counts, &fault),
		     STATUS_OK, "%s %s", fault.where, fault.text);
	cr_assert_eq(store_commit(store), STATUS_OK);
	cr_assert_eq(store_resident_find(store, desk->world.arena, "mirjam",
					 &desk->mirjam),
		     STATUS_OK);
	cr_assert_eq(store_link_add(store, "wijkteam", LINK, desk->mirjam.id,
				    NOON - 1000),
		     STATUS_OK);
}

static void
desk_open(struct desk *desk)
{
	*desk = (struct desk){.world = world_open(&world_coordinator),
			      .self = party_make("thuiszorg")};
	strcpy(desk->folder, "/tmp/eenplan-mail-XXXXXX");
	cr_assert_not_null(mkdtemp(desk->folder));
	cr_assert_eq(signer_new(desk->self.private_key, desk->self.der,
				&desk->signer),
		     STATUS_OK);
	const struct store_settings settings = {
		.path = arena_printf(desk->world.arena, "%s/db", desk->folder),
		.key = &desk->key,
		.signer = desk->signer,
	};
	cr_assert_eq(store_open(&settings, STORE_WRITE, &desk->place.store),
		     STATUS_OK);
	desk->node.settings = (struct node_settings){
		.organisation = "thuiszorg", .name = "Thuiszorg"};
	desk->node.settings.store.signer = desk->signer;
	desk->exchange = (struct exchange){
		.node = &desk->node,
		.place = &desk->place,
		.arena = desk->world.arena,
		.policy = desk->world.policy,
		.now_ms = NOON,
		.asker = {.day = TODAY},
	};
	fill(desk);
}

static void
desk_close(struct desk *desk)
{
	store_close(desk->place.store);
	signer_free(desk->signer);
	cr_assert_eq(system(arena_printf(desk->world.arena, "rm -r %s",
					 desk->folder)),
		     0);
	party_free(&desk->self);
	world_close(&desk->world);
}

static struct consent_letter
honest(void)
{
	return (struct consent_letter){
		.head = {.id = LETTER,
			 .sender = "wijkteam",
			 .recipient = "thuiszorg",
			 .link = LINK},
		.thread = THREAD,
		.seq = 1,
		.consent = {.given_by = "self",
			    .kind = "share",
			    .state = CONSENT_GIVEN,
			    .recipient_kind = CONSENT_TO_ORGANISATION,
			    .recipient = "wijkteam",
			    .from_day = CLOCK_DAY_NONE,
			    .until_day = CLOCK_DAY_NONE,
			    .recorded_ms = NOON - 5},
	};
}

/* What is decided about it; NULL: nothing, it isn't a consent's letter. */
static const char *
take(struct desk *desk, const struct consent_letter *letter)
{
	struct mail mail = {.letter = {.head = letter->head}};
	bool is_linked = strcmp(letter->head.sender, "wijkteam") == 0 &&
			 strcmp(letter->head.link, LINK) == 0;
	desk->exchange.settle_at_gate = false;
	desk->exchange.now_ms++;
	desk->decision = (struct mail_decision){0};
	mail.letter.content = consent_letter_encode(desk->world.arena, letter);
	mail.letter.digest =
		letter_digest(desk->world.arena, mail.letter.content);
	mail.resident = is_linked ? &desk->mirjam : NULL;
	desk->exchange.act_subjects = is_linked ? &desk->mirjam : NULL;
	cr_assert_eq(store_begin(desk->place.store), STATUS_OK);
	enum status status =
		mail_take_consent(&desk->exchange, &mail, &desk->decision);
	cr_assert_eq(store_commit(desk->place.store), STATUS_OK);
	return status == STATUS_OK ? desk->decision.outcome : NULL;
}

static size_t
in_force(struct desk *desk, struct consent **consents_out)
{
	size_t count;
	cr_assert_eq(store_consents(desk->place.store, desk->world.arena,
				    desk->mirjam.id, false, consents_out,
				    &count),
		     STATUS_OK);
	return count;
}

static void
expect_nothing(struct desk *desk, const struct consent_letter *letter,
	       const char *outcome)
{
	struct consent *consents;
	size_t before = in_force(desk, &consents);
	const char *got = take(desk, letter);
	cr_assert_not_null(got, "%s", outcome);
	cr_expect_str_eq(got, outcome);
	cr_expect_null(desk->decision.receipt, "%s", outcome);
	cr_expect_eq(in_force(desk, &consents), before, "%s", outcome);
	cr_expect_not(desk->exchange.settle_at_gate);
}

LEAK_FREE_TEST(mail_consent, is_refused_alike_from_who_is_not_trusted)
{
	struct desk desk;
	struct consent_letter letter = honest();
	desk_open(&desk);
	letter.head.sender = "welzijn";
	expect_nothing(&desk, &letter, "untrusted");
	letter.consent.kind = "secrecy_waiver";
	letter.head.sender = "wijkteam";
	expect_nothing(&desk, &letter, "untrusted");
	/* Nothing about the letter or the resident comes before that. */
	letter.head.link = THREAD;
	letter.consent.kind = "made-up";
	letter.consent.recorded_ms = NOON * 2;
	expect_nothing(&desk, &letter, "untrusted");
	letter.consent.state = CONSENT_WITHDRAWN;
	expect_nothing(&desk, &letter, "untrusted");
	desk_close(&desk);
}

LEAK_FREE_TEST(mail_consent, names_the_word_that_is_not_known)
{
	static const char *const categories[] = {"goal", "star_sign"};
	struct desk desk;
	struct consent_letter letter = honest();
	desk_open(&desk);
	letter.consent.categories = categories;
	letter.consent.category_count = 2;
	expect_nothing(&desk, &letter, "word");
	cr_expect_str_eq(desk.decision.detail, "star_sign");
	letter = honest();
	letter.consent.recipient_kind = CONSENT_TO_ROLE;
	letter.consent.recipient = "astrologer";
	expect_nothing(&desk, &letter, "word");
	cr_expect_str_eq(desk.decision.detail, "astrologer");
	desk_close(&desk);
}

LEAK_FREE_TEST(mail_consent, is_refused_about_nobody_and_out_of_time)
{
	struct desk desk;
	struct consent_letter letter = honest();
	desk_open(&desk);
	letter.head.link = THREAD;
	expect_nothing(&desk, &letter, "unlinked");
	letter = honest();
	letter.consent.recorded_ms = NOON + 3600 * 1000;
	expect_nothing(&desk, &letter, "clock");
	letter = honest();
	letter.consent.until_day = TODAY - 1;
	expect_nothing(&desk, &letter, "over");
	desk_close(&desk);
}

LEAK_FREE_TEST(mail_consent, is_refused_of_a_giver_who_may_not_or_is_not_known)
{
	struct desk desk;
	struct consent_letter letter = honest();
	desk_open(&desk);
	letter.consent.given_by = "representative";
	letter.consent.ground = "mentor";
	expect_nothing(&desk, &letter, "giver");
	letter.consent.ground = "custody";
	expect_nothing(&desk, &letter, "giver");
	cr_expect_null(desk.decision.detail,
		       "why is about the resident, and stays here");
	letter.consent.state = CONSENT_REFUSED;
	cr_expect_str_eq(take(&desk, &letter), "accepted",
			 "who objects is heard");
	desk_close(&desk);
}

LEAK_FREE_TEST(mail_consent, becomes_a_record_of_our_own_with_a_receipt)
{
	struct desk desk;
	struct consent_letter letter = honest();
	struct consent *consents;
	desk_open(&desk);
	cr_assert_str_eq(take(&desk, &letter), "accepted");
	cr_expect(desk.exchange.settle_at_gate);
	cr_expect_not_null(desk.decision.receipt);
	cr_assert_eq(in_force(&desk, &consents), 1);
	cr_expect_str_eq(consents[0].asked_by, "wijkteam");
	cr_expect_str_neq(consents[0].id, LETTER);
	cr_expect_null(consents[0].source);
	cr_expect_null(consents[0].giver);
	cr_expect_not_null(strstr(consents[0].evidence, LETTER));
	cr_expect_eq(consents[0].recorded_ms, desk.exchange.now_ms);
	desk_close(&desk);
}

/* The language that a receipt of ours is in. */
static const char *
language_of(struct desk *desk, const char *jws)
{
	struct jws_header header;
	struct receipt receipt;
	struct fault fault = {0};
	struct text payload;
	cr_assert_not_null(jws);
	cr_assert_eq(jws_peek_unverified(desk->world.arena, text_of(jws),
					 &header, &payload),
		     STATUS_OK);
	cr_assert_eq(
		receipt_decode(desk->world.arena, payload, &receipt, &fault),
		STATUS_OK, "%s %s", fault.where, fault.text);
	return receipt_language_word(receipt.language);
}

LEAK_FREE_TEST(mail_consent, is_receipted_in_the_language_that_was_asked)
{
	struct desk desk;
	struct consent_letter letter = honest();
	desk_open(&desk);
	letter.consent.language = "english";
	cr_expect_null(take(&desk, &letter), "no language that we have");
	letter.consent.language = "en";
	cr_assert_str_eq(take(&desk, &letter), "accepted");
	cr_expect_str_eq(language_of(&desk, desk.decision.receipt), "en");
	letter.seq = 2;
	letter.consent.language = NULL;
	cr_assert_str_eq(take(&desk, &letter), "accepted");
	cr_expect_str_eq(language_of(&desk, desk.decision.receipt), "nl");
	desk_close(&desk);
}

LEAK_FREE_TEST(mail_consent, is_repeated_over_the_certificate_of_the_day)
{
	struct desk desk;
	struct consent_letter letter = honest();
	struct jws_header header;
	struct text before, after;
	struct party renewed = party_make("thuiszorg");
	desk_open(&desk);
	cr_assert_str_eq(take(&desk, &letter), "accepted");
	const char *first = desk.decision.receipt, *again = first;
	cr_assert_eq(elsewhere_renew_receipt(&desk.exchange, &again),
		     STATUS_OK);
	cr_expect_eq(again, first, "the very same while nothing was renewed");
	cr_assert_eq(
		signer_renew(desk.signer, renewed.private_key, renewed.der),
		STATUS_OK);
	cr_assert_eq(elsewhere_renew_receipt(&desk.exchange, &again),
		     STATUS_OK);
	cr_assert_eq(jws_peek_unverified(desk.world.arena, text_of(again),
					 &header, &after),
		     STATUS_OK);
	cr_expect_str_eq(header.key_id, renewed.identity.thumbprint);
	const struct jws_header expected = {
		.type = RECEIPT_TYPE, .key_id = renewed.identity.thumbprint};
	cr_expect_eq(jws_verify(desk.world.arena, renewed.public_key, &expected,
				text_of(again), &after),
		     STATUS_OK);
	cr_assert_eq(jws_peek_unverified(desk.world.arena, text_of(first),
					 &header, &before),
		     STATUS_OK);
	struct receipt one, other;
	struct fault fault = {0};
	cr_assert_eq(receipt_decode(desk.world.arena, before, &one, &fault),
		     STATUS_OK);
	cr_assert_eq(receipt_decode(desk.world.arena, after, &other, &fault),
		     STATUS_OK);
	cr_expect_str_eq(one.id, other.id, "no second receipt");
	cr_expect_eq(one.issued_ms, other.issued_ms);
	cr_expect_str_eq(one.records[0].consent.id,
			 other.records[0].consent.id);
	cr_expect_str_eq(other.certificate, renewed.identity.thumbprint);
	party_free(&renewed);
	desk_close(&desk);
}

LEAK_FREE_TEST(mail_consent, leaves_room_for_who_says_something_here)
{
	struct desk desk;
	struct consent_letter letter = honest();
	desk_open(&desk);
	cr_assert_eq(store_begin(desk.place.store), STATUS_OK);
	for (int i = 0; i < LIMIT_CONSENTS_BY_LETTER; i++) {
		char *id = arena_printf(desk.world.arena,
					"11111111-1111-4111-8111-%012d", i);
		const struct consent one = {.id = id,
					    .resident = desk.mirjam.id,
					    .given_by = "self",
					    .kind = "share",
					    .from_day = CLOCK_DAY_NONE,
					    .until_day = CLOCK_DAY_NONE,
					    .state = CONSENT_GIVEN,
					    .recorded_ms = NOON};
		cr_assert_eq(store_consent_add(desk.place.store, &one),
			     STATUS_OK);
	}
	cr_assert_eq(store_commit(desk.place.store), STATUS_OK);
	expect_nothing(&desk, &letter, "full");
	cr_expect_lt(LIMIT_CONSENTS_BY_LETTER, LIMIT_CONSENTS_PER_RESIDENT);
	desk_close(&desk);
}

LEAK_FREE_TEST(mail_consent, goes_forward_in_its_thread_only)
{
	struct desk desk;
	struct consent_letter letter = honest();
	struct consent *consents;
	desk_open(&desk);
	letter.seq = 2;
	letter.consent.state = CONSENT_WITHDRAWN;
	cr_assert_str_eq(take(&desk, &letter), "accepted",
			 "the first can come late, or never");
	letter = honest();
	expect_nothing(&desk, &letter, "overtaken");
	letter.seq = 2;
	expect_nothing(&desk, &letter, "overtaken");
	letter.seq = 3;
	letter.consent.recipient_kind = CONSENT_TO_ANYONE;
	letter.consent.recipient = NULL;
	expect_nothing(&desk, &letter, "other-scope");
	letter = honest();
	letter.seq = 3;
	cr_assert_str_eq(take(&desk, &letter), "accepted");
	cr_assert_eq(in_force(&desk, &consents), 1, "it replaced the second");
	cr_expect_eq(consents[0].state, CONSENT_GIVEN);
	desk_close(&desk);
}

LEAK_FREE_TEST(mail_consent, is_taken_back_also_by_who_is_trusted_no_more)
{
	struct desk desk;
	struct consent_letter letter = honest();
	struct consent *consents;
	desk_open(&desk);
	cr_assert_str_eq(take(&desk, &letter), "accepted");
	const struct store_partner wijkteam = {.id = "wijkteam",
					       .name = "Wijkteam",
					       .domain = "wmo",
					       .url = "https://127.0.0.1:1"};
	cr_assert_eq(store_partners_set(desk.place.store, &wijkteam, 1),
		     STATUS_OK);
	letter.seq = 2;
	letter.consent.state = CONSENT_WITHDRAWN;
	cr_expect_str_eq(take(&desk, &letter), "accepted");
	cr_assert_eq(in_force(&desk, &consents), 1);
	cr_expect_eq(consents[0].state, CONSENT_WITHDRAWN);
	letter.seq = 3;
	letter.consent.state = CONSENT_GIVEN;
	expect_nothing(&desk, &letter, "untrusted");
	desk_close(&desk);
}

LEAK_FREE_TEST(mail_consent, undoes_no_objection_that_was_made_here)
{
	struct desk desk;
	struct consent_letter letter = honest();
	struct consent *consents;
	desk_open(&desk);
	cr_assert_str_eq(take(&desk, &letter), "accepted");
	cr_assert_eq(in_force(&desk, &consents), 1);
	struct consent here = consents[0];
	here.id = "11111111-1111-4111-8111-111111111111";
	here.asked_by = NULL;
	here.state = CONSENT_WITHDRAWN;
	here.supersedes = consents[0].id;
	here.recorded_ms = desk.exchange.now_ms + 1;
	cr_assert_eq(store_consent_add(desk.place.store, &here), STATUS_OK);
	desk.exchange.now_ms += 10;
	letter.seq = 2;
	cr_assert_str_eq(take(&desk, &letter), "accepted");
	cr_assert_eq(in_force(&desk, &consents), 2,
		     "both are in force, so that the objection wins");
	cr_expect_eq(consents[0].state, CONSENT_WITHDRAWN);
	desk_close(&desk);
}
