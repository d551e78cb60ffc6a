#include "lib/wire/fhir_person.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "lib/wire/fhir_codes.h"
#include "lib/wire/fhir_draft.h"
#include "lib/wire/fhir_element.h"
#include "lib/wire/fhir_extension.h"
#include "lib/wire/fhir_kinds.h"

#define BSN_SYSTEM "http://fhir.nl/fhir/NamingSystem/bsn"
#define BSN_OID	   "urn:oid:2.16.840.1.113883.2.4.6.3"
#define BSN_DIGITS 9
#define ROLES	   "https://eenplan.nl/fhir/roles"

/* --- names and telecom --- */

static const struct json *
choose_name(const struct fhir_source *source, const struct json *parent)
{
	static const char *const uses[] = {"usual", "official"};
	const struct json *first = fhir_element_first(source, parent, "name");

	for (size_t at = 0; at < COUNT_OF(uses); at++) {
		for (const struct json *name = first; name != NULL;
		     name = name->next) {
			const char *use = json_get_string(name, "use");

			if (use != NULL && strcmp(use, uses[at]) == 0)
				return name;
		}
	}
	return first;
}

const char *
fhir_person_name(const struct fhir_source *source, const struct json *parent)
{
	const struct json *name = choose_name(source, parent);
	const char *family = fhir_element_string(source, name, "family");
	struct buf words;

	buf_init(&words, source->state->arena, 64);
	for (const struct json *given = json_first(json_member(name, "given"));
	     given != NULL; given = given->next) {
		if (given->kind != JSON_KIND_STRING)
			continue;
		if (words.length > 0)
			buf_add_char(&words, ' ');
		buf_add_string(&words, given->as.string);
	}
	if (family != NULL && words.length > 0)
		buf_add_char(&words, ' ');
	if (family != NULL)
		buf_add_string(&words, family);
	return words.length == 0 ? NULL : buf_string(&words);
}

const char *
fhir_person_telecom(const struct fhir_source *source, const struct json *parent,
		    const char *system)
{
	for (const struct json *point =
		     fhir_element_first(source, parent, "telecom");
	     point != NULL; point = point->next) {
		const char *own = json_get_string(point, "system");
		const char *use = json_get_string(point, "use");

		if (use != NULL && strcmp(use, "old") == 0)
			continue;
		if (system == NULL || (own != NULL && strcmp(own, system) == 0))
			return fhir_element_string(source, point, "value");
	}
	return NULL;
}

/* --- Patient --- */

/* The "11-test" of the Dutch citizen service number. */
static bool
is_bsn(const char *string)
{
	int sum = 0;
	int any = 0;

	for (int at = 0; at < BSN_DIGITS; at++) {
		int weight = at == BSN_DIGITS - 1 ? -1 : BSN_DIGITS - at;

		if (string[at] < '0' || string[at] > '9')
			return false;
		sum += weight * (string[at] - '0');
		any |= string[at] - '0';
	}
	return string[BSN_DIGITS] == '\0' && any != 0 && sum % 11 == 0;
}

static const char *
read_bsn(const struct fhir_source *source)
{
	const char *bsn = NULL;

	for (const struct json *identifier =
		     fhir_element_first(source, source->json, "identifier");
	     identifier != NULL; identifier = identifier->next) {
		const char *system = json_get_string(identifier, "system");

		if (system == NULL || (strcmp(system, BSN_SYSTEM) != 0 &&
				       strcmp(system, BSN_OID) != 0)) {
			fhir_source_note(source, "identifier",
					 "only the BSN is kept");
			continue;
		}
		bsn = fhir_element_string(source, identifier, "value");
		if (bsn == NULL || !is_bsn(bsn))
			fhir_source_fault(source, "identifier",
					  "has a BSN that isn't nine digits "
					  "that pass the eleven-test");
	}
	return bsn;
}

static int32_t
read_birth_day(const struct fhir_source *source)
{
	int32_t day = fhir_element_day(source, source->json, "birthDate");

	if (day == CLOCK_DAY_NONE)
		fhir_source_note(source, "birthDate",
				 "isn't known to the day, so no age follows");
	else if (source->state->made_day != CLOCK_DAY_NONE &&
		 day > source->state->made_day)
		fhir_source_fault(source, "birthDate",
				  "lies after the day the bundle was made");
	return day;
}

/* How the resident likes best to be reached: rank 1 of telecom. */
static const char *
preferred_telecom(const struct fhir_source *source)
{
	for (const struct json *point =
		     fhir_element_first(source, source->json, "telecom");
	     point != NULL; point = point->next)
		if (json_get_integer(point, "rank", 0) == 1)
			return json_get_string(point, "system");
	return NULL;
}

static void
add_contact(struct fhir_source *source, const char *name)
{
	struct fhir_draft draft;

	if (json_member(source->json, "telecom") == NULL)
		return;
	fhir_draft_begin(&draft, source, "contact");
	fhir_draft_put(&draft, "name", name);
	fhir_draft_put(&draft, "phone",
		       fhir_person_telecom(source, source->json, "phone"));
	fhir_draft_put(&draft, "email",
		       fhir_person_telecom(source, source->json, "email"));
	fhir_draft_put(&draft, "preferred", preferred_telecom(source));
	fhir_draft_end(&draft);
}

static void
read_patient(struct fhir_source *source)
{
	const char *name = fhir_person_name(source, source->json);
	struct import_resident *resident =
		fhir_list_add(source->state->arena, &source->state->residents);

	source->subject = source->reference;
	*resident = (struct import_resident){
		.origin = source->reference,
		.name = name,
		.bsn = read_bsn(source),
		.birth_day = read_birth_day(source),
		.deceased = fhir_element_bool(source, source->json,
					      "deceasedBoolean") ||
			    fhir_element_date(source, source->json,
					      "deceasedDateTime") != NULL,
	};
	if (name == NULL)
		fhir_source_note(source, "name", "has no given or family name");
	add_contact(source, name);
}

static const struct fhir_element patient_elements[] = {
	{"birthDate", FHIR_READ}, {"deceasedBoolean", FHIR_READ},
	{"name", FHIR_READ},	  {"deceasedDateTime", FHIR_READ},
	{"telecom", FHIR_READ},	  {"identifier", FHIR_READ},
};

const struct fhir_kind fhir_person_patient = {
	.type = "Patient",
	.read = read_patient,
	.elements = patient_elements,
	.element_count = COUNT_OF(patient_elements),
};

/* --- RelatedPerson --- */

/* Of a carer who is a resident here too, their own consents decide. */
static bool
may_be_named(const struct fhir_source *source)
{
	const char *agreed =
		fhir_extension_text(source, source->json, "own-consent");

	return source->concern_count > 0 ||
	       (agreed != NULL && strcmp(agreed, "true") == 0);
}

/*
 * A carer is a person too: their name goes along only if they agreed, also
 * where the author of the record wrote it as a field.
 */
static void
put_carer(struct fhir_draft *draft)
{
	struct fhir_source *source = draft->source;

	fhir_draft_put(draft, "name", fhir_person_name(source, source->json));
	fhir_draft_put(draft, "phone",
		       fhir_person_telecom(source, source->json, "phone"));
	fhir_draft_author(draft, source->json);
	if (may_be_named(source))
		return;
	fhir_source_note(source, "name",
			 "own consent isn't recorded: only role and "
			 "availability");
	fhir_draft_drop(draft, "name");
	fhir_draft_drop(draft, "phone");
}

/*
 * What a code says that this person is: appointed, or a kin. That a parent has
 * custody never follows from being a parent.
 */
static void
add_representative(struct fhir_source *source, const struct json *relationship)
{
	const char *word =
		fhir_codes_word(FHIR_CODE_REPRESENTATION, relationship);
	struct import_representative *representative;

	if (word == NULL)
		word = fhir_codes_word(FHIR_CODE_KIN, relationship);
	if (word == NULL || source->subject == NULL)
		return;
	if (json_member(json_member(source->json, "period"), "end") != NULL) {
		fhir_source_note(source, "period",
				 "ends, so it isn't taken as representing");
		return;
	}
	representative = fhir_list_add(source->state->arena,
				       &source->state->representatives);
	*representative = (struct import_representative){
		.resident = source->subject,
		.reference = source->reference,
		.name = fhir_person_name(source, source->json),
		.as = representation_of_word(word)};
}

static void
read_related(struct fhir_source *source)
{
	const struct json *relationship =
		json_member(source->json, "relationship");
	const char *role = "network";
	const char *relation =
		fhir_codes_word(FHIR_CODE_RELATION, relationship);
	const struct json *period =
		fhir_element_object(source, source->json, "period");
	struct fhir_draft draft;

	if (json_member(source->json, "active") != NULL &&
	    !fhir_element_bool(source, source->json, "active")) {
		fhir_source_note(source, NULL, "isn't active any more");
		return;
	}
	add_representative(source, relationship);
	if (fhir_codes_has(relationship, ROLES, "carer"))
		role = "carer";
	if (fhir_codes_has(relationship, ROLES, "volunteer"))
		role = "volunteer";
	if (relation == NULL)
		fhir_source_note(source, "relationship",
				 "has no code of a relation that we know");
	fhir_draft_begin(&draft, source, "informal_support");
	fhir_draft_put(&draft, "role", role);
	fhir_draft_put(&draft, "relation", relation);
	fhir_draft_put(&draft, "since",
		       fhir_element_date(source, period, "start"));
	fhir_draft_put(&draft, "until",
		       fhir_element_date(source, period, "end"));
	put_carer(&draft);
	fhir_draft_end(&draft);
}

static const struct fhir_element related_elements[] = {
	{"active", FHIR_READ},	{"name", FHIR_READ},
	{"patient", FHIR_READ}, {"period", FHIR_READ},
	{"telecom", FHIR_READ}, {"relationship", FHIR_READ},
};

const struct fhir_kind fhir_person_related = {
	.type = "RelatedPerson",
	.subject_key = "patient",
	.read = read_related,
	.elements = related_elements,
	.element_count = COUNT_OF(related_elements),
};
