#include "eenplan/seal/identity.h"

#include <openssl/x509.h>
#include <string.h>

#include "certificate_maker.h"
#include "leak_free.h"

#define NAME_64                                                                \
	"a123456789012345678901234567890123456789012345678901234567890123"

LEAK_FREE_TEST(identity, refuses_uris_outside_the_grammar)
{
	static const char *const wrong[] = {
		"",
		"urn:eenplan",
		"urn:eenplan:org",
		"urn:eenplan:org:",
		"urn:eenplan:org: ",
		"urn:eenplan:org:Thuiszorg",
		"URN:eenplan:org:thuiszorg",
		"urn:EENPLAN:org:thuiszorg",
		"urn:eenplan:ORG:thuiszorg",
		" urn:eenplan:org:thuiszorg",
		"urn:eenplan:org:thuiszorg ",
		"urn:eenplan:org:thuiszorg\n",
		"urn:eenplan:org:thuiszorg:extra",
		"urn:eenplan:org:thuis_zorg",
		"urn:eenplan:org:thuis@zorg",
		"urn:eenplan:org:thuis/zorg",
		"urn:eenplan:org:thuis%20zorg",
		"urn:eenplan:org:zórg",
		"urn:eenplan:org:..",
		"urn:eenplan:org:.",
		"urn:eenplan:org:-a",
		"urn:eenplan:org:" NAME_64 "4",
		"urn:eenplan:user:thuiszorg",
		"urn:eenplan:user:thuiszorg:",
		"urn:eenplan:user::anna",
		"urn:eenplan:user:thuiszorg:Anna",
		"urn:eenplan:user:thuiszorg:anna:x",
		"urn:eenplan:user:thuiszorg:../anna",
		"urn:eenplan:user:thuiszorg:@anna",
		"urn:eenplan:user:thuis_zorg:anna",
		"urn:eenplan:user:thuiszorg:" NAME_64 "4",
		"urn:eenplan:admin:thuiszorg",
		"https://thuiszorg.example",
	};
	struct identity identity = {.organisation = "untouched"};

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_expect_eq(identity_parse(text_of(wrong[i]), &identity),
			     STATUS_INVALID, "\"%s\"", wrong[i]);
	cr_expect_eq(identity_parse((struct text){"urn:eenplan:org:a\0b", 19},
				    &identity),
		     STATUS_INVALID);
	cr_expect_eq(identity_parse((struct text){"urn:eenplan:org:a\0", 18},
				    &identity),
		     STATUS_INVALID);
	cr_expect_eq(
		identity_parse((struct text){"urn:eenplan:user:a:b\0c", 22},
			       &identity),
		STATUS_INVALID);
	cr_expect_str_eq(identity.organisation, "untouched");
}

LEAK_FREE_TEST(identity, reads_organisations_and_users)
{
	static const struct {
		const char *uri;
		enum identity_kind kind;
		const char *organisation;
		const char *user;
	} rows[] = {
		{"urn:eenplan:org:thuiszorg", IDENTITY_ORGANISATION,
		 "thuiszorg", ""},
		{"urn:eenplan:org:00000001234567890000", IDENTITY_ORGANISATION,
		 "00000001234567890000", ""},
		{"urn:eenplan:org:team-oost.gemeente", IDENTITY_ORGANISATION,
		 "team-oost.gemeente", ""},
		{"urn:eenplan:org:" NAME_64, IDENTITY_ORGANISATION, NAME_64,
		 ""},
		{"urn:eenplan:user:wijkteam:anna.de_wit@oost", IDENTITY_USER,
		 "wijkteam", "anna.de_wit@oost"},
		{"urn:eenplan:user:" NAME_64 ":" NAME_64, IDENTITY_USER,
		 NAME_64, NAME_64},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct identity identity;

		cr_assert_eq(identity_parse(text_of(rows[i].uri), &identity),
			     STATUS_OK, "%s", rows[i].uri);
		cr_expect_eq(identity.kind, rows[i].kind);
		cr_expect_str_eq(identity.organisation, rows[i].organisation);
		cr_expect_str_eq(identity.user, rows[i].user);
		cr_expect_str_eq(identity.thumbprint, "");
		cr_expect_eq(identity.valid_until_ms, 0);
	}
}

LEAK_FREE_TEST(identity, knows_names_from_what_is_no_name)
{
	cr_expect(identity_is_organisation_name("thuiszorg"));
	cr_expect_not(identity_is_organisation_name("thuis_zorg"));
	cr_expect_not(identity_is_organisation_name(""));
	cr_expect_not(identity_is_organisation_name(NULL));
	cr_expect(identity_is_user_name("anna_w@oost"));
	cr_expect_not(identity_is_user_name("anna w"));
	cr_expect_not(identity_is_user_name("../../etc"));
}

/* OpenSSL has parsed it already, as it has that of a connection. */
static void
expect_same_when_parsed(struct text der, enum status status,
			const struct identity *identity)
{
	const unsigned char *at = (const unsigned char *)der.bytes;
	X509 *certificate = d2i_X509(NULL, &at, (long)der.length);
	struct identity parsed = *identity;

	cr_assert_not_null(certificate);
	memset(parsed.thumbprint, 0, sizeof(parsed.thumbprint));
	parsed.valid_until_ms = 0;
	cr_expect_eq(identity_of_parsed(certificate, &parsed), status);
	cr_expect_str_eq(parsed.organisation, identity->organisation);
	if (status == STATUS_OK) {
		cr_expect_eq(parsed.kind, identity->kind);
		cr_expect_str_eq(parsed.user, identity->user);
		cr_expect_str_eq(parsed.thumbprint, identity->thumbprint);
		cr_expect_eq(parsed.valid_until_ms, identity->valid_until_ms);
	}
	X509_free(certificate);
}

static enum status
identify(const struct certificate_wish *wish, struct identity *identity)
{
	struct arena *arena = arena_new();
	struct made_certificate made = certificate_make(arena, wish);
	enum status status = identity_of_certificate(made.der, identity);

	expect_same_when_parsed(made.der, status, identity);
	arena_free(arena);
	return status;
}

#define URI(string)                                                            \
	{                                                                      \
		string, sizeof(string) - 1                                     \
	}

LEAK_FREE_TEST(identity, refuses_certificates_that_name_none_or_several)
{
	static const struct certificate_wish wishes[] = {
		{.common_name = "urn:eenplan:org:thuiszorg"},
		{.dns = "thuiszorg.example", .common_name = "thuiszorg"},
		{.dns = "urn:eenplan:org:thuiszorg"},
		{.uris = {URI("https://thuiszorg.example")}},
		{.uris = {URI("urn:eenplan:org:a"), URI("urn:eenplan:org:b")}},
		{.uris = {URI("urn:eenplan:org:a"), URI("urn:eenplan:org:a")}},
		{.uris = {URI("urn:eenplan:org:a"),
			  URI("urn:eenplan:user:a:b")}},
		{.uris = {URI("https://a.example"), URI("urn:eenplan:org:a")}},
		{.uris = {URI("urn:eenplan:org:a\0.evil")}},
		{.uris = {URI("urn:eenplan:org:a\0")}},
		{.uris = {URI("\0urn:eenplan:org:a")}},
		{.uris = {URI("urn:eenplan:org:A")}},
		{.uris = {URI("URN:EENPLAN:ORG:a")}},
		{.uris = {URI("urn:eenplan:org:" NAME_64 "4")}},
		{.uris = {URI("urn:eenplan:org:a")}, .names_twice = true},
	};

	for (size_t i = 0; i < COUNT_OF(wishes); i++) {
		struct identity identity = {.organisation = "untouched"};

		cr_expect_eq(identify(&wishes[i], &identity), STATUS_INVALID,
			     "row %zu", i);
		cr_expect_str_eq(identity.organisation, "untouched");
	}
}

LEAK_FREE_TEST(identity, refuses_what_is_not_one_whole_certificate)
{
	static const struct certificate_wish wish = {
		.uris = {URI("urn:eenplan:org:thuiszorg")}};
	struct arena *arena = arena_new();
	struct made_certificate made = certificate_make(arena, &wish);
	struct identity identity;

	for (size_t length = 0; length < made.der.length; length += 7)
		cr_expect_eq(identity_of_certificate(
				     (struct text){made.der.bytes, length},
				     &identity),
			     STATUS_INVALID);
	/* arena_text has put a NUL behind it */
	cr_expect_eq(identity_of_certificate(
			     (struct text){made.der.bytes, made.der.length + 1},
			     &identity),
		     STATUS_INVALID);
	cr_expect_eq(
		identity_of_certificate(text_of("no certificate"), &identity),
		STATUS_INVALID);
	arena_free(arena);
}

LEAK_FREE_TEST(identity, reads_who_until_when_and_the_thumbprint)
{
	static const struct certificate_wish wish = {
		.uris = {URI("urn:eenplan:user:wijkteam:anna")},
		.dns = "anna.example",
		.common_name = "urn:eenplan:org:thuiszorg"};
	struct arena *arena = arena_new();
	struct made_certificate made = certificate_make(arena, &wish);
	struct identity identity;
	uint8_t digest[DIGEST_BYTES];

	cr_assert_eq(identity_of_certificate(made.der, &identity), STATUS_OK);
	cr_expect_eq(identity.kind, IDENTITY_USER);
	cr_expect_str_eq(identity.organisation, "wijkteam");
	cr_expect_str_eq(identity.user, "anna");
	cr_expect_eq(identity.valid_until_ms, INT64_C(2524607999000));
	expect_same_when_parsed(made.der, STATUS_OK, &identity);
	digest_of(&made.der, 1, digest);
	cr_expect_str_eq(
		identity.thumbprint,
		base64url_encode(arena, (struct text){(const char *)digest,
						      sizeof(digest)}));
	arena_free(arena);
}
