#include "eenplan/wire/resident_log.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "lib/wire/words.h"

#define GAVE  "gave"
#define ASKED "asked"

void
resident_log_question_encode(struct json_writer *writer,
			     const struct resident_log_question *question)
{
	json_open_object(writer);
	json_member_strings(writer, "answered", question->answered,
			    question->answered_count);
	json_member_strings(writer, "asked", question->asked,
			    question->asked_count);
	json_member_time(writer, "from", question->from_ms);
	json_member_strings(writer, "links", question->links,
			    question->link_count);
	json_member_time(writer, "until", question->until_ms);
	json_close_object(writer);
}

static enum status
read_lists(struct arena *arena, const struct json *value,
	   struct resident_log_question *question, struct fault *fault)
{
	static const struct words_rule answered = {"/answered",
						   LIMIT_RECONCILE_IDS, false};
	static const struct words_rule asked = {"/asked", LIMIT_RECONCILE_IDS,
						false};
	static const struct words_rule links = {"/links", LIMIT_SUBJECTS, true};
	enum status status = words_decode(arena, json_member(value, "answered"),
					  &answered, &question->answered,
					  &question->answered_count, fault);

	if (status == STATUS_OK)
		status = words_decode(arena, json_member(value, "asked"),
				      &asked, &question->asked,
				      &question->asked_count, fault);
	if (status == STATUS_OK)
		status = words_decode(arena, json_member(value, "links"),
				      &links, &question->links,
				      &question->link_count, fault);
	if (status == STATUS_OK && question->link_count == 0)
		return words_refuse(fault, "/links", "must name somebody");
	return status;
}

enum status
resident_log_question_decode(struct arena *arena, const struct json *value,
			     struct resident_log_question *question_out,
			     struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"answered", JSON_KIND_ARRAY, true, 0},
		{"asked", JSON_KIND_ARRAY, true, 0},
		{"from", JSON_KIND_STRING, true, 0},
		{"links", JSON_KIND_ARRAY, true, 0},
		{"until", JSON_KIND_STRING, true, 0},
	};
	enum status status =
		json_check_shape(value, shape, COUNT_OF(shape), "", fault);

	if (status != STATUS_OK)
		return status;
	*question_out = (struct resident_log_question){0};
	if (!clock_parse_time(json_get_string(value, "from"),
			      &question_out->from_ms))
		return words_refuse(fault, "/from", "must be a time");
	if (!clock_parse_time(json_get_string(value, "until"),
			      &question_out->until_ms) ||
	    question_out->until_ms < question_out->from_ms)
		return words_refuse(fault, "/until",
				    "must be a time, not before the first");
	return read_lists(arena, value, question_out, fault);
}

static void
put_entry(struct json_writer *writer, const struct resident_log_entry *entry)
{
	json_open_object(writer);
	json_member_strings(writer, "categories", entry->categories,
			    entry->category_count);
	json_member_bool(writer, "emergency", entry->is_emergency);
	json_member_string_if(writer, "purpose", entry->purpose);
	json_member_string(writer, "request", entry->request);
	json_member_string_if(writer, "role", entry->role);
	json_member_string(writer, "side", entry->gave ? GAVE : ASKED);
	json_member_time(writer, "time", entry->time_ms);
	json_member_string_if(writer, "user", entry->user);
	json_close_object(writer);
}

void
resident_log_reply_encode(struct json_writer *writer,
			  const struct resident_log_reply *reply)
{
	json_open_object(writer);
	json_key(writer, "entries");
	json_open_array(writer);
	for (size_t i = 0; i < reply->entry_count; i++)
		put_entry(writer, &reply->entries[i]);
	json_close_array(writer);
	json_member_bool(writer, "more", reply->has_more);
	json_member_strings(writer, "unknown", reply->unknown,
			    reply->unknown_count);
	json_close_object(writer);
}

/* What the shape of an entry cannot say. */
static enum status
check_entry(const struct json *value, struct resident_log_entry *entry,
	    struct fault *fault)
{
	const char *side = json_get_string(value, "side");

	entry->gave = strcmp(side, GAVE) == 0;
	if (!entry->gave && strcmp(side, ASKED) != 0)
		return words_refuse(fault, "/entries/side",
				    "must be gave or asked");
	if (!clock_parse_time(json_get_string(value, "time"), &entry->time_ms))
		return words_refuse(fault, "/entries/time", "must be a time");
	/* What its user was shown of others is not for us. */
	if (!entry->gave && entry->category_count > 0)
		return words_refuse(fault, "/entries/categories",
				    "must be none of what was asked");
	return STATUS_OK;
}

static enum status
read_entry(struct arena *arena, const struct json *value,
	   struct resident_log_entry *entry_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"categories", JSON_KIND_ARRAY, true, 0},
		{"emergency", JSON_KIND_BOOL, true, 0},
		{"purpose", JSON_KIND_STRING, false, 0},
		{"request", JSON_KIND_STRING, true, 0},
		{"role", JSON_KIND_STRING, false, 0},
		{"side", JSON_KIND_STRING, true, 0},
		{"time", JSON_KIND_STRING, true, 0},
		{"user", JSON_KIND_STRING, false, 0},
	};
	static const struct words_rule categories = {"/entries/categories",
						     LIMIT_CATEGORIES, false};
	enum status status = json_check_shape(value, shape, COUNT_OF(shape),
					      "/entries", fault);

	if (status != STATUS_OK)
		return status;
	*entry_out = (struct resident_log_entry){
		.is_emergency = json_get_bool(value, "emergency", false),
		.request = json_get_string(value, "request"),
		.user = json_get_string(value, "user"),
		.role = json_get_string(value, "role"),
		.purpose = json_get_string(value, "purpose"),
	};
	status = words_decode(arena, json_member(value, "categories"),
			      &categories, &entry_out->categories,
			      &entry_out->category_count, fault);
	return status == STATUS_OK ? check_entry(value, entry_out, fault)
				   : status;
}

enum status
resident_log_reply_decode(struct arena *arena, const struct json *value,
			  struct resident_log_reply *reply_out,
			  struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"entries", JSON_KIND_ARRAY, true, LIMIT_RESIDENT_LOG_ENTRIES},
		{"more", JSON_KIND_BOOL, true, 0},
		{"unknown", JSON_KIND_ARRAY, true, 0},
	};
	static const struct words_rule unknown = {
		"/unknown", (size_t)2 * LIMIT_RECONCILE_IDS, false};
	enum status status =
		json_check_shape(value, shape, COUNT_OF(shape), "", fault);

	if (status != STATUS_OK)
		return status;

	const struct json *list = json_member(value, "entries");

	*reply_out = (struct resident_log_reply){
		.entries = ARENA_ARRAY(arena, json_count(list) + 1,
				       struct resident_log_entry),
		.has_more = json_get_bool(value, "more", false),
	};
	for (const struct json *one = json_first(list);
	     one != NULL && status == STATUS_OK; one = one->next)
		status = read_entry(
			arena, one,
			&reply_out->entries[reply_out->entry_count++], fault);
	return status == STATUS_OK
		       ? words_decode(arena, json_member(value, "unknown"),
				      &unknown, &reply_out->unknown,
				      &reply_out->unknown_count, fault)
		       : status;
}
