#include "daemon/exchange/policy_shelf.h"

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
policy_shelf_find(struct policy_shelf *shelf, struct store *store,
		  const char *digest)
{
	if (strlen(digest) != DIGEST_HEX_BYTES - 1)
		return NULL;
	for (size_t i = 0; i < LIMIT_REPLAY_POLICIES; i++)
		if (strcmp(shelf->places[i].digest, digest) == 0)
			return shelf->places[i].policy;
	size_t place = shelf->next++ % LIMIT_REPLAY_POLICIES;
	policy_free(shelf->places[place].policy);
	memcpy(shelf->places[place].digest, digest, DIGEST_HEX_BYTES);
	shelf->places[place].policy = load(store, digest);
	return shelf->places[place].policy;
}

void
policy_shelf_clear(struct policy_shelf *shelf)
{
	for (size_t i = 0; i < LIMIT_REPLAY_POLICIES; i++)
		policy_free(shelf->places[i].policy);
}
