#include "eenplan/base/clock.h"
#include "reading.h"

#define PARTICIPATION                                                          \
	"http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
#define TO(role, kind, id)                                                     \
	"'actor':[{'role':{'coding':[{'system':'" PARTICIPATION                \
	"','code':'" role "'}]},'reference':{'identifier':{'system':"          \
	"'https://eenplan.nl/fhir/" kind "','value':'" id "'}}}]"
#define TO_WIJKTEAM TO("IRCP", "organisations", "wijkteam")
#define SHARE                                                                  \
	"[{'coding':[{'system':'https://eenplan.nl/fhir/consent-kinds',"       \
	"'code':'share'}]}]"
#define SELF "[{'reference':'Patient/p1'}]"
#define CONSENT(status, category, performer, provision)                        \
	"{'resourceType':'Consent','id':'c1','status':'" status                \
	"','scope':{'coding':[{'system':"                                      \
	"'http://terminology.hl7.org/CodeSystem/consentscope',"                \
	"'code':'patient-privacy'}]},'category':" category                     \
	",'patient':{'reference':'Patient/p1'},'performer':" performer         \
	",'dateTime':'2026-11-01','provision':{" provision "}}"
#define ACTIVE(provision) CONSENT("active", SHARE, SELF, provision)

static const struct {
	const char *source;
	enum consent_state state;
	const char *noted; /* NULL: nothing */
} states[] = {
	/* exactly said */
	{ACTIVE("'type':'permit'," TO_WIJKTEAM), CONSENT_GIVEN, NULL},
	{ACTIVE("'type':'deny'," TO_WIJKTEAM), CONSENT_REFUSED, NULL},
	{CONSENT("inactive", SHARE, SELF, "'type':'permit'," TO_WIJKTEAM),
	 CONSENT_WITHDRAWN, NULL},
	{CONSENT("rejected", SHARE, SELF, "'type':'permit'," TO_WIJKTEAM),
	 CONSENT_REFUSED, NULL},
	/* not said */
	{ACTIVE(TO_WIJKTEAM), CONSENT_UNKNOWN, "Consent.provision.type"},
	{CONSENT("draft", SHARE, SELF, "'type':'permit'," TO_WIJKTEAM),
	 CONSENT_UNKNOWN, "Consent.status"},
	{CONSENT("proposed", SHARE, SELF, "'type':'permit'," TO_WIJKTEAM),
	 CONSENT_UNKNOWN, "Consent.status"},
	/* said in a way that can't be kept exactly */
	{CONSENT("active", SHARE, "[]", "'type':'permit'," TO_WIJKTEAM),
	 CONSENT_UNKNOWN, "Consent.performer"},
	{CONSENT("active", SHARE, "[{'reference':'Practitioner/x'}]",
		 "'type':'permit'," TO_WIJKTEAM),
	 CONSENT_UNKNOWN, "Consent.performer"},
	{CONSENT("active", SHARE, "[{'reference':'RelatedPerson/x'}]",
		 "'type':'permit'," TO_WIJKTEAM),
	 CONSENT_UNKNOWN, "Consent.performer"},
	{CONSENT("active", "[{'text':'privacy'}]", SELF,
		 "'type':'permit'," TO_WIJKTEAM),
	 CONSENT_UNKNOWN, "Consent.category"},
	{ACTIVE("'type':'permit'," TO("CST", "organisations", "x")),
	 CONSENT_UNKNOWN, "Consent.provision.actor"},
	{ACTIVE("'type':'permit'," TO("IRCP", "practices", "x")),
	 CONSENT_UNKNOWN, "Consent.provision.actor"},
	{ACTIVE("'type':'permit','securityLabel':[{'code':'N'}]," TO_WIJKTEAM),
	 CONSENT_UNKNOWN, "Consent.provision.securityLabel"},
	{ACTIVE("'type':'permit','provision':[{'type':'deny'}]," TO_WIJKTEAM),
	 CONSENT_UNKNOWN, "Consent.provision.provision"},
	{ACTIVE("'type':'permit','purpose':[{'system':'x','code':'y'}]"
		"," TO_WIJKTEAM),
	 CONSENT_UNKNOWN, "Consent.provision.purpose"},
	{ACTIVE("'type':'permit','code':[{'coding':[{'system':"
		"'http://loinc.org','code':'34133-9'}]}]," TO_WIJKTEAM),
	 CONSENT_UNKNOWN, "Consent.provision.code"},
	{ACTIVE("'type':'permit','action':[{'coding':[{'system':"
		"'http://terminology.hl7.org/CodeSystem/consentaction',"
		"'code':'correct'}]}]," TO_WIJKTEAM),
	 CONSENT_UNKNOWN, "Consent.provision.action"},
	{ACTIVE("'type':'permit','period':{'start':'2026-01'}," TO_WIJKTEAM),
	 CONSENT_UNKNOWN, "Consent.provision.period"},
	{ACTIVE("'type':'permit','period':{'end':'2026-01-01T10:00:00Z'}"
		"," TO_WIJKTEAM),
	 CONSENT_UNKNOWN, "Consent.provision.period"},
	/* a refusal stays one, however vague */
	{CONSENT("active", "[{'text':'privacy'}]", "[]",
		 "'type':'deny','securityLabel':[{'code':'N'}]"),
	 CONSENT_REFUSED, "Consent.provision.securityLabel"},
};

LEAK_FREE_TEST(fhir_consent, is_never_wider_than_its_source)
{
	for (size_t at = 0; at < COUNT_OF(states); at++) {
		struct arena *arena = arena_new();
		struct import import = reading_import(arena, states[at].source);

		cr_assert_geq(import.consent_count, 1, "%s", states[at].source);
		for (size_t one = 0; one < import.consent_count; one++)
			cr_expect_eq(
				import.consents[one].consent.state,
				states[at].state, "%s: %s",
				consent_state_word(
					import.consents[one].consent.state),
				states[at].source);
		if (states[at].noted != NULL)
			cr_expect_geq(reading_note(&import, states[at].noted),
				      1, "%s", states[at].source);
		else
			cr_expect_eq(import.note_count, 0, "%s",
				     states[at].source);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(fhir_consent, entered_in_error_is_none)
{
	struct arena *arena = arena_new();
	struct import import =
		reading_import(arena, CONSENT("entered-in-error", SHARE, SELF,
					      "'type':'permit'," TO_WIJKTEAM));

	cr_assert_eq(import.consent_count, 0);
	cr_assert_eq(reading_note(&import, "Consent"), 1);
	arena_free(arena);
}

LEAK_FREE_TEST(fhir_consent, a_vague_refusal_covers_anyone_and_every_kind)
{
	struct arena *arena = arena_new();
	struct import import = reading_import(
		arena,
		CONSENT("active", "[{'text':'privacy'}]", SELF,
			"'type':'deny','purpose':[{'code':'y'}],"
			"'period':{'start':'2026'}," TO("CST", "x", "y")));

	cr_assert_eq(import.consent_count, 3);
	for (size_t at = 0; at < 3; at++) {
		const struct consent *consent = &import.consents[at].consent;

		cr_expect_eq(consent->state, CONSENT_REFUSED);
		cr_expect_eq(consent->recipient_kind, CONSENT_TO_ANYONE);
		cr_expect_eq(consent->purpose_count, 0);
		cr_expect_eq(consent->from_day, CLOCK_DAY_NONE);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(fhir_consent, keeps_every_limit_that_it_understands)
{
	struct arena *arena = arena_new();
	struct import import = reading_import(
		arena,
		CONSENT("active",
			"[{'coding':[{'system':"
			"'https://eenplan.nl/fhir/consent-kinds','code':"
			"'secrecy_waiver'}]}]",
			SELF,
			"'type':'permit','period':{'start':'2026-01-01','end':"
			"'2026-12-31'},'purpose':[{'system':"
			"'http://terminology.hl7.org/CodeSystem/v3-ActReason',"
			"'code':'COC'}],'code':[{'coding':[{'system':"
			"'https://eenplan.nl/fhir/categories','code':'goal'}]}"
			"]," TO("PRCP", "domains", "wmo")));
	const struct consent *consent = &import.consents[0].consent;

	cr_assert_eq(import.consent_count, 1);
	cr_expect_eq(consent->state, CONSENT_GIVEN);
	cr_expect_str_eq(consent->kind, "secrecy_waiver");
	cr_expect_str_eq(consent->given_by, "self");
	cr_expect_eq(consent->recipient_kind, CONSENT_TO_DOMAIN);
	cr_expect_str_eq(consent->recipient, "wmo");
	cr_assert_eq(consent->category_count, 1);
	cr_expect_str_eq(consent->categories[0], "goal");
	cr_assert_eq(consent->purpose_count, 1);
	cr_expect_str_eq(consent->purposes[0], "coordination");
	cr_expect_eq(consent->until_day - consent->from_day, 364);
	cr_expect_eq(consent->recorded_ms, 1793491200000);
	arena_free(arena);
}

LEAK_FREE_TEST(fhir_consent, several_recipients_are_several_records)
{
	struct arena *arena = arena_new();
	struct import import = reading_import(
		arena,
		ACTIVE("'type':'permit','actor':[{'role':{'coding':[{'system':"
		       "'" PARTICIPATION "','code':'IRCP'}]},'reference':{"
		       "'identifier':{'system':"
		       "'https://eenplan.nl/fhir/organisations','value':'a'}}"
		       "},{'role':{'coding':[{'system':'" PARTICIPATION
		       "','code':'IRCP'}]},'reference':{'identifier':{"
		       "'system':'https://eenplan.nl/fhir/roles','value':"
		       "'coordinator'}}}]"));

	cr_assert_eq(import.consent_count, 2);
	cr_expect_str_eq(import.consents[0].origin, "Consent/c1");
	cr_expect_str_eq(import.consents[1].origin, "Consent/c1#2");
	cr_expect_str_eq(import.consents[0].consent.recipient, "a");
	cr_expect_eq(import.consents[1].consent.recipient_kind,
		     CONSENT_TO_ROLE);
	arena_free(arena);
}
