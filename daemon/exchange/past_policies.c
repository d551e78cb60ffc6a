#include "daemon/exchange/past_policies.h"

#include <string.h>

static struct policy *
load(struct store *store, const char *digest)
{
	struct policy_source *files;
	struct policy *policy = NULL;
	struct diagnostics found;
	struct arena *arena = arena_new();
	size_t count;
	diagnostics_init(&found, arena, LIMIT_POLICY_ERRORS);
	if (store_policy_files(store, arena, digest, &files, &count) ==
		    STATUS_OK &&
	    count > 0)
		policy = policy_load(files, count, &found);
	if (policy != NULL && strcmp(policy_digest(policy), digest) != 0) {
		policy_free(policy);
		policy = NULL;
	}
	arena_free(arena);
	return policy;
}

const struct policy *
past_policies_find(struct past_policies *policies, const char *digest)
{
	if (strlen(digest) != DIGEST_HEX_BYTES - 1)
		return NULL;
	for (size_t i = 0; i < LIMIT_REPLAY_POLICIES; i++)
		if (strcmp(policies->places[i].digest, digest) == 0)
			return policies->places[i].policy;
	size_t place = policies->next++ % LIMIT_REPLAY_POLICIES;
	policy_free(policies->places[place].policy);
	memcpy(policies->places[place].digest, digest, DIGEST_HEX_BYTES);
	policies->places[place].policy = load(policies->store, digest);
	return policies->places[place].policy;
}

void
past_policies_clear(struct past_policies *policies)
{
	for (size_t i = 0; i < LIMIT_REPLAY_POLICIES; i++)
		policy_free(policies->places[i].policy);
}
