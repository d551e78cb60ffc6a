#include "eenplan/wire/query.h"

#include "eenplan/base/limits.h"
#include "lib/wire/words.h"

void
query_encode(struct buf *out, const struct query *query)
{
	struct json_writer writer;

	json_begin(&writer, out);
	json_open_object(&writer);
	json_member_strings(&writer, "categories", query->categories,
			    query->category_count);
	json_member_strings(&writer, "subjects", query->subjects,
			    query->subject_count);
	json_close_object(&writer);
}

enum status
query_decode_categories(struct arena *arena, const struct json *list,
			struct query *query, struct fault *fault)
{
	static const struct words_rule rule = {
		.where = "/categories",
		.max_count = LIMIT_CATEGORIES,
	};

	return words_decode(arena, list, &rule, &query->categories,
			    &query->category_count, fault);
}

enum status
query_decode(struct arena *arena, const struct json *value,
	     struct query *query_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"categories", JSON_KIND_ARRAY, false, LIMIT_CATEGORIES},
		{"subjects", JSON_KIND_ARRAY, true, LIMIT_SUBJECTS},
	};
	static const struct words_rule subjects = {
		.where = "/subjects",
		.max_count = LIMIT_SUBJECTS,
		.uuids = true,
	};
	enum status status;

	status = json_check_shape(value, shape, COUNT_OF(shape), "", fault);
	if (status != STATUS_OK)
		return status;
	*query_out = (struct query){.subjects = NULL};
	status = words_decode(arena, json_member(value, "subjects"), &subjects,
			      &query_out->subjects, &query_out->subject_count,
			      fault);
	if (status != STATUS_OK)
		return status;
	if (query_out->subject_count == 0) {
		fault_set(fault, "/subjects",
			  "is empty; name at least one link reference");
		return STATUS_INVALID;
	}
	return query_decode_categories(arena, json_member(value, "categories"),
				       query_out, fault);
}
