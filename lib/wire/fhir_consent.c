#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "lib/wire/fhir_codes.h"
#include "lib/wire/fhir_element.h"
#include "lib/wire/fhir_extension.h"
#include "lib/wire/fhir_kinds.h"
#include "lib/wire/fhir_recipient.h"
#include "lib/wire/fhir_reference.h"

#define ACT_CODE       "http://terminology.hl7.org/CodeSystem/v3-ActCode"
#define SCOPE	       "http://terminology.hl7.org/CodeSystem/consentscope"
#define CONSENT_ACTION "http://terminology.hl7.org/CodeSystem/consentaction"
#define KINDS	       FHIR_EXTENSION_BASE "consent-kinds"
#define CATEGORIES     FHIR_EXTENSION_BASE "categories"
#define PURPOSES       FHIR_EXTENSION_BASE "purposes"

/* What a source that names no kind of ours is taken to speak about. */
static const char *const sharing_kinds[] = {
	"consultable",
	"secrecy_waiver",
	"share",
};

/* One Consent being read. */
struct terms {
	const struct fhir_source *source;
	const struct json *provision;
	const char *kinds[LIMIT_CONSENT_KINDS];
	size_t kind_count;
	struct consent consent;
};

/*
 * Something can't be said exactly. A permit then permits nothing (unknown); a
 * refusal stays one, and what wasn't understood no longer narrows it.
 */
static void
blur(struct terms *terms, const char *key, const char *why)
{
	fhir_source_note(terms->source, key, why);
	if (terms->consent.state == CONSENT_GIVEN)
		terms->consent.state = CONSENT_UNKNOWN;
}

/* --- state --- */

/* What an active consent says; nothing else says that something is given. */
static void
read_type(struct terms *terms)
{
	const char *type =
		fhir_element_string(terms->source, terms->provision, "type");

	if (type == NULL)
		blur(terms, "provision.type", "is missing: unknown, withholds");
	else if (strcmp(type, "permit") == 0)
		terms->consent.state = CONSENT_GIVEN;
	else if (strcmp(type, "deny") == 0)
		terms->consent.state = CONSENT_REFUSED;
	else
		fhir_source_fault(terms->source, "provision.type",
				  "must be permit or deny");
}

static void
read_state(struct terms *terms)
{
	static const char *const statuses[] = {
		"active", "draft", "inactive", "proposed", "rejected",
	};
	const char *status = fhir_element_code(terms->source, "status",
					       statuses, COUNT_OF(statuses));

	terms->consent.state = CONSENT_UNKNOWN;
	if (status == NULL)
		blur(terms, "status", "is missing: unknown, withholds");
	else if (strcmp(status, "active") == 0)
		read_type(terms);
	else if (strcmp(status, "inactive") == 0)
		terms->consent.state = CONSENT_WITHDRAWN;
	else if (strcmp(status, "rejected") == 0)
		terms->consent.state = CONSENT_REFUSED;
	else
		blur(terms, "status", "isn't in force: unknown, withholds");
}

static void
read_kinds(struct terms *terms)
{
	static const char *const known[] = {
		"consultable", "help", "secrecy_waiver", "share", "written",
	};
	const struct json *category =
		json_member(terms->source->json, "category");

	for (size_t at = 0; at < COUNT_OF(known); at++)
		if (fhir_codes_has(category, KINDS, known[at]))
			terms->kinds[terms->kind_count++] = known[at];
	if (terms->kind_count == 0 &&
	    fhir_codes_has(category, ACT_CODE, "IDSCL"))
		terms->kinds[terms->kind_count++] = "share";
	if (terms->kind_count > 0)
		return;
	blur(terms, "category", "names no kind of consent that we know");
	for (size_t at = 0; at < COUNT_OF(sharing_kinds); at++)
		terms->kinds[terms->kind_count++] = sharing_kinds[at];
}

/* --- who gave it --- */

/* By a reference, or as one of that type whom nothing here names. */
static bool
is_related_person(const struct json *performer, struct fhir_target target)
{
	const char *type = json_get_string(performer, "type");

	if (target.reference != NULL)
		return fhir_reference_is_type(target.reference,
					      "RelatedPerson");
	return type != NULL && strcmp(type, "RelatedPerson") == 0;
}

static void
read_giver(struct terms *terms)
{
	const struct fhir_source *source = terms->source;
	const struct json *performer =
		fhir_element_first(source, source->json, "performer");
	struct fhir_target target = fhir_reference_follow(source, performer);
	const char *said_giver =
		fhir_extension_text(source, source->json, "giver");

	terms->consent.given_by = "representative";
	terms->consent.ground = "unknown";
	if (performer != NULL && performer->next != NULL)
		blur(terms, "performer", "names several who gave it");
	if (target.reference != NULL &&
	    strcmp(target.reference, source->subject) == 0) {
		terms->consent.given_by = "self";
		terms->consent.ground = NULL;
		return;
	}
	if (!is_related_person(performer, target)) {
		blur(terms, "performer",
		     "isn't the Patient or a RelatedPerson: unknown who "
		     "gave it");
		return;
	}
	terms->consent.giver =
		said_giver == NULL ? target.reference : said_giver;
	terms->consent.ground =
		fhir_extension_text(source, source->json, "ground");
	if (terms->consent.ground == NULL && said_giver == NULL) {
		terms->consent.ground = "unknown";
		blur(terms, "performer",
		     "represents the resident on no ground that is named");
	}
}

/* --- for what and when --- */

/* Every Coding in a list of Coding or CodeableConcept, or none at all. */
static size_t
gather_words(struct terms *terms, const char *key, const char *system,
	     const char **words)
{
	size_t count = 0;

	for (const struct json *item =
		     fhir_element_first(terms->source, terms->provision, key);
	     item != NULL; item = item->next) {
		const struct json *coding =
			fhir_element_first(terms->source, item, "coding");
		const char *word = fhir_codes_word(FHIR_CODE_PURPOSE, item);
		bool is_ambiguous = coding != NULL && coding->next != NULL;
		const char *own;

		if (coding == NULL)
			coding = item;
		own = json_get_string(coding, "system");
		if (own != NULL && strcmp(own, system) == 0)
			word = json_get_string(coding, "code");
		if (word == NULL || is_ambiguous || count == LIMIT_CATEGORIES) {
			blur(terms,
			     strcmp(key, "code") == 0 ? "provision.code"
						      : "provision.purpose",
			     "isn't of our vocabulary: taken as all");
			return 0;
		}
		words[count++] = word;
	}
	return count;
}

static void
read_scope(struct terms *terms)
{
	struct arena *arena = terms->source->state->arena;
	const char **categories =
		ARENA_ARRAY(arena, LIMIT_CATEGORIES, const char *);
	const char **purposes =
		ARENA_ARRAY(arena, LIMIT_CATEGORIES, const char *);
	const struct json *action = json_member(terms->provision, "action");

	terms->consent.categories = categories;
	terms->consent.category_count =
		gather_words(terms, "code", CATEGORIES, categories);
	terms->consent.purposes = purposes;
	terms->consent.purpose_count =
		gather_words(terms, "purpose", PURPOSES, purposes);
	if (!fhir_codes_has(json_member(terms->source->json, "scope"), SCOPE,
			    "patient-privacy"))
		blur(terms, "scope", "isn't patient-privacy");
	if (action != NULL &&
	    !fhir_codes_has(action, CONSENT_ACTION, "access") &&
	    !fhir_codes_has(action, CONSENT_ACTION, "disclose"))
		blur(terms, "provision.action",
		     "is neither access nor disclose");
}

/* A limit that isn't a whole day can't be kept exactly. */
static int32_t
read_limit(struct terms *terms, const struct json *period, const char *key)
{
	const char *date = fhir_element_string(terms->source, period, key);
	int32_t day = fhir_element_day(terms->source, period, key);

	if (date == NULL ||
	    (day != CLOCK_DAY_NONE && strlen(date) == CLOCK_DATE_BYTES - 1))
		return day;
	blur(terms, "provision.period", "doesn't begin and end with a day");
	return CLOCK_DAY_NONE;
}

static void
read_limits(struct terms *terms)
{
	static const char *const known[] = {"action", "actor",	 "code",
					    "period", "purpose", "type"};
	const struct json *period =
		fhir_element_object(terms->source, terms->provision, "period");

	terms->consent.from_day = read_limit(terms, period, "start");
	terms->consent.until_day = read_limit(terms, period, "end");
	for (const struct json *member = json_first(terms->provision);
	     member != NULL; member = member->next) {
		bool is_known = false;

		for (size_t at = 0; at < COUNT_OF(known); at++)
			is_known |= strcmp(member->key, known[at]) == 0;
		if (!is_known)
			blur(terms,
			     arena_printf(terms->source->state->arena,
					  "provision.%s", member->key),
			     "is a limit that can't be kept exactly");
	}
}

/* --- the records --- */

static void
add_consents(struct terms *terms, const struct consent *consent,
	     size_t *ordinal)
{
	const struct fhir_source *source = terms->source;
	struct fhir_state *state = source->state;

	for (size_t at = 0; at < terms->kind_count; at++) {
		struct import_consent *item =
			fhir_list_add(state->arena, &state->consents);

		item->resident = source->subject;
		item->origin = source->reference;
		if (++*ordinal > 1)
			item->origin =
				arena_printf(state->arena, "%s#%zu",
					     source->reference, *ordinal);
		item->consent = *consent;
		item->consent.kind = terms->kinds[at];
	}
}

/* Actors that can't be told are anyone, once. */
static void
add_for_actors(struct terms *terms)
{
	const struct json *actor =
		fhir_element_first(terms->source, terms->provision, "actor");
	bool is_for_anyone = actor == NULL;
	struct terms anyone = *terms;
	size_t ordinal = 0;

	for (; actor != NULL; actor = actor->next) {
		struct consent own = terms->consent;

		if (fhir_recipient_read(terms->source, actor, &own)) {
			add_consents(terms, &own, &ordinal);
			continue;
		}
		blur(&anyone, "provision.actor",
		     "isn't a recipient that we know: taken as anyone");
		is_for_anyone = true;
	}
	if (is_for_anyone)
		add_consents(&anyone, &anyone.consent, &ordinal);
}

static int64_t
read_recorded(const struct fhir_source *source)
{
	const char *string =
		fhir_element_string(source, source->json, "dateTime");
	int32_t day = fhir_element_day(source, source->json, "dateTime");
	int64_t time_ms = 0;

	if (string != NULL && !clock_parse_time(string, &time_ms) &&
	    day != CLOCK_DAY_NONE)
		time_ms = (int64_t)day * 24 * 3600 * 1000;
	return time_ms;
}

static void
read_consent(struct fhir_source *source)
{
	struct terms terms = {
		.source = source,
		.provision =
			fhir_element_object(source, source->json, "provision"),
	};
	const struct json *evidence =
		fhir_element_object(source, source->json, "sourceReference");

	if (source->subject == NULL)
		return;
	terms.consent.resident = source->subject;
	terms.consent.recorded_ms = read_recorded(source);
	terms.consent.asked =
		fhir_extension_text(source, source->json, "asked");
	terms.consent.text_version =
		fhir_extension_text(source, source->json, "text-version");
	terms.consent.evidence =
		fhir_extension_text(source, source->json, "evidence");
	if (terms.consent.evidence == NULL)
		terms.consent.evidence =
			fhir_element_string(source, evidence, "reference");
	read_state(&terms);
	read_kinds(&terms);
	read_giver(&terms);
	read_scope(&terms);
	read_limits(&terms);
	add_for_actors(&terms);
}

static const struct fhir_element consent_elements[] = {
	{"category", FHIR_READ},	{"dateTime", FHIR_READ},
	{"patient", FHIR_READ},		{"performer", FHIR_READ},
	{"provision", FHIR_READ},	{"scope", FHIR_READ},
	{"sourceReference", FHIR_READ}, {"status", FHIR_READ},
};

const struct fhir_kind fhir_consent_consent = {
	.type = "Consent",
	.subject_key = "patient",
	.read = read_consent,
	.elements = consent_elements,
	.element_count = COUNT_OF(consent_elements),
};
