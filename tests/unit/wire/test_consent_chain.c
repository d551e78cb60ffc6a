/*
 * What somebody who can write to the database, but hasn't the node's key, can
 * do to a chain: each is found, at its place.
 */
#include "eenplan/base/clock.h"
#include "eenplan/wire/consent_chain.h"
#include "reading.h"
#include "wire/signatory.h"

#define LINKS 4

/* A chain of a node of its own, and another node's hand. */
struct world {
	struct arena *arena;
	struct signatory node;
	struct signatory other;
	struct text documents[LINKS + 1];
	size_t count;
};

static struct consent_document
document(const struct signatory *by, int64_t seq, const char *previous)
{
	return (struct consent_document){
		.id = UUID_ONE,
		.organisation = by->self.organisation,
		.certificate = by->self.thumbprint,
		.previous = previous,
		.seq = seq,
		.issued_ms = 1795255200000 + seq * 1000,
		.consent = {.id = UUID_TWO,
			    .resident = "p1",
			    .given_by = "self",
			    .kind = "share",
			    .from_day = CLOCK_DAY_NONE,
			    .until_day = CLOCK_DAY_NONE,
			    .state = CONSENT_GIVEN,
			    .recorded_ms = 1795255200000 + seq * 1000},
	};
}

static struct text
sign(struct world *world, const struct signatory *by,
     const struct consent_document *document)
{
	return text_of(signatory_sign(
		by, world->arena, CONSENT_DOCUMENT_TYPE,
		consent_document_encode(world->arena, document)));
}

/* Sign number `at` (from 0) after the one before it. */
static void
link_at(struct world *world, size_t at, const struct signatory *by)
{
	char *previous = arena_alloc(world->arena, DIGEST_HEX_BYTES);
	struct consent_document next;

	if (at > 0)
		consent_chain_digest(world->documents[at - 1], previous);
	next = document(by, (int64_t)at + 1, at > 0 ? previous : NULL);
	world->documents[at] = sign(world, by, &next);
}

static struct world
world_make(void)
{
	struct world world = {.arena = arena_new(),
			      .node = signatory_make("wijkteam"),
			      .other = signatory_make("ggz"),
			      .count = LINKS};

	for (size_t at = 0; at < LINKS; at++)
		link_at(&world, at, &world.node);
	return world;
}

static void
world_free(struct world *world)
{
	signatory_free(&world->node);
	signatory_free(&world->other);
	arena_free(world->arena);
}

static const struct seal_key *
find_key(void *context, const char *certificate, int64_t issued_ms)
{
	const struct world *world = context;

	cr_expect_gt(issued_ms, 0);
	return strcmp(certificate, world->node.self.thumbprint) == 0
		       ? world->node.public_key
		       : NULL;
}

static struct consent_chain_report
verify(struct world *world)
{
	const struct consent_chain chain = {
		.documents = world->documents,
		.count = world->count,
		.organisation = "wijkteam",
		.resident = "p1",
		.find_key = find_key,
		.context = world,
	};
	struct consent_chain_report report;

	consent_chain_verify(world->arena, &chain, &report);
	return report;
}

static void
expect(struct world *world, enum consent_chain_fault fault, size_t at)
{
	struct consent_chain_report report = verify(world);

	cr_expect_eq(report.fault, fault, "%s, not %s",
		     consent_chain_word(report.fault),
		     consent_chain_word(fault));
	cr_expect_eq(report.at, at, "at %zu, not %zu", report.at, at);
}

LEAK_FREE_TEST(consent_chain, names_the_document_with_a_flipped_byte)
{
	struct world world = world_make();
	struct text *third = &world.documents[2];

	for (size_t at = 0; at < third->length; at += 7) {
		struct text whole = *third;
		char *flipped = arena_text(world.arena, whole);

		flipped[at] = flipped[at] == 'A' ? 'B' : 'A';
		*third = text_of(flipped);
		if (strcmp(flipped, whole.bytes) != 0) {
			struct consent_chain_report report = verify(&world);

			/* its key's name may be what was flipped */
			cr_expect(report.fault == CONSENT_CHAIN_ALTERED ||
					  report.fault ==
						  CONSENT_CHAIN_BY_ANOTHER,
				  "byte %zu", at);
			cr_expect_eq(report.at, 2, "byte %zu", at);
		}
		*third = whole;
	}
	world_free(&world);
}

LEAK_FREE_TEST(consent_chain, names_the_place_of_a_dropped_document)
{
	struct world world = world_make();

	memmove(&world.documents[1], &world.documents[2],
		2 * sizeof(struct text));
	world.count = 3;
	expect(&world, CONSENT_CHAIN_MISSING, 1);
	world_free(&world);
	world = world_make();
	memmove(&world.documents[0], &world.documents[1],
		3 * sizeof(struct text));
	world.count = 3;
	expect(&world, CONSENT_CHAIN_MISSING, 0);
	world_free(&world);
}

LEAK_FREE_TEST(consent_chain, names_the_first_of_two_that_were_swapped)
{
	struct world world = world_make();
	struct text second = world.documents[1];

	world.documents[1] = world.documents[2];
	world.documents[2] = second;
	expect(&world, CONSENT_CHAIN_OUT_OF_ORDER, 1);
	world_free(&world);
}

LEAK_FREE_TEST(consent_chain, names_one_that_stands_there_twice)
{
	struct world world = world_make();

	world.documents[4] = world.documents[3];
	world.documents[3] = world.documents[2];
	world.count = 5;
	expect(&world, CONSENT_CHAIN_OUT_OF_ORDER, 3);
	world_free(&world);
}

LEAK_FREE_TEST(consent_chain, names_one_that_another_node_signed)
{
	struct world world = world_make();
	char previous[DIGEST_HEX_BYTES];
	struct consent_document forged;

	link_at(&world, 1, &world.other);
	expect(&world, CONSENT_CHAIN_BY_ANOTHER, 1);
	/* the same under the node's own name, and its certificate's */
	consent_chain_digest(world.documents[0], previous);
	forged = document(&world.other, 2, previous);
	forged.organisation = "wijkteam";
	world.documents[1] = sign(&world, &world.other, &forged);
	expect(&world, CONSENT_CHAIN_BY_ANOTHER, 1);
	forged.certificate = world.node.self.thumbprint;
	world.documents[1] = sign(&world, &world.other, &forged);
	expect(&world, CONSENT_CHAIN_ALTERED, 1);
	/* and the node's own hand under another's name */
	forged = document(&world.node, 2, previous);
	forged.organisation = "ggz";
	world.documents[1] = sign(&world, &world.node, &forged);
	expect(&world, CONSENT_CHAIN_BY_ANOTHER, 1);
	world_free(&world);
}

LEAK_FREE_TEST(consent_chain, does_not_take_one_that_was_signed_anew)
{
	struct world world = world_make();
	char previous[DIGEST_HEX_BYTES];
	struct consent_document other_words;

	consent_chain_digest(world.documents[0], previous);
	other_words = document(&world.node, 2, previous);
	other_words.consent.state = CONSENT_REFUSED;
	world.documents[1] = sign(&world, &world.node, &other_words);
	expect(&world, CONSENT_CHAIN_MISSING, 2);
	world_free(&world);
}

LEAK_FREE_TEST(consent_chain, does_not_take_another_residents)
{
	struct world world = world_make();
	char previous[DIGEST_HEX_BYTES];
	struct consent_document others;

	consent_chain_digest(world.documents[0], previous);
	others = document(&world.node, 2, previous);
	others.consent.resident = "p2";
	world.documents[1] = sign(&world, &world.node, &others);
	expect(&world, CONSENT_CHAIN_OUT_OF_ORDER, 1);
	world_free(&world);
}

LEAK_FREE_TEST(consent_chain, takes_no_other_algorithm_and_no_other_type)
{
	struct world world = world_make();
	struct consent_document first = document(&world.node, 1, NULL);
	struct text payload = consent_document_encode(world.arena, &first);
	const char *header = arena_printf(
		world.arena, "{\"alg\":\"none\",\"kid\":\"%s\",\"typ\":\"%s\"}",
		world.node.self.thumbprint, CONSENT_DOCUMENT_TYPE);

	world.documents[0] = text_of(
		arena_printf(world.arena, "%s.%s.",
			     base64url_encode(world.arena, text_of(header)),
			     base64url_encode(world.arena, payload)));
	expect(&world, CONSENT_CHAIN_ALTERED, 0);
	world.documents[0] = text_of(
		signatory_sign(&world.node, world.arena, "ask+jws", payload));
	expect(&world, CONSENT_CHAIN_ALTERED, 0);
	world.documents[0] = text_of("");
	expect(&world, CONSENT_CHAIN_ALTERED, 0);
	world_free(&world);
}

LEAK_FREE_TEST(consent_chain, is_sound_when_nobody_touched_it)
{
	struct world world = world_make();
	struct consent_chain_report report = verify(&world);
	char head[DIGEST_HEX_BYTES];

	consent_chain_digest(world.documents[LINKS - 1], head);
	cr_assert_eq(report.fault, CONSENT_CHAIN_SOUND);
	cr_expect_eq(report.at, LINKS);
	cr_expect_str_eq(report.head, head);
	cr_expect_eq(report.documents[LINKS - 1].seq, LINKS);
	world.count = 0;
	report = verify(&world);
	cr_expect_eq(report.fault, CONSENT_CHAIN_SOUND);
	cr_expect_str_eq(report.head, "");
	world_free(&world);
}
