/*
 * Who somebody is, as two parties call them who look for the people they share.
 *
 * An identifier is canonical JSON, {"landCode":"NL","type":"BSN","value":…},
 * the encoding of the Dutch pseudonym service; HKDF-SHA-256 (RFC 5869, without
 * salt) ties it to who looks for what in which session. Neither ever leaves a
 * node, nor rests on its disk.
 */
#ifndef EENPLAN_PSI_PERSON_H
#define EENPLAN_PSI_PERSON_H

#include "eenplan/base/arena.h"
#include "eenplan/psi/group.h"

#define PSI_PERSON_BYTES 32

enum psi_identifier {
#define PSI_IDENTIFIER(NAME, word, type) PSI_IDENTIFIER_##NAME,
#include "eenplan/psi/identifier.def"
#undef PSI_IDENTIFIER
};

/* "bsn", "token". Static. */
const char *psi_identifier_word(enum psi_identifier identifier);
bool psi_identifier_of_word(const char *word,
			    enum psi_identifier *identifier_out);

/* The canonical JSON of one. Wipe it. */
struct text psi_identifier_encode(struct arena *arena,
				  enum psi_identifier identifier,
				  const char *value);

struct psi_person {
	uint8_t bytes[PSI_PERSON_BYTES];
};
/* HKDF-SHA-256 of `secret`, no salt, `info`: 32 bytes. */
void psi_person_derive(struct text secret, struct text info,
		       struct psi_person *person_out);

#endif
