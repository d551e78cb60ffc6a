#include "lib/wire/fhir_source.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "lib/wire/fhir_element.h"
#include "lib/wire/fhir_extension.h"
#include "lib/wire/fhir_kinds.h"
#include "lib/wire/fhir_reference.h"
#include "lib/wire/fhir_sweep.h"

#define CONFIDENTIALITY                                                        \
	"http://terminology.hl7.org/CodeSystem/v3-Confidentiality"

/* Rising; a label that isn't understood counts as the highest. */
static const char *const sensitivities[] = {"normal", "high", "very_high"};

void
fhir_source_fault(const struct fhir_source *source, const char *key,
		  const char *format, ...)
{
	struct arena *arena = source->state->arena;
	char text[sizeof(source->state->fault.text)];
	const char *where = source->reference;
	va_list arguments;

	if (key != NULL)
		where = arena_printf(arena, "%s.%.64s", where, key);
	va_start(arguments, format);
	(void)vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	fault_set(&source->state->fault, where, "%s", text);
}

void
fhir_source_note(const struct fhir_source *source, const char *key,
		 const char *why)
{
	const char *what = source->kind->type;

	if (key != NULL)
		what = arena_printf(source->state->arena, "%s.%.64s", what,
				    key);
	fhir_state_note(source->state, what, why);
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

	while (strcmp(sensitivities[rank], word) != 0)
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
	fhir_source_note(source, key,
			 target.reference != NULL
				 ? "isn't a Patient that stands by itself"
				 : "doesn't say which Patient it is about");
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
	for (const struct json *item = first; item != NULL; item = item->next) {
		const char *id = fhir_element_string(source, item, "id");

		fhir_source_read(source->state, item,
				 arena_printf(source->state->arena, "%s#%.64s",
					      source->reference,
					      id == NULL ? "" : id),
				 source);
	}
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
		fhir_state_note(
			state,
			arena_printf(state->arena, "%s%.64s",
				     container == NULL ? "" : "contained ",
				     type == NULL ? "(no type)" : type),
			"this kind of resource isn't imported");
		return;
	}
	if (source.kind->read == NULL || is_not_for_use(&source))
		return;
	if (container == NULL)
		fhir_reference_check(&source, resource);
	read_meta(&source);
	read_law(&source);
	read_subject(&source);
	source.kind->read(&source);
	read_contained(&source);
	fhir_sweep(&source);
}
