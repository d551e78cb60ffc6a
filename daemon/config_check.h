/*
 * What must be true between the keys of a configuration.
 */
#ifndef EENPLAN_DAEMON_CONFIG_CHECK_H
#define EENPLAN_DAEMON_CONFIG_CHECK_H

#include "daemon/config.h"
#include "daemon/config_yaml.h"

/* Adds a problem, at its place in `root`, for each that isn't. */
void config_check(const struct config_source *source,
		  const struct config_yaml *root, const struct config *config);

#endif
