/*
 * An arena: what one request allocates, freed in one place.
 *
 * Never returns NULL: input was measured at the door (limits.h), so running
 * out means that the machine is out of memory or that we have a bug, and the
 * process ends rather than answer wrongly. What a request learned does not
 * outlive it: an arena is wiped when it is freed, before its memory serves the
 * next one.
 */
#ifndef EENPLAN_BASE_ARENA_H
#define EENPLAN_BASE_ARENA_H

#include <stddef.h>

#include "eenplan/base/attributes.h"
#include "eenplan/base/text.h"

struct arena;

struct arena *arena_new(void);
/* Free everything that came from `arena`. Takes NULL. */
void arena_free(struct arena *arena);

/* `size` zeroed bytes, aligned for any object. Lives as long as the arena. */
void *arena_alloc(struct arena *arena, size_t size);
/* `count` zeroed objects of `size` bytes; an overflow ends the process. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/*
 * The `old_size` bytes at `bytes`, now `size` long: in place when they are the
 * last that were handed out, else a copy. What is added is not zeroed, and a
 * copy is aligned for bytes only.
 */
void *arena_grow(struct arena *arena, void *bytes, size_t old_size,
		 size_t size);
char *arena_string(struct arena *arena, const char *string);
/* A NUL-terminated copy of `text`. */
char *arena_text(struct arena *arena, struct text text);
char *arena_printf(struct arena *arena, const char *format, ...)
	PRINTF_LIKE(2, 3);

/* Bytes handed out so far. */
size_t arena_used(const struct arena *arena);

/* How far an arena was used, at one moment. */
struct arena_mark {
	void *newest;
	char *next;
	size_t used;
	size_t chunk_bytes;
};

struct arena_mark arena_mark(const struct arena *arena);
/*
 * Wipe and give back what was handed out since `mark`, as if nobody had asked.
 * No later mark is of use after it.
 */
void arena_rewind(struct arena *arena, const struct arena_mark *mark);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, count, type)                                        \
	((type *)arena_array((arena), (count), sizeof(type)))

#endif
