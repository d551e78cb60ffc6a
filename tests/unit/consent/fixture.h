/*
 * A small vocabulary and consent records to ask it about.
 */
#ifndef EENPLAN_TESTS_CONSENT_FIXTURE_H
#define EENPLAN_TESTS_CONSENT_FIXTURE_H

#include "daemon/consent/facts.h"
#include "leak_free.h"

/* What the vocabulary's words are numbered. */
enum { KIND_SHARE, KIND_WAIVER, KIND_HELP, KINDS };
enum { CATEGORY_GOAL, CATEGORY_AGREEMENT, CATEGORY_DIAGNOSIS, CATEGORIES };

#define TODAY 20000

struct policy *fixture_policy(void);
/* Given by self for everything to anyone, without dates. */
struct consent fixture_given(void);
/* The wijkteam (wmo), its coordinator, coordination, goal, today. */
struct consent_question fixture_question(void);
/* The facts about `question` by both ways to them, which must agree. */
struct consent_facts fixture_ask(const struct vocabulary *vocabulary,
				 const struct consent *records, size_t count,
				 const struct consent_question *question);

#endif
