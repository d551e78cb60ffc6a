/*
 * The version of this tree.
 */
#ifndef EENPLAN_VERSION_H
#define EENPLAN_VERSION_H

#define EENPLAN_VERSION "0.1.0"

#endif
