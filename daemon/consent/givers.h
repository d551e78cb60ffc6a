/*
 * The words that the table givers.def is written in, as bits.
 */
#ifndef EENPLAN_DAEMON_CONSENT_GIVERS_H
#define EENPLAN_DAEMON_CONSENT_GIVERS_H

#include "daemon/consent/giver.h"

/*
 * One bit for each value of each thing that a row is about: a row fits if it
 * has all bits of the question.
 */
enum {
	ALIVE = 1u << 0,
	DECEASED = 1u << 1,

	AGE_UNKNOWN = 1u << 2,
	UNDER_12 = 1u << 3,
	FROM_12 = 1u << 4,
	FROM_16 = 1u << 5,
	ADULT = 1u << 6,
	ANY_AGE = AGE_UNKNOWN | UNDER_12 | FROM_12 | FROM_16 | ADULT,

	CAPABLE_OR_UNSET = 1u << 7,
	INCAPABLE = 1u << 8,
	ANY_CAPACITY = CAPABLE_OR_UNSET | INCAPABLE,

	CUSTODY_IS_UNSET = 1u << 9,
	CUSTODY_IS_KNOWN = 1u << 10,
	CUSTODY_IS_UNDETERMINABLE = 1u << 11,
	NOBODY_HAS_CUSTODY = 1u << 12,
	ANY_CUSTODY = CUSTODY_IS_UNSET | CUSTODY_IS_KNOWN |
		      CUSTODY_IS_UNDETERMINABLE | NOBODY_HAS_CUSTODY,

	SHARE = 1u << 13,
	SECRECY_WAIVER = 1u << 14,
	CONSULTABLE = 1u << 15,
	HELP = 1u << 16,
	WRITTEN = 1u << 17,
	OTHER = 1u << 18,
	ANY_KIND =
		SHARE | SECRECY_WAIVER | CONSULTABLE | HELP | WRITTEN | OTHER,

	PERSONAL = 1u << 19,
	FINANCE = 1u << 20,
	ANY_MATTER = PERSONAL | FINANCE,
};

/* Who may, in words. */
enum giver_who {
#define WHO_MAY(code, sentence) WHO_##code,
#include "eenplan/wire/who_may.def"
#undef WHO_MAY
};

/* As the table writes them. */
enum {
	NOBODY = GIVER_NOBODY,
	SELF = GIVER_SELF,
	A_CUSTODIAN = GIVER_A_CUSTODIAN,
	EVERY_CUSTODIAN = GIVER_EVERY_CUSTODIAN,
	FIRST_LINK = GIVER_FIRST_LINK,
	A_BEWINDVOERDER = GIVER_A_BEWINDVOERDER,
	ANYBODY = GIVER_ANYBODY,
};

#endif
