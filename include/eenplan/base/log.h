/*
 * The operating log: an event phrase, then key=value, to standard error.
 *
 *   log_info("peer admitted", "peer=%s", id)
 *   → 2026-11-21T10:00:00.000Z info peer admitted peer=thuiszorg request=…
 *
 * The request id of the running thread comes by itself. Never a name, a BSN,
 * a key, or the content of a record: those belong in the access log or nowhere.
 */
#ifndef EENPLAN_BASE_LOG_H
#define EENPLAN_BASE_LOG_H

#include "eenplan/base/attributes.h"

enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARNING,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG
};

/* Write this level and more serious ones. Safe at any time. */
void log_set_level(enum log_level level);

/* Lines of this thread carry `request_id` until it is set to NULL. Copies. */
void log_set_request(const char *request_id);

/*
 * Control characters and newlines in the values are written as \xNN, so that
 * nothing from outside can forge a line. `format` may be NULL.
 */
void log_error(const char *event, const char *format, ...) PRINTF_LIKE(2, 3);
void log_warning(const char *event, const char *format, ...) PRINTF_LIKE(2, 3);
void log_info(const char *event, const char *format, ...) PRINTF_LIKE(2, 3);
void log_debug(const char *event, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
