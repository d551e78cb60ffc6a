#include <string.h>

#include "lib/wire/fhir_codes.h"
#include "lib/wire/fhir_draft.h"
#include "lib/wire/fhir_element.h"
#include "lib/wire/fhir_kinds.h"
#include "lib/wire/fhir_reference.h"

#define VERIFICATION                                                           \
	"http://terminology.hl7.org/CodeSystem/condition-ver-status"

/* --- Condition --- */

static bool
is_not_so(const struct fhir_source *source)
{
	const struct json *verification =
		json_member(source->json, "verificationStatus");

	return fhir_codes_has(verification, VERIFICATION, "refuted") ||
	       fhir_codes_has(verification, VERIFICATION, "entered-in-error");
}

static void
read_condition(struct fhir_source *source)
{
	const char *since =
		fhir_element_date(source, source->json, "onsetDateTime");
	struct fhir_draft draft;

	if (is_not_so(source)) {
		fhir_source_note(source, "verificationStatus",
				 "refuted, or entered in error");
		return;
	}
	if (since == NULL)
		since = fhir_element_date(source, source->json, "recordedDate");
	fhir_draft_begin(&draft, source, "diagnosis");
	fhir_draft_put_concept(
		&draft, fhir_element_object(source, source->json, "code"));
	fhir_draft_put(&draft, "since", since);
	fhir_draft_end(&draft);
	if (source->subject != NULL)
		fhir_source_note(source, NULL, "kept as diagnosis, not shared");
}

static const struct fhir_element condition_elements[] = {
	{"clinicalStatus", FHIR_READ},
	{"code", FHIR_READ},
	{"note", FHIR_PROSE},
	{"onsetDateTime", FHIR_READ},
	{"recordedDate", FHIR_READ},
	{"subject", FHIR_READ},
	{"verificationStatus", FHIR_READ},
};

const struct fhir_kind fhir_clinical_condition = {
	.type = "Condition",
	.subject_key = "subject",
	.date_key = "recordedDate",
	.may_be_contained = true,
	.read = read_condition,
	.elements = condition_elements,
	.element_count = COUNT_OF(condition_elements),
};

/* --- medication --- */

static void
add_medication(struct fhir_source *source, const struct json *concept)
{
	struct fhir_draft draft;

	fhir_draft_begin(&draft, source, "medication");
	fhir_draft_put_concept(&draft, concept);
	fhir_draft_end(&draft);
	if (source->subject != NULL)
		fhir_source_note(source, NULL,
				 "kept as medication, not shared");
}

/* Inside another resource it is about that one's subject. */
static void
read_medication(struct fhir_source *source)
{
	if (source->container == NULL) {
		fhir_source_note(source, NULL,
				 "counts only where somebody's resource "
				 "refers to it");
		return;
	}
	source->subject = source->container->subject;
	add_medication(source,
		       fhir_element_object(source, source->json, "code"));
}

static bool
is_in_use(const struct fhir_source *source)
{
	static const char *const statuses[] = {
		"active",  "completed", "draft",   "intended", "not-taken",
		"on-hold", "cancelled", "stopped", "unknown",
	};
	static const char *const others[] = {
		"cancelled",
		"draft",
		"not-taken",
		"stopped",
	};
	const char *status = fhir_element_code(source, "status", statuses,
					       COUNT_OF(statuses));

	for (size_t at = 0; status != NULL && at < COUNT_OF(others); at++)
		if (strcmp(status, others[at]) == 0)
			return false;
	return true;
}

static void
read_medication_use(struct fhir_source *source)
{
	const struct json *concept = fhir_element_object(
		source, source->json, "medicationCodeableConcept");
	const struct json *reference = fhir_element_object(
		source, source->json, "medicationReference");
	const char *string = json_get_string(reference, "reference");

	if (!is_in_use(source)) {
		fhir_source_note(source, NULL, "isn't taken, says its status");
		return;
	}
	/* A contained Medication makes its own record. */
	if (concept == NULL && string != NULL && string[0] != '#')
	concept = fhir_element_object(
		source, fhir_reference_follow(source, reference).resource,
		"code");
	if (concept != NULL)
		add_medication(source, concept);
}

static const struct fhir_element medication_elements[] = {
	{"code", FHIR_READ},
};

const struct fhir_kind fhir_clinical_medication = {
	.type = "Medication",
	.may_be_contained = true,
	.read = read_medication,
	.elements = medication_elements,
	.element_count = COUNT_OF(medication_elements),
};

static const struct fhir_element medication_use_elements[] = {
	{"medicationCodeableConcept", FHIR_READ},
	{"medicationReference", FHIR_READ},
	{"note", FHIR_PROSE},
	{"reasonCode", FHIR_REASON},
	{"reasonReference", FHIR_REASON},
	{"status", FHIR_READ},
	{"subject", FHIR_READ},
};

const struct fhir_kind fhir_clinical_medication_request = {
	.type = "MedicationRequest",
	.subject_key = "subject",
	.date_key = "authoredOn",
	.read = read_medication_use,
	.elements = medication_use_elements,
	.element_count = COUNT_OF(medication_use_elements),
};

const struct fhir_kind fhir_clinical_medication_statement = {
	.type = "MedicationStatement",
	.subject_key = "subject",
	.date_key = "dateAsserted",
	.read = read_medication_use,
	.elements = medication_use_elements,
	.element_count = COUNT_OF(medication_use_elements),
};
