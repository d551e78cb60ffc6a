#include "daemon/exchange/file_cache.h"

#include <stdlib.h>
#include <string.h>

#include "eenplan/base/limits.h"

#define FNV_OFFSET UINT64_C(0xCBF29CE484222325)
#define FNV_PRIME  UINT64_C(0x100000001B3)

/*
 * Direct-mapped: a collision costs one more reading. Invariant: every file in
 * `files` was read in a snapshot begun at `generation`.
 */
struct file_cache {
	uint64_t generation;
	struct policy *policy; /* retained; or NULL */
	size_t bytes;	       /* of all in `files` */
	struct file *files[LIMIT_FILE_CACHE];
	struct file *loose; /* perhaps still borrowed, but found no more */
};

struct file_cache *
file_cache_new(void)
{
	struct file_cache *cache = calloc(1, sizeof(*cache));
	if (cache == NULL)
		abort();
	return cache;
}

struct file *
file_new(const char *partner, const char *reference)
{
	struct arena *arena = arena_new();
	struct file *file = ARENA_NEW(arena, struct file);
	file->arena = arena;
	file->partner = arena_string(arena, partner);
	file->reference = arena_string(arena, reference);
	return file;
}

void
file_free(struct file *file)
{
	if (file != NULL)
		arena_free(file->arena);
}

static void
loosen(struct file_cache *cache, struct file *file)
{
	file->next_loose = cache->loose;
	cache->loose = file;
}

static void
take_out(struct file_cache *cache, size_t place)
{
	struct file *file = cache->files[place];
	if (file == NULL)
		return;
	cache->bytes -= arena_used(file->arena);
	cache->files[place] = NULL;
	loosen(cache, file);
}

static void
take_all_out(struct file_cache *cache)
{
	for (size_t place = 0; place < LIMIT_FILE_CACHE; place++)
		take_out(cache, place);
}

static void
free_loose(struct file_cache *cache)
{
	while (cache->loose != NULL) {
		struct file *file = cache->loose;
		cache->loose = file->next_loose;
		file_free(file);
	}
}

void
file_cache_free(struct file_cache *cache)
{
	if (cache == NULL)
		return;
	take_all_out(cache);
	free_loose(cache);
	policy_free(cache->policy);
	free(cache);
}

void
file_cache_begin(struct file_cache *cache, uint64_t generation,
		 struct policy *policy)
{
	if (cache->generation != generation || cache->policy != policy)
		take_all_out(cache);
	cache->generation = generation;
	free_loose(cache);
	if (cache->policy == policy)
		return;
	policy_free(cache->policy);
	cache->policy = policy == NULL ? NULL : policy_retain(policy);
}

static uint64_t
hash_word(uint64_t hash, const char *word)
{
	for (; *word != '\0'; word++)
		hash = (hash ^ (unsigned char)*word) * FNV_PRIME;
	return hash * FNV_PRIME;
}

static size_t
place_of(const char *partner, const char *reference)
{
	uint64_t hash = hash_word(hash_word(FNV_OFFSET, partner), reference);
	return (size_t)((hash ^ hash >> 32) % LIMIT_FILE_CACHE);
}

const struct file *
file_cache_find(const struct file_cache *cache, const char *partner,
		const char *reference)
{
	const struct file *file = cache->files[place_of(partner, reference)];
	return file != NULL && strcmp(file->reference, reference) == 0 &&
			       strcmp(file->partner, partner) == 0
		       ? file
		       : NULL;
}

void
file_cache_keep(struct file_cache *cache, struct file *file)
{
	size_t bytes = arena_used(file->arena);
	size_t place = place_of(file->partner, file->reference);
	if (bytes > LIMIT_FILE_CACHE_FILE_BYTES) {
		loosen(cache, file);
		return;
	}
	take_out(cache, place);
	if (bytes > LIMIT_FILE_CACHE_BYTES - cache->bytes)
		take_all_out(cache);
	cache->files[place] = file;
	cache->bytes += bytes;
}
