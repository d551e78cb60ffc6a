#include "lib/wire/fhir_recipient.h"

#include <string.h>

#include "lib/wire/fhir_codes.h"
#include "lib/wire/fhir_element.h"
#include "lib/wire/fhir_extension.h"
#include "lib/wire/fhir_reference.h"

#define PARTICIPATION                                                          \
	"http://terminology.hl7.org/CodeSystem/v3-ParticipationType"

static bool
read_identifier(const struct fhir_source *source, const struct json *identifier,
		struct consent *consent)
{
	static const struct {
		const char *system;
		enum consent_recipient kind;
	} systems[] = {
		{FHIR_EXTENSION_BASE "organisations", CONSENT_TO_ORGANISATION},
		{FHIR_EXTENSION_BASE "domains", CONSENT_TO_DOMAIN},
		{FHIR_EXTENSION_BASE "roles", CONSENT_TO_ROLE},
	};
	const char *system = json_get_string(identifier, "system");
	const char *value = fhir_element_string(source, identifier, "value");

	for (size_t at = 0; at < COUNT_OF(systems); at++) {
		if (system == NULL || value == NULL ||
		    strcmp(system, systems[at].system) != 0)
			continue;
		consent->recipient_kind = systems[at].kind;
		consent->recipient = value;
		return true;
	}
	return false;
}

/* An organisation's id, by the reference itself or the resource it is to. */
static bool
read_organisation(const struct fhir_source *source, const struct json *actor,
		  struct consent *consent)
{
	const struct json *reference =
		fhir_element_object(source, actor, "reference");
	struct fhir_target target = fhir_reference_follow(source, reference);

	if (read_identifier(
		    source,
		    fhir_element_object(source, reference, "identifier"),
		    consent))
		return true;
	if (!fhir_reference_is_type(target.reference, "Organization"))
		return false;
	for (const struct json *identifier =
		     fhir_element_first(source, target.resource, "identifier");
	     identifier != NULL; identifier = identifier->next)
		if (read_identifier(source, identifier, consent))
			return true;
	return false;
}

static bool
is_recipient(const struct json *actor)
{
	const struct json *role = json_member(actor, "role");

	return fhir_codes_has(role, PARTICIPATION, "PRCP") ||
	       fhir_codes_has(role, PARTICIPATION, "IRCP");
}

bool
fhir_recipient_read(const struct fhir_source *source, const struct json *actor,
		    struct consent *consent)
{
	return is_recipient(actor) && read_organisation(source, actor, consent);
}
