#include "eenplan/wire/mandate.h"

#include <stddef.h>

#include "reading.h"

#define DIGEST_ONE                                                             \
	"1111111111111111111111111111111111111111111111111111111111111111"
#define DIGEST_TWO                                                             \
	"2222222222222222222222222222222222222222222222222222222222222222"

static const char *const one[] = {DIGEST_ONE};
static const char *const both[] = {DIGEST_ONE, DIGEST_TWO};
static const char *const swapped[] = {DIGEST_TWO, DIGEST_ONE};

#define COMMON                                                                 \
	.plan = UUID_ONE, .seq = 2, .organisation = "wijkteam",                \
	.from_ms = 1795255200123, .previous = one, .previous_count = 1

static const struct mandate good[] = {
	{.kind = MANDATE_GENESIS,
	 .plan = UUID_ONE,
	 .seq = 1,
	 .organisation = "wijkteam",
	 .from_ms = 1795255200123,
	 .name = "Fatima El Amrani",
	 .contact = "088-0000101",
	 .consent = DIGEST_TWO,
	 .circle = both,
	 .circle_count = 2},
	{.kind = MANDATE_OFFER, COMMON, .successor = "thuiszorg"},
	{.kind = MANDATE_ACCEPTANCE,
	 COMMON,
	 .name = "Petra",
	 .circle = one,
	 .circle_count = 1},
	{.kind = MANDATE_DECLINED, COMMON},
	{.kind = MANDATE_LAID_DOWN, COMMON},
	{.kind = MANDATE_VOTE,
	 COMMON,
	 .successor = "ggz",
	 .consent = DIGEST_ONE,
	 .voucher = DIGEST_TWO},
	{.kind = MANDATE_APPOINTMENT,
	 COMMON,
	 .name = "Ilse",
	 .votes = both,
	 .vote_count = 2},
};

static void
expect_refused(const struct mandate *mandate, const char *where)
{
	struct arena *arena = arena_new();
	struct mandate got;
	struct fault fault = {0};

	cr_expect_eq(mandate_decode(arena, mandate_encode(arena, mandate), &got,
				    &fault),
		     STATUS_INVALID, "%s", where);
	cr_expect_str_eq(fault.where, where);
	arena_free(arena);
}

LEAK_FREE_TEST(mandate, refuses_each_ill_formed_member_by_name)
{
	static const struct {
		size_t document;
		const char *where;
		size_t at;
		const char *value;
	} changes[] = {
		{0, "/plan", offsetof(struct mandate, plan), "1"},
		{0, "/iss", offsetof(struct mandate, organisation),
		 "Wijk Team"},
		{0, "/name", offsetof(struct mandate, name), ""},
		{0, "/contact", offsetof(struct mandate, contact), ""},
		{0, "/consent", offsetof(struct mandate, consent), "c1"},
		{1, "/successor", offsetof(struct mandate, successor), ""},
		{5, "/voucher", offsetof(struct mandate, voucher), UUID_TWO},
	};

	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		struct mandate bad = good[changes[i].document];
		*(const char **)((char *)&bad + changes[i].at) =
			changes[i].value;
		expect_refused(&bad, changes[i].where);
	}
}

LEAK_FREE_TEST(mandate, refuses_members_of_another_kind_and_missing_ones)
{
	static const struct {
		size_t document;
		const char *where;
		size_t at;
		const char *value;
	} changes[] = {
		{0, "/successor", offsetof(struct mandate, successor), "ggz"},
		{1, "/name", offsetof(struct mandate, name), "Petra"},
		{3, "/contact", offsetof(struct mandate, contact), "1"},
		{4, "/consent", offsetof(struct mandate, consent), DIGEST_ONE},
		{6, "/voucher", offsetof(struct mandate, voucher), DIGEST_ONE},
		{0, "/name", offsetof(struct mandate, name), NULL},
		{1, "/successor", offsetof(struct mandate, successor), NULL},
		{5, "/consent", offsetof(struct mandate, consent), NULL},
		{5, "/voucher", offsetof(struct mandate, voucher), NULL},
	};

	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		struct mandate bad = good[changes[i].document];
		*(const char **)((char *)&bad + changes[i].at) =
			changes[i].value;
		expect_refused(&bad, changes[i].where);
	}
}

LEAK_FREE_TEST(mandate,
	       refuses_a_beginning_that_follows_and_another_that_does_not)
{
	struct mandate bad = good[0];

	bad.previous = one;
	bad.previous_count = 1;
	expect_refused(&bad, "/previous");
	bad = good[0];
	bad.seq = 2;
	expect_refused(&bad, "/previous");
	bad = good[1];
	bad.previous_count = 0;
	expect_refused(&bad, "/previous");
	bad = good[1];
	bad.seq = 1;
	expect_refused(&bad, "/previous");
	bad = good[1];
	bad.seq = 0;
	expect_refused(&bad, "/seq");
}

LEAK_FREE_TEST(mandate,
	       refuses_lists_out_of_order_since_a_set_is_written_in_one_way)
{
	struct mandate bad = good[0];

	bad.circle = swapped;
	expect_refused(&bad, "/circle");
	bad = good[6];
	bad.votes = swapped;
	expect_refused(&bad, "/votes");
	bad = good[4];
	bad.previous = swapped;
	bad.previous_count = 2;
	expect_refused(&bad, "/previous");
}

LEAK_FREE_TEST(mandate, refuses_what_is_written_in_another_way)
{
	static const char *const sources[] = {
		"",
		"[]",
		"{\"kind\":\"genesis\"}",
		"{\"from\":\"2026-11-21T10:00:00Z\",\"iss\":\"wijkteam\","
		"\"kind\":"
		"\"laid-down\",\"plan\":\"" UUID_ONE
		"\",\"previous\":[\"" DIGEST_ONE "\"],\"seq\":2}",
		"{\"from\":\"2026-11-21T10:00:00.000Z\",\"iss\":\"wijkteam\","
		"\"kind\":"
		"\"handed-over\",\"plan\":\"" UUID_ONE
		"\",\"previous\":[\"" DIGEST_ONE "\"],\"seq\":2}",
		"{\"from\":\"2026-11-21T10:00:00.000Z\",\"iss\":\"wijkteam\","
		"\"kind\":"
		"\"laid-down\",\"other\":1,\"plan\":\"" UUID_ONE
		"\",\"previous\":[\"" DIGEST_ONE "\"],\"seq\":2}",
	};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(sources); i++) {
		struct mandate got;
		struct fault fault = {0};
		cr_expect_neq(mandate_decode(arena, text_of(sources[i]), &got,
					     &fault),
			      STATUS_OK, "%s", sources[i]);
		cr_expect(fault_is_set(&fault));
	}
	arena_free(arena);
}

LEAK_FREE_TEST(mandate, is_read_as_it_was_written_whatever_its_kind)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(good); i++) {
		struct text written = mandate_encode(arena, &good[i]);
		struct mandate got;
		struct fault fault = {0};
		cr_assert_eq(mandate_decode(arena, written, &got, &fault),
			     STATUS_OK, "%s: %s %s",
			     mandate_kind_word(good[i].kind), fault.where,
			     fault.text);
		cr_expect_eq(got.kind, good[i].kind);
		cr_expect_eq(got.from_ms, good[i].from_ms);
		cr_expect_eq(got.circle_count, good[i].circle_count);
		cr_expect_eq(got.vote_count, good[i].vote_count);
		cr_expect(text_equals(mandate_encode(arena, &got), written));
	}
	arena_free(arena);
}

LEAK_FREE_TEST(mandate,
	       gives_a_seat_to_one_organisation_of_one_plan_by_one_link)
{
	struct arena *arena = arena_new();
	const char *voucher = mandate_voucher(arena, UUID_ONE, UUID_TWO);
	const char *seat = mandate_seat(arena, voucher, "ggz");

	cr_expect_str_eq(seat, mandate_seat(arena, voucher, "ggz"));
	cr_expect_str_neq(seat, mandate_seat(arena, voucher, "welzijn"));
	cr_expect_str_neq(voucher, mandate_voucher(arena, UUID_TWO, UUID_ONE));
	cr_expect_str_neq(voucher, mandate_voucher(arena, UUID_ONE, UUID_ONE));
	cr_expect_str_neq(voucher, seat);
	arena_free(arena);
}
