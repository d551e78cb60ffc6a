/*
 * What may be recorded as a consent, and what it replaces. Pure.
 */
#ifndef EENPLAN_DAEMON_CONSENT_CHECK_H
#define EENPLAN_DAEMON_CONSENT_CHECK_H

#include "eenplan/policy/vocabulary.h"
#include "eenplan/wire/consent.h"

/*
 * Do two records say something about exactly the same thing: the same
 * resident, source, giver, kind, recipient, categories and purposes, in any
 * order?
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
