/*
 * A policy as the node keeps it: the one in force, or an earlier one.
 */
#ifndef EENPLAN_CLIENT_KEPT_POLICY_H
#define EENPLAN_CLIENT_KEPT_POLICY_H

#include "client/command.h"
#include "eenplan/policy/policy.h"

#define KEPT_POLICY_IN_FORCE 0

/* Everything but `policy` in the client's arena. */
struct kept_policy {
	const struct json *about; /* the node's reply: API.md */
	const char *digest;
	int64_t version;
	const struct json *files; /* [{name, text}…] */
	struct policy *policy;	  /* after kept_policy_load; freed by the
				     caller */
};

/*
 * Ask the node for `version`, or for KEPT_POLICY_IN_FORCE. Anything but
 * EXIT_CODE_OK: the reason was said.
 */
enum exit_code kept_policy_get(struct client *client, int64_t version,
			       struct kept_policy *kept_out) MUST_CHECK;
/* Load its files. EXIT_CODE_NODE_FAILED, after saying why: they don't. */
enum exit_code kept_policy_load(struct client *client,
				struct kept_policy *kept) MUST_CHECK;

/* "loaded by fg": how that which `about` is about came in force. In `arena`. */
const char *kept_policy_how(struct arena *arena, const struct json *about);
/* What it shares against the one before: "more"; "" when that isn't known. */
const char *kept_policy_shares(const struct json *about);
/*
 * The version in `argument`; EXIT_CODE_USAGE, after saying so: it is no number
 * that a version can have.
 */
enum exit_code kept_policy_number(const char *argument,
				  int64_t *version_out) MUST_CHECK;

#endif
