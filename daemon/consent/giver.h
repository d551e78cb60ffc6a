/*
 * Who may give consent, by the table in givers.def. Pure. Reads circumstances
 * that people set; never computes or guesses one, and where they don't tell,
 * nobody may give.
 */
#ifndef EENPLAN_DAEMON_CONSENT_GIVER_H
#define EENPLAN_DAEMON_CONSENT_GIVER_H

#include "eenplan/wire/circumstances.h"
#include "eenplan/wire/consent.h"

/* What somebody is to a resident, and whom a row of the table wants. Bits. */
enum giver_roles {
	GIVER_NOBODY = 0,
	GIVER_SELF = 1,
	GIVER_A_CUSTODIAN = 2,
	GIVER_EVERY_CUSTODIAN = 4, /* only wanted; nobody alone is it */
	GIVER_FIRST_LINK = 8,
	GIVER_A_BEWINDVOERDER = 16,
	GIVER_ANYBODY = 1 | 2 | 8 | 16,
};

enum giver_matter { GIVER_PERSONAL, GIVER_FINANCE, GIVER_MATTERS };

/* A row's answer. */
struct giver_rule {
	unsigned must;	  /* all of these have to give */
	unsigned gives;	  /* whose consent counts: the same, person by person */
	unsigned objects; /* who may object, those who give included */
	const char *article;
	const char *who; /* a sentence of who_may.def */
};

/* The one row that fits: about `kind`, a word, on `day`. */
struct giver_rule giver_rule_for(const struct circumstances *circumstances,
				 const char *kind, enum giver_matter matter,
				 int32_t day);
/* FINANCE only where somebody has a bewindvoerder for it. */
enum giver_matter giver_matter_of(const struct circumstances *circumstances,
				  const char *category);

bool giver_has_bewindvoerder(const struct circumstances *circumstances);
/* How many representatives have custody. */
size_t giver_custodians(const struct circumstances *circumstances);
/* What somebody who represents the resident so is, as giver_roles. */
unsigned giver_roles_as(const struct circumstances *circumstances,
			enum representation as);
/* The recorded representative called `reference`, or NULL. */
const struct representative *giver_representative(
	const struct circumstances *circumstances, const char *reference);
/*
 * What an unnamed representative of an old record claims to be, by the ground
 * it states, as giver_roles.
 */
unsigned giver_claimed_roles(const struct circumstances *circumstances,
			     const char *ground);

/*
 * The first day after `day` on which the resident's age moves them to other
 * rows; INT32_MAX for never, or where the age isn't known.
 */
int32_t giver_next_age(const struct circumstances *circumstances, int32_t day);
/* Is whoever gave `record` all that must give it on `day`? */
bool giver_gives_alone(const struct circumstances *circumstances,
		       const struct consent *record, int32_t day);
/*
 * May `record` be recorded on `day`: has its giver the right to give, refuse
 * or withdraw this for every category it names? If not, `why_out` is the row
 * that says so: its article, and who may.
 */
bool consent_may_give(const struct circumstances *circumstances,
		      const struct consent *record, int32_t day,
		      struct giver_rule *why_out);
/*
 * The same of one that was given elsewhere, whose giver we know by no more than
 * a ground: is somebody recorded here who it can have been, and can they alone?
 * Of several who must all give, one can't be told from another.
 */
bool consent_may_come(const struct circumstances *circumstances,
		      const struct consent *record, int32_t day);

#endif
