/*
 * One rule in words: what `policy explain --rule` tells.
 */
#ifndef EENPLAN_CLIENT_POLICY_RULE_H
#define EENPLAN_CLIENT_POLICY_RULE_H

#include "client/command.h"
#include "eenplan/policy/policy.h"

/* About the rule of --rule. EXIT_CODE_USAGE, after saying so: there is none. */
enum exit_code policy_rule_explain(struct client *client,
				   const struct policy *policy);

#endif
