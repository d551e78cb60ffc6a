/*
 * A policy as policies of Cedar (cedarpolicy.com), one way: to have decisions
 * compared by an engine that shares nothing with ours. A node never uses it.
 *
 * One Cedar policy for each rule, with @id, @title, @basis and @duty:
 *
 *   action      Action::"goal.text": one field of one category
 *   principal,  any: who asks and what is asked are facts in the context
 *   resource
 *   context     to, role, purpose, from, sensitivity: words, as strings
 *               age: years; day: 20260501 for 2026-05-01
 *               owner: "recipient" or "other"
 *               consent_KIND: "given", "naming", "refused" or "withdrawn"
 *               sent: true when the source sends by itself; always there
 *
 * A fact that isn't known is an attribute that isn't there. A permit asks
 * `context has …` before each test; a forbid applies when it hasn't. So the
 * fields that Cedar allows are those of our decision, and the @duty of the
 * policies that it names as its reasons are our duties.
 */
#ifndef EENPLAN_POLICY_CEDAR_H
#define EENPLAN_POLICY_CEDAR_H

#include "eenplan/policy/policy.h"

/*
 * All rules, with a blank line between them; who may lead, nevers and tests are
 * left out.
 */
void cedar_export(const struct policy *policy, struct buf *out);
/*
 * The context of one question in JSON, for whoever compares; what is unknown
 * or none of the policy's words is left out.
 */
void cedar_context(const struct policy *policy,
		   const struct policy_asker *asker,
		   const struct policy_item *item, struct buf *out);

#endif
