#include "daemon/federate/statements.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/base/random.h"
#include "eenplan/seal/jws.h"

/* A direct-mapped table: a collision costs one more signature, no more. */
#define ISSUED_MAX 256

struct issued {
	struct arena *arena;
	struct statement statement;
	const char *jws;
};

struct statement_issuer {
	pthread_mutex_t lock;
	struct seal_key *key;
	struct identity self;
	struct issued issued[ISSUED_MAX];
};

struct statement_issuer *
statement_issuer_new(struct seal_key *key, const struct identity *self)
{
	struct statement_issuer *issuer = calloc(1, sizeof(*issuer));
	if (issuer == NULL)
		abort();
	pthread_mutex_init(&issuer->lock, NULL);
	issuer->key = seal_key_retain(key);
	issuer->self = *self;
	return issuer;
}

static void
forget_issued(struct statement_issuer *issuer)
{
	for (size_t i = 0; i < ISSUED_MAX; i++) {
		arena_free(issuer->issued[i].arena);
		issuer->issued[i].arena = NULL;
	}
}

void
statement_issuer_renew(struct statement_issuer *issuer, struct seal_key *key,
		       const struct identity *self)
{
	pthread_mutex_lock(&issuer->lock);
	seal_key_free(issuer->key);
	issuer->key = seal_key_retain(key);
	issuer->self = *self;
	forget_issued(issuer);
	pthread_mutex_unlock(&issuer->lock);
}

void
statement_issuer_free(struct statement_issuer *issuer)
{
	if (issuer == NULL)
		return;
	forget_issued(issuer);
	seal_key_free(issuer->key);
	pthread_mutex_destroy(&issuer->lock);
	free(issuer);
}

static size_t
place_of(const struct statement *want)
{
	const struct text parts[] = {
		text_of(want->user),	text_of("\n"),
		text_of(want->role),	text_of("\n"),
		text_of(want->purpose), text_of("\n"),
		text_of(want->plan),
	};
	uint8_t digest[DIGEST_BYTES];
	digest_of(parts, COUNT_OF(parts), digest);
	return digest[0] % ISSUED_MAX;
}

static bool
serves(const struct issued *issued, const struct statement *want,
       int64_t now_ms)
{
	const struct statement *have = &issued->statement;
	return issued->arena != NULL && strcmp(have->user, want->user) == 0 &&
	       strcmp(have->role, want->role) == 0 &&
	       strcmp(have->purpose, want->purpose) == 0 &&
	       strcmp(have->plan, want->plan) == 0 &&
	       have->expires_ms - now_ms > STATEMENT_LIFETIME_MS / 2 &&
	       have->issued_ms <= now_ms;
}

/* In our name, over our certificate. */
static enum status
sign(const struct statement_issuer *issuer, struct arena *arena,
     struct statement *statement, const char **jws_out)
{
	statement->organisation =
		arena_string(arena, issuer->self.organisation);
	statement->certificate = arena_string(arena, issuer->self.thumbprint);
	const struct jws_header header = {.type = STATEMENT_TYPE,
					  .key_id = issuer->self.thumbprint};
	return jws_sign(arena, issuer->key, &header,
			statement_encode(arena, statement), jws_out);
}

static enum status
issue_anew(struct statement_issuer *issuer, struct issued *issued,
	   const struct statement *want, int64_t now_ms)
{
	arena_free(issued->arena);
	struct arena *arena = issued->arena = arena_new();
	char id[UUID_TEXT_BYTES];
	random_uuid(id);
	/* The wire has whole seconds: a statement must not begin later than
	 * now. */
	int64_t now_s_ms = now_ms / 1000 * 1000;
	issued->statement = (struct statement){
		.id = arena_string(arena, id),
		.user = arena_string(arena, want->user),
		.role = arena_string(arena, want->role),
		.purpose = arena_string(arena, want->purpose),
		.plan = arena_string(arena, want->plan),
		.issued_ms = now_s_ms,
		.expires_ms = now_s_ms + STATEMENT_LIFETIME_MS,
	};
	return sign(issuer, arena, &issued->statement, &issued->jws);
}

enum status
statement_issue(struct statement_issuer *issuer, struct arena *arena,
		const struct statement *want, int64_t now_ms,
		const char **jws_out)
{
	enum status status = STATUS_OK;
	pthread_mutex_lock(&issuer->lock);
	struct issued *issued = &issuer->issued[place_of(want)];
	if (!serves(issued, want, now_ms))
		status = issue_anew(issuer, issued, want, now_ms);
	if (status == STATUS_OK) {
		*jws_out = arena_string(arena, issued->jws);
	} else {
		arena_free(issued->arena);
		issued->arena = NULL;
	}
	pthread_mutex_unlock(&issuer->lock);
	return status;
}

enum status
statement_issue_emergency(struct statement_issuer *issuer, struct arena *arena,
			  const struct statement *emergency,
			  const char **jws_out)
{
	struct statement statement = *emergency;
	pthread_mutex_lock(&issuer->lock);
	enum status status = sign(issuer, arena, &statement, jws_out);
	pthread_mutex_unlock(&issuer->lock);
	return status;
}

/* --- accepting --- */

struct accepted {
	struct arena *arena;
	uint8_t digest[DIGEST_BYTES];
	char digest_hex[DIGEST_HEX_BYTES];
	struct statement statement;
};

struct statement_cache {
	struct accepted accepted[LIMIT_STATEMENT_CACHE];
};

struct statement_cache *
statement_cache_new(void)
{
	struct statement_cache *cache = calloc(1, sizeof(*cache));
	if (cache == NULL)
		abort();
	return cache;
}

void
statement_cache_free(struct statement_cache *cache)
{
	if (cache == NULL)
		return;
	for (size_t i = 0; i < LIMIT_STATEMENT_CACHE; i++)
		arena_free(cache->accepted[i].arena);
	free(cache);
}

static enum status
refuse(const struct identity *peer, const char *why)
{
	log_warning("ask statement refused", "peer=%s why=\"%s\"",
		    peer->organisation, why);
	return STATUS_STATEMENT_REFUSED;
}

/* What must hold of each use, also of a statement that was seen before. */
static enum status
check_bearer(const struct statement *statement,
	     const struct statement_bearer *bearer)
{
	const struct identity *peer = bearer->peer;
	if (strcmp(statement->organisation, peer->organisation) != 0)
		return refuse(peer, "issued by another organisation");
	if (strcmp(statement->certificate, peer->thumbprint) != 0)
		return refuse(peer, "bound to another certificate");
	if (statement->expires_ms <= bearer->now_ms)
		return refuse(peer, "expired");
	if (statement->issued_ms >
	    bearer->now_ms + LIMIT_STATEMENT_CLOCK_SKEW_MS)
		return refuse(peer, "issued in the future: check the clocks");
	if (statement->expires_ms - statement->issued_ms >
	    LIMIT_STATEMENT_LIFETIME_MS)
		return refuse(peer, "meant to last too long");
	return STATUS_OK;
}

static enum status
verify(struct arena *arena, const struct statement_bearer *bearer,
       struct text jws, struct statement *statement_out)
{
	const struct jws_header expected = {.type = STATEMENT_TYPE,
					    .key_id = bearer->peer->thumbprint};
	struct text payload;
	if (jws_verify(arena, bearer->key, &expected, jws, &payload) !=
	    STATUS_OK)
		return refuse(bearer->peer, "signature, type or key");
	struct fault fault = {0};
	if (statement_decode(arena, payload, statement_out, &fault) !=
	    STATUS_OK)
		return refuse(bearer->peer, "signed, but no ask statement");
	return check_bearer(statement_out, bearer);
}

enum status
statement_accept(struct statement_cache *cache,
		 const struct statement_bearer *bearer, struct text jws,
		 const struct statement **statement_out,
		 const char **digest_out)
{
	if (jws.length > LIMIT_STATEMENT_BYTES)
		return refuse(bearer->peer, "too large");
	uint8_t digest[DIGEST_BYTES];
	digest_of(&jws, 1, digest);
	size_t place =
		((size_t)digest[0] << 8 | digest[1]) % LIMIT_STATEMENT_CACHE;
	struct accepted *accepted = &cache->accepted[place];
	enum status status;
	if (accepted->arena != NULL &&
	    memcmp(accepted->digest, digest, sizeof(digest)) == 0) {
		status = check_bearer(&accepted->statement, bearer);
	} else {
		struct arena *arena = arena_new();
		struct statement statement;
		status = verify(arena, bearer, jws, &statement);
		if (status != STATUS_OK) {
			arena_free(arena);
			return status;
		}
		arena_free(accepted->arena);
		accepted->arena = arena;
		accepted->statement = statement;
		memcpy(accepted->digest, digest, sizeof(digest));
		digest_hex(digest, accepted->digest_hex);
	}
	*statement_out = &accepted->statement;
	*digest_out = accepted->digest_hex;
	return status;
}

const char *
statement_digest(struct arena *arena, const char *jws)
{
	const struct text text = text_of(jws);
	uint8_t digest[DIGEST_BYTES];
	char *hex = arena_alloc(arena, DIGEST_HEX_BYTES);
	digest_of(&text, 1, digest);
	digest_hex(digest, hex);
	return hex;
}
