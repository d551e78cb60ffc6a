#include "eenplan/wire/consult.h"

#include <stdio.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/seal/identity.h"
#include "eenplan/wire/result.h"
#include "eenplan/wire/statement.h"
#include "lib/wire/words.h"

#define WHERE_BYTES 32

/* --- texts --- */

static void
put_text(struct json_writer *writer, const char *field,
	 const struct consult_text *text)
{
	if (text->words != NULL) {
		json_member_string(writer, field, text->words);
		return;
	}
	json_key(writer, "shown");
	json_put_raw(writer, text->shown);
}

/* The one field of the one fragment; NULL: it isn't there. */
static const char *
shown_words(struct arena *arena, const struct json *shown, const char *field,
	    struct fault *fault)
{
	struct result result;

	if (result_decode(arena, shown, &result, fault) != STATUS_OK)
		return NULL;
	if (result.fragment_count != 1 ||
	    strcmp(result.fragments[0].category, CONSULT_CATEGORY) != 0)
		return NULL;
	return json_get_string(result.fragments[0].fields, field);
}

/* Plain about nobody, shown about a resident: never both. */
static enum status
take_text(struct arena *arena, const struct json *value, const char *field,
	  struct consult_text *text, struct fault *fault)
{
	const struct json *shown = json_member(value, "shown");
	const char *plain = json_get_string(value, field);

	*text = (struct consult_text){.words = plain};
	if ((shown != NULL) == (plain != NULL))
		return words_refuse(fault, "/shown",
				    "is what is about a resident, and is there "
				    "instead of the words themselves");
	if (shown != NULL)
		text->words = shown_words(arena, shown, field, fault);
	if (text->words == NULL || !statement_is_reason(text->words))
		return words_refuse(fault, "/shown",
				    "has no words, too many, or a number that "
				    "could be a BSN");
	return STATUS_OK;
}

/* --- the question --- */

void
consult_question_encode(struct buf *out,
			const struct consult_question *question)
{
	struct json_writer writer;

	json_begin(&writer, out);
	json_open_object(&writer);
	json_member_string(&writer, "id", question->id);
	json_member_string_if(&writer, "link", question->link);
	put_text(&writer, CONSULT_QUESTION, &question->text);
	json_member_string(&writer, "specialist", question->specialist);
	json_close_object(&writer);
}

enum status
consult_question_decode(struct arena *arena, const struct json *value,
			struct consult_question *question_out,
			struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"id", JSON_KIND_STRING, true, 0},
		{"link", JSON_KIND_STRING, false, 0},
		{CONSULT_QUESTION, JSON_KIND_STRING, false, LIMIT_TEXT_BYTES},
		{"shown", JSON_KIND_OBJECT, false, 0},
		{"specialist", JSON_KIND_STRING, true, 0},
	};
	enum status status =
		json_check_shape(value, shape, COUNT_OF(shape), "", fault);

	if (status != STATUS_OK)
		return status;
	*question_out = (struct consult_question){
		.id = json_get_string(value, "id"),
		.link = json_get_string(value, "link"),
		.specialist = json_get_string(value, "specialist"),
	};
	if (!words_is_uuid(question_out->id))
		return words_refuse(fault, "/id", "is no UUID");
	if (question_out->link != NULL && !words_is_uuid(question_out->link))
		return words_refuse(fault, "/link", "is no UUID");
	if (!identity_is_user_name(question_out->specialist))
		return words_refuse(fault, "/specialist", "is no user's id");
	if ((question_out->link != NULL) !=
	    (json_member(value, "shown") != NULL))
		return words_refuse(fault, "/link",
				    "says about whom it is: it is there if "
				    "\"shown\" is");
	return take_text(arena, value, CONSULT_QUESTION, &question_out->text,
			 fault);
}

void
consult_due_encode(struct buf *out, int32_t due_day)
{
	struct json_writer writer;

	json_begin(&writer, out);
	json_open_object(&writer);
	json_member_day(&writer, "due", due_day);
	json_close_object(&writer);
}

enum status
consult_due_decode(const struct json *value, int32_t *due_day_out,
		   struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"due", JSON_KIND_STRING, true, 0},
	};
	enum status status =
		json_check_shape(value, shape, COUNT_OF(shape), "", fault);

	if (status == STATUS_OK &&
	    !clock_parse_date(json_get_string(value, "due"), due_day_out))
		return words_refuse(fault, "/due", "is no day");
	return status;
}

/* --- the answers --- */

void
consult_ids_encode(struct buf *out, const char *const *ids, size_t count)
{
	struct json_writer writer;

	json_begin(&writer, out);
	json_open_object(&writer);
	json_member_strings(&writer, "ids", ids, count);
	json_close_object(&writer);
}

enum status
consult_ids_decode(struct arena *arena, const struct json *value,
		   const char *const **ids_out, size_t *count_out,
		   struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"ids", JSON_KIND_ARRAY, true, LIMIT_CONSULT_IDS},
	};
	static const struct words_rule ids = {
		.where = "/ids", .max_count = LIMIT_CONSULT_IDS, .uuids = true};
	enum status status =
		json_check_shape(value, shape, COUNT_OF(shape), "", fault);

	return status == STATUS_OK
		       ? words_decode(arena, json_member(value, "ids"), &ids,
				      ids_out, count_out, fault)
		       : status;
}

void
consult_answers_encode(struct buf *out, const struct consult_answer *answers,
		       size_t count)
{
	struct json_writer writer;

	json_begin(&writer, out);
	json_open_object(&writer);
	json_key(&writer, "answers");
	json_open_array(&writer);
	for (size_t i = 0; i < count; i++) {
		json_open_object(&writer);
		if (answers[i].text.words != NULL)
			put_text(&writer, CONSULT_ANSWER, &answers[i].text);
		json_member_time(&writer, "answered", answers[i].answered_ms);
		json_member_string(&writer, "id", answers[i].id);
		json_member_integer(&writer, "minutes", answers[i].minutes);
		if (answers[i].text.words == NULL)
			put_text(&writer, CONSULT_ANSWER, &answers[i].text);
		json_close_object(&writer);
	}
	json_close_array(&writer);
	json_close_object(&writer);
}

static enum status
answer_decode(struct arena *arena, const struct json *value, size_t at,
	      struct consult_answer *answer_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{CONSULT_ANSWER, JSON_KIND_STRING, false, LIMIT_TEXT_BYTES},
		{"answered", JSON_KIND_STRING, true, 0},
		{"id", JSON_KIND_STRING, true, 0},
		{"minutes", JSON_KIND_INTEGER, true, 0},
		{"shown", JSON_KIND_OBJECT, false, 0},
	};
	char where[WHERE_BYTES];
	enum status status;

	(void)snprintf(where, sizeof(where), "/answers/%zu", at);
	status = json_check_shape(value, shape, COUNT_OF(shape), where, fault);
	if (status != STATUS_OK)
		return status;
	*answer_out = (struct consult_answer){
		.id = json_get_string(value, "id"),
		.minutes = json_get_integer(value, "minutes", 0),
	};
	if (!words_is_uuid(answer_out->id))
		return words_refuse(fault, where, "has an id that is no UUID");
	if (!clock_parse_time(json_get_string(value, "answered"),
			      &answer_out->answered_ms) ||
	    answer_out->answered_ms <= 0)
		return words_refuse(fault, where, "has no time of its answer");
	if (answer_out->minutes < 1 ||
	    answer_out->minutes > LIMIT_CONSULTATION_MINUTES)
		return words_refuse(fault, where, "took no possible time");
	return take_text(arena, value, CONSULT_ANSWER, &answer_out->text,
			 fault);
}

enum status
consult_answers_decode(struct arena *arena, const struct json *value,
		       struct consult_answer **answers_out, size_t *count_out,
		       struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"answers", JSON_KIND_ARRAY, true, LIMIT_CONSULT_IDS},
	};
	enum status status =
		json_check_shape(value, shape, COUNT_OF(shape), "", fault);
	const struct json *list = json_member(value, "answers");
	struct consult_answer *answers;
	size_t count = 0;

	if (status != STATUS_OK)
		return status;
	answers = ARENA_ARRAY(arena, json_count(list), struct consult_answer);
	for (const struct json *item = json_first(list);
	     item != NULL && status == STATUS_OK; item = item->next, count++)
		status = answer_decode(arena, item, count, &answers[count],
				       fault);
	*answers_out = answers;
	*count_out = count;
	return status;
}
