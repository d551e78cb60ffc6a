#include <string.h>

#include "daemon/store/query.h"

static const char *const way_words[] = {
	[STORE_POLICY_FOLDER] = "folder",
	[STORE_POLICY_LOAD] = "load",
	[STORE_POLICY_ROLLBACK] = "rollback",
};

const char *
store_policy_way_word(enum store_policy_way way)
{
	return way_words[way];
}

static enum store_policy_way
read_way(struct query *query, struct arena *arena)
{
	const char *word = query_text(query, arena);
	size_t i = 0;

	while (i < COUNT_OF(way_words) && strcmp(word, way_words[i]) != 0)
		i++;
	if (i < COUNT_OF(way_words))
		return (enum store_policy_way)i;
	query_fail(query, STATUS_STORAGE, "how a policy came in force");
	return STORE_POLICY_FOLDER;
}

static void
read_policy(struct query *query, struct arena *arena,
	    struct store_policy *policy)
{
	policy->number = query_integer(query);
	policy->digest = query_text(query, arena);
	policy->since_ms = query_integer(query);
	policy->user = query_text_or_null(query, arena);
	policy->way = read_way(query, arena);
	policy->before = query_text_or_null(query, arena);
	policy->shares = query_text_or_null(query, arena);
}

/* Ends `query`, which gives one row at the most. */
static enum status
read_only_row(struct query *query, struct arena *arena,
	      struct store_policy *policy_out)
{
	bool is_found = query_next(query);

	if (is_found)
		read_policy(query, arena, policy_out);

	enum status status = query_finish(query);

	return status == STATUS_OK && !is_found ? STATUS_NOT_FOUND : status;
}

enum status
store_policy_in_force(struct store *store, struct arena *arena,
		      struct store_policy *policy_out)
{
	struct query query;

	query_start(&query, store, QUERY_POLICY_IN_FORCE);
	return read_only_row(&query, arena, policy_out);
}

enum status
store_policy_find(struct store *store, struct arena *arena, int64_t number,
		  struct store_policy *policy_out)
{
	struct query query;

	query_start(&query, store, QUERY_POLICY_OF_NUMBER);
	query_put_integer(&query, number);
	return read_only_row(&query, arena, policy_out);
}

enum status
store_policy_last(struct store *store, struct arena *arena,
		  enum store_policy_way way, struct store_policy *policy_out)
{
	struct query query;

	query_start(&query, store, QUERY_POLICY_OF_WAY);
	query_put_text(&query, way_words[way]);
	return read_only_row(&query, arena, policy_out);
}

enum status
store_policy_list(struct store *store, struct arena *arena, size_t most,
		  struct store_policy **policies_out, size_t *count_out)
{
	struct query query;

	*policies_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_POLICY_LIST);
	query_put_integer(&query, (int64_t)most);
	while (query_next(&query))
		read_policy(&query, arena,
			    QUERY_ADD_ROW(arena, *policies_out, *count_out));
	return query_finish(&query);
}

enum status
store_policy_files(struct store *store, struct arena *arena, const char *digest,
		   struct policy_source **files_out, size_t *count_out)
{
	struct query query;

	*files_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_POLICY_FILES);
	query_put_text(&query, digest);
	while (query_next(&query)) {
		struct policy_source *file =
			QUERY_ADD_ROW(arena, *files_out, *count_out);

		file->name = query_text(&query, arena);
		file->text = query_bytes(&query, arena);
	}
	return query_finish(&query);
}

static enum status
add_files(struct store *store, const char *digest,
	  const struct policy_source *files, size_t count)
{
	enum status status = STATUS_OK;
	struct query query;

	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		query_start(&query, store, QUERY_POLICY_FILE_ADD);
		query_put_text(&query, digest);
		query_put_integer(&query, (int64_t)i);
		query_put_text(&query, files[i].name);
		query_put_blob(&query, files[i].text);
		status = query_run(&query, NULL);
	}
	return status;
}

static enum status
add_policy(struct store *store, const struct store_policy *policy,
	   int64_t number)
{
	struct query query;

	query_start(&query, store, QUERY_POLICY_ADD);
	query_put_integer(&query, number);
	query_put_text(&query, policy->digest);
	query_put_integer(&query, policy->since_ms);
	query_put_text(&query, policy->user);
	query_put_text(&query, way_words[policy->way]);
	query_put_text(&query, policy->before);
	query_put_text(&query, policy->shares);
	return query_run(&query, NULL);
}

static enum status
next_number(struct store *store, int64_t *number_out)
{
	struct arena *arena = arena_new();
	struct store_policy last = {0};
	enum status status = store_policy_in_force(store, arena, &last);

	*number_out = last.number + 1;
	arena_free(arena);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status
store_policy_add(struct store *store, const struct store_policy *policy,
		 const struct policy_source *files, size_t count,
		 int64_t *number_out)
{
	bool is_ours;
	enum status status = query_scope_begin(store, &is_ours);

	if (status != STATUS_OK)
		return status;
	status = next_number(store, number_out);
	if (status == STATUS_OK)
		status = add_policy(store, policy, *number_out);
	if (status == STATUS_OK)
		status = add_files(store, policy->digest, files, count);
	return query_scope_end(store, is_ours, status);
}
