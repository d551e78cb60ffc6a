/*
 * The shipped pack, decided row by row of the table in DOMAIN.md, part 4:
 * what each row shares, and what it withholds a step beside it.
 */
#include <string.h>

#include "fixture.h"
#include "leak_free.h"

#define GIVEN	  POLICY_CONSENT_GIVEN
#define NAMED	  POLICY_CONSENT_GIVEN_NAMING
#define REFUSED	  POLICY_CONSENT_REFUSED
#define WITHDRAWN POLICY_CONSENT_WITHDRAWN

struct row_case {
	struct question asked; /* sensitivity normal and age 71 if not said */
	enum policy_verdict verdict;
	const char *rule; /* of the reason; NULL: none is near */
	const char *fields;
	const char *duties;
};

/* The consents follow the facts that every question has. */
#define ASK(from_, to_, role_, purpose_, category_, ...)                       \
	{                                                                      \
		.from = from_, .to = to_, .role = role_, .purpose = purpose_,  \
		.category = category_, ##__VA_ARGS__                           \
	}
#define TEAM(from_, category_, ...)                                            \
	ASK(from_, "wmo", "coordinator", "coordination", category_,            \
	    ##__VA_ARGS__)
#define SHARED(ask, rule_, fields_, duties_)                                   \
	{                                                                      \
		.asked = ask, .verdict = POLICY_PERMIT, .rule = rule_,         \
		.fields = fields_, .duties = duties_                           \
	}
#define FORBIDDEN(ask, rule_)                                                  \
	{                                                                      \
		.asked = ask, .verdict = POLICY_FORBIDDEN, .rule = rule_,      \
		.fields = "", .duties = ""                                     \
	}
#define WITHHELD(ask, nearest)                                                 \
	{                                                                      \
		.asked = ask, .verdict = POLICY_NOTHING_PERMITS,               \
		.rule = nearest, .fields = "", .duties = ""                    \
	}

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

static void
expect_rows(const struct row_case *rows, size_t count)
{
	struct fixture pack = fixture_pack(NULL);

	for (size_t i = 0; i < count; i++)
		expect_row(&rows[i], &pack, i);
	fixture_clear(&pack);
}

#define ROW_TEST(sentence, ...)                                                \
	LEAK_FREE_TEST(pack, sentence)                                         \
	{                                                                      \
		static const struct row_case rows[] = {__VA_ARGS__};           \
                                                                               \
		expect_rows(rows, COUNT_OF(rows));                             \
	}

ROW_TEST(row_1_health_care_hands_over_but_is_not_asked_for_it,
	 WITHHELD(ASK("zvw", "zvw", "nurse", "handover", "diagnosis"),
		  "NL-01b"),
	 WITHHELD(ASK("zvw", "wmo", "coordinator", "handover", "goal",
		      .is_sent = true),
		  "NL-03"),
	 WITHHELD(ASK("zvw", "zvw", "manager", "handover", "goal",
		      .is_sent = true),
		  "NL-01a"),
	 SHARED(ASK("zvw", "zvw", "nurse", "handover", "diagnosis",
		    .is_sent = true),
		"NL-01b", "code, system, text, since", "no_onward_sharing"),
	 SHARED(ASK("zvw", "zvw", "coordinator", "handover", "goal",
		    .is_sent = true),
		"NL-01a", "text, status, start, due, priority",
		"no_onward_sharing"))

ROW_TEST(row_2_looking_into_records_needs_consent_beforehand,
	 WITHHELD(ASK("zvw", "wlz", "nurse", "treatment", "diagnosis",
		      .share = GIVEN, .waiver = GIVEN),
		  "NL-02b"),
	 WITHHELD(ASK("wlz", "zvw", "nurse", "coordination", "agreement",
		      .consultable = WITHDRAWN),
		  "NL-02a"),
	 WITHHELD(ASK("zvw", "insurer", "professional", "treatment", "goal",
		      .consultable = GIVEN),
		  NULL),
	 SHARED(ASK("zvw", "wlz", "nurse", "treatment", "diagnosis",
		    .consultable = GIVEN),
		"NL-02b", "code, system, text, since",
		"log_reason, no_onward_sharing"),
	 SHARED(ASK("wlz", "zvw", "coordinator", "coordination", "agreement",
		    .consultable = GIVEN),
		"NL-02a", "text, owner, contribution, due, status",
		"no_onward_sharing"))

ROW_TEST(row_3_an_assessment_by_the_municipality_needs_explicit_consent,
	 WITHHELD(ASK("zvw", "wmo", "consultant", "assessment", "limitation"),
		  "NL-03"),
	 WITHHELD(ASK("zvw", "municipality", "consultant", "assessment",
		      "limitation", .share = REFUSED),
		  "NL-03"),
	 WITHHELD(ASK("zvw", "municipality", "consultant", "assessment",
		      "diagnosis", .share = NAMED),
		  NULL),
	 SHARED(ASK("zvw", "municipality", "consultant", "assessment",
		    "limitation", .share = GIVEN),
		"NL-03", "text, since", "log_reason, no_onward_sharing"),
	 SHARED(ASK("zvw", "wmo", "coordinator", "assessment", "goal",
		    .share = GIVEN),
		"NL-03", "text, status, start, due",
		"log_reason, no_onward_sharing"))

ROW_TEST(row_5_care_shares_with_support_after_both_consents,
	 WITHHELD(TEAM("zvw", "goal", .share = GIVEN), "NL-05a"),
	 WITHHELD(TEAM("zvw", "goal", .waiver = GIVEN), "NL-05a"),
	 WITHHELD(TEAM("wlz", "wellbeing", .share = GIVEN, .waiver = WITHDRAWN),
		  "NL-05b"),
	 WITHHELD(TEAM("zvw", "service", .share = GIVEN, .waiver = GIVEN),
		  "NL-03"),
	 FORBIDDEN(TEAM("zvw", "goal", .share = GIVEN, .waiver = GIVEN,
			.sensitivity = "high"),
		   "NL-99"),
	 WITHHELD(ASK("zvw", "wmo", "manager", "coordination", "goal",
		      .share = GIVEN, .waiver = GIVEN),
		  "NL-05a"),
	 WITHHELD(ASK("zvw", "participatiewet", "consultant", "coordination",
		      "goal", .share = GIVEN, .waiver = GIVEN),
		  NULL),
	 SHARED(TEAM("zvw", "goal", .share = NAMED, .waiver = GIVEN,
		     .sensitivity = "high"),
		"NL-05a", "text, status, start, due, priority",
		"no_onward_sharing"),
	 SHARED(TEAM("zvw", "goal", .share = GIVEN, .waiver = GIVEN), "NL-05a",
		"text, status, start, due, priority", "no_onward_sharing"),
	 SHARED(TEAM("zvw", "involvement", .share = GIVEN, .waiver = GIVEN),
		"NL-05a",
		"organisation, role, worker, contact, since, until, line",
		"no_onward_sharing"),
	 SHARED(TEAM("zvw", "contact", .share = GIVEN, .waiver = GIVEN),
		"NL-05a", "name, phone, email, preferred", "no_onward_sharing"),
	 SHARED(TEAM("zvw", "agreement", .share = GIVEN, .waiver = GIVEN),
		"NL-05a", "text, owner, contribution, due, status",
		"no_onward_sharing"),
	 SHARED(TEAM("zvw", "contact_moment", .share = GIVEN, .waiver = GIVEN),
		"NL-05a", "date, worker, purpose, value", "no_onward_sharing"),
	 SHARED(TEAM("zvw", "limitation", .share = GIVEN, .waiver = GIVEN),
		"NL-05b", "text, since", "log_reason, no_onward_sharing"),
	 SHARED(ASK("wlz", "jeugdwet", "consultant", "case_conference",
		    "wellbeing", .share = GIVEN, .waiver = GIVEN),
		"NL-05b", "score, date", "log_reason, no_onward_sharing"))

ROW_TEST(row_6_diagnosis_and_medication_need_consent_that_names_them,
	 WITHHELD(TEAM("zvw", "diagnosis", .share = GIVEN, .waiver = GIVEN),
		  "NL-06"),
	 WITHHELD(TEAM("zvw", "medication", .share = NAMED), "NL-06"),
	 SHARED(TEAM("zvw", "medication", .share = NAMED, .waiver = GIVEN),
		"NL-06", "code, system, text", "log_reason, no_onward_sharing"),
	 SHARED(TEAM("wlz", "diagnosis", .share = NAMED, .waiver = NAMED),
		"NL-06", "code, system, text, since",
		"log_reason, no_onward_sharing"))

ROW_TEST(row_7_treatment_notes_never_leave,
	 FORBIDDEN(TEAM("zvw", "treatment_note", .share = NAMED,
			.waiver = NAMED),
		   "NL-07"),
	 FORBIDDEN(ASK("zvw", "zvw", "nurse", "treatment", "treatment_note",
		       .share = NAMED, .consultable = NAMED),
		   "NL-07"),
	 FORBIDDEN(ASK("zvw", "zvw", "nurse", "handover", "treatment_note",
		       .is_sent = true),
		   "NL-07"),
	 WITHHELD(ASK("zvw", "own", "coordinator", "coordination",
		      "treatment_note"),
		  "NL-O3"),
	 SHARED(ASK("zvw", "own", "nurse", "treatment", "treatment_note"),
		"NL-O3", "text, date, author", "log_reason"))

ROW_TEST(row_8_mental_health_care_is_named_or_not_seen,
	 FORBIDDEN(TEAM("ggz", "involvement", .share = GIVEN, .waiver = GIVEN),
		   "NL-08"),
	 FORBIDDEN(TEAM("ggz", "involvement", .waiver = GIVEN), "NL-08"),
	 WITHHELD(TEAM("ggz", "involvement", .share = NAMED), "NL-08a"),
	 WITHHELD(TEAM("ggz", "limitation", .share = NAMED, .waiver = NAMED),
		  NULL),
	 WITHHELD(ASK("ggz", "welzijn", "professional", "coordination",
		      "agreement", .share = NAMED, .waiver = NAMED),
		  NULL),
	 SHARED(TEAM("ggz", "involvement", .share = NAMED, .waiver = GIVEN),
		"NL-08a", "worker, contact, since, until",
		"log_reason, no_onward_sharing, mask_kind"),
	 SHARED(TEAM("ggz", "agreement", .share = NAMED, .waiver = GIVEN),
		"NL-08b", "text, owner, contribution, due, status",
		"log_reason, no_onward_sharing, mask_kind"))

ROW_TEST(row_13_welfare_gets_agreements_and_contact_by_consent,
	 WITHHELD(ASK("wmo", "welzijn", "professional", "coordination",
		      "agreement"),
		  "NL-13a"),
	 WITHHELD(ASK("zvw", "welzijn", "professional", "coordination",
		      "agreement", .share = GIVEN),
		  "NL-13b"),
	 WITHHELD(ASK("zvw", "welzijn", "professional", "coordination", "goal",
		      .share = NAMED, .waiver = NAMED),
		  NULL),
	 WITHHELD(ASK("zvw", "welzijn", "professional", "coordination",
		      "limitation", .share = NAMED, .waiver = NAMED),
		  NULL),
	 SHARED(ASK("wmo", "welzijn", "professional", "coordination",
		    "agreement", .share = GIVEN),
		"NL-13a", "text, owner, contribution, due, status",
		"no_onward_sharing"),
	 SHARED(ASK("wlz", "welzijn", "coordinator", "coordination", "contact",
		    .share = GIVEN, .waiver = GIVEN),
		"NL-13b", "name, phone, email, preferred", "no_onward_sharing"))

ROW_TEST(welfare_shares_its_part_with_the_district_team,
	 WITHHELD(TEAM("welzijn", "want_can_need"), "NL-13c"),
	 WITHHELD(TEAM("welzijn", "finance", .share = NAMED), NULL),
	 SHARED(TEAM("welzijn", "want_can_need", .share = GIVEN), "NL-13c",
		"want, can, need, date", "no_onward_sharing"),
	 SHARED(TEAM("welzijn", "involvement", .share = GIVEN), "NL-13c",
		"organisation, role, worker, contact, since, until, line",
		"no_onward_sharing"),
	 SHARED(TEAM("welzijn", "informal_support", .share = GIVEN), "NL-13d",
		"role, availability", "no_onward_sharing"))

ROW_TEST(row_14_volunteers_see_agreements_and_contact_and_no_health,
	 WITHHELD(ASK("wmo", "welzijn", "volunteer", "coordination",
		      "agreement"),
		  "NL-14a"),
	 FORBIDDEN(ASK("zvw", "welzijn", "volunteer", "coordination",
		       "limitation", .share = NAMED, .waiver = NAMED),
		   "NL-14"),
	 FORBIDDEN(ASK("welzijn", "own", "volunteer", "coordination",
		       "want_can_need"),
		   "NL-14"),
	 WITHHELD(ASK("zvw", "wmo", "volunteer", "coordination", "agreement",
		      .share = GIVEN),
		  "NL-14b"),
	 SHARED(ASK("wmo", "welzijn", "volunteer", "coordination", "agreement",
		    .share = GIVEN),
		"NL-14a", "text, owner, due, status", "no_onward_sharing"),
	 SHARED(ASK("zvw", "wmo", "volunteer", "coordination", "contact",
		    .share = GIVEN, .waiver = GIVEN),
		"NL-14b", "name, phone, preferred", "no_onward_sharing"),
	 SHARED(ASK("welzijn", "own", "volunteer", "coordination",
		    "informal_support"),
		"NL-O4", "role, availability, name, phone", ""))

ROW_TEST(row_28_judicial_data_is_never_shared,
	 FORBIDDEN(TEAM("wmo", "judicial", .share = NAMED, .waiver = NAMED),
		   "NL-28"),
	 FORBIDDEN(ASK("zvw", "own", "professional", "treatment", "judicial"),
		   "NL-28"))

ROW_TEST(own_staff_see_their_own_records_by_role,
	 WITHHELD(ASK("wmo", "own", "manager", "coordination", "goal"),
		  "NL-O1"),
	 WITHHELD(ASK("wmo", "own", "coordinator", "evaluation", "goal"),
		  "NL-O1"),
	 WITHHELD(ASK("wmo", "own", "coordinator", "coordination", "finance"),
		  NULL),
	 SHARED(ASK("ggz", "own", "coordinator", "coordination", "involvement"),
		"NL-O1",
		"organisation, role, worker, contact, since, until, line", ""),
	 SHARED(ASK("wmo", "own", "consultant", "assessment", "limitation",
		    .sensitivity = "very_high"),
		"NL-O2", "text, since", "log_reason"))

LEAK_FREE_TEST(pack, nothing_is_shared_when_no_consent_is_known)
{
	struct fixture pack = fixture_pack(NULL);
	const struct vocabulary *words = policy_vocabulary(pack.policy);
	int own = vocabulary_find(words, VOCABULARY_DOMAIN, "own");
	struct policy_asker asker = {.day = 20600};
	struct policy_item item = {.sensitivity = 0, .age_years = 40};
	size_t domains = vocabulary_count(words, VOCABULARY_DOMAIN);
	size_t roles = vocabulary_count(words, VOCABULARY_ROLE);
	size_t purposes = vocabulary_count(words, VOCABULARY_PURPOSE);
	size_t categories = vocabulary_count(words, VOCABULARY_CATEGORY);
	size_t cells = 0;

	for (size_t i = 0; i < domains * roles * purposes; i++) {
		struct arena *arena = arena_new();

		asker.to = (int)(i % domains);
		asker.role = (int)(i / domains % roles);
		asker.purpose = (int)(i / domains / roles);
		if (asker.to == own) {
			arena_free(arena);
			continue;
		}

		struct policy_prepared *prepared =
			policy_prepare(arena, pack.policy, &asker);

		for (size_t c = 0; c < categories * domains; c++) {
			item.category = (int)(c % categories);
			item.from = (int)(c / categories);
			cells += policy_decide(prepared, &item).fields != 0;
		}
		arena_free(arena);
	}
	cr_expect_eq(cells, 0);
	fixture_clear(&pack);
}

LEAK_FREE_TEST(pack, the_example_of_the_language_means_what_its_tests_say)
{
	struct fixture pack = fixture_pack("tests/policy/care-support.policy");
	struct row_case rows[] = {
		SHARED(ASK("wlz", "wmo", "consultant", "assessment", "goal",
			   .share = GIVEN, .waiver = GIVEN),
		       "WMO-017", "text, status, due",
		       "log_reason, no_onward_sharing"),
		WITHHELD(ASK("wlz", "wmo", "consultant", "assessment", "goal",
			     .share = GIVEN),
			 "WMO-017"),
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_row(&rows[i], &pack, i);
	fixture_clear(&pack);
}

LEAK_FREE_TEST(pack, a_dutch_overlay_forbids_and_permits_beside_it)
{
	struct fixture pack =
		fixture_pack("tests/policy/regional-overlay.policy");
	struct row_case rows[] = {
		FORBIDDEN(TEAM("zvw", "wellbeing", .share = GIVEN,
			       .waiver = GIVEN, .age = 15),
			  "REG-01"),
		SHARED(TEAM("zvw", "wellbeing", .share = GIVEN, .waiver = GIVEN,
			    .age = 16),
		       "NL-05b", "score, date",
		       "log_reason, no_onward_sharing"),
		WITHHELD(TEAM("wonen", "agreement"), "REG-02"),
		WITHHELD(TEAM("wonen", "agreement", .share = GIVEN), "REG-02"),
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_row(&rows[i], &pack, i);
	fixture_clear(&pack);
}
