/*
 * A small world to judge in: the shipped policy pack, one asker, records and
 * consents in one line each.
 */
#ifndef EENPLAN_TESTS_EXCHANGE_WORLD_H
#define EENPLAN_TESTS_EXCHANGE_WORLD_H

#include "daemon/exchange/minimise.h"

/* Link references, as results have them. */
#define ANNA  "0b9f8d5c-6a3e-4f1d-8a2b-3c4d5e6f7081"
#define BERT  "7d3c1f5e-2b5a-4c8e-9d11-0a6b7c8d9e0f"
#define TODAY 20778 /* 2026-11-21 */

struct world {
	struct arena *arena;
	struct policy *policy;
	const struct vocabulary *vocabulary;
	struct asker asker;
	struct policy_asker ids;
	const struct policy_prepared *prepared;
};

/* A district team's coordinator asks, for coordination. */
extern const struct asker world_coordinator;

struct world world_open(const struct asker *asker);
/* With a vocabulary and rules of the test's own. */
struct world world_open_text(const char *vocabulary, const char *rules,
			     const struct asker *asker);
void world_close(struct world *world);

/* A record, {"text":"…"} and so on. */
struct record world_record(const struct world *world, const char *category,
			   const char *law, const char *fields);
/* Of `kind`, to anyone, about all categories, without end. */
struct consent world_consent(const char *kind, enum consent_state state);
/* The same about one category. */
struct consent world_consent_naming(const char *kind,
				    const char *const *category);
/* Somebody of 45 with these on file, known as ANNA. */
struct subject world_subject(const struct world *world,
			     const struct record *records, size_t record_count,
			     const struct consent *consents,
			     size_t consent_count);

struct verdict world_judge(const struct world *world,
			   const struct subject *subject);
/* Judge and cut, with every category wanted. */
struct parcel *world_cut(const struct world *world,
			 const struct subject *subjects, size_t count);
/* The bytes of the parcel about one subject. */
const char *world_cut_one(const struct world *world,
			  const struct subject *subject);

#endif
