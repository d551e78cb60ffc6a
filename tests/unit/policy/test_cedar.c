/*
 * That both engines decide alike is tried by tests/policy/cedar-compare.
 */
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/policy/cedar.h"
#include "fixture.h"
#include "leak_free.h"

static const char *
exported(struct fixture *fixture)
{
	struct buf out;

	buf_init(&out, fixture->arena, 1024);
	cedar_export(fixture->policy, &out);
	return buf_string(&out);
}

LEAK_FREE_TEST(cedar, permit_asks_that_each_fact_is_known)
{
	struct fixture fixture = fixture_rules(
		"rule R-1 \"a title\" permit goal fields text, due from zvw\n"
		" to wmo as consultant for assessment\n"
		" when consent share is given and age is at least 16\n"
		" duty log_reason basis \"BW 7:457\"\n"
		" valid from 2026-01-01 until 2026-12-31\n");

	cr_expect_str_eq(
		exported(&fixture),
		"@id(\"R-1\")\n@title(\"a title\")\n@basis(\"BW 7:457\")\n"
		"@duty(\"log_reason\")\npermit (\n  principal,\n"
		"  action in [\n    Action::\"goal.text\",\n"
		"    Action::\"goal.due\"\n  ],\n  resource\n)\nwhen {\n"
		"  (context has to && [\"wmo\"].contains(context.to)) &&\n"
		"  (context has role && [\"consultant\"].contains(context.role"
		")) &&\n"
		"  (context has purpose && [\"assessment\"].contains("
		"context.purpose)) &&\n"
		"  (context.sent || ![\"handover\"].contains(context.purpose)) "
		"&&\n"
		"  (context has from && [\"zvw\"].contains(context.from)) &&\n"
		"  (context has consent_share && ([\"given\", \"naming\"]."
		"contains(context.consent_share))) &&\n"
		"  (context has age && (context.age >= 16)) &&\n"
		"  (context has day && (context.day >= 20260101 && "
		"context.day <= 20261231))\n};\n");
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(cedar, forbid_applies_to_what_is_unknown)
{
	struct fixture fixture = fixture_rules(
		"rule R-1 \"f\" forbid goal from ggz\n"
		" unless consent share names the category" FIXTURE_TAIL);
	const char *text = exported(&fixture);

	cr_expect(strstr(text, "(!(context has from) || "
			       "[\"ggz\"].contains(context.from))") != NULL,
		  "%s", text);
	cr_expect(strstr(text,
			 "((!(context has consent_share) || !("
			 "[\"naming\"].contains(context.consent_share))))") !=
			  NULL,
		  "%s", text);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(cedar, context_leaves_out_what_is_unknown)
{
	struct fixture fixture = fixture_rules("");
	struct policy_asker asker = {.to = 2,
				     .role = VOCABULARY_UNKNOWN,
				     .purpose = 99,
				     .day = CLOCK_DAY_NONE};
	struct policy_item item = {.category = 0,
				   .from = VOCABULARY_UNKNOWN,
				   .sensitivity = 1,
				   .age_years = POLICY_AGE_UNKNOWN,
				   .owner = POLICY_OWNER_OTHER,
				   .consent = {POLICY_CONSENT_REFUSED}};
	struct buf out;

	buf_init(&out, fixture.arena, 256);
	cedar_context(fixture.policy, &asker, &item, &out);
	cr_expect_str_eq(buf_string(&out),
			 "{\"sent\":false,\"to\":\"wmo\",\"sensitivity\":"
			 "\"high\",\"owner\":\"other\",\"consent_share\":"
			 "\"refused\"}");
	fixture_clear(&fixture);
}
