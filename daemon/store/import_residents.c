#include "daemon/store/import.h"
#include "eenplan/base/clock.h"

struct known_resident {
	const char *id; /* NULL: not known */
	const char *name;
	int32_t birth_day;
	bool deceased;
	struct text bsn_box;
};

static enum status
find_resident(struct import_run *run, const char *origin,
	      struct known_resident *known_out)
{
	struct query query;

	*known_out = (struct known_resident){0};
	query_start(&query, run->store, QUERY_RESIDENT_BY_ORIGIN);
	query_put_text(&query, origin);
	if (query_next(&query)) {
		known_out->id = query_text(&query, run->arena);
		known_out->name = query_text_or_null(&query, run->arena);
		known_out->birth_day = query_day(&query);
		known_out->deceased = query_integer(&query) != 0;
		known_out->bsn_box = query_bytes(&query, run->arena);
	}
	return query_finish(&query);
}

static enum status
same_bsn(struct import_run *run, const struct known_resident *known,
	 const char *bsn, bool *is_same_out)
{
	struct text plain = {0};
	enum status status = STATUS_OK;

	if (known->bsn_box.length > 0)
		status = box_open(run->arena, &run->store->bsn_key,
				  text_of(known->id), known->bsn_box, &plain);
	*is_same_out = text_equals_secret(plain, text_of(bsn));
	return status;
}

static void
put_sealed(struct query *query, struct import_run *run,
	   const struct box_key *key, const char *id, struct text plain)
{
	struct text box;
	enum status status =
		box_seal(run->arena, key, text_of(id), plain, &box);

	if (status == STATUS_OK)
		query_put_blob(query, box);
	else
		query_fail(query, status, "what can't be sealed");
}

static void
put_bsn(struct query *query, struct import_run *run, const char *id,
	const char *bsn)
{
	if (bsn == NULL)
		query_put_text(query, NULL);
	else
		put_sealed(query, run, &run->store->bsn_key, id, text_of(bsn));
}

/* `log_key_id` must live as long as what is put. */
static void
put_new_log_key(struct query *query, struct import_run *run, const char *id,
		char log_key_id[UUID_TEXT_BYTES])
{
	struct box_key key;

	random_uuid(log_key_id);
	box_key_random(&key);
	query_put_text(query, log_key_id);
	put_sealed(query, run, &run->store->log_key_key, id,
		   (struct text){(const char *)key.bytes, BOX_KEY_BYTES});
	box_key_wipe(&key);
}

static enum status
add_resident(struct import_run *run, const struct import_resident *resident)
{
	char id[UUID_TEXT_BYTES], log_key_id[UUID_TEXT_BYTES];
	const char *handle;
	struct query query;
	enum status status = import_handle(
		run, resident->origin, QUERY_RESIDENT_BY_TAKEN_HANDLE, &handle);

	if (status != STATUS_OK)
		return status;
	random_uuid(id);
	query_start(&query, run->store, QUERY_RESIDENT_ADD);
	query_put_text(&query, id);
	query_put_text(&query, handle);
	query_put_text(&query, resident->origin);
	query_put_text(&query, resident->name);
	query_put_day(&query, resident->birth_day);
	query_put_integer(&query, resident->deceased);
	put_bsn(&query, run, id, resident->bsn);
	put_new_log_key(&query, run, id, log_key_id);
	query_put_integer(&query, clock_now_ms());
	run->counts->residents++;
	return query_run(&query, NULL);
}

static enum status
change_resident(struct import_run *run, const char *id,
		const struct import_resident *resident)
{
	struct query query;

	query_start(&query, run->store, QUERY_RESIDENT_CHANGE);
	query_put_text(&query, resident->name);
	query_put_day(&query, resident->birth_day);
	query_put_integer(&query, resident->deceased);
	put_bsn(&query, run, id, resident->bsn);
	query_put_text(&query, id);
	return query_run(&query, NULL);
}

static enum status
import_resident(struct import_run *run, const struct import_resident *resident)
{
	struct known_resident known;
	bool has_same_bsn = false;
	enum status status = import_check_origin(run, resident->origin);

	if (status == STATUS_OK)
		status = find_resident(run, resident->origin, &known);
	if (status != STATUS_OK)
		return status;
	if (known.id == NULL)
		return add_resident(run, resident);
	status = same_bsn(run, &known, resident->bsn, &has_same_bsn);
	if (status != STATUS_OK)
		return status;
	if (has_same_bsn && known.birth_day == resident->birth_day &&
	    known.deceased == resident->deceased &&
	    import_same_text(known.name, resident->name)) {
		run->counts->unchanged++;
		return STATUS_OK;
	}
	run->counts->updated++;
	if (known.deceased != resident->deceased)
		*QUERY_ADD_ROW(run->arena, run->counts->deaths,
			       run->counts->death_count) = resident->origin;
	return change_resident(run, known.id, resident);
}

enum status
import_residents(struct import_run *run)
{
	enum status status = STATUS_OK;

	for (size_t i = 0;
	     i < run->import->resident_count && status == STATUS_OK; i++)
		status = import_resident(run, &run->import->residents[i]);
	return status;
}
