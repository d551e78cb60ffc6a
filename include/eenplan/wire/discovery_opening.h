/*
 * What an auditor sees of one side's list: who stood at the places that were
 * drawn, and the proof that it is what was committed to before the other's
 * list was seen. Places are drawn until LIMIT_DISCOVERY_SAMPLE people were, or
 * none are left, so that of a list in which one in twenty shouldn't be,
 * nineteen in twenty samples show one.
 *
 * Canonical JSON:
 *
 *   {"places":[{"consents":[…],"inputs":[path],"masked","person"?,"place",
 *    "points":[path],"resident"?,"rules":[…],"salt"}],"proof"}
 *
 * hashes and points in lower hex. It names residents by local ids, and never
 * has a number; still it is for who may see the records, and rests sealed.
 */
#ifndef EENPLAN_WIRE_DISCOVERY_OPENING_H
#define EENPLAN_WIRE_DISCOVERY_OPENING_H

#include "eenplan/psi/bulk.h"
#include "eenplan/psi/proof.h"
#include "eenplan/psi/sample.h"
#include "eenplan/wire/discovery.h"

struct discovery_opening {
	int64_t place;
	struct psi_entry entry; /* who; or nobody */
	uint8_t salt[PSI_SALT_BYTES];
	struct psi_point masked;
	struct psi_path points, inputs; /* in the trees of both roots */
	/* Of people: */
	const char *resident;	  /* local id */
	const char *const *rules; /* that let them be there */
	size_t rule_count;
	const char *const *consents; /* ids of those that decided */
	size_t consent_count;
};

struct discovery_openings {
	struct discovery_opening *items; /* in the order they were drawn in */
	size_t count;
	struct psi_proof proof; /* of all, that one scalar masked them */
};

struct text discovery_openings_encode(
	struct arena *arena, const struct discovery_openings *openings);
enum status discovery_openings_decode(struct arena *arena, struct text text,
				      struct discovery_openings *openings_out,
				      struct fault *fault) MUST_CHECK;

/* What both sides showed at the end, by which places are drawn. */
struct discovery_nonces {
	const uint8_t *asker, *partner;
};
/*
 * Are these the places that had to be opened, and what stood there when it was
 * committed to? NULL, or an English sentence about the first that isn't so,
 * with its number in `at_out`.
 */
const char *discovery_openings_flaw(
	struct arena *arena, const struct discovery_openings *openings,
	const struct discovery_commitment *commitment,
	const struct discovery_nonces *nonces, size_t *at_out);

#endif
