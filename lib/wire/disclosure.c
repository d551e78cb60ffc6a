#include "eenplan/wire/disclosure.h"

#include <string.h>

static const struct event {
	const char *event;
	enum disclosure_group group;
	const char *action;
	const char *type;
} events[] = {
#define DISCLOSURE_EVENT(event, group, action, type)                           \
	{event, DISCLOSURE_##group, action, type},
#include "eenplan/wire/disclosure.def"
};

static const char *const groups[] = {
#define DISCLOSURE_GROUP(name, word, title) word,
#include "eenplan/wire/disclosure.def"
};

static const char *const matches[] = {
	NULL,
#define DISCLOSURE_MATCH(name, word, text) word,
#include "eenplan/wire/disclosure.def"
};

static const char *const reaches[] = {
#define DISCLOSURE_REACH(name, word, text) word,
#include "eenplan/wire/disclosure.def"
};

static const struct event *
find_event(const char *event)
{
	static const struct event unknown = {"", DISCLOSURE_OTHER, "E",
					     "110110"};

	for (size_t i = 0; i < COUNT_OF(events); i++)
		if (strcmp(events[i].event, event) == 0)
			return &events[i];
	return &unknown;
}

enum disclosure_group
disclosure_group_of(const char *event)
{
	return find_event(event)->group;
}

const char *
disclosure_action(const char *event)
{
	return find_event(event)->action;
}

const char *
disclosure_type(const char *event)
{
	return find_event(event)->type;
}

const char *
disclosure_group_word(enum disclosure_group group)
{
	return groups[group];
}

const char *
disclosure_match_word(enum disclosure_match match)
{
	return matches[match];
}

const char *
disclosure_reach_word(enum disclosure_reach reach)
{
	return reaches[reach];
}

bool
disclosure_has_orphans(const struct disclosure *disclosure)
{
	for (size_t i = 0; i < disclosure->line_count; i++) {
		const struct disclosure_line *line = &disclosure->lines[i];

		for (size_t k = 0; k < line->other_count; k++)
			if (line->others[k].match == DISCLOSURE_MATCH_OURS ||
			    line->others[k].match == DISCLOSURE_MATCH_THEIRS)
				return true;
	}
	return false;
}

size_t
disclosure_missing(const struct disclosure *disclosure)
{
	size_t count = 0;

	for (size_t i = 0; i < disclosure->partner_count; i++)
		count +=
			disclosure->partners[i].reach != DISCLOSURE_REACH_ASKED;
	return count;
}

/* --- writing --- */

static void
put_words(struct json_writer *writer, const char *key,
	  const struct disclosure_words *words)
{
	json_member_strings(writer, key, words->items, words->count);
}

static void
put_consent(struct json_writer *writer,
	    const struct disclosure_consent *consent)
{
	json_open_object(writer);
	json_member_string(writer, "given_by", consent->given_by);
	json_member_string(writer, "id", consent->id);
	json_member_string(writer, "kind", consent->kind);
	json_member_time(writer, "recorded", consent->recorded_ms);
	json_member_string(writer, "state", consent->state);
	json_close_object(writer);
}

static void
put_other(struct json_writer *writer, const struct disclosure_other *other)
{
	json_open_object(writer);
	put_words(writer, "categories", &other->categories);
	json_member_bool(writer, "gave", other->gave);
	json_member_string_if(writer, "logs", matches[other->match]);
	json_member_string_if(writer, "name", other->name);
	json_member_string(writer, "organisation", other->organisation);
	json_member_bool(writer, "says", other->says);
	json_close_object(writer);
}

static void
put_lists(struct json_writer *writer, const struct disclosure_line *line)
{
	json_key(writer, "consents");
	json_open_array(writer);
	for (size_t i = 0; i < line->consent_count; i++)
		put_consent(writer, &line->consents[i]);
	json_close_array(writer);
	json_key(writer, "others");
	json_open_array(writer);
	for (size_t i = 0; i < line->other_count; i++)
		put_other(writer, &line->others[i]);
	json_close_array(writer);
	put_words(writer, "barred", &line->barred);
	put_words(writer, "basis", &line->basis);
	put_words(writer, "categories", &line->categories);
	put_words(writer, "rules", &line->rules);
	put_words(writer, "withheld", &line->withheld);
}

static void
put_line(struct json_writer *writer, const struct disclosure_line *line)
{
	json_open_object(writer);
	if (line->seq >= 0)
		json_member_integer(writer, "seq", line->seq);
	json_member_time(writer, "time", line->time_ms);
	json_member_string(writer, "group", groups[line->group]);
	json_member_string(writer, "event", line->event);
	json_member_string(writer, "request", line->request);
	json_member_string_if(writer, "organisation", line->organisation);
	json_member_string_if(writer, "organisation_name",
			      line->organisation_name);
	json_member_string_if(writer, "user", line->user);
	json_member_string_if(writer, "user_name", line->user_name);
	json_member_string_if(writer, "lent_by", line->lent_by);
	json_member_string_if(writer, "lent_by_name", line->lent_by_name);
	json_member_string_if(writer, "role", line->role);
	json_member_string_if(writer, "purpose", line->purpose);
	json_member_string_if(writer, "reason", line->reason);
	if (line->reason_held)
		json_member_bool(writer, "reason_held", true);
	json_member_string_if(writer, "emergency", line->emergency);
	json_member_string_if(writer, "judgement", line->judgement);
	json_member_string_if(writer, "outcome", line->outcome);
	put_lists(writer, line);
	json_close_object(writer);
}

static void
put_partner(struct json_writer *writer,
	    const struct disclosure_partner *partner)
{
	json_open_object(writer);
	json_member_string(writer, "name", partner->name);
	json_member_integer(writer, "not_compared", partner->not_compared);
	json_member_string(writer, "organisation", partner->organisation);
	json_member_string(writer, "status", reaches[partner->reach]);
	json_close_object(writer);
}

static void
put_resident(struct json_writer *writer, const struct disclosure *disclosure)
{
	json_key(writer, "resident");
	json_open_object(writer);
	json_member_string(writer, "handle", disclosure->handle);
	json_member_string(writer, "id", disclosure->resident);
	json_member_string_if(writer, "name", disclosure->name);
	json_member_string(writer, "reference", disclosure->reference);
	json_close_object(writer);
}

void
disclosure_encode(struct json_writer *writer,
		  const struct disclosure *disclosure)
{
	json_open_object(writer);
	json_member_string_if(writer, "contact", disclosure->contact);
	json_key(writer, "entries");
	json_open_array(writer);
	for (size_t i = 0; i < disclosure->line_count; i++)
		put_line(writer, &disclosure->lines[i]);
	json_close_array(writer);
	json_member_day(writer, "from", disclosure->from_day);
	json_member_bool(writer, "handout", disclosure->is_handout);
	json_member_time(writer, "made", disclosure->made_ms);
	json_member_string(writer, "made_by", disclosure->made_by);
	json_member_string(writer, "node", disclosure->node);
	json_member_string(writer, "node_name", disclosure->node_name);
	json_key(writer, "partners");
	json_open_array(writer);
	for (size_t i = 0; i < disclosure->partner_count; i++)
		put_partner(writer, &disclosure->partners[i]);
	json_close_array(writer);
	put_resident(writer, disclosure);
	json_member_bool(writer, "sound", !disclosure_has_orphans(disclosure));
	json_member_day(writer, "until", disclosure->until_day);
	json_close_object(writer);
}
