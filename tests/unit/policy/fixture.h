/*
 * A small vocabulary, and ways to load rules with it in one line.
 */
#ifndef EENPLAN_TESTS_POLICY_FIXTURE_H
#define EENPLAN_TESTS_POLICY_FIXTURE_H

#include <criterion/criterion.h>

#include "eenplan/policy/policy.h"

/* As nl.vocabulary, with few words. */
extern const char fixture_vocabulary[];
/* `policy test version 1` and the vocabulary it was written for. */
#define FIXTURE_HEAD "policy test version 1\nvocabulary \"small.vocabulary\"\n"
/* What a rule needs and most tests don't care about. */
#define FIXTURE_TAIL " basis \"BW 7:457\"\n valid from 2026-01-01\n"

struct fixture {
	struct arena *arena;
	struct diagnostics found;
	struct policy *policy; /* NULL: refused */
};

/* Load `rules`, a whole file, with the small vocabulary. */
struct fixture fixture_load(const char *rules);
/* The same of bytes that may have a NUL. */
struct fixture fixture_load_text(struct text rules);
struct fixture fixture_load_sources(const struct policy_source *sources,
				    size_t count);
/* FIXTURE_HEAD and `rules`, which must be without mistakes. */
struct fixture fixture_rules(const char *rules);
/* The files of policy/, found from the root of the repository. */
struct fixture fixture_pack(const char *overlay);
void fixture_clear(struct fixture *fixture);
/* All mistakes as a person sees them. */
const char *fixture_mistakes(struct fixture *fixture);

/* A question in the policy's own words. Unset words are unknown facts. */
struct question {
	const char *category;
	const char *from;
	const char *to;
	const char *role;
	const char *purpose;
	const char *sensitivity;
	int age; /* 0: unknown, so that a table needs no word for it */
	enum policy_owner owner;
	enum policy_consent_state share;
	enum policy_consent_state waiver;
	enum policy_consent_state consultable;
	enum policy_consent_state written;
	const char *date; /* NULL: 2026-05-01 */
	bool is_sent;
};

struct policy_asker fixture_asker(const struct policy *policy,
				  const struct question *question);
struct policy_item fixture_item(const struct policy *policy,
				const struct question *question);
/* Both ways of deciding, which must agree. */
struct policy_decision fixture_decide(const struct fixture *fixture,
				      const struct question *question);
/* "text, due" for the bits of `fields`; "" for none. In the arena. */
const char *fixture_fields(const struct fixture *fixture, const char *category,
			   uint64_t fields);
const char *fixture_duties(const struct fixture *fixture, uint64_t duties);

#endif
