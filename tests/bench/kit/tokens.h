/*
 * Residents with tokens by which they can be found, straight into a store: more
 * of them than there are BSNs for tests.
 */
#ifndef EENPLAN_TESTS_BENCH_KIT_TOKENS_H
#define EENPLAN_TESTS_BENCH_KIT_TOKENS_H

#include "daemon/store/discovery.h"

/* Exits with what went wrong, unless it is STATUS_OK. */
void tokens_must(enum status status, const char *what);
/* Residents `first` up to and with `last`, in one transaction; a number has the
 * same token in every store. */
void tokens_fill(struct store *store, size_t first, size_t last);

#endif
