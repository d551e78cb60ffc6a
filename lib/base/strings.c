#include "eenplan/base/strings.h"

#include <stdlib.h>
#include <string.h>

int
strings_order(const void *one, const void *other)
{
	return strcmp(*(const char *const *)one, *(const char *const *)other);
}

size_t
strings_sort_unique(const char **strings, size_t count)
{
	size_t unique = 0;

	if (count > 1)
		qsort(strings, count, sizeof(*strings), strings_order);
	for (size_t i = 0; i < count; i++)
		if (unique == 0 || strcmp(strings[i], strings[unique - 1]) != 0)
			strings[unique++] = strings[i];
	return unique;
}

bool
strings_equal(const char *const *one, size_t one_count,
	      const char *const *other, size_t other_count)
{
	if (one_count != other_count)
		return false;
	for (size_t i = 0; i < one_count; i++)
		if (strcmp(one[i], other[i]) != 0)
			return false;
	return true;
}
