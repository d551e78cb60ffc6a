/*
 * Lists of strings.
 */
#ifndef EENPLAN_BASE_STRINGS_H
#define EENPLAN_BASE_STRINGS_H

#include <stdbool.h>
#include <stddef.h>

/* The order of their bytes: for qsort and bsearch over `const char *`. */
int strings_order(const void *one, const void *other);
/* Sorts them, each once at the front; how many those are. */
size_t strings_sort_unique(const char **strings, size_t count);
/* The same strings in the same order? */
bool strings_equal(const char *const *one, size_t one_count,
		   const char *const *other, size_t other_count);

#endif
