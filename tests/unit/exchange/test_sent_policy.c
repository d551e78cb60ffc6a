#include <string.h>

#include "daemon/exchange/sent_policy.h"
#include "leak_free.h"

#define WORDS                                                                  \
	"vocabulary small version 1\\ndomains\\n zvw\\n wmo\\nroles\\n "       \
	"coordinator\\npurposes\\n coordination\\nsensitivity levels\\n "      \
	"normal\\nconsent kinds\\n share\\nlegal bases\\n \\\"AVG 6\\\"\\n"    \
	"category goal\\n  text personal\\n"
#define VOCABULARY "{\"name\":\"small.vocabulary\",\"text\":\"" WORDS "\"}"
#define RULES(more)                                                            \
	"{\"name\":\"own.policy\",\"text\":\"policy own version 1\\n"          \
	"vocabulary \\\"small.vocabulary\\\"\\n"                               \
	"rule R-1 \\\"r\\\" permit goal fields text from zvw to wmo as "       \
	"coordinator for coordination when consent share is given basis "      \
	"\\\"AVG 6\\\" valid from 2026-01-01\\n" more "\"}"

/* What an exchange has by the time its body was parsed. */
static struct exchange
sent(struct arena *arena, const char *files)
{
	struct exchange exchange = {.arena = arena};
	struct fault fault = {0};
	const char *body = arena_printf(arena, "{\"files\":%s}", files);

	cr_assert_eq(json_read(arena, text_of(body), 1 << 20, &exchange.body,
			       &fault),
		     STATUS_OK, "%s %s in %s", fault.where, fault.text, body);
	return exchange;
}

LEAK_FREE_TEST(sent_policy, refuses_names_that_lead_elsewhere)
{
	static const char *const names[] = {
		"../x.policy", "/etc/x.policy", "a\\\\b.policy",
		".x.policy",   "x.txt",		"",
		"x\\n.policy", ".policy",	"c:x.policy",
	};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct arena *arena = arena_new();
		struct exchange exchange = sent(
			arena,
			arena_printf(arena, "[{\"name\":\"%s\",\"text\":\"\"}]",
				     names[i]));
		struct policy *policy = NULL;

		cr_expect_eq(sent_policy_load(&exchange, &policy),
			     STATUS_INVALID, "%s", names[i]);
		cr_expect_str_eq(exchange.fault.where, "/files/0");
		cr_expect_not_null(strstr(exchange.fault.text, "needs a name"));
		cr_expect_null(policy);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(sent_policy, refuses_two_files_of_one_name_and_unknown_members)
{
	static const char *const lists[] = {
		"[" VOCABULARY "," VOCABULARY "]",
		"[{\"name\":\"x.policy\"}]",
		"[{\"name\":\"x.policy\",\"text\":1}]",
		"[{\"name\":\"x.policy\",\"text\":\"\",\"mode\":\"x\"}]",
		"[7]",
		"[]",
	};

	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		struct arena *arena = arena_new();
		struct exchange exchange = sent(arena, lists[i]);
		struct policy *policy = NULL;

		cr_expect_eq(sent_policy_load(&exchange, &policy),
			     STATUS_INVALID, "%s", lists[i]);
		cr_expect(fault_is_set(&exchange.fault));
		cr_expect_null(policy);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(sent_policy, lists_every_mistake_of_the_files)
{
	struct arena *arena = arena_new();
	struct exchange exchange = sent(
		arena, "[" VOCABULARY
		       "," RULES("rule R-2 \\\"r\\\" forbid gaol basis "
				 "\\\"AVG 6\\\" valid from 2026-01-01\\n"
				 "rule R-3 \\\"r\\\" forbid goat basis "
				 "\\\"AVG 6\\\" valid from 2026-01-01\\n") "]");
	struct policy *policy = NULL;

	cr_assert_eq(sent_policy_load(&exchange, &policy), STATUS_INVALID);
	cr_assert_not_null(exchange.found);
	cr_expect_eq(exchange.found->errors, 2);
	cr_expect_str_eq(exchange.found->items[0].file, "own.policy");
	cr_expect_eq(exchange.found->items[0].line, 4);
	cr_expect_not_null(strstr(exchange.fault.text, "mistakes (2)"));
	arena_free(arena);
}

LEAK_FREE_TEST(sent_policy, refuses_a_promise_that_is_not_kept)
{
	struct arena *arena = arena_new();
	struct exchange exchange = sent(
		arena,
		"[" VOCABULARY
		"," RULES("never \\\"goals\\\" goal from any to any\\n") "]");
	struct policy *policy = NULL;

	cr_expect_eq(sent_policy_load(&exchange, &policy), STATUS_INVALID);
	cr_expect_eq(exchange.found->errors, 1);
	arena_free(arena);
}

LEAK_FREE_TEST(sent_policy, refuses_a_test_that_fails)
{
	struct arena *arena = arena_new();
	struct exchange exchange =
		sent(arena,
		     "[" VOCABULARY
		     "," RULES("test \\\"nobody asked\\\" given goal from zvw "
			       "to wmo as coordinator for coordination, "
			       "sensitivity normal, on 2026-05-01 expect "
			       "permit\\n") "]");
	struct policy *policy = NULL;
	size_t tests = 0;

	cr_assert_eq(sent_policy_load(&exchange, &policy), STATUS_OK);
	cr_expect_eq(sent_policy_test(&exchange, policy, &tests),
		     STATUS_INVALID);
	cr_expect_eq(tests, 1);
	cr_expect_eq(exchange.found->errors, 1);
	cr_expect_not_null(strstr(exchange.fault.text, "1 of 1 tests fail"));
	policy_free(policy);
	arena_free(arena);
}

LEAK_FREE_TEST(sent_policy, takes_what_is_sound_with_the_digest_of_its_files)
{
	struct arena *arena = arena_new();
	struct exchange exchange =
		sent(arena, "[" RULES("") "," VOCABULARY "]");
	struct policy *policy = NULL;
	struct policy *again = NULL;
	size_t tests = 7;

	cr_assert_eq(sent_policy_load(&exchange, &policy), STATUS_OK);
	cr_expect_eq(policy_rule_count(policy), 1);
	cr_expect_eq(sent_policy_test(&exchange, policy, &tests), STATUS_OK);
	cr_expect_eq(tests, 0);
	cr_expect_null(exchange.found);
	exchange = sent(arena, "[" VOCABULARY "," RULES("") "]");
	cr_assert_eq(sent_policy_load(&exchange, &again), STATUS_OK);
	cr_expect_str_eq(policy_digest(policy), policy_digest(again));
	policy_free(policy);
	policy_free(again);
	arena_free(arena);
}
