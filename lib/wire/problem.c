#include "eenplan/wire/problem.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/wire/findings.h"

#define TYPE_PREFIX "urn:eenplan:problem:"

void
problem_encode(struct buf *out, const struct problem *problem)
{
	const char *code = status_code(problem->status);
	bool has_fault = fault_is_set(&problem->fault);
	struct json_writer writer;

	json_begin(&writer, out);
	json_open_object(&writer);
	json_member_string(&writer, "code", code);
	if (has_fault)
		json_member_string(&writer, "detail", problem->fault.told);
	if (problem->found != NULL)
		findings_encode(&writer, problem->found);
	json_member_string(&writer, "request", problem->request);
	json_member_integer(&writer, "status", status_http(problem->status));
	json_member_string(&writer, "title",
			   tongue_say(problem->fault.tongue,
				      status_sentence(problem->status)));
	json_member_string(&writer, "type",
			   arena_printf(out->arena, TYPE_PREFIX "%s", code));
	if (has_fault)
		json_member_string(&writer, "where", problem->fault.where);
	json_close_object(&writer);
}

enum status
problem_decode(const struct json *value, struct problem *problem_out)
{
	static const struct json_shape shape[] = {
		{"code", JSON_KIND_STRING, true, 0},
		{"detail", JSON_KIND_STRING, false, LIMIT_TEXT_BYTES},
		{"found", JSON_KIND_OBJECT, false, 0},
		{"request", JSON_KIND_STRING, true, 0},
		{"status", JSON_KIND_INTEGER, true, 0},
		{"title", JSON_KIND_STRING, true, LIMIT_TEXT_BYTES},
		{"type", JSON_KIND_STRING, true, LIMIT_TEXT_BYTES},
		{"where", JSON_KIND_STRING, false, LIMIT_TEXT_BYTES},
	};
	const char *code, *detail, *where;
	enum status status;

	status = json_check_shape(value, shape, COUNT_OF(shape), "", NULL);
	if (status != STATUS_OK)
		return status;
	code = json_get_string(value, "code");
	*problem_out = (struct problem){
		.status = status_of_code(code),
		.request = json_get_string(value, "request"),
	};
	/* An unknown code reads as "internal", which is another answer. */
	if (strcmp(status_code(problem_out->status), code) != 0)
		return STATUS_INVALID;
	detail = json_get_string(value, "detail");
	where = json_get_string(value, "where");
	if (detail != NULL)
		fault_say(&problem_out->fault, where == NULL ? "" : where,
			  detail);
	return STATUS_OK;
}
