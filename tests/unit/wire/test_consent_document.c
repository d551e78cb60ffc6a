#include "eenplan/base/clock.h"
#include "eenplan/wire/consent_document.h"
#include "reading.h"

#define THUMBPRINT "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
#define DIGEST                                                                 \
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static const char *const words[] = {"agreement", "goal"};

static const struct consent_document good = {
	.id = UUID_ONE,
	.organisation = "wijkteam",
	.certificate = THUMBPRINT,
	.previous = DIGEST,
	.seq = 2,
	.issued_ms = 1795255200000,
	.consent = {.id = UUID_TWO,
		    .resident = "p1",
		    .given_by = "representative",
		    .giver = "RelatedPerson/r1",
		    .ground = "mentor",
		    .kind = "share",
		    .recipient_kind = CONSENT_TO_ORGANISATION,
		    .recipient = "thuiszorg",
		    .categories = words,
		    .category_count = 2,
		    .from_day = 20000,
		    .until_day = CLOCK_DAY_NONE,
		    .state = CONSENT_WITHDRAWN,
		    .asked = "in person",
		    .text_version = "2026-1",
		    .evidence = "shelf 3",
		    .supersedes = UUID_ONE,
		    .recorded_ms = 1795255200123},
};

static const char *encoded(struct arena *arena,
			   const struct consent_document *document);

/* What is taken at all is written so again. */
static enum status
decode(struct arena *arena, const char *payload, struct fault *fault)
{
	struct consent_document got;
	enum status status;

	fault_clear(fault);
	status = consent_document_decode(arena, text_of(payload), &got, fault);
	cr_expect_eq(status == STATUS_OK, !fault_is_set(fault), "%s", payload);
	if (status == STATUS_OK)
		cr_expect_str_eq(encoded(arena, &got), payload);
	return status;
}

static const char *
encoded(struct arena *arena, const struct consent_document *document)
{
	return arena_text(arena, consent_document_encode(arena, document));
}

LEAK_FREE_TEST(consent_document, refuses_what_is_not_exactly_one)
{
	static const char *const sources[] = {
		"",
		"{}",
		"[]",
		"{\"cnf\":{},\"consent\":{}}",
	};
	struct arena *arena = arena_new();
	struct fault fault;

	for (size_t at = 0; at < COUNT_OF(sources); at++)
		cr_expect_neq(decode(arena, sources[at], &fault), STATUS_OK,
			      "%s", sources[at]);
	arena_free(arena);
}

LEAK_FREE_TEST(consent_document, takes_nothing_that_it_would_write_otherwise)
{
	struct arena *arena = arena_new();
	const char *whole = encoded(arena, &good);
	size_t length = strlen(whole);
	struct fault fault;
	size_t taken = 0;

	for (size_t at = 0; at < length; at++) {
		char *less = arena_string(arena, whole);

		memmove(less + at, less + at + 1, length - at);
		/* A word or a day that is another one still is one. */
		if (decode(arena, less, &fault) == STATUS_OK)
			taken++;
	}
	cr_expect_lt(taken, length / 4, "%zu of %zu", taken, length);
	arena_free(arena);
}

LEAK_FREE_TEST(consent_document, refuses_another_spelling_of_the_same)
{
	struct arena *arena = arena_new();
	const char *whole = encoded(arena, &good);
	struct fault fault;

	cr_assert_eq(decode(arena, whole, &fault), STATUS_OK, "%s %s",
		     fault.where, fault.text);
	cr_expect_neq(decode(arena, arena_printf(arena, "%s ", whole), &fault),
		      STATUS_OK);
	cr_expect_neq(decode(arena, arena_printf(arena, " %s", whole), &fault),
		      STATUS_OK);
	arena_free(arena);
}

LEAK_FREE_TEST(consent_document, refuses_places_in_a_chain_that_cannot_be)
{
	struct arena *arena = arena_new();
	struct consent_document changed = good;
	struct fault fault;

	changed.seq = 0;
	cr_expect_eq(decode(arena, encoded(arena, &changed), &fault),
		     STATUS_INVALID);
	cr_expect_str_eq(fault.where, "/seq");
	changed.seq = 1;
	cr_expect_eq(decode(arena, encoded(arena, &changed), &fault),
		     STATUS_INVALID);
	cr_expect_str_eq(fault.where, "/previous");
	changed.seq = 2;
	changed.previous = NULL;
	cr_expect_eq(decode(arena, encoded(arena, &changed), &fault),
		     STATUS_INVALID);
	changed.previous = "abc";
	cr_expect_eq(decode(arena, encoded(arena, &changed), &fault),
		     STATUS_INVALID);
	changed = good;
	changed.id = "1";
	cr_expect_eq(decode(arena, encoded(arena, &changed), &fault),
		     STATUS_INVALID);
	cr_expect_str_eq(fault.where, "/jti");
	changed = good;
	changed.consent.recorded_ms = 0;
	cr_expect_eq(decode(arena, encoded(arena, &changed), &fault),
		     STATUS_INVALID);
	cr_expect_str_eq(fault.where, "/consent");
	arena_free(arena);
}

LEAK_FREE_TEST(consent_document, comes_back_with_its_whole_record)
{
	struct arena *arena = arena_new();
	struct consent_document got;
	struct fault fault = {0};
	const char *whole = encoded(arena, &good);

	cr_assert_eq(
		consent_document_decode(arena, text_of(whole), &got, &fault),
		STATUS_OK, "%s %s", fault.where, fault.text);
	cr_expect_str_eq(got.organisation, "wijkteam");
	cr_expect_str_eq(got.previous, DIGEST);
	cr_expect_eq(got.seq, 2);
	cr_expect_eq(got.issued_ms, good.issued_ms);
	cr_expect_str_eq(got.consent.id, UUID_TWO);
	cr_expect_str_eq(got.consent.giver, "RelatedPerson/r1");
	cr_expect_str_eq(got.consent.supersedes, UUID_ONE);
	cr_expect_eq(got.consent.recorded_ms, good.consent.recorded_ms);
	cr_expect_eq(got.consent.state, CONSENT_WITHDRAWN);
	cr_expect_str_eq(encoded(arena, &got), whole);
	arena_free(arena);
}
