#include "daemon/discovery/tries.h"

#include <stdio.h>
#include <string.h>

#include "daemon/discovery/link.h"
#include "eenplan/base/limits.h"
#include "leak_free.h"

#define HOUR_MS 3600000LL
#define NOW_MS	1795262400000LL

static size_t
tries_left(struct tries *tries, const char *partner, int64_t now_ms)
{
	size_t count = 0;
	while (count < 1000 && tries_take(tries, partner, now_ms) == STATUS_OK)
		count++;
	return count;
}

LEAK_FREE_TEST(tries, run_out)
{
	struct tries *tries = tries_new(60);
	cr_assert_eq(tries_left(tries, "guesser", NOW_MS), 60);
	cr_assert_eq(tries_take(tries, "guesser", NOW_MS), STATUS_BUSY);
	cr_assert_eq(tries_take(tries, "guesser", NOW_MS + 59 * 1000),
		     STATUS_BUSY);
	tries_free(tries);
}

LEAK_FREE_TEST(tries, come_back_one_by_one)
{
	struct tries *tries = tries_new(60);
	cr_assert_eq(tries_left(tries, "guesser", NOW_MS), 60);
	cr_assert_eq(tries_left(tries, "guesser", NOW_MS + 3 * 60 * 1000), 3);
	cr_assert_eq(tries_left(tries, "guesser", NOW_MS + 2 * HOUR_MS), 60,
		     "and never more than an hour's");
	tries_free(tries);
}

LEAK_FREE_TEST(tries, of_one_partner_cost_another_nothing)
{
	struct tries *tries = tries_new(60);
	cr_assert_eq(tries_left(tries, "guesser", NOW_MS), 60);
	cr_assert_eq(tries_left(tries, "honest", NOW_MS), 60);
	tries_free(tries);
}

LEAK_FREE_TEST(tries, that_were_no_guess_do_not_count)
{
	struct tries *tries = tries_new(60);
	for (int i = 0; i < 1000; i++) {
		cr_assert_eq(tries_take(tries, "honest", NOW_MS), STATUS_OK);
		tries_give_back(tries, "honest");
	}
	tries_free(tries);
}

LEAK_FREE_TEST(tries, forget_first_who_owes_least)
{
	struct tries *tries = tries_new(60);
	cr_assert_eq(tries_left(tries, "guesser", NOW_MS), 60);
	for (int i = 0; i < 2 * LIMIT_PARTNERS; i++) {
		char partner[32];
		snprintf(partner, sizeof(partner), "partner-%d", i);
		cr_assert_eq(tries_take(tries, partner, NOW_MS), STATUS_OK);
	}
	cr_assert_eq(tries_take(tries, "guesser", NOW_MS), STATUS_BUSY);
	tries_free(tries);
}

/* Who lost the answer asks for the same link; nobody can guess it. */
LEAK_FREE_TEST(link_reference, follows_from_the_token_and_hides_it)
{
	uint8_t token[LINK_TOKEN_BYTES] = "0123456789abcdef";
	char one[UUID_TEXT_BYTES], again[UUID_TEXT_BYTES],
		other[UUID_TEXT_BYTES];
	link_reference(token, one);
	link_reference(token, again);
	token[15] ^= 1;
	link_reference(token, other);
	cr_assert_str_eq(one, again);
	cr_assert_str_neq(one, other);
	cr_assert_eq(strspn(one, "0123456789abcdef-"), UUID_TEXT_BYTES - 1);
	cr_assert_eq(one[8], '-');
	cr_assert_eq(one[14], '8', "version 8: made by hashing");
	cr_assert_null(strstr(one, "30313233"), "the token's own bytes");
}
