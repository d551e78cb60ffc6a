#include "daemon/exchange/naming.h"

static const char *
group_of(const struct vocabulary *vocabulary, int domain)
{
	int group = domain == VOCABULARY_UNKNOWN
			    ? VOCABULARY_UNKNOWN
			    : vocabulary_group_of(vocabulary, domain);
	return group == VOCABULARY_UNKNOWN
		       ? "any"
		       : vocabulary_word(vocabulary, VOCABULARY_GROUP, group);
}

/* What an asker may know at the most: see judge.h. */
typedef struct involvement judgement_of(struct arena *arena,
					const struct policy *policy,
					const struct policy_asker *asker,
					int source);

static struct naming
naming_by(struct exchange *exchange, judgement_of *judge_it,
	  const struct asker *asker, const char *domain)
{
	const struct vocabulary *vocabulary =
		policy_vocabulary(exchange->policy);
	int source = vocabulary_find(vocabulary, VOCABULARY_DOMAIN, domain);
	struct naming naming = {.naming = MERGE_HIDDEN,
				.group = group_of(vocabulary, source)};
	struct policy_asker ids;
	if (judge_asker(vocabulary, asker, &ids, NULL) != STATUS_OK)
		return naming;
	struct involvement involvement =
		judge_it(exchange->arena, exchange->policy, &ids, source);
	if (involvement.known)
		naming.naming = involvement.masked ? MERGE_MASKED : MERGE_NAMED;
	return naming;
}

/* As a partner sees us: not our own, but an organisation of our law. */
static struct asker
our_user(const struct exchange *exchange, const char *purpose)
{
	return (struct asker){
		.domain = exchange->node->settings.law,
		.role = exchange->asker.role,
		.purpose = purpose,
		.day = exchange->asker.day,
	};
}

struct naming
naming_of(struct exchange *exchange, const char *domain, const char *purpose)
{
	struct asker asker = our_user(exchange, purpose);
	return naming_by(exchange, judge_involvement, &asker, domain);
}

struct naming
naming_of_coordinator(struct exchange *exchange, const char *domain,
		      const char *purpose)
{
	struct asker asker = our_user(exchange, purpose);
	return naming_by(exchange, judge_contact_point, &asker, domain);
}

struct naming
naming_of_coordinator_to(struct exchange *exchange, const struct asker *asker,
			 const char *domain)
{
	return naming_by(exchange, judge_contact_point, asker, domain);
}
