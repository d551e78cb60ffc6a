#include <string.h>

#include "daemon/exchange/news.h"
#include "eenplan/wire/statement.h"

/* The category, and the purpose for which it is told. */
#define SIGNAL "signal"

static bool
is_any_given(const struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->count; i++)
		if (verdict->judgements[i].fields != 0)
			return true;
	return false;
}

/* One question as a user of theirs could ask it. */
static bool
is_given(const struct policy *policy, const struct asker *asker,
	 const struct subject *subject)
{
	struct policy_asker ids;
	struct arena *arena = arena_new();
	bool given = false;
	if (judge_asker(policy_vocabulary(policy), asker, &ids, NULL) ==
	    STATUS_OK) {
		struct verdict verdict = judge(
			arena, policy, policy_prepare(arena, policy, &ids),
			asker, subject);
		given = is_any_given(&verdict);
	}
	arena_free(arena);
	return given;
}

static bool
is_given_in_some_role(const struct policy *policy, struct asker asker,
		      const struct subject *subject)
{
	const struct vocabulary *vocabulary = policy_vocabulary(policy);
	size_t count = vocabulary_count(vocabulary, VOCABULARY_ROLE);
	for (size_t i = 0; i < count; i++) {
		asker.role =
			vocabulary_word(vocabulary, VOCABULARY_ROLE, (int)i);
		if (is_given(policy, &asker, subject))
			return true;
	}
	return false;
}

static bool
is_given_for_some_purpose(const struct policy *policy, struct asker asker,
			  const struct subject *subject)
{
	const struct vocabulary *vocabulary = policy_vocabulary(policy);
	size_t count = vocabulary_count(vocabulary, VOCABULARY_PURPOSE);
	for (size_t i = 0; i < count; i++) {
		asker.purpose =
			vocabulary_word(vocabulary, VOCABULARY_PURPOSE, (int)i);
		/* What nobody knows opens there. */
		if (strcmp(asker.purpose, STATEMENT_EMERGENCY) != 0 &&
		    is_given_in_some_role(policy, asker, subject))
			return true;
	}
	return false;
}

enum news
news_judge(const struct policy *policy, const struct store_partner *partner,
	   const struct subject *subject, int32_t day)
{
	static const char *const signal[] = {SIGNAL};
	const struct asker asker = {.organisation = partner->id,
				    .domain = partner->domain,
				    .is_anybody = true,
				    .day = day};
	struct asker of_signals = asker;
	of_signals.purpose = SIGNAL;
	of_signals.wanted = signal;
	of_signals.wanted_count = COUNT_OF(signal);
	if (is_given_in_some_role(policy, of_signals, subject))
		return NEWS_SIGNAL;
	return is_given_for_some_purpose(policy, asker, subject) ? NEWS_CHANGED
								 : NEWS_NONE;
}
