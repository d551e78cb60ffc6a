#include <stddef.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "fixture.h"

static void
expect_refused(const struct vocabulary *vocabulary,
	       const struct consent *consent, const char *where)
{
	struct fault fault = {0};

	cr_expect_eq(consent_check(vocabulary, consent, &fault), STATUS_INVALID,
		     "%s", where);
	cr_expect_str_eq(fault.where, where);
	cr_expect_neq(fault.text[0], '\0');
}

LEAK_FREE_TEST(check, refuses_words_that_the_vocabulary_has_not)
{
	static const char *const words[] = {"goal", "gaol"};
	struct policy *policy = fixture_policy();
	const struct vocabulary *vocabulary = policy_vocabulary(policy);
	struct consent consent = fixture_given();

	consent.kind = "shear";
	expect_refused(vocabulary, &consent, "/kind");
	consent.kind = NULL;
	expect_refused(vocabulary, &consent, "/kind");
	consent = fixture_given();
	consent.categories = words;
	consent.category_count = 2;
	expect_refused(vocabulary, &consent, "/categories/1");
	consent = fixture_given();
	consent.purposes = words;
	consent.purpose_count = 2;
	expect_refused(vocabulary, &consent, "/purposes/0");
	consent.purpose_count = LIMIT_CATEGORIES + 1;
	expect_refused(vocabulary, &consent, "/purposes");
	policy_free(policy);
}

LEAK_FREE_TEST(check, refuses_a_recipient_that_is_none)
{
	static const struct {
		enum consent_recipient kind;
		const char *recipient, *where;
	} rows[] = {
		{CONSENT_TO_DOMAIN, "wijkteam", "/recipient/domain"},
		{CONSENT_TO_DOMAIN, NULL, "/recipient/domain"},
		{CONSENT_TO_ROLE, "wmo", "/recipient/role"},
		{CONSENT_TO_ORGANISATION, NULL, "/recipient/organisation"},
		{CONSENT_TO_ORGANISATION, "", "/recipient/organisation"},
		{CONSENT_TO_ANYONE, "wmo", "/recipient"},
		{(enum consent_recipient)9, "wmo", "/recipient"},
	};
	struct policy *policy = fixture_policy();
	char long_name[200];

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct consent consent = fixture_given();

		consent.recipient_kind = rows[i].kind;
		consent.recipient = rows[i].recipient;
		expect_refused(policy_vocabulary(policy), &consent,
			       rows[i].where);
	}
	struct consent consent = fixture_given();

	memset(long_name, 'x', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	consent.recipient_kind = CONSENT_TO_ORGANISATION;
	consent.recipient = long_name;
	expect_refused(policy_vocabulary(policy), &consent,
		       "/recipient/organisation");
	policy_free(policy);
}

LEAK_FREE_TEST(check, refuses_a_giver_who_may_not_give)
{
	static const struct {
		const char *given_by, *ground, *where;
	} rows[] = {
		{NULL, NULL, "/given_by"},
		{"household", NULL, "/given_by"},
		{"representative", NULL, "/ground"},
		{"representative", "", "/ground"},
		{"self", "mentor", "/ground"},
	};
	struct policy *policy = fixture_policy();

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct consent consent = fixture_given();

		consent.given_by = rows[i].given_by;
		consent.ground = rows[i].ground;
		expect_refused(policy_vocabulary(policy), &consent,
			       rows[i].where);
	}
	struct consent consent = fixture_given();

	consent.giver = "mother";
	expect_refused(policy_vocabulary(policy), &consent, "/giver");
	policy_free(policy);
}

LEAK_FREE_TEST(check, refuses_a_validity_that_is_reversed)
{
	struct policy *policy = fixture_policy();
	struct consent consent = fixture_given();

	consent.from_day = TODAY;
	consent.until_day = TODAY - 1;
	expect_refused(policy_vocabulary(policy), &consent, "/until");
	policy_free(policy);
}

LEAK_FREE_TEST(check, accepts_what_may_be_recorded)
{
	static const char *const categories[] = {"goal", "diagnosis"};
	static const char *const purposes[] = {"coordination"};
	struct policy *policy = fixture_policy();
	const struct vocabulary *vocabulary = policy_vocabulary(policy);
	struct consent consent = fixture_given();
	struct fault fault = {0};

	cr_expect_eq(consent_check(vocabulary, &consent, &fault), STATUS_OK);
	consent.given_by = "representative";
	consent.giver = "mother";
	cr_expect_eq(consent_check(vocabulary, &consent, &fault), STATUS_OK);
	consent.giver = NULL;
	consent.ground = "custody";
	consent.recipient_kind = CONSENT_TO_ORGANISATION;
	consent.recipient = "thuiszorg";
	consent.categories = categories;
	consent.category_count = 2;
	consent.purposes = purposes;
	consent.purpose_count = 1;
	consent.from_day = TODAY;
	consent.until_day = TODAY;
	cr_expect_eq(consent_check(vocabulary, &consent, &fault), STATUS_OK);
	cr_expect_not(fault_is_set(&fault));
	policy_free(policy);
}

/* --- what replaces what --- */

LEAK_FREE_TEST(scope, differs_by_each_thing_that_a_consent_is_about)
{
	static const size_t strings[] = {offsetof(struct consent, resident),
					 offsetof(struct consent, given_by),
					 offsetof(struct consent, giver),
					 offsetof(struct consent, kind),
					 offsetof(struct consent, recipient)};
	static const char *const words[] = {"goal", "agreement", "diagnosis"};
	struct consent one = fixture_given();

	for (size_t i = 0; i < COUNT_OF(strings); i++) {
		struct consent other = one;

		*(const char **)((char *)&other + strings[i]) = "other";
		cr_expect_not(consent_same_scope(&one, &other), "%zu", i);
		cr_expect_not(consent_same_scope(&other, &one), "%zu", i);
	}
	struct consent other = one;

	other.recipient_kind = CONSENT_TO_ROLE;
	cr_expect_not(consent_same_scope(&one, &other));
	other = one;
	other.categories = words;
	other.category_count = 1;
	cr_expect_not(consent_same_scope(&one, &other));
	cr_expect_not(consent_same_scope(&other, &one));
	one.categories = words;
	one.category_count = 2;
	cr_expect_not(consent_same_scope(&one, &other));
	cr_expect_not(consent_same_scope(&other, &one));
	other = one = fixture_given();
	other.purposes = words;
	other.purpose_count = 1;
	cr_expect_not(consent_same_scope(&one, &other));
}

LEAK_FREE_TEST(scope, is_the_same_in_any_order_and_state)
{
	static const char *const words[] = {"goal", "agreement"};
	static const char *const turned[] = {"agreement", "goal", "goal"};
	struct consent one = fixture_given(), other = fixture_given();

	one.categories = words;
	one.category_count = 2;
	other.categories = turned;
	other.category_count = 3;
	other.id = "another";
	other.state = CONSENT_REFUSED;
	other.until_day = TODAY;
	other.asked = "by telephone";
	cr_expect(consent_same_scope(&one, &other));
	cr_expect(consent_same_scope(&other, &one));
}

LEAK_FREE_TEST(scope, is_not_taken_over_before_a_consent_begins)
{
	struct consent refusal = fixture_given(), consent = fixture_given();

	refusal.state = CONSENT_REFUSED;
	consent.from_day = TODAY + 1;
	cr_expect_not(consent_supersedes(&consent, &refusal, TODAY));
	consent.from_day = TODAY;
	cr_expect(consent_supersedes(&consent, &refusal, TODAY));
	consent.from_day = CLOCK_DAY_NONE;
	cr_expect(consent_supersedes(&consent, &refusal, TODAY));
	consent.kind = "help";
	cr_expect_not(consent_supersedes(&consent, &refusal, TODAY));
}
