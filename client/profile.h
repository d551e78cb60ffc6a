/*
 * Profiles: which node to talk to, and as whom.
 *
 * One file each, $XDG_CONFIG_HOME/eenplan/profiles.d/NAME (~/.config when that
 * isn't set):
 *
 *   url: https://node.example:8443
 *   certificate: me.crt
 *   key: me.key
 *   authority: users-ca.crt
 *
 * Relative paths start at the file's own folder. `#` begins a comment.
 */
#ifndef EENPLAN_CLIENT_PROFILE_H
#define EENPLAN_CLIENT_PROFILE_H

#include "eenplan/base/arena.h"
#include "eenplan/base/attributes.h"
#include "eenplan/base/buf.h"
#include "eenplan/base/diagnostic.h"
#include "eenplan/base/fault.h"
#include "eenplan/base/status.h"

#define PROFILE_USUAL "default"

struct profile {
	const char *name;
	const char *url;	 /* https://host[:port], no path */
	const char *certificate; /* paths */
	const char *key;
	const char *authority;
};

/* NULL when the environment names no home at all. */
const char *profile_folder(struct arena *arena);
const char *profile_path(struct arena *arena, const char *name);
/* Letters, digits, `.`, `_` and `-`, not a dot first; at most 64. */
bool profile_name_is_sound(const char *name);
/* All profiles, sorted; `count_out` of them. */
const char *const *profile_names(struct arena *arena, size_t *count_out);
/*
 * Which of `names` is meant: `wanted` (--profile), else $EENPLAN_PROFILE, else
 * the only one, else "default". NULL: `fault` says how to make or name one.
 */
const char *profile_choose(const char *wanted, const char *const *names,
			   size_t count, struct fault *fault);

/*
 * Read `text` of the file `path`; mistakes, with line and column, to `found`.
 * Pure: no file is looked at.
 */
enum status profile_parse(struct arena *arena, const char *path,
			  struct text text, struct profile *profile_out,
			  struct diagnostics *found) MUST_CHECK;
void profile_encode(struct buf *out, const struct profile *profile);
/*
 * Are certificate and authority there, and is the key there for its owner
 * alone? STATUS_INVALID: `fault` names the file and what to do.
 */
enum status profile_check_files(const struct profile *profile,
				struct fault *fault) MUST_CHECK;
/* STATUS_INVALID: no https address, or one with more than host and port. */
enum status profile_check_url(const char *url, struct fault *fault) MUST_CHECK;

/*
 * Choose, read and check. STATUS_INVALID: what is wrong was said on standard
 * error.
 */
enum status profile_load(struct arena *arena, const char *wanted,
			 struct profile *profile_out) MUST_CHECK;

#endif
