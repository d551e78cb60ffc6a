#include <string.h>

#include "row.h"

static void
expect_row(const struct row_case *row, const struct fixture *pack, size_t i)
{
	struct question asked = row->asked;

	if (asked.sensitivity == NULL)
		asked.sensitivity = "normal";
	if (asked.age == 0)
		asked.age = 71;

	struct policy_decision decision = fixture_decide(pack, &asked);
	struct policy_asker asker = fixture_asker(pack->policy, &asked);
	struct policy_item item = fixture_item(pack->policy, &asked);
	struct policy_reason reason = policy_explain(
		pack->arena, policy_prepare(pack->arena, pack->policy, &asker),
		&item, &decision);

	cr_expect_eq(decision.verdict, row->verdict, "case %zu: %s", i,
		     reason.rule);
	cr_expect_str_eq(fixture_fields(pack, asked.category, decision.fields),
			 row->fields, "case %zu", i);
	cr_expect_str_eq(fixture_duties(pack, decision.duties), row->duties,
			 "case %zu", i);
	if (row->rule == NULL)
		cr_expect_null(reason.rule, "case %zu: %s", i, reason.rule);
	else
		cr_expect(reason.rule != NULL &&
				  strcmp(reason.rule, row->rule) == 0,
			  "case %zu: %s", i, reason.rule);
}

void
row_expect_of(const struct fixture *pack, const struct row_case *rows,
	      size_t count)
{
	for (size_t i = 0; i < count; i++)
		expect_row(&rows[i], pack, i);
}

void
row_expect(const struct row_case *rows, size_t count)
{
	struct fixture pack = fixture_pack(NULL);

	row_expect_of(&pack, rows, count);
	fixture_clear(&pack);
}
