#include "eenplan/psi/person.h"

#include <string.h>

#include "eenplan/base/json.h"
#include "eenplan/base/random.h"
#include "eenplan/seal/digest.h"

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

/* Extract and one block of expand (RFC 5869): all that 32 bytes need. */
void
psi_person_derive(struct text secret, struct text info,
		  struct psi_person *person_out)
{
	static const uint8_t no_salt[DIGEST_BYTES];
	const struct text parts[] = {info, {"\x01", 1}};
	uint8_t key[DIGEST_BYTES];

	_Static_assert(PSI_PERSON_BYTES == DIGEST_BYTES, "one block is enough");
	digest_tag(no_salt, secret, key);
	digest_tag_of(key, parts, COUNT_OF(parts), person_out->bytes);
	wipe(key, sizeof(key));
}
