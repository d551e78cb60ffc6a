/*
 * What eenpland's options do. Each returns the exit status.
 */
#ifndef EENPLAN_DAEMON_COMMAND_H
#define EENPLAN_DAEMON_COMMAND_H

#include "eenplan/version.h"

int command_serve(const char *config_path);
int command_check(const char *config_path);
int command_print_sample(void);
int command_print_manual(void);
int command_make_key(const char *path);

#endif
