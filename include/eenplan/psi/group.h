/*
 * The group ristretto255 (RFC 9496), as joint clients are looked for in it.
 *
 * A point is only ever its 32 canonical bytes. Everything that depends on a
 * secret takes constant time (libsodium); scalars are wiped by who made them.
 */
#ifndef EENPLAN_PSI_GROUP_H
#define EENPLAN_PSI_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "eenplan/base/attributes.h"
#include "eenplan/base/text.h"

#define PSI_POINT_BYTES	 32
#define PSI_SCALAR_BYTES 32

struct psi_point {
	uint8_t bytes[PSI_POINT_BYTES];
};
struct psi_scalar {
	uint8_t bytes[PSI_SCALAR_BYTES];
};

/* The modes of RFC 9497, for each of which the group is another random oracle.
 */
enum psi_mode { PSI_OPRF, PSI_VOPRF };

/* Uniform, never zero. */
void psi_scalar_random(struct psi_scalar *out);
/* One whole scalar below the group's order, and not zero? */
bool psi_scalar_is_valid(const struct psi_scalar *scalar);
void psi_scalar_invert(const struct psi_scalar *scalar, struct psi_scalar *out);
/* a − b·c */
void psi_scalar_subtract_product(const struct psi_scalar *a,
				 const struct psi_scalar *b,
				 const struct psi_scalar *c,
				 struct psi_scalar *out);
void psi_scalar_wipe(struct psi_scalar *scalar);

/* scalar·G */
void psi_point_of_scalar(const struct psi_scalar *scalar,
			 struct psi_point *out);
/*
 * scalar·point. False: `point` isn't the canonical form of a point, or is the
 * identity; `out` is then of no use. May be in place.
 */
bool psi_point_multiply(const struct psi_scalar *scalar,
			const struct psi_point *point,
			struct psi_point *out) MUST_CHECK;
/* False as above, of either. */
bool psi_point_add(const struct psi_point *a, const struct psi_point *b,
		   struct psi_point *out) MUST_CHECK;

/* HashToGroup and HashToScalar of RFC 9497 §4.1, of parts one after the other.
 */
void psi_hash_to_point(enum psi_mode mode, const struct text *parts,
		       size_t count, struct psi_point *out);
void psi_hash_to_scalar(enum psi_mode mode, const struct text *parts,
			size_t count, struct psi_scalar *out);
/*
 * The same with another beginning than "HashToScalar-" of what sets this use
 * apart from all others (DeriveKeyPair has one).
 */
void psi_hash_to_scalar_as(const char *use, enum psi_mode mode,
			   const struct text *parts, size_t count,
			   struct psi_scalar *out);
/* "OPRFV1-" ‖ mode ‖ "-ristretto255-SHA512" (RFC 9497 §3.1). */
#define PSI_CONTEXT_BYTES 28
void psi_context(enum psi_mode mode, uint8_t out[PSI_CONTEXT_BYTES]);

/* SHA-512 of the parts one after the other. */
#define PSI_HASH_BYTES 64
void psi_hash(const struct text *parts, size_t count,
	      uint8_t out[PSI_HASH_BYTES]);

#endif
