#include "wire/signatory.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "seal/certificate_maker.h"

static void
read_key(const char *pem, struct seal_key **key_out)
{
	char path[] = "/tmp/eenplan-signatory-XXXXXX";
	int fd = mkstemp(path);

	cr_assert_gt(dprintf(fd, "%s", pem), 0);
	close(fd);
	cr_assert_eq(seal_key_read_private(path, key_out, NULL), STATUS_OK);
	unlink(path);
}

struct signatory
signatory_make(const char *organisation)
{
	struct signatory signatory = {.arena = arena_new()};
	const struct certificate_wish wish = {
		.uris = {text_of(arena_printf(
			signatory.arena, "urn:eenplan:org:%s", organisation))},
	};
	struct made_certificate made = certificate_make(signatory.arena, &wish);

	signatory.der = made.der;
	read_key(made.private_pem, &signatory.key);
	cr_assert_eq(seal_key_of_certificate(made.der, &signatory.public_key),
		     STATUS_OK);
	cr_assert_eq(signer_new(signatory.key, made.der, &signatory.signer),
		     STATUS_OK);
	cr_assert_eq(identity_of_certificate(made.der, &signatory.self),
		     STATUS_OK);
	return signatory;
}

void
signatory_free(struct signatory *signatory)
{
	signer_free(signatory->signer);
	seal_key_free(signatory->key);
	seal_key_free(signatory->public_key);
	arena_free(signatory->arena);
}

const char *
signatory_sign(const struct signatory *signatory, struct arena *arena,
	       const char *type, struct text payload)
{
	struct signing signing;
	const char *jws = NULL;

	signing_begin(signatory->signer, arena, &signing);
	cr_assert_eq(signing_sign(&signing, arena, type, payload, &jws),
		     STATUS_OK);
	signing_end(&signing);
	return jws;
}
