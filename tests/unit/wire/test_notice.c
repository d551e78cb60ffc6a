#include "eenplan/wire/notice.h"

#include <stddef.h>

#include "eenplan/base/clock.h"
#include "reading.h"

#define DIGEST                                                                 \
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static const char *const categories[] = {"goal", "agreement"};

static const struct notice good = {
	.head = {.id = UUID_ONE,
		 .sender = "thuiszorg",
		 .recipient = "wijkteam",
		 .link = UUID_TWO},
	.since_ms = 1795255200123,
	.scope = {.kind = "share",
		  .state = CONSENT_WITHDRAWN,
		  .recipient_kind = CONSENT_TO_ORGANISATION,
		  .recipient = "wijkteam",
		  .categories = categories,
		  .category_count = 2},
};

static const struct confirmation reply = {
	.id = UUID_ONE,
	.sender = "wijkteam",
	.recipient = "thuiszorg",
	.digest = DIGEST,
	.handled_ms = 1795255200456,
};

static void
expect_notice_refused(const struct notice *notice, const char *where)
{
	struct arena *arena = arena_new();
	struct notice got;
	struct fault fault = {0};

	cr_expect_eq(notice_decode(arena, notice_encode(arena, notice), &got,
				   &fault),
		     STATUS_INVALID, "%s", where);
	cr_expect_str_eq(fault.where, where);
	arena_free(arena);
}

LEAK_FREE_TEST(notice, refuses_each_ill_formed_member_by_name)
{
	static const struct {
		const char *where;
		size_t at;
		const char *value;
	} changes[] = {
		{"/jti", offsetof(struct notice, head.id), "1"},
		{"/iss", offsetof(struct notice, head.sender), ""},
		{"/aud", offsetof(struct notice, head.recipient), ""},
		{"/sub", offsetof(struct notice, head.link), "mirjam"},
		{"/kind", offsetof(struct notice, scope.kind), ""},
	};

	for (size_t at = 0; at < COUNT_OF(changes); at++) {
		struct notice changed = good;

		memcpy((char *)&changed + changes[at].at, &changes[at].value,
		       sizeof(changes[at].value));
		expect_notice_refused(&changed, changes[at].where);
	}
}

LEAK_FREE_TEST(notice, tells_of_objections_only)
{
	struct notice changed = good;

	changed.scope.state = CONSENT_GIVEN;
	expect_notice_refused(&changed, "/state");
	changed.scope.state = CONSENT_UNKNOWN;
	expect_notice_refused(&changed, "/state");
	changed = good;
	changed.since_ms = 0;
	expect_notice_refused(&changed, "/since");
}

LEAK_FREE_TEST(notice, refuses_missing_unknown_and_broken_json)
{
	static const char *const sources[] = {
		"",
		"[]",
		"{}",
		"{\"aud\":\"a\",\"aud\":\"b\"}",
		"{\"aud\":\"w\",\"categories\":[],\"iss\":\"t\",\"jti\":"
		"\"" UUID_ONE "\",\"kind\":\"share\",\"name\":\"Mirjam\","
		"\"purposes\":[],\"since\":\"2026-11-21T10:00:00Z\","
		"\"state\":\"withdrawn\",\"sub\":\"" UUID_TWO "\"}",
		"{\"aud\":\"w\",\"categories\":[],\"iss\":\"t\",\"jti\":"
		"\"" UUID_ONE "\",\"kind\":\"share\",\"purposes\":[],"
		"\"recipient\":{\"resident\":\"x\"},"
		"\"since\":\"2026-11-21T10:00:00Z\","
		"\"state\":\"withdrawn\",\"sub\":\"" UUID_TWO "\"}",
	};

	for (size_t at = 0; at < COUNT_OF(sources); at++) {
		struct arena *arena = arena_new();
		struct notice got;
		struct fault fault = {0};

		cr_expect_neq(notice_decode(arena, text_of(sources[at]), &got,
					    &fault),
			      STATUS_OK, "%s", sources[at]);
		cr_expect(fault_is_set(&fault), "%s", sources[at]);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(notice, comes_back_as_it_went_in)
{
	struct arena *arena = arena_new();
	struct notice got;
	struct fault fault = {0};

	cr_assert_eq(
		notice_decode(arena, notice_encode(arena, &good), &got, &fault),
		STATUS_OK, "%s %s", fault.where, fault.text);
	cr_expect_str_eq(got.head.id, good.head.id);
	cr_expect_str_eq(got.head.sender, good.head.sender);
	cr_expect_str_eq(got.head.recipient, good.head.recipient);
	cr_expect_str_eq(got.head.link, good.head.link);
	cr_expect_eq(got.since_ms, good.since_ms);
	cr_expect_eq(got.scope.state, CONSENT_WITHDRAWN);
	cr_expect_eq(got.scope.recipient_kind, CONSENT_TO_ORGANISATION);
	cr_expect_str_eq(got.scope.recipient, "wijkteam");
	cr_expect_eq(got.scope.category_count, 2);
	cr_expect_str_eq(got.scope.categories[1], "agreement");
	cr_expect_eq(got.scope.purpose_count, 0);
	cr_expect_eq(got.scope.from_day, CLOCK_DAY_NONE);
	cr_expect_null(got.scope.resident);
	arena_free(arena);
}

LEAK_FREE_TEST(notice, says_nothing_of_a_consent_but_its_scope)
{
	struct arena *arena = arena_new();
	struct notice telling = good;
	struct text payload;

	telling.scope.id = "SECRET-id";
	telling.scope.resident = "SECRET-resident";
	telling.scope.evidence = "SECRET-evidence";
	telling.scope.ground = "SECRET-ground";
	telling.scope.asked = "SECRET-asked";
	payload = notice_encode(arena, &telling);
	cr_expect_null(memmem(payload.bytes, payload.length, "SECRET", 6),
		       "%.*s", (int)payload.length, payload.bytes);
	arena_free(arena);
}

LEAK_FREE_TEST(confirmation, refuses_each_ill_formed_member_by_name)
{
	static const struct {
		const char *where;
		size_t at;
		const char *value;
	} changes[] = {
		{"/jti", offsetof(struct confirmation, id), "1"},
		{"/iss", offsetof(struct confirmation, sender), ""},
		{"/aud", offsetof(struct confirmation, recipient), ""},
		{"/digest", offsetof(struct confirmation, digest), "abc"},
		{"/digest", offsetof(struct confirmation, digest),
		 "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B"
		 "855"},
		{"/outcome", offsetof(struct confirmation, outcome), "maybe"},
		{"/receipt", offsetof(struct confirmation, receipt), "abc"},
	};

	for (size_t at = 0; at < COUNT_OF(changes); at++) {
		struct arena *arena = arena_new();
		struct confirmation changed = reply;
		struct confirmation got;
		struct fault fault = {0};

		memcpy((char *)&changed + changes[at].at, &changes[at].value,
		       sizeof(changes[at].value));
		cr_expect_eq(confirmation_decode(
				     arena,
				     confirmation_encode(arena, &changed), &got,
				     &fault),
			     STATUS_INVALID, "%s", changes[at].where);
		cr_expect_str_eq(fault.where, changes[at].where);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(confirmation, comes_back_as_it_went_in)
{
	struct arena *arena = arena_new();
	struct confirmation got;
	struct fault fault = {0};

	cr_assert_eq(confirmation_decode(arena,
					 confirmation_encode(arena, &reply),
					 &got, &fault),
		     STATUS_OK, "%s %s", fault.where, fault.text);
	cr_expect_str_eq(got.id, reply.id);
	cr_expect_str_eq(got.sender, reply.sender);
	cr_expect_str_eq(got.recipient, reply.recipient);
	cr_expect_str_eq(got.digest, reply.digest);
	cr_expect_eq(got.handled_ms, reply.handled_ms);
	arena_free(arena);
}
