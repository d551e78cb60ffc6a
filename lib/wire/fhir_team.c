#include <string.h>

#include "lib/wire/fhir_codes.h"
#include "lib/wire/fhir_draft.h"
#include "lib/wire/fhir_element.h"
#include "lib/wire/fhir_extension.h"
#include "lib/wire/fhir_kinds.h"
#include "lib/wire/fhir_person.h"
#include "lib/wire/fhir_reference.h"

#define ROLES "https://eenplan.nl/fhir/roles"

/* The name that an Organization gives itself; not what others display. */
static const char *
organisation_of(const struct fhir_source *source, const struct json *reference)
{
	struct fhir_target target = fhir_reference_follow(source, reference);
	const char *type = json_get_string(target.resource, "resourceType");

	if (type == NULL || strcmp(type, "Organization") != 0)
		return NULL;
	return fhir_element_string(source, target.resource, "name");
}

static const struct json *
practitioner_of(const struct fhir_source *source, const struct json *member)
{
	struct fhir_target target = fhir_reference_follow(source, member);
	const char *type = json_get_string(target.resource, "resourceType");

	if (type == NULL || strcmp(type, "Practitioner") != 0)
		return NULL;
	return target.resource;
}

/* --- the household's team: who coordinates --- */

static void
read_coordinator(const struct fhir_source *source, const char *group,
		 const struct json *participant)
{
	const struct json *member =
		fhir_element_object(source, participant, "member");
	const struct json *behalf =
		fhir_element_object(source, participant, "onBehalfOf");
	const struct json *practitioner = practitioner_of(source, member);
	struct fhir_coordinator coordinator = {.group = group};

	coordinator.name =
		practitioner != NULL
			? fhir_person_name(source, practitioner)
			: fhir_element_string(source, member, "display");
	coordinator.organisation = organisation_of(source, behalf);
	if (coordinator.organisation == NULL)
		coordinator.organisation =
			fhir_element_string(source, behalf, "display");
	coordinator.contact = fhir_person_telecom(source, source->json, NULL);
	if (coordinator.name == NULL) {
		fhir_source_fault(source, "participant.member",
				  "is the coordinator, but has no name");
		return;
	}
	*(struct fhir_coordinator *)fhir_list_add(
		source->state->arena, &source->state->coordinators) =
		coordinator;
}

static void
read_household_team(const struct fhir_source *source, const char *group)
{
	for (const struct json *participant =
		     fhir_element_first(source, source->json, "participant");
	     participant != NULL && !fhir_state_has_ended(source->state);
	     participant = participant->next) {
		if (fhir_codes_has(json_member(participant, "role"), ROLES,
				   "coordinator"))
			read_coordinator(source, group, participant);
		else
			fhir_source_note(source, "participant",
					 "of a household's team: only the "
					 "coordinator is read");
	}
}

/* --- a resident's team: who is involved --- */

static void
put_worker(struct fhir_draft *draft, const struct json *participant)
{
	struct fhir_source *source = draft->source;
	const struct json *member =
		fhir_element_object(source, participant, "member");
	const struct json *practitioner = practitioner_of(source, member);
	const char *contact = fhir_person_telecom(source, practitioner, NULL);

	if (practitioner == NULL && json_get_string(member, "display") != NULL)
		fhir_source_note(source, "participant.member",
				 "only displayed: can name a specialty, "
				 "dropped");
	fhir_draft_put(draft, "worker", fhir_person_name(source, practitioner));
	fhir_draft_put(draft, "contact",
		       contact != NULL ? contact
				       : fhir_person_telecom(
						 source, source->json, NULL));
}

static const char *
employer_of(const struct fhir_source *source, const struct json *participant)
{
	const char *name = organisation_of(
		source, fhir_element_object(source, participant, "onBehalfOf"));

	if (name != NULL)
		return name;
	return organisation_of(source,
			       fhir_element_first(source, source->json,
						  "managingOrganization"));
}

/* When the client told of it. A day that can't be read would never come up. */
static void
put_asked_on(struct fhir_draft *draft, const struct json *participant)
{
	struct fhir_source *source = draft->source;
	const struct json *extension =
		fhir_extension_find(source, participant, "asked-on");
	const char *date = fhir_element_date(source, extension, "valueDate");

	if (extension != NULL && date == NULL)
		fhir_source_fault(source, "participant.extension",
				  "asked-on needs a valueDate, such as "
				  "2026-11-21");
	fhir_draft_put(draft, "asked", date);
}

static void
add_involvement(struct fhir_source *source, const struct json *participant)
{
	const char *role = fhir_codes_word(FHIR_CODE_ROLE,
					   json_member(participant, "role"));
	const struct json *period =
		fhir_element_object(source, participant, "period");
	struct fhir_draft draft;

	fhir_draft_begin(&draft, source, "involvement");
	fhir_draft_put(&draft, "role", role != NULL ? role : "professional");
	fhir_draft_put(&draft, "organisation",
		       employer_of(source, participant));
	put_worker(&draft, participant);
	fhir_draft_put(&draft, "since",
		       fhir_element_date(source, period, "start"));
	fhir_draft_put(&draft, "until",
		       fhir_element_date(source, period, "end"));
	put_asked_on(&draft, participant);
	fhir_draft_author(&draft, participant);
	fhir_draft_end(&draft);
}

static void
read_resident_team(struct fhir_source *source)
{
	for (const struct json *participant =
		     fhir_element_first(source, source->json, "participant");
	     participant != NULL && !fhir_state_has_ended(source->state);
	     participant = participant->next) {
		struct fhir_target target = fhir_reference_follow(
			source,
			fhir_element_object(source, participant, "member"));

		if (fhir_reference_is_type(target.reference, "Patient") ||
		    fhir_reference_is_type(target.reference, "RelatedPerson"))
			fhir_source_note(source, "participant",
					 "is no professional: see Patient and "
					 "RelatedPerson");
		else
			add_involvement(source, participant);
	}
}

static void
read_care_team(struct fhir_source *source)
{
	const struct json *subject =
		fhir_element_object(source, source->json, "subject");
	struct fhir_target target = fhir_reference_follow(source, subject);

	if (fhir_reference_is_type(target.reference, "Group")) {
		read_household_team(source, target.reference);
		return;
	}
	if (fhir_reference_is_type(target.reference, "Patient"))
		source->subject = target.reference;
	else if (source->container != NULL && subject == NULL)
		source->subject = source->container->subject;
	if (source->subject == NULL)
		fhir_source_note(source, "subject",
				 "doesn't say which Patient it is about");
	read_resident_team(source);
}

static const struct fhir_element care_team_elements[] = {
	{"managingOrganization", FHIR_READ},
	{"name", FHIR_PROSE},
	{"note", FHIR_PROSE},
	{"participant", FHIR_READ},
	{"reasonCode", FHIR_REASON},
	{"reasonReference", FHIR_REASON},
	{"status", FHIR_READ},
	{"subject", FHIR_READ},
	{"telecom", FHIR_READ},
};

const struct fhir_kind fhir_team_care_team = {
	.type = "CareTeam",
	.may_be_contained = true,
	.read = read_care_team,
	.elements = care_team_elements,
	.element_count = COUNT_OF(care_team_elements),
};

/* Read where a team or an agreement refers to them. */
const struct fhir_kind fhir_team_practitioner = {
	.type = "Practitioner",
	.may_be_contained = true,
};

const struct fhir_kind fhir_team_organization = {
	.type = "Organization",
	.may_be_contained = true,
};
