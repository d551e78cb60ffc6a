#include <string.h>

#include "fixture.h"

static const struct policy_source two_files[] = {
	{"nl.vocabulary", {"words\0\xFF\n", 8}},
	{"own.policy", {"rules\r\n", 7}},
};

static struct store_policy
about(const char *digest, enum store_policy_way way, const char *user)
{
	return (struct store_policy){.digest = digest,
				     .since_ms = 1795262400250LL,
				     .user = user,
				     .way = way};
}

static int64_t
add(struct store *store, struct store_policy policy)
{
	int64_t number = 0;

	cr_assert_eq(store_policy_add(store, &policy, two_files,
				      COUNT_OF(two_files), &number),
		     STATUS_OK);
	return number;
}

LEAK_FREE_TEST(policies, has_none_in_force_at_first)
{
	struct fixture f;
	struct store_policy policy;
	struct store_policy *list;
	struct policy_source *files;
	size_t count;

	fixture_init(&f);
	struct store *store = fixture_open(&f, STORE_WRITE);

	cr_expect_eq(store_policy_in_force(store, f.arena, &policy),
		     STATUS_NOT_FOUND);
	cr_expect_eq(store_policy_find(store, f.arena, 1, &policy),
		     STATUS_NOT_FOUND);
	cr_expect_eq(
		store_policy_last(store, f.arena, STORE_POLICY_FOLDER, &policy),
		STATUS_NOT_FOUND);
	cr_expect_eq(store_policy_list(store, f.arena, 10, &list, &count),
		     STATUS_OK);
	cr_expect_eq(count, 0);
	cr_expect_eq(store_policy_files(store, f.arena, "aa", &files, &count),
		     STATUS_OK);
	cr_expect_eq(count, 0);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(policies, are_nothing_when_the_transaction_is_rolled_back)
{
	struct fixture f;
	struct store_policy policy;
	struct policy_source *files;
	size_t count;

	fixture_init(&f);
	struct store *store = fixture_open(&f, STORE_WRITE);

	cr_assert_eq(store_begin(store), STATUS_OK);
	(void)add(store, about("aa", STORE_POLICY_LOAD, "fg"));
	store_rollback(store);
	cr_expect_eq(store_policy_in_force(store, f.arena, &policy),
		     STATUS_NOT_FOUND);
	cr_expect_eq(store_policy_files(store, f.arena, "aa", &files, &count),
		     STATUS_OK);
	cr_expect_eq(count, 0);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(policies, keep_their_files_byte_for_byte)
{
	struct fixture f;
	struct policy_source *files;
	size_t count;

	fixture_init(&f);
	struct store *store = fixture_open(&f, STORE_WRITE);

	(void)add(store, about("aa", STORE_POLICY_LOAD, "fg"));
	cr_assert_eq(store_policy_files(store, f.arena, "aa", &files, &count),
		     STATUS_OK);
	cr_assert_eq(count, COUNT_OF(two_files));
	for (size_t i = 0; i < count; i++) {
		cr_expect_str_eq(files[i].name, two_files[i].name);
		cr_expect(text_equals(files[i].text, two_files[i].text));
	}
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(policies, are_in_force_in_the_order_in_which_they_came)
{
	struct fixture f;
	struct store_policy policy;
	struct store_policy *list;
	size_t count;

	fixture_init(&f);
	struct store *store = fixture_open(&f, STORE_WRITE);
	struct store_policy third = about("aa", STORE_POLICY_ROLLBACK, "fg");

	third.before = "bb";
	third.shares = "less";
	cr_expect_eq(add(store, about("aa", STORE_POLICY_FOLDER, NULL)), 1);
	cr_expect_eq(add(store, about("bb", STORE_POLICY_LOAD, "fg")), 2);
	/* files that are there already are not kept twice */
	cr_expect_eq(add(store, third), 3);
	cr_assert_eq(store_policy_in_force(store, f.arena, &policy), STATUS_OK);
	cr_expect_eq(policy.number, 3);
	cr_expect_eq(policy.way, STORE_POLICY_ROLLBACK);
	cr_expect_str_eq(policy.before, "bb");
	cr_expect_str_eq(policy.shares, "less");
	cr_expect_str_eq(policy.user, "fg");
	cr_expect_eq(policy.since_ms, 1795262400250LL);
	cr_assert_eq(
		store_policy_last(store, f.arena, STORE_POLICY_FOLDER, &policy),
		STATUS_OK);
	cr_expect_eq(policy.number, 1);
	cr_expect_null(policy.user);
	cr_expect_null(policy.before);
	cr_assert_eq(store_policy_list(store, f.arena, 2, &list, &count),
		     STATUS_OK);
	cr_assert_eq(count, 2);
	cr_expect_eq(list[0].number, 3);
	cr_expect_eq(list[1].number, 2);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(policies, that_came_in_force_in_no_known_way_are_not_read)
{
	struct fixture f;
	struct store_policy policy;

	fixture_init(&f);
	fixture_catch_log(&f);
	struct store *store = fixture_open(&f, STORE_WRITE);

	(void)add(store, about("aa", STORE_POLICY_LOAD, "fg"));
	fixture_sql(&f, "UPDATE policy SET way = 'magic'");
	cr_expect_eq(store_policy_in_force(store, f.arena, &policy),
		     STATUS_STORAGE);
	store_close(store);
	fixture_clear(&f);
}

/* --- words that are used --- */

static const char *
used(struct store *store, enum vocabulary_list list, const char *word)
{
	const char *where;

	cr_assert_eq(store_word_is_used(store, list, word, &where), STATUS_OK);
	return where == NULL ? "" : where;
}

LEAK_FREE_TEST(words, that_nothing_uses_may_vanish)
{
	struct fixture f;

	fixture_init(&f);
	struct store *store = fixture_filled(&f);

	cr_expect_str_eq(used(store, VOCABULARY_CATEGORY, "medication"), "");
	cr_expect_str_eq(used(store, VOCABULARY_CATEGORY, "goa_"), "");
	cr_expect_str_eq(used(store, VOCABULARY_DOMAIN, "jeugdwet"), "");
	cr_expect_str_eq(used(store, VOCABULARY_DUTY, "log_reason"), "");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(words, that_records_use_are_found)
{
	struct fixture f;

	fixture_init(&f);
	struct store *store = fixture_filled(&f);

	cr_expect_str_eq(used(store, VOCABULARY_CATEGORY, "goal"), "records");
	cr_expect_str_eq(used(store, VOCABULARY_DOMAIN, "zvw"), "records");
	cr_expect_str_eq(used(store, VOCABULARY_SENSITIVITY, "normal"),
			 "records");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(words, that_consents_use_are_found_one_by_one)
{
	static const char *const categories[] = {"contact", "want_can_need",
						 "medication"};
	static const char *const purposes[] = {"assessment"};
	struct fixture f;

	fixture_init(&f);
	struct store *store = fixture_filled(&f);
	struct consent consent = fixture_consent(
		&f, fixture_resident(&f, store, "mirjam"), NULL);

	consent.kind = "secrecy_waiver";
	consent.categories = categories;
	consent.category_count = COUNT_OF(categories);
	consent.purposes = purposes;
	consent.purpose_count = COUNT_OF(purposes);
	consent.recipient_kind = CONSENT_TO_ROLE;
	consent.recipient = "consultant";
	cr_assert_eq(store_consent_add(store, &consent), STATUS_OK);
	for (size_t i = 0; i < COUNT_OF(categories); i++)
		cr_expect_str_eq(
			used(store, VOCABULARY_CATEGORY, categories[i]),
			"consents", "%s", categories[i]);
	/* an underscore stands for itself, a part for nothing */
	cr_expect_str_eq(used(store, VOCABULARY_CATEGORY, "want-can-need"), "");
	cr_expect_str_eq(used(store, VOCABULARY_CATEGORY, "medic"), "");
	cr_expect_str_eq(used(store, VOCABULARY_CATEGORY, "contac_"), "");
	cr_expect_str_eq(used(store, VOCABULARY_PURPOSE, "assessment"),
			 "consents");
	cr_expect_str_eq(used(store, VOCABULARY_ROLE, "consultant"),
			 "consents");
	cr_expect_str_eq(used(store, VOCABULARY_DOMAIN, "consultant"), "");
	cr_expect_str_eq(used(store, VOCABULARY_CONSENT, "secrecy_waiver"),
			 "consents");
	store_close(store);
	fixture_clear(&f);
}
