/*
 * Which words of a vocabulary the records and consents on file use.
 */
#include "daemon/store/query.h"
#include "eenplan/base/buf.h"

/* As a row of queries.def wants it; some look for it in a list. */
struct use {
	enum vocabulary_list list;
	enum query_name query;
	bool is_in_list;
	const char *recipient_kind; /* or NULL */
	const char *where;
};

static const struct use uses[] = {
	{VOCABULARY_CATEGORY, QUERY_CATEGORY_OF_RECORD, false, NULL, "records"},
	{VOCABULARY_CATEGORY, QUERY_CATEGORY_OF_CONSENT, true, NULL,
	 "consents"},
	{VOCABULARY_DOMAIN, QUERY_LAW_OF_RECORD, false, NULL, "records"},
	{VOCABULARY_DOMAIN, QUERY_RECIPIENT_OF_CONSENT, false, "domain",
	 "consents"},
	{VOCABULARY_SENSITIVITY, QUERY_SENSITIVITY_OF_RECORD, false, NULL,
	 "records"},
	{VOCABULARY_CONSENT, QUERY_KIND_OF_CONSENT, false, NULL, "consents"},
	{VOCABULARY_PURPOSE, QUERY_PURPOSE_OF_CONSENT, true, NULL, "consents"},
	{VOCABULARY_ROLE, QUERY_RECIPIENT_OF_CONSENT, false, "role",
	 "consents"},
};

/* "%,want!_can!_need,%": an underscore would stand for any character. */
static const char *
pattern_of(struct arena *arena, const char *word)
{
	struct buf out;

	buf_init(&out, arena, 64);
	buf_add_string(&out, "%,");
	for (; *word != '\0'; word++) {
		if (*word == '_' || *word == '%' || *word == '!')
			buf_add_char(&out, '!');
		buf_add_char(&out, *word);
	}
	buf_add_string(&out, ",%");
	return buf_string(&out);
}

static enum status
is_used(struct store *store, const struct use *use, const char *word,
	bool *is_used_out)
{
	struct arena *arena = arena_new();
	struct query query;

	query_start(&query, store, use->query);
	if (use->recipient_kind != NULL)
		query_put_text(&query, use->recipient_kind);
	query_put_text(&query,
		       use->is_in_list ? pattern_of(arena, word) : word);
	*is_used_out = query_next(&query);

	enum status status = query_finish(&query);

	arena_free(arena);
	return status;
}

enum status
store_word_is_used(struct store *store, enum vocabulary_list list,
		   const char *word, const char **where_out)
{
	enum status status = STATUS_OK;

	*where_out = NULL;
	for (size_t i = 0; i < COUNT_OF(uses) && status == STATUS_OK; i++) {
		bool found = false;

		if (uses[i].list != list)
			continue;
		status = is_used(store, &uses[i], word, &found);
		if (found) {
			*where_out = uses[i].where;
			break;
		}
	}
	return status;
}
