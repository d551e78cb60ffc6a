/*
 * Local files, read whole.
 */
#ifndef EENPLAN_CLIENT_FILE_H
#define EENPLAN_CLIENT_FILE_H

#include "eenplan/base/arena.h"
#include "eenplan/base/attributes.h"
#include "eenplan/base/fault.h"
#include "eenplan/base/status.h"

/*
 * All bytes of `path` ("-": standard input) in `arena`.
 * STATUS_TOO_LARGE: more than `max_bytes`. STATUS_NOT_FOUND: can't be read.
 * `fault` says which file and why.
 */
enum status file_read(struct arena *arena, const char *path, size_t max_bytes,
		      struct text *text_out, struct fault *fault) MUST_CHECK;
/*
 * Write `text` to `path` for the owner alone, whole or not at all.
 * STATUS_STORAGE with `fault`.
 */
enum status file_write_private(struct arena *arena, const char *path,
			       struct text text,
			       struct fault *fault) MUST_CHECK;

/*
 * Replace the file at `path` by `text`, with the permissions it had, whole or
 * not at all. STATUS_STORAGE with `fault`.
 */
enum status file_replace(struct arena *arena, const char *path,
			 struct text text, struct fault *fault) MUST_CHECK;

#endif
