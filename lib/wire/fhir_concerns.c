#include "lib/wire/fhir_concerns.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "lib/wire/fhir_element.h"
#include "lib/wire/fhir_extension.h"
#include "lib/wire/fhir_reference.h"

static void
add(const struct fhir_source *source, struct fhir_list *origins,
    const char *origin)
{
	origins->item_size = sizeof(origin);
	if (origins->count < LIMIT_MEMBERS)
		*(const char **)fhir_list_add(source->state->arena, origins) =
			origin;
	else
		fhir_source_fault(source, NULL,
				  "is about more than %d residents",
				  LIMIT_MEMBERS);
}

const char *const *
fhir_concerns_join(const struct fhir_source *source,
		   const struct fhir_list *origins, size_t *count_out)
{
	size_t count = source->concern_count;
	const char **all = ARENA_ARRAY(source->state->arena,
				       count + origins->count, const char *);

	if (count > 0)
		memcpy(all, source->concerns, count * sizeof(*all));
	if (origins->count > 0)
		memcpy(all + count, origins->items,
		       origins->count * sizeof(*all));
	*count_out = count + origins->count;
	return all;
}

static void
take(struct fhir_source *source, const struct fhir_list *origins)
{
	source->concerns =
		fhir_concerns_join(source, origins, &source->concern_count);
}

void
fhir_concerns_group(struct fhir_source *source, const struct json *group)
{
	struct fhir_list origins = {0};

	for (const struct json *member =
		     fhir_element_first(source, group, "member");
	     member != NULL; member = member->next) {
		struct fhir_target target = fhir_reference_follow(
			source, fhir_element_object(source, member, "entity"));

		if (fhir_element_bool(source, member, "inactive") ||
		    !fhir_reference_is_type(target.reference, "Patient"))
			continue;
		if (source->subject == NULL)
			source->subject = target.reference;
		else
			add(source, &origins, target.reference);
	}
	take(source, &origins);
}

void
fhir_concerns_element(const struct fhir_source *source,
		      const struct json *element, struct fhir_list *origins)
{
	for (const struct json *extension =
		     fhir_element_first(source, element, "extension");
	     extension != NULL; extension = extension->next) {
		const char *url = json_get_string(extension, "url");
		struct fhir_target target;

		if (url == NULL ||
		    strcmp(url, FHIR_EXTENSION_BASE "concerns") != 0)
			continue;
		target = fhir_reference_follow(
			source, fhir_element_object(source, extension,
						    "valueReference"));
		if (fhir_reference_is_type(target.reference, "Patient"))
			add(source, origins, target.reference);
		else
			fhir_source_fault(source, "extension",
					  "concerns: must be a valueReference "
					  "to a Patient");
	}
}

void
fhir_concerns_resource(struct fhir_source *source)
{
	struct fhir_list origins = {0};

	if (source->container != NULL) {
		source->concerns = source->container->concerns;
		source->concern_count = source->container->concern_count;
	}
	fhir_concerns_element(source, source->json, &origins);
	if (origins.count > 0)
		take(source, &origins);
}
