#include "lib/wire/fhir_codes.h"

#include <string.h>

struct known_code {
	enum fhir_code_list list;
	const char *system;
	const char *code;
	const char *word;
};

static const struct known_code known_codes[] = {
#define CODE(list, system, code, word) {FHIR_CODE_##list, system, code, word},
#include "lib/wire/fhir_codes.def"
#undef CODE
};

static const char *
word_of_coding(enum fhir_code_list list, const struct json *coding)
{
	const char *system = json_get_string(coding, "system");
	const char *code = json_get_string(coding, "code");

	if (system == NULL || code == NULL)
		return NULL;
	for (size_t at = 0; at < COUNT_OF(known_codes); at++) {
		const struct known_code *known = &known_codes[at];

		if (known->list == list && strcmp(known->code, code) == 0 &&
		    strcmp(known->system, system) == 0)
			return known->word;
	}
	return NULL;
}

const char *
fhir_codes_word(enum fhir_code_list list, const struct json *value)
{
	const struct json *inner = json_member(value, "coding");
	const char *word = NULL;

	if (inner != NULL)
		return fhir_codes_word(list, inner);
	if (value == NULL || value->kind != JSON_KIND_ARRAY)
		return word_of_coding(list, value);
	for (const struct json *item = json_first(value);
	     item != NULL && word == NULL; item = item->next)
		word = fhir_codes_word(list, item);
	return word;
}

bool
fhir_codes_has(const struct json *value, const char *system, const char *code)
{
	const struct json *inner = json_member(value, "coding");
	const char *own_system = json_get_string(value, "system");
	const char *own_code = json_get_string(value, "code");

	if (inner != NULL)
		return fhir_codes_has(inner, system, code);
	if (value != NULL && value->kind == JSON_KIND_ARRAY) {
		for (const struct json *item = json_first(value); item != NULL;
		     item = item->next)
			if (fhir_codes_has(item, system, code))
				return true;
		return false;
	}
	return own_system != NULL && own_code != NULL &&
	       strcmp(own_system, system) == 0 && strcmp(own_code, code) == 0;
}
