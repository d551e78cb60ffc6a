#include "eenplan/psi/person.h"

#include <sodium.h>
#include <string.h>

#include "eenplan/base/json.h"

#define IDENTIFIER_BYTES 96

static const struct {
	const char *word, *type;
} identifiers[] = {
#define PSI_IDENTIFIER(NAME, word, type)                                       \
	[PSI_IDENTIFIER_##NAME] = {(word), (type)},
#include "eenplan/psi/identifier.def"
#undef PSI_IDENTIFIER
};

const char *
psi_identifier_word(enum psi_identifier identifier)
{
	return identifiers[identifier].word;
}

bool
psi_identifier_of_word(const char *word, enum psi_identifier *identifier_out)
{
	for (size_t i = 0; i < COUNT_OF(identifiers); i++) {
		if (strcmp(identifiers[i].word, word) != 0)
			continue;
		*identifier_out = (enum psi_identifier)i;
		return true;
	}
	return false;
}

struct text
psi_identifier_encode(struct arena *arena, enum psi_identifier identifier,
		      const char *value)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, IDENTIFIER_BYTES);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "landCode", "NL");
	json_member_string(&writer, "type", identifiers[identifier].type);
	json_member_string(&writer, "value", value);
	json_close_object(&writer);
	return buf_text(&out);
}

/* Extract and one block of expand: all that 32 bytes need. */
void
psi_person_derive(struct text secret, struct text info,
		  struct psi_person *person_out)
{
	static const uint8_t no_salt[crypto_auth_hmacsha256_BYTES];
	static const uint8_t first = 1;
	uint8_t key[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state state;

	_Static_assert(PSI_PERSON_BYTES == crypto_auth_hmacsha256_BYTES,
		       "one block is enough");
	crypto_auth_hmacsha256_init(&state, no_salt, sizeof(no_salt));
	crypto_auth_hmacsha256_update(&state, (const uint8_t *)secret.bytes,
				      secret.length);
	crypto_auth_hmacsha256_final(&state, key);

	crypto_auth_hmacsha256_init(&state, key, sizeof(key));
	crypto_auth_hmacsha256_update(&state, (const uint8_t *)info.bytes,
				      info.length);
	crypto_auth_hmacsha256_update(&state, &first, sizeof(first));
	crypto_auth_hmacsha256_final(&state, person_out->bytes);
	sodium_memzero(key, sizeof(key));
	sodium_memzero(&state, sizeof(state));
}
