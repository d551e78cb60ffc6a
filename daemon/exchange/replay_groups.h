/*
 * Decisions that another policy would change, counted by what they have in
 * common: no residents, no users, no times.
 *
 * At most LIMIT_REPLAY_GROUPS groups; decisions of further ones are counted
 * together.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_REPLAY_GROUPS_H
#define EENPLAN_DAEMON_EXCHANGE_REPLAY_GROUPS_H

#include <stdint.h>

#include "eenplan/base/arena.h"

struct replay_group {
	const char *organisation; /* that asked */
	const char *domain;
	const char *role;
	const char *purpose;
	const char *category;
	const char *gained; /* fields, "text, status" or "" */
	const char *lost;
	uint64_t decisions;
};

struct replay_groups;

/* In `arena`, as everything that is kept. */
struct replay_groups *replay_groups_new(struct arena *arena);
/* Count one more decision like `seen`, whose `decisions` isn't looked at. */
void replay_groups_add(struct replay_groups *groups,
		       const struct replay_group *seen);
/* Those with the most decisions first. Borrowed. */
const struct replay_group *replay_groups_list(struct replay_groups *groups,
					      size_t *count_out);
uint64_t replay_groups_unlisted(const struct replay_groups *groups);

#endif
