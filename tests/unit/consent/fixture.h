/*
 * A small vocabulary and consent records to ask it about.
 */
#ifndef EENPLAN_TESTS_CONSENT_FIXTURE_H
#define EENPLAN_TESTS_CONSENT_FIXTURE_H

#include "daemon/consent/check.h"
#include "daemon/consent/hearing.h"
#include "leak_free.h"

/* What the vocabulary's words are numbered. */
enum { KIND_SHARE, KIND_WAIVER, KIND_HELP, KINDS };
enum {
	CATEGORY_GOAL,
	CATEGORY_AGREEMENT,
	CATEGORY_DIAGNOSIS,
	CATEGORY_FINANCE,
	CATEGORIES
};

#define TODAY 20000

struct policy *fixture_policy(void);
/* Given by self for everything to anyone, without dates. */
struct consent fixture_given(void);
/* The wijkteam (wmo), its coordinator, coordination, today. */
struct consent_question fixture_question(void);
/* Somebody grown up of whom nothing else is recorded. */
struct circumstances fixture_adult(void);
/* The facts about goals, of an adult. */
struct consent_facts fixture_ask(const struct vocabulary *vocabulary,
				 const struct consent *records, size_t count,
				 const struct consent_question *question);
/* The state of share for a category, to fixture_question. */
enum policy_consent_state fixture_hear(const struct policy *policy,
				       const struct circumstances *of,
				       const struct consent *records,
				       size_t count, const char *category);

#endif
