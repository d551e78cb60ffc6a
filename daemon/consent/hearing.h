/*
 * Consent records and circumstances → the consent facts that the policy
 * decides on: each giver's own records are weighed, then the givers are heard
 * together. Pure.
 *
 * The conflict rule, the only one, among the records of one giver: the more
 * specific record beats the less specific one (a named organisation beats a
 * role, a role a kind of organisation, that anyone; then a named category
 * beats all; then a named purpose beats all); at equal specificity an
 * objection (refused, withdrawn) wins, and unknown wins over given. Never
 * "newest wins": the order of the records means nothing.
 *
 * Given is what everyone gave who must (givers.def). What anybody objects to
 * who may is refused or withdrawn. Everything else is unknown.
 */
#ifndef EENPLAN_DAEMON_CONSENT_HEARING_H
#define EENPLAN_DAEMON_CONSENT_HEARING_H

#include "daemon/consent/file.h"
#include "eenplan/policy/policy.h"

/* To whom, for what, on which day. Every string is set. */
struct consent_question {
	const char *organisation; /* the recipient's id */
	const char *domain;	  /* its domain */
	const char *role;	  /* of the user who asks */
	const char *purpose;
	int32_t day;
};

/* Agreement to the help itself was never a ground for sharing, so who hears of
 * its refusal learns what nobody needs to tell (DOMAIN 3). */
#define CONSENT_TO_HELP "help"

struct consent_facts {
	enum policy_consent_state
		state[LIMIT_CONSENT_KINDS]; /* by vocabulary id */
	/* What was objected with; else what weighs most; NULL: nothing */
	const struct consent *deciding[LIMIT_CONSENT_KINDS];
};

/* Borrows `file`. One walk over it, for all categories at once. */
struct consent_hearing;
struct consent_hearing *consent_hearing_new(
	struct arena *arena, const struct consent_file *file,
	const struct consent_question *question);
/* `category` is a vocabulary id; for VOCABULARY_UNKNOWN all is unknown. */
void consent_hearing_facts(const struct consent_hearing *hearing, int category,
			   struct consent_facts *facts_out);

/*
 * The records that had the last word for their givers about `category`: at
 * most `room` of them, each once.
 */
size_t consent_hearing_records(const struct consent_hearing *hearing,
			       int category, const struct consent **records_out,
			       size_t room);

#endif
