#include "lib/wire/fhir_code.h"

void
fhir_code_put(struct json_writer *writer, const char *system, const char *code)
{
	json_open_object(writer);
	json_member_string(writer, "code", code);
	json_member_string(writer, "system", system);
	json_close_object(writer);
}

void
fhir_code_put_concept(struct json_writer *writer, const char *system,
		      const char *code)
{
	json_open_object(writer);
	json_key(writer, "coding");
	json_open_array(writer);
	fhir_code_put(writer, system, code);
	json_close_array(writer);
	json_close_object(writer);
}
