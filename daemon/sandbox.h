/*
 * What a node gives up once it has started: everything that a mistake in it
 * could be used for and that its work doesn't need.
 *
 * The list is sandbox.def. The service manager gives up more for it (see the
 * unit file); this holds wherever the node runs.
 */
#ifndef EENPLAN_DAEMON_SANDBOX_H
#define EENPLAN_DAEMON_SANDBOX_H

#include "eenplan/base/attributes.h"
#include "eenplan/base/status.h"

/*
 * Give up everything on the list; there is no way back. Before threads are
 * started, since some of it is per thread.
 * STATUS_INTERNAL: something couldn't be given up, and was logged.
 */
enum status sandbox_enter(void) MUST_CHECK;

#endif
