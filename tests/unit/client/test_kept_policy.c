#include "client/kept_policy.h"

#include "support.h"

static const struct json *
about(struct arena *arena, const char *source)
{
	const struct json *value;
	struct fault fault = {0};

	cr_assert_eq(json_read(arena, text_of(source), 4096, &value, &fault),
		     STATUS_OK);
	return value;
}

LEAK_FREE_TEST(kept_policy, takes_only_a_number_for_a_version)
{
	static const char *const wrong[] = {
		"", "x", "-1", "1x", " 1", "1.0", "99999999999999999999",
	};
	int64_t version = 7;

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_expect_eq(kept_policy_number(wrong[i], &version),
			     EXIT_CODE_USAGE, "%s", wrong[i]);
	cr_expect_eq(kept_policy_number("12", &version), EXIT_CODE_OK);
	cr_expect_eq(version, 12);
}

LEAK_FREE_TEST(kept_policy, says_how_it_came_in_force)
{
	static const struct {
		const char *source, *how, *shares;
	} rows[] = {
		{"{\"way\":\"folder\"}", "from the configuration", ""},
		{"{\"way\":\"load\",\"user\":\"fg\",\"shares\":\"more\"}",
		 "loaded by fg", "more"},
		{"{\"way\":\"rollback\",\"user\":\"fg\",\"shares\":\"both\"}",
		 "put back by fg", "more and less"},
		/* by a newer node, perhaps */
		{"{\"way\":\"magic\",\"user\":\"fg\",\"shares\":\"magic\"}",
		 "loaded by fg", ""},
		{"{}", "from the configuration", ""},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *arena = arena_new();
		const struct json *one = about(arena, rows[i].source);

		cr_expect_str_eq(kept_policy_how(arena, one), rows[i].how);
		cr_expect_str_eq(kept_policy_shares(one), rows[i].shares);
		arena_free(arena);
	}
}
