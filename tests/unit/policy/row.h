/*
 * One question to the shipped pack and what must come of it: for the rows of
 * the table in DOMAIN.md, part 4.
 */
#ifndef EENPLAN_TESTS_POLICY_ROW_H
#define EENPLAN_TESTS_POLICY_ROW_H

#include "fixture.h"
#include "leak_free.h"

#define GIVEN	  POLICY_CONSENT_GIVEN
#define NAMED	  POLICY_CONSENT_GIVEN_NAMING
#define REFUSED	  POLICY_CONSENT_REFUSED
#define WITHDRAWN POLICY_CONSENT_WITHDRAWN
#define RECIPIENT POLICY_OWNER_RECIPIENT
/* Everything that a resident can consent to. */
#define ALL_NAMED                                                              \
	.share = NAMED, .waiver = NAMED, .consultable = NAMED, .written = NAMED

struct row_case {
	struct question asked; /* sensitivity normal and age 71 if not said */
	enum policy_verdict verdict;
	const char *rule; /* of the reason; NULL: none is near */
	const char *fields;
	const char *duties;
};

/* The consents follow the facts that every question has. */
#define ASK(from_, to_, role_, purpose_, category_, ...)                       \
	{                                                                      \
		.from = from_, .to = to_, .role = role_, .purpose = purpose_,  \
		.category = category_, ##__VA_ARGS__                           \
	}
#define TEAM(from_, category_, ...)                                            \
	ASK(from_, "wmo", "coordinator", "coordination", category_,            \
	    ##__VA_ARGS__)
/* What the source sends by itself. */
#define SENT(from_, to_, role_, category_, ...)                                \
	ASK(from_, to_, role_, "handover", category_, .is_sent = true,         \
	    ##__VA_ARGS__)
#define SHARED(ask, rule_, fields_, duties_)                                   \
	{                                                                      \
		.asked = ask, .verdict = POLICY_PERMIT, .rule = rule_,         \
		.fields = fields_, .duties = duties_                           \
	}
#define FORBIDDEN(ask, rule_)                                                  \
	{                                                                      \
		.asked = ask, .verdict = POLICY_FORBIDDEN, .rule = rule_,      \
		.fields = "", .duties = ""                                     \
	}
#define WITHHELD(ask, nearest)                                                 \
	{                                                                      \
		.asked = ask, .verdict = POLICY_NOTHING_PERMITS,               \
		.rule = nearest, .fields = "", .duties = ""                    \
	}

/* Put each question to `pack`, and compare. */
void row_expect_of(const struct fixture *pack, const struct row_case *rows,
		   size_t count);
/* The same of the shipped pack. */
void row_expect(const struct row_case *rows, size_t count);

#define ROW_TEST(sentence, ...)                                                \
	LEAK_FREE_TEST(pack, sentence)                                         \
	{                                                                      \
		static const struct row_case rows[] = {__VA_ARGS__};           \
                                                                               \
		row_expect(rows, COUNT_OF(rows));                              \
	}

#endif
