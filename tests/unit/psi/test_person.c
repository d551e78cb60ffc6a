#include "eenplan/psi/person.h"

#include <string.h>

#include "eenplan/seal/digest.h"
#include "leak_free.h"

LEAK_FREE_TEST(person, is_encoded_as_the_pseudonym_service_does)
{
	struct arena *arena = arena_new();
	struct text json =
		psi_identifier_encode(arena, PSI_IDENTIFIER_BSN, "999912340");

	cr_expect(text_is(json, "{\"landCode\":\"NL\",\"type\":\"BSN\","
				"\"value\":\"999912340\"}"));
	json = psi_identifier_encode(arena, PSI_IDENTIFIER_TOKEN, "abc");
	cr_expect(text_is(json, "{\"landCode\":\"NL\",\"type\":\"LinkToken\","
				"\"value\":\"abc\"}"));
	arena_free(arena);
}

/* RFC 5869, test case 3: SHA-256 without salt or info, its first 32 bytes. */
LEAK_FREE_TEST(person, is_derived_by_the_hkdf_of_the_rfc)
{
	static const uint8_t secret[22] = {0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b,
					   0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b,
					   0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b,
					   0x0b, 0x0b, 0x0b, 0x0b};
	struct psi_person person;
	char hex[DIGEST_HEX_BYTES];

	psi_person_derive((struct text){(const char *)secret, sizeof(secret)},
			  text_of(""), &person);
	digest_hex(person.bytes, hex);
	cr_expect_str_eq(hex, "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee187"
			      "9ec3454e5f3c738d2d");
}

/* By `openssl kdf`, see people-are-derived-as-openssl-does.sh. */
LEAK_FREE_TEST(person, is_the_same_as_another_program_makes_of_it)
{
	struct arena *arena = arena_new();
	struct psi_person person;
	char hex[DIGEST_HEX_BYTES];

	psi_person_derive(
		psi_identifier_encode(arena, PSI_IDENTIFIER_BSN, "999912340"),
		text_of("psi|wijkteam|thuiszorg|coordination|"
			"11111111-1111-4111-8111-111111111111|v1"),
		&person);
	digest_hex(person.bytes, hex);
	cr_expect_str_eq(hex, "44632e5a6434d14f2c951ed799ca851258b1ea649e08189f"
			      "5ac9a882e053c5a5");
	arena_free(arena);
}

LEAK_FREE_TEST(person, is_somebody_else_for_another_session)
{
	struct psi_person one, other;

	psi_person_derive(text_of("x"), text_of("psi|a|b|c|1|v1"), &one);
	psi_person_derive(text_of("x"), text_of("psi|a|b|c|2|v1"), &other);
	cr_expect_arr_neq(&one, &other, sizeof(one));
}

LEAK_FREE_TEST(person, has_identifiers_by_the_words_of_the_table)
{
	enum psi_identifier identifier;

	cr_expect(psi_identifier_of_word("token", &identifier));
	cr_expect_eq(identifier, PSI_IDENTIFIER_TOKEN);
	cr_expect_str_eq(psi_identifier_word(PSI_IDENTIFIER_BSN), "bsn");
	cr_expect_not(psi_identifier_of_word("name", &identifier));
}
