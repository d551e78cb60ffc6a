#include "eenplan/wire/consent.h"

#include "eenplan/base/clock.h"
#include "reading.h"

#define START "{\"given_by\":\"self\",\"kind\":\"share\",\"resident\":\"p1\","

static const struct {
	const char *source;
	const char *where;
} refused[] = {
	{"{}", ""},
	{START "\"state\":\"yes\"}", "/state"},
	{START "\"state\":\"given\",\"id\":\"" UUID_ONE "\"}", "id"},
	{START "\"state\":\"given\",\"recorded\":\"x\"}", "recorded"},
	{START "\"state\":\"given\",\"supersedes\":\"x\"}", "supersedes"},
	{START "\"state\":\"given\",\"from\":\"2026-02-30\"}", "/from"},
	{START "\"state\":\"given\",\"until\":\"tomorrow\"}", "/until"},
	{START "\"state\":\"given\",\"recipient\":{}}", "/recipient"},
	{START "\"state\":\"given\",\"recipient\":{\"role\":\"\"}}",
	 "/recipient"},
	{START "\"state\":\"given\",\"recipient\":{\"person\":\"x\"}}",
	 "person"},
	{START "\"state\":\"given\",\"recipient\":{\"role\":\"a\","
	       "\"domain\":\"b\"}}",
	 "/recipient"},
	{START "\"state\":\"given\",\"categories\":[1]}", "/categories"},
	{START "\"state\":\"given\",\"purposes\":[\"a\",\"a\"]}", "/purposes"},
	{"{\"given_by\":\"oma\",\"kind\":\"share\",\"resident\":\"p1\","
	 "\"state\":\"given\"}",
	 "/given_by"},
	{"{\"given_by\":\"self\",\"kind\":\"share\",\"resident\":\"\","
	 "\"state\":\"given\"}",
	 "/resident"},
};

LEAK_FREE_TEST(consent, refuses_what_is_no_consent_and_says_where)
{
	for (size_t at = 0; at < COUNT_OF(refused); at++) {
		struct arena *arena = arena_new();
		struct consent consent;
		struct fault fault;

		fault_clear(&fault);
		cr_expect_eq(
			consent_decode(arena,
				       reading_json(arena, refused[at].source),
				       &consent, &fault),
			STATUS_INVALID, "%s", refused[at].source);
		cr_expect(strstr(fault.where, refused[at].where) != NULL ||
				  strstr(fault.text, refused[at].where) != NULL,
			  "%s: %s %s", refused[at].source, fault.where,
			  fault.text);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(consent, without_a_recipient_is_to_anyone_and_for_ever)
{
	struct arena *arena = arena_new();
	struct consent consent;
	struct fault fault;

	fault_clear(&fault);
	cr_assert_eq(consent_decode(
			     arena,
			     reading_json(arena, START "\"state\":\"given\"}"),
			     &consent, &fault),
		     STATUS_OK);
	cr_expect_eq(consent.recipient_kind, CONSENT_TO_ANYONE);
	cr_expect_null(consent.recipient);
	cr_expect_eq(consent.from_day, CLOCK_DAY_NONE);
	cr_expect_eq(consent.until_day, CLOCK_DAY_NONE);
	cr_expect_eq(consent.category_count, 0);
	arena_free(arena);
}

LEAK_FREE_TEST(consent, comes_back_as_it_went)
{
	static const char source[] =
		"{\"asked\":\"in person\",\"categories\":[\"goal\"],"
		"\"evidence\":\"dossier\",\"from\":\"2026-01-01\","
		"\"given_by\":\"representative\",\"ground\":\"mentor\","
		"\"kind\":\"secrecy_waiver\",\"purposes\":[\"coordination\"],"
		"\"recipient\":{\"organisation\":\"wijkteam\"},"
		"\"resident\":\"p1\",\"state\":\"withdrawn\","
		"\"text_version\":\"3\",\"until\":\"2026-12-31\"}";
	struct arena *arena = arena_new();
	struct json_writer writer;
	struct consent consent;
	struct fault fault;
	struct buf out;

	fault_clear(&fault);
	cr_assert_eq(consent_decode(arena, reading_json(arena, source),
				    &consent, &fault),
		     STATUS_OK, "%s %s", fault.where, fault.text);
	cr_expect_eq(consent.state, CONSENT_WITHDRAWN);
	cr_expect_eq(consent.recipient_kind, CONSENT_TO_ORGANISATION);
	buf_init(&out, arena, 0);
	json_begin(&writer, &out);
	consent_encode(&writer, &consent);
	cr_assert_str_eq(buf_string(&out), source);
	arena_free(arena);
}

LEAK_FREE_TEST(consent, words_of_states_come_back)
{
	for (int at = CONSENT_UNKNOWN; at <= CONSENT_GIVEN; at++) {
		enum consent_state state;

		cr_assert(consent_state_of_word(
			consent_state_word((enum consent_state)at), &state));
		cr_assert_eq((int)state, at);
	}
}
