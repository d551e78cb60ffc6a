#include "eenplan/base/clock.h"
#include "leaks.h"
#include "reading.h"

#define PATIENT "{'resource':{'resourceType':'Patient','id':'p1'}}"
#define BUNDLE(entries)                                                        \
	"{'resourceType':'Bundle','type':'collection','entry':[" entries "]}"
#define GOAL(more)                                                             \
	"{'resourceType':'Goal','id':'g1','lifecycleStatus':'active',"         \
	"'subject':{'reference':'Patient/p1'}" more "}"
#define TASK(more)                                                             \
	"{'resourceType':'Task','id':'t1','status':'ready','intent':'plan',"   \
	"'for':{'reference':'Patient/p1'}" more "}"
#define EXTENSION(name, value)                                                 \
	"{'url':'https://eenplan.nl/fhir/" name "'," value "}"
#define FIELD(name, value)                                                     \
	EXTENSION("field", "'extension':[{'url':'name','valueCode':'" name     \
			   "'},{'url':'value','valueString':'" value "'}]")

/* --- what is refused --- */

static const struct {
	const char *source;
	const char *where;
	const char *text;
} refused[] = {
	{"[]", "the document", "no resourceType"},
	{"{}", "the document", "no resourceType"},
	{"{'resourceType':'Goal'}", "the document", "without an id"},
	{"{'resourceType':'Goal','id':'a b'}", "the document", "without an id"},
	{"{'resourceType':'Observation','id':'o1'}", "Observation/o1",
	 "isn't imported"},
	{"{'resourceType':'Bundle','type':'transaction','entry':[" PATIENT "]}",
	 "Bundle.type", "collection"},
	{BUNDLE(""), "Bundle.entry", "at least one"},
	{BUNDLE("{}"), "Bundle.entry[0]", "has no resource"},
	{BUNDLE(PATIENT ",{'resource':{'id':'x'}}"), "Bundle.entry[1]",
	 "no resourceType"},
	{BUNDLE(PATIENT "," PATIENT), "Patient/p1", "twice"},
	{"{'resourceType':'Bundle','type':'collection','timestamp':'now',"
	 "'entry':[" PATIENT "]}",
	 "Bundle.timestamp", "no time that exists"},
	{GOAL(",'startDate':'2026-13-01'"), "Goal/g1.startDate", "no date"},
	{GOAL(",'startDate':'2026-13'"), "Goal/g1.startDate", "no date"},
	{GOAL(",'startDate':20260101"), "Goal/g1.startDate", "a string"},
	{GOAL(",'target':{'dueDate':'2026-01-01'}"), "Goal/g1.target",
	 "an array"},
	{GOAL(",'target':['2026-01-01']"), "Goal/g1.target",
	 "a list of objects"},
	{GOAL(",'meta':{'lastUpdated':'yesterday'}"),
	 "Goal/g1.meta.lastUpdated", "no time that exists"},
	{GOAL(",'addresses':[{'reference':'#c1'}]"), "Goal/g1.contained",
	 "'#c1'"},
	{GOAL(",'addresses':[{'reference':'urn:uuid:" UUID_ONE "'}]"),
	 "Goal/g1", "isn't in the bundle"},
	{GOAL(",'addresses':[{'reference':'Condition'}]"), "Goal/g1",
	 "'Patient/p1'"},
	{GOAL(",'contained':[{'resourceType':'Goal','id':'x','contained':[{"
	      "'resourceType':'Goal','id':'y'}]}]"),
	 "Goal/g1#x.contained", "inside a contained"},
	{GOAL(",'contained':[{'resourceType':'Condition'}]"),
	 "Goal/g1.contained", "id of its own"},
	{GOAL(",'contained':[{'resourceType':'Condition','id':'a'},"
	      "{'resourceType':'Condition','id':'a'}]"),
	 "Goal/g1.contained", "id of its own"},
	{GOAL(",'extension':[" EXTENSION("sharable", "'valueString':'x'") "]"),
	 "Goal/g1.extension", "sharable"},
	{GOAL(",'extension':[" FIELD("Text", "x") "]"), "Goal/g1.extension",
	 "needs a name"},
	{GOAL(",'extension':[" EXTENSION("field", "'valueString':'x'") "]"),
	 "Goal/g1.extension", "needs a name"},
	{GOAL(",'extension':[" EXTENSION("category",
					 "'valueCode':'Signal!'") "]"),
	 "Goal/g1.extension", "no word of the vocabulary"},
	{"{'resourceType':'Goal','id':'g1','lifecycleStatus':'great',"
	 "'subject':{'reference':'Patient/p1'}}",
	 "Goal/g1.lifecycleStatus", "must be one of proposed, planned"},
	{"{'resourceType':'Group','id':'h1','type':'person','actual':true,"
	 "'member':[{'entity':{'reference':'Practitioner/x'}}]}",
	 "Group/h1.member", "a Patient"},
	{"{'resourceType':'Patient','id':'p1','identifier':[{'system':"
	 "'http://fhir.nl/fhir/NamingSystem/bsn','value':'12345678'}]}",
	 "Patient/p1.identifier", "nine digits"},
	{"{'resourceType':'Patient','id':'p1','identifier':[{'system':"
	 "'http://fhir.nl/fhir/NamingSystem/bsn','value':'000000000'}]}",
	 "Patient/p1.identifier", "nine digits"},
};

LEAK_FREE_TEST(fhir, refuses_what_cannot_be_trusted_and_says_where)
{
	for (size_t at = 0; at < COUNT_OF(refused); at++) {
		struct arena *arena = arena_new();
		struct import import;
		struct fault fault;

		cr_expect_eq(
			reading_fhir(arena,
				     reading_quoted(arena, refused[at].source),
				     &import, &fault),
			STATUS_INVALID, "%s", refused[at].source);
		cr_expect_str_eq(fault.where, refused[at].where, "%s: %s %s",
				 refused[at].source, fault.where, fault.text);
		cr_expect_not_null(strstr(fault.text, refused[at].text),
				   "%s: %s", refused[at].source, fault.text);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(fhir, refuses_more_than_an_arena_can_hold)
{
	struct arena *arena = arena_new();
	struct import import;
	struct fault fault;
	struct buf out;

	buf_init(&out, arena, 1024 * 1024);
	buf_add_string(&out, "{\"resourceType\":\"Goal\",\"id\":\"g1\","
			     "\"lifecycleStatus\":\"active\",\"subject\":{"
			     "\"reference\":\"Patient/p1\"},\"note\":[");
	for (int at = 0; at < 450000; at++)
		buf_add_string(&out, "{\"text\":\"a\"},");
	buf_add_string(&out, "{\"text\":\"a\"}]}");
	cr_assert_eq(reading_fhir(arena, reading_json(arena, buf_string(&out)),
				  &import, &fault),
		     STATUS_INVALID);
	cr_expect_not_null(strstr(fault.text, "split it"));
	arena_free(arena);
}

LEAK_FREE_TEST(fhir, refuses_a_record_under_no_law)
{
	struct arena *arena = arena_new();
	struct fhir_settings settings = {.law = NULL};
	struct import import;
	struct fault fault;

	fault_clear(&fault);
	cr_assert_eq(fhir_read(arena, reading_quoted(arena, GOAL("")),
			       &settings, &import, &fault),
		     STATUS_INVALID);
	cr_assert_not_null(strstr(fault.text, "under which law"));
	arena_free(arena);
}

/* --- what never becomes a record --- */

static const struct {
	const char *source;
	const char *noted;
} not_imported[] = {
	{TASK(",'modifierExtension':[{'url':'http://x'}]"), "Task"},
	{TASK(",'implicitRules':'http://x'"), "Task"},
	{"{'resourceType':'Goal','id':'g1','lifecycleStatus':"
	 "'entered-in-error','subject':{'reference':'Patient/p1'}}",
	 "Goal"},
	{"{'resourceType':'ServiceRequest','id':'s1','status':'active',"
	 "'intent':'order','doNotPerform':true,"
	 "'subject':{'reference':'Patient/p1'}}",
	 "ServiceRequest"},
	{"{'resourceType':'RelatedPerson','id':'r1','active':false,"
	 "'patient':{'reference':'Patient/p1'}}",
	 "RelatedPerson"},
	{"{'resourceType':'Condition','id':'c1','verificationStatus':{"
	 "'coding':[{'system':'http://terminology.hl7.org/CodeSystem/"
	 "condition-ver-status','code':'refuted'}]},'code':{'text':'x'},"
	 "'subject':{'reference':'Patient/p1'}}",
	 "Condition.verificationStatus"},
	{"{'resourceType':'MedicationStatement','id':'m1','status':"
	 "'not-taken','medicationCodeableConcept':{'text':'x'},"
	 "'subject':{'reference':'Patient/p1'}}",
	 "MedicationStatement"},
	{"{'resourceType':'Group','id':'h1','type':'animal','actual':true}",
	 "Group"},
	{"{'resourceType':'Goal','id':'g1','lifecycleStatus':'active',"
	 "'description':{'text':'x'},"
	 "'subject':{'reference':'https://elsewhere.example/Patient/p1'}}",
	 "Goal.subject"},
	{"{'resourceType':'Task','id':'t1','status':'ready',"
	 "'intent':'plan','description':'x'}",
	 "Task.for"},
};

LEAK_FREE_TEST(fhir, notes_what_it_does_not_take)
{
	for (size_t at = 0; at < COUNT_OF(not_imported); at++) {
		struct arena *arena = arena_new();
		struct import import =
			reading_import(arena, not_imported[at].source);

		cr_expect_eq(import.record_count, 0, "%s",
			     not_imported[at].source);
		cr_expect_eq(import.household_count, 0);
		cr_expect_geq(reading_note(&import, not_imported[at].noted), 1,
			      "%s", not_imported[at].source);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(fhir, counts_elements_it_has_no_place_for)
{
	struct arena *arena = arena_new();
	struct import import = reading_import(
		arena, GOAL(",'outcomeCode':[{'text':'beter'}],"
			    "'extension':[{'url':'http://other.example/x',"
			    "'valueString':'y'}],'text':{'div':'<div/>'}"));

	cr_expect_eq(reading_note(&import, "Goal.outcomeCode"), 1);
	cr_expect_eq(reading_note(&import, "Goal.extension"), 1);
	cr_expect_eq(reading_note(&import, "Goal.text"), 1);
	cr_expect_eq(import.record_count, 1);
	arena_free(arena);
}

LEAK_FREE_TEST(fhir, a_long_report_ends_with_the_others)
{
	struct arena *arena = arena_new();
	struct import import;
	struct fault fault;
	struct buf out;

	buf_init(&out, arena, 1024);
	buf_add_string(&out, "{\"resourceType\":\"Goal\",\"id\":\"g1\","
			     "\"lifecycleStatus\":\"active\",\"é\":1");
	for (int at = 0; at < 2 * LIMIT_FHIR_NOTES; at++)
		buf_printf(&out, ",\"x%d\":1", at);
	buf_add_string(&out, "}");
	cr_assert_eq(reading_fhir(arena, reading_json(arena, buf_string(&out)),
				  &import, &fault),
		     STATUS_OK);
	cr_assert_eq(import.note_count, LIMIT_FHIR_NOTES);
	cr_expect_str_eq(import.notes[LIMIT_FHIR_NOTES - 1].what, "others");
	cr_expect_gt(import.notes[LIMIT_FHIR_NOTES - 1].count,
		     LIMIT_FHIR_NOTES);
	cr_expect_eq(reading_note(&import, "Goal.(no FHIR name)"), 1);
	arena_free(arena);
}

/* --- free text --- */

LEAK_FREE_TEST(fhir, free_text_of_a_goal_is_kept_but_not_shared)
{
	struct arena *arena = arena_new();
	struct import import = reading_import(
		arena, GOAL(",'description':{'text':'Minder drinken'},"
			    "'note':[{'text':'terugval in mei'}],"
			    "'addresses':[{'display':'alcoholverslaving'}],"
			    "'statusDate':'2026-05-01'"));
	const struct record *note = reading_record(&import, "treatment_note");
	const struct record *goal = reading_record(&import, "goal");

	cr_assert_not_null(note);
	cr_expect_str_eq(note->origin, "Goal/g1#treatment_note:1");
	cr_expect_str_eq(reading_field(arena, note, "text"), "Minder drinken");
	cr_expect_str_eq(reading_field(arena, note, "author"),
			 "Goal.description");
	cr_expect_str_eq(reading_field(arena, note, "date"), "2026-05-01");
	cr_expect_str_eq(reading_field(arena,
				       reading_record(&import, "diagnosis"),
				       "text"),
			 "alcoholverslaving");
	cr_expect_str_eq(goal->origin, "Goal/g1");
	cr_expect(text_is(goal->fields, "{\"status\":\"active\"}"));
	cr_expect_eq(import.record_count, 4);
	arena_free(arena);
}

LEAK_FREE_TEST(fhir, shareable_text_may_stand_on_the_element_it_replaces)
{
	struct arena *arena = arena_new();
	struct import import = reading_import(
		arena,
		GOAL(",'description':{'text':'Minder "
		     "drinken','extension':[" EXTENSION(
			     "shareable-text", "'valueString':'Fitter'") "]}"));
	struct import task = reading_import(
		arena,
		TASK(",'description':'x','_description':{'extension':"
		     "[" EXTENSION("shareable-text",
				   "'valueString':'Samen wandelen'") "]}"));

	cr_expect_str_eq(
		reading_field(arena, reading_record(&import, "goal"), "text"),
		"Fitter");
	cr_expect_str_eq(reading_field(arena,
				       reading_record(&task, "agreement"),
				       "text"),
			 "Samen wandelen");
	cr_expect_not(leaks_contains(&import, "drinken"));
	arena_free(arena);
}

LEAK_FREE_TEST(fhir, text_that_is_shareable_word_for_word_is_kept_once)
{
	struct arena *arena = arena_new();
	struct import import = reading_import(
		arena, GOAL(",'description':{'text':'Zelf "
			    "koken'},'extension':[" EXTENSION(
				    "shareable-text",
				    "'valueString':'Zelf koken'") "]"));

	cr_assert_eq(import.record_count, 1);
	cr_assert_str_eq(
		reading_field(arena, reading_record(&import, "goal"), "text"),
		"Zelf koken");
	arena_free(arena);
}

LEAK_FREE_TEST(fhir, an_activity_not_to_be_done_is_no_agreement)
{
	struct arena *arena = arena_new();
	struct import import = reading_import(
		arena,
		"{'resourceType':'CarePlan','id':'c1','status':'active',"
		"'intent':'plan','subject':{'reference':'Patient/p1'},"
		"'activity':[{'extension':[" EXTENSION(
			"shareable-text",
			"'valueString':'Alleen traplopen'") "],'detail':{'"
							    "status':'"
							    "scheduled','"
							    "doNotPerform':"
							    "true}}]}");

	cr_expect_null(reading_record(&import, "agreement"));
	cr_expect_eq(reading_note(&import, "CarePlan.activity"), 1);
	arena_free(arena);
}

LEAK_FREE_TEST(fhir, a_role_is_known_by_its_code_never_by_its_words)
{
	struct arena *arena = arena_new();
	struct import import = reading_import(
		arena,
		"{'resourceType':'CareTeam','id':'c1','subject':{'reference':"
		"'Patient/p1'},'participant':[{'role':[{'coding':[{'system':"
		"'http://snomed.info/sct','code':'80584001','display':"
		"'Psychiatrist'}],'text':'psychiater'}],'member':{'reference':"
		"'Practitioner/x','display':'psychiater De Wit'}}]}");
	const struct record *involvement =
		reading_record(&import, "involvement");

	cr_assert_not_null(involvement);
	cr_expect(text_is(involvement->fields, "{\"role\":\"professional\"}"));
	cr_expect_eq(reading_note(&import, "CareTeam.participant.member"), 1);
	arena_free(arena);
}

#define TOLD(extension)                                                        \
	"{'resourceType':'CareTeam','id':'c1','subject':{'reference':"         \
	"'Patient/p1'},'participant':[{'extension':[{'url':"                   \
	"'https://eenplan.nl/fhir/asked-on'," extension                        \
	"}],'member':{'reference':'Practitioner/x'}}]}"

LEAK_FREE_TEST(fhir, who_else_comes_has_the_day_on_which_the_client_told_it)
{
	struct arena *arena = arena_new();
	struct import import =
		reading_import(arena, TOLD("'valueDate':'2026-03-01'"));
	const struct record *involvement =
		reading_record(&import, "involvement");

	cr_assert_not_null(involvement);
	cr_expect(text_is(involvement->fields,
			  "{\"asked\":\"2026-03-01\",\"role\":"
			  "\"professional\"}"));
	arena_free(arena);
}

LEAK_FREE_TEST(fhir, a_day_on_which_nobody_could_be_asked_is_refused)
{
	static const char *const sources[] = {
		TOLD("'valueDate':'2026-02-30'"),
		TOLD("'valueString':'2026-03-01'"),
	};

	for (size_t at = 0; at < COUNT_OF(sources); at++) {
		struct arena *arena = arena_new();
		struct import import;
		struct fault fault;

		cr_expect_eq(reading_fhir(arena,
					  reading_quoted(arena, sources[at]),
					  &import, &fault),
			     STATUS_INVALID, "%s", sources[at]);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(fhir, contained_conditions_and_medication_stay_private)
{
	struct arena *arena = arena_new();
	struct import import = reading_import(
		arena, "{'resourceType':'CarePlan','id':'c1','status':'active',"
		       "'intent':'plan','title':'Plan bij dementie','subject':{"
		       "'reference':'Patient/p1'},'contained':[{'resourceType':"
		       "'Condition','id':'x','code':{'text':'dementie'}},{"
		       "'resourceType':'Medication','id':'y','code':{'text':"
		       "'rivastigmine'}}],'addresses':[{'reference':'#x'}]}");

	cr_expect_str_eq(reading_record(&import, "diagnosis")->origin,
			 "CarePlan/c1#x");
	cr_expect_str_eq(reading_record(&import, "medication")->origin,
			 "CarePlan/c1#y");
	cr_expect(text_is(reading_record(&import, "plan")->fields,
			  "{\"status\":\"active\"}"));
	cr_expect_not(leaks_contains(&import, "dementie"));
	arena_free(arena);
}

LEAK_FREE_TEST(fhir, informal_support_has_the_days_of_its_period)
{
	struct arena *arena = arena_new();
	struct import import = reading_import(
		arena, "{'resourceType':'RelatedPerson','id':'r1',"
		       "'patient':{'reference':'Patient/p1'},"
		       "'period':{'start':'2025-03-01','end':'2026-05-31'}}");

	cr_expect(text_is(reading_record(&import, "informal_support")->fields,
			  "{\"role\":\"network\",\"since\":\"2025-03-01\","
			  "\"until\":\"2026-05-31\"}"));
	arena_free(arena);
}

LEAK_FREE_TEST(fhir, a_carer_is_named_only_with_their_own_consent)
{
	static const struct {
		const char *extension;
		bool named;
	} carers[] = {
		{"", false},
		{EXTENSION("own-consent", "'valueBoolean':false"), false},
		{EXTENSION("own-consent", "'valueString':'maybe'"), false},
		{EXTENSION("own-consent", "'valueBoolean':true"), true},
	};

	for (size_t at = 0; at < COUNT_OF(carers); at++) {
		struct arena *arena = arena_new();
		struct import import = reading_import(
			arena,
			arena_printf(arena,
				     "{'resourceType':'RelatedPerson','id':"
				     "'r1','extension':[%s],'patient':{"
				     "'reference':'Patient/p1'},'name':[{"
				     "'family':'Postma'}],'telecom':[{"
				     "'system':'phone','value':'0600'}]}",
				     carers[at].extension));

		cr_expect_eq(import.record_count, 1);
		cr_expect_eq(leaks_contains(&import, "Postma"),
			     carers[at].named, "%s", carers[at].extension);
		cr_expect_eq(leaks_contains(&import, "0600"), carers[at].named);
		arena_free(arena);
	}
}

/* --- what an author says in so many words --- */

LEAK_FREE_TEST(fhir, a_category_makes_a_task_that_record_and_nothing_else)
{
	struct arena *arena = arena_new();
	struct import import = reading_import(
		arena,
		TASK(",'extension':[" EXTENSION(
			"category",
			"'valueCode"
			"':'"
			"wellbeing"
			"'") "," FIELD("score",
				       "6.5") "," FIELD("date",
							"2026-11-01") "]"));

	cr_assert_eq(import.record_count, 1);
	cr_expect_str_eq(import.records[0].record.category, "wellbeing");
	cr_expect_str_eq(import.records[0].record.origin, "Task/t1");
	cr_expect(text_is(import.records[0].record.fields,
			  "{\"date\":\"2026-11-01\",\"score\":\"6.5\"}"));
	arena_free(arena);
}

LEAK_FREE_TEST(fhir, a_field_adds_to_what_the_resource_says)
{
	struct arena *arena = arena_new();
	struct import import = reading_import(
		arena,
		TASK(",'extension':[" FIELD("contribution", "Piet belt") "]"));

	cr_expect(text_is(import.records[0].record.fields,
			  "{\"contribution\":\"Piet belt\","
			  "\"status\":\"ready\"}"));
	arena_free(arena);
}

LEAK_FREE_TEST(fhir, an_activity_is_shared_only_if_its_author_says_so)
{
	struct arena *arena = arena_new();
	struct import import = reading_import(
		arena,
		"{'resourceType':'CarePlan','id':'c1','status':'active',"
		"'intent':'plan','subject':{'reference':'Patient/p1'},"
		"'activity':[{'detail':{'status':'scheduled','description':"
		"'insuline spuiten'}},{'extension':[" EXTENSION(
			"shareable-text",
			"'valueString':'Samen eten'") "],'detail':{'status':'"
						      "scheduled','"
						      "scheduledPeriod':{'end':"
						      "'2026-12-24'}}}]}");
	const struct record *agreement = reading_record(&import, "agreement");

	cr_assert_not_null(agreement);
	cr_expect_str_eq(agreement->origin, "CarePlan/c1#agreement:1");
	cr_expect(text_is(agreement->fields,
			  "{\"due\":\"2026-12-24\",\"text\":\"Samen eten\"}"));
	cr_expect_not(leaks_contains(&import, "insuline"));
	arena_free(arena);
}

/* --- law, sensitivity, time --- */

LEAK_FREE_TEST(fhir, labels_that_are_not_understood_are_the_most_sensitive)
{
	static const struct {
		const char *label;
		const char *sensitivity;
	} labels[] = {
#define LABEL(code)                                                            \
	"{'system':'http://terminology.hl7.org/CodeSystem/"                    \
	"v3-Confidentiality','code':'" code "'}"
		{"", "normal"},
		{LABEL("N"), "normal"},
		{LABEL("R"), "high"},
		{LABEL("V"), "very_high"},
		{LABEL("Q"), "very_high"},
		{LABEL("N") "," LABEL("R"), "high"},
		{"{'system':'http://terminology.hl7.org/CodeSystem/"
		 "v3-ActCode','code':'PSY'}",
		 "very_high"},
#undef LABEL
	};

	for (size_t at = 0; at < COUNT_OF(labels); at++) {
		struct arena *arena = arena_new();
		struct import import = reading_import(
			arena, arena_printf(arena,
					    GOAL(",'meta':{'security':[%s]},"
						 "'contained':[{'resourceType':"
						 "'Condition','id':'c','code':{"
						 "'text':'x'}}]"),
					    labels[at].label));

		for (size_t one = 0; one < import.record_count; one++)
			cr_expect_str_eq(import.records[one].record.sensitivity,
					 labels[at].sensitivity, "%s",
					 labels[at].label);
		cr_expect_eq(import.record_count, 2);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(fhir, a_resource_may_name_its_own_law_and_time)
{
	struct arena *arena = arena_new();
	struct import import = reading_import(
		arena, GOAL(",'meta':{'lastUpdated':'2026-11-21T11:00:00+01:00'"
			    "},'extension':[" EXTENSION(
				    "law", "'valueCode':'jeugdwet'") "]"));

	cr_expect_str_eq(import.records[0].record.law, "jeugdwet");
	cr_expect_eq(import.records[0].record.changed_ms, 1795255200000);
	arena_free(arena);
}

LEAK_FREE_TEST(fhir, dates_that_are_less_than_a_day_are_not_guessed)
{
	struct arena *arena = arena_new();
	struct import import = reading_import(
		arena, BUNDLE("{'resource':{'resourceType':'Patient','id':"
			      "'p1','birthDate':'1963'}},{'resource':" GOAL(
				      ",'startDate':'2026-05'") "}"));

	cr_expect_eq(import.residents[0].birth_day, CLOCK_DAY_NONE);
	cr_expect_eq(reading_note(&import, "Patient.birthDate"), 1);
	cr_expect_str_eq(
		reading_field(arena, reading_record(&import, "goal"), "start"),
		"2026-05");
	arena_free(arena);
}

/* --- references --- */

LEAK_FREE_TEST(fhir, follows_urns_urls_and_versions_to_the_same_resident)
{
	static const char *const references[] = {
		"urn:uuid:" UUID_ONE, "Patient/" UUID_ONE,
		"Patient/" UUID_ONE "/_history/3"};

	for (size_t at = 0; at < COUNT_OF(references); at++) {
		struct arena *arena = arena_new();
		struct import import = reading_import(
			arena,
			arena_printf(
				arena,
				BUNDLE("{'fullUrl':'urn:uuid:" UUID_ONE
				       "','resource':{'resourceType':"
				       "'Patient'}},{'resource':{"
				       "'resourceType':'Goal','id':'g1',"
				       "'lifecycleStatus':'active','subject':{"
				       "'reference':'%s'}}}"),
				references[at]));

		cr_assert_eq(import.record_count, 1, "%s", references[at]);
		cr_expect_str_eq(import.records[0].resident,
				 import.residents[0].origin);
		cr_expect_str_eq(import.records[0].resident,
				 "Patient/" UUID_ONE);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(fhir, the_same_document_gives_the_same_origins)
{
	static const char source[] =
		GOAL(",'description':{'text':'a'},'note':[{'text':'b'}],"
		     "'addresses':[{'display':'c'},{'display':'d'}]");
	struct arena *arena = arena_new();
	struct import one = reading_import(arena, source);
	struct import other = reading_import(arena, source);

	cr_assert_eq(one.record_count, 5);
	for (size_t at = 0; at < one.record_count; at++) {
		cr_expect_str_eq(one.records[at].record.origin,
				 other.records[at].record.origin);
		for (size_t next = at + 1; next < one.record_count; next++)
			cr_expect_str_neq(one.records[at].record.origin,
					  one.records[next].record.origin);
	}
	arena_free(arena);
}

static void
count_progress(void *context, size_t done, size_t of)
{
	size_t *last = context;

	cr_expect_leq(done, of);
	*last = done;
}

LEAK_FREE_TEST(fhir, progress_ends_with_everything_done)
{
	struct arena *arena = arena_new();
	size_t last = 0;
	struct fhir_settings settings = {
		.law = "zvw", .progress = count_progress, .context = &last};
	struct import import;
	struct fault fault;

	fault_clear(&fault);
	cr_assert_eq(
		fhir_read(arena,
			  reading_quoted(
				  arena,
				  BUNDLE(PATIENT ",{'resource':" GOAL("") "}")),
			  &settings, &import, &fault),
		STATUS_OK);
	cr_assert_eq(last, 2);
	arena_free(arena);
}
