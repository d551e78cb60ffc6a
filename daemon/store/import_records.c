#include <stdlib.h>
#include <string.h>

#include "daemon/store/commas.h"
#include "daemon/store/import.h"
#include "daemon/store/records.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/strings.h"

/*
 * One resource gives one or several records: "Goal/g1", "Goal/g1#contact".
 * They are imported together, so that what it no longer says goes away.
 */
struct piece {
	const struct record *record;
	const char *origin;
	const char *source;	     /* the origin up to its '#' */
	const char *resident;	     /* local id */
	const char *const *concerns; /* local ids, sorted */
	size_t concern_count;
};

/* A record of that source as it is now. */
struct known_piece {
	const char *resident;
	struct record record;
};

/* --- checks --- */

static enum status
check_fields(struct import_run *run, const struct record *record)
{
	int category = vocabulary_find(run->vocabulary, VOCABULARY_CATEGORY,
				       record->category);

	for (size_t i = 0; i < record->slice_count; i++) {
		struct text key = record_slice_key(record, i);

		if (vocabulary_field_find(run->vocabulary, category, key) !=
		    VOCABULARY_UNKNOWN)
			continue;
		fault_set(run->fault, record->origin,
			  "field \"%.*s\" isn't one of category %s in the "
			  "vocabulary",
			  (int)(key.length < 32 ? key.length : 32), key.bytes,
			  record->category);
		return STATUS_INVALID;
	}
	return STATUS_OK;
}

static enum status
check_record(struct import_run *run, const struct record *record)
{
	const char *where = record->origin;
	enum status status = import_check_origin(run, where);

	if (status == STATUS_OK)
		status = import_check_word(run, where, VOCABULARY_CATEGORY,
					   record->category);
	if (status == STATUS_OK)
		status = import_check_word(run, where, VOCABULARY_DOMAIN,
					   record->law);
	if (status == STATUS_OK)
		status = import_check_word(run, where, VOCABULARY_SENSITIVITY,
					   record->sensitivity);
	return status == STATUS_OK ? check_fields(run, record) : status;
}

/* --- in the order of sources --- */

static int
compare_pieces(const void *one, const void *other)
{
	const struct piece *left = one, *right = other;
	int order = strcmp(left->source, right->source);

	return order != 0 ? order : strcmp(left->origin, right->origin);
}

static enum status
refuse_twice(struct import_run *run, const struct piece *pieces, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		if (strcmp(pieces[i - 1].origin, pieces[i].origin) != 0)
			continue;
		fault_set(run->fault, pieces[i].origin,
			  "is in this import twice; give each its own id");
		return STATUS_INVALID;
	}
	return STATUS_OK;
}

/* Each once, and not whose record it is, in an order that stays the same. */
static enum status
resolve_concerns(struct import_run *run, const struct record *record,
		 struct piece *piece)
{
	const char **ids =
		ARENA_ARRAY(run->arena, record->concern_count, const char *);
	size_t count = 0, kept = 0;
	enum status status = STATUS_OK;

	for (; count < record->concern_count && status == STATUS_OK; count++)
		status = import_resolve(run, piece->origin,
					record->concerns[count], &ids[count]);
	if (status != STATUS_OK)
		return status;
	count = strings_sort_unique(ids, count);
	for (size_t i = 0; i < count; i++)
		if (strcmp(ids[i], piece->resident) != 0)
			ids[kept++] = ids[i];
	piece->concerns = ids;
	piece->concern_count = kept;
	return STATUS_OK;
}

static enum status
make_piece(struct import_run *run, const struct import_record *item,
	   struct piece *piece)
{
	const char *origin = item->record.origin;
	enum status status = check_record(run, &item->record);

	if (status != STATUS_OK)
		return status;
	piece->record = &item->record;
	piece->origin = origin;
	piece->source = arena_text(run->arena,
				   (struct text){origin, strcspn(origin, "#")});
	status = import_resolve(run, origin, item->resident, &piece->resident);
	return status == STATUS_OK ? resolve_concerns(run, &item->record, piece)
				   : status;
}

static enum status
make_pieces(struct import_run *run, struct piece *pieces)
{
	size_t count = run->import->record_count;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = make_piece(run, &run->import->records[i], &pieces[i]);
	if (status != STATUS_OK || count == 0)
		return status;
	qsort(pieces, count, sizeof(*pieces), compare_pieces);
	return refuse_twice(run, pieces, count);
}

/* --- one record --- */

/* The record that is to be in the store; `id` stays what it is there. */
static struct record
record_of(const struct import_run *run, const struct piece *piece,
	  const char *id)
{
	struct record record = *piece->record;

	record.id = id;
	record.concerns = piece->concerns;
	record.concern_count = piece->concern_count;
	if (record.changed_ms == 0)
		record.changed_ms = run->now_ms;
	return record;
}

static void
note_written(struct import_run *run, const struct record *record)
{
	struct store_import_counts *counts = run->counts;

	*QUERY_ADD_ROW(run->arena, counts->written, counts->written_count) =
		arena_string(run->arena, record->id);
}

static enum status
add_piece(struct import_run *run, const struct piece *piece)
{
	char id[UUID_TEXT_BYTES];

	random_uuid(id);
	const struct record record = record_of(run, piece, id);

	run->counts->records++;
	note_written(run, &record);
	return records_insert(run->store, run->arena, &record, piece->source,
			      piece->resident);
}

static bool
is_same(const struct known_piece *known, const struct piece *piece)
{
	const struct record *old = &known->record, *new = piece->record;

	return strcmp(known->resident, piece->resident) == 0 &&
	       strcmp(old->category, new->category) == 0 &&
	       strcmp(old->law, new->law) == 0 &&
	       strcmp(old->sensitivity, new->sensitivity) == 0 &&
	       (new->changed_ms == 0 || new->changed_ms == old->changed_ms) &&
	       strings_equal(old->concerns, old->concern_count, piece->concerns,
			     piece->concern_count) &&
	       text_equals(old->fields, new->fields);
}

static enum status
update_piece(struct import_run *run, const struct known_piece *known,
	     const struct piece *piece)
{
	if (is_same(known, piece)) {
		run->counts->unchanged++;
		return STATUS_OK;
	}

	const struct record record = record_of(run, piece, known->record.id);

	run->counts->updated++;
	note_written(run, &record);
	return records_update(run->store, run->arena, &record, piece->origin,
			      piece->resident);
}

static enum status
remove_piece(struct import_run *run, const struct known_piece *known)
{
	struct query query;

	query_start(&query, run->store, QUERY_RECORD_REMOVE);
	query_put_text(&query, known->record.origin);
	run->counts->updated++;
	return query_run(&query, NULL);
}

/* --- one source --- */

static enum status
find_known(struct import_run *run, const char *source,
	   struct known_piece **known_out, size_t *count_out)
{
	struct query query;

	*known_out = NULL;
	*count_out = 0;
	query_start(&query, run->store, QUERY_RECORDS_OF_SOURCE);
	query_put_text(&query, source);
	while (query_next(&query)) {
		struct known_piece *known =
			QUERY_ADD_ROW(run->arena, *known_out, *count_out);
		struct record *record = &known->record;

		record->id = query_text(&query, run->arena);
		known->resident = query_text(&query, run->arena);
		record->origin = query_text(&query, run->arena);
		record->category = query_text(&query, run->arena);
		record->law = query_text(&query, run->arena);
		record->sensitivity = query_text(&query, run->arena);
		record->changed_ms = query_integer(&query);
		record->fields = query_bytes(&query, run->arena);
		record->concerns =
			commas_split(run->arena, query_text(&query, run->arena),
				     &record->concern_count);
	}
	return query_finish(&query);
}

/* Both lists are in the order of their origins. */
static enum status
import_source(struct import_run *run, const struct piece *pieces, size_t count)
{
	struct known_piece *known;
	size_t known_count, i = 0, j = 0;
	enum status status =
		find_known(run, pieces[0].source, &known, &known_count);

	while (status == STATUS_OK && (i < count || j < known_count)) {
		int order = i == count	       ? 1
			    : j == known_count ? -1
					       : strcmp(pieces[i].origin,
							known[j].record.origin);

		if (order < 0)
			status = add_piece(run, &pieces[i++]);
		else if (order > 0)
			status = remove_piece(run, &known[j++]);
		else
			status = update_piece(run, &known[j++], &pieces[i++]);
	}
	return status;
}

static enum status
check_room(struct import_run *run, const struct piece *piece)
{
	int64_t count;
	enum status status = records_count(run->store, piece->resident, &count);

	if (status != STATUS_OK || count <= LIMIT_RECORDS_PER_RESIDENT)
		return status;
	fault_set(run->fault, piece->origin,
		  "its resident would have more than %d records here",
		  LIMIT_RECORDS_PER_RESIDENT);
	return STATUS_INVALID;
}

enum status
import_records(struct import_run *run)
{
	size_t count = run->import->record_count;
	struct piece *pieces = ARENA_ARRAY(run->arena, count, struct piece);
	enum status status = make_pieces(run, pieces);

	for (size_t i = 0, end; i < count && status == STATUS_OK; i = end) {
		for (end = i + 1; end < count; end++)
			if (strcmp(pieces[end].source, pieces[i].source) != 0)
				break;
		status = import_source(run, &pieces[i], end - i);
	}
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		if (i == 0 ||
		    strcmp(pieces[i].resident, pieces[i - 1].resident) != 0)
			status = check_room(run, &pieces[i]);
	return status;
}
