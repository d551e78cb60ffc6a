#include <string.h>

#include "eenplan/base/limits.h"
#include "lib/wire/fhir_element.h"
#include "lib/wire/fhir_extension.h"
#include "lib/wire/fhir_kinds.h"
#include "lib/wire/fhir_reference.h"

static bool
is_household(const struct fhir_source *source)
{
	const char *type = fhir_element_string(source, source->json, "type");

	if (type != NULL && strcmp(type, "person") == 0 &&
	    fhir_element_bool(source, source->json, "actual"))
		return true;
	fhir_source_note(source, NULL, "isn't a group of actual persons");
	return false;
}

static bool
read_member(const struct fhir_source *source, const struct json *member,
	    struct import_member *member_out)
{
	struct fhir_target target = fhir_reference_follow(
		source, fhir_element_object(source, member, "entity"));

	if (fhir_element_bool(source, member, "inactive")) {
		fhir_source_note(source, "member", "isn't active any more");
		return false;
	}
	if (!fhir_reference_is_type(target.reference, "Patient")) {
		fhir_source_fault(source, "member",
				  "must be a reference to a Patient");
		return false;
	}
	*member_out = (struct import_member){
		.resident = target.reference,
		.relation = fhir_extension_text(source, member, "relation"),
	};
	return true;
}

static void
read_group(struct fhir_source *source)
{
	const struct json *first;
	struct import_household *household;
	struct import_member *members;
	size_t room = json_count(json_member(source->json, "member"));
	size_t count = 0;

	if (!is_household(source))
		return;
	if (room > LIMIT_MEMBERS) {
		fhir_source_fault(source, "member", "has more than %d",
				  LIMIT_MEMBERS);
		return;
	}
	first = fhir_element_first(source, source->json, "member");
	members = ARENA_ARRAY(source->state->arena, room, struct import_member);
	for (const struct json *member = first; member != NULL;
	     member = member->next)
		if (read_member(source, member, &members[count]))
			count++;
	household =
		fhir_list_add(source->state->arena, &source->state->households);
	*household = (struct import_household){
		.origin = source->reference,
		.name = fhir_element_string(source, source->json, "name"),
		.members = members,
		.member_count = count,
	};
}

static const struct fhir_element group_elements[] = {
	{"actual", FHIR_READ},
	{"member", FHIR_READ},
	{"name", FHIR_READ},
	{"type", FHIR_READ},
};

const struct fhir_kind fhir_household_group = {
	.type = "Group",
	.read = read_group,
	.elements = group_elements,
	.element_count = COUNT_OF(group_elements),
};
