/*
 * The mandate: who coordinates a household's plan, as signed documents that
 * name what they follow. This file says what one document is; whether it holds
 * among others is for daemon/plan/mandate.h.
 *
 * Canonical JSON, type MANDATE_TYPE. A document names organisations, the
 * worker who coordinates and the plan's random id: never a resident. The
 * certificate that signed it is the JWS's key id and no member.
 */
#ifndef EENPLAN_WIRE_MANDATE_H
#define EENPLAN_WIRE_MANDATE_H

#include "eenplan/base/json.h"
#include "eenplan/seal/digest.h"

#define MANDATE_TYPE "mandate+jws"

enum mandate_kind {
#define MANDATE_KIND(name, word, must, may) MANDATE_##name,
#include "eenplan/wire/mandate.def"
#undef MANDATE_KIND
};

struct mandate {
	enum mandate_kind kind;
	const char *plan;	  /* UUID */
	int64_t seq;		  /* 1, 2, 3, … */
	const char *organisation; /* iss: who signs */
	int64_t from_ms;
	/* Digests of the documents that it follows, in hex and in order: none
	 * for a genesis; several only where a plan had come apart. */
	const char *const *previous;
	size_t previous_count;
	/* What follows is NULL or empty where mandate.def doesn't have it. */
	const char *name;      /* the worker who coordinates */
	const char *contact;   /* the contact point */
	const char *successor; /* organisation */
	const char *consent;   /* digest of a consent's signed document */
	const char *voucher;   /* see mandate_seat */
	/* The seats of the organisations that were linked with the signer. */
	const char *const *circle;
	size_t circle_count;
	const char *const *votes; /* digests of the votes for the signer */
	size_t vote_count;
};

/* "genesis", "offer", … Static. */
const char *mandate_kind_word(enum mandate_kind kind);
bool mandate_kind_of_word(const char *word, enum mandate_kind *kind_out);

/* Canonical JSON, ready to be signed. Lists must be in order. */
struct text mandate_encode(struct arena *arena, const struct mandate *mandate);
/*
 * Reads that again, byte for byte: STATUS_INVALID for any missing, unknown or
 * ill-formed member, and for one that would be written in another way.
 */
enum status mandate_decode(struct arena *arena, struct text payload,
			   struct mandate *mandate_out,
			   struct fault *fault) MUST_CHECK;

/* Its name: SHA-256 of what is signed, in hex. */
void mandate_digest(struct text payload, char out[DIGEST_HEX_BYTES]);

/*
 * Who may vote is in a document without being told: a seat is the digest of a
 * voucher and the organisation whose seat it is; and the voucher that of the
 * plan and a link reference, which these two nodes alone know. Who votes shows
 * the voucher, and nobody else can use it.
 */
const char *mandate_voucher(struct arena *arena, const char *plan,
			    const char *link);
const char *mandate_seat(struct arena *arena, const char *voucher,
			 const char *organisation);

#endif
