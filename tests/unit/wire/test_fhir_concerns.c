/*
 * Resources about several residents, and who represents them.
 */
#include "reading.h"

#define PATIENTS                                                               \
	"{'resource':{'resourceType':'Patient','id':'p1'}},"                   \
	"{'resource':{'resourceType':'Patient','id':'p2'}},"                   \
	"{'resource':{'resourceType':'Patient','id':'p3'}},"
#define GROUP                                                                  \
	"{'resource':{'resourceType':'Group','id':'h','type':'person',"        \
	"'actual':true,'member':[{'entity':{'reference':'Patient/p2'}},"       \
	"{'inactive':true,'entity':{'reference':'Patient/p3'}},"               \
	"{'entity':{'reference':'Patient/p1'}}]}},"
#define BUNDLE(more)                                                           \
	"{'resourceType':'Bundle','type':'collection','entry':[" PATIENTS      \
		GROUP more "]}"
#define CONCERNS(who)                                                          \
	"{'url':'https://eenplan.nl/fhir/concerns','valueReference':"          \
	"{'reference':'" who "'}}"
#define GOAL(subject, extensions)                                              \
	"{'resource':{'resourceType':'Goal','id':'g1','lifecycleStatus':"      \
	"'active','description':{'text':'kop'},"                               \
	"'subject':{'reference':'" subject "'},'extension':[" extensions "]}}"
#define RELATED(more)                                                          \
	"{'resource':{'resourceType':'RelatedPerson','id':'r1','patient':"     \
	"{'reference':'Patient/p1'},'name':[{'family':'Vos'}]" more "}}"
#define CODED(system, code)                                                    \
	",'relationship':[{'coding':[{'system':'" system "','code':'" code     \
	"'}]}]"
#define OURS "https://eenplan.nl/fhir/representations"
#define V3   "http://terminology.hl7.org/CodeSystem/v3-RoleCode"

static struct import
import_of(struct arena *arena, const char *source)
{
	struct import import;
	struct fault fault;

	cr_assert_eq(reading_fhir(arena, reading_quoted(arena, source), &import,
				  &fault),
		     STATUS_OK, "%s: %s", fault.where, fault.text);
	return import;
}

static void
expect_concerns(const struct import_record *item, const char *resident,
		const char *const *concerns, size_t count)
{
	cr_expect_str_eq(item->resident, resident);
	cr_assert_eq(item->record.concern_count, count, "%s",
		     item->record.origin);
	for (size_t i = 0; i < count; i++)
		cr_expect_str_eq(item->record.concerns[i], concerns[i]);
}

LEAK_FREE_TEST(concerns, must_be_patients)
{
	static const char *const wrong[] = {"Group/h", "#p1", "nobody"};

	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct arena *arena = arena_new();
		struct import import;
		struct fault fault;
		const char *source = arena_printf(
			arena,
			BUNDLE("{'resource':{'resourceType':'Goal','id':'g1',"
			       "'lifecycleStatus':'active','subject':"
			       "{'reference':'Patient/p1'},'extension':["
			       "{'url':'https://eenplan.nl/fhir/concerns',"
			       "'valueReference':{'reference':'%s'}}]}}"),
			wrong[i]);

		cr_expect_eq(reading_fhir(arena, reading_quoted(arena, source),
					  &import, &fault),
			     STATUS_INVALID, "%s", wrong[i]);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(concerns, nobody_else_by_itself)
{
	struct arena *arena = arena_new();
	struct import import = import_of(arena, BUNDLE(GOAL("Patient/p1", "")));

	for (size_t i = 0; i < import.record_count; i++)
		expect_concerns(&import.records[i], "Patient/p1", NULL, 0);
	arena_free(arena);
}

LEAK_FREE_TEST(concerns, every_active_member_of_a_group)
{
	static const char *const others[] = {"Patient/p1"};
	struct arena *arena = arena_new();
	struct import import = import_of(arena, BUNDLE(GOAL("Group/h", "")));

	/* the goal, and the note that its description becomes */
	cr_assert_eq(import.record_count, 2);
	for (size_t i = 0; i < import.record_count; i++)
		expect_concerns(&import.records[i], "Patient/p2", others, 1);
	arena_free(arena);
}

LEAK_FREE_TEST(concerns, whom_the_extension_names_in_all_that_comes_of_it)
{
	static const char *const others[] = {"Patient/p2", "Patient/p3"};
	struct arena *arena = arena_new();
	struct import import = import_of(
		arena,
		BUNDLE(GOAL("Patient/p1", CONCERNS("Patient/p2") "," CONCERNS(
						  "Patient/p3"))));

	cr_assert_eq(import.record_count, 2);
	for (size_t i = 0; i < import.record_count; i++)
		expect_concerns(&import.records[i], "Patient/p1", others, 2);
	arena_free(arena);
}

LEAK_FREE_TEST(concerns, of_an_activity_are_its_own)
{
	static const char *const others[] = {"Patient/p2"};
	struct arena *arena = arena_new();
	struct import import = import_of(
		arena,
		BUNDLE("{'resource':{'resourceType':'CarePlan','id':'c1',"
		       "'status':'active','intent':'plan','subject':"
		       "{'reference':'Patient/p1'},'activity':[{'extension':["
		       "{'url':'https://eenplan.nl/fhir/shareable-text',"
		       "'valueString':'samen'}," CONCERNS(
			       "Patient/p2") "]}]}}"));

	cr_assert_eq(import.record_count, 2);
	expect_concerns(&import.records[0], "Patient/p1", NULL, 0);
	cr_expect_str_eq(import.records[1].record.category, "agreement");
	expect_concerns(&import.records[1], "Patient/p1", others, 1);
	arena_free(arena);
}

LEAK_FREE_TEST(concerns, a_carer_who_is_a_resident_too)
{
	static const char *const others[] = {"Patient/p2"};
	struct arena *arena = arena_new();
	struct import import = import_of(
		arena,
		BUNDLE(RELATED(",'extension':[" CONCERNS("Patient/p2") "]")));

	cr_assert_eq(import.record_count, 1);
	expect_concerns(&import.records[0], "Patient/p1", others, 1);
	/* Whether it leaves is decided by that resident's own consents. */
	cr_expect_str_eq(
		reading_field(arena, &import.records[0].record, "name"), "Vos");
	arena_free(arena);
}

LEAK_FREE_TEST(concerns, a_third_party_is_only_a_role_until_they_agree)
{
#define NAMED                                                                  \
	"{'url':'https://eenplan.nl/fhir/field','extension':["                 \
	"{'url':'name','valueCode':'name'},"                                   \
	"{'url':'value','valueString':'Vos zelf'}]},"                          \
	"{'url':'https://eenplan.nl/fhir/field','extension':["                 \
	"{'url':'name','valueCode':'availability'},"                           \
	"{'url':'value','valueString':'wekelijks'}]}"
	static const char *const silent[] = {
		BUNDLE(RELATED(",'extension':[" NAMED "]")),
		BUNDLE(RELATED(",'extension':[" NAMED
			       ",{'url':'https://eenplan.nl/fhir/own-consent',"
			       "'valueBoolean':false}]")),
	};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(silent); i++) {
		struct import import = import_of(arena, silent[i]);
		const struct record *record = &import.records[0].record;

		cr_assert_eq(import.record_count, 1);
		cr_expect_null(reading_field(arena, record, "name"));
		cr_expect_str_eq(reading_field(arena, record, "availability"),
				 "wekelijks");
		cr_expect_not_null(reading_field(arena, record, "role"));
	}
	struct import import = import_of(
		arena,
		BUNDLE(RELATED(",'extension':[" NAMED
			       ",{'url':'https://eenplan.nl/fhir/own-consent',"
			       "'valueBoolean':true}]")));
	cr_expect_str_eq(
		reading_field(arena, &import.records[0].record, "name"),
		"Vos zelf");
	arena_free(arena);
}

/* --- who represents --- */

LEAK_FREE_TEST(representatives, are_never_guessed)
{
	static const char *const silent[] = {
		BUNDLE(RELATED("")),
		BUNDLE(RELATED(CODED(V3, "NBOR"))),
		BUNDLE(RELATED(CODED(V3, "SIGOTHR"))),
		BUNDLE(RELATED(CODED(OURS, "uncle"))),
		BUNDLE(RELATED(CODED(V3, "DAU") ",'active':false")),
		BUNDLE(RELATED(CODED(OURS, "mentor") ",'period':{'end':"
						     "'2020-01-01'}")),
		BUNDLE(RELATED(",'relationship':[{'text':'mentor'}]")),
	};

	for (size_t i = 0; i < COUNT_OF(silent); i++) {
		struct arena *arena = arena_new();
		struct import import = import_of(arena, silent[i]);

		cr_expect_eq(import.representative_count, 0, "row %zu", i);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(representatives, are_what_a_code_says_and_no_more)
{
	static const struct {
		const char *source;
		enum representation as;
	} rows[] = {
		{BUNDLE(RELATED(CODED(V3, "MTH"))), REPRESENTATION_PARENT},
		{BUNDLE(RELATED(CODED(V3, "GUARD"))), REPRESENTATION_CUSTODY},
		{BUNDLE(RELATED(CODED(V3, "HPOWATT"))), REPRESENTATION_PROXY},
		{BUNDLE(RELATED(CODED(V3, "WIFE"))), REPRESENTATION_PARTNER},
		{BUNDLE(RELATED(CODED(OURS, "bewindvoerder"))),
		 REPRESENTATION_BEWINDVOERDER},
		{BUNDLE(RELATED(",'relationship':[{'coding':[{'system':'" V3
				"','code':'MTH'},{'system':'" OURS
				"','code':'custody'}]}]")),
		 REPRESENTATION_CUSTODY},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *arena = arena_new();
		struct import import = import_of(arena, rows[i].source);

		cr_assert_eq(import.representative_count, 1, "row %zu", i);
		cr_expect_eq(import.representatives[0].as, rows[i].as,
			     "row %zu", i);
		cr_expect_str_eq(import.representatives[0].resident,
				 "Patient/p1");
		cr_expect_str_eq(import.representatives[0].reference,
				 "RelatedPerson/r1");
		cr_expect_str_eq(import.representatives[0].name, "Vos");
		arena_free(arena);
	}
}

/* --- who gave a consent --- */

LEAK_FREE_TEST(representatives, are_named_in_the_consents_they_gave)
{
	static const struct {
		const char *performer, *given_by, *giver;
	} rows[] = {
		{"", "representative", NULL},
		{",'performer':[{'display':'iemand'}]", "representative", NULL},
		{",'performer':[{'reference':'RelatedPerson/r1'}]",
		 "representative", "RelatedPerson/r1"},
		{",'performer':[{'reference':'Patient/p1'}]", "self", NULL},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *arena = arena_new();
		struct import import = import_of(
			arena,
			arena_printf(
				arena,
				BUNDLE(RELATED(
					"") ",{'resource':{'resourceType':'"
					    "Consent',"
					    "'id':'c1','status':'rejected','"
					    "patient'"
					    ":{'reference':'Patient/p1'}%s}}"),
				rows[i].performer));
		const struct consent *consent = &import.consents[0].consent;

		cr_assert_gt(import.consent_count, 0);
		cr_expect_eq(consent->state, CONSENT_REFUSED);
		cr_expect_str_eq(consent->given_by, rows[i].given_by);
		if (rows[i].giver == NULL)
			cr_expect_null(consent->giver);
		else
			cr_expect_str_eq(consent->giver, rows[i].giver);
		arena_free(arena);
	}
}
