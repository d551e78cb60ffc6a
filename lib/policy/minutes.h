/*
 * The marks in minutes of decisions: see eenplan/policy/replay.h.
 */
#ifndef EENPLAN_POLICY_MINUTES_H
#define EENPLAN_POLICY_MINUTES_H

#define MINUTES_UNKNOWN	 "?"
#define MINUTES_NO_KINDS "-"
#define MINUTES_SENT	 "sent"
/* A letter for each enum policy_consent_state, and enum policy_verdict. */
#define MINUTES_STATES	 "-rwgn"
#define MINUTES_VERDICTS "-!+"
/* A letter for each enum policy_owner; unknown isn't written. */
#define MINUTES_OWNERS "?ro"
#define MINUTES_OWNER  ":"

#endif
