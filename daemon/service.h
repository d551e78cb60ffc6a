/*
 * A node from start to stop: open what the configuration names, serve, reload
 * on SIGHUP, drain on SIGTERM.
 */
#ifndef EENPLAN_DAEMON_SERVICE_H
#define EENPLAN_DAEMON_SERVICE_H

#include "daemon/config.h"

/*
 * Does the policy load, and do the configuration's words (laws, roles) exist
 * in its vocabulary? Mistakes are printed to standard error.
 */
enum status service_check(const struct config *config) MUST_CHECK;

/*
 * Serve until SIGTERM or SIGINT. Owns `config` from here on; `path` is where a
 * reload reads it again. Everything else than OK: it never came up, and the
 * log says why.
 */
enum status service_run(struct config *config, const char *path) MUST_CHECK;

#endif
