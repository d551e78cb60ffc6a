/*
 * The receipt that a resident gets: what they decided, in words, signed by the
 * node; to keep, to print, and to check without the node.
 *
 * It has the fields of ISO/IEC TS 27560:2023 that a node knows, under the
 * names of that specification: the receipt's own, the principal (by a
 * pseudonym), the controller, and for each record the event, the purposes, the
 * kinds of data, the recipient, the lawful basis and the notice that was shown.
 * Never the resident's name or BSN: a receipt gets lost.
 */
#ifndef EENPLAN_WIRE_RECEIPT_H
#define EENPLAN_WIRE_RECEIPT_H

#include "eenplan/seal/identity.h"
#include "eenplan/wire/consent.h"

#define RECEIPT_TYPE   "receipt+jws"
#define RECEIPT_SCHEMA "ISO/IEC TS 27560:2023, eenplan/1"

enum receipt_language { RECEIPT_ENGLISH, RECEIPT_DUTCH };

/* A word of the vocabulary, and how it reads in the receipt's language. */
struct receipt_word {
	const char *code;
	const char *label;
};

/* A text that was shown when consent was asked. */
struct receipt_notice {
	const char *version;
	const char *text;
};

/* One consent record in words. `consent` has the rest of it. */
struct receipt_record {
	struct consent consent;
	const char *document; /* digest of its signed document, hex; or NULL */
	const char *kind;     /* labels */
	struct receipt_word basis; /* code NULL: none */
	const char *recipient;	   /* NULL for CONSENT_TO_ANYONE */
	const char *const *categories;
	const char *const *purposes;
};

struct receipt {
	const char *id; /* UUID */
	int64_t issued_ms;
	enum receipt_language language;
	const char *principal;	 /* the resident's pseudonym */
	const char *certificate; /* x5t#S256 of the one that signs */
	const char *organisation;
	const char *organisation_name;
	const char *contact; /* or NULL */
	const struct receipt_record *records;
	size_t record_count;
	const struct receipt_notice *notices;
	size_t notice_count;
};

/* Canonical JSON, ready to be signed. */
struct text receipt_encode(struct arena *arena, const struct receipt *receipt);
/*
 * Reads that again, byte for byte; STATUS_INVALID for anything that
 * receipt_encode would not write.
 */
enum status receipt_decode(struct arena *arena, struct text payload,
			   struct receipt *receipt_out,
			   struct fault *fault) MUST_CHECK;

/*
 * The same in plain words, in the receipt's language, 72 columns wide where
 * words allow; several records for one recipient and purpose stand together.
 * Whatever the receipt says, safe for a terminal. Ends with LF.
 */
const char *receipt_print(struct arena *arena, const struct receipt *receipt);
/* How the resident undoes it: one sentence or two. */
const char *receipt_withdrawal(struct arena *arena,
			       const struct receipt *receipt);

const char *receipt_language_word(enum receipt_language language);
/* False for anything but "en" and "nl". */
bool receipt_language_of_word(const char *word,
			      enum receipt_language *language_out);

/*
 * The file that the resident keeps: {"certificate","jws","receipt"}, of which
 * `receipt` says in the clear what `jws` signs without holding it (RFC 7515,
 * appendix F). At most LIMIT_RECEIPT_BYTES.
 */
struct receipt_file {
	struct text certificate; /* DER, of the node that signed */
	const char *jws;	 /* with its payload, `stated` */
	struct text stated; /* canonical JSON of what it says in the clear */
};

/* Writes the three members into an open object; `jws` signs `payload`. */
void receipt_file_encode(struct json_writer *writer, struct arena *arena,
			 struct text certificate, const char *jws,
			 struct text payload);
enum status receipt_file_decode(struct arena *arena, struct text source,
				struct receipt_file *file_out,
				struct fault *fault) MUST_CHECK;
enum receipt_verdict {
	RECEIPT_SOUND,
	RECEIPT_ALTERED,     /* not what was signed */
	RECEIPT_BY_ANOTHER,  /* than the holder of the certificate */
	RECEIPT_OF_NO_NODE,  /* the certificate is no organisation's */
	RECEIPT_NO_RECEIPT,  /* but another document */
	RECEIPT_NAMES_OTHER, /* than who signed it */
};

/*
 * Did the holder of `certificate` (DER) sign this, and is what it says in the
 * clear what was signed? Who vouches for that holder is another question. Only
 * of a sound one is anything written to the two that go out.
 */
enum receipt_verdict receipt_verify(struct arena *arena,
				    const struct receipt_file *file,
				    struct text certificate,
				    struct receipt *receipt_out,
				    struct identity *signer_out) MUST_CHECK;

#endif
