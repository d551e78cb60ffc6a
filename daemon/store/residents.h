/*
 * Resident rows, for the other files of this room.
 */
#ifndef EENPLAN_DAEMON_STORE_RESIDENTS_H
#define EENPLAN_DAEMON_STORE_RESIDENTS_H

#include "daemon/store/lookup.h"

/* Reads RESIDENT_COLUMNS into a struct store_resident; opens the log key. */
lookup_reader residents_read;

#endif
