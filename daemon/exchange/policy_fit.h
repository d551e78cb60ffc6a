/*
 * Would a policy fit this node: what is on file, who is enrolled, and what is
 * in force?
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_POLICY_FIT_H
#define EENPLAN_DAEMON_EXCHANGE_POLICY_FIT_H

#include "daemon/exchange/node.h"

/*
 * Do the records and consents in `store` still find their words when `newer`
 * takes the place of `older`? STATUS_CONFLICT: `fault` names the first word
 * that they would lose.
 */
enum status policy_fit_words(struct store *store, const struct policy *older,
			     const struct policy *newer,
			     struct fault *fault) MUST_CHECK;
/*
 * Does `policy` know the laws of this node and its partners, and the roles of
 * its users? STATUS_CONFLICT: `fault` names the first that it doesn't.
 */
enum status policy_fit_enrolment(const struct node *node, struct store *store,
				 const struct policy *policy,
				 struct fault *fault) MUST_CHECK;
/*
 * What `newer` shares against `older`, as struct store_policy has it; NULL if
 * there is no `older`, or they can't be compared (in bounded time).
 */
const char *policy_fit_compare(const struct policy *older,
			       const struct policy *newer);

#endif
