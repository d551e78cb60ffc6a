/*
 * The letter that brings one document of a mandate to a partner, with the
 * certificate that signed it: the partner may not know its holder. Or, where
 * the partner may not know an organisation that the document names, only how
 * it stands among the others, and which kind of organisation it names.
 *
 * Canonical JSON, as all letters (letter.h):
 *
 *   {"aud","certificate"?,"document"?,"iss","jti","known":[digest…],
 *    "links":[reference…],"plan","sub",
 *    "masked"?:{"digest","group","kind","previous":[digest…],"seq"}}
 */
#ifndef EENPLAN_WIRE_MANDATE_LETTER_H
#define EENPLAN_WIRE_MANDATE_LETTER_H

#include "eenplan/wire/letter.h"
#include "eenplan/wire/mandate.h"

struct mandate_letter {
	struct letter_head head;
	const char *plan; /* UUID */
	/* Whom of the household these two nodes have a link of; head.link is
	 * one of them. */
	const char *const *links;
	size_t link_count;
	/* What the sender has of the plan, so that it can be given the rest. */
	const char *const *known;
	size_t known_count;
	const char *document;	 /* JWS; NULL: masked */
	struct text certificate; /* DER; with a document */
	/* Without one: of the document only kind, seq and previous. */
	struct mandate masked;
	const char *masked_digest;
	const char *masked_group; /* "care", or "any" */
};

/* Canonical JSON, ready to be signed. */
struct text mandate_letter_encode(struct arena *arena,
				  const struct mandate_letter *letter);
/* STATUS_INVALID for any missing, unknown or ill-formed member. */
enum status mandate_letter_decode(struct arena *arena, struct text payload,
				  struct mandate_letter *letter_out,
				  struct fault *fault) MUST_CHECK;

#endif
