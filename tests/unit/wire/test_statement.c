#include "eenplan/wire/statement.h"

#include <stddef.h>

#include "eenplan/base/limits.h"

#include "reading.h"

#define THUMBPRINT "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"

static const struct statement good = {
	.id = UUID_ONE,
	.organisation = "wijkteam",
	.user = "fatima",
	.role = "coordinator",
	.purpose = "coordination",
	.plan = UUID_TWO,
	.issued_ms = 1795255200000,
	.expires_ms = 1795258800000,
	.certificate = THUMBPRINT,
};

static enum status
decode(struct arena *arena, const struct statement *statement,
       struct statement *out, struct fault *fault)
{
	fault_clear(fault);
	return statement_decode(arena, statement_encode(arena, statement), out,
				fault);
}

static void
expect_refused(const struct statement *statement, const char *where)
{
	struct arena *arena = arena_new();
	struct statement got;
	struct fault fault;

	cr_expect_eq(decode(arena, statement, &got, &fault), STATUS_INVALID,
		     "%s", where);
	cr_expect_str_eq(fault.where, where);
	arena_free(arena);
}

LEAK_FREE_TEST(statement, refuses_each_ill_formed_word_by_name)
{
	static const struct {
		const char *where;
		size_t at;
		const char *value;
	} changes[] = {
		{"/jti", offsetof(struct statement, id), "1"},
		{"/iss", offsetof(struct statement, organisation), ""},
		{"/sub", offsetof(struct statement, user), ""},
		{"/role", offsetof(struct statement, role), ""},
		{"/purpose", offsetof(struct statement, purpose), ""},
		{"/plan", offsetof(struct statement, plan), "vlinderhof"},
		{"/cnf/x5t#S256", offsetof(struct statement, certificate),
		 "47DEQpj8HBSa+/TImW"},
	};

	for (size_t at = 0; at < COUNT_OF(changes); at++) {
		struct statement changed = good;

		memcpy((char *)&changed + changes[at].at, &changes[at].value,
		       sizeof(changes[at].value));
		expect_refused(&changed, changes[at].where);
	}
}

LEAK_FREE_TEST(statement, refuses_times_that_cannot_be)
{
	struct statement changed = good;

	changed.issued_ms = -5000;
	expect_refused(&changed, "/iat");
	changed = good;
	changed.expires_ms = changed.issued_ms;
	expect_refused(&changed, "/exp");
	changed.expires_ms = INT64_MAX;
	expect_refused(&changed, "/exp");
}

LEAK_FREE_TEST(statement, refuses_missing_unknown_and_broken_json)
{
	static const char *const sources[] = {
		"",
		"[]",
		"{}",
		"{\"cnf\":{}}",
		"{\"iss\":\"a\",\"iss\":\"b\"}",
		"{\"cnf\":{\"x5t#S256\":\"" THUMBPRINT
		"\"},\"exp\":2,\"iat\":1,\"iss\":\"w\",\"jti\":\"" UUID_ONE
		"\",\"plan\":\"" UUID_TWO
		"\",\"purpose\":\"p\",\"role\":\"r\",\"sub\":\"u\",\"x\":1}",
		"{\"cnf\":{\"x5t#S256\":\"" THUMBPRINT
		"\",\"jwk\":\"k\"},\"exp\":2,\"iat\":1,\"iss\":\"w\",\"jti\":"
		"\"" UUID_ONE "\",\"plan\":\"" UUID_TWO
		"\",\"purpose\":\"p\",\"role\":\"r\",\"sub\":\"u\"}",
	};

	for (size_t at = 0; at < COUNT_OF(sources); at++) {
		struct arena *arena = arena_new();
		struct statement got;
		struct fault fault;

		fault_clear(&fault);
		cr_expect_neq(statement_decode(arena, text_of(sources[at]),
					       &got, &fault),
			      STATUS_OK, "%s", sources[at]);
		cr_expect(fault_is_set(&fault), "%s", sources[at]);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(statement, comes_back_as_it_went_in_whole_seconds)
{
	struct arena *arena = arena_new();
	struct statement got;
	struct fault fault;

	cr_assert_eq(decode(arena, &good, &got, &fault), STATUS_OK, "%s %s",
		     fault.where, fault.text);
	cr_expect_str_eq(got.id, UUID_ONE);
	cr_expect_str_eq(got.organisation, "wijkteam");
	cr_expect_str_eq(got.user, "fatima");
	cr_expect_str_eq(got.role, "coordinator");
	cr_expect_str_eq(got.purpose, "coordination");
	cr_expect_str_eq(got.plan, UUID_TWO);
	cr_expect_eq(got.issued_ms, good.issued_ms);
	cr_expect_eq(got.expires_ms, good.expires_ms);
	cr_expect_str_eq(got.certificate, THUMBPRINT);
	arena_free(arena);
}

LEAK_FREE_TEST(statement, is_canonical_with_its_keys_in_order)
{
	struct arena *arena = arena_new();
	const char *text = arena_text(arena, statement_encode(arena, &good));

	cr_assert_eq(strncmp(text, "{\"cnf\":{\"x5t#S256\":\"", 20), 0);
	cr_assert_not_null(strstr(text, "\"exp\":1795258800,\"iat\":1795255200,"
					"\"iss\":\"wijkteam\",\"jti\":"));
	arena_free(arena);
}

#define REASON "Mirjam werd gevonden zonder bewustzijn"

static struct statement
emergency(void)
{
	struct statement statement = good;

	statement.purpose = STATEMENT_EMERGENCY;
	statement.reason = REASON;
	return statement;
}

LEAK_FREE_TEST(statement, has_a_reason_in_an_emergency_and_nowhere_else)
{
	struct statement changed = emergency();

	changed.reason = NULL;
	expect_refused(&changed, "/reason");
	changed = good;
	changed.reason = REASON;
	expect_refused(&changed, "/reason");
}

LEAK_FREE_TEST(statement, of_an_emergency_soon_ends)
{
	struct statement changed = emergency();

	changed.expires_ms = changed.issued_ms +
			     LIMIT_EMERGENCY_MINUTES * 60 * 1000LL + 1000;
	expect_refused(&changed, "/exp");
}

LEAK_FREE_TEST(statement, takes_no_reason_that_says_nothing)
{
	static const char *const none[] = {
		"",
		"too short",
		"a              b",
		"on two\nlines of text",
		"with a \x1b[2J escape",
		"with a delete \x7f in it",
		"not \xff UTF-8 at all",
		"resident 999912340 has collapsed",
	};
	char long_one[LIMIT_REASON_CHARACTERS + 2];

	for (size_t at = 0; at < COUNT_OF(none); at++)
		cr_expect_not(statement_is_reason(none[at]), "%zu", at);
	memset(long_one, 'x', sizeof(long_one));
	long_one[sizeof(long_one) - 1] = '\0';
	cr_expect_not(statement_is_reason(long_one));
	long_one[LIMIT_REASON_CHARACTERS] = '\0';
	cr_expect(statement_is_reason(long_one));
	cr_expect(statement_is_reason("call 0105550123 at once"));
	cr_expect(statement_is_reason("ten-signs!"));
	cr_expect(statement_is_reason("t\xc3\xa9n-s\xc3\xa9ns!!"));
}

/* In base64 with a header and a signature it has to fit in its limit. */
LEAK_FREE_TEST(statement, of_an_emergency_comes_back_with_the_longest_reason)
{
	struct arena *arena = arena_new();
	char reason[4 * LIMIT_REASON_CHARACTERS + 1];
	struct statement wanted = emergency();
	struct statement got;
	struct fault fault;

	for (size_t at = 0; at < LIMIT_REASON_CHARACTERS; at++)
		memcpy(reason + 4 * at, "\xf0\x9f\x86\x98", 4);
	reason[sizeof(reason) - 1] = '\0';
	wanted.reason = reason;
	cr_assert_eq(decode(arena, &wanted, &got, &fault), STATUS_OK, "%s %s",
		     fault.where, fault.text);
	cr_expect_str_eq(got.reason, reason);
	cr_expect_lt(statement_encode(arena, &wanted).length * 4 / 3 + 300,
		     LIMIT_STATEMENT_BYTES);
	arena_free(arena);
}
