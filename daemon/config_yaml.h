/*
 * A YAML document as a tree that remembers where everything stands.
 *
 * The one file that includes libyaml; it reads events and not the library's
 * documents, so that aliases can't multiply and depth is bounded. Anchors,
 * aliases, tags and further documents are refused: a configuration has no use
 * for them, and they hide what it says.
 */
#ifndef EENPLAN_DAEMON_CONFIG_YAML_H
#define EENPLAN_DAEMON_CONFIG_YAML_H

#include <stdbool.h>

#include "eenplan/base/diagnostic.h"

enum config_yaml_kind { CONFIG_YAML_SCALAR, CONFIG_YAML_LIST, CONFIG_YAML_MAP };

struct config_mark {
	unsigned line; /* from 1 */
	unsigned column;
	unsigned width;
};

struct config_yaml {
	enum config_yaml_kind kind;
	struct config_mark mark;
	struct config_mark key_mark; /* of the key, in a map */
	const char *key;	     /* or NULL */
	const char *text;	     /* of a scalar */
	bool is_plain;		     /* a scalar without quotes */
	struct config_yaml *first;   /* the members of a list or map */
	struct config_yaml *next;
	size_t count;
};

/* Whose mistakes they are, and where they go. */
struct config_source {
	struct arena *arena;
	struct diagnostics *problems;
	const char *file;
	struct text text;
};

/* One mistake at `mark`, with the line it is in. `hint` may be NULL. */
void config_yaml_complain(const struct config_source *source,
			  struct config_mark mark, const char *hint,
			  const char *format, ...) PRINTF_LIKE(4, 5);

/*
 * The tree of `source`; NULL after an error of syntax, which is then the last
 * of the problems. Keys that occur twice are problems, and the first counts.
 */
struct config_yaml *config_yaml_read(const struct config_source *source);

/* The member `key` of `map`, or NULL. `map` may be NULL. */
const struct config_yaml *config_yaml_member(const struct config_yaml *map,
					     const char *key);

#endif
