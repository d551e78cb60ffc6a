/*
 * For tests of what is told in Dutch: the catalogue of the build.
 */
#ifndef EENPLAN_TESTS_UNIT_DUTCH_H
#define EENPLAN_TESTS_UNIT_DUTCH_H

#include <criterion/criterion.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "eenplan/base/tongue.h"

/* Skips the test if the build has no catalogue. */
static inline void
dutch_start(void)
{
	char folder[PATH_MAX] = "";
	ssize_t length = readlink("/proc/self/exe", folder, PATH_MAX - 16);

	cr_assert_gt(length, 0);
	folder[length] = '\0';
	strcpy(strrchr(folder, '/'), "/../locale");
	if (access(folder, R_OK) != 0)
		cr_skip_test("skipped: the translations aren't built");
	setenv("EENPLAN_LOCALEDIR", folder, 1);
	cr_assert_eq(tongue_start(), STATUS_OK);
}

#endif
