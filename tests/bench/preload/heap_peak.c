/*
 * The most that a node's own code allocates: preloaded into it by the bench,
 * because from outside that can't be told from the page caches of its database
 * connections, which have a bound of their own.
 *
 * Says heap_peak_bytes=N on standard error when the process ends. Counts what
 * malloc gives to whoever isn't libsqlite3; what it keeps for the library is
 * left out when it is taken and when it is given back.
 */
#include <link.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define CALLER __builtin_return_address(0)

/* The C library's own, under the names that it has for this. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void __libc_free(void *block);

static uintptr_t database_first, database_end;
static atomic_llong live, peak;

static bool
is_database(const void *caller)
{
	uintptr_t at = (uintptr_t)caller;

	return at >= database_first && at < database_end;
}

static void
add(void *block, const void *caller)
{
	if (block == NULL || is_database(caller))
		return;

	long long size = (long long)malloc_usable_size(block);
	long long now = atomic_fetch_add(&live, size) + size;
	long long most = atomic_load(&peak);

	while (now > most && !atomic_compare_exchange_weak(&peak, &most, now))
		continue;
}

static void
subtract(void *block, const void *caller)
{
	if (block != NULL && !is_database(caller))
		atomic_fetch_sub(&live, (long long)malloc_usable_size(block));
}

void *
malloc(size_t size)
{
	void *block = __libc_malloc(size);

	add(block, CALLER);
	return block;
}

void *
calloc(size_t count, size_t size)
{
	void *block = __libc_calloc(count, size);

	add(block, CALLER);
	return block;
}

void *
realloc(void *block, size_t size)
{
	subtract(block, CALLER);

	void *moved = __libc_realloc(block, size);

	/* What couldn't be made larger is still there. */
	add(moved != NULL || size == 0 ? moved : block, CALLER);
	return moved;
}

void
free(void *block)
{
	subtract(block, CALLER);
	__libc_free(block);
}

static int
find_database(struct dl_phdr_info *library, size_t size, void *context)
{
	(void)size;
	(void)context;
	if (strstr(library->dlpi_name, "libsqlite3") == NULL)
		return 0;
	for (unsigned i = 0; i < library->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &library->dlpi_phdr[i];
		uintptr_t first = library->dlpi_addr + part->p_vaddr;

		if (part->p_type != PT_LOAD)
			continue;
		if (database_first == 0 || first < database_first)
			database_first = first;
		if (first + part->p_memsz > database_end)
			database_end = first + part->p_memsz;
	}
	return 1;
}

__attribute__((constructor)) static void
begin(void)
{
	dl_iterate_phdr(find_database, NULL);
}

__attribute__((destructor)) static void
tell(void)
{
	fprintf(stderr, "heap_peak_bytes=%lld\n", (long long)peak);
}
