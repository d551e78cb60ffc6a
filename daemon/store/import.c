#include "daemon/store/import.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

static const char *const list_names[VOCABULARY_LISTS] = {
	[VOCABULARY_DOMAIN] = N_("law"),
	[VOCABULARY_GROUP] = N_("group"),
	[VOCABULARY_ROLE] = N_("role"),
	[VOCABULARY_PURPOSE] = N_("purpose"),
	[VOCABULARY_CATEGORY] = N_("category"),
	[VOCABULARY_SENSITIVITY] = N_("sensitivity"),
	[VOCABULARY_CONSENT] = N_("kind of consent"),
	[VOCABULARY_DUTY] = N_("duty"),
};

bool
import_same_text(const char *one, const char *other)
{
	if (one == NULL || other == NULL)
		return one == other;
	return strcmp(one, other) == 0;
}

/* A word of ours may be quoted; whatever else stands there may be anything. */
static bool
looks_like_a_word(const char *word)
{
	size_t length = strlen(word);

	return length > 0 && length <= 32 &&
	       strspn(word, "abcdefghijklmnopqrstuvwxyz_") == length;
}

/* `word` is NULL: it can't be quoted. */
static void
refuse_word(struct import_run *run, const char *where,
	    enum vocabulary_list list, const char *word)
{
	static const char unknown[] =
		N_("the vocabulary has no %s \"%s\"; use one it has, or add it "
		   "there");
	static const char missing[] =
		N_("needs a %s that is in the vocabulary");
	enum tongue tongue = run->fault->tongue;
	const char *name = list_names[list];
	const char *told = tongue_say(tongue, name);

	if (word != NULL)
		fault_quote(run->fault, where,
			    arena_printf(run->arena, unknown, name, word),
			    arena_printf(run->arena,
					 tongue_say(tongue, unknown), told,
					 word));
	else
		fault_quote(run->fault, where,
			    arena_printf(run->arena, missing, name),
			    arena_printf(run->arena,
					 tongue_say(tongue, missing), told));
}

enum status
import_check_word(struct import_run *run, const char *where,
		  enum vocabulary_list list, const char *word)
{
	if (word != NULL &&
	    vocabulary_find(run->vocabulary, list, word) != VOCABULARY_UNKNOWN)
		return STATUS_OK;
	refuse_word(run, where, list,
		    word != NULL && looks_like_a_word(word) ? word : NULL);
	return STATUS_INVALID;
}

enum status
import_check_origin(struct import_run *run, const char *origin)
{
	if (origin != NULL && origin[0] != '\0' &&
	    strlen(origin) <= 2 * LIMIT_NAME_BYTES)
		return STATUS_OK;
	fault_set(run->fault, origin == NULL ? "" : origin,
		  "a resource needs an id of at most %d bytes, so that "
		  "importing it again updates it",
		  LIMIT_NAME_BYTES);
	return STATUS_INVALID;
}

enum status
import_resolve(struct import_run *run, const char *where, const char *origin,
	       const char **id_out)
{
	struct query query;

	*id_out = NULL;
	query_start(&query, run->store, QUERY_RESIDENT_ID_BY_ORIGIN);
	query_put_text(&query, origin);
	if (query_next(&query))
		*id_out = query_text(&query, run->arena);

	enum status status = query_finish(&query);

	if (status != STATUS_OK || *id_out != NULL)
		return status;
	if (origin == NULL)
		fault_set(run->fault, where,
			  "is about nobody: say about which resident");
	else
		fault_set(run->fault, where,
			  "is about %s, who is neither in this import nor at "
			  "this node; import that resident first",
			  origin);
	return STATUS_INVALID;
}

static enum status
is_taken(struct import_run *run, enum query_name taken_query,
	 const char *handle, bool *is_taken_out)
{
	struct query query;

	query_start(&query, run->store, taken_query);
	query_put_text(&query, handle);
	*is_taken_out = query_next(&query);
	return query_finish(&query);
}

enum status
import_handle(struct import_run *run, const char *origin,
	      enum query_name taken_query, const char **handle_out)
{
	const char *slash = strrchr(origin, '/');
	const char *base = slash == NULL ? origin : slash + 1;
	const char *handle = base;

	for (unsigned number = 2; number <= LIMIT_HANDLE_TRIES; number++) {
		bool taken = true;
		enum status status = is_taken(run, taken_query, handle, &taken);

		if (status != STATUS_OK)
			return status;
		if (!taken) {
			*handle_out = handle;
			return STATUS_OK;
		}
		handle = arena_printf(run->arena, "%s-%u", base, number);
	}
	fault_set(run->fault, origin,
		  "too many others at this node have this id; give it another");
	return STATUS_INVALID;
}

enum status
store_import(struct store *store, struct arena *arena,
	     const struct vocabulary *vocabulary, const struct import *import,
	     struct store_import_counts *counts_out, struct fault *fault)
{
	struct import_run run = {.store = store,
				 .arena = arena,
				 .vocabulary = vocabulary,
				 .import = import,
				 .counts = counts_out,
				 .fault = fault,
				 .now_ms = clock_now_ms()};
	enum status status;

	*counts_out = (struct store_import_counts){0};
	status = import_residents(&run);
	if (status == STATUS_OK)
		status = import_households(&run);
	if (status == STATUS_OK)
		status = import_records(&run);
	if (status == STATUS_OK)
		status = import_consents(&run);
	if (status == STATUS_OK)
		status = import_circumstances(&run);
	return status;
}
