/*
 * MUST(property): what holds for every input of a fuzz target, in every build.
 */
#ifndef EENPLAN_TESTS_MUST_H
#define EENPLAN_TESTS_MUST_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define MUST(property)                                                         \
	do {                                                                   \
		if (!(property)) {                                             \
			fprintf(stderr, "%s:%d: does not hold: %s\n",          \
				__FILE__, __LINE__, #property);                \
			abort();                                               \
		}                                                              \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
