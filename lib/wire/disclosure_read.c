/*
 * Reading a statement back: what a node wrote is words, and is checked like
 * any other message.
 */
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/wire/disclosure.h"
#include "lib/wire/words.h"

#define STRING(key, required)                                                  \
	{                                                                      \
		key, JSON_KIND_STRING, required, 0                             \
	}
#define TEXT(key)                                                              \
	{                                                                      \
		key, JSON_KIND_STRING, false, LIMIT_TEXT_BYTES                 \
	}
#define LIST(key)                                                              \
	{                                                                      \
		key, JSON_KIND_ARRAY, true, 0                                  \
	}
#define BOOL(key, required)                                                    \
	{                                                                      \
		key, JSON_KIND_BOOL, required, 0                               \
	}

static enum status
read_strings(struct arena *arena, const struct json *object, const char *key,
	     struct disclosure_words *words_out, struct fault *fault)
{
	const struct json *list = json_member(object, key);
	const char **items =
		ARENA_ARRAY(arena, json_count(list) + 1, const char *);
	size_t count = 0;

	for (const struct json *one = json_first(list); one != NULL;
	     one = one->next) {
		if (one->kind != JSON_KIND_STRING)
			return words_refuse(fault, "/entries",
					    "has a list of other than words");
		items[count++] = one->as.string;
	}
	*words_out = (struct disclosure_words){items, count};
	return STATUS_OK;
}

static enum status
read_time(const struct json *object, const char *key, int64_t *time_ms_out,
	  struct fault *fault)
{
	const char *time = json_get_string(object, key);

	return time != NULL && clock_parse_time(time, time_ms_out)
		       ? STATUS_OK
		       : words_refuse(fault, "/entries",
				      "has a time that is none");
}

static enum status
read_consent(struct disclosure_consent *consent_out, const struct json *value,
	     struct fault *fault)
{
	static const struct json_shape shape[] = {
		STRING("given_by", true), STRING("id", true),
		STRING("kind", true),	  STRING("recorded", true),
		STRING("state", true),
	};
	enum status status = json_check_shape(value, shape, COUNT_OF(shape),
					      "/entries/consents", fault);

	if (status != STATUS_OK)
		return status;
	*consent_out = (struct disclosure_consent){
		.id = json_get_string(value, "id"),
		.kind = json_get_string(value, "kind"),
		.state = json_get_string(value, "state"),
		.given_by = json_get_string(value, "given_by"),
	};
	return read_time(value, "recorded", &consent_out->recorded_ms, fault);
}

static bool
read_match(const char *word, enum disclosure_match *match_out)
{
	*match_out = DISCLOSURE_MATCH_NONE;
	for (int i = DISCLOSURE_MATCH_NONE + 1;
	     word != NULL && i < DISCLOSURE_MATCHES; i++)
		if (strcmp(disclosure_match_word(i), word) == 0)
			*match_out = i;
	return word == NULL || *match_out != DISCLOSURE_MATCH_NONE;
}

static enum status
read_other(struct arena *arena, struct disclosure_other *other_out,
	   const struct json *value, struct fault *fault)
{
	static const struct json_shape shape[] = {
		LIST("categories"),	      BOOL("gave", true),
		STRING("logs", false),	      STRING("name", false),
		STRING("organisation", true), BOOL("says", true),
	};
	enum status status = json_check_shape(value, shape, COUNT_OF(shape),
					      "/entries/others", fault);

	if (status != STATUS_OK)
		return status;
	*other_out = (struct disclosure_other){
		.organisation = json_get_string(value, "organisation"),
		.name = json_get_string(value, "name"),
		.gave = json_get_bool(value, "gave", false),
		.says = json_get_bool(value, "says", false),
	};
	if (!read_match(json_get_string(value, "logs"), &other_out->match))
		return words_refuse(fault, "/entries/others/logs",
				    "is no word of this list");
	return read_strings(arena, value, "categories", &other_out->categories,
			    fault);
}

static enum status
read_nested(struct arena *arena, struct disclosure_line *line,
	    const struct json *value, struct fault *fault)
{
	const struct json *consents = json_member(value, "consents");
	const struct json *others = json_member(value, "others");
	struct disclosure_consent *used = ARENA_ARRAY(
		arena, json_count(consents) + 1, struct disclosure_consent);
	enum status status = STATUS_OK;

	line->others = ARENA_ARRAY(arena, json_count(others) + 1,
				   struct disclosure_other);
	line->consents = used;
	for (const struct json *one = json_first(consents);
	     one != NULL && status == STATUS_OK; one = one->next)
		status = read_consent(&used[line->consent_count++], one, fault);
	for (const struct json *one = json_first(others);
	     one != NULL && status == STATUS_OK; one = one->next)
		status = read_other(arena, &line->others[line->other_count++],
				    one, fault);
	return status;
}

static enum status
read_lists(struct arena *arena, struct disclosure_line *line,
	   const struct json *value, struct fault *fault)
{
	const struct {
		const char *key;
		struct disclosure_words *words;
	} lists[] = {{"barred", &line->barred},
		     {"basis", &line->basis},
		     {"categories", &line->categories},
		     {"rules", &line->rules},
		     {"withheld", &line->withheld}};
	enum status status = read_nested(arena, line, value, fault);

	for (size_t i = 0; i < COUNT_OF(lists) && status == STATUS_OK; i++)
		status = read_strings(arena, value, lists[i].key,
				      lists[i].words, fault);
	return status;
}

static bool
read_group(const char *word, enum disclosure_group *group_out)
{
	for (int i = 0; i < DISCLOSURE_GROUPS; i++) {
		*group_out = i;
		if (strcmp(disclosure_group_word(i), word) == 0)
			return true;
	}
	return false;
}

static const struct json_shape line_shape[] = {
	LIST("barred"),
	LIST("basis"),
	LIST("categories"),
	LIST("consents"),
	STRING("emergency", false),
	STRING("event", true),
	STRING("group", true),
	STRING("judgement", false),
	STRING("lent_by", false),
	TEXT("lent_by_name"),
	STRING("organisation", false),
	TEXT("organisation_name"),
	LIST("others"),
	STRING("outcome", false),
	STRING("purpose", false),
	TEXT("reason"),
	BOOL("reason_held", false),
	STRING("request", true),
	STRING("role", false),
	LIST("rules"),
	{"seq", JSON_KIND_INTEGER, false, 0},
	STRING("time", true),
	STRING("user", false),
	TEXT("user_name"),
	LIST("withheld"),
};

static enum status
read_line(struct arena *arena, struct disclosure_line *line_out,
	  const struct json *value, struct fault *fault)
{
	enum status status = json_check_shape(
		value, line_shape, COUNT_OF(line_shape), "/entries", fault);

	if (status != STATUS_OK)
		return status;
	*line_out = (struct disclosure_line){
		.seq = json_get_integer(value, "seq", -1),
		.event = json_get_string(value, "event"),
		.request = json_get_string(value, "request"),
		.organisation = json_get_string(value, "organisation"),
		.organisation_name =
			json_get_string(value, "organisation_name"),
		.user = json_get_string(value, "user"),
		.user_name = json_get_string(value, "user_name"),
		.lent_by = json_get_string(value, "lent_by"),
		.lent_by_name = json_get_string(value, "lent_by_name"),
		.role = json_get_string(value, "role"),
		.purpose = json_get_string(value, "purpose"),
		.reason = json_get_string(value, "reason"),
		.reason_held = json_get_bool(value, "reason_held", false),
		.emergency = json_get_string(value, "emergency"),
		.judgement = json_get_string(value, "judgement"),
		.outcome = json_get_string(value, "outcome"),
	};
	if (!read_group(json_get_string(value, "group"), &line_out->group))
		return words_refuse(fault, "/entries/group",
				    "is no word of this list");
	status = read_time(value, "time", &line_out->time_ms, fault);
	return status == STATUS_OK ? read_lists(arena, line_out, value, fault)
				   : status;
}

static enum status
read_partner(struct disclosure_partner *partner_out, const struct json *value,
	     struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"name", JSON_KIND_STRING, true, LIMIT_TEXT_BYTES},
		{"not_compared", JSON_KIND_INTEGER, true, 0},
		STRING("organisation", true),
		STRING("status", true),
	};
	enum status status = json_check_shape(value, shape, COUNT_OF(shape),
					      "/partners", fault);

	if (status != STATUS_OK)
		return status;
	*partner_out = (struct disclosure_partner){
		.organisation = json_get_string(value, "organisation"),
		.name = json_get_string(value, "name"),
		.not_compared = json_get_integer(value, "not_compared", 0),
	};
	for (int i = 0; i < DISCLOSURE_REACHES; i++) {
		partner_out->reach = i;
		if (strcmp(disclosure_reach_word(i),
			   json_get_string(value, "status")) == 0)
			return STATUS_OK;
	}
	return words_refuse(fault, "/partners/status",
			    "is no word of this list");
}

static enum status
read_children(struct arena *arena, struct disclosure *disclosure,
	      const struct json *value, struct fault *fault)
{
	const struct json *lines = json_member(value, "entries");
	const struct json *partners = json_member(value, "partners");
	enum status status = STATUS_OK;

	disclosure->lines = ARENA_ARRAY(arena, json_count(lines) + 1,
					struct disclosure_line);
	disclosure->partners = ARENA_ARRAY(arena, json_count(partners) + 1,
					   struct disclosure_partner);
	for (const struct json *one = json_first(lines);
	     one != NULL && status == STATUS_OK; one = one->next)
		status = read_line(arena,
				   &disclosure->lines[disclosure->line_count++],
				   one, fault);
	for (const struct json *one = json_first(partners);
	     one != NULL && status == STATUS_OK; one = one->next)
		status = read_partner(
			&disclosure->partners[disclosure->partner_count++], one,
			fault);
	return status;
}

static enum status
read_resident(struct disclosure *disclosure, const struct json *value,
	      struct fault *fault)
{
	static const struct json_shape shape[] = {
		STRING("handle", true),
		STRING("id", true),
		TEXT("name"),
		STRING("reference", true),
	};
	const struct json *resident = json_member(value, "resident");
	enum status status = json_check_shape(resident, shape, COUNT_OF(shape),
					      "/resident", fault);

	if (status != STATUS_OK)
		return status;
	disclosure->handle = json_get_string(resident, "handle");
	disclosure->resident = json_get_string(resident, "id");
	disclosure->name = json_get_string(resident, "name");
	disclosure->reference = json_get_string(resident, "reference");
	return STATUS_OK;
}

static enum status
read_day(const struct json *value, const char *key, int32_t *day_out,
	 struct fault *fault)
{
	const char *day = json_get_string(value, key);

	*day_out = CLOCK_DAY_NONE;
	return day == NULL || clock_parse_date(day, day_out)
		       ? STATUS_OK
		       : words_refuse(fault, "",
				      "has a first or last day that is none");
}

enum status
disclosure_decode(struct arena *arena, const struct json *value,
		  struct disclosure *disclosure_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		TEXT("contact"),
		LIST("entries"),
		STRING("from", false),
		BOOL("handout", true),
		STRING("made", true),
		STRING("made_by", true),
		STRING("node", true),
		{"node_name", JSON_KIND_STRING, true, LIMIT_TEXT_BYTES},
		LIST("partners"),
		{"resident", JSON_KIND_OBJECT, true, 0},
		BOOL("sound", true),
		STRING("until", false),
	};
	enum status status =
		json_check_shape(value, shape, COUNT_OF(shape), "", fault);

	if (status != STATUS_OK)
		return status;
	*disclosure_out = (struct disclosure){
		.node = json_get_string(value, "node"),
		.node_name = json_get_string(value, "node_name"),
		.contact = json_get_string(value, "contact"),
		.made_by = json_get_string(value, "made_by"),
		.is_handout = json_get_bool(value, "handout", false),
	};
	status = read_time(value, "made", &disclosure_out->made_ms, fault);
	if (status == STATUS_OK)
		status = read_day(value, "from", &disclosure_out->from_day,
				  fault);
	if (status == STATUS_OK)
		status = read_day(value, "until", &disclosure_out->until_day,
				  fault);
	if (status == STATUS_OK)
		status = read_resident(disclosure_out, value, fault);
	return status == STATUS_OK
		       ? read_children(arena, disclosure_out, value, fault)
		       : status;
}
