/*
 * Consent records → the consent facts that the policy decides on. Pure.
 *
 * The conflict rule, the only one: the more specific record beats the less
 * specific one (a named organisation beats a role, a role a kind of
 * organisation, that anyone; then a named category beats all; then a named
 * purpose beats all); at equal specificity an objection (refused, withdrawn)
 * wins, and unknown wins over given. Never "newest wins": the order of the
 * records means nothing. Superseded records are not given to this, and a
 * record outside its days (both inclusive) says nothing.
 */
#ifndef EENPLAN_DAEMON_CONSENT_FACTS_H
#define EENPLAN_DAEMON_CONSENT_FACTS_H

#include "eenplan/policy/policy.h"
#include "eenplan/wire/consent.h"

/* To whom, for what, on which day. Every string is set. */
struct consent_question {
	const char *organisation; /* the recipient's id */
	const char *domain;	  /* its domain */
	const char *role;	  /* of the user who asks */
	const char *purpose;
	const char *category;
	int32_t day;
};

struct consent_facts {
	enum policy_consent_state
		state[LIMIT_CONSENT_KINDS]; /* by vocabulary id */
	const struct consent *deciding[LIMIT_CONSENT_KINDS]; /* or NULL */
};

/* Fill `facts_out` for every consent kind of the vocabulary. */
void consent_facts(const struct vocabulary *vocabulary,
		   const struct consent *records, size_t count,
		   const struct consent_question *question,
		   struct consent_facts *facts_out);

/*
 * The same for all categories at once: one walk over the records, after which
 * a category's facts take no longer with a thousand records than with one.
 * Borrows `records`. The question's category isn't looked at.
 */
struct consent_answers;
struct consent_answers *consent_answers_new(
	struct arena *arena, const struct vocabulary *vocabulary,
	const struct consent *records, size_t count,
	const struct consent_question *question);
/* `category` is a vocabulary id; for VOCABULARY_UNKNOWN all is unknown. */
void consent_answers_get(const struct consent_answers *answers, int category,
			 struct consent_facts *facts_out);

/*
 * Do two records say something about exactly the same thing: the same
 * resident, giver, kind, recipient, categories and purposes, in any order?
 */
bool consent_same_scope(const struct consent *one, const struct consent *other);
/*
 * Does `later`, recorded on `day`, replace `earlier`? It does if it has the
 * same scope and counts from that day on: until a consent begins, the refusal
 * before it stands.
 */
bool consent_supersedes(const struct consent *later,
			const struct consent *earlier, int32_t day);

/*
 * May this be recorded? Known words, one kind, a validity that isn't reversed,
 * a representative with a ground. STATUS_INVALID with `fault`.
 */
enum status consent_check(const struct vocabulary *vocabulary,
			  const struct consent *consent,
			  struct fault *fault) MUST_CHECK;

#endif
