#include "eenplan/base/arena.h"

#include <assert.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/base/random.h"

/*
 * Under the address sanitizer every allocation has a poisoned gap behind it,
 * so that an overrun inside a chunk is caught as one of malloc's would be.
 */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_IS_GUARDED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_IS_GUARDED
#endif

#ifdef ARENA_IS_GUARDED
#include <sanitizer/asan_interface.h>
#define GAP_BYTES	16
#define TEXT_ALIGNMENT	8
#define GUARD(at, size) ASAN_POISON_MEMORY_REGION(at, size)
#define OPEN(at, size)	ASAN_UNPOISON_MEMORY_REGION(at, size)
#else
#define GAP_BYTES	0
#define TEXT_ALIGNMENT	1
#define GUARD(at, size) ((void)0)
#define OPEN(at, size)	((void)0)
#endif

#define OBJECT_ALIGNMENT _Alignof(max_align_t)
#define FIRST_BYTES	 4096
#define CHUNK_BYTES_MAX	 (1024 * 1024)

/* Blocks of FIRST_BYTES, twice that and so on up to the largest chunk are kept
 * for the next arena: fresh memory costs a fault for each page. */
#define SPARE_SIZES	  9
#define SPARE_SIZES_SMALL 4

struct chunk {
	struct chunk *previous;
	size_t room;
	_Alignas(max_align_t) char bytes[];
};

struct arena {
	char *next; /* the first free byte of the newest chunk */
	char *end;
	struct chunk *newest; /* NULL: still inside `first` */
	size_t used;
	size_t chunk_bytes; /* what the next chunk will have */
	_Alignas(max_align_t) char first[];
};

/* A block that nobody uses, behind this link wiped. */
struct spare {
	struct spare *next;
};

/* Of all threads: what one allocates, another may free. */
static struct {
	pthread_mutex_t lock;
	struct spare *first[SPARE_SIZES];
	size_t count[SPARE_SIZES];
} spares = {.lock = PTHREAD_MUTEX_INITIALIZER};

_Noreturn static void
give_up(const char *why)
{
	fprintf(stderr, "eenplan: %s\n", why);
	abort();
}

/* SPARE_SIZES for a size of which none are kept. */
static size_t
spare_size(size_t size)
{
	size_t i = 0;

	while (i < SPARE_SIZES && size != (size_t)FIRST_BYTES << i)
		i++;
	return i;
}

static struct spare *
take_spare(size_t i)
{
	pthread_mutex_lock(&spares.lock);

	struct spare *spare = spares.first[i];

	if (spare != NULL) {
		spares.first[i] = spare->next;
		spares.count[i]--;
	}
	pthread_mutex_unlock(&spares.lock);
	return spare;
}

static void *
block_new(size_t size)
{
	size_t i = spare_size(size);
	void *block = i < SPARE_SIZES ? take_spare(i) : NULL;

	if (block == NULL)
		block = malloc(size);
	if (block == NULL)
		give_up("out of memory");
	OPEN(block, size);
	return block;
}

static bool
keep_spare(size_t i, struct spare *spare)
{
	pthread_mutex_lock(&spares.lock);

	bool has_room = spares.count[i] < (i < SPARE_SIZES_SMALL
						   ? LIMIT_ARENA_SPARE
						   : LIMIT_ARENA_SPARE_LARGE);

	if (has_room) {
		spare->next = spares.first[i];
		spares.first[i] = spare;
		spares.count[i]++;
	}
	pthread_mutex_unlock(&spares.lock);
	return has_room;
}

/* `block` has been wiped. */
static void
block_free(void *block, size_t size)
{
	size_t i = spare_size(size);

	OPEN(block, size);
	GUARD((char *)block + sizeof(struct spare),
	      size - sizeof(struct spare));
	if (i < SPARE_SIZES && keep_spare(i, block))
		return;
	OPEN(block, size);
	free(block);
}

struct arena *
arena_new(void)
{
	struct arena *arena = block_new(FIRST_BYTES);

	arena->next = arena->first;
	arena->end = (char *)arena + FIRST_BYTES;
	arena->newest = NULL;
	arena->used = 0;
	arena->chunk_bytes = 2 * FIRST_BYTES;
	GUARD(arena->next, (size_t)(arena->end - arena->next));
	return arena;
}

static void
wipe_opened(char *bytes, size_t length)
{
	OPEN(bytes, length);
	wipe(bytes, length);
}

/* The newest chunk, and what was used of it: all of what came before. */
static void
drop_newest(struct arena *arena)
{
	struct chunk *chunk = arena->newest;

	wipe_opened(chunk->bytes, (size_t)(arena->next - chunk->bytes));
	arena->newest = chunk->previous;
	arena->next = arena->end =
		arena->newest != NULL
			? arena->newest->bytes + arena->newest->room
			: (char *)arena + FIRST_BYTES;
	block_free(chunk, sizeof(*chunk) + chunk->room);
}

void
arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	while (arena->newest != NULL)
		drop_newest(arena);
	wipe_opened(arena->first, (size_t)(arena->next - arena->first));
	block_free(arena, FIRST_BYTES);
}

struct arena_mark
arena_mark(const struct arena *arena)
{
	return (struct arena_mark){.newest = arena->newest,
				   .next = arena->next,
				   .used = arena->used,
				   .chunk_bytes = arena->chunk_bytes};
}

void
arena_rewind(struct arena *arena, const struct arena_mark *mark)
{
	while (arena->newest != mark->newest)
		drop_newest(arena);

	size_t length = (size_t)(arena->next - mark->next);

	wipe_opened(mark->next, length);
	GUARD(mark->next, length);
	arena->next = mark->next;
	arena->used = mark->used;
	arena->chunk_bytes = mark->chunk_bytes;
}

_Static_assert((size_t)FIRST_BYTES << (SPARE_SIZES - 1) == CHUNK_BYTES_MAX,
	       "chunks of every size are kept");

static void
add_chunk(struct arena *arena, size_t size)
{
	struct chunk *chunk;
	size_t bytes = sizeof(*chunk) + size + OBJECT_ALIGNMENT + GAP_BYTES;

	if (bytes < arena->chunk_bytes)
		bytes = arena->chunk_bytes;
	if (arena->chunk_bytes < CHUNK_BYTES_MAX)
		arena->chunk_bytes *= 2;
	chunk = block_new(bytes);

	size_t room = bytes - sizeof(*chunk);

	chunk->previous = arena->newest;
	chunk->room = room;
	arena->newest = chunk;
	arena->next = chunk->bytes;
	arena->end = chunk->bytes + room;
	GUARD(chunk->bytes, room);
}

static char *
take(struct arena *arena, size_t size, size_t alignment)
{
	size_t skip = -(uintptr_t)arena->next & (alignment - 1);

	if (size > LIMIT_ARENA_BYTES - arena->used)
		give_up("one request wants more memory than an arena gives");
	if (size + skip + GAP_BYTES > (size_t)(arena->end - arena->next)) {
		add_chunk(arena, size);
		skip = 0;
	}

	char *bytes = arena->next + skip;

	arena->next = bytes + size + GAP_BYTES;
	arena->used += size;
	OPEN(bytes, size);
	return bytes;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	return memset(take(arena, size, OBJECT_ALIGNMENT), 0, size);
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		give_up("an array is larger than the address space");
	return arena_alloc(arena, bytes);
}

void *
arena_grow(struct arena *arena, void *bytes, size_t old_size, size_t size)
{
	char *old = bytes;
	size_t more = size - old_size; /* callers only ever grow */
	bool is_last = old != NULL && old + old_size + GAP_BYTES == arena->next;

	if (is_last && more <= (size_t)(arena->end - arena->next) &&
	    more <= LIMIT_ARENA_BYTES - arena->used) {
		OPEN(old, size);
		arena->next += more;
		arena->used += more;
		return old;
	}

	char *copy = take(arena, size, TEXT_ALIGNMENT);

	assert(old != NULL || old_size == 0);
	if (old != NULL)
		memcpy(copy, old, old_size);
	return copy;
}

char *
arena_string(struct arena *arena, const char *string)
{
	return arena_text(arena, text_of(string));
}

char *
arena_text(struct arena *arena, struct text text)
{
	char *copy = take(arena, text.length + 1, TEXT_ALIGNMENT);

	if (text.length > 0)
		memcpy(copy, text.bytes, text.length);
	copy[text.length] = '\0';
	return copy;
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	char probe[256];
	va_list arguments;

	va_start(arguments, format);
	int length = vsnprintf(probe, sizeof(probe), format, arguments);
	va_end(arguments);
	if (length < 0)
		give_up("a format of our own is broken");

	size_t size = (size_t)length + 1;

	if (size <= sizeof(probe))
		return arena_text(arena, (struct text){probe, size - 1});

	char *string = take(arena, size, TEXT_ALIGNMENT);

	va_start(arguments, format);
	vsnprintf(string, size, format, arguments);
	va_end(arguments);
	return string;
}

size_t
arena_used(const struct arena *arena)
{
	return arena->used;
}
