/*
 * Which people do two lists share (`dh-psi-r255/1`), as pure mathematics: each
 * side masks its list with a secret of this session, the other masks it once
 * more, and what both have masked twice is the same exactly for the same
 * person. Nothing is learnt of the others but how many places there are.
 *
 * Ranges, so that a long list is worked through by pieces and by threads.
 */
#ifndef EENPLAN_PSI_BULK_H
#define EENPLAN_PSI_BULK_H

#include "eenplan/psi/person.h"
#include "eenplan/seal/merkle.h"

#define PSI_TAG_BYTES	 16
#define PSI_SALT_BYTES	 32
#define PSI_PADDED_TO	 256
#define PSI_SECRET_BYTES (PSI_SCALAR_BYTES + PSI_SALT_BYTES)

/* A side's secret for one session: its scalar, and what its salts come from. */
struct psi_secret {
	struct psi_scalar scalar;
	uint8_t salts[PSI_SALT_BYTES];
};
void psi_secret_random(struct psi_secret *out);
void psi_secret_wipe(struct psi_secret *secret);

/* How long a list of `people` is made: a multiple of PSI_PADDED_TO, and at the
 * least that. */
size_t psi_padded(size_t people);
/*
 * Which places of a list that long the people get, in the order in which they
 * come: uniformly at random. `places_out` has room for `people`.
 */
void psi_shuffle(size_t people, size_t length, uint32_t *places_out);

/* One place of a list: a person, or nobody (padding). */
struct psi_entry {
	bool is_person;
	struct psi_person person;
};
/* What stands there in the clear, before it is masked. `salt` is its own. */
void psi_entry_point(const struct psi_entry *entry,
		     const uint8_t salt[PSI_SALT_BYTES], struct psi_point *out);
void psi_salt(const struct psi_secret *secret, size_t place,
	      uint8_t salt_out[PSI_SALT_BYTES]);
/*
 * The leaf that commits to who stands there, without telling: SHA-256 of
 * "psi-input", the salt, and the person, if it is one.
 */
struct merkle_hash psi_input_leaf(const struct psi_entry *entry,
				  const uint8_t salt[PSI_SALT_BYTES]);

/* Mask `count` places from `first` on. */
void psi_mask(const struct psi_secret *secret, size_t first,
	      const struct psi_entry *entries, size_t count,
	      struct psi_point *points_out, struct merkle_hash *inputs_out);
/*
 * Mask the other side's points once more. False: `count_out` says which is the
 * first that isn't the canonical form of a point, or is the identity.
 */
bool psi_raise(const struct psi_secret *secret, const struct psi_point *points,
	       size_t count, struct psi_point *raised_out,
	       size_t *bad_out) MUST_CHECK;

struct psi_tag {
	uint8_t bytes[PSI_TAG_BYTES];
};
/* The first bytes of SHA-256("psi-tag" ‖ point). */
struct psi_tag psi_tag_of(const struct psi_point *raised);
/* So that places say nothing. */
void psi_tags_sort(struct psi_tag *tags, size_t count);

/* What a link reference is made of: HKDF of the point, "pair" ‖ session. */
void psi_pair(const struct psi_point *raised, const char *session,
	      uint8_t out[PSI_PERSON_BYTES]);

/* Two tags that are the same: `left` and `right` are their places. */
struct psi_match {
	uint32_t left, right;
};
/*
 * All of them, by `left`. `matches_out` has room for the smaller count. False:
 * one list has a tag twice, which an honest one never has.
 */
bool psi_join(struct arena *arena, const struct psi_tag *left,
	      size_t left_count, const struct psi_tag *right,
	      size_t right_count, struct psi_match *matches_out,
	      size_t *count_out) MUST_CHECK;

#endif
