/*
 * One value of the configuration, by the type that config.def gives its key.
 */
#ifndef EENPLAN_DAEMON_CONFIG_VALUE_H
#define EENPLAN_DAEMON_CONFIG_VALUE_H

#include "daemon/config_table.h"
#include "daemon/config_yaml.h"

struct config_value {
	const struct config_source *source;
	const struct config_key *key;
	const struct config_yaml *yaml;
	void *member; /* char *, unsigned or struct config_words, by type */
};

/* Check and store the value; what is wrong becomes a problem. */
void config_value_read(const struct config_value *value);

/* "a whole number from 0 to 65535": what the key takes, in `arena`. */
const char *config_value_range(struct arena *arena,
			       const struct config_key *key);

#endif
