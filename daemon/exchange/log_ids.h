/*
 * Does our access log have these requests at all, whoever they are about? By
 * what of an entry is readable without a key: also what was erased was logged.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_LOG_IDS_H
#define EENPLAN_DAEMON_EXCHANGE_LOG_IDS_H

#include "daemon/exchange/exchange.h"

enum log_side {
	LOG_SIDE_ASKED,	   /* by our users */
	LOG_SIDE_ANSWERED, /* by our node */
	LOG_SIDES,
};

struct log_ids {
	const char **items; /* sorted, each once: log_ids_add */
	bool *found;
	size_t count;
};

/* Room for so many ids at the most. */
void log_ids_init(struct log_ids *ids, struct arena *arena, size_t room);
void log_ids_add(struct log_ids *ids, const char *id);
/* Sort them; none is found yet. */
void log_ids_close(struct log_ids *ids);
bool log_ids_found(const struct log_ids *ids, const char *id);

/* Look for both lists in one reading of what was logged since then. */
enum status log_ids_find(struct exchange *exchange, int64_t since_ms,
			 struct log_ids sides[LOG_SIDES]) MUST_CHECK;

#endif
