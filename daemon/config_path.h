/*
 * The paths that a configuration names, and what must be true of them.
 */
#ifndef EENPLAN_DAEMON_CONFIG_PATH_H
#define EENPLAN_DAEMON_CONFIG_PATH_H

#include "daemon/config_yaml.h"

enum config_path_need {
	CONFIG_PATH_FILE,   /* a file that we can read */
	CONFIG_PATH_SECRET, /* and nobody else */
	CONFIG_PATH_FOLDER, /* one that we can write in, or can make */
	CONFIG_PATH_ANY,    /* a file or folder that we can read */
};

/* `path`, seen from the folder of the configuration file; in the arena. */
const char *config_path_resolve(const struct config_source *source,
				const char *path);
/* False: what is wrong is a problem at `mark`, with what to do about it. */
bool config_path_check(const struct config_source *source,
		       struct config_mark mark, const char *path,
		       enum config_path_need need);
/* Do both name the same file, or files with the same content? */
bool config_path_same_content(const char *one, const char *other);

#endif
