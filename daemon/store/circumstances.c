#include <string.h>

#include "daemon/store/due.h"
#include "daemon/store/query.h"
#include "eenplan/base/limits.h"

static void
read_setting(struct query *query, struct arena *arena,
	     struct circumstance *setting)
{
	const char *about = query_text(query, arena);
	const char *reference = query_text(query, arena);

	/* Unknown words would be circumstances that nobody looks at. */
	if (!circumstance_about_of_word(about, &setting->about))
		query_fail(query, STATUS_STORAGE, "a resident's circumstance");
	setting->reference = reference[0] == '\0' ? NULL : reference;
	setting->value = query_text(query, arena);
	if (!circumstance_is_value(setting->about, setting->value))
		query_fail(query, STATUS_STORAGE, "a resident's circumstance");
	setting->name = query_text_or_null(query, arena);
	setting->set_by = query_text(query, arena);
	setting->set_ms = query_integer(query);
}

static enum status
list(struct store *store, enum query_name name, struct arena *arena,
     const char *resident, struct circumstance **settings_out,
     size_t *count_out)
{
	struct query query;

	*settings_out = NULL;
	*count_out = 0;
	query_start(&query, store, name);
	query_put_text(&query, resident);
	while (query_next(&query))
		read_setting(&query, arena,
			     QUERY_ADD_ROW(arena, *settings_out, *count_out));
	return query_finish(&query);
}

enum status
store_circumstance_list(struct store *store, struct arena *arena,
			const char *resident,
			struct circumstance **settings_out, size_t *count_out)
{
	return list(store, QUERY_CIRCUMSTANCES, arena, resident, settings_out,
		    count_out);
}

enum status
store_circumstance_past(struct store *store, struct arena *arena,
			const char *resident,
			struct circumstance **settings_out, size_t *count_out)
{
	return list(store, QUERY_CIRCUMSTANCES_PAST, arena, resident,
		    settings_out, count_out);
}

enum status
store_circumstances(struct store *store, struct arena *arena,
		    const struct store_resident *resident,
		    struct circumstances *circumstances_out)
{
	struct circumstance *settings;
	size_t count;
	enum status status = store_circumstance_list(store, arena, resident->id,
						     &settings, &count);

	if (status != STATUS_OK)
		return status;
	*circumstances_out =
		(struct circumstances){.birth_day = resident->birth_day,
				       .deceased = resident->deceased};
	circumstances_apply(arena, settings, count, circumstances_out);
	return STATUS_OK;
}

static enum status
check_room(struct store *store, const char *resident,
	   const struct circumstance *setting)
{
	struct query query;
	int64_t count = 0;

	if (setting->about != CIRCUMSTANCE_REPRESENTATIVE)
		return STATUS_OK;
	query_start(&query, store, QUERY_CIRCUMSTANCE_COUNT);
	query_put_text(&query, resident);
	query_put_text(&query, circumstance_about_word(setting->about));
	query_put_text(&query, representation_word(REPRESENTATION_NONE));
	if (query_next(&query))
		count = query_integer(&query);

	enum status status = query_finish(&query);

	return status == STATUS_OK && count > LIMIT_REPRESENTATIVES
		       ? STATUS_TOO_LARGE
		       : status;
}

static enum status
supersede(struct store *store, const char *resident,
	  const struct circumstance *setting, const char *reference)
{
	struct query query;

	query_start(&query, store, QUERY_CIRCUMSTANCE_SUPERSEDE);
	query_put_integer(&query, setting->set_ms);
	query_put_text(&query, resident);
	query_put_text(&query, circumstance_about_word(setting->about));
	query_put_text(&query, reference);
	return query_run(&query, NULL);
}

static enum status
set_in_scope(struct store *store, const char *resident,
	     const struct circumstance *setting)
{
	const char *reference =
		setting->reference == NULL ? "" : setting->reference;
	enum status status = supersede(store, resident, setting, reference);
	struct query query;

	if (status != STATUS_OK)
		return status;
	query_start(&query, store, QUERY_CIRCUMSTANCE_ADD);
	query_put_text(&query, resident);
	query_put_text(&query, circumstance_about_word(setting->about));
	query_put_text(&query, reference);
	query_put_integer(&query, setting->set_ms);
	query_put_text(&query, setting->set_by);
	query_put_text(&query, setting->value);
	query_put_text(&query, setting->name);
	status = query_run(&query, NULL);
	if (status == STATUS_OK)
		status = due_review(store, resident);
	return status == STATUS_OK ? check_room(store, resident, setting)
				   : status;
}

enum status
store_circumstance_set(struct store *store, const char *resident,
		       const struct circumstance *setting)
{
	bool is_ours;
	enum status status = query_scope_begin(store, &is_ours);

	if (status != STATUS_OK)
		return status;
	return query_scope_end(store, is_ours,
			       set_in_scope(store, resident, setting));
}
