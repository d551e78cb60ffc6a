/*
 * Who sits at a case conference, and what it is about.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/conferences.h"
#include "daemon/exchange/naming.h"
#include "eenplan/base/limits.h"
#include "eenplan/wire/record.h"

#define CARER	  "carer"
#define VOLUNTEER "volunteer"

static enum status
keep(struct exchange *exchange, struct conference_sheet *sheet)
{
	enum status status = conferences_publish(exchange, sheet);
	if (status == STATUS_OK)
		status = conferences_check_day(exchange, sheet,
					       sheet->conference.day);
	return status == STATUS_OK ? conferences_answer(exchange, sheet)
				   : status;
}

/* A member of the household, alive, by what our user calls them. */
static enum status
find_member(struct exchange *exchange, const struct conference_sheet *sheet,
	    const struct store_resident **resident_out)
{
	struct store_resident *found =
		ARENA_NEW(exchange->arena, struct store_resident);
	*resident_out = found;
	enum status status = store_resident_find(
		exchange->place->store, exchange->arena,
		json_get_string(exchange->body, "resident"), found);
	if (status == STATUS_NOT_FOUND || status == STATUS_AMBIGUOUS ||
	    (status == STATUS_OK &&
	     conference_member_find(sheet, found->id) == NULL))
		return act_refuse(exchange, "/resident",
				  "is nobody of the household that this "
				  "conference is about");
	return status == STATUS_OK ? act_check_alive(exchange, found) : status;
}

/* --- who sits at it --- */

static enum status
seat_user(struct exchange *exchange, const struct conference_sheet *sheet,
	  struct store_seat *seat)
{
	struct store_user *user = ARENA_NEW(exchange->arena, struct store_user);
	enum status status =
		store_user_find(exchange->place->store, exchange->arena,
				json_get_string(exchange->body, "user"), user);
	(void)sheet;
	if (status == STATUS_NOT_ENROLLED)
		return act_refuse(exchange, "/user",
				  "is no user of this node: see who is with "
				  "your administrator");
	if (status != STATUS_OK)
		return status;
	if (seat->role == NULL && user->role_count > 0)
		seat->role = user->roles[0];
	if (seat->role == NULL || !store_user_has(user, seat->role))
		return act_refuse(exchange, "/role", "is no role of that user");
	seat->party = user->id;
	if (seat->name == NULL)
		seat->name = user->name;
	return STATUS_OK;
}

static bool
is_linked(const struct conference_sheet *sheet, const char *partner)
{
	for (size_t i = 0; i < sheet->member_count; i++)
		if (conference_is_linked(&sheet->members[i], partner))
			return true;
	return false;
}

/*
 * Without a link their node can't ask. Whether there is one is said only to
 * who may know that they are involved; else the invitation stands, and whoever
 * made it calls them.
 */
static enum status
check_link(struct exchange *exchange, const struct conference_sheet *sheet,
	   const struct store_partner *partner)
{
	if (is_linked(sheet, partner->id) ||
	    naming_of(exchange, partner->domain, OWN_PURPOSE).naming !=
		    MERGE_NAMED)
		return STATUS_OK;
	return act_refuse(exchange, "/partner",
			  "isn't linked with anybody of this household, so its "
			  "node can't see the invitation: link them first, "
			  "with 'eenplan link token'");
}

static enum status
seat_partner(struct exchange *exchange, const struct conference_sheet *sheet,
	     struct store_seat *seat)
{
	struct store_partner partner;
	seat->party = json_get_string(exchange->body, "partner");
	enum status status = store_partner_find(
		exchange->place->store, exchange->arena, seat->party, &partner);
	if (status == STATUS_NOT_ENROLLED)
		return act_refuse(exchange, "/partner",
				  "no such partner is enrolled: see 'eenplan "
				  "partner list'");
	if (status != STATUS_OK)
		return status;
	if (seat->role == NULL)
		return act_refuse(exchange, "/role",
				  "is missing: say in which role they come, "
				  "since that says what they may hear");
	return check_link(exchange, sheet, &partner);
}

static enum status
seat_resident(struct exchange *exchange, const struct conference_sheet *sheet,
	      struct store_seat *seat)
{
	const struct store_resident *resident;
	if (seat->role != NULL)
		return act_refuse(exchange, "/role",
				  "is nothing that a resident has: they come "
				  "as themselves");
	enum status status = find_member(exchange, sheet, &resident);
	if (status != STATUS_OK)
		return status;
	seat->party = resident->id;
	seat->role = CONFERENCE_RESIDENT;
	return STATUS_OK;
}

static enum status
seat_nearby(struct exchange *exchange, const struct conference_sheet *sheet,
	    struct store_seat *seat)
{
	(void)sheet;
	seat->name = json_get_string(exchange->body, "carer");
	if (seat->role == NULL)
		seat->role = CARER;
	if (strcmp(seat->role, CARER) != 0 &&
	    strcmp(seat->role, VOLUNTEER) != 0)
		return act_refuse(exchange, "/role",
				  "of somebody nearby must be carer or "
				  "volunteer");
	return conferences_check_text(exchange, "carer");
}

/* Who is invited, by the member that the body has. */
static const struct way {
	const char *key;
	enum conference_who who;
	enum status (*seat)(struct exchange *exchange,
			    const struct conference_sheet *sheet,
			    struct store_seat *seat);
} ways[] = {
	{"user", CONFERENCE_USER, seat_user},
	{"partner", CONFERENCE_OTHERS, seat_partner},
	{"resident", CONFERENCE_MEMBER, seat_resident},
	{"carer", CONFERENCE_NEARBY, seat_nearby},
};

static enum status
find_way(struct exchange *exchange, const struct way **way_out)
{
	size_t count = 0;
	for (size_t i = 0; i < COUNT_OF(ways); i++)
		if (json_member(exchange->body, ways[i].key) != NULL) {
			*way_out = &ways[i];
			count++;
		}
	return count == 1 ? STATUS_OK
			  : act_refuse(exchange, "",
				       "must invite one: a user, somebody of a "
				       "partner, a resident or a carer");
}

static bool
is_same(const char *one, const char *other)
{
	return one == other ||
	       (one != NULL && other != NULL && strcmp(one, other) == 0);
}

static enum status
check_room(struct exchange *exchange, const struct conference_sheet *sheet,
	   const struct store_seat *seat)
{
	for (size_t i = 0; i < sheet->seat_count; i++) {
		const struct store_seat *other = &sheet->seats[i];
		bool is_person = seat->who == CONFERENCE_USER ||
				 seat->who == CONFERENCE_MEMBER;
		if (other->who == seat->who &&
		    is_same(other->party, seat->party) &&
		    (is_person || (is_same(other->name, seat->name) &&
				   is_same(other->role, seat->role)))) {
			fault_set(&exchange->fault, "/conference",
				  "has a seat for them already: number %lld",
				  (long long)other->number);
			return STATUS_CONFLICT;
		}
	}
	if (sheet->seat_count < LIMIT_CONFERENCE_SEATS)
		return STATUS_OK;
	fault_set(&exchange->fault, "/conference",
		  "has the largest number of people already");
	return STATUS_TOO_LARGE;
}

/* A role that is said is a word of ours; somebody nearby's is checked there. */
static enum status
check_role(struct exchange *exchange, const char *role)
{
	if (role == NULL || strcmp(role, CARER) == 0 ||
	    vocabulary_find(policy_vocabulary(exchange->policy),
			    VOCABULARY_ROLE, role) != VOCABULARY_UNKNOWN)
		return STATUS_OK;
	return act_refuse(exchange, "/role",
			  "is not a word of this node's policy vocabulary");
}

static enum status
find_seat(struct exchange *exchange, const struct conference_sheet *sheet,
	  struct store_seat *seat)
{
	const struct way *way = NULL;
	enum status status = find_way(exchange, &way);
	seat->role = json_get_string(exchange->body, "role");
	seat->name = json_get_string(exchange->body, "name");
	if (status == STATUS_OK)
		status = conferences_check_text(exchange, "name");
	if (status == STATUS_OK)
		status = check_role(exchange, seat->role);
	if (status != STATUS_OK)
		return status;
	seat->who = way->who;
	status = way->seat(exchange, sheet, seat);
	return status == STATUS_OK ? check_room(exchange, sheet, seat) : status;
}

enum status
act_conference_invite(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"carer", JSON_KIND_STRING, false, LIMIT_TEXT_BYTES},
		{"conference", JSON_KIND_STRING, true, 0},
		{"name", JSON_KIND_STRING, false, LIMIT_TEXT_BYTES},
		{"partner", JSON_KIND_STRING, false, 0},
		{"resident", JSON_KIND_STRING, false, 0},
		{"role", JSON_KIND_STRING, false, 0},
		{"user", JSON_KIND_STRING, false, 0},
	};
	struct store_seat seat = {.came = STORE_CAME_UNKNOWN};
	struct conference_sheet sheet;
	enum status status = conferences_open_planned(exchange, shape,
						      COUNT_OF(shape), &sheet);
	if (status == STATUS_OK)
		status = find_seat(exchange, &sheet, &seat);
	if (status == STATUS_OK)
		status = store_seat_add(exchange->place->store,
					sheet.conference.id, &seat);
	return status == STATUS_OK ? keep(exchange, &sheet) : status;
}

enum status
act_conference_remove(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"conference", JSON_KIND_STRING, true, 0},
		{"seat", JSON_KIND_INTEGER, true, 0},
	};
	int64_t number = json_get_integer(exchange->body, "seat", 0);
	struct conference_sheet sheet;
	enum status status = conferences_open_planned(exchange, shape,
						      COUNT_OF(shape), &sheet);
	if (status != STATUS_OK)
		return status;
	if (conference_seat_find(&sheet, number) == NULL)
		return act_refuse(exchange, "/seat",
				  "is nobody's number at this conference; see "
				  "'eenplan conference show'");
	status = store_seat_remove(exchange->place->store, sheet.conference.id,
				   number);
	return status == STATUS_OK ? keep(exchange, &sheet) : status;
}

/* --- what it is about --- */

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
take_categories(struct exchange *exchange, struct store_topic *topic)
{
	const struct json *list = json_member(exchange->body, "categories");
	const char **categories =
		ARENA_ARRAY(exchange->arena, json_count(list), const char *);
	enum status status = STATUS_OK;
	topic->categories = categories;
	for (const struct json *one = json_first(list);
	     one != NULL && status == STATUS_OK; one = one->next) {
		if (one->kind != JSON_KIND_STRING)
			return act_refuse(exchange, "/categories",
					  "must be words");
		categories[topic->category_count++] = one->as.string;
		status = check_word(exchange, "/categories",
				    VOCABULARY_CATEGORY, one->as.string);
	}
	if (status == STATUS_OK && topic->category_count == 0)
		return act_refuse(exchange, "/categories",
				  "must name at least one category of data: it "
				  "says who may hear of this");
	return status;
}

static enum status
take_topic(struct exchange *exchange, const struct conference_sheet *sheet,
	   struct store_topic *topic)
{
	const struct store_resident *resident;
	const char *law = json_get_string(exchange->body, "law");
	const char *sensitivity =
		json_get_string(exchange->body, "sensitivity");
	topic->topic = json_get_string(exchange->body, "topic");
	topic->law = law != NULL ? law : exchange->node->settings.law;
	topic->sensitivity =
		sensitivity != NULL
			? sensitivity
			: vocabulary_word(policy_vocabulary(exchange->policy),
					  VOCABULARY_SENSITIVITY, 0);
	enum status status = conferences_check_text(exchange, "topic");
	if (status == STATUS_OK)
		status = check_word(exchange, "/law", VOCABULARY_DOMAIN,
				    topic->law);
	if (status == STATUS_OK)
		status = check_word(exchange, "/sensitivity",
				    VOCABULARY_SENSITIVITY, topic->sensitivity);
	if (status == STATUS_OK)
		status = take_categories(exchange, topic);
	if (status == STATUS_OK)
		status = find_member(exchange, sheet, &resident);
	if (status == STATUS_OK)
		topic->resident = resident->id;
	return status;
}

enum status
act_conference_discuss(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"categories", JSON_KIND_ARRAY, true, LIMIT_CATEGORIES},
		{"conference", JSON_KIND_STRING, true, 0},
		{"law", JSON_KIND_STRING, false, 0},
		{"resident", JSON_KIND_STRING, true, 0},
		{"sensitivity", JSON_KIND_STRING, false, 0},
		{"topic", JSON_KIND_STRING, true, LIMIT_TEXT_BYTES},
	};
	struct store_topic topic = {.number = 0};
	struct conference_sheet sheet;
	enum status status = conferences_open_planned(exchange, shape,
						      COUNT_OF(shape), &sheet);
	if (status == STATUS_OK &&
	    sheet.topic_count >= LIMIT_CONFERENCE_TOPICS) {
		fault_set(&exchange->fault, "/conference",
			  "has the largest number of topics already");
		return STATUS_TOO_LARGE;
	}
	if (status == STATUS_OK)
		status = take_topic(exchange, &sheet, &topic);
	if (status == STATUS_OK)
		status = store_topic_add(exchange->place->store,
					 sheet.conference.id, &topic);
	return status == STATUS_OK ? keep(exchange, &sheet) : status;
}

enum status
act_conference_drop(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"conference", JSON_KIND_STRING, true, 0},
		{"topic", JSON_KIND_INTEGER, true, 0},
	};
	int64_t number = json_get_integer(exchange->body, "topic", 0);
	struct conference_sheet sheet;
	enum status status = conferences_open_planned(exchange, shape,
						      COUNT_OF(shape), &sheet);
	if (status != STATUS_OK)
		return status;
	if (conference_topic_find(&sheet, number) == NULL)
		return act_refuse(exchange, "/topic",
				  "is no number of a topic of this conference; "
				  "see 'eenplan conference agenda'");
	status = store_topic_remove(exchange->place->store, sheet.conference.id,
				    number);
	return status == STATUS_OK ? keep(exchange, &sheet) : status;
}
