/*
 * Brings a database to the schema that this program was written for, step by
 * step (schema.def). Never backward, and never past a newer one.
 */
#ifndef EENPLAN_DAEMON_STORE_SCHEMA_H
#define EENPLAN_DAEMON_STORE_SCHEMA_H

#include "daemon/store/query.h"

/*
 * For writing: apply the steps that are missing, each in a transaction. For
 * reading: only look. STATUS_STORAGE: a newer schema, or for reading another
 * one; the log says which.
 */
enum status schema_bring_up(struct store *store) MUST_CHECK;

#endif
