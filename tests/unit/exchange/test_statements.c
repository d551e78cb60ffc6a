#include "exchange/party.h"

#include <string.h>

#include "daemon/exchange/emergency.h"
#include "daemon/exchange/routes.h"
#include "eenplan/base/limits.h"
#include "eenplan/seal/jws.h"
#include "leak_free.h"

#define LIFETIME_MS STATEMENT_LIFETIME_MS

static const char *
issue(struct statement_issuer *issuer, struct arena *arena, const char *plan,
      int64_t now_ms)
{
	const struct statement want = party_want(plan);
	const char *jws;
	cr_assert_eq(statement_issue(issuer, arena, &want, now_ms, &jws),
		     STATUS_OK);
	return jws;
}

/* A statement as `party` would make it, but for what the test changes. */
static struct statement
honest(const struct party *party)
{
	struct statement statement = party_want(PLAN);
	statement.id = "5e4d3c2b-1a09-4f8e-9d7c-6b5a49382716";
	statement.organisation = party->identity.organisation;
	statement.certificate = party->identity.thumbprint;
	statement.issued_ms = NOON / 1000 * 1000;
	statement.expires_ms = statement.issued_ms + LIFETIME_MS;
	return statement;
}

static const char *
sign_as(const struct party *party, const char *type,
	const struct statement *statement)
{
	const struct jws_header header = {.type = type,
					  .key_id = party->identity.thumbprint};
	const char *jws;
	cr_assert_eq(jws_sign(party->arena, party->private_key, &header,
			      statement_encode(party->arena, statement), &jws),
		     STATUS_OK);
	return jws;
}

static enum status
accept_at(struct statement_cache *cache, const struct party *bearer,
	  const char *jws, int64_t now_ms)
{
	const struct statement_bearer bears = party_bears(bearer, now_ms);
	const struct statement *statement;
	const char *digest;
	return statement_accept(cache, &bears, text_of(jws), &statement,
				&digest);
}

LEAK_FREE_TEST(statements, serve_nobody_but_their_own_bearer)
{
	struct party team = party_make("wijkteam");
	struct party other = party_make("thuiszorg");
	struct party renewed = party_make("wijkteam");
	struct statement_cache *cache = statement_cache_new();
	const struct statement statement = honest(&team);
	const char *jws = sign_as(&team, STATEMENT_TYPE, &statement);
	cr_assert_eq(accept_at(cache, &other, jws, NOON),
		     STATUS_STATEMENT_REFUSED);
	cr_assert_eq(accept_at(cache, &team, jws, NOON), STATUS_OK);
	cr_assert_eq(accept_at(cache, &other, jws, NOON),
		     STATUS_STATEMENT_REFUSED, "also when it is cached");
	cr_assert_eq(accept_at(cache, &renewed, jws, NOON),
		     STATUS_STATEMENT_REFUSED, "over another certificate");
	statement_cache_free(cache);
	party_free(&renewed);
	party_free(&other);
	party_free(&team);
}

/* Truly signed by the bearer, and still not to be believed. */
LEAK_FREE_TEST(statements, are_refused_when_their_words_are_wrong)
{
	struct party team = party_make("wijkteam");
	struct statement_cache *cache = statement_cache_new();
	struct statement wrong[6];
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		wrong[i] = honest(&team);
	wrong[0].organisation = "thuiszorg";
	wrong[1].certificate = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	wrong[2].issued_ms += 2 * LIMIT_STATEMENT_CLOCK_SKEW_MS;
	wrong[3].expires_ms =
		wrong[3].issued_ms + LIMIT_STATEMENT_LIFETIME_MS + 1000;
	wrong[4].expires_ms = wrong[4].issued_ms;
	wrong[5].plan = "vlinderhof";
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_assert_eq(
			accept_at(cache, &team,
				  sign_as(&team, STATEMENT_TYPE, &wrong[i]),
				  NOON),
			STATUS_STATEMENT_REFUSED, "row %zu", i);
	const struct statement right = honest(&team);
	cr_assert_eq(accept_at(cache, &team,
			       sign_as(&team, "consent+jws", &right), NOON),
		     STATUS_STATEMENT_REFUSED, "another kind of document");
	cr_assert_eq(accept_at(cache, &team,
			       sign_as(&team, STATEMENT_TYPE, &right), NOON),
		     STATUS_OK);
	statement_cache_free(cache);
	party_free(&team);
}

LEAK_FREE_TEST(statements, are_refused_when_a_byte_is_altered)
{
	struct party team = party_make("wijkteam");
	struct statement_cache *cache = statement_cache_new();
	const struct statement statement = honest(&team);
	const char *jws = sign_as(&team, STATEMENT_TYPE, &statement);
	cr_assert_eq(accept_at(cache, &team, jws, NOON), STATUS_OK);
	char *altered = arena_string(team.arena, jws);
	for (size_t i = 0; altered[i] != '\0'; i++) {
		altered[i] = jws[i] == 'A' ? 'B' : 'A';
		cr_assert_eq(accept_at(cache, &team, altered, NOON),
			     STATUS_STATEMENT_REFUSED, "byte %zu", i);
		altered[i] = jws[i];
	}
	char *longer = arena_alloc(team.arena, LIMIT_STATEMENT_BYTES + 2);
	memset(longer, 'A', LIMIT_STATEMENT_BYTES + 1);
	cr_assert_eq(accept_at(cache, &team, longer, NOON),
		     STATUS_STATEMENT_REFUSED);
	statement_cache_free(cache);
	party_free(&team);
}

LEAK_FREE_TEST(statements, expire_while_they_are_cached)
{
	struct party team = party_make("wijkteam");
	struct statement_cache *cache = statement_cache_new();
	const struct statement statement = honest(&team);
	const char *jws = sign_as(&team, STATEMENT_TYPE, &statement);
	int64_t end = statement.expires_ms;
	cr_assert_eq(accept_at(cache, &team, jws, NOON), STATUS_OK);
	cr_assert_eq(accept_at(cache, &team, jws, end - 1), STATUS_OK);
	cr_assert_eq(accept_at(cache, &team, jws, end),
		     STATUS_STATEMENT_REFUSED);
	statement_cache_free(cache);
	party_free(&team);
}

LEAK_FREE_TEST(statements, are_verified_once_and_then_known)
{
	struct party team = party_make("wijkteam");
	struct statement_cache *cache = statement_cache_new();
	const struct statement statement = honest(&team);
	const char *jws = sign_as(&team, STATEMENT_TYPE, &statement);
	const struct statement_bearer bears = party_bears(&team, NOON);
	const struct statement *first, *again;
	const char *digest;
	cr_assert_eq(
		statement_accept(cache, &bears, text_of(jws), &first, &digest),
		STATUS_OK);
	cr_assert_eq(
		statement_accept(cache, &bears, text_of(jws), &again, &digest),
		STATUS_OK);
	cr_assert_eq(first, again, "from the cache");
	cr_assert_str_eq(first->user, "fatima");
	cr_assert_str_eq(digest, statement_digest(team.arena, jws),
			 "both logs have the same digest");
	statement_cache_free(cache);
	party_free(&team);
}

/* More statements than the issuer keeps; some share a place in both tables. */
LEAK_FREE_TEST(statements, that_collide_are_made_and_verified_again)
{
	enum { MANY = 600 };
	struct party team = party_make("wijkteam");
	struct statement_cache *cache = statement_cache_new();
	struct statement_issuer *issuer =
		statement_issuer_new(team.private_key, &team.identity);
	const char *all[MANY];
	for (unsigned i = 0; i < MANY; i++) {
		const char *plan = arena_printf(
			team.arena, "00000000-0000-4000-8000-%012x", i);
		all[i] = issue(issuer, team.arena, plan, NOON);
		cr_assert_eq(accept_at(cache, &team, all[i], NOON), STATUS_OK);
	}
	for (unsigned i = 0; i < MANY; i++)
		cr_assert_eq(accept_at(cache, &team, all[i], NOON), STATUS_OK);
	statement_issuer_free(issuer);
	statement_cache_free(cache);
	party_free(&team);
}

LEAK_FREE_TEST(statements, are_reused_until_half_of_their_life)
{
	struct party team = party_make("wijkteam");
	struct statement_issuer *issuer =
		statement_issuer_new(team.private_key, &team.identity);
	int64_t half = NOON / 1000 * 1000 + LIFETIME_MS / 2;
	const char *first = issue(issuer, team.arena, PLAN, NOON);
	cr_assert_str_eq(issue(issuer, team.arena, PLAN, half - 1), first);
	cr_assert_str_neq(issue(issuer, team.arena, PLAN, half), first);
	struct statement other = party_want(PLAN);
	other.user = "petra";
	const char *jws;
	cr_assert_eq(statement_issue(issuer, team.arena, &other, half, &jws),
		     STATUS_OK);
	cr_assert_str_neq(jws, issue(issuer, team.arena, PLAN, half),
			  "it says who asks");
	statement_issuer_free(issuer);
	party_free(&team);
}

LEAK_FREE_TEST(statements, are_made_anew_over_a_renewed_certificate)
{
	struct party before = party_make("wijkteam");
	struct party after = party_make("wijkteam");
	struct statement_cache *cache = statement_cache_new();
	struct statement_issuer *issuer =
		statement_issuer_new(before.private_key, &before.identity);
	const char *old = issue(issuer, before.arena, PLAN, NOON);
	statement_issuer_renew(issuer, after.private_key, &after.identity);
	const char *new = issue(issuer, after.arena, PLAN, NOON);
	cr_assert_eq(accept_at(cache, &after, old, NOON),
		     STATUS_STATEMENT_REFUSED);
	cr_assert_eq(accept_at(cache, &after, new, NOON), STATUS_OK);
	statement_issuer_free(issuer);
	statement_cache_free(cache);
	party_free(&after);
	party_free(&before);
}

/* Another request may take its place in the cache while this one waits. */
LEAK_FREE_TEST(statements, of_an_emergency_keep_its_id_and_its_end)
{
	struct party team = party_make("wijkteam");
	struct statement_issuer *issuer =
		statement_issuer_new(team.private_key, &team.identity);
	struct statement_cache *cache = statement_cache_new();
	struct statement wanted = honest(&team);
	wanted.organisation = wanted.certificate = NULL;
	wanted.purpose = STATEMENT_EMERGENCY;
	wanted.reason = "found without consciousness";
	for (int time = 0; time < 2; time++) {
		const struct statement_bearer bearer =
			party_bears(&team, wanted.expires_ms - 1);
		const struct statement *got;
		const char *jws, *digest;
		cr_assert_eq(statement_issue_emergency(issuer, team.arena,
						       &wanted, &jws),
			     STATUS_OK);
		cr_expect_eq(accept_at(cache, &team, jws, wanted.expires_ms),
			     STATUS_STATEMENT_REFUSED);
		cr_assert_eq(statement_accept(cache, &bearer, text_of(jws),
					      &got, &digest),
			     STATUS_OK);
		cr_expect_str_eq(got->id, wanted.id);
		cr_expect_str_eq(got->reason, wanted.reason);
		cr_expect_str_eq(got->organisation, "wijkteam");
	}
	statement_cache_free(cache);
	statement_issuer_free(issuer);
	party_free(&team);
}

LEAK_FREE_TEST(statements, serve_no_emergency_where_none_is_asked_for)
{
	static const struct route query = {.story = STORY_ANSWER};
	static const struct route urgent = {.story = STORY_ANSWER_URGENT};
	const struct statement ordinary = {.purpose = "coordination"};
	const struct statement emergency = {.purpose = STATEMENT_EMERGENCY,
					    .reason = "found unconscious"};
	struct exchange exchange = {.route = &query};
	cr_expect_eq(emergency_believe(&exchange, &emergency), STATUS_INVALID);
	cr_expect(fault_is_set(&exchange.fault));
	cr_expect_null(strstr(exchange.fault.text, "unconscious"));
	cr_expect_eq(emergency_believe(&exchange, &ordinary), STATUS_OK);
	exchange.route = &urgent;
	cr_expect_eq(emergency_believe(&exchange, &ordinary), STATUS_INVALID);
}

LEAK_FREE_TEST(statements, are_copied_into_the_request_that_brings_them)
{
	static const char *const paths[] = {"policy"};
	static const struct route query = {.story = STORY_ANSWER};
	struct party team = party_make("wijkteam");
	const struct statement statement = honest(&team);
	struct node_place place = {.statements = statement_cache_new()};
	const char *jws = sign_as(&team, STATEMENT_TYPE, &statement);
	struct http_request request = {
		.peer = &team.identity,
		.peer_key = team.public_key,
		.authorization = arena_printf(team.arena, "Ask %s", jws),
	};
	struct diagnostics found;
	diagnostics_init(&found, team.arena, 10);
	struct policy *policy = policy_load_paths(paths, 1, &found);
	struct exchange exchange = {
		.place = &place,
		.request = &request,
		.route = &query,
		.arena = team.arena,
		.now_ms = NOON,
		.policy = policy,
		.asker = {.organisation = "wijkteam", .domain = "wmo"},
	};
	cr_assert_eq(step_verify(&exchange), STATUS_OK);
	statement_cache_free(place.statements);
	cr_assert_str_eq(exchange.asker.user, "fatima");
	cr_assert_str_eq(exchange.asker.role, "coordinator");
	cr_assert_str_eq(exchange.asker.purpose, "coordination");
	cr_assert_str_eq(exchange.statement_digest,
			 statement_digest(team.arena, jws));
	policy_free(policy);
	party_free(&team);
}
