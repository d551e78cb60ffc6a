#include "lib/wire/fhir_source.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "lib/wire/fhir_concerns.h"
#include "lib/wire/fhir_element.h"
#include "lib/wire/fhir_extension.h"
#include "lib/wire/fhir_kinds.h"
#include "lib/wire/fhir_reference.h"
#include "lib/wire/fhir_sweep.h"

#define PATH_LENGTH 96
#define WHAT_BYTES  160
#define CONFIDENTIALITY                                                        \
	"http://terminology.hl7.org/CodeSystem/v3-Confidentiality"

/* Rising; a label that isn't understood counts as the highest. */
static const char *const sensitivities[] = {"normal", "high", "very_high"};

static const char *
where_of(const struct fhir_source *source, const char *key)
{
	return key == NULL ? source->reference
			   : arena_printf(source->state->arena, "%s.%.64s",
					  source->reference, key);
}

void
fhir_source_fault(const struct fhir_source *source, const char *key,
		  const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fault_set_v(&source->state->fault, where_of(source, key), format,
		    arguments);
	va_end(arguments);
}

void
fhir_source_say(const struct fhir_source *source, const char *key,
		const char *sentence)
{
	fault_say(&source->state->fault, where_of(source, key), sentence);
}

/* Element names of FHIR; others are not worth repeating to anyone. */
static bool
is_path(const char *key)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789_.";
	size_t length = strlen(key);

	return length <= PATH_LENGTH && strspn(key, alphabet) == length;
}

void
fhir_source_note(const struct fhir_source *source, const char *key,
		 const char *why)
{
	const char *type = source->kind->type;
	char what[WHAT_BYTES];

	if (key != NULL)
		(void)snprintf(what, sizeof(what), "%s.%s", type,
			       is_path(key) ? key : "(no FHIR name)");
	fhir_state_note(source->state, key == NULL ? type : what, why);
}

/* FHIR: whoever doesn't understand a modifier must not use the resource. */
static bool
is_not_for_use(const struct fhir_source *source)
{
	const char *status = json_get_string(source->json, "status");

	if (status == NULL)
		status = json_get_string(source->json, "lifecycleStatus");
	if (status != NULL && strcmp(status, "entered-in-error") == 0) {
		fhir_source_note(source, NULL,
				 "entered in error, says the source");
		return true;
	}
	if (json_member(source->json, "modifierExtension") == NULL &&
	    json_member(source->json, "implicitRules") == NULL)
		return false;
	fhir_source_note(source, NULL,
			 "changed in meaning by a modifierExtension or "
			 "implicitRules that isn't understood");
	return true;
}

static size_t
sensitivity_of_label(const struct fhir_source *source, const struct json *label)
{
	const char *system = json_get_string(label, "system");
	const char *code = json_get_string(label, "code");

	if (system != NULL && code != NULL &&
	    strcmp(system, CONFIDENTIALITY) == 0 && strlen(code) == 1) {
		if (strchr("ULMN", code[0]) != NULL)
			return 0;
		if (code[0] == 'R')
			return 1;
		if (code[0] == 'V')
			return 2;
	}
	fhir_source_note(source, "meta.security",
			 "a label that isn't understood: very_high");
	return COUNT_OF(sensitivities) - 1;
}

static size_t
rank_of_sensitivity(const char *word)
{
	size_t rank = 0;

	while (rank < COUNT_OF(sensitivities) - 1 &&
	       strcmp(sensitivities[rank], word) != 0)
		rank++;
	return rank;
}

static void
read_meta(struct fhir_source *source)
{
	const struct json *meta =
		fhir_element_object(source, source->json, "meta");
	const char *updated = fhir_element_string(source, meta, "lastUpdated");
	size_t rank = 0;

	if (source->container != NULL) {
		rank = rank_of_sensitivity(source->container->sensitivity);
		source->changed_ms = source->container->changed_ms;
	}
	for (const struct json *label =
		     fhir_element_first(source, meta, "security");
	     label != NULL; label = label->next) {
		size_t own = sensitivity_of_label(source, label);

		if (own > rank)
			rank = own;
	}
	source->sensitivity = sensitivities[rank];
	if (updated != NULL && !clock_parse_time(updated, &source->changed_ms))
		fhir_source_fault(source, "meta.lastUpdated",
				  "is no time that exists; write it as "
				  "2026-11-21T10:00:00Z");
}

static void
read_law(struct fhir_source *source)
{
	source->law = fhir_extension_text(source, source->json, "law");
	if (source->law == NULL)
		source->law = source->container != NULL
				      ? source->container->law
				      : source->state->settings->law;
}

static void
read_subject(struct fhir_source *source)
{
	const char *key = source->kind->subject_key;
	const struct json *subject =
		key == NULL ? NULL
			    : fhir_element_object(source, source->json, key);
	struct fhir_target target;

	if (subject == NULL && source->container != NULL)
		source->subject = source->container->subject;
	if (key == NULL || source->subject != NULL)
		return;
	target = fhir_reference_follow(source, subject);
	if (fhir_reference_is_type(target.reference, "Patient")) {
		source->subject = target.reference;
		return;
	}
	if (fhir_reference_is_type(target.reference, "Group") &&
	    target.resource != NULL)
		fhir_concerns_group(source, target.resource);
	if (source->subject != NULL)
		return;
	fhir_source_note(source, key,
			 target.reference != NULL
				 ? N_("isn't a Patient that stands by itself")
				 : N_("doesn't say which Patient it is "
				      "about"));
}

/* By its id it is known at the next import, so there must be just one. */
static void
read_contained_one(const struct fhir_source *source, const struct json *item)
{
	const char *id = json_get_string(item, "id");

	if (id == NULL || !fhir_element_is_id(id) ||
	    fhir_reference_contained(source, id) != item) {
		fhir_source_fault(source, "contained",
				  "holds a resource without an id of its own");
		return;
	}
	fhir_source_read(source->state, item,
			 arena_printf(source->state->arena, "%s#%s",
				      source->reference, id),
			 source);
}

static void
read_contained(const struct fhir_source *source)
{
	const struct json *first =
		fhir_element_first(source, source->json, "contained");
	size_t count = json_count(json_member(source->json, "contained"));

	if (first != NULL && source->container != NULL) {
		fhir_source_fault(source, "contained",
				  "stands inside a contained resource");
		return;
	}
	if (count > LIMIT_FHIR_CONTAINED) {
		fhir_source_fault(source, "contained",
				  "holds more than %d resources",
				  LIMIT_FHIR_CONTAINED);
		return;
	}
	for (const struct json *item = first;
	     item != NULL && !fhir_state_has_ended(source->state);
	     item = item->next)
		read_contained_one(source, item);
}

static void
note_unknown(struct fhir_state *state, const char *type, bool is_contained)
{
	char what[WHAT_BYTES];

	(void)snprintf(
		what, sizeof(what), "%s%s", is_contained ? "contained " : "",
		type != NULL && fhir_element_is_id(type) ? type : "(no type)");
	fhir_state_note(state, what, "this kind of resource isn't imported");
}

void
fhir_source_read(struct fhir_state *state, const struct json *resource,
		 const char *reference, const struct fhir_source *container)
{
	const char *type = json_get_string(resource, "resourceType");
	struct fhir_source source = {
		.state = state,
		.container = container,
		.kind = type == NULL ? NULL : fhir_kinds_find(type),
		.json = resource,
		.reference = reference,
	};

	if (source.kind == NULL ||
	    (container != NULL && !source.kind->may_be_contained)) {
		note_unknown(state, type, container != NULL);
		return;
	}
	if (source.kind->read == NULL || is_not_for_use(&source))
		return;
	if (container == NULL)
		fhir_reference_check(&source, resource);
	read_meta(&source);
	read_law(&source);
	fhir_concerns_resource(&source);
	read_subject(&source);
	source.kind->read(&source);
	read_contained(&source);
	fhir_sweep(&source);
}
