/*
 * The gate between answers under way and a withdrawal of consent.
 *
 * A withdrawal is acknowledged only when nothing decided before it can still
 * leave: it commits, then waits until every answer that had read consents by
 * then has handed its last byte to the kernel or lost its connection. Answers
 * never wait for each other or for a withdrawal.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_GATE_H
#define EENPLAN_DAEMON_EXCHANGE_GATE_H

#include <stdbool.h>

#include "eenplan/base/attributes.h"
#include "eenplan/base/status.h"

struct gate;

struct gate *gate_new(void);
void gate_free(struct gate *gate);

/* Before reading consents. The pass goes to gate_leave, exactly once. */
unsigned gate_enter(struct gate *gate);
/* After the reply has left, or will never leave. From any thread. */
void gate_leave(struct gate *gate, unsigned pass);

/*
 * Wait until everyone who entered before this call has left. Only one waits at
 * a time; others queue. STATUS_TIMEOUT after `timeout_ms`: what was committed
 * stands, but the caller can't say yet that nothing leaves any more.
 */
enum status gate_wait_for_earlier(struct gate *gate,
				  unsigned timeout_ms) MUST_CHECK;

#endif
