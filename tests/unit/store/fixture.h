/*
 * A folder with a database in it, a vocabulary, and small imports about
 * invented people, for the tests of the store.
 */
#ifndef EENPLAN_TESTS_STORE_FIXTURE_H
#define EENPLAN_TESTS_STORE_FIXTURE_H

#include "daemon/store/store.h"
#include "eenplan/policy/policy.h"
#include "leak_free.h"

struct fixture {
	char folder[64];
	char path[96];
	struct box_key key;
	struct arena *arena;
	struct policy *policy;
	const struct vocabulary *vocabulary;
};

void fixture_init(struct fixture *fixture);
/* Removes the folder. */
void fixture_clear(struct fixture *fixture);
struct store_settings fixture_settings(const struct fixture *fixture);
/* Must succeed. */
struct store *fixture_open(const struct fixture *fixture, enum store_mode mode);

/* Open and close. */
enum status fixture_try(const struct fixture *fixture, enum store_mode mode);
/* Do to the file what no program of ours does. Must succeed. */
void fixture_sql(const struct fixture *fixture, const char *sql);

/* Mirjam and Otto, their household, four records and a consent. */
struct import fixture_household(struct fixture *fixture);
/* In a transaction of its own, which is rolled back on failure. */
enum status fixture_import(struct fixture *fixture, struct store *store,
			   const struct import *import,
			   struct store_import_counts *counts_out,
			   struct fault *fault);
/* fixture_household, imported; must succeed. Returns an open writer. */
struct store *fixture_filled(struct fixture *fixture);

/* A record with these fields, as JSON. */
struct record fixture_record(struct fixture *fixture, const char *origin,
			     const char *category, const char *fields);
/* Of `resident` (local id), given by self to everyone for everything. */
struct consent fixture_consent(struct fixture *fixture, const char *resident,
			       const char *supersedes);
/* The local id of the resident with this handle. */
const char *fixture_resident(struct fixture *fixture, struct store *store,
			     const char *handle);
size_t fixture_record_count(struct store *store, const char *resident);
size_t fixture_consent_count(struct store *store, const char *resident,
			     bool superseded_too);
/* Standard error from here on goes to a file, whose text is returned. */
void fixture_catch_log(struct fixture *fixture);
const char *fixture_log(struct fixture *fixture);

#endif
