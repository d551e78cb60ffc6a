#include "lib/wire/fhir_sweep.h"
#include "lib/wire/fhir_reference.h"

#include <stdio.h>
#include <string.h>

#include "lib/wire/fhir_draft.h"
#include "lib/wire/fhir_element.h"
#include "lib/wire/fhir_extension.h"

/* Longer names than any of FHIR are cut, and then noted as none. */
#define PATH_BYTES 128

/* Read for every resource, or of no meaning to a reader. */
static const char *const common_keys[] = {
	"contained", "id", "language", "meta", "resourceType",
};

static bool
is_common(const char *key)
{
	for (size_t at = 0; at < COUNT_OF(common_keys); at++)
		if (strcmp(common_keys[at], key) == 0)
			return true;
	return false;
}

static const struct fhir_element *
find_element(const struct fhir_part *part, const char *key)
{
	for (size_t at = 0; at < part->element_count; at++)
		if (strcmp(part->elements[at].key, key) == 0)
			return &part->elements[at];
	return NULL;
}

/* The words in a string, CodeableConcept, Annotation or Reference. */
static const char *
prose_of(const struct fhir_source *source, const struct json *value)
{
	const char *text = json_get_string(value, "text");

	if (value->kind == JSON_KIND_STRING)
		return value->as.string;
	if (text == NULL)
		text = json_get_string(
			fhir_element_first(source, value, "coding"), "display");
	if (text == NULL)
		text = json_get_string(value, "display");
	return text;
}

static void
keep_prose(struct fhir_source *source, const struct json *value,
	   const char *path)
{
	const char *text = prose_of(source, value);
	struct fhir_draft draft;

	if (text == NULL) {
		fhir_source_note(source, path,
				 "a code without words: nothing to keep");
		return;
	}
	fhir_draft_begin(&draft, source, "treatment_note");
	draft.is_aside = true;
	fhir_draft_put(&draft, "text", text);
	if (source->kind->date_key != NULL)
		fhir_draft_put(&draft, "date",
			       fhir_element_date(source, source->json,
						 source->kind->date_key));
	fhir_draft_put(&draft, "author",
		       arena_printf(source->state->arena, "%s.%s",
				    source->kind->type, path));
	fhir_draft_end(&draft);
	fhir_source_note(source, path,
			 "free text: kept as treatment_note, not shared");
}

static void
keep_reason(struct fhir_source *source, const struct json *value,
	    const char *path)
{
	struct fhir_target target = fhir_reference_follow(source, value);
	struct fhir_draft draft;

	/* What it refers to is read by itself, and says it better. */
	if (target.resource != NULL)
		return;
	fhir_draft_begin(&draft, source, "diagnosis");
	draft.is_aside = true;
	fhir_draft_put_concept(&draft, value);
	fhir_draft_put(&draft, "text", json_get_string(value, "display"));
	if (draft.count == 0) {
		fhir_source_note(source, path,
				 "refers to something outside this document");
		return;
	}
	fhir_draft_end(&draft);
	fhir_source_note(source, path, "kept as diagnosis, not shared");
}

/* The author wrote the same words for others: then nothing is held back. */
static bool
is_shareable_as_it_is(const struct fhir_source *source,
		      const struct json *object, const struct json *value)
{
	const char *text = prose_of(source, value);
	const char *shareable =
		fhir_extension_shareable(source, object, value->key);

	return text != NULL && shareable != NULL &&
	       strcmp(text, shareable) == 0;
}

/* An element, or each one of a list of them. */
static void
sweep_element(struct fhir_source *source, const struct json *value,
	      enum fhir_use use, const char *path)
{
	if (value->kind == JSON_KIND_ARRAY) {
		for (const struct json *item = json_first(value);
		     item != NULL && !fhir_state_has_ended(source->state);
		     item = item->next)
			sweep_element(source, item, use, path);
		return;
	}
	if (use != FHIR_READ && source->subject == NULL) {
		fhir_source_note(source, path, "is about nobody we know");
		return;
	}
	switch (use) {
	case FHIR_READ: break;
	case FHIR_PROSE: keep_prose(source, value, path); break;
	case FHIR_REASON: keep_reason(source, value, path); break;
	}
}

static void
sweep_extensions(struct fhir_source *source, const struct json *object,
		 const char *path)
{
	for (const struct json *extension =
		     fhir_element_first(source, object, "extension");
	     extension != NULL; extension = extension->next) {
		const char *url = json_get_string(extension, "url");

		if (url == NULL || !fhir_extension_is_ours(url))
			fhir_source_note(source, path,
					 "isn't an extension of Eenplan");
	}
}

static void
sweep_member(struct fhir_source *source, const struct fhir_part *part,
	     const struct json *member)
{
	const struct fhir_element *element = find_element(part, member->key);
	char path[PATH_BYTES];

	(void)snprintf(path, sizeof(path), "%s%s%s",
		       part->path == NULL ? "" : part->path,
		       part->path == NULL ? "" : ".", member->key);
	if (element != NULL && element->use == FHIR_PROSE &&
	    is_shareable_as_it_is(source, part->object, member))
		return;
	if (element != NULL)
		sweep_element(source, member, element->use, path);
	else if (strcmp(member->key, "extension") == 0)
		sweep_extensions(source, part->object, path);
	else if (strcmp(member->key, "text") == 0)
		fhir_source_note(source, path,
				 "narrative: can carry a diagnosis, dropped");
	else if (member->key[0] == '_')
		sweep_extensions(source, member, path);
	else if (!is_common(member->key))
		fhir_source_note(source, path,
				 "has no place in the vocabulary");
}

void
fhir_sweep_part(struct fhir_source *source, const struct fhir_part *part)
{
	for (const struct json *member = json_first(part->object);
	     member != NULL && !fhir_state_has_ended(source->state);
	     member = member->next)
		sweep_member(source, part, member);
}

void
fhir_sweep(struct fhir_source *source)
{
	struct fhir_part whole = {
		.object = source->json,
		.elements = source->kind->elements,
		.element_count = source->kind->element_count,
	};

	fhir_sweep_part(source, &whole);
}
