#include "daemon/store/conferences.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "fixture.h"

#define FIRST	"11111111-1111-4111-8111-111111111111"
#define SECOND	"11112222-2222-4222-8222-222222222222"
#define NOON	1795262400000LL
#define TUESDAY 20788

struct room {
	struct fixture fixture;
	struct store *store;
	struct store_household household;
	const char *resident;
};

static void
room_open(struct room *room)
{
	fixture_init(&room->fixture);
	room->store = fixture_filled(&room->fixture);
	room->resident =
		fixture_resident(&room->fixture, room->store, "mirjam");
	cr_assert_eq(store_household_find(room->store, room->fixture.arena,
					  "h1", &room->household),
		     STATUS_OK);
}

static void
room_close(struct room *room)
{
	store_close(room->store);
	fixture_clear(&room->fixture);
}

static void
plan(struct room *room, const char *id, int32_t day)
{
	const struct store_conference conference = {
		.id = id,
		.household = room->household.id,
		.place = "at home",
		.day = day,
		.time = "10:30",
		.state = CONFERENCE_PLANNED,
		.user = "fatima",
		.planned_ms = NOON,
	};

	cr_assert_eq(store_conference_add(room->store, &conference), STATUS_OK);
}

LEAK_FREE_TEST(conferences, are_found_by_the_beginning_of_their_id)
{
	struct room room;
	struct store_conference found;

	room_open(&room);
	cr_expect_eq(store_conference_find(room.store, room.fixture.arena,
					   FIRST, &found),
		     STATUS_NOT_FOUND);
	plan(&room, FIRST, TUESDAY);
	plan(&room, SECOND, TUESDAY + 1);
	cr_expect_eq(store_conference_find(room.store, room.fixture.arena,
					   "1111", &found),
		     STATUS_AMBIGUOUS);
	cr_assert_eq(store_conference_find(room.store, room.fixture.arena,
					   "11112", &found),
		     STATUS_OK);
	cr_expect_str_eq(found.id, SECOND);
	cr_expect_eq(found.day, TUESDAY + 1);
	cr_expect_str_eq(found.place, "at home");
	cr_expect_str_eq(found.user, "fatima");
	cr_expect_eq(found.state, CONFERENCE_PLANNED);
	cr_expect_eq(found.held_ms, 0);
	cr_expect_null(found.reason);
	room_close(&room);
}

LEAK_FREE_TEST(conferences, are_listed_by_day_until_they_are_over)
{
	struct room room;
	struct store_conference *all, changed;
	size_t count;

	room_open(&room);
	plan(&room, FIRST, TUESDAY + 1);
	plan(&room, SECOND, TUESDAY);
	cr_assert_eq(store_conferences(room.store, room.fixture.arena, NULL,
				       false, &all, &count),
		     STATUS_OK);
	cr_assert_eq(count, 2);
	cr_expect_str_eq(all[0].id, SECOND);
	changed = all[0];
	changed.state = CONFERENCE_CANCELLED;
	changed.ended_ms = NOON + 1;
	changed.reason = "ill";
	cr_expect_eq(store_conference_change(room.store, &changed), STATUS_OK);
	cr_assert_eq(store_conferences(room.store, room.fixture.arena,
				       room.household.id, false, &all, &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_str_eq(all[0].id, FIRST);
	cr_assert_eq(store_conferences(room.store, room.fixture.arena,
				       room.household.id, true, &all, &count),
		     STATUS_OK);
	cr_assert_eq(count, 2);
	cr_expect_str_eq(all[0].reason, "ill");
	cr_assert_eq(store_conferences(room.store, room.fixture.arena,
				       "another", true, &all, &count),
		     STATUS_OK);
	cr_expect_eq(count, 0);
	room_close(&room);
}

LEAK_FREE_TEST(conferences, number_their_seats_and_note_who_came)
{
	struct room room;
	struct store_seat seat = {.who = CONFERENCE_OTHERS,
				  .party = "thuiszorg",
				  .role = "nurse",
				  .name = "Petra"};
	struct store_seat near = {.who = CONFERENCE_NEARBY, .role = "carer"};
	struct store_seat *seats;
	size_t count;

	room_open(&room);
	plan(&room, FIRST, TUESDAY);
	cr_assert_eq(store_seat_add(room.store, FIRST, &seat), STATUS_OK);
	cr_assert_eq(store_seat_add(room.store, FIRST, &near), STATUS_OK);
	cr_expect_eq(seat.number, 1);
	cr_expect_eq(near.number, 2);
	cr_expect_eq(store_seat_came(room.store, FIRST, 2, true), STATUS_OK);
	cr_expect_eq(store_seat_came(room.store, FIRST, 1, false), STATUS_OK);
	cr_assert_eq(store_seats(room.store, room.fixture.arena, FIRST, &seats,
				 &count),
		     STATUS_OK);
	cr_assert_eq(count, 2);
	cr_expect_str_eq(seats[0].party, "thuiszorg");
	cr_expect_str_eq(seats[0].name, "Petra");
	cr_expect_eq(seats[0].came, STORE_CAME_NOT);
	cr_expect_null(seats[1].party);
	cr_expect_eq(seats[1].who, CONFERENCE_NEARBY);
	cr_expect_eq(seats[1].came, STORE_CAME);
	cr_expect_eq(store_seat_remove(room.store, FIRST, 1), STATUS_OK);
	cr_assert_eq(store_seats(room.store, room.fixture.arena, FIRST, &seats,
				 &count),
		     STATUS_OK);
	cr_expect_eq(count, 1);
	room_close(&room);
}

LEAK_FREE_TEST(conferences, keep_their_topics)
{
	static const char *const data[] = {"goal", "agreement"};
	struct room room;
	struct store_topic topic, *topics;
	size_t count;

	room_open(&room);
	plan(&room, FIRST, TUESDAY);
	topic = (struct store_topic){.resident = room.resident,
				     .topic = "help, in the evening",
				     .categories = data,
				     .category_count = 2,
				     .law = "wmo",
				     .sensitivity = "normal"};
	cr_assert_eq(store_topic_add(room.store, FIRST, &topic), STATUS_OK);
	cr_assert_eq(store_topics(room.store, room.fixture.arena, FIRST,
				  &topics, &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_str_eq(topics[0].topic, "help, in the evening");
	cr_assert_eq(topics[0].category_count, 2);
	cr_expect_str_eq(topics[0].categories[1], "agreement");
	cr_expect_eq(store_topic_remove(room.store, FIRST, 1), STATUS_OK);
	cr_assert_eq(store_topics(room.store, room.fixture.arena, FIRST,
				  &topics, &count),
		     STATUS_OK);
	cr_expect_eq(count, 0);
	room_close(&room);
}

/* Two records of FIRST; the second with `place`. */
static void
make(struct room *room, struct store_conference_record records[2],
     const char *place)
{
	records[0] = (struct store_conference_record){
		.resident = room->resident,
		.record = fixture_record(&room->fixture,
					 CONFERENCE_ORIGIN FIRST "#a", "goal",
					 "{\"text\":\"x\"}")};
	records[1] = records[0];
	records[1].record = fixture_record(
		&room->fixture, CONFERENCE_ORIGIN FIRST "#b", "goal",
		arena_printf(room->fixture.arena, "{\"text\":\"%s\"}", place));
}

LEAK_FREE_TEST(conferences, keep_the_records_that_stay_and_their_ids)
{
	struct room room;
	struct store_conference_record first[2], second[2];
	size_t before;

	room_open(&room);
	plan(&room, FIRST, TUESDAY);
	before = fixture_record_count(room.store, room.resident);
	make(&room, first, "here");
	cr_assert_eq(store_conference_publish(room.store, room.fixture.arena,
					      FIRST, first, 2),
		     STATUS_OK);
	cr_expect(first[0].changed && first[1].changed);
	make(&room, second, "there");
	cr_assert_eq(store_conference_publish(room.store, room.fixture.arena,
					      FIRST, second, 2),
		     STATUS_OK);
	cr_expect_str_eq(second[0].record.id, first[0].record.id);
	cr_expect(!second[0].changed);
	cr_expect_str_eq(second[1].record.id, first[1].record.id);
	cr_expect(second[1].changed);
	cr_expect_eq(fixture_record_count(room.store, room.resident),
		     before + 2);
	cr_assert_eq(store_conference_publish(room.store, room.fixture.arena,
					      FIRST, second, 1),
		     STATUS_OK);
	cr_expect_eq(fixture_record_count(room.store, room.resident),
		     before + 1);
	/* another's are none of its business */
	cr_assert_eq(store_conference_publish(room.store, room.fixture.arena,
					      SECOND, NULL, 0),
		     STATUS_OK);
	cr_expect_eq(fixture_record_count(room.store, room.resident),
		     before + 1);
	room_close(&room);
}

LEAK_FREE_TEST(conferences, know_what_was_consented_there)
{
	struct room room;
	struct consent consent, *consents;
	const char *const *ids;
	size_t count;

	room_open(&room);
	plan(&room, FIRST, TUESDAY);
	consent = fixture_consent(&room.fixture, room.resident, NULL);
	consent.conference = FIRST;
	cr_assert_eq(store_consent_add(room.store, &consent), STATUS_OK);
	cr_assert_eq(store_conference_consents(room.store, room.fixture.arena,
					       FIRST, &ids, &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_str_eq(ids[0], consent.id);
	cr_assert_eq(store_consents(room.store, room.fixture.arena,
				    room.resident, false, &consents, &count),
		     STATUS_OK);
	cr_assert_geq(count, 1);
	cr_expect_str_eq(consents[count - 1].conference, FIRST);
	cr_assert_eq(store_conference_consents(room.store, room.fixture.arena,
					       SECOND, &ids, &count),
		     STATUS_OK);
	cr_expect_eq(count, 0);
	room_close(&room);
}
