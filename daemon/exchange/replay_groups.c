#include "daemon/exchange/replay_groups.h"

#include <stdlib.h>
#include <string.h>

#include "eenplan/base/limits.h"

#define PARTS 7
/* More than there can be groups, so that a search always ends. */
#define PLACES (2 * LIMIT_REPLAY_GROUPS)

struct replay_groups {
	struct arena *arena;
	struct replay_group list[LIMIT_REPLAY_GROUPS];
	size_t count;
	uint64_t unlisted;
	uint16_t places[PLACES]; /* number in `list` plus 1; 0: free */
};

_Static_assert(LIMIT_REPLAY_GROUPS < UINT16_MAX, "places hold their numbers");

/* What makes a group another one. */
static void
parts_of(const struct replay_group *group, const char *parts_out[PARTS])
{
	const char *const parts[PARTS] = {
		group->organisation, group->domain, group->role, group->purpose,
		group->category,     group->gained, group->lost,
	};

	memcpy(parts_out, parts, sizeof(parts));
}

static int
compare(const struct replay_group *one, const struct replay_group *other)
{
	const char *ours[PARTS], *theirs[PARTS];
	int order = 0;

	parts_of(one, ours);
	parts_of(other, theirs);
	for (size_t i = 0; i < PARTS && order == 0; i++)
		order = strcmp(ours[i], theirs[i]);
	return order;
}

/* FNV-1a; whoever could choose the words is our own vocabulary. */
static size_t
place_of(const struct replay_group *group)
{
	const char *parts[PARTS];
	uint64_t hash = 14695981039346656037U;

	parts_of(group, parts);
	for (size_t i = 0; i < PARTS; i++)
		for (const char *at = parts[i]; *at != '\0'; at++)
			hash = (hash ^ (unsigned char)*at) * 1099511628211U;
	return hash % PLACES;
}

static struct replay_group
copy_of(struct arena *arena, const struct replay_group *group)
{
	return (struct replay_group){
		.organisation = arena_string(arena, group->organisation),
		.domain = arena_string(arena, group->domain),
		.role = arena_string(arena, group->role),
		.purpose = arena_string(arena, group->purpose),
		.category = arena_string(arena, group->category),
		.gained = arena_string(arena, group->gained),
		.lost = arena_string(arena, group->lost),
	};
}

struct replay_groups *
replay_groups_new(struct arena *arena)
{
	struct replay_groups *groups = ARENA_NEW(arena, struct replay_groups);

	groups->arena = arena;
	return groups;
}

void
replay_groups_add(struct replay_groups *groups, const struct replay_group *seen)
{
	size_t place = place_of(seen);

	while (groups->places[place] != 0) {
		struct replay_group *group =
			&groups->list[groups->places[place] - 1];

		if (compare(group, seen) == 0) {
			group->decisions++;
			return;
		}
		place = (place + 1) % PLACES;
	}
	if (groups->count == LIMIT_REPLAY_GROUPS) {
		groups->unlisted++;
		return;
	}
	groups->list[groups->count] = copy_of(groups->arena, seen);
	groups->list[groups->count].decisions = 1;
	groups->places[place] = (uint16_t)++groups->count;
}

static int
compare_sizes(const void *one_group, const void *other_group)
{
	const struct replay_group *one = one_group;
	const struct replay_group *other = other_group;

	if (one->decisions != other->decisions)
		return one->decisions < other->decisions ? 1 : -1;
	return compare(one, other);
}

const struct replay_group *
replay_groups_list(struct replay_groups *groups, size_t *count_out)
{
	struct replay_group *list =
		ARENA_ARRAY(groups->arena, groups->count, struct replay_group);

	if (groups->count > 0) {
		memcpy(list, groups->list, groups->count * sizeof(*list));
		qsort(list, groups->count, sizeof(*list), compare_sizes);
	}
	*count_out = groups->count;
	return list;
}

uint64_t
replay_groups_unlisted(const struct replay_groups *groups)
{
	return groups->unlisted;
}
