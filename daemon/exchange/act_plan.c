/*
 * Entries of the plan that our own users write: checked against the table of
 * entries, the vocabulary, and what their role may see.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/conferences.h"
#include "daemon/exchange/news.h"
#include "daemon/exchange/subjects.h"
#include "daemon/store/entries.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/strings.h"
#include "eenplan/wire/entry.h"

/* An entry that is written, and whose it is. */
struct writing {
	struct exchange *exchange;
	const struct entry_kind *kind;
	const struct store_resident *resident;
	struct store_entry entry;
	struct entry_moment moment;
};

/* --- what a role may see, it may write --- */

/* Is every field of it among those that this user is shown? */
static enum status
check_sight(struct writing *writing)
{
	struct exchange *exchange = writing->exchange;
	struct record record = writing->entry.record;
	const char *blind = entry_blind_writer(writing->kind);
	if (blind != NULL && strcmp(exchange->asker.role, blind) == 0)
		return STATUS_OK;
	/* Whoever else it is about has a say in what leaves, not in this. */
	record.concern_count = 0;
	exchange->asker.purpose = OWN_PURPOSE;
	return act_check_sight(exchange, writing->resident, &record, 1);
}

/* --- checks --- */

static enum status
check_word(struct exchange *exchange, const char *where,
	   enum vocabulary_list list, const char *word)
{
	if (vocabulary_find(policy_vocabulary(exchange->policy), list, word) !=
	    VOCABULARY_UNKNOWN)
		return STATUS_OK;
	return act_refuse(exchange, where,
			  "is not a word of this node's policy vocabulary");
}

static enum status
check_words(const struct writing *writing)
{
	struct exchange *exchange = writing->exchange;
	const struct record *record = &writing->entry.record;
	enum status status = check_word(exchange, "/category",
					VOCABULARY_CATEGORY, record->category);
	if (status == STATUS_OK)
		status = check_word(exchange, "/law", VOCABULARY_DOMAIN,
				    record->law);
	if (status == STATUS_OK)
		status =
			check_word(exchange, "/sensitivity",
				   VOCABULARY_SENSITIVITY, record->sensitivity);
	return status;
}

static enum status
find_kind(struct exchange *exchange, const char *category,
	  const struct entry_kind **kind_out)
{
	*kind_out = entry_kind_find(category);
	if (*kind_out != NULL)
		return STATUS_OK;
	fault_set(&exchange->fault, "/category",
		  "is nothing that is written here; these are: %s",
		  entry_categories(exchange->arena));
	return STATUS_INVALID;
}

/* Residents besides its own, each once, by local id; all of them subjects of
 * the log's entries. */
static enum status
find_others(struct writing *writing)
{
	struct exchange *exchange = writing->exchange;
	struct record *record = &writing->entry.record;
	const struct json *list = json_member(exchange->body, "others");
	size_t count = json_count(list);
	struct store_resident *subjects =
		ARENA_ARRAY(exchange->arena, count + 1, struct store_resident);
	const char **ids = ARENA_ARRAY(exchange->arena, count, const char *);
	subjects[0] = *writing->resident;
	exchange->act_subjects = subjects;
	writing->resident = &subjects[0];
	for (const struct json *name = json_first(list); name != NULL;
	     name = name->next) {
		struct store_resident *other =
			&subjects[exchange->act_subject_count];
		if (name->kind != JSON_KIND_STRING ||
		    store_resident_find(exchange->place->store, exchange->arena,
					name->as.string, other) != STATUS_OK)
			return act_refuse(
				exchange, "/others",
				"names somebody who is no resident of "
				"this node");
		for (size_t i = 0; i < exchange->act_subject_count; i++)
			if (strcmp(subjects[i].id, other->id) == 0)
				return act_refuse(exchange, "/others",
						  "names a resident twice");
		exchange->act_subject_count++;
		ids[record->concern_count++] = other->id;
	}
	record->concern_count = strings_sort_unique(ids, record->concern_count);
	record->concerns = ids;
	return STATUS_OK;
}

/* --- writing --- */

static void
answer_with(struct exchange *exchange, const struct store_entry *entry)
{
	const struct record *record = &entry->record;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "entry");
	json_open_object(&answer.writer);
	json_member_string(&answer.writer, "category", record->category);
	json_member_time(&answer.writer, "changed", record->changed_ms);
	json_key(&answer.writer, "fields");
	json_put_raw(&answer.writer, record->fields);
	json_member_string(&answer.writer, "id", record->id);
	json_member_string(&answer.writer, "law", record->law);
	json_member_string(&answer.writer, "resident", entry->resident);
	json_member_string(&answer.writer, "sensitivity", record->sensitivity);
	json_close_object(&answer.writer);
	act_answer_end(exchange, &answer);
}

static void
note_change(struct exchange *exchange, const struct record *record)
{
	const char **category = ARENA_ARRAY(exchange->arena, 1, const char *);
	category[0] = record->category;
	exchange->act_event = "change";
	exchange->act_categories = category;
	exchange->act_category_count = 1;
}

/* The entry has these fields, if all is well. */
static enum status
take_fields(struct writing *writing, const struct json *fields)
{
	struct exchange *exchange = writing->exchange;
	struct record *record = &writing->entry.record;
	record_set_fields(exchange->arena, record, fields);
	record->changed_ms = exchange->now_ms;
	enum status status = check_words(writing);
	if (status == STATUS_OK)
		status = act_check_policy(exchange);
	if (status == STATUS_OK)
		status = check_sight(writing);
	note_change(exchange, record);
	return status;
}

static struct entry_moment
moment_of(const struct exchange *exchange,
	  const struct store_resident *resident)
{
	return (struct entry_moment){.today = exchange->asker.day,
				     .birth_day = resident->birth_day};
}

static const char *
or_else(const char *said, const char *otherwise)
{
	return said != NULL ? said : otherwise;
}

/* What is said of a new entry besides its fields. */
static void
begin_entry(struct writing *writing)
{
	struct exchange *exchange = writing->exchange;
	struct record *record = &writing->entry.record;
	char *id = arena_alloc(exchange->arena, UUID_TEXT_BYTES);
	random_uuid(id);
	record->id = id;
	record->category = writing->kind->category;
	record->law = or_else(json_get_string(exchange->body, "law"),
			      exchange->node->settings.law);
	record->sensitivity =
		or_else(json_get_string(exchange->body, "sensitivity"),
			vocabulary_word(policy_vocabulary(exchange->policy),
					VOCABULARY_SENSITIVITY, 0));
	writing->entry.resident = writing->resident->id;
}

static enum status
tell_partners(const struct writing *writing)
{
	const struct news_of changed = {.records = &writing->entry.record.id,
					.count = 1};
	return news_write(writing->exchange, writing->resident, &changed);
}

enum status
act_plan_add(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"category", JSON_KIND_STRING, true, 0},
		{"fields", JSON_KIND_OBJECT, true, 0},
		{"law", JSON_KIND_STRING, false, 0},
		{"others", JSON_KIND_ARRAY, false, LIMIT_SUBJECTS},
		{"resident", JSON_KIND_STRING, true, 0},
		{"sensitivity", JSON_KIND_STRING, false, 0},
	};
	struct writing writing = {.exchange = exchange};
	const struct json *fields = NULL;
	const struct json *changes = json_member(exchange->body, "fields");
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = find_kind(exchange,
				   json_get_string(exchange->body, "category"),
				   &writing.kind);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = act_resident(exchange, "resident", &writing.resident);
	if (status == STATUS_OK)
		status = find_others(&writing);
	if (status == STATUS_OK)
		status = act_check_alive(exchange, writing.resident);
	if (status == STATUS_OK)
		status = conferences_name(exchange, writing.resident, &changes);
	if (status != STATUS_OK)
		return status;
	begin_entry(&writing);
	const struct entry_moment moment =
		moment_of(exchange, writing.resident);
	status = entry_apply(exchange->arena, writing.kind, NULL, changes,
			     &moment, &fields, &exchange->fault);
	if (status == STATUS_OK)
		status = take_fields(&writing, fields);
	if (status != STATUS_OK)
		return status;
	status = store_entry_add(exchange->place->store, exchange->arena,
				 &writing.entry, exchange->asker.user);
	if (status == STATUS_TOO_LARGE)
		fault_set(&exchange->fault, "/resident",
			  "has the largest number of records already");
	if (status == STATUS_OK)
		status = tell_partners(&writing);
	answer_with(exchange, &writing.entry);
	return status;
}

/* --- changing, closing --- */

static enum status
find_entry(struct exchange *exchange, struct store_entry *entry_out)
{
	struct store_resident *resident =
		ARENA_NEW(exchange->arena, struct store_resident);
	enum status status = store_entry_find(
		exchange->place->store, exchange->arena,
		json_get_string(exchange->body, "record"), entry_out);
	if (status == STATUS_OK)
		status = store_resident_find(exchange->place->store,
					     exchange->arena,
					     entry_out->resident, resident);
	if (status == STATUS_OK) {
		exchange->act_subjects = resident;
		exchange->act_subject_count = 1;
		return STATUS_OK;
	}
	fault_set(
		&exchange->fault, "/record",
		status == STATUS_AMBIGUOUS
			? N_("fits more than one entry: give more of the id")
			: N_("no entry that was written here has that id; what "
			     "was imported is changed where it came from"));
	return status;
}

typedef enum status way_to_change(struct arena *arena,
				  const struct entry_kind *kind,
				  const struct json *before,
				  const struct json *changes,
				  const struct entry_moment *moment,
				  const struct json **fields_out,
				  struct fault *fault);

static enum status
change(struct exchange *exchange, way_to_change *way, const char *what)
{
	struct writing writing = {.exchange = exchange};
	const struct json *changes = json_member(exchange->body, "fields");
	const struct json *before, *fields = NULL;
	enum status status = act_begin(exchange);
	if (status == STATUS_OK)
		status = find_entry(exchange, &writing.entry);
	if (status == STATUS_OK)
		status = find_kind(exchange, writing.entry.record.category,
				   &writing.kind);
	if (status == STATUS_OK)
		status = json_read(exchange->arena, writing.entry.record.fields,
				   LIMIT_REQUEST_BYTES, &before, NULL);
	if (status != STATUS_OK)
		return status;
	writing.resident = exchange->act_subjects;
	status = conferences_name(exchange, writing.resident, &changes);
	if (status != STATUS_OK)
		return status;
	const struct entry_moment moment =
		moment_of(exchange, writing.resident);
	status = way(exchange->arena, writing.kind, before, changes, &moment,
		     &fields, &exchange->fault);
	if (status == STATUS_OK)
		status = take_fields(&writing, fields);
	if (status == STATUS_OK)
		status = store_entry_change(exchange->place->store,
					    exchange->arena, &writing.entry,
					    exchange->asker.user, what);
	if (status == STATUS_OK)
		status = tell_partners(&writing);
	answer_with(exchange, &writing.entry);
	return status;
}

enum status
act_plan_change(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"fields", JSON_KIND_OBJECT, true, 0},
		{"record", JSON_KIND_STRING, true, 0},
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	return status == STATUS_OK ? change(exchange, entry_apply, "change")
				   : status;
}

enum status
act_plan_close(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"fields", JSON_KIND_OBJECT, false, 0},
		{"record", JSON_KIND_STRING, true, 0},
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	return status == STATUS_OK ? change(exchange, entry_close, "close")
				   : status;
}

/* --- history --- */

/* A version is cut like what it is a version of. */
static enum status
put_version(struct exchange *exchange, struct json_writer *writer,
	    const struct store_entry *entry,
	    const struct store_entry_version *version)
{
	struct record *record = ARENA_NEW(exchange->arena, struct record);
	struct verdict *verdict = ARENA_NEW(exchange->arena, struct verdict);
	const struct json *fields;
	enum status status = json_read(exchange->arena, version->fields,
				       LIMIT_REQUEST_BYTES, &fields, NULL);
	if (status != STATUS_OK)
		return status;
	*record = entry->record;
	record_set_fields(exchange->arena, record, fields);
	exchange->asker.purpose = OWN_PURPOSE;
	status =
		act_judge(exchange, exchange->act_subjects, record, 1, verdict);
	if (status != STATUS_OK)
		return status;
	json_open_object(writer);
	json_member_time(writer, "changed", version->changed_ms);
	json_key(writer, "shown");
	json_put_raw(writer, parcel_text(minimise(
				     exchange->arena, exchange->policy,
				     exchange->prepared, verdict, 1, NULL, 0)));
	json_member_string(writer, "user", version->user);
	json_member_string(writer, "what", version->what);
	json_close_object(writer);
	return STATUS_OK;
}

enum status
act_plan_history(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"record", JSON_KIND_STRING, true, 0},
	};
	struct store_entry entry;
	struct store_entry_version *versions;
	size_t count;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = find_entry(exchange, &entry);
	if (status == STATUS_OK)
		status = store_entry_versions(exchange->place->store,
					      exchange->arena, entry.record.id,
					      &versions, &count);
	if (status != STATUS_OK)
		return status;
	note_change(exchange, &entry.record);
	exchange->act_event = "read";
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_string(&answer.writer, "record", entry.record.id);
	json_key(&answer.writer, "versions");
	json_open_array(&answer.writer);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = put_version(exchange, &answer.writer, &entry,
				     &versions[i]);
	json_close_array(&answer.writer);
	act_answer_end(exchange, &answer);
	return status;
}
