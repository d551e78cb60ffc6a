/*
 * An organisation with a key and a certificate of its own, for who signs and
 * who verifies.
 */
#ifndef EENPLAN_TESTS_EXCHANGE_PARTY_H
#define EENPLAN_TESTS_EXCHANGE_PARTY_H

#include "daemon/federate/statements.h"

#define PLAN "3f2b6c1d-9a8e-4d7c-8b5a-6e4f3d2c1b0a"
/* 2026-11-21T12:00:00.250Z: between two whole seconds, as the wire has them */
#define NOON 1795262400250LL

struct party {
	struct arena *arena;
	struct seal_key *private_key;
	struct seal_key *public_key;
	struct identity identity;
	struct text der; /* its certificate */
};

struct party party_make(const char *organisation);
void party_free(struct party *party);
/* It brings a statement, at `now_ms`. */
struct statement_bearer party_bears(const struct party *party, int64_t now_ms);
/* What a coordinator of it asks. */
struct statement party_want(const char *plan);

#endif
