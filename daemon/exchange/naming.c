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

struct naming
naming_of(struct exchange *exchange, const char *domain, const char *purpose)
{
	const struct vocabulary *vocabulary =
		policy_vocabulary(exchange->policy);
	int source = vocabulary_find(vocabulary, VOCABULARY_DOMAIN, domain);
	struct naming naming = {.naming = MERGE_HIDDEN,
				.group = group_of(vocabulary, source)};
	/* As that partner sees us: not our own, but an organisation of our law.
	 */
	const struct asker asker = {
		.domain = exchange->node->settings.law,
		.role = exchange->asker.role,
		.purpose = purpose,
		.day = exchange->asker.day,
	};
	struct policy_asker ids;
	if (judge_asker(vocabulary, &asker, &ids, NULL) != STATUS_OK)
		return naming;
	struct involvement involvement = judge_involvement(
		exchange->arena, exchange->policy, &ids, source);
	if (involvement.known)
		naming.naming = involvement.masked ? MERGE_MASKED : MERGE_NAMED;
	return naming;
}
