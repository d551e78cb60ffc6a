#include "eenplan/wire/consent_letter.h"

#include <stddef.h>

#include "eenplan/base/clock.h"
#include "eenplan/wire/death_letter.h"
#include "reading.h"

#define UUID_THREE "33333333-3333-4333-8333-333333333333"

static const char *const categories[] = {"goal", "agreement"};

static const struct consent_letter good = {
	.head = {.id = UUID_ONE,
		 .sender = "wijkteam",
		 .recipient = "thuiszorg",
		 .link = UUID_TWO},
	.thread = UUID_THREE,
	.seq = 2,
	.consent = {.given_by = "representative",
		    .ground = "custody",
		    .kind = "share",
		    .state = CONSENT_GIVEN,
		    .recipient_kind = CONSENT_TO_ORGANISATION,
		    .recipient = "wijkteam",
		    .categories = categories,
		    .category_count = 2,
		    .from_day = CLOCK_DAY_NONE,
		    .until_day = 20999,
		    .text_version = "2026-1",
		    .recorded_ms = 1795255200123},
};

static void
expect_refused(const struct consent_letter *letter, const char *where)
{
	struct arena *arena = arena_new();
	struct consent_letter got;
	struct fault fault = {0};

	cr_expect_eq(consent_letter_decode(arena,
					   consent_letter_encode(arena, letter),
					   &got, &fault),
		     STATUS_INVALID, "%s", where);
	cr_expect_str_eq(fault.where, where);
	arena_free(arena);
}

LEAK_FREE_TEST(consent_letter, refuses_each_ill_formed_member_by_name)
{
	static const struct {
		const char *where;
		size_t at;
		const char *value;
	} changes[] = {
		{"/jti", offsetof(struct consent_letter, head.id), "1"},
		{"/iss", offsetof(struct consent_letter, head.sender), ""},
		{"/aud", offsetof(struct consent_letter, head.recipient), ""},
		{"/sub", offsetof(struct consent_letter, head.link), "mirjam"},
		{"/thread", offsetof(struct consent_letter, thread), "x"},
		{"/kind", offsetof(struct consent_letter, consent.kind), ""},
		{"/given_by", offsetof(struct consent_letter, consent.given_by),
		 "her mother"},
		{"/ground", offsetof(struct consent_letter, consent.ground),
		 "her mother Marjan"},
		{"/ground", offsetof(struct consent_letter, consent.ground),
		 "none"},
		{"/ground", offsetof(struct consent_letter, consent.ground),
		 NULL},
		{"/ground", offsetof(struct consent_letter, consent.given_by),
		 "self"},
	};

	for (size_t at = 0; at < COUNT_OF(changes); at++) {
		struct consent_letter changed = good;

		memcpy((char *)&changed + changes[at].at, &changes[at].value,
		       sizeof(changes[at].value));
		expect_refused(&changed, changes[at].where);
	}
}

LEAK_FREE_TEST(consent_letter, says_something_and_numbers_it)
{
	struct consent_letter changed = good;

	changed.consent.state = CONSENT_UNKNOWN;
	expect_refused(&changed, "/state");
	changed = good;
	changed.seq = 0;
	expect_refused(&changed, "/seq");
	changed = good;
	changed.consent.recorded_ms = 0;
	expect_refused(&changed, "/recorded");
}

LEAK_FREE_TEST(consent_letter, refuses_what_it_would_not_write)
{
	static const char *const sources[] = {
		"",
		"[]",
		"{}",
		"{\"aud\":\"a\",\"aud\":\"b\"}",
		/* a blank */
		"{\"aud\": \"t\",\"categories\":[],\"given_by\":\"self\","
		"\"iss\":\"w\",\"jti\":\"" UUID_ONE "\",\"kind\":\"share\","
		"\"purposes\":[],\"recorded\":\"2026-11-21T10:00:00.000Z\","
		"\"seq\":1,\"state\":\"given\",\"sub\":\"" UUID_TWO "\","
		"\"thread\":\"" UUID_THREE "\"}",
		/* no such day */
		"{\"aud\":\"t\",\"categories\":[],\"from\":\"2026-02-31\","
		"\"given_by\":\"self\",\"iss\":\"w\",\"jti\":\"" UUID_ONE
		"\",\"kind\":\"share\",\"purposes\":[],"
		"\"recorded\":\"2026-11-21T10:00:00.000Z\",\"seq\":1,"
		"\"state\":\"given\",\"sub\":\"" UUID_TWO "\","
		"\"thread\":\"" UUID_THREE "\"}",
		/* a name */
		"{\"aud\":\"t\",\"categories\":[],\"given_by\":\"self\","
		"\"iss\":\"w\",\"jti\":\"" UUID_ONE "\",\"kind\":\"share\","
		"\"name\":\"Mirjam\",\"purposes\":[],"
		"\"recorded\":\"2026-11-21T10:00:00.000Z\",\"seq\":1,"
		"\"state\":\"given\",\"sub\":\"" UUID_TWO "\","
		"\"thread\":\"" UUID_THREE "\"}",
	};

	for (size_t at = 0; at < COUNT_OF(sources); at++) {
		struct arena *arena = arena_new();
		struct consent_letter got;
		struct fault fault = {0};

		cr_expect_neq(consent_letter_decode(arena, text_of(sources[at]),
						    &got, &fault),
			      STATUS_OK, "%s", sources[at]);
		cr_expect(fault_is_set(&fault), "%s", sources[at]);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(consent_letter, comes_back_as_it_went_in)
{
	struct arena *arena = arena_new();
	struct consent_letter got;
	struct fault fault = {0};

	cr_assert_eq(consent_letter_decode(arena,
					   consent_letter_encode(arena, &good),
					   &got, &fault),
		     STATUS_OK, "%s %s", fault.where, fault.text);
	cr_expect_str_eq(got.head.link, UUID_TWO);
	cr_expect_str_eq(got.thread, UUID_THREE);
	cr_expect_eq(got.seq, 2);
	cr_expect_str_eq(got.consent.ground, "custody");
	cr_expect_eq(got.consent.state, CONSENT_GIVEN);
	cr_expect_str_eq(got.consent.categories[1], "agreement");
	cr_expect_eq(got.consent.from_day, CLOCK_DAY_NONE);
	cr_expect_eq(got.consent.until_day, 20999);
	cr_expect_str_eq(got.consent.text_version, "2026-1");
	cr_expect_eq(got.consent.recorded_ms, good.consent.recorded_ms);
	cr_expect_null(got.consent.resident);
	cr_expect_null(got.consent.giver);
	arena_free(arena);
}

LEAK_FREE_TEST(consent_letter, says_nothing_that_means_somebody_here)
{
	struct arena *arena = arena_new();
	struct consent_letter telling = good;
	struct text payload;

	telling.consent.id = "SECRET-id";
	telling.consent.resident = "SECRET-resident";
	telling.consent.giver = "SECRET-giver";
	telling.consent.asked = "SECRET-asked";
	telling.consent.evidence = "SECRET-evidence";
	telling.consent.supersedes = "SECRET-supersedes";
	telling.consent.source = "SECRET-source";
	payload = consent_letter_encode(arena, &telling);
	cr_expect_null(memmem(payload.bytes, payload.length, "SECRET", 6),
		       "%.*s", (int)payload.length, payload.bytes);
	arena_free(arena);
}

LEAK_FREE_TEST(death_letter, refuses_what_it_is_not)
{
	static const char *const sources[] = {
		"{}",
		"{\"aud\":\"t\",\"deceased\":\"yes\",\"iss\":\"w\",\"jti\":"
		"\"" UUID_ONE "\",\"since\":\"2026-11-21T10:00:00.000Z\","
		"\"sub\":\"" UUID_TWO "\"}",
		"{\"aud\":\"t\",\"deceased\":true,\"iss\":\"w\",\"jti\":"
		"\"" UUID_ONE "\",\"name\":\"Mirjam\","
		"\"since\":\"2026-11-21T10:00:00.000Z\","
		"\"sub\":\"" UUID_TWO "\"}",
		"{\"aud\":\"t\",\"deceased\":true,\"iss\":\"w\",\"jti\":"
		"\"" UUID_ONE "\",\"since\":\"then\",\"sub\":\"" UUID_TWO "\"}",
	};

	for (size_t at = 0; at < COUNT_OF(sources); at++) {
		struct arena *arena = arena_new();
		struct death_letter got;
		struct fault fault = {0};

		cr_expect_eq(death_letter_decode(arena, text_of(sources[at]),
						 &got, &fault),
			     STATUS_INVALID, "%s", sources[at]);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(death_letter, comes_back_as_it_went_in)
{
	struct arena *arena = arena_new();
	const struct death_letter letter = {
		.head = good.head, .deceased = true, .since_ms = 1795255200123};
	struct death_letter got;
	struct fault fault = {0};

	cr_assert_eq(death_letter_decode(arena,
					 death_letter_encode(arena, &letter),
					 &got, &fault),
		     STATUS_OK);
	cr_expect(got.deceased);
	cr_expect_eq(got.since_ms, letter.since_ms);
	cr_expect_str_eq(got.head.link, UUID_TWO);
	arena_free(arena);
}
