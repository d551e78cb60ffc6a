#include "lib/wire/fhir_extension.h"

#include <inttypes.h>
#include <string.h>

#include "lib/wire/fhir_element.h"

static const char *const names[] = {
	"asked",    "asked-on",	      "category",     "concerns", "evidence",
	"field",    "giver",	      "ground",	      "law",	  "own-consent",
	"relation", "shareable-text", "text-version",
};

bool
fhir_extension_is_ours(const char *url)
{
	return strncmp(url, FHIR_EXTENSION_BASE, strlen(FHIR_EXTENSION_BASE)) ==
	       0;
}

bool
fhir_extension_is_unknown(const char *url)
{
	if (!fhir_extension_is_ours(url))
		return false;
	url += strlen(FHIR_EXTENSION_BASE);
	for (size_t at = 0; at < COUNT_OF(names); at++)
		if (strcmp(url, names[at]) == 0)
			return false;
	return true;
}

const struct json *
fhir_extension_find(const struct fhir_source *source,
		    const struct json *element, const char *name)
{
	for (const struct json *extension =
		     fhir_element_first(source, element, "extension");
	     extension != NULL; extension = extension->next) {
		const char *url = json_get_string(extension, "url");

		if (url != NULL && fhir_extension_is_ours(url) &&
		    strcmp(url + strlen(FHIR_EXTENSION_BASE), name) == 0)
			return extension;
	}
	return NULL;
}

const char *
fhir_extension_value(const struct fhir_source *source,
		     const struct json *extension)
{
	for (const struct json *member = json_first(extension); member != NULL;
	     member = member->next) {
		if (strncmp(member->key, "value", strlen("value")) != 0)
			continue;
		if (member->kind == JSON_KIND_INTEGER)
			return arena_printf(source->state->arena, "%" PRId64,
					    member->as.integer);
		if (member->kind == JSON_KIND_BOOL)
			return member->as.boolean ? "true" : "false";
		return fhir_element_string(source, extension, member->key);
	}
	return NULL;
}

const char *
fhir_extension_text(const struct fhir_source *source,
		    const struct json *element, const char *name)
{
	const struct json *extension =
		fhir_extension_find(source, element, name);

	return extension == NULL ? NULL
				 : fhir_extension_value(source, extension);
}

/* A primitive element keeps its extensions beside it, under "_key". */
static const struct json *
bearer_of(const struct fhir_source *source, const struct json *parent,
	  const char *key)
{
	const struct json *element = json_member(parent, key);

	if (element != NULL && element->kind == JSON_KIND_OBJECT)
		return element;
	return json_member(parent,
			   arena_printf(source->state->arena, "_%s", key));
}

const char *
fhir_extension_shareable_of(const struct fhir_source *source,
			    const struct json *parent, const char *key)
{
	return fhir_extension_text(source, bearer_of(source, parent, key),
				   "shareable-text");
}

const char *
fhir_extension_shareable(const struct fhir_source *source,
			 const struct json *parent, const char *key)
{
	const char *text = fhir_extension_shareable_of(source, parent, key);

	return text != NULL
		       ? text
		       : fhir_extension_text(source, parent, "shareable-text");
}
