#include "lib/wire/fhir_draft.h"

#include <string.h>

#include "lib/wire/fhir_concerns.h"
#include "lib/wire/fhir_element.h"
#include "lib/wire/fhir_extension.h"

struct ordinal {
	const char *category;
	size_t count;
};

void
fhir_draft_begin(struct fhir_draft *draft, struct fhir_source *source,
		 const char *category)
{
	draft->source = source;
	draft->category = category;
	draft->is_aside = false;
	draft->concerns = (struct fhir_list){0};
	draft->count = 0;
}

void
fhir_draft_put(struct fhir_draft *draft, const char *field, const char *value)
{
	size_t at = 0;

	if (value == NULL)
		return;
	while (at < draft->count && strcmp(draft->fields[at].key, field) != 0)
		at++;
	if (at == COUNT_OF(draft->fields)) {
		fhir_source_fault(draft->source, "extension",
				  "sets more than %zu fields", at);
		return;
	}
	draft->fields[at] = (struct json){
		.kind = JSON_KIND_STRING,
		.key = field,
		.as.string = value,
	};
	if (at == draft->count)
		draft->count++;
}

void
fhir_draft_drop(struct fhir_draft *draft, const char *field)
{
	for (size_t at = 0; at < draft->count; at++)
		if (strcmp(draft->fields[at].key, field) == 0)
			draft->fields[at--] = draft->fields[--draft->count];
}

void
fhir_draft_put_concept(struct fhir_draft *draft, const struct json *concept)
{
	const struct json *coding =
		fhir_element_first(draft->source, concept, "coding");
	const char *text = json_get_string(concept, "text");

	fhir_draft_put(draft, "code", json_get_string(coding, "code"));
	fhir_draft_put(draft, "system", json_get_string(coding, "system"));
	fhir_draft_put(draft, "text",
		       text != NULL ? text
				    : json_get_string(coding, "display"));
}

/* Words of the vocabulary: lower case, digits, underscore. */
static bool
is_word(const char *string)
{
	size_t length = strlen(string);

	return length >= 1 && length <= LIMIT_NAME_BYTES &&
	       strspn(string, "abcdefghijklmnopqrstuvwxyz0123456789_") ==
		       length;
}

/* extension[name] and extension[value], inside one `field` extension. */
static void
put_authored(struct fhir_draft *draft, const struct json *extension)
{
	const char *name = NULL;
	const char *value = NULL;

	for (const struct json *part =
		     fhir_element_first(draft->source, extension, "extension");
	     part != NULL; part = part->next) {
		const char *url = json_get_string(part, "url");

		if (url != NULL && strcmp(url, "name") == 0)
			name = fhir_extension_value(draft->source, part);
		if (url != NULL && strcmp(url, "value") == 0)
			value = fhir_extension_value(draft->source, part);
	}
	if (name == NULL || value == NULL || !is_word(name)) {
		fhir_source_fault(draft->source, "extension",
				  "has a field that needs a name (a word of "
				  "the vocabulary) and a value");
		return;
	}
	fhir_draft_put(draft, name, value);
}

void
fhir_draft_author(struct fhir_draft *draft, const struct json *element)
{
	const char *category =
		fhir_extension_text(draft->source, element, "category");

	if (category != NULL && !is_word(category))
		fhir_source_fault(draft->source, "extension",
				  "has a category that is no word of the "
				  "vocabulary");
	if (category != NULL) {
		draft->category = category;
		draft->count = 0;
	}
	/* What the resource itself names is known already. */
	if (element != draft->source->json)
		fhir_concerns_element(draft->source, element, &draft->concerns);
	for (const struct json *extension =
		     fhir_element_first(draft->source, element, "extension");
	     extension != NULL; extension = extension->next) {
		const char *url = json_get_string(extension, "url");

		if (url != NULL &&
		    strcmp(url, FHIR_EXTENSION_BASE "field") == 0)
			put_authored(draft, extension);
	}
}

static size_t
count_record(struct fhir_source *source, const char *category)
{
	struct ordinal *ordinals = source->ordinals.items;
	struct ordinal *added;

	for (size_t at = 0; at < source->ordinals.count; at++)
		if (strcmp(ordinals[at].category, category) == 0)
			return ++ordinals[at].count;
	source->ordinals.item_size = sizeof(struct ordinal);
	added = fhir_list_add(source->state->arena, &source->ordinals);
	*added = (struct ordinal){.category = category, .count = 1};
	return 1;
}

/*
 * The same at each import, so that a second one updates and adds nothing. The
 * colon, which no FHIR id has, tells it from a contained resource.
 */
static const char *
make_origin(const struct fhir_draft *draft)
{
	struct fhir_source *source = draft->source;
	struct arena *arena = source->state->arena;
	size_t ordinal = count_record(source, draft->category);

	if (!draft->is_aside && !source->has_record) {
		source->has_record = true;
		return source->reference;
	}
	return arena_printf(arena, "%s#%s:%zu", source->reference,
			    draft->category, ordinal);
}

void
fhir_draft_end(struct fhir_draft *draft)
{
	struct fhir_source *source = draft->source;
	struct json object = {.kind = JSON_KIND_OBJECT};
	struct import_record *item;

	if (source->subject == NULL || draft->count == 0 ||
	    fhir_state_has_ended(source->state))
		return;
	if (source->law == NULL)
		fhir_source_fault(source, NULL,
				  "doesn't say under which law it is; name "
				  "one with the import");
	for (size_t at = 0; at + 1 < draft->count; at++)
		draft->fields[at].next = &draft->fields[at + 1];
	draft->fields[draft->count - 1].next = NULL;
	object.as.children.first = draft->fields;
	object.as.children.count = draft->count;
	item = fhir_list_add(source->state->arena, &source->state->records);
	item->resident = source->subject;
	item->record = (struct record){
		.origin = make_origin(draft),
		.category = draft->category,
		.law = source->law,
		.sensitivity = source->sensitivity,
		.changed_ms = source->changed_ms,
	};
	item->record.concerns = fhir_concerns_join(source, &draft->concerns,
						   &item->record.concern_count);
	record_set_fields(source->state->arena, &item->record, &object);
}
