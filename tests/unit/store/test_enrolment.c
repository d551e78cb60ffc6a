#include "fixture.h"

static const struct store_partner partners[] = {
	{.id = "thuiszorg",
	 .name = "Thuiszorg",
	 .domain = "zvw",
	 .url = "https://127.0.0.1:1"},
	{.id = "ggz",
	 .name = "GGZ",
	 .domain = "ggz",
	 .url = "https://127.0.0.1:2"},
};

LEAK_FREE_TEST(enrolment, knows_nobody_who_was_not_enrolled)
{
	struct fixture f;
	struct store *store;
	struct store_partner partner;
	struct store_user user;

	fixture_init(&f);
	store = fixture_open(&f, STORE_WRITE);
	cr_expect_eq(store_partner_find(store, f.arena, "thuiszorg", &partner),
		     STATUS_NOT_ENROLLED);
	cr_expect_eq(store_user_find(store, f.arena, "sanne", &user),
		     STATUS_NOT_ENROLLED);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(enrolment, keeps_what_it_had_when_a_list_has_one_twice)
{
	struct store_partner twice[] = {partners[1], partners[1]};
	struct fixture f;
	struct store *store;
	struct store_partner partner;

	fixture_init(&f);
	fixture_catch_log(&f);
	store = fixture_open(&f, STORE_WRITE);
	cr_expect_eq(store_partners_set(store, partners, 1), STATUS_OK);
	cr_expect_eq(store_partners_set(store, twice, 2), STATUS_CONFLICT);
	cr_expect_eq(store_partner_find(store, f.arena, "thuiszorg", &partner),
		     STATUS_OK);
	cr_expect_eq(store_partner_find(store, f.arena, "ggz", &partner),
		     STATUS_NOT_ENROLLED);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(enrolment, forgets_who_is_no_longer_in_the_list_but_not_links)
{
	struct fixture f;
	struct store *store;
	struct store_partner partner, *list;
	struct store_resident resident;
	size_t count;

	fixture_init(&f);
	store = fixture_filled(&f);
	cr_expect_eq(store_partners_set(store, partners, 2), STATUS_OK);
	cr_expect_eq(store_link_add(store, "ggz", "reference",
				    fixture_resident(&f, store, "otto"), 1),
		     STATUS_OK);
	cr_expect_eq(store_partners_set(store, partners, 1), STATUS_OK);
	cr_expect_eq(store_partner_find(store, f.arena, "ggz", &partner),
		     STATUS_NOT_ENROLLED);
	cr_assert_eq(store_partner_list(store, f.arena, &list, &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_str_eq(list[0].id, "thuiszorg");
	cr_expect_str_eq(list[0].name, "Thuiszorg");
	cr_expect_str_eq(list[0].domain, "zvw");
	cr_expect_str_eq(list[0].url, "https://127.0.0.1:1");
	cr_expect_eq(store_linked_resident(store, f.arena, "ggz", "reference",
					   &resident),
		     STATUS_OK);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(enrolment, gives_users_their_roles_and_no_others)
{
	static const char *const roles[] = {"coordinator", "professional"};
	struct store_user users[] = {
		{.id = "sanne",
		 .name = "Sanne",
		 .roles = roles,
		 .role_count = 2,
		 .contact = "team Noord, 010-5550123"},
		{.id = "joris", .name = NULL},
	};
	struct fixture f;
	struct store *store;
	struct store_user user;

	fixture_init(&f);
	store = fixture_open(&f, STORE_WRITE);
	cr_expect_eq(store_users_set(store, users, 2), STATUS_OK);
	cr_assert_eq(store_user_find(store, f.arena, "sanne", &user),
		     STATUS_OK);
	cr_expect_str_eq(user.name, "Sanne");
	cr_assert_eq(user.role_count, 2);
	cr_expect_str_eq(user.roles[0], "coordinator");
	cr_expect_str_eq(user.roles[1], "professional");
	cr_expect_str_eq(user.contact, "team Noord, 010-5550123");
	cr_assert_eq(store_user_find(store, f.arena, "joris", &user),
		     STATUS_OK);
	cr_expect_null(user.name);
	cr_expect_eq(user.role_count, 0);
	cr_expect_null(user.contact);
	store_close(store);
	fixture_clear(&f);
}
