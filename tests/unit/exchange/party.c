#include "exchange/party.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "seal/certificate_maker.h"

struct party
party_make(const char *organisation)
{
	struct party party = {.arena = arena_new()};
	const struct certificate_wish wish = {
		.uris = {text_of(arena_printf(party.arena, "urn:eenplan:org:%s",
					      organisation))},
	};
	struct made_certificate made = certificate_make(party.arena, &wish);
	char path[] = "/tmp/eenplan-party-XXXXXX";
	int fd = mkstemp(path);

	cr_assert_gt(dprintf(fd, "%s", made.private_pem), 0);
	close(fd);
	cr_assert_eq(seal_key_read_private(path, &party.private_key, NULL),
		     STATUS_OK);
	unlink(path);
	party.der = made.der;
	cr_assert_eq(seal_key_of_certificate(made.der, &party.public_key),
		     STATUS_OK);
	cr_assert_eq(identity_of_certificate(made.der, &party.identity),
		     STATUS_OK);
	return party;
}

void
party_free(struct party *party)
{
	seal_key_free(party->private_key);
	seal_key_free(party->public_key);
	arena_free(party->arena);
}

struct statement_bearer
party_bears(const struct party *party, int64_t now_ms)
{
	return (struct statement_bearer){.peer = &party->identity,
					 .key = party->public_key,
					 .now_ms = now_ms};
}

struct statement
party_want(const char *plan)
{
	return (struct statement){.user = "fatima",
				  .role = "coordinator",
				  .purpose = "coordination",
				  .plan = plan};
}
