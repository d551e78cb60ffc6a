#include "eenplan/wire/fhir_audit.h"

#include "reading.h"
#include "statement_sample.h"

static struct text
written(struct arena *arena, const struct disclosure *disclosure)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 4096);
	json_begin(&writer, &out);
	fhir_audit_write(&writer, disclosure);
	return buf_text(&out);
}

static const struct json *
bundle_of(struct arena *arena)
{
	struct disclosure disclosure = statement_sample();

	return reading_json(arena,
			    arena_text(arena, written(arena, &disclosure)));
}

static const struct json *
event_of(const struct json *bundle, size_t place)
{
	const struct json *entry = json_first(json_member(bundle, "entry"));

	while (place-- > 0)
		entry = entry->next;
	return json_member(entry, "resource");
}

/* The value of the entity's detail `type`, or NULL. */
static const char *
detail_of(const struct json *event, const char *type)
{
	const struct json *entity = json_first(json_member(event, "entity"));

	for (const struct json *one = json_first(json_member(entity, "detail"));
	     one != NULL; one = one->next)
		if (strcmp(json_get_string(one, "type"), type) == 0)
			return json_get_string(one, "valueString");
	return NULL;
}

LEAK_FREE_TEST(fhir_audit, has_no_empty_list_and_no_text)
{
	struct arena *arena = arena_new();
	struct disclosure disclosure = statement_sample();
	const char *text = arena_text(arena, written(arena, &disclosure));

	cr_expect_null(strstr(text, "[]"));
	cr_expect_null(strstr(text, "display"));
	cr_expect_null(strstr(text, "\"text\""));
	cr_expect_null(strstr(text, "Fatima"), "people by their ids alone");
	disclosure.line_count = 0;
	text = arena_text(arena, written(arena, &disclosure));
	cr_expect_null(strstr(text, "entry"));
	arena_free(arena);
}

LEAK_FREE_TEST(fhir_audit, has_what_r4_requires_of_each_event)
{
	static const char *const required[] = {"type",	 "recorded", "agent",
					       "source", "action",   "outcome",
					       "entity", "subtype",  "id"};
	struct arena *arena = arena_new();
	const struct json *bundle = bundle_of(arena);

	cr_expect_str_eq(json_get_string(bundle, "resourceType"), "Bundle");
	cr_expect_str_eq(json_get_string(bundle, "type"), "collection");
	cr_assert_eq(json_count(json_member(bundle, "entry")), 3);
	for (size_t i = 0; i < 3; i++) {
		const struct json *event = event_of(bundle, i);

		cr_expect_str_eq(json_get_string(event, "resourceType"),
				 "AuditEvent");
		for (size_t k = 0; k < COUNT_OF(required); k++)
			cr_expect_not_null(json_member(event, required[k]),
					   "%zu lacks %s", i, required[k]);
		for (const struct json *agent =
			     json_first(json_member(event, "agent"));
		     agent != NULL; agent = agent->next)
			cr_expect_not_null(json_member(agent, "requestor"));
		cr_expect_not_null(
			json_member(json_member(event, "source"), "observer"));
	}
	arena_free(arena);
}

LEAK_FREE_TEST(fhir_audit, says_who_asked_whom_about_whom)
{
	struct arena *arena = arena_new();
	const struct json *bundle = bundle_of(arena);
	const struct json *event = event_of(bundle, 0);
	const struct json *agent = json_first(json_member(event, "agent"));
	const struct json *entity = json_first(json_member(event, "entity"));

	cr_expect_str_eq(json_get_string(event, "action"), "R");
	cr_expect_str_eq(json_get_string(event, "outcome"), "0");
	cr_expect_str_eq(json_get_string(json_member(event, "type"), "code"),
			 "110112");
	cr_expect_str_eq(json_get_string(agent, "altId"), "fatima");
	cr_expect(json_get_bool(agent, "requestor", false));
	cr_expect_not(json_get_bool(agent->next, "requestor", true));
	cr_expect_str_eq(
		json_get_string(json_member(entity, "what"), "reference"),
		"Patient/wt-1");
	cr_expect_str_eq(detail_of(event, "given-by:thuiszorg"), "goal");
	cr_expect_str_eq(detail_of(event, "logs:thuiszorg"), "both");
	arena_free(arena);
}

LEAK_FREE_TEST(fhir_audit, says_by_which_consent_and_article)
{
	struct arena *arena = arena_new();
	const struct json *bundle = bundle_of(arena);
	const struct json *event = event_of(bundle, 1);
	const struct json *patient = json_first(json_member(event, "entity"));

	cr_expect_str_eq(detail_of(event, "basis"), "Wmo 5.2.5(1)");
	cr_expect_str_eq(detail_of(event, "withheld"), "diagnosis");
	cr_assert_not_null(patient->next);
	cr_expect_str_eq(json_get_string(json_member(patient->next, "what"),
					 "reference"),
			 "Consent/11111111-1111-4111-8111-111111111111");
	cr_expect_null(json_get_string(json_first(json_member(event, "agent")),
				       "altId"),
		       "who isn't told has no id");
	cr_expect_str_eq(json_get_string(event_of(bundle, 2), "id"),
			 "partner-2");
	arena_free(arena);
}

LEAK_FREE_TEST(fhir_audit, says_that_nothing_was_given)
{
	struct arena *arena = arena_new();
	struct disclosure disclosure = statement_sample();
	const char *before = disclosure.lines[1].outcome;

	disclosure.lines[1].outcome = "withheld";
	cr_expect_str_eq(
		json_get_string(event_of(bundle_of(arena), 1), "outcome"), "4");
	disclosure.lines[1].outcome = before;
	arena_free(arena);
}
