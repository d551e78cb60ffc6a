#include "eenplan/wire/fhir_audit.h"

#include <stdio.h>
#include <string.h>

#include "eenplan/base/limits.h"
#include "lib/wire/fhir_code.h"
#include "lib/wire/fhir_extension.h"

#define DICOM "http://dicom.nema.org/resources/ontology/DCM"

/* AuditEvent.outcome: it was done; or not, and nothing is broken. */
#define OUTCOME_DONE	 "0"
#define OUTCOME_NOT_DONE "4"

static void
put_member_coding(struct json_writer *writer, const char *key,
		  const char *system, const char *code)
{
	json_key(writer, key);
	fhir_code_put(writer, system, code);
}

/* A list of one concept; nothing at all without a code. */
static void
put_concepts(struct json_writer *writer, const char *key, const char *system,
	     const char *code)
{
	if (code == NULL)
		return;
	json_key(writer, key);
	json_open_array(writer);
	fhir_code_put_concept(writer, system, code);
	json_close_array(writer);
}

/* A reference to whom only an identifier names. */
static void
put_identified(struct json_writer *writer, const char *key, const char *system,
	       const char *value)
{
	json_key(writer, key);
	json_open_object(writer);
	json_key(writer, "identifier");
	json_open_object(writer);
	json_member_string(writer, "system", system);
	json_member_string(writer, "value", value);
	json_close_object(writer);
	json_close_object(writer);
}

static void
put_organisation(struct json_writer *writer, const char *key, const char *id)
{
	put_identified(writer, key, FHIR_EXTENSION_BASE "organisations", id);
}

/* Who did it, in which role; an organisation where no person is told. */
static void
put_user(struct json_writer *writer, const struct disclosure_line *line)
{
	json_open_object(writer);
	json_member_string_if(writer, "altId", line->user);
	json_member_bool(writer, "requestor", true);
	put_concepts(writer, "role", FHIR_EXTENSION_BASE "roles", line->role);
	if (line->organisation != NULL)
		put_organisation(writer, "who", line->organisation);
	json_close_object(writer);
}

static void
put_other_agent(struct json_writer *writer, const char *organisation)
{
	json_open_object(writer);
	json_member_bool(writer, "requestor", false);
	put_organisation(writer, "who", organisation);
	json_close_object(writer);
}

static void
put_agents(struct json_writer *writer, const struct disclosure_line *line)
{
	json_key(writer, "agent");
	json_open_array(writer);
	put_user(writer, line);
	for (size_t i = 0; i < line->other_count; i++)
		if (line->organisation == NULL ||
		    strcmp(line->others[i].organisation, line->organisation) !=
			    0)
			put_other_agent(writer, line->others[i].organisation);
	if (line->lent_by != NULL)
		put_other_agent(writer, line->lent_by);
	json_close_array(writer);
}

static void
put_detail(struct json_writer *writer, const char *type, const char *value)
{
	if (value == NULL)
		return;
	json_open_object(writer);
	json_member_string(writer, "type", type);
	json_member_string(writer, "valueString", value);
	json_close_object(writer);
}

static void
put_detail_words(struct json_writer *writer, const char *type,
		 const struct disclosure_words *words)
{
	for (size_t i = 0; i < words->count; i++)
		put_detail(writer, type, words->items[i]);
}

static void
put_details_of_others(struct json_writer *writer,
		      const struct disclosure_line *line)
{
	char type[32 + LIMIT_NAME_BYTES];

	for (size_t i = 0; i < line->other_count; i++) {
		const struct disclosure_other *other = &line->others[i];

		snprintf(type, sizeof(type), "given-by:%s",
			 other->organisation);
		put_detail_words(writer, type, &other->categories);
		snprintf(type, sizeof(type), "logs:%s", other->organisation);
		put_detail(writer, type, disclosure_match_word(other->match));
	}
}

/* FHIR has no empty lists: the request is always there. */
static void
put_details(struct json_writer *writer, const struct disclosure_line *line)
{
	json_key(writer, "detail");
	json_open_array(writer);
	put_detail(writer, "request", line->request);
	put_detail_words(writer, "category", &line->categories);
	put_detail_words(writer, "withheld", &line->withheld);
	put_detail_words(writer, "barred-by", &line->barred);
	put_detail_words(writer, "basis", &line->basis);
	put_detail_words(writer, "rule", &line->rules);
	put_detail(writer, "emergency", line->emergency);
	put_detail(writer, "judgement", line->judgement);
	put_details_of_others(writer, line);
	json_close_array(writer);
}

static void
put_reference(struct json_writer *writer, const char *reference)
{
	json_key(writer, "what");
	json_open_object(writer);
	json_member_string(writer, "reference", reference);
	json_close_object(writer);
}

/* The resident, and each consent that was used. */
static void
put_entities(struct json_writer *writer, const struct disclosure_line *line,
	     const char *resident)
{
	char reference[sizeof("Consent/") + LIMIT_NAME_BYTES];

	json_key(writer, "entity");
	json_open_array(writer);
	json_open_object(writer);
	put_details(writer, line);
	put_member_coding(writer, "role", FHIR_TERMINOLOGY "object-role", "1");
	put_member_coding(writer, "type", FHIR_TERMINOLOGY "audit-entity-type",
			  "1");
	put_reference(writer, resident);
	json_close_object(writer);
	for (size_t i = 0; i < line->consent_count; i++) {
		snprintf(reference, sizeof(reference), "Consent/%s",
			 line->consents[i].id);
		json_open_object(writer);
		put_member_coding(writer, "type",
				  FHIR_TERMINOLOGY "audit-entity-type", "2");
		put_reference(writer, reference);
		json_close_object(writer);
	}
	json_close_array(writer);
}

static void
put_source(struct json_writer *writer, const struct disclosure *disclosure)
{
	json_key(writer, "source");
	json_open_object(writer);
	put_organisation(writer, "observer", disclosure->node);
	json_key(writer, "type");
	json_open_array(writer);
	fhir_code_put(writer, FHIR_TERMINOLOGY "security-source-type", "4");
	json_close_array(writer);
	json_close_object(writer);
}

static const char *
outcome_of(const struct disclosure_line *line)
{
	static const char *const not_done[] = {"withheld", "unknown", "refused",
					       "forbidden"};

	for (size_t i = 0; line->outcome != NULL && i < COUNT_OF(not_done); i++)
		if (strcmp(line->outcome, not_done[i]) == 0)
			return OUTCOME_NOT_DONE;
	return OUTCOME_DONE;
}

static void
put_event(struct json_writer *writer, const struct disclosure *disclosure,
	  size_t place)
{
	const struct disclosure_line *line = &disclosure->lines[place];
	char id[32];

	if (line->seq >= 0)
		snprintf(id, sizeof(id), "log-%lld", (long long)line->seq);
	else
		snprintf(id, sizeof(id), "partner-%zu", place);
	json_open_object(writer);
	json_member_string(writer, "action", disclosure_action(line->event));
	put_agents(writer, line);
	put_entities(writer, line, disclosure->reference);
	json_member_string(writer, "id", id);
	json_member_string(writer, "outcome", outcome_of(line));
	put_concepts(writer, "purposeOfEvent", FHIR_EXTENSION_BASE "purposes",
		     line->purpose);
	json_member_time(writer, "recorded", line->time_ms);
	json_member_string(writer, "resourceType", "AuditEvent");
	put_source(writer, disclosure);
	json_key(writer, "subtype");
	json_open_array(writer);
	fhir_code_put(writer, FHIR_EXTENSION_BASE "events", line->event);
	json_close_array(writer);
	put_member_coding(writer, "type", DICOM, disclosure_type(line->event));
	json_close_object(writer);
}

void
fhir_audit_write(struct json_writer *writer,
		 const struct disclosure *disclosure)
{
	json_open_object(writer);
	if (disclosure->line_count > 0) {
		json_key(writer, "entry");
		json_open_array(writer);
		for (size_t i = 0; i < disclosure->line_count; i++) {
			json_open_object(writer);
			json_key(writer, "resource");
			put_event(writer, disclosure, i);
			json_close_object(writer);
		}
		json_close_array(writer);
	}
	json_member_string(writer, "resourceType", "Bundle");
	json_member_time(writer, "timestamp", disclosure->made_ms);
	json_member_string(writer, "type", "collection");
	json_close_object(writer);
}
