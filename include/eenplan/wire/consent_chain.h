/*
 * A resident's consent documents as one chain: is it whole, in order, and all
 * by one node? Pure: the signatures' keys come from the caller.
 *
 * What a chain can't tell is that its end was cut off: hold its last digest
 * against one that is kept elsewhere.
 */
#ifndef EENPLAN_WIRE_CONSENT_CHAIN_H
#define EENPLAN_WIRE_CONSENT_CHAIN_H

#include "eenplan/seal/digest.h"
#include "eenplan/seal/key.h"
#include "eenplan/wire/consent_document.h"

enum consent_chain_fault {
	CONSENT_CHAIN_SOUND,
	CONSENT_CHAIN_ALTERED,	    /* not the bytes that were signed */
	CONSENT_CHAIN_MISSING,	    /* those before it aren't all there */
	CONSENT_CHAIN_OUT_OF_ORDER, /* stands where another belongs */
	CONSENT_CHAIN_BY_ANOTHER,   /* signed, but not by this node */
};

/* A chain to check, oldest first. Borrowed. */
struct consent_chain {
	const struct text *documents; /* JWS each */
	size_t count;
	const char *organisation; /* whose node must have signed all */
	const char *resident;	  /* whom all must be about */
	/*
	 * The key of that node's certificate with this thumbprint, in force at
	 * that time; borrowed for the call. NULL: it isn't one of its.
	 */
	const struct seal_key *(*find_key)(void *context,
					   const char *certificate,
					   int64_t issued_ms);
	void *context;
};

struct consent_chain_report {
	enum consent_chain_fault fault;
	size_t at; /* which is bad, the first; `count` when it is sound */
	/* those before it, as they were signed; in the arena */
	struct consent_document *documents;
	char head[DIGEST_HEX_BYTES]; /* of the last good one; "" for none */
};

void consent_chain_verify(struct arena *arena,
			  const struct consent_chain *chain,
			  struct consent_chain_report *report_out);

/* By this a successor names the document before it. */
void consent_chain_digest(struct text jws, char out[DIGEST_HEX_BYTES]);
/* "altered", "missing", …: a word for programs. */
const char *consent_chain_word(enum consent_chain_fault fault);

#endif
