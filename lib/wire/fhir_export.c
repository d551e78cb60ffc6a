#include "eenplan/wire/fhir_export.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "lib/wire/fhir_code.h"
#include "lib/wire/fhir_element.h"
#include "lib/wire/fhir_extension.h"

#define PARTICIPATION FHIR_TERMINOLOGY "v3-ParticipationType"
/* The Dutch act that carries out the GDPR: FHIR wants a law to be named. */
#define LAW	       "https://wetten.overheid.nl/BWBR0040940"
#define RELATED_PERSON "RelatedPerson/"

static void
put_reference(struct json_writer *writer, const char *reference)
{
	json_open_object(writer);
	json_member_string(writer, "reference", reference);
	json_close_object(writer);
}

static void
put_extension(struct json_writer *writer, const char *url, const char *value)
{
	if (value == NULL)
		return;
	json_open_object(writer);
	json_member_string(writer, "url", url);
	json_member_string(writer, "valueString", value);
	json_close_object(writer);
}

/* May a reference name this giver? Else an extension does. */
static bool
is_reference(const char *giver)
{
	size_t prefix = strlen(RELATED_PERSON);

	return giver != NULL && strncmp(giver, RELATED_PERSON, prefix) == 0 &&
	       fhir_element_is_id(giver + prefix);
}

/* Also whoever is known by their name alone, on no ground. */
static bool
is_said_by_extension(const struct consent *consent)
{
	return consent->giver != NULL &&
	       (consent->ground == NULL || !is_reference(consent->giver));
}

static void
put_extensions(struct json_writer *writer, const struct consent *consent)
{
	json_key(writer, "extension");
	json_open_array(writer);
	put_extension(writer, FHIR_EXTENSION_BASE "asked", consent->asked);
	put_extension(writer, FHIR_EXTENSION_BASE "evidence",
		      consent->evidence);
	if (is_said_by_extension(consent))
		put_extension(writer, FHIR_EXTENSION_BASE "giver",
			      consent->giver);
	put_extension(writer, FHIR_EXTENSION_BASE "ground", consent->ground);
	put_extension(writer, FHIR_EXTENSION_BASE "text-version",
		      consent->text_version);
	json_close_array(writer);
}

static bool
has_extensions(const struct consent *consent)
{
	return consent->asked != NULL || consent->evidence != NULL ||
	       consent->ground != NULL || consent->text_version != NULL ||
	       consent->giver != NULL;
}

static void
put_performer(struct json_writer *writer, const struct consent *consent,
	      const char *resident)
{
	json_key(writer, "performer");
	json_open_array(writer);
	if (strcmp(consent->given_by, "self") == 0) {
		put_reference(writer, resident);
	} else if (is_reference(consent->giver)) {
		put_reference(writer, consent->giver);
	} else {
		json_open_object(writer);
		json_member_string(writer, "display", "a representative");
		json_member_string(writer, "type", "RelatedPerson");
		json_close_object(writer);
	}
	json_close_array(writer);
}

static void
put_actor(struct json_writer *writer, const struct consent *consent)
{
	static const char *const systems[] = {
		[CONSENT_TO_ANYONE] = NULL,
		[CONSENT_TO_DOMAIN] = FHIR_EXTENSION_BASE "domains",
		[CONSENT_TO_ROLE] = FHIR_EXTENSION_BASE "roles",
		[CONSENT_TO_ORGANISATION] = FHIR_EXTENSION_BASE "organisations",
	};
	const char *system = systems[consent->recipient_kind];

	if (system == NULL)
		return;
	json_key(writer, "actor");
	json_open_array(writer);
	json_open_object(writer);
	json_key(writer, "reference");
	json_open_object(writer);
	json_key(writer, "identifier");
	json_open_object(writer);
	json_member_string(writer, "system", system);
	json_member_string(writer, "value", consent->recipient);
	json_close_object(writer);
	json_close_object(writer);
	json_key(writer, "role");
	fhir_code_put_concept(writer, PARTICIPATION, "IRCP");
	json_close_object(writer);
	json_close_array(writer);
}

static void
put_scope(struct json_writer *writer, const struct consent *consent)
{
	if (consent->category_count > 0) {
		json_key(writer, "code");
		json_open_array(writer);
		for (size_t at = 0; at < consent->category_count; at++)
			fhir_code_put_concept(writer,
					      FHIR_EXTENSION_BASE "categories",
					      consent->categories[at]);
		json_close_array(writer);
	}
	if (consent->from_day != CLOCK_DAY_NONE ||
	    consent->until_day != CLOCK_DAY_NONE) {
		json_key(writer, "period");
		json_open_object(writer);
		json_member_day(writer, "end", consent->until_day);
		json_member_day(writer, "start", consent->from_day);
		json_close_object(writer);
	}
	if (consent->purpose_count == 0)
		return;
	json_key(writer, "purpose");
	json_open_array(writer);
	for (size_t at = 0; at < consent->purpose_count; at++)
		fhir_code_put(writer, FHIR_EXTENSION_BASE "purposes",
			      consent->purposes[at]);
	json_close_array(writer);
}

/* How a status and a type of FHIR say what we know; no type is not known. */
static const struct {
	const char *status;
	const char *type;
} states[] = {
	[CONSENT_UNKNOWN] = {"proposed", NULL},
	[CONSENT_REFUSED] = {"active", "deny"},
	[CONSENT_WITHDRAWN] = {"inactive", "permit"},
	[CONSENT_GIVEN] = {"active", "permit"},
};

static void
put_law(struct json_writer *writer)
{
	json_key(writer, "policy");
	json_open_array(writer);
	json_open_object(writer);
	json_member_string(writer, "uri", LAW);
	json_close_object(writer);
	json_close_array(writer);
}

static void
put_provision(struct json_writer *writer, const struct consent *consent)
{
	json_key(writer, "provision");
	json_open_object(writer);
	put_actor(writer, consent);
	put_scope(writer, consent);
	json_member_string_if(writer, "type", states[consent->state].type);
	json_close_object(writer);
}

static void
put_consent(struct json_writer *writer, const struct consent *consent,
	    const char *resident)
{
	json_open_object(writer);
	json_key(writer, "category");
	json_open_array(writer);
	fhir_code_put_concept(writer, FHIR_EXTENSION_BASE "consent-kinds",
			      consent->kind);
	json_close_array(writer);
	json_member_time(writer, "dateTime", consent->recorded_ms);
	if (has_extensions(consent))
		put_extensions(writer, consent);
	json_member_string(writer, "id", consent->id);
	json_key(writer, "patient");
	put_reference(writer, resident);
	put_performer(writer, consent, resident);
	put_law(writer);
	put_provision(writer, consent);
	json_member_string(writer, "resourceType", "Consent");
	json_key(writer, "scope");
	fhir_code_put_concept(writer, FHIR_TERMINOLOGY "consentscope",
			      "patient-privacy");
	json_member_string(writer, "status", states[consent->state].status);
	json_close_object(writer);
}

/* FHIR has no empty lists. */
static void
put_entries(struct json_writer *writer, const struct fhir_export *export)
{
	if (export->count == 0)
		return;
	json_key(writer, "entry");
	json_open_array(writer);
	for (size_t at = 0; at < export->count; at++) {
		json_open_object(writer);
		json_key(writer, "resource");
		put_consent(writer, &export->consents[at], export->resident);
		json_close_object(writer);
	}
	json_close_array(writer);
}

void
fhir_export_write(struct json_writer *writer, const struct fhir_export *export)
{
	json_open_object(writer);
	put_entries(writer, export);
	json_member_string(writer, "resourceType", "Bundle");
	json_member_time(writer, "timestamp", export->made_ms);
	json_member_string(writer, "type", "collection");
	json_close_object(writer);
}
