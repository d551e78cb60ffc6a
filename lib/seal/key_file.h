/*
 * The bytes of a file that holds a secret, into memory the caller wipes.
 */
#ifndef EENPLAN_SEAL_KEY_FILE_H
#define EENPLAN_SEAL_KEY_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "eenplan/base/attributes.h"
#include "eenplan/base/fault.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/status.h"

struct key_file {
	char bytes[LIMIT_KEY_FILE_BYTES];
	size_t length;
};

/*
 * STATUS_INVALID, with `path` and the reason in `fault`: it can't be read, is
 * larger than a key, or, if `owner_only`, others than its owner may read it.
 * Wipe `file_out` in every case.
 */
enum status key_file_read(const char *path, bool owner_only,
			  struct key_file *file_out,
			  struct fault *fault) MUST_CHECK;
void key_file_wipe(struct key_file *file);

#endif
