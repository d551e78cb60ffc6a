/*
 * eenplan policy diff --replay: the node judges the decisions in its access
 * log again under the files that it is sent.
 */
#ifndef EENPLAN_CLIENT_POLICY_REPLAY_H
#define EENPLAN_CLIENT_POLICY_REPLAY_H

#include "client/command.h"

/* Send the command's files, and show who would gain and who would lose. */
enum exit_code policy_replay(struct client *client);

#endif
