#include <string.h>

#include "eenplan/base/clock.h"
#include "fixture.h"

#define NOW   1800000000000
#define LATER (NOW + 1000)

static const uint8_t token[DIGEST_BYTES] = {1, 2, 3};
static const uint8_t other_token[DIGEST_BYTES] = {4, 5, 6};
static const char reference[] = "5f0c6a0e-0000-4000-8000-000000000001";
static const char other_reference[] = "5f0c6a0e-0000-4000-8000-000000000002";

static enum status
redeem(struct fixture *f, struct store *store, const uint8_t *digest,
       const char *partner, const char *with_reference)
{
	const char *resident = NULL;
	enum status status =
		store_token_redeem(store, f->arena, digest, partner,
				   with_reference, NOW, &resident);

	if (status == STATUS_OK)
		cr_expect_str_eq(resident,
				 fixture_resident(f, store, "mirjam"));
	return status;
}

static struct store *
with_token(struct fixture *f, int64_t expires_ms)
{
	struct store *store;

	fixture_init(f);
	store = fixture_filled(f);
	cr_assert_eq(store_token_add(store, token,
				     fixture_resident(f, store, "mirjam"),
				     "wijkteam", expires_ms),
		     STATUS_OK);
	return store;
}

LEAK_FREE_TEST(links, are_not_made_with_an_unknown_token)
{
	struct fixture f;
	struct store *store = with_token(&f, LATER);

	cr_expect_eq(redeem(&f, store, other_token, "wijkteam", reference),
		     STATUS_GONE);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(links, are_not_made_with_the_token_of_another_partner)
{
	struct fixture f;
	struct store *store = with_token(&f, LATER);

	cr_expect_eq(redeem(&f, store, token, "welzijn", reference),
		     STATUS_GONE);
	cr_expect_eq(redeem(&f, store, token, "wijkteam", reference), STATUS_OK,
		     "the try of another used it up");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(links, are_not_made_with_an_expired_token)
{
	struct fixture f;
	struct store *store = with_token(&f, NOW);

	cr_expect_eq(redeem(&f, store, token, "wijkteam", reference),
		     STATUS_GONE);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(links, are_made_once_with_a_token)
{
	struct fixture f;
	struct store *store = with_token(&f, LATER);
	struct store_link *links;
	size_t count;

	cr_expect_eq(redeem(&f, store, token, "wijkteam", reference),
		     STATUS_OK);
	cr_expect_eq(redeem(&f, store, token, "wijkteam", other_reference),
		     STATUS_GONE);
	cr_expect_eq(redeem(&f, store, token, "wijkteam", reference), STATUS_OK,
		     "a lost answer can't be asked again");
	cr_assert_eq(store_links(store, f.arena,
				 fixture_resident(&f, store, "mirjam"), &links,
				 &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_str_eq(links[0].partner, "wijkteam");
	cr_expect_str_eq(links[0].reference, reference);
	cr_expect_eq(links[0].made_ms, NOW);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(links, are_not_made_under_a_reference_in_use)
{
	struct fixture f;
	struct store *store = with_token(&f, LATER);
	const char *otto = fixture_resident(&f, store, "otto");

	cr_expect_eq(store_link_add(store, "wijkteam", reference, otto, NOW),
		     STATUS_OK);
	cr_expect_eq(store_link_add(store, "wijkteam", reference, otto, NOW),
		     STATUS_CONFLICT);
	cr_expect_eq(redeem(&f, store, token, "wijkteam", reference),
		     STATUS_GONE);
	cr_expect_eq(redeem(&f, store, token, "wijkteam", other_reference),
		     STATUS_OK);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(links, mean_nobody_to_another_partner)
{
	struct fixture f;
	struct store *store = with_token(&f, LATER);
	struct store_resident resident;

	cr_assert_eq(redeem(&f, store, token, "wijkteam", reference),
		     STATUS_OK);
	cr_expect_eq(store_linked_resident(store, f.arena, "welzijn", reference,
					   &resident),
		     STATUS_NOT_FOUND);
	cr_expect_eq(store_linked_resident(store, f.arena, "wijkteam",
					   other_reference, &resident),
		     STATUS_NOT_FOUND);
	cr_assert_eq(store_linked_resident(store, f.arena, "wijkteam",
					   reference, &resident),
		     STATUS_OK);
	cr_expect_str_eq(resident.handle, "mirjam");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(links, outlive_a_token_that_is_forgotten)
{
	struct fixture f;
	struct store *store = with_token(&f, LATER);
	const char *resident;
	const int64_t year_ms = 365LL * 24 * 3600 * 1000;

	cr_assert_eq(redeem(&f, store, token, "wijkteam", reference),
		     STATUS_OK);
	cr_assert_eq(store_token_add(store, other_token,
				     fixture_resident(&f, store, "otto"),
				     "wijkteam", NOW + 2 * year_ms),
		     STATUS_OK);
	cr_expect_eq(store_token_redeem(store, f.arena, other_token, "wijkteam",
					other_reference, NOW + year_ms,
					&resident),
		     STATUS_OK);
	cr_expect_eq(redeem(&f, store, token, "wijkteam", reference),
		     STATUS_GONE, "an old token is kept for ever");
	cr_expect_eq(store_linked_resident(store, f.arena, "wijkteam",
					   reference,
					   &(struct store_resident){0}),
		     STATUS_OK);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(links, keep_only_digests_of_tokens_for_one_use)
{
	struct fixture f;
	struct store *store = with_token(&f, LATER);

	fixture_catch_log(&f);
	cr_expect_eq(store_token_add(store, token,
				     fixture_resident(&f, store, "otto"),
				     "wijkteam", LATER),
		     STATUS_CONFLICT);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(links, that_are_held_mean_nobody_but_to_a_letter)
{
	struct fixture f;
	struct store *store = with_token(&f, LATER);
	const char *mirjam = fixture_resident(&f, store, "mirjam");
	struct store_resident resident;
	struct store_link *links;
	size_t count;

	cr_assert_eq(redeem(&f, store, token, "wijkteam", reference),
		     STATUS_OK);
	cr_assert_eq(store_link_hold(store, "wijkteam", reference, NOW),
		     STATUS_OK);
	cr_expect_eq(store_linked_resident(store, f.arena, "wijkteam",
					   reference, &resident),
		     STATUS_NOT_FOUND);
	cr_assert_eq(store_meant_resident(store, f.arena, "wijkteam", reference,
					  &resident),
		     STATUS_OK);
	cr_expect_str_eq(resident.id, mirjam);
	cr_assert_eq(store_links(store, f.arena, mirjam, &links, &count),
		     STATUS_OK);
	cr_expect_eq(links[0].held_ms, NOW);
	cr_assert_eq(store_links_release(store, mirjam), STATUS_OK);
	cr_expect_eq(store_linked_resident(store, f.arena, "wijkteam",
					   reference, &resident),
		     STATUS_OK);
	store_close(store);
	fixture_clear(&f);
}
