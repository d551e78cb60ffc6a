#include "daemon/exchange/policy_fit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "leak_free.h"

#define WORDS(roles, categories)                                               \
	"vocabulary small version 1\ndomains\n  zvw\n  wmo\nroles\n  " roles   \
	"\npurposes\n  coordination\nsensitivity levels\n  normal\n"           \
	"consent kinds\n  share\nlegal bases\n  \"AVG 6\"\n" categories
#define GOAL	  "category goal\n  text personal\n"
#define AGREEMENT "category agreement\n  text personal\n"
#define PERMIT(category)                                                       \
	"rule P-" category " \"r\" permit " category                           \
	" fields text from zvw to wmo as coordinator for coordination when "   \
	"consent share is given basis \"AVG 6\" valid from 2026-01-01\n"

struct shelf {
	char path[64];
	struct box_key key;
	struct store *store;
	struct arena *arena;
};

static struct policy *
load(struct shelf *shelf, const char *words, const char *rules)
{
	const struct policy_source sources[] = {
		{"small.vocabulary", text_of(words)},
		{"own.policy",
		 text_of(arena_printf(shelf->arena,
				      "policy own version 1\nvocabulary "
				      "\"small.vocabulary\"\n%s",
				      rules))},
	};
	struct diagnostics found;
	struct buf out;

	diagnostics_init(&found, shelf->arena, 10);
	struct policy *policy = policy_load(sources, 2, &found);
	buf_init(&out, shelf->arena, 256);
	diagnostics_print(&found, &out, false);
	cr_assert_not_null(policy, "%s", buf_string(&out));
	return policy;
}

/* A store with one goal, under zvw. */
static struct shelf
shelf_with_a_goal(void)
{
	struct shelf shelf = {.arena = arena_new()};

	strcpy(shelf.path, "/tmp/eenplan-fit-XXXXXX");
	cr_assert_not_null(mkdtemp(shelf.path));
	memset(shelf.key.bytes, 7, sizeof(shelf.key.bytes));
	const struct store_settings settings = {
		.path = arena_printf(shelf.arena, "%s/db", shelf.path),
		.key = &shelf.key};
	cr_assert_eq(store_open(&settings, STORE_WRITE, &shelf.store),
		     STATUS_OK);

	const struct json *fields;
	cr_assert_eq(json_read(shelf.arena, text_of("{\"text\":\"koken\"}"), 64,
			       &fields, NULL),
		     STATUS_OK);
	struct import_resident resident = {.origin = "Patient/p1",
					   .name = "Mirjam Verzonnen",
					   .birth_day = -7000};
	struct import_record record = {.resident = "Patient/p1",
				       .record = {.origin = "Goal/g1",
						  .category = "goal",
						  .law = "zvw",
						  .sensitivity = "normal"}};
	record_set_fields(shelf.arena, &record.record, fields);
	const struct import import = {.residents = &resident,
				      .resident_count = 1,
				      .records = &record,
				      .record_count = 1};
	struct store_import_counts counts;
	struct fault fault = {0};
	struct policy *policy = load(&shelf, WORDS("coordinator", GOAL), "");
	cr_assert_eq(store_begin(shelf.store), STATUS_OK);
	cr_assert_eq(store_import(shelf.store, shelf.arena,
				  policy_vocabulary(policy), &import, &counts,
				  &fault),
		     STATUS_OK, "%s %s", fault.where, fault.text);
	cr_assert_eq(store_commit(shelf.store), STATUS_OK);
	policy_free(policy);
	return shelf;
}

static void
shelf_clear(struct shelf *shelf)
{
	store_close(shelf->store);
	for (const char *const *end =
		     (const char *const[]){"db", "db-wal", "db-shm", NULL};
	     *end != NULL; end++)
		unlink(arena_printf(shelf->arena, "%s/%s", shelf->path, *end));
	rmdir(shelf->path);
	arena_free(shelf->arena);
}

LEAK_FREE_TEST(policy_fit, refuses_a_vocabulary_that_lacks_what_is_on_file)
{
	struct shelf shelf = shelf_with_a_goal();
	struct policy *older =
		load(&shelf, WORDS("coordinator", GOAL AGREEMENT), "");
	struct policy *newer =
		load(&shelf, WORDS("coordinator", AGREEMENT), "");
	struct fault fault = {0};

	cr_expect_eq(policy_fit_words(shelf.store, older, newer, &fault),
		     STATUS_CONFLICT);
	cr_expect_not_null(strstr(fault.text, "records"));
	cr_expect_not_null(strstr(fault.text, "\"goal\""));
	policy_free(older);
	policy_free(newer);
	shelf_clear(&shelf);
}

LEAK_FREE_TEST(policy_fit, lets_a_word_go_that_nothing_uses)
{
	struct shelf shelf = shelf_with_a_goal();
	struct policy *older =
		load(&shelf, WORDS("coordinator", GOAL AGREEMENT), "");
	struct policy *newer = load(&shelf, WORDS("coordinator", GOAL), "");
	struct fault fault = {0};

	cr_expect_eq(policy_fit_words(shelf.store, older, newer, &fault),
		     STATUS_OK);
	cr_expect_not(fault_is_set(&fault));
	policy_free(older);
	policy_free(newer);
	shelf_clear(&shelf);
}

LEAK_FREE_TEST(policy_fit, refuses_a_policy_that_lacks_an_enrolled_word)
{
	static const char *const roles[] = {"privacy_officer"};
	static const struct store_user fg = {
		.id = "fg", .roles = roles, .role_count = 1};
	static const struct store_partner ggz = {
		.id = "brug", .name = "De Brug", .domain = "ggz", .url = "u"};
	struct shelf shelf = shelf_with_a_goal();
	struct policy *policy = load(&shelf, WORDS("coordinator", GOAL), "");
	struct node node = {.settings.law = "wlz"};
	struct fault fault = {0};

	cr_expect_eq(policy_fit_enrolment(&node, shelf.store, policy, &fault),
		     STATUS_CONFLICT);
	cr_expect_not_null(strstr(fault.text, "\"wlz\" (of this node)"));
	node.settings.law = "zvw";
	fault_clear(&fault);
	cr_expect_eq(policy_fit_enrolment(&node, shelf.store, policy, &fault),
		     STATUS_OK);
	cr_assert_eq(store_users_set(shelf.store, &fg, 1), STATUS_OK);
	cr_expect_eq(policy_fit_enrolment(&node, shelf.store, policy, &fault),
		     STATUS_CONFLICT);
	cr_expect_not_null(strstr(fault.text, "\"privacy_officer\" (of fg)"));
	cr_assert_eq(store_users_set(shelf.store, NULL, 0), STATUS_OK);
	cr_assert_eq(store_partners_set(shelf.store, &ggz, 1), STATUS_OK);
	fault_clear(&fault);
	cr_expect_eq(policy_fit_enrolment(&node, shelf.store, policy, &fault),
		     STATUS_CONFLICT);
	cr_expect_not_null(strstr(fault.text, "\"ggz\" (of brug)"));
	policy_free(policy);
	shelf_clear(&shelf);
}

LEAK_FREE_TEST(policy_fit, says_what_the_newer_shares_against_the_older)
{
	static const struct {
		const char *older, *newer, *shares;
	} rows[] = {
		{PERMIT("goal"), PERMIT("goal"), "same"},
		{"", PERMIT("goal"), "more"},
		{PERMIT("goal"), "", "less"},
		{PERMIT("goal"), PERMIT("agreement"), "both"},
	};
	struct shelf shelf = {.arena = arena_new()};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *words = WORDS("coordinator", GOAL AGREEMENT);
		struct policy *older = load(&shelf, words, rows[i].older);
		struct policy *newer = load(&shelf, words, rows[i].newer);

		cr_expect_str_eq(policy_fit_compare(older, newer),
				 rows[i].shares);
		cr_expect_null(policy_fit_compare(NULL, newer));
		policy_free(older);
		policy_free(newer);
	}
	arena_free(shelf.arena);
}
