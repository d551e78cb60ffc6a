#include <string.h>

#include "eenplan/seal/identity.h"
#include "lib/wire/fhir_codes.h"
#include "lib/wire/fhir_draft.h"
#include "lib/wire/fhir_element.h"
#include "lib/wire/fhir_extension.h"
#include "lib/wire/fhir_kinds.h"
#include "lib/wire/fhir_person.h"
#include "lib/wire/fhir_reference.h"

/* How a Practitioner is named as a user of an organisation's node. */
#define USERS FHIR_EXTENSION_BASE "users"

/* --- ServiceRequest --- */

/* What was only proposed must not read as a service that is given. */
static const char *
status_of_service(const struct fhir_source *source)
{
	static const char *const statuses[] = {
		"draft", "active", "on-hold", "revoked", "completed", "unknown",
	};
	const char *status = fhir_element_code(source, "status", statuses,
					       COUNT_OF(statuses));
	const char *intent =
		fhir_element_string(source, source->json, "intent");

	if (intent != NULL &&
	    (strcmp(intent, "proposal") == 0 || strcmp(intent, "option") == 0))
		return "proposed";
	return status;
}

static void
read_service_request(struct fhir_source *source)
{
	const struct json *period =
		fhir_element_object(source, source->json, "occurrencePeriod");
	const char *start = fhir_element_date(source, period, "start");
	struct fhir_draft draft;

	if (fhir_element_bool(source, source->json, "doNotPerform")) {
		fhir_source_note(source, NULL,
				 "is something not to do: no record of it");
		return;
	}
	if (start == NULL)
		start = fhir_element_date(source, source->json,
					  "occurrenceDateTime");
	fhir_draft_begin(&draft, source, "service");
	fhir_draft_put(&draft, "kind",
		       fhir_codes_word(FHIR_CODE_SERVICE,
				       json_member(source->json, "code")));
	fhir_draft_put(&draft, "text",
		       fhir_extension_shareable(source, source->json, "code"));
	fhir_draft_put(&draft, "status", status_of_service(source));
	fhir_draft_put(&draft, "start", start);
	fhir_draft_put(&draft, "end", fhir_element_date(source, period, "end"));
	fhir_draft_author(&draft, source->json);
	fhir_draft_end(&draft);
}

static const struct fhir_element service_request_elements[] = {
	{"authoredOn", FHIR_READ},
	{"bodySite", FHIR_PROSE},
	{"category", FHIR_PROSE},
	{"code", FHIR_PROSE},
	{"doNotPerform", FHIR_READ},
	{"intent", FHIR_READ},
	{"note", FHIR_PROSE},
	{"occurrenceDateTime", FHIR_READ},
	{"occurrencePeriod", FHIR_READ},
	{"orderDetail", FHIR_PROSE},
	{"patientInstruction", FHIR_PROSE},
	{"reasonCode", FHIR_REASON},
	{"reasonReference", FHIR_REASON},
	{"status", FHIR_READ},
	{"subject", FHIR_READ},
};

const struct fhir_kind fhir_order_service_request = {
	.type = "ServiceRequest",
	.subject_key = "subject",
	.date_key = "authoredOn",
	.read = read_service_request,
	.elements = service_request_elements,
	.element_count = COUNT_OF(service_request_elements),
};

/* --- Task --- */

static const char *
due_of_task(const struct fhir_source *source)
{
	const struct json *restriction =
		fhir_element_object(source, source->json, "restriction");
	const char *due = fhir_element_date(
		source, fhir_element_object(source, restriction, "period"),
		"end");

	if (due != NULL)
		return due;
	return fhir_element_date(
		source,
		fhir_element_object(source, source->json, "executionPeriod"),
		"end");
}

/* By the name the owner's own resource gives; a display can say too much. */
static const char *
owner_of_task(const struct fhir_source *source)
{
	const struct json *owner =
		fhir_element_object(source, source->json, "owner");
	struct fhir_target target = fhir_reference_follow(source, owner);
	const char *type = json_get_string(target.resource, "resourceType");

	if (type != NULL && strcmp(type, "Practitioner") == 0)
		return fhir_person_name(source, target.resource);
	if (type != NULL && strcmp(type, "Organization") == 0)
		return fhir_element_string(source, target.resource, "name");
	if (owner != NULL)
		fhir_source_note(source, "owner",
				 "isn't in this document by a name of its own");
	return NULL;
}

/* Whose it is as nodes know users; a name may be two people's. */
static const char *
owner_id_of_task(struct fhir_source *source)
{
	const struct json *owner =
		fhir_element_object(source, source->json, "owner");
	struct fhir_target target = fhir_reference_follow(source, owner);

	for (const struct json *identifier =
		     fhir_element_first(source, target.resource, "identifier");
	     identifier != NULL; identifier = identifier->next) {
		const char *system = json_get_string(identifier, "system");
		const char *value;

		if (system == NULL || strcmp(system, USERS) != 0)
			continue;
		value = fhir_element_string(source, identifier, "value");
		if (value != NULL && identity_is_person_name(value))
			return value;
		fhir_source_fault(source, "owner",
				  "has an identifier of %s that isn't like "
				  "'sem@welzijn'",
				  USERS);
	}
	return NULL;
}

static void
read_task(struct fhir_source *source)
{
	static const char *const statuses[] = {
		"draft",    "requested", "received",  "accepted",
		"rejected", "ready",	 "cancelled", "in-progress",
		"on-hold",  "failed",	 "completed",
	};
	struct fhir_draft draft;

	fhir_draft_begin(&draft, source, "agreement");
	fhir_draft_put(
		&draft, "text",
		fhir_extension_shareable(source, source->json, "description"));
	fhir_draft_put(&draft, "owner", owner_of_task(source));
	fhir_draft_put(&draft, "owner_id", owner_id_of_task(source));
	fhir_draft_put(&draft, "due", due_of_task(source));
	fhir_draft_put(&draft, "status",
		       fhir_element_code(source, "status", statuses,
					 COUNT_OF(statuses)));
	fhir_draft_author(&draft, source->json);
	fhir_draft_end(&draft);
}

static const struct fhir_element task_elements[] = {
	{"authoredOn", FHIR_READ},	{"businessStatus", FHIR_PROSE},
	{"code", FHIR_PROSE},		{"description", FHIR_PROSE},
	{"executionPeriod", FHIR_READ}, {"for", FHIR_READ},
	{"intent", FHIR_READ},		{"lastModified", FHIR_READ},
	{"note", FHIR_PROSE},		{"owner", FHIR_READ},
	{"reasonCode", FHIR_REASON},	{"reasonReference", FHIR_REASON},
	{"restriction", FHIR_READ},	{"status", FHIR_READ},
	{"statusReason", FHIR_PROSE},
};

const struct fhir_kind fhir_order_task = {
	.type = "Task",
	.subject_key = "for",
	.date_key = "authoredOn",
	.read = read_task,
	.elements = task_elements,
	.element_count = COUNT_OF(task_elements),
};
