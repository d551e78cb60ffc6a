/*
 * What all letters between nodes have (letter.def): a kind, a head that says
 * who writes to whom about whom, and the confirmation that comes back. What a
 * letter of each kind says is in a header of its own, such as notice.h.
 *
 * A letter is a signed document (jws.h) of its kind's type. The certificate
 * that signed it is the JWS's key id and no member, so that a letter that is
 * sent again after a renewal is the same letter, with the same digest.
 */
#ifndef EENPLAN_WIRE_LETTER_H
#define EENPLAN_WIRE_LETTER_H

#include "eenplan/base/json.h"

enum letter_kind {
#define LETTER_KIND(NAME, name, type) LETTER_KIND_##NAME,
#include "eenplan/wire/letter.def"
	LETTER_KINDS,
};

enum letter_outcome {
#define LETTER_OUTCOME(NAME, word, sentence) LETTER_##NAME,
#include "eenplan/wire/letter.def"
};

enum letter_why {
#define LETTER_WHY(NAME, word, sentence) LETTER_##NAME,
#include "eenplan/wire/letter.def"
};

/* "withdrawal", and "withdrawal+jws". Static. */
const char *letter_kind_word(enum letter_kind kind);
const char *letter_kind_type(enum letter_kind kind);
bool letter_kind_of_word(const char *word, enum letter_kind *kind_out);
bool letter_kind_of_type(const char *type, enum letter_kind *kind_out);

/* The stable words for programs and the store, such as "unreachable". Static.
 */
const char *letter_why_word(enum letter_why why);
const char *letter_outcome_word(enum letter_outcome outcome);
bool letter_outcome_of_word(const char *word, enum letter_outcome *outcome_out);
/* The English sentence of either for people (a gettext key); `word` itself if
 * it is unknown. */
const char *letter_sentence(const char *word);

struct letter_head {
	const char *id;	    /* jti: UUID of the letter, unique at its sender */
	const char *sender; /* iss */
	const char *recipient; /* aud */
	const char *link;      /* sub: link reference of these two nodes */
};

/*
 * The head of a letter of any kind. STATUS_INVALID for a missing or ill-formed
 * member of it; what else the letter says isn't looked at.
 */
enum status letter_head_decode(struct arena *arena, struct text payload,
			       struct letter_head *head_out,
			       struct fault *fault) MUST_CHECK;

#define CONFIRMATION_TYPE "confirmation+jws"

struct confirmation {
	const char *id;	       /* jti: of the letter */
	const char *sender;    /* iss: who handled it */
	const char *recipient; /* aud: who sent the letter */
	const char *digest;    /* SHA-256 of the letter, in lower hex */
	int64_t handled_ms;
	/* What was decided, of kinds that are decided about; else NULL. */
	const char *outcome; /* word of letter.def */
	const char *detail;  /* which word, for one; or NULL */
	const char *receipt; /* SHA-256 of the receipt's JWS that comes with
				it, in lower hex; or NULL */
};

/* Canonical JSON, ready to be signed. */
struct text confirmation_encode(struct arena *arena,
				const struct confirmation *confirmation);
/* STATUS_INVALID for any missing, unknown or ill-formed member. */
enum status confirmation_decode(struct arena *arena, struct text payload,
				struct confirmation *confirmation_out,
				struct fault *fault) MUST_CHECK;

#endif
