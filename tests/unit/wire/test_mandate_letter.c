#include "eenplan/wire/mandate_letter.h"

#include <stddef.h>

#include "reading.h"

#define DIGEST                                                                 \
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static const char *const links[] = {UUID_TWO};
static const char *const known[] = {DIGEST};
static const char *const no_digest[] = {"none"};
static const char *const no_link[] = {"mirjam"};

#define COMMON                                                                 \
	.head = {.id = UUID_ONE,                                               \
		 .sender = "thuiszorg",                                        \
		 .recipient = "wijkteam",                                      \
		 .link = UUID_TWO},                                            \
	.plan = UUID_ONE, .links = links, .link_count = 1, .known = known,     \
	.known_count = 1

static const struct mandate_letter whole = {COMMON, .document = "a.b.c",
					    .certificate = {"der", 3}};
static const struct mandate_letter masked = {COMMON,
					     .masked = {.kind = MANDATE_OFFER,
							.seq = 7,
							.previous = known,
							.previous_count = 1},
					     .masked_digest = DIGEST,
					     .masked_group = "care"};

static void
expect_refused(const struct mandate_letter *letter, const char *where)
{
	struct arena *arena = arena_new();
	struct mandate_letter got;
	struct fault fault = {0};

	cr_expect_eq(mandate_letter_decode(arena,
					   mandate_letter_encode(arena, letter),
					   &got, &fault),
		     STATUS_INVALID, "%s", where);
	cr_expect_str_eq(fault.where, where);
	arena_free(arena);
}

LEAK_FREE_TEST(mandate_letter, refuses_each_ill_formed_member_by_name)
{
	struct mandate_letter bad = whole;

	bad.plan = "1";
	expect_refused(&bad, "/plan");
	bad = whole;
	bad.head.link = "mirjam";
	expect_refused(&bad, "/sub");
	bad = whole;
	bad.links = no_link;
	expect_refused(&bad, "/links");
	bad = whole;
	bad.known = no_digest;
	expect_refused(&bad, "/known");
	bad = masked;
	bad.masked.seq = 0;
	expect_refused(&bad, "/masked");
	bad = masked;
	bad.masked_group = "";
	expect_refused(&bad, "/masked");
	bad = masked;
	bad.masked_digest = "1";
	expect_refused(&bad, "/masked");
	bad = masked;
	bad.masked.previous = no_digest;
	expect_refused(&bad, "/masked/previous");
}

LEAK_FREE_TEST(mandate_letter,
	       has_a_document_or_a_mask_and_never_both_or_neither)
{
	static const char begin[] =
		"{\"aud\":\"wijkteam\",\"iss\":\"thuiszorg\",\"jti\":"
		"\"" UUID_ONE
		"\",\"known\":[],\"links\":[],\"plan\":\"" UUID_ONE
		"\",\"sub\":\"" UUID_TWO "\"";
	static const char *const ends[] = {
		"}",
		",\"certificate\":\"ZGVy\"}",
		",\"document\":\"a.b.c\"}",
		",\"certificate\":\"Z=\",\"document\":\"a.b.c\"}",
		",\"certificate\":\"ZGVy\",\"document\":\"a.b.c\",\"masked\":{"
		"\"group\":\"care\",\"seq\":1}}",
		",\"certificate\":\"ZGVy\",\"masked\":{\"group\":\"care\","
		"\"seq\":1}}",
		",\"masked\":{\"group\":\"care\"}}",
	};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct mandate_letter got;
		struct fault fault = {0};
		const char *source =
			arena_printf(arena, "%s%s", begin, ends[i]);
		cr_expect_eq(mandate_letter_decode(arena, text_of(source), &got,
						   &fault),
			     STATUS_INVALID, "%s", ends[i]);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(mandate_letter, is_read_as_it_was_written)
{
	const struct mandate_letter *const letters[] = {&whole, &masked};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(letters); i++) {
		struct text written = mandate_letter_encode(arena, letters[i]);
		struct mandate_letter got;
		struct fault fault = {0};
		cr_assert_eq(
			mandate_letter_decode(arena, written, &got, &fault),
			STATUS_OK, "%s: %s", fault.where, fault.text);
		cr_expect_eq(got.masked.seq, letters[i]->masked.seq);
		cr_expect_eq(got.masked.kind, letters[i]->masked.kind);
		cr_expect(
			text_equals(got.certificate, letters[i]->certificate));
		cr_expect(text_equals(mandate_letter_encode(arena, &got),
				      written));
	}
	arena_free(arena);
}
