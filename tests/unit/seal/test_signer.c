#include "eenplan/seal/signer.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "certificate_maker.h"
#include "eenplan/seal/jws.h"
#include "leak_free.h"

struct hand {
	struct text der;
	struct seal_key *key;
};

static struct hand
hand_of(struct arena *arena, const char *uri)
{
	const struct certificate_wish wish = {.uris = {text_of(uri)}};
	struct made_certificate made = certificate_make(arena, &wish);
	struct hand hand = {.der = made.der};
	char path[] = "/tmp/eenplan-signer-XXXXXX";
	int fd = mkstemp(path);

	cr_assert_gt(dprintf(fd, "%s", made.private_pem), 0);
	close(fd);
	cr_assert_eq(seal_key_read_private(path, &hand.key, NULL), STATUS_OK);
	unlink(path);
	return hand;
}

static const char *
sign(struct arena *arena, struct signer *signer, struct identity *by_out)
{
	struct signing signing;
	const char *jws;

	signing_begin(signer, arena, &signing);
	cr_assert_eq(
		signing_sign(&signing, arena, "ask+jws", text_of("{}"), &jws),
		STATUS_OK);
	*by_out = signing.self;
	signing_end(&signing);
	return jws;
}

static bool
is_by(struct arena *arena, const char *jws, const struct hand *hand,
      const struct identity *by)
{
	const struct jws_header header = {.type = "ask+jws",
					  .key_id = by->thumbprint};
	struct seal_key *key;
	struct text payload;
	bool is_good;

	cr_assert_eq(seal_key_of_certificate(hand->der, &key), STATUS_OK);
	is_good = jws_verify(arena, key, &header, text_of(jws), &payload) ==
		  STATUS_OK;
	seal_key_free(key);
	return is_good;
}

LEAK_FREE_TEST(signer, refuses_a_key_that_is_not_the_certificates)
{
	struct arena *arena = arena_new();
	struct hand one = hand_of(arena, "urn:eenplan:org:one");
	struct hand other = hand_of(arena, "urn:eenplan:org:one");
	struct hand user = hand_of(arena, "urn:eenplan:user:one:me");
	struct signer *signer;

	cr_expect_eq(signer_new(one.key, other.der, &signer), STATUS_INVALID);
	cr_expect_eq(signer_new(user.key, user.der, &signer), STATUS_INVALID);
	cr_expect_eq(signer_new(one.key, text_of("no certificate"), &signer),
		     STATUS_INVALID);
	signer_free(NULL);
	seal_key_free(one.key);
	seal_key_free(other.key);
	seal_key_free(user.key);
	arena_free(arena);
}

LEAK_FREE_TEST(signer, signs_with_the_new_key_once_it_was_renewed)
{
	struct arena *arena = arena_new();
	struct hand old = hand_of(arena, "urn:eenplan:org:one");
	struct hand new = hand_of(arena, "urn:eenplan:org:one");
	struct identity by;
	struct signer *signer;

	cr_assert_eq(signer_new(old.key, old.der, &signer), STATUS_OK);
	cr_expect(is_by(arena, sign(arena, signer, &by), &old, &by));
	/* a renewal that can't be leaves the one before in force */
	cr_expect_eq(signer_renew(signer, new.key, old.der), STATUS_INVALID);
	cr_expect(is_by(arena, sign(arena, signer, &by), &old, &by));
	cr_assert_eq(signer_renew(signer, new.key, new.der), STATUS_OK);
	cr_expect(is_by(arena, sign(arena, signer, &by), &new, &by));
	cr_expect_str_eq(by.organisation, "one");
	signer_free(signer);
	seal_key_free(old.key);
	seal_key_free(new.key);
	arena_free(arena);
}

#define SIGNERS	   2
#define SIGNATURES 40

struct work {
	struct signer *signer;
	const struct hand *hands; /* one or the other must have signed */
	unsigned wrong;
};

static void *
sign_many(void *context)
{
	struct work *work = context;

	for (int i = 0; i < SIGNATURES; i++) {
		struct arena *arena = arena_new();
		struct identity by;
		const char *jws = sign(arena, work->signer, &by);

		if (!is_by(arena, jws, &work->hands[0], &by) &&
		    !is_by(arena, jws, &work->hands[1], &by))
			work->wrong++;
		arena_free(arena);
	}
	return NULL;
}

LEAK_FREE_TEST(signer, never_mixes_two_keys_while_it_is_renewed)
{
	struct arena *arena = arena_new();
	struct hand hands[2] = {hand_of(arena, "urn:eenplan:org:one"),
				hand_of(arena, "urn:eenplan:org:one")};
	struct work work[SIGNERS];
	pthread_t threads[SIGNERS];
	struct signer *signer;

	cr_assert_eq(signer_new(hands[0].key, hands[0].der, &signer),
		     STATUS_OK);
	for (size_t i = 0; i < SIGNERS; i++) {
		work[i] = (struct work){signer, hands, 0};
		pthread_create(&threads[i], NULL, sign_many, &work[i]);
	}
	for (size_t i = 0; i < SIGNATURES; i++)
		cr_expect_eq(signer_renew(signer, hands[i % 2].key,
					  hands[i % 2].der),
			     STATUS_OK);
	for (size_t i = 0; i < SIGNERS; i++) {
		pthread_join(threads[i], NULL);
		cr_expect_eq(work[i].wrong, 0);
	}
	signer_free(signer);
	seal_key_free(hands[0].key);
	seal_key_free(hands[1].key);
	arena_free(arena);
}
