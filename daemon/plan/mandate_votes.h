/*
 * Votes: who has a seat, and whether more than half of the seats appoint.
 */
#ifndef EENPLAN_DAEMON_PLAN_MANDATE_VOTES_H
#define EENPLAN_DAEMON_PLAN_MANDATE_VOTES_H

#include "daemon/plan/mandate.h"

/*
 * Do the votes that `appointment` names, all of them among `entries`, give its
 * signer more than half of the seats in the circle of `voters` (NULL: there
 * are none)? Each must follow what the appointment follows, and have a seat of
 * its own.
 */
bool mandate_votes_appoint(const struct mandate_entry *entries, size_t count,
			   const struct mandate *appointment,
			   const struct mandate *voters);

#endif
