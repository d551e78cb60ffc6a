#include "daemon/store/directory.h"

#include "daemon/store/lookup.h"
#include "eenplan/base/limits.h"

static void
read_person(struct query *query, struct arena *arena, void *row_out)
{
	struct store_person *person = row_out;
	const struct json *fields;

	person->person.id = query_text(query, arena);
	if (json_read(arena, text_of(query_text(query, arena)),
		      LIMIT_REQUEST_BYTES, &fields, NULL) != STATUS_OK ||
	    directory_fields_apply(fields, &person->person, NULL) != STATUS_OK)
		query_fail(query, STATUS_STORAGE, "somebody in the directory");
	person->shared = (unsigned)query_integer(query);
	person->changed_ms = query_integer(query);
	person->changed_by = query_text(query, arena);
}

enum status
store_person_put(struct store *store, struct arena *arena,
		 const struct store_person *person)
{
	struct json_writer writer;
	struct query query;
	struct buf out;

	buf_init(&out, arena, 512);
	json_begin(&writer, &out);
	directory_fields_put(&writer, &person->person, UINT32_MAX);
	query_start(&query, store, QUERY_PERSON_PUT);
	query_put_text(&query, person->person.id);
	query_put_text(&query, buf_string(&out));
	query_put_integer(&query, person->shared);
	query_put_integer(&query, person->changed_ms);
	query_put_text(&query, person->changed_by);
	return query_run(&query, NULL);
}

enum status
store_person_find(struct store *store, struct arena *arena, const char *id,
		  struct store_person *person_out)
{
	*person_out = (struct store_person){0};
	return lookup_row(store, QUERY_PERSON_GET, read_person, arena, id,
			  person_out);
}

enum status
store_person_remove(struct store *store, const char *id)
{
	struct query query;
	uint64_t changes = 0;
	enum status status;

	query_start(&query, store, QUERY_PERSON_REMOVE);
	query_put_text(&query, id);
	status = query_run(&query, &changes);
	return status == STATUS_OK && changes == 0 ? STATUS_NOT_FOUND : status;
}

enum status
store_person_list(struct store *store, struct arena *arena,
		  struct store_person **people_out, size_t *count_out)
{
	struct query query;

	*people_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_PERSON_LIST);
	query_put_integer(&query, LIMIT_DIRECTORY_PEOPLE);
	while (query_next(&query)) {
		struct store_person *person =
			QUERY_ADD_ROW(arena, *people_out, *count_out);

		*person = (struct store_person){0};
		read_person(&query, arena, person);
	}
	return query_finish(&query);
}
