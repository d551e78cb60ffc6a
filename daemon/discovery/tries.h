/*
 * How often a partner may try a link token that turns out to be none: so many
 * an hour, and when they are used up, one for each share of an hour that
 * passes. Of every partner by itself. Safe from any thread.
 */
#ifndef EENPLAN_DAEMON_DISCOVERY_TRIES_H
#define EENPLAN_DAEMON_DISCOVERY_TRIES_H

#include <stdint.h>

#include "eenplan/base/attributes.h"
#include "eenplan/base/status.h"

struct tries;

struct tries *tries_new(unsigned per_hour);
void tries_free(struct tries *tries);

/* STATUS_BUSY: `partner` has none left; it must not be told anything else. */
enum status tries_take(struct tries *tries, const char *partner,
		       int64_t now_ms) MUST_CHECK;
/* The try that was taken was no guess: it doesn't count. */
void tries_give_back(struct tries *tries, const char *partner);

#endif
