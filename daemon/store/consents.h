/*
 * Consent rows, for the facade and the import.
 */
#ifndef EENPLAN_DAEMON_STORE_CONSENTS_H
#define EENPLAN_DAEMON_STORE_CONSENTS_H

#include "daemon/store/query.h"

/* Where an imported consent came from; no origin: recorded here. */
struct consents_source {
	const char *origin; /* or NULL */
	int64_t version;    /* of that origin: 1, 2, … */
};

/* Reads CONSENT_COLUMNS. */
void consents_read(struct query *query, struct arena *arena,
		   struct consent *consent_out);
/* As store_consent_add, with a source. */
enum status consents_insert(struct store *store, const struct consent *consent,
			    const struct consents_source *source) MUST_CHECK;

#endif
