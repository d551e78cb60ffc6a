#include "daemon/store/directory.h"

#include <string.h>

#include "fixture.h"

#define NOON 1795262400000LL

static const struct store_person petra = {
	.person = {.id = "petra",
		   .fields = {[DIRECTORY_NAME] = "Petra Dijkstra",
			      [DIRECTORY_CONTACT] = "088-0000201"}},
	.shared = 1U << DIRECTORY_NAME,
	.changed_ms = NOON,
	.changed_by = "petra",
};

LEAK_FREE_TEST(directory, keeps_one_entry_of_each_person_and_forgets_it_whole)
{
	struct store_person changed = petra, found;
	struct store_person *people;
	struct fixture f;
	size_t count;

	fixture_init(&f);
	struct store *store = fixture_filled(&f);
	cr_expect_eq(store_person_find(store, f.arena, "petra", &found),
		     STATUS_NOT_FOUND);
	cr_assert_eq(store_person_put(store, f.arena, &petra), STATUS_OK);
	changed.person.fields[DIRECTORY_CONTACT] = NULL;
	changed.person.fields[DIRECTORY_DAYS] = "maandag";
	changed.shared = 0;
	cr_assert_eq(store_person_put(store, f.arena, &changed), STATUS_OK);
	cr_assert_eq(store_person_list(store, f.arena, &people, &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_str_eq(people[0].person.fields[DIRECTORY_NAME],
			 "Petra Dijkstra");
	cr_expect_str_eq(people[0].person.fields[DIRECTORY_DAYS], "maandag");
	cr_expect_null(people[0].person.fields[DIRECTORY_CONTACT]);
	cr_expect_eq(people[0].shared, 0);
	cr_assert_eq(store_person_remove(store, "petra"), STATUS_OK);
	cr_expect_eq(store_person_remove(store, "petra"), STATUS_NOT_FOUND);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(directory, refuses_to_read_what_it_never_wrote)
{
	struct store_person found;
	struct fixture f;

	fixture_init(&f);
	struct store *store = fixture_filled(&f);
	cr_assert_eq(store_person_put(store, f.arena, &petra), STATUS_OK);
	store_close(store);
	fixture_sql(&f, "UPDATE person SET fields = '{\"bsn\":\"1\"}'");
	store = fixture_open(&f, STORE_WRITE);
	cr_expect_eq(store_person_find(store, f.arena, "petra", &found),
		     STATUS_STORAGE);
	store_close(store);
	fixture_clear(&f);
}
