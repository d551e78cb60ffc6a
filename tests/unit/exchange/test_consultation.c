#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/exchange/act.h"
#include "daemon/store/consultations.h"
#include "exchange/world.h"
#include "leak_free.h"

#define NOON	 1795262400000LL
#define QUESTION "\"question\":\"How do we begin with this?\""
#define ASK_ANY	 "{" QUESTION ",\"specialist\":\"selma\"}"

/* Fatima asks; Selma and Sem are specialists with two hours each. */
struct desk {
	struct world world;
	char folder[64];
	struct box_key key;
	struct node node;
	struct node_place place;
	struct exchange exchange;
};

static void
enrol(struct desk *desk)
{
	static const char *coordinator[] = {"coordinator"};
	static const char *specialist[] = {"specialist"};
	const struct store_user users[] = {
		{.id = "fatima", .roles = coordinator, .role_count = 1},
		{.id = "selma", .roles = specialist, .role_count = 1},
		{.id = "sem", .roles = specialist, .role_count = 1},
	};

	cr_assert_eq(store_users_set(desk->place.store, users, COUNT_OF(users)),
		     STATUS_OK);
}

static void
desk_open(struct desk *desk)
{
	*desk = (struct desk){.world = world_open(&world_coordinator)};
	strcpy(desk->folder, "/tmp/eenplan-consultation-XXXXXX");
	cr_assert_not_null(mkdtemp(desk->folder));
	const struct store_settings settings = {
		.path = arena_printf(desk->world.arena, "%s/db", desk->folder),
		.key = &desk->key,
	};
	cr_assert_eq(store_open(&settings, STORE_WRITE, &desk->place.store),
		     STATUS_OK);
	desk->node.settings.answer_days = 5;
	desk->node.settings.specialist_minutes = 120;
	desk->node.settings.specialist_warn_minutes = 60;
	enrol(desk);
}

static void
desk_close(struct desk *desk)
{
	store_close(desk->place.store);
	cr_assert_eq(system(arena_printf(desk->world.arena, "rm -r %s",
					 desk->folder)),
		     0);
	world_close(&desk->world);
}

/* Let `user` do `act`; what it wrote is kept if it went well. */
static enum status
let(struct desk *desk, const char *user, enum status (*act)(struct exchange *),
    const char *body)
{
	const struct json *json;
	cr_assert_eq(
		json_read(desk->world.arena, text_of(body), 4096, &json, NULL),
		STATUS_OK, "%s", body);
	desk->exchange = (struct exchange){
		.node = &desk->node,
		.place = &desk->place,
		.arena = desk->world.arena,
		.policy = desk->world.policy,
		.body = json,
		.now_ms = NOON,
		.asker = {.user = user, .day = TODAY},
	};
	cr_assert_eq(store_user_find(desk->place.store, desk->world.arena, user,
				     &desk->exchange.user),
		     STATUS_OK);
	enum status status = act(&desk->exchange);
	if (!desk->exchange.in_transaction)
		return status;
	if (status == STATUS_OK)
		status = store_commit(desk->place.store);
	else
		store_rollback(desk->place.store);
	return status;
}

static bool
answered(const struct desk *desk, const char *words)
{
	struct text answer = desk->exchange.answer;
	return memmem(answer.bytes, answer.length, words, strlen(words)) !=
	       NULL;
}

/* Asked of Selma by Fatima; its id. */
static const char *
ask(struct desk *desk)
{
	struct store_consultation *all;
	size_t count;
	cr_assert_eq(let(desk, "fatima", act_consultation_ask, ASK_ANY),
		     STATUS_OK, "%s", desk->exchange.fault.text);
	cr_assert_eq(store_consultations_of(desk->place.store,
					    desk->world.arena, "selma", &all,
					    &count),
		     STATUS_OK);
	cr_assert_gt(count, 0);
	cr_assert_null(all[0].answer);
	return all[0].id;
}

static enum status
answer(struct desk *desk, const char *user, const char *id, int minutes)
{
	return let(desk, user, act_consultation_answer,
		   arena_printf(desk->world.arena,
				"{\"answer\":\"Begin with what goes well.\","
				"\"consultation\":\"%s\",\"minutes\":%d}",
				id, minutes));
}

LEAK_FREE_TEST(consultation, is_not_asked_of_who_is_no_specialist)
{
	static const struct {
		const char *body, *where;
	} wrong[] = {
		{"{" QUESTION ",\"specialist\":\"fatima\"}", "/specialist"},
		{"{" QUESTION ",\"specialist\":\"nobody\"}", "/specialist"},
		{"{\"question\":\"why\",\"specialist\":\"selma\"}",
		 "/question"},
		{"{\"question\":\"what of 999912340 do we do now?\","
		 "\"specialist\":\"selma\"}",
		 "/question"},
		{"{" QUESTION
		 ",\"resident\":\"wt-999\",\"specialist\":\"selma\"}",
		 "/resident"},
	};
	struct desk desk;
	desk_open(&desk);
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		cr_expect_neq(let(&desk, "fatima", act_consultation_ask,
				  wrong[i].body),
			      STATUS_OK, "%s", wrong[i].body);
		cr_expect_str_eq(desk.exchange.fault.where, wrong[i].where);
	}
	cr_expect_eq(let(&desk, "selma", act_consultation_ask, ASK_ANY),
		     STATUS_INVALID, "of herself");
	desk_close(&desk);
}

LEAK_FREE_TEST(consultation, is_answered_by_who_is_asked_alone_and_once)
{
	struct desk desk;
	desk_open(&desk);
	const char *id = ask(&desk);
	cr_expect_eq(answer(&desk, "sem", id, 30), STATUS_NOT_FOUND);
	cr_expect_eq(answer(&desk, "sem", "99999999", 30), STATUS_NOT_FOUND);
	cr_expect_eq(answer(&desk, "selma", id, 0), STATUS_INVALID);
	cr_expect_eq(answer(&desk, "selma", id, -30), STATUS_INVALID);
	cr_expect_eq(answer(&desk, "selma", id, 1441), STATUS_INVALID);
	cr_expect_eq(answer(&desk, "selma", id, 30), STATUS_OK);
	cr_expect(answered(&desk, "\"used\":30"));
	cr_expect(answered(&desk, "\"warning\":false"));
	cr_expect_eq(answer(&desk, "selma", id, 30), STATUS_CONFLICT);
	cr_expect_eq(let(&desk, "sem", act_consultation_list, "{}"), STATUS_OK);
	cr_expect_not(answered(&desk, "begin"), "another specialist reads it");
	desk_close(&desk);
}

LEAK_FREE_TEST(consultation, warns_and_then_refuses_and_keeps_neither)
{
	struct desk desk;
	int64_t used;
	desk_open(&desk);
	cr_expect_eq(answer(&desk, "selma", ask(&desk), 60), STATUS_OK);
	cr_expect(answered(&desk, "\"warning\":true"));
	const char *id = ask(&desk);
	cr_expect_eq(answer(&desk, "selma", id, 61), STATUS_CONFLICT);
	cr_expect_not_null(strstr(desk.exchange.fault.text, "2027-01-01"));
	cr_expect_not_null(
		strstr(desk.exchange.fault.text, "hours.per_half_year"));
	cr_assert_eq(store_hours_used(desk.place.store, "selma", 4053, &used),
		     STATUS_OK);
	cr_expect_eq(used, 60);
	cr_expect_eq(answer(&desk, "selma", id, 60), STATUS_OK,
		     "what was refused left an answer");
	cr_expect_eq(let(&desk, "fatima", act_consultation_ask, ASK_ANY),
		     STATUS_CONFLICT, "asked of who has no hours left");
	desk_close(&desk);
}

LEAK_FREE_TEST(consultation, is_late_after_its_working_days)
{
	struct desk desk;
	desk_open(&desk);
	(void)ask(&desk);
	cr_expect(answered(&desk, "\"due\":\"2026-11-27\""));
	cr_assert_eq(
		let(&desk, "fatima", act_consultation_list, "{\"late\":true}"),
		STATUS_OK);
	cr_expect_not(answered(&desk, "question"));
	desk_close(&desk);
}

LEAK_FREE_TEST(consultation, hours_take_a_correction_and_no_coming_half_year)
{
	struct desk desk;
	desk_open(&desk);
	cr_expect_eq(let(&desk, "selma", act_hours_book,
			 "{\"minutes\":-1,\"reason\":\"booked by mistake\"}"),
		     STATUS_CONFLICT);
	cr_expect_eq(let(&desk, "selma", act_hours_book,
			 "{\"minutes\":0,\"reason\":\"booked by mistake\"}"),
		     STATUS_INVALID);
	cr_expect_eq(let(&desk, "selma", act_hours_book,
			 "{\"minutes\":9,\"period\":\"2027-1\","
			 "\"reason\":\"booked too early\"}"),
		     STATUS_INVALID);
	cr_expect_eq(let(&desk, "selma", act_hours_book,
			 "{\"minutes\":90,\"reason\":\"meeting at school\"}"),
		     STATUS_OK);
	cr_expect_eq(let(&desk, "selma", act_hours_book,
			 "{\"minutes\":-30,\"reason\":\"it took less time\"}"),
		     STATUS_OK);
	cr_expect(answered(&desk, "\"used\":60"));
	cr_assert_eq(
		let(&desk, "sem", act_hours_show, "{\"specialist\":\"selma\"}"),
		STATUS_OK);
	cr_expect_not(answered(&desk, "school"), "another reads the lines");
	cr_assert_eq(let(&desk, "selma", act_hours_show,
			 "{\"specialist\":\"selma\"}"),
		     STATUS_OK);
	cr_expect(answered(&desk, "school"));
	cr_expect_eq(let(&desk, "sem", act_hours_show,
			 "{\"specialist\":\"fatima\"}"),
		     STATUS_NOT_FOUND);
	desk_close(&desk);
}
