/*
 * Which policy is in force: the last that was put in force, by whichever way.
 *
 * The store keeps each with its files; what exchanges use (node_policy) only
 * follows. The configuration's files are one way: they are taken at a start and
 * on SIGHUP, but only if they aren't those that were taken last, so that
 * neither undoes what a privacy officer loaded. Every way goes through the
 * access log first.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_POLICIES_H
#define EENPLAN_DAEMON_EXCHANGE_POLICIES_H

#include "daemon/exchange/node.h"

/*
 * At the start: put in force again what was, then policies_take. An entry in
 * the access log says what is in force from here on, so that the log is right
 * also when a crash came between the entry of a load and the load itself.
 * `folder` may be NULL: its files have mistakes. STATUS_INVALID: there is no
 * policy to put in force. STATUS_TAMPERED: what was in force isn't on file as
 * it was. The detail of a failure is in the log.
 */
enum status policies_start(struct node *node, struct policy *folder) MUST_CHECK;
/*
 * Put `folder`, the policy of the configuration's files, in force if it isn't
 * the one that was taken from there last. Anything but STATUS_OK: what was in
 * force stays, and the log says why.
 */
enum status policies_take(struct node *node, struct policy *folder) MUST_CHECK;

/* --- what every way of putting a policy in force needs --- */

/*
 * The access log has an entry for a policy that then could not be committed:
 * add one that says what is in force after all. Keeps other writers out for as
 * long, so that theirs comes before or after it.
 */
void policies_take_back(struct node *node, struct store *store);
/* Add it to the store, in the caller's transaction; see store_policy_add. */
enum status policies_add(struct store *store, const struct policy *policy,
			 const struct store_policy *about,
			 int64_t *number_out) MUST_CHECK;

#endif
